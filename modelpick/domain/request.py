"""What is asked."""

from __future__ import annotations

from typing import Any, Literal

from modelpick.domain.dates import Day
from modelpick.domain.fields import Plain, field


class Request(Plain):
    """A question to the catalog.

    Attributes:
        needs: need id -> weight; several mix linearly.
        persona: a persona id, mixed in like the needs that it consists of.
        constraints: constraint id -> what was asked (True for flags, a number, words ...). `min-score` is a mapping
            from benchmark id to the least value.
        where: further conditions in the form ``"FIELD OP VALUE"``.
        only: consider these models alone (ids).
        evidence: ``any``; ``tested`` to rank only models of whose benchmark weight at least half was measured on topic;
            ``strict`` to refuse a model that lacks a criterion.
        allow_unknown: constraints for which an unknown is admitted, with a flag in the answer.
        as_of: the day the question is asked for; facts dated later do not exist.
        risk: ``neutral`` ranks by the score, ``averse`` by the lower end of its 80% interval.
        top: how many models to rank in the answer.
        hardware: a machine, ``"2x h100-80gb"``; what fits it is a constraint, and how well a criterion.
        found: what was detected of the machine that the program runs on (`modelpick.probe`), instead of `hardware`.
        vram: a machine of which only its memory is known, ``"24GB"``.
        or_hosted: a machine that is named is one way among others: what others host is ranked beside what runs on it.
        quant: at this quantization; the most precise that fits, if none is named.
        context: tokens of context that must fit there.
        concurrency: requests at a time there.
        workload: id of a workload, which costs are of.
        usage: what differs from that workload, by option (``requests``, ``in``, ``out``, ``cached`` ...), as a person
            writes it.
        beside: further words of its command line, such as ``("--catalog", "mine.yaml")``: no answer depends on them;
            the commands that it names hold them.
    """

    needs: dict[str, float] = field(default_factory=dict)
    persona: str | None = None
    constraints: dict[str, Any] = field(default_factory=dict)
    where: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    evidence: Literal["any", "tested", "strict"] = "any"
    allow_unknown: tuple[str, ...] = ()
    as_of: Day | None = None
    risk: Literal["neutral", "averse"] = "neutral"
    top: int = 10
    hardware: str | None = None
    vram: str | None = None
    found: Any = None
    or_hosted: bool = False
    quant: str | None = None
    context: int | None = None
    concurrency: int = 1
    workload: str | None = None
    usage: dict[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
