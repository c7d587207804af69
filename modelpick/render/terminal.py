"""The size of the terminal."""

from __future__ import annotations

import os
import sys


def terminal_size(columns: int, lines: int) -> tuple[int, int]:
    """The columns and lines of the terminal: COLUMNS and LINES, else what stdout's terminal says, else those given.

    As `shutil.get_terminal_size`, whose module brings archives and compression along.
    """
    said = [_number_said(name) for name in ("COLUMNS", "LINES")]
    if not all(said):
        try:
            found = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1)
        except (OSError, ValueError, AttributeError):
            found = os.terminal_size((columns, lines))
        said = [known or seen or given for known, seen, given in zip(said, found, (columns, lines), strict=True)]
    return said[0], said[1]


def said_columns() -> int:
    """The columns that COLUMNS says; 0 where it says none."""
    return _number_said("COLUMNS")


def _number_said(name: str) -> int:
    try:
        return max(int(os.environ.get(name, "")), 0)
    except ValueError:
        return 0
