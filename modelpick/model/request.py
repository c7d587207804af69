"""What is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import force_setattr

from modelpick.model.arguments import day_text, use_texts, words
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import AboveZero, Count, Day, Id, Plain, Text, field


class RankingQuestion(Plain):
    """What can be asked of a ranking: by a `Request`, and in a profile by the same words."""

    needs: dict[Id, AboveZero] = field(default_factory=dict)
    """Need -> weight; several mix linearly."""
    persona: Id | None = None
    """Mixed in like the needs that it consists of."""
    constraints: dict[Id, Any] = field(default_factory=dict)
    """Constraint id -> what is asked: true for switches, else a number, a word or a list; `min-score` is a mapping from
    benchmark id to the least value."""
    where: tuple[Text, ...] = ()
    """Further conditions in the form ``FIELD OP VALUE``."""
    only: tuple[Text, ...] = ()
    """Consider these models alone."""
    evidence: Literal["any", "tested", "strict"] = "any"
    """tested ranks only models of whose benchmark weight at least half was measured on topic; strict refuses a model
    that lacks a criterion."""
    risk: Literal["neutral", "averse"] = "neutral"
    """neutral ranks by the score, averse by the lower end of its 80% interval."""
    own: dict[Id, AboveZero] = field(default_factory=dict)
    """Test of your own -> the share of the whole that it weighs."""
    trust: Literal["all", "own"] = "all"
    """all joins your own results with the public evidence; own takes yours alone where there are any."""
    allow_unknown: tuple[Id, ...] = ()
    """Constraints for which an unknown is admitted, with a flag in the answer."""
    as_of: Day | None = None
    """The day the question is asked for; facts dated later do not exist."""
    top: Count = 10
    """How many models to rank in the answer."""
    hardware: Text | None = None
    """The machine: h100-80gb, 2x rtx-4090. What fits it is a constraint, and how well a criterion."""
    vram: Text | None = None
    """A machine of which only its memory is known: 24GB."""
    ram: Text | None = None
    """The system's own memory beside the cards: 64GB."""
    or_hosted: bool = False
    """Rank hosted models beside those that run on the machine."""
    quant: Text | None = None
    """At this quantization; the most precise that fits, if none is named."""
    context: Count | None = None
    """Tokens of context that must fit there."""
    concurrency: Count = 1
    """Requests at a time there."""
    kv_cache: Text | None = None
    """The precision of the context: bf16, fp8, q8_0, q4_0."""
    engine: Text | None = None
    """What runs it there: vllm. What one would run it with, if none is named."""
    offload: Literal["auto", "none"] = "auto"
    """Whether what the cards do not hold may lie in the system's memory."""
    workload: Id | None = None
    """What costs are of: chat, rag, coding-agent ..."""
    usage: dict[str, Any] = field(default_factory=dict)
    """What differs from the workload, by the keys of `modelpick.model.arguments.USE`."""


class Request(RankingQuestion):
    """A question to the catalog.

    What is written as people write it is kept as it is meant: a word for a list of one, a need alone for one that
    weighs 1, a date for its day.
    """

    found: Any = None
    """What was detected of the machine that the program runs on (`modelpick.probe`), instead of `hardware`."""
    beside: tuple[str, ...] = ()
    """Further words of its command line, such as ``("--catalog", "mine.yaml")``: no answer depends on them; the
    commands that it names hold them."""

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
