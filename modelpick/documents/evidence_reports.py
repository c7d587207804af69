"""What `evidence` answers: the figures that a cell rests on, and what one's own results add."""

from __future__ import annotations

from typing import ClassVar

from modelpick.documents.base import Document
from modelpick.documents.recommendation import SourceRef
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart


class Figure(DocumentPart):
    """One measurement as it is shown: never without its source, date and who measured."""

    benchmark: str
    benchmark_name: str
    value: float
    unit: str
    by: str
    evaluator: str | None
    variant: str | None
    tools: str | None
    harness: str | None
    on: Day
    state: str
    why: str | None
    source: str
    used: bool
    note: str | None = None


class CellView(DocumentPart):
    """One model on one benchmark: the pooled value and the figures behind it."""

    benchmark: str
    benchmark_name: str
    unit: str
    value: float | None
    sd: float | None
    basis: str | None
    conflict: bool
    flags: tuple[str, ...]
    figures: tuple[Figure, ...]


class EvidenceCell(DocumentPart):
    """A cell in full: the pooled or estimated value with its 80% interval, and what it rests on."""

    cell: CellView
    low: float | None
    high: float | None
    drivers: tuple[str, ...]
    """Of an estimate: names of the benchmarks that weigh most in it."""


class OwnEvidence(DocumentPart):
    """What the user's own results on a benchmark did to a cell: what was known without them, what they say, and both
    together, joined by precision. In the benchmark's unit."""

    benchmark: str
    benchmark_name: str
    unit: str
    prior: float | None
    """Without the own results; None where nothing else is known, or the own results stand alone."""
    prior_sd: float | None
    """Its standard deviation."""
    prior_basis: str | None
    """What it rests on."""
    own: float
    """What the own results say."""
    own_sd: float
    """The standard deviation of so many tasks."""
    passed: float
    """Attempts that passed."""
    n: int
    """Attempts that were scored."""
    tasks: int
    """Distinct tasks, where one ran several times."""
    value: float
    """Both together."""
    sd: float
    """Its standard deviation."""
    weight: float
    """The share of the value that the own results make up."""
    text: str
    """The same in words."""


class PairedTest(DocumentPart):
    """Two models on the same tasks of the user's, task by task."""

    benchmark: str
    benchmark_name: str
    model: str
    """The first model."""
    other: str
    """The model that it is compared with."""
    tasks: int
    """Tasks that both were asked."""
    passed: float
    """By the first."""
    passed_by_other: float
    """By the other."""
    better: int
    """Tasks on which the first did better."""
    worse: int
    """Tasks on which the other did better."""
    p: float
    """Two-sided chance of a difference as large, were they equally good: McNemar's exact test; with several attempts a
    task, signs turned at random, of more than 15 tasks the paired bootstrap."""
    difference: float
    """The first less the other, in points of 100."""
    low: float
    """The lower end of the 80% interval of the difference; with several attempts a task by the paired bootstrap."""
    high: float
    """The upper end of the interval."""
    apart: bool
    """Whether they can be told apart."""
    tasks_needed: int
    """How many tasks would tell a difference of 10 points, four times in five."""
    text: str
    """The same in words."""


class EvidenceReport(Document):
    """What the figures of a model add up to, cell by cell; the measured first, then the estimated."""

    only_if_any: ClassVar[tuple[str, ...]] = ("own", "paired")
    schema_version: str
    as_of: Day
    model: str
    name: str
    measured: tuple[EvidenceCell, ...]
    estimated: tuple[EvidenceCell, ...]
    known_scores: int
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    own: tuple[OwnEvidence, ...] = ()
    """What the user's own results say; left out where there are none."""
    paired: tuple[PairedTest, ...] = ()
    """The model against each other one on the same tasks; left out where there are none."""
