"""Where the data and rules that ship with the program lie: in the wheel inside the package, in a checkout beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelpick.model.dates import Day
    from modelpick.storage.reading import Reads

SHIPPED_ON = "2026-11-26"
"""The day up to which the bundled data were read. A clock that is behind does not make them facts of the future."""

PACKAGE = Path(__file__).resolve().parent.parent
BUILD = PACKAGE / "_bundled" / "BUILD"
"""In a wheel, the number of its build: what the compiled catalog beside it was made from."""
COMPILED = PACKAGE / "_bundled" / "catalog.sqlite"
"""In a wheel, the bundled catalog ready to be asked."""


@cache
def shipped_reads() -> Reads:
    """What reads these files: the program's number and what is answered are of the same bytes."""
    from modelpick.storage.reading import Reads

    return Reads()


def clock_day() -> Day:
    """The calendar's day; that of the bundled data where the clock is years behind it, which no clock can be."""
    return SHIPPED_ON if clock_fault() else _calendar_day()


def clock_fault() -> str | None:
    """What to say of a clock that is years behind; None of any other."""
    day = _calendar_day()
    if day >= SHIPPED_ON[:4]:
        return None
    return f"the clock says {day}, which cannot be; this is answered as of {SHIPPED_ON}. Set the clock, or give a day"


def _calendar_day() -> Day:
    from datetime import date

    return date.today().isoformat()


def bundled_schemas() -> Path:
    """The folder of the JSON Schemas of documents."""
    inside = PACKAGE / "_bundled" / "schema"
    return inside if inside.is_dir() else PACKAGE.parent / "docs" / "schema"


def bundled(name: str) -> Path:
    """The shipped folder `name` (``data`` or ``rules``).

    Raises:
        FileNotFoundError: the installation is broken.
    """
    for base in (PACKAGE / "_bundled", PACKAGE.parent):
        if (base / name).is_dir():
            return base / name
    raise FileNotFoundError(f"the {name} folder that ships with modelpick is missing; install modelpick again")
