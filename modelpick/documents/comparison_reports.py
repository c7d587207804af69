"""What `compare` and `explain` answer about models that are named."""

from __future__ import annotations

from typing import ClassVar

from modelpick.documents.base import Document
from modelpick.documents.card_reports import FactLine
from modelpick.documents.evidence_reports import CellView, Figure, PairedTest
from modelpick.documents.recommendation import (
    Ahead,
    Excluded,
    NotRanked,
    Ranked,
    Reason,
    RequestView,
    SourceRef,
    Verdict,
)
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart, field

CHEAPEST_PRICE = "cheapest price, in / out per M"
"""What the fact is called that models are compared by, which two pages put first."""


class ComparedCell(DocumentPart):
    """One benchmark, or one criterion of the need, side by side. `leader` is None when nobody can be said to lead."""

    benchmark: str
    benchmark_name: str
    unit: str
    cells: dict[str, CellView]
    leader: str | None
    lead: float | None
    weight: float | None


class Comparison(Document):
    """Models side by side: their scores, facts and figures, and who leads where."""

    only_if_any: ClassVar[tuple[str, ...]] = ("paired",)
    unwritten: ClassVar[tuple[str, ...]] = ("use",)
    schema_version: str
    as_of: Day
    models: dict[str, str]
    """Model id -> name, in the order asked."""
    request: RequestView | None
    verdict: Verdict | None
    scores: dict[str, float | None]
    coverage: dict[str, float | None]
    facts: tuple[tuple[str, dict[str, FactLine]], ...]
    """(label, model id -> fact): price, context, license, status ..."""
    cells: tuple[ComparedCell, ...]
    only_one_has: tuple[Reason, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    text: str = ""
    """Who is ahead, or that it is a tie, in a sentence."""
    sure: str = ""
    """How sure that is, in a sentence; empty where `text` says all."""
    leads: dict[str, int] = field(default_factory=dict)
    """Model id -> on how many of the shared tests it leads."""
    shared: int = 0
    """Tests on which at least two of the models have a figure."""
    ahead: tuple[Ahead, ...] = ()
    """What is announced of the way to any of them, the soonest first."""
    ask_again: Day | None = None
    """The day from which the facts are too old to rely on."""
    paired: tuple[PairedTest, ...] = ()
    """Each two on the same tasks of the user's own; left out where there are none."""
    use: tuple[str, ...] = ()
    """The words of a command line that say what they are used for: the workload asked, or the usual one of the need."""


class Explanation(Document):
    """Why a model is or is not recommended for exactly this request."""

    schema_version: str
    as_of: Day
    request: RequestView
    model: str
    name: str
    text: str
    recommended: bool
    rank: int | None
    ranked: Ranked | None
    excluded: Excluded | None
    not_ranked: NotRanked | None
    first: Ranked | None
    gap: tuple[Reason, ...]
    """Criterion by criterion, this model against the first."""
    refused: tuple[Figure, ...]
    """Reported figures of it on what the needs weigh that do not count, each with the reason."""
    constraints: tuple[tuple[str, str, str], ...]
    """(constraint, outcome, reason) for every constraint asked."""
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
