"""When requests come, and how many of them at the hours of a price's peak."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from modelpick.cost.price import off_peak
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import OffPeak, Price
from modelpick.model.names import did_you_mean
from modelpick.model.wording import shown
from modelpick.model.workloads import WeekSpan

DAY, WEEK = 24 * 60, 7 * 24 * 60
"""In minutes."""
WORKDAYS = 5
MILLISECONDS = 10**11
"""A time above this is in milliseconds: in seconds it would lie in the year 5138."""
_EPOCH_MINUTE = 3 * DAY
"""1970 began on a Thursday."""
_HOURS_HINT = "Write 9-17, 22:30-6 or 'weekdays 9-12,13-17'"
_RANGE = re.compile(r"(\d{1,2})(?::(\d\d))?\s*-\s*(\d{1,2})(?::(\d\d))?", re.ASCII)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?", re.ASCII | re.IGNORECASE)


def busy_spans(hours: str, zone: str | None, day: Day) -> tuple[WeekSpan, ...]:
    """The minutes of the week that `hours` of `zone` (UTC if none) are, with the offset that it has on `day`.

    ``9-17``, ``22:30-6`` and ``9-12,13-17`` are of every day, ``weekdays 9-17`` of Monday to Friday.

    Raises:
        ModelpickError: no such hours, or no such time zone.
    """
    offset = _zone_named(zone or "UTC").utcoffset(datetime.fromisoformat(f"{day}T12:00")) or timedelta()
    shift = round(offset.total_seconds() / 60)
    words = hours.strip().lower()
    days = WORKDAYS if words.startswith("weekdays") else 7
    ranges = [_minutes_of_day(part, hours) for part in words.removeprefix("weekdays").split(",")]
    found: list[tuple[int, int]] = []
    for at in range(days):
        for begin, end in ranges:
            found += _within_week(at * DAY + begin - shift, at * DAY + end - shift)
    return tuple(WeekSpan(begin, end) for begin, end in _joined_spans(found))


def share_at_peak(hours: OffPeak, busy: Sequence[WeekSpan]) -> Decimal:
    """The share of the minutes in `busy` at which the price is that of the peak."""
    peak = peak_spans(hours)
    both = sum(max(0, min(span.end, end) - max(span.begin, begin)) for span in busy for begin, end in peak)
    return Decimal(both) / sum(span.end - span.begin for span in busy)


@lru_cache(maxsize=64)
def peak_spans(hours: OffPeak) -> tuple[tuple[int, int], ...]:
    """The minutes of the week in UTC, begin and end, at which the price is that of the peak."""
    days = WORKDAYS if hours.days == "weekdays" else 7
    ends = [(at * DAY, *_peak_minutes(text)) for at in range(days) for text in hours.peak]
    return tuple(span for start, begin, end in ends for span in _within_week(start + begin, start + end))


def is_peak(hours: OffPeak, minute: int) -> bool:
    """Whether a minute of the week is one of the peak."""
    return any(begin <= minute < end for begin, end in peak_spans(hours))


def minute_of_week(moment: float | str) -> int | None:
    """The minute of the week in UTC of a time in seconds or milliseconds since 1970, or as ISO text with an hour; None
    where it is neither.
    """
    try:
        if isinstance(moment, str):
            if len(moment) < len("2026-11-26T10"):
                return None
            when = datetime.fromisoformat(moment)
            seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
        else:
            seconds = moment / 1000 if moment > MILLISECONDS else moment
        return (int(seconds // 60) + _EPOCH_MINUTE) % WEEK
    except (ValueError, OverflowError, OSError):
        return None


def prices_by_hour(price: Price | None, busy: Sequence[WeekSpan]) -> list[tuple[Decimal, Price | None]]:
    """(share of the requests, price) at the hours in `busy`; the price alone where the clock does not matter."""
    cheap = off_peak(price)
    if price is None or cheap is None or price.charges.off_peak is None:
        return [(Decimal(1), price)]
    share = share_at_peak(price.charges.off_peak, busy)
    return [(part, each) for part, each in ((share, price), (1 - share, cheap)) if part]


def _zone_named(name: str) -> tzinfo:
    words = name.strip()
    if found := _OFFSET.fullmatch(words):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        if minutes < DAY:
            return timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes))
    if words.upper() in ("UTC", "GMT", "Z"):
        return UTC
    try:
        return ZoneInfo(words)
    except (KeyError, OSError, ValueError):
        hint = did_you_mean(words, available_timezones()) or "Write Europe/Berlin, America/New_York or +01:00"
        raise ModelpickError(f"no time zone is called {shown(name)}", where="{tz}", hint=hint) from None


def _minutes_of_day(text: str, said: str) -> tuple[int, int]:
    """Begin and end of ``9-17`` in minutes; what passes midnight ends on the next day."""
    found = _RANGE.fullmatch(text.strip())
    if found is not None:
        begin, end = (60 * int(found[at]) + int(found[at + 1] or 0) for at in (1, 3))
        minutes_are_right = all(int(found[at] or 0) < 60 for at in (2, 4))
        if minutes_are_right and begin < DAY and end <= DAY and begin != end:
            return begin, end if end > begin else end + DAY
    raise ModelpickError(f"is {shown(said)}, expected hours of the day", where="{hours}", hint=_HOURS_HINT)


def _peak_minutes(text: str) -> tuple[int, int]:
    begin, end = (60 * int(part[:2]) + int(part[3:]) for part in text.split("-"))
    return begin, end if end > begin else end + DAY


def _within_week(begin: int, end: int) -> Iterator[tuple[int, int]]:
    begin, end = begin % WEEK, begin % WEEK + end - begin
    yield begin, min(end, WEEK)
    if end > WEEK:
        yield 0, end - WEEK


def _joined_spans(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found
