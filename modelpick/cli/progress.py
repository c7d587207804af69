"""How far a download is, on stderr, for whoever sits in front of a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from modelpick.interrupts import raised

Told = Callable[[str, int, int | None], None]
"""Of what, how many bytes are here, and of how many."""


@contextmanager
def downloads() -> Iterator[Told | None]:
    """A callback for the progress of downloads; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

    tasks: dict[str, TaskID] = {}
    text = TextColumn("{task.description}", markup=False)
    with raised, Progress(text, BarColumn(), DownloadColumn(), console=Console(stderr=True), transient=True) as bars:

        def told(what: str, done: int, expected: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=None)
            bars.update(tasks[what], completed=done, total=expected)

        yield told
