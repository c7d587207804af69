"""What some use cases hand back that is no document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from modelpick.documents.watch_reports import WatchReport
from modelpick.model.fields import Plain


class Watching(Plain):
    """What a watch found, and what makes the next one begin from it; for whoever tells before remembering."""

    report: WatchReport
    remember: Callable[[], None]


class AddedScore(Plain):
    """The file that a score was added to, and the line of it that says it."""

    file: Path
    line: str
    new_test: str | None = None
    """The line of a test of one's own that is new with it."""


class AddedTerm(Plain):
    """The file that a term was added to, and the line of it that says it."""

    file: Path
    line: str
