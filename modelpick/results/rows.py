"""What every reader gives back: the results of a file, row by row, as its tool counted them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from modelpick.model.dates import Day, is_day
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain

T = TypeVar("T")
NEAR = 1e-6
"""A rate times its tasks is a whole number, but for rounding."""
MOST_ROWS = 2_000
"""No file of results that somebody ran holds more models and tests."""


def nothing_beside(_name: str) -> bytes | None:
    """None: the file stands alone."""
    return None


class ResultFile(Plain):
    """A file to be read: its name, its content, and what reads files by their names relative to its folder."""

    name: str
    content: bytes
    beside: Callable[[str], bytes | None] = nothing_beside

    @property
    def stem(self) -> str:
        """The name of the file without its folder and ending."""
        last = self.name.replace("\\", "/").rpartition("/")[2]
        return last.rpartition(".")[0] or last


class ResultRow(Plain):
    """One model on one test in one run. What a file does not say is None.

    `n` counts what was scored; an attempt without a verdict counts only where the tool itself scored it.
    """

    model: str | None
    """As it is written."""
    benchmark: str | None
    metric: str | None
    n: int | None = None
    passed: int | None = None
    """None where no whole number of tasks was passed, or nobody says."""
    mean: float | None = None
    """Of 1."""
    stderr: float | None = None
    errors: int | None = None
    attempts: int | None = None
    partial: bool | None = None
    """Whether less was run than there is; None where the format does not say."""
    why: str | None = None
    """What is partial, or must be known of the count."""
    edition: str | None = None
    variant: str | None = None
    harness: str | None = None
    on: Day | None = None
    tasks: Mapping[str, float] = {}
    """Task -> share of its attempts that passed; where the file has it."""
    reading: str = ""
    """What tells apart several rows of the same answers, by scorer or filter: they are one measurement."""
    first: bool = True
    """Whether it is the reading that the tool itself puts first."""
    once: bool = True
    """Whether each attempt counts alone. `pass_at_2` or the best of two tries is another measure."""


class ReadResults(Plain):
    """The rows of one file, the tool that wrote it, and what of it is no rate and was left out."""

    tool: str
    rows: tuple[ResultRow, ...]
    left_out: tuple[str, ...] = ()


class UnreadableResults(ModelpickError):
    """A file that holds no results that are understood; says what was expected."""


def decoded(content: bytes, kind: type[T], what: str) -> T:
    """The JSON of `content` as `kind`, which leaves out what it does not name.

    Raises:
        UnreadableResults: it is another shape, nested without end, or no JSON.
    """
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        plain = None if isinstance(error, msgspec.ValidationError) else _without_constants(content)
        if plain is None:
            raise UnreadableResults(f"is not {what}: {_plain_fault(error)}") from None
    return decoded(plain, kind, what)


def _without_constants(content: bytes) -> bytes | None:
    """JSON in which Python wrote NaN, which JSON has not: there it is not known. None where it is no JSON either."""
    if not any(word in content for word in (b"NaN", b"Infinity")):
        return None
    import json

    try:
        return json.dumps(json.loads(content, parse_constant=lambda _: None)).encode()
    except (ValueError, RecursionError):
        return None


def _plain_fault(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    said = str(error)
    return said[:1].lower() + said[1:]


def whole(mean: float | None, n: int | None) -> int | None:
    """How many of `n` were passed at that rate; None where that is no whole number."""
    if mean is None or n is None or not 0 <= mean <= 1:
        return None
    count = round(mean * n)
    return count if abs(mean * n - count) < NEAR * max(n, 1) else None


def is_rate(value: Any) -> bool:
    """Whether a value may be a share of tasks."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def day_of(text: str | None) -> Day | None:
    """The day of a moment: ``2026-11-26T10:40:00Z``; None where it says none."""
    found = (text or "")[:10]
    return found if len(found) == 10 and is_day(found) else None


def day_of_epoch(seconds: Any) -> Day | None:
    """The day, in UTC, of a number of seconds, or of the text of one."""
    try:
        return datetime.fromtimestamp(float(seconds), UTC).date().isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def shares_by_task(verdicts: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Task -> share of its attempts that passed."""
    found: dict[str, list[float]] = {}
    for task, value in verdicts:
        found.setdefault(task, []).append(value)
    return {task: sum(values) / len(values) for task, values in found.items()}


def said(parts: Iterable[str]) -> str | None:
    """The parts in one line; None without any."""
    return "; ".join(part for part in parts if part) or None
