"""Result documents about the user's own results: what was read of files, and what was kept of it."""

from __future__ import annotations

from typing import Literal

from modelpick.documents.base import Document
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart

Fate = Literal[
    "added", "kept_before", "another_reading", "another_measure", "unmatched_model", "no_benchmark", "no_count"
]
"""What became of a row: it counts from now on; the file was read before; it reads the same answers another way; it is
no share of attempts that passed at once; nobody knows the model, or the test; nothing was counted."""


class ResultLine(DocumentPart):
    """One model on one test, as a file says it, and what became of it."""

    model_written: str | None
    """As the file has it."""
    benchmark_written: str | None
    """As the file has it."""
    metric: str | None
    """The scorer, filter or metric, by the tool's own name."""
    model: str | None
    """The model of the catalog; None where the name means none."""
    benchmark: str | None
    """The benchmark that it counts on, where it does."""
    n: int | None
    """Attempts that were scored."""
    passed: float | None
    """Of these, those that passed; a fraction where attempts at a task were averaged."""
    errors: int | None
    """Attempts without a verdict; `n` leaves them out, unless the tool scored them."""
    on: Day | None
    """The day of the run."""
    harness: str | None
    """What ran it."""
    partial: bool | None
    """Whether less was run than there is; None where the format does not say."""
    note: str | None
    """What is partial, or must be known of the count."""
    fate: Fate
    """What became of it."""
    hint: str | None = None
    """What to do about it."""


class ResultFileReport(DocumentPart):
    """What one file holds."""

    path: str
    """The file."""
    sha256: str
    """The digest of its bytes."""
    tool: str
    """What wrote it."""
    lines: tuple[ResultLine, ...]
    """Its rows."""
    left_out: tuple[str, ...] = ()
    """What of it is no rate."""


class ImportReport(Document):
    """What was read of the files, and what was added to the user's own."""

    schema_version: str
    as_of: Day
    file: str
    """The catalog file that it was added to."""
    files: tuple[ResultFileReport, ...]
    """What was read."""
    added: int
    """Results that count from now on."""
    new_tests: tuple[str, ...]
    """Benchmarks of the user's own that did not exist before."""
