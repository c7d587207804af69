"""Result documents of live status: what providers' own servers say of models, beside what the catalog says."""

from __future__ import annotations

from typing import Literal

from modelpick.documents.base import Document
from modelpick.documents.recommendation import SourceRef
from modelpick.documents.status_reports import Status
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart

Outcome = Literal[
    "listed",
    "listed_deprecated",
    "not_listed",
    "gone",
    "no_key",
    "key_refused",
    "billing",
    "throttled",
    "loading",
    "trouble",
    "incident",
    "unreachable",
    "not_an_api",
    "incomplete",
]
"""What asking came to. Only the first four are an answer about the model; the others say why there is none."""
YES: tuple[Outcome, ...] = ("listed", "listed_deprecated")
NO: tuple[Outcome, ...] = ("not_listed", "gone")

Verdict = Literal["listed", "not_listed", "unchecked"]


class LiveService(DocumentPart):
    """How well a model is served there of late: the median over those who serve it, figure by figure."""

    uptime: float | None
    """Percent of the requests of a day that were answered."""
    first_token_s: float | None
    """Seconds to the first token."""
    tokens_per_s: float | None


class LiveLine(DocumentPart):
    """What one provider's server said of one model. `id` is the listed id that was recognized, `asked` what was sought.

    `uptime` is a share of the last day in percent, `latency_ms` that of the last half hour, where the server says so.
    """

    model: str
    name: str
    provider: str
    provider_name: str
    outcome: Outcome
    text: str
    host: str
    checked_on: Day
    id: str | None = None
    asked: tuple[str, ...] = ()
    deprecated_on: Day | None = None
    retires_on: Day | None = None
    replacement: str | None = None
    uptime: float | None = None
    latency_ms: float | None = None
    http_status: int | None = None
    pages: int = 0
    key_sent: bool = False
    catalog_stage: str | None = None
    """The stage of the API at this provider, as the catalog has it; None where it knows of no offering there."""
    catalog_retires_on: Day | None = None
    service: LiveService | None = None
    """None where the server says nothing of it."""


class Incident(DocumentPart):
    """An open incident, or a part that does not work, as a provider's own status page has it."""

    provider: str
    provider_name: str
    host: str
    text: str
    impact: str | None = None
    since: Day | None = None


class ProbeLine(DocumentPart):
    """The result of one minimal request; its speeds are from few tokens."""

    model: str
    provider: str
    id: str
    answered: bool
    text: str
    first_token_s: float | None = None
    total_s: float | None = None
    tokens_per_s: float | None = None
    pieces: int = 0
    """The pieces of the stream; a speed of few says little."""


class LiveReport(Document):
    """What the providers' own servers say of models today, and what the catalog says of them.

    `verdict`: listed (every model, somewhere), not_listed (one of them nowhere that answered), unchecked (nobody could
    be asked about one of them).
    """

    schema_version: str
    checked_on: Day
    verdict: Verdict
    text: str
    lines: tuple[LiveLine, ...]
    incidents: tuple[Incident, ...]
    probes: tuple[ProbeLine, ...]
    catalog: tuple[Status, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...] = ()
    """What the catalog's answer rests on."""
