"""What is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import force_setattr

from modelpick.model.arguments import day_text, use_texts, words
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain, field


class Request(Plain):
    """A question to the catalog.

    What is written as people write it is kept as it is meant: a word for a list of one, a date for its day.

    Attributes:
        needs: need -> weight; several mix linearly. A need alone, or a list of them, weighs 1 each.
        persona: a persona id, mixed in like the needs that it consists of.
        constraints: constraint id -> what was asked (True for flags, a number, words ...). `min-score` is a mapping
            from benchmark id to the least value.
        where: further conditions in the form ``"FIELD OP VALUE"``; one, or several.
        only: consider these models alone; one, or several.
        evidence: ``any``; ``tested`` to rank only models of whose benchmark weight at least half was measured on topic;
            ``strict`` to refuse a model that lacks a criterion.
        allow_unknown: constraints for which an unknown is admitted, with a flag in the answer.
        as_of: the day the question is asked for, a date or its text; facts dated later do not exist.
        risk: ``neutral`` ranks by the score, ``averse`` by the lower end of its 80% interval.
        top: how many models to rank in the answer.
        hardware: a machine, ``"2x h100-80gb"``; what fits it is a constraint, and how well a criterion.
        found: what was detected of the machine that the program runs on (`modelpick.probe`), instead of `hardware`.
        vram: a machine of which only its memory is known, ``"24GB"``.
        ram: the system's own memory beside the cards, ``"64GB"``.
        or_hosted: a machine that is named is one way among others: what others host is ranked beside what runs on it.
        quant: at this quantization; the most precise that fits, if none is named.
        context: tokens of context that must fit there, a number or ``"128k"``.
        concurrency: requests at a time there.
        kv_cache: the precision of the context: ``"bf16"``, ``"fp8"``, ``"q8_0"``, ``"q4_0"``.
        engine: what runs it there, ``"vllm"``; what one would run it with, if none is named.
        offload: ``auto``: what the cards do not hold may lie in the system's memory; ``none``: it may not.
        workload: id of a workload, which costs are of.
        usage: what differs from that workload, by option (``requests``, ``in``, ``out``, ``cached`` ...: the keys of
            `modelpick.model.arguments.USE`), as a person writes it.
        own: tests of one's own -> the share of the whole that each weighs: ``{"my-tasks": 0.5}``.
        trust: ``all`` joins your own results with the public evidence, each by its precision; ``own`` takes yours alone
            where there are any.
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
    ram: str | None = None
    found: Any = None
    or_hosted: bool = False
    quant: str | None = None
    context: int | None = None
    concurrency: int = 1
    kv_cache: str | None = None
    engine: str | None = None
    offload: Literal["auto", "none"] = "auto"
    workload: str | None = None
    usage: dict[str, str] = field(default_factory=dict)
    own: dict[str, float] = field(default_factory=dict)
    trust: Literal["all", "own"] = "all"
    beside: tuple[str, ...] = ()

    if TYPE_CHECKING:

        def __init__(
            self,
            needs: str | Iterable[str] | Mapping[str, float] = ...,
            persona: str | None = ...,
            constraints: Mapping[str, Any] = ...,
            where: str | Iterable[str] = ...,
            only: str | Iterable[str] = ...,
            evidence: Literal["any", "tested", "strict"] = ...,
            allow_unknown: str | Iterable[str] = ...,
            as_of: date | Day | None = ...,
            risk: Literal["neutral", "averse"] = ...,
            top: int = ...,
            hardware: str | None = ...,
            vram: str | None = ...,
            ram: str | None = ...,
            found: Any = ...,
            or_hosted: bool = ...,
            quant: str | None = ...,
            context: int | str | None = ...,
            concurrency: int = ...,
            kv_cache: str | None = ...,
            engine: str | None = ...,
            offload: Literal["auto", "none"] = ...,
            workload: str | None = ...,
            usage: Mapping[str, str | float | bool] = ...,
            own: Mapping[str, float] = ...,
            trust: Literal["all", "own"] = ...,
            beside: str | Iterable[str] = ...,
        ) -> None: ...

    def __post_init__(self) -> None:
        meant: dict[str, Any] = {
            "needs": _checked_needs(self.needs),
            "constraints": _checked_mapping("constraints", self.constraints),
            "as_of": day_text(self.as_of),
            "usage": use_texts(_checked_mapping("usage", self.usage)),
            "own": _checked_mapping("own", self.own),
            **{name: words(getattr(self, name), name) for name in ("where", "only", "allow_unknown", "beside")},
        }
        for name, value in meant.items():
            force_setattr(self, name, value)


def _checked_needs(value: Any) -> dict[str, float]:
    if not isinstance(value, Mapping):
        return dict.fromkeys(words(value, "needs"), 1.0)
    for need, weight in value.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            said = f"the weight of need {need} is {weight!r}, expected a number above 0"
            raise ModelpickError(said, where="{needs}", hint="Write coding: 2")
    return dict(value)


def _checked_mapping(field_name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ModelpickError(f"is {value!r}, expected a mapping from names to values", where=f"{{{field_name}}}")
    return dict(value)
