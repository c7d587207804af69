"""What `rules list`, `rules show` and `rules test` answer."""

from __future__ import annotations

from modelpick.documents.base import Document
from modelpick.documents.recommendation import SourceRef
from modelpick.model.fields import DocumentPart


class RuleLine(DocumentPart):
    """A rule in one line: kind, id, title and file."""

    kind: str
    id: str
    title: str
    about: str
    origin: str


class RuleList(Document):
    """The answer of `rules list`."""

    schema_version: str
    rules: tuple[RuleLine, ...]


class RulePage(Document):
    """One rule in full: its text for people (`facts`, `criteria`) and its file for machines (`rule`)."""

    schema_version: str
    kind: str
    id: str
    title: str
    about: str
    because: str | None
    flag: str | None
    lines: tuple[tuple[str, str], ...]
    """(label, text): the condition in words, what is said when it fails, each criterion with weight and reason."""
    examples: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    origin: str


class RuleCheck(DocumentPart):
    """The result of one example of a rule."""

    rule: str
    example: int
    passed: bool
    text: str


class RuleTest(Document):
    """The answer of `rules test`: the result of every example."""

    schema_version: str
    checks: tuple[RuleCheck, ...]
    passed: int
    failed: int
    warnings: tuple[str, ...] = ()
    """What no example shows: needs that weigh tests which no new model reports."""
