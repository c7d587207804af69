"""Result documents about a decision that was recorded: what it was, and whether it still holds."""

from __future__ import annotations

from modelpick.documents.audit_reports import CheckLine
from modelpick.documents.base import Document
from modelpick.documents.recommendation import SourceRef
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart


class DecisionChange(DocumentPart):
    """Something that is another today than when it was decided, with the reasons."""

    text: str
    why: tuple[str, ...]
    """The figures behind it."""
    matters: bool
    """Whether the decision does not hold because of it."""
    sources: tuple[str, ...] = ()


class DecisionReport(Document):
    """A recorded decision, and whether the same question would still be decided so. Points are from 0 to 100."""

    schema_version: str
    as_of: Day
    record: str
    """The file that holds it."""
    decided_on: Day
    """The day that it was made for."""
    owner: str | None
    """Who decided."""
    summary: str
    """What was asked, in a line."""
    command: str
    """The command that asks it again."""
    program: str
    """The version of modelpick that answered."""
    facts_until: Day | None
    """Date of the newest fact that it was answered from."""
    model: str
    name: str
    provider: str | None
    score_was: float
    """Its points when it was decided."""
    chance_was: float
    """Share of the simulations in which it was the best."""
    verdict_was: str
    """What was answered then, in a sentence."""
    runner_up: str | None
    """The name of the second."""
    runner_up_score: float | None
    """Its points then."""
    reasons: tuple[str, ...]
    """What spoke for it."""
    against: tuple[str, ...]
    """What spoke against it."""
    cautions: tuple[str, ...]
    """What was warned of."""
    would_change: tuple[str, ...]
    """What was said that would change it."""
    holds: bool
    """Whether it is still decided so."""
    text: str
    """That in a sentence."""
    score_now: float | None
    """Its points today; null where it is not ranked."""
    first_now: str | None
    """The name of the model that is first today."""
    first_score: float | None
    """Its points."""
    lines: tuple[CheckLine, ...]
    """What is required of it, and whether that still holds."""
    changes: tuple[DecisionChange, ...]
    """What changed since."""
    ask_again: Day | None
    """The day from which the facts that it rests on were too old to rely on."""
    notes: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
