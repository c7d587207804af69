"""Where the data and rules beneath everything else lie: those that ship with the program, in the wheel inside the
package, in a checkout beside it; or those of a data release, in the cache folder.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from modelpick.storage.folders import cache_folder
from modelpick.storage.reading import UnreadableFile, read_regular

if TYPE_CHECKING:
    from modelpick.model.dates import Day
    from modelpick.storage.reading import Reads

SHIPPED_ON = "2026-11-27"
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


class Bundle:
    """The data and rules beneath everything else, read up to `day`. `release`: the data release that they are, as
    ``VERSION-DIGEST``; empty for those that ship with the program."""

    __slots__ = ("day", "folder", "release")

    def __init__(self, folder: Path, day: Day, release: str = "") -> None:
        self.folder, self.day, self.release = folder, day, release

    @property
    def version(self) -> str:
        """``2026-12-01.1``: the day and the number of the release on it; number 0 ships with the program."""
        return version_of(self.release) if self.release else f"{self.day}.0"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def rules(self) -> Path:
        return self.folder / "rules"


def shipped() -> Bundle:
    """What ships with the program."""
    return Bundle(bundled("data").parent, SHIPPED_ON)


def release_bundle(release: str) -> Bundle:
    """The data release ``VERSION-DIGEST``, whether it is there or not."""
    return Bundle(releases_folder() / release, release[:10], release)


def releases_folder() -> Path:
    """Where data releases are kept, each in a folder of its name."""
    return cache_folder() / "releases"


def current_file() -> Path:
    """What names the data release that counts."""
    return releases_folder() / "current"


def said_current() -> str:
    """What stands in that file; empty where it cannot be read."""
    try:
        return read_regular(current_file(), limit=1000).decode("ascii").strip()
    except (UnreadableFile, UnicodeError):
        return ""


def current_bundle() -> Bundle:
    """The newest that is here: the data release that was taken last, or what ships with a program that is newer."""
    said = said_current()
    # What stands there was written by this program; whatever else does counts as nothing.
    if len(said) < 12 or version_order(version_of(said)) <= (SHIPPED_ON, 0):
        return shipped()
    found = release_bundle(said)
    return found if found.data.is_dir() and found.rules.is_dir() else shipped()


def version_of(release: str) -> str:
    """``2026-12-01.1`` of ``2026-12-01.1-0123456789abcdef``."""
    return release.rpartition("-")[0]


def version_order(version: str) -> tuple[Day, int]:
    """What orders versions of data: the day, then the number; that of no version comes before all others."""
    day, _, number = version.partition(".")
    return (day, int(number)) if number.isdecimal() else ("", 0)


def bundle_day(folder: Path) -> Day | None:
    """The day up to which the data in `folder`, a `data` or `rules` folder, were read; None of one of the user's."""
    if folder.parent.parent == releases_folder():
        return folder.parent.name[:10]
    return SHIPPED_ON if folder.name in ("data", "rules") and folder == bundled(folder.name) else None


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
