"""What an audit of a code base and a check of a pinned model answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from modelpick.documents.base import Document
from modelpick.documents.recommendation import SourceRef
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart, field

Severity = Literal["error", "warning", "note"]
Outcome = Literal["yes", "no", "unknown"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""Worst first."""


class Kind(DocumentPart):
    """One kind of finding about a model id, with its usual severity."""

    id: str
    severity: Severity
    title: str
    about: str


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("retired", "error", "Retired model", "The API of this model has ended: calls fail."),
        Kind("retiring", "warning", "Model about to be retired", "The API of this model ends within the days asked."),
        Kind(
            "routed",
            "warning",
            "Answered by another model",
            "Its provider answers calls of this id with another model.",
        ),
        Kind("deprecated", "warning", "Deprecated model", "The API still answers, but its lab advises against it."),
        Kind(
            "misspelt-id", "warning", "Misspelled model id", "No such id is known, and one letter or two make it one."
        ),
        Kind("never-existed", "warning", "Never existed", "No such id has ever been served: calls fail."),
        Kind("unknown-id", "note", "Unknown model id", "It is written as a model id, and the catalog has none such."),
        Kind("not-ranked", "note", "Not ranked here", "A model that embeds, speaks, draws, reranks or moderates."),
        Kind("floating-alias", "note", "Floating alias", "The id names whatever model its provider puts behind it."),
        Kind(
            "wrong-prefix", "warning", "Wrong provider prefix", "The provider that the prefix names does not serve it."
        ),
        Kind("not-allowed", "error", "Not allowed", "The policy of your own files does not allow it."),
        Kind("license", "error", "License not allowed", "The policy of your own files does not allow its license."),
        Kind("not-in-region", "error", "Not in the region", "No way to call it there keeps data in the region asked."),
        Kind(
            "region-unproven",
            "error",
            "Region not proven",
            "Whether data stays in the region asked is not known: no proof.",
        ),
        Kind("superseded", "note", "Superseded", "Its lab names a successor that costs no more."),
        Kind("opaque", "note", "Model not readable", "The id is random; which model is behind it stands elsewhere."),
        Kind("expired-ignore", "warning", "Expired ignore", "The day until which a finding was to be ignored is past."),
    )
}
"""Kind id -> what it means, in the order in which they matter."""


class Finding(DocumentPart):
    """A finding about a model id at one place.

    `line` and `column` count from 1; in a notebook they are those of `cell`, which also counts from 1.
    """

    kind: str
    severity: Severity
    path: str
    line: int
    column: int
    end_column: int
    cell: int | None
    id: str
    model: str | None
    provider: str | None
    text: str
    hint: str | None
    fingerprint: str


class AuditReport(Document):
    """Every finding of an audit, worst first within a file, and how much was looked at."""

    schema_version: str
    as_of: Day
    paths: tuple[str, ...]
    files: int
    skipped: dict[str, int]
    """Why files were not read -> how many."""
    ids: int
    """Places at which a model id stands."""
    counts: dict[str, int]
    """Kind -> findings."""
    severities: dict[str, int]
    findings: tuple[Finding, ...]
    ignored: int
    in_baseline: int
    fail_on: str
    failed: bool
    notes: tuple[str, ...] = ()


class CheckLine(DocumentPart):
    """One question about the pinned model; `waived`: an exception in force overrides a no."""

    id: str
    outcome: Outcome
    text: str
    waived: bool = False
    sources: tuple[str, ...] = ()


class ExceptionLine(DocumentPart):
    """An exception of the profile: who approved it, until when, and whether it counts on the day."""

    model: str
    approver: str
    expires_on: Day
    because: str
    in_force: bool


class CheckReport(Document):
    """Whether the pinned model may and should still be used."""

    schema_version: str
    as_of: Day
    profile: str
    model: str
    name: str
    provider: str | None
    passed: bool
    text: str
    score: float | None
    best: str | None
    best_name: str | None
    best_score: float | None
    cost: Decimal | None
    best_cost: Decimal | None
    cost_of: str
    """What the costs are: US dollars a month, or per million tokens."""
    lines: tuple[CheckLine, ...]
    exceptions: tuple[ExceptionLine, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = field(default=())
