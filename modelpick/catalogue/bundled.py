"""Where the data and rules that ship with the program lie: in the wheel inside the package, in a checkout beside it."""

from __future__ import annotations

from pathlib import Path

SHIPPED_ON = "2026-11-21"
"""The day up to which the bundled data were read. A clock that is behind does not make them facts of the future."""

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled(name: str) -> Path:
    """The shipped folder `name` (``data`` or ``rules``).

    Raises:
        FileNotFoundError: the installation is broken.
    """
    for base in (_PACKAGE / "_bundled", _PACKAGE.parent):
        if (base / name).is_dir():
            return base / name
    raise FileNotFoundError(f"the {name} folder that ships with modelpick is missing; install modelpick again")
