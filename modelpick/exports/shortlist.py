"""What is exported, whatever the program: the models of each question in order, and how each can be called."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from modelpick.model.dates import Day
from modelpick.model.fields import Plain, field


class Way(Plain):
    """An offering of a model that passes the question: the provider's own id, and what it serves and charges.

    Prices are US dollars per million tokens.
    """

    provider: str
    provider_name: str
    id: str
    geography: tuple[str, ...] = ()
    context: int | None = None
    max_output: int | None = None
    price_in: Decimal | None = None
    price_out: Decimal | None = None
    ambiguous: bool = False
    """Whether the provider sells the same id for other regions, too, so that the id alone says not where."""


class OwnServing(Plain):
    """A model on machines of one's own. `repository`: where its weights lie on Hugging Face."""

    repository: str
    sure: bool
    """Whether the catalog or the hub names it; else it is the spelling of most who serve the model."""
    gguf: str | None
    """Where its GGUF files lie, with the type of the one that is meant: ``unsloth/Qwen3-8B-GGUF:Q4_K_M``."""
    machine: str
    devices: int
    quant: str | None
    published: bool
    """Whether that is the precision in which its lab publishes it."""
    context: int
    concurrency: int


class Pick(Plain):
    """A model of a shortlist, and the ways to it that the program knows, the one to take first."""

    model: str
    name: str
    score: float
    weights: str | None
    ways: tuple[Way, ...] = ()
    hosted: OwnServing | None = None

    @property
    def way(self) -> Way:
        """The way that is taken."""
        return self.ways[0]


class Shortlist(Plain):
    """The answer to one question: the model to take and its fallbacks, in order; `name` is what it is called there."""

    name: str
    summary: str
    command: str
    picks: tuple[Pick, ...]
    limits: Mapping[str, Any] = field(default_factory=dict)
    """Constraint -> what was asked."""
    quant: str | None = None
    hosts: tuple[str, ...] = ()
    """Providers that serve one of the models and are known to pass themselves, cheapest first."""
    remarks: tuple[str, ...] = ()
    """What the file cannot hold, a sentence each."""
    question: str = ""
    """The question for machines, in one line."""


class Export(Plain):
    """All that is exported, and the day that it is of."""

    day: Day
    ask_again: Day | None
    lists: tuple[Shortlist, ...]
    denied: tuple[str, ...] = ()
    """Providers that the user's policy denies."""

    @property
    def picks(self) -> tuple[tuple[str, Pick], ...]:
        """Every model with the name by which it is called: ``coding``, ``coding-fallback-1``."""
        return tuple(pair for each in self.lists for pair in named_picks(each))


def named_picks(shortlist: Shortlist) -> tuple[tuple[str, Pick], ...]:
    """The models of `shortlist` with the name by which each is called."""
    names = (shortlist.name if not n else f"{shortlist.name}-fallback-{n}" for n in range(len(shortlist.picks)))
    return tuple(zip(names, shortlist.picks, strict=False))
