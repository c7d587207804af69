"""Output that is longer than the screen goes through a pager, as that of git does. In a pipe nothing does."""

from __future__ import annotations

import os
import sys

from modelpick.cli.shared import Common
from modelpick.cli.streams import write
from modelpick.interrupts import ignored
from modelpick.render.safe import encodable
from modelpick.render.terminal import terminal_size

LESS = "FRX"
"""What `less` does if nobody says: end at once on a short text, keep colors, leave the text on the screen."""


def page(text: str, common: Common) -> bool:
    """Write `text` to stdout, through the pager where a person looks at it and it is longer than the screen.

    False where a pipe's reader left before its end.
    """
    _, rows = terminal_size(100, 24)
    long = common.format == "table" and text.count("\n") >= rows
    words = pager_words() if common.pager and long and sys.stdout.isatty() else None
    return (words is not None and _show_in_pager(text, words)) or write(text)


def pager_words() -> list[str] | None:
    """The pager's command: `PAGER`, or else less; None where there is none, or PAGER is empty or cat."""
    said = os.environ.get("PAGER")
    try:
        words = ["less"] if said is None else _pager_words_said(said)
    except ValueError:
        return None
    from shutil import which  # late: a pipe needs no pager

    if not words or words == ["cat"] or which(words[0]) is None:
        return None
    return words


def _pager_words_said(said: str) -> list[str]:
    r"""The words of a command; on Windows a backslash is part of a path."""
    import shlex

    if os.name != "nt":
        return shlex.split(said)
    return [word.strip('"') for word in shlex.split(said, posix=False)]


def _show_in_pager(text: str, words: list[str]) -> bool:
    """Whether the pager took the text; one that cannot be started did not. Ctrl-C is the pager's own meanwhile."""
    import subprocess

    sys.stdout.flush()
    environment = {"LESS": LESS, **os.environ}
    try:
        with ignored, subprocess.Popen(words, stdin=subprocess.PIPE, env=environment) as pager:  # the user's own
            assert pager.stdin is not None
            try:
                pager.stdin.write(encodable(text, sys.stdout.encoding).encode(sys.stdout.encoding or "utf-8"))
                pager.stdin.close()
            except OSError:
                pass  # the reader has seen enough, which Windows calls an invalid argument
    except OSError:
        return False
    return True
