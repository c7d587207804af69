"""Near misses: an id that is a known one but for a letter or two of one of its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from modelpick.market.naming import SERVING

_WORD_OR_NUMBER = re.compile(r"[a-z]+|\d+", re.ASCII)
_LEAST_LETTERS, _LONG_WORD = 4, 7
"""Words of fewer letters are never taken for others; from so many letters on two may be wrong."""
_KNOWN_WORDS = frozenset(
    {"audio", "batch", "beta", "chat", "code", "coder", "codex", "deep", "embed", "exp", "experimental", "flash"}
    | {"free", "guard", "hf", "image", "instant", "instruct", "k", "large", "latest", "lite", "live", "max", "medium"}
    | {"mini", "moderation", "nano", "native", "nemo", "omni", "online", "plus", "preview", "pro", "realtime"}
    | {"reasoner", "reasoning", "rerank", "research", "search", "small", "speciale", "speech", "thinking", "tiny"}
    | {"transcribe", "translate", "tts", "turbo", "ultra", "v", "video", "vision", "vl", "voice"}
)
"""Words that ids of models have, whether or not one that the catalog knows does."""


_DAY_IN_ID = re.compile(r"(?<![0-9])20[0-9]{2}(?:-[0-9]{2}-[0-9]{2}|[0-9]{4})(?![0-9])")


class Spelling:
    """The words of all known ids, to find the id that a misspelled one means."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._words = {*_KNOWN_WORDS, *SERVING}
        for id_ in sorted(ids):
            parts = tuple(_WORD_OR_NUMBER.findall(id_))
            self._words.update(part for part in parts if part.isalpha())
            for at in range(len(parts)):
                self._ids[_parts_with_gap(parts, at)].append(id_)

    def speaks(self, id_: str) -> bool:
        """Whether every word of `id_` is one that ids of models have."""
        return all(part in self._words for part in _WORD_OR_NUMBER.findall(id_) if part.isalpha())

    def near(self, id_: str) -> str | None:
        """The known id that `id_` misspells in one word; None if there is none.

        Numbers must match: 4.1 is no misspelled 4.5.
        """
        parts = tuple(_WORD_OR_NUMBER.findall(id_))
        strange = [at for at, part in enumerate(parts) if part.isalpha() and part not in self._words]
        if len(strange) != 1 or len(parts[strange[0]]) < _LEAST_LETTERS - 1 or not any(p.isdigit() for p in parts):
            return None
        at = strange[0]
        for known in self._ids.get(_parts_with_gap(parts, at), ()):
            right = _WORD_OR_NUMBER.findall(known)[at]
            most = 2 if len(right) >= _LONG_WORD else 1
            if right.isalpha() and len(right) >= _LEAST_LETTERS and distance(parts[at], right, most) <= most:
                return known
        return None


class DatedNames:
    """The days that ids bear, to find the one that a day means which never was."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._days: dict[str, set[str]] = defaultdict(set)
        for id_ in ids:
            if found := _DAY_IN_ID.search(id_):
                self._days[_without_day(id_, found)].add(found[0])

    def nearest(self, id_: str) -> str | None:
        """The known id that is called as `id_` and bears another day; None where there is none, or `id_` bears no
        day."""
        found = _DAY_IN_ID.search(id_)
        days = self._days.get(_without_day(id_, found), set()) if found else set()
        if not found or not days or found[0] in days:
            return None
        digits = int(found[0].replace("-", ""))
        nearest = min(sorted(days), key=lambda day: abs(int(day.replace("-", "")) - digits))
        return id_[: found.start()] + nearest + id_[found.end() :]


def _without_day(id_: str, found: re.Match[str]) -> str:
    return f"{id_[: found.start()]}?{'-' if '-' in found[0] else ''}{id_[found.end() :]}"


def _parts_with_gap(parts: tuple[str, ...], at: int) -> tuple[str, ...]:
    return (*parts[:at], "", *parts[at + 1 :])


def distance(one: str, other: str, most: int) -> int:
    """Insertions, deletions, exchanges and swaps of neighbours between two words; `most` + 1 where there are more.

    >>> distance("sonet", "sonnet", 2), distance("gemnii", "gemini", 2), distance("opus", "haiku", 2)
    (1, 1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        two_before, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != right))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == right:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
