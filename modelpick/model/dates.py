"""ISO dates as text, some of them known only to the month or year.

Facts are dated with whatever precision their source gives: ``2026``, ``2026-04`` or ``2026-04-08``. ISO text sorts
as time does, so the program compares text and needs ``datetime`` only to count days.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

Day = str
"""``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?"


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Whether `text` is a real calendar date of one of the three precisions."""
    if not re.fullmatch(PATTERN, text):
        return False
    try:
        date.fromisoformat(first_day(text))
    except ValueError:
        return False
    return True


def first_day(text: Day) -> Day:
    """The first day that `text` may mean: 2026-04-01 for ``2026-04``."""
    return text + "-01-01"[(len(text) - 4) :]


def last_day(text: Day) -> Day:
    """The last day that `text` may mean: an imprecise statement counts from then on.

    >>> last_day("2026-04"), last_day("2026"), last_day("2026-04-08")
    ('2026-04-30', '2026-12-31', '2026-04-08')
    """
    if len(text) == 10:
        return text
    if len(text) == 4:
        return text + "-12-31"
    year, month = int(text[:4]), int(text[5:7])
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else date.max
    return (following - timedelta(days=1)).isoformat() if following < date.max else date.max.isoformat()


def day_of_effect(said: Day, read: Day | None = None) -> Day:
    """The day from which a fact dated `said` counts: the last day that it may mean, or the day of `read` if that is
    within it.

    >>> day_of_effect("2026-11"), day_of_effect("2026-11", "2026-11-21"), day_of_effect("2026-11", "2027-01-05")
    ('2026-11-30', '2026-11-21', '2026-11-30')
    """
    last = last_day(said)
    return read if read is not None and len(read) == 10 and first_day(said) <= read < last else last


def days_after(day: Day, days: int) -> Day:
    """The day that comes `days` after the last one that `day` may mean.

    >>> days_after("2026-12-30", 3)
    '2027-01-02'
    """
    return (date.fromisoformat(last_day(day)) + timedelta(days)).isoformat()


def days_between(earlier: Day, later: Day) -> int:
    """Whole days from the last day of `earlier` to the last day of `later`."""
    return (date.fromisoformat(last_day(later)) - date.fromisoformat(last_day(earlier))).days
