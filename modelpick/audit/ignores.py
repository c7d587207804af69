"""What an author has asked to leave alone: ``modelpick: ignore[retired] until 2027-01-01 because ...``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from modelpick.model.dates import Day, is_day, last_day

MARK = "modelpick:"
_IGNORE_COMMENT = re.compile(
    r"modelpick:\s*ignore\b(?:\[(?P<kinds>[\w\s,-]*)\])?(?:\s+until\s+(?P<until>\d{4}-\d{2}-\d{2}))?"
    r"(?:\s+because\s+(?P<because>[^\n]*))?",
    re.ASCII,
)
_COMMENT_ALONE = re.compile(r"^\s*(?:#|//|--|;|<!--|/\*|\*)\s*$")


class Ignore(NamedTuple):
    """An ignore comment; it holds for findings on `line`, of all kinds where it names none."""

    line: int
    column: int
    kinds: frozenset[str]
    until: Day | None
    because: str | None
    at: int
    """The line on which it is written: the one above, where a comment stands alone."""

    def holds(self, kind: str, line: int, day: Day) -> bool:
        return line == self.line and not self.expired(day) and (not self.kinds or kind in self.kinds)

    def expired(self, day: Day) -> bool:
        return self.until is not None and (not is_day(self.until) or last_day(self.until) < day)


def ignores(text: str) -> list[Ignore]:
    """Every ignore of `text`."""
    if MARK not in text:
        return []
    found = []
    line, at, begin = 1, 0, 0
    for match in _IGNORE_COMMENT.finditer(text):
        line += text.count("\n", at, match.start())
        # One line may hold any number of them: what was looked through is not looked through again.
        begin = max(begin, text.rfind("\n", at, match.start()) + 1)
        at = match.start()
        alone = match.start() - begin <= 80 and bool(_COMMENT_ALONE.match(text[begin : match.start()]))
        kinds = frozenset(word.strip() for word in (match["kinds"] or "").split(",") if word.strip())
        because = (match["because"] or "").strip() or None
        column = match.start() - begin + 1
        found.append(Ignore(line + alone, column, kinds, match["until"], because, line))
    return found


def by_line(found: Iterable[Ignore]) -> dict[int, list[Ignore]]:
    """Line -> the ignores that hold for it."""
    lines: dict[int, list[Ignore]] = {}
    for each in found:
        lines.setdefault(each.line, []).append(each)
    return lines


def is_ignored(lines: Mapping[int, Iterable[Ignore]], kind: str, line: int, day: Day) -> bool:
    """Whether a finding of `kind` on `line` is to be left alone on `day`; `lines` are ignores by line."""
    return any(each.holds(kind, line, day) for each in lines.get(line, ()))
