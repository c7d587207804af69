"""Output that is longer than the screen goes through a pager, as that of git does. In a pipe nothing does."""

from __future__ import annotations

import os
import shlex
import shutil
import sys

from modelpick.cli.options import Common

LESS = "FRX"
"""What `less` does if nobody says: end at once on a short text, keep colors, leave the text on the screen."""


def page(text: str, common: Common) -> None:
    """Write `text` to stdout, through the pager where a person looks at it and it is longer than the screen."""
    rows = shutil.get_terminal_size((100, 24)).lines
    long = common.format == "table" and text.count("\n") >= rows
    words = pager_words() if common.pager and long and sys.stdout.isatty() else None
    if words is None or not _paged(text, words):
        sys.stdout.write(text)


def pager_words() -> list[str] | None:
    """The pager's command: `PAGER`, or else less; None where there is none, or PAGER is empty or cat."""
    said = os.environ.get("PAGER")
    try:
        words = ["less"] if said is None else shlex.split(said)
    except ValueError:
        return None
    if not words or words == ["cat"] or shutil.which(words[0]) is None:
        return None
    return words


def _paged(text: str, words: list[str]) -> bool:
    """Whether the pager took the text; one that cannot be started did not."""
    import subprocess

    sys.stdout.flush()
    environment = {"LESS": LESS, **os.environ}
    try:
        with subprocess.Popen(words, stdin=subprocess.PIPE, env=environment) as pager:  # the user's own
            assert pager.stdin is not None
            try:
                pager.stdin.write(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
                pager.stdin.close()
            except BrokenPipeError:
                pass  # the reader has seen enough
            _wait_for(pager)
    except OSError:
        return False
    return True


def _wait_for(pager: object) -> None:
    """Wait for the reader to leave the pager; Ctrl-C there is the pager's own."""
    while True:
        try:
            pager.wait()  # type: ignore[attr-defined]
        except KeyboardInterrupt:
            continue
        return
