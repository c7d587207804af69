"""Result documents of `show` about what is no model: a benchmark, a provider, a source, a term.

`kind` says which of them a document is; a model's is `ModelCard`.
"""

from __future__ import annotations

from typing import Literal

from modelpick.documents.base import Document
from modelpick.documents.evidence_reports import CellView
from modelpick.documents.recommendation import SourceRef
from modelpick.documents.status_reports import OfferingLine, Status
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart


class OutcomeLine(DocumentPart):
    """What became of a forecast: ``true``, ``false`` or ``open``."""

    is_: str
    on: Day | None
    source: str | None


class TraitLine(DocumentPart):
    """What a source says of a model. `due` and `outcome` are those of a forecast."""

    stance: str
    text: str
    needs: tuple[str, ...]
    source: str
    on: Day
    due: Day | None = None
    outcome: OutcomeLine | None = None


class DerivedLine(DocumentPart):
    """A statement derived here from figures, advisories or offerings; no source makes it.

    `rests_on`: the benchmarks, advisory or providers that it is derived from; `sources` are theirs.
    """

    topic: Literal["strong", "weak", "caution", "offering"]
    text: str
    rests_on: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    share: float | None = None
    """Of a skill: the share of the peers that the model leaves behind, on the median of the tests."""
    peers: int | None = None
    derived: Literal[True] = True


class FactLine(DocumentPart):
    """A labeled fact: "context", "1,048,576 tokens", sources; `value` None is unknown."""

    label: str
    value: str | None
    sources: tuple[str, ...] = ()


class ModelCard(Document):
    """What is known of one model, each fact with its sources, and what is not known."""

    schema_version: str
    as_of: Day
    model: str
    name: str
    facts: tuple[FactLine, ...]
    cells: tuple[CellView, ...]
    traits: tuple[TraitLine, ...]
    status: Status
    unknown: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    notes: tuple[str, ...] = ()
    """How the name was read, where it is not the model's own."""
    derived: tuple[DerivedLine, ...] = ()
    """What its figures, the advisories and its offerings add up to."""
    kind: Literal["model"] = "model"
    """What the card is of: `show` answers about other things as well."""


class PlacedModel(DocumentPart):
    """The pooled figure of a model on a benchmark, and its rank by that."""

    rank: int
    model: str
    name: str
    value: float
    sd: float
    basis: str
    """The most trusted party that measured."""
    on: Day | None
    """The newest figure that counts."""
    conflict: bool
    sources: tuple[str, ...]


class EvaluatorLine(DocumentPart):
    """One evaluator on a benchmark, its independence, and the number of its figures."""

    evaluator: str | None
    by: str
    figures: int


class WeighingNeed(DocumentPart):
    """A need that weighs a benchmark; `weight` is the share of its criterion, of one."""

    need: str
    title: str
    criterion: str
    weight: float


class BenchmarkCard(Document):
    """What is known of a benchmark, who was measured on it, and which needs weigh it."""

    schema_version: str
    as_of: Day
    benchmark: str
    name: str
    tests: str
    unit: str
    better: str
    facts: tuple[FactLine, ...]
    weaknesses: tuple[str, ...]
    editions: tuple[str, ...]
    """The other benchmarks of its family; their figures are never pooled with its own."""
    figures: int
    places: tuple[PlacedModel, ...]
    """Every model with a figure that counts, the best first."""
    evaluators: tuple[EvaluatorLine, ...]
    weighed_by: tuple[WeighingNeed, ...]
    sources: tuple[SourceRef, ...]
    notes: tuple[str, ...] = ()
    kind: Literal["benchmark"] = "benchmark"


class TermLine(DocumentPart):
    """One published data term: its answer (yes, no, on_request ...), the day on which it was read, and where."""

    term: str
    is_: str
    on: Day | None
    source: str | None
    note: str | None


class ServedModel(DocumentPart):
    """A model with one offering of it."""

    model: str
    name: str
    offering: OfferingLine


class ProviderCard(Document):
    """What is known of a provider: where it is, what it promises about data, and what it serves."""

    schema_version: str
    as_of: Day
    provider: str
    name: str
    facts: tuple[FactLine, ...]
    terms: tuple[TermLine, ...]
    models: int
    offerings: tuple[ServedModel, ...]
    """The newest models first; what was retired by that day is among them."""
    sources: tuple[SourceRef, ...]
    notes: tuple[str, ...] = ()
    kind: Literal["provider"] = "provider"


class CitedIn(DocumentPart):
    """A model, provider or benchmark with the number of its facts that cite a source."""

    id: str
    name: str
    facts: int


class SourceCard(Document):
    """A source and everything that cites it on that day."""

    schema_version: str
    as_of: Day
    source: str
    title: str
    publisher: str
    facts: tuple[FactLine, ...]
    rests: dict[str, int]
    """Kind of fact (measurements, offerings, prices ...) -> how many rest on it."""
    models: tuple[CitedIn, ...]
    benchmarks: tuple[CitedIn, ...]
    """Those that its measurements are on."""
    providers: tuple[CitedIn, ...]
    notes: tuple[str, ...] = ()
    kind: Literal["source"] = "source"


class RelatedTerm(DocumentPart):
    """A related term of the glossary, by id and name."""

    term: str
    name: str


class GlossaryCard(Document):
    """A word of the field: what it is, and what it means for a choice."""

    schema_version: str
    term: str
    name: str
    also: tuple[str, ...]
    says: str
    why: str | None
    see_also: tuple[RelatedTerm, ...]
    notes: tuple[str, ...] = ()
    kind: Literal["term"] = "term"


OtherCard = BenchmarkCard | ProviderCard | SourceCard | GlossaryCard
