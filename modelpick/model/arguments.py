"""Arguments as Python users write them: one or several, a date or its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from modelpick.model.dates import Day
from modelpick.model.exits import ModelpickError


def words(value: Any, field_name: str) -> tuple[str, ...]:
    """`value`, a text or several, as several.

    Raises:
        ModelpickError: it is neither; names the field.
    """
    if isinstance(value, str):
        return (value,)
    several = tuple(value) if isinstance(value, Iterable) and not isinstance(value, Mapping | bytes) else (value,)
    for each in several:
        if not isinstance(each, str):
            raise ModelpickError(f"is {value!r}, expected a text or a list of them", where=f"{{{field_name}}}")
    return several


def day_text(value: Any, field_name: str = "as_of") -> Day | None:
    """A date, or its text, as text; whether that names a day is asked later.

    Raises:
        ModelpickError: it is neither; names the field.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise ModelpickError(f"is {value!r}, expected a date", where=f"{{{field_name}}}", hint="Write it as 2026-04-30")
