"""The command line as it was given, for answers that say how they were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar

_COMMAND_WORDS: ContextVar[tuple[str, ...]] = ContextVar("words", default=())


def remember_words(words: Sequence[str]) -> None:
    """Keep the arguments of this run."""
    _COMMAND_WORDS.set(tuple(words))


def command_line() -> str:
    """``modelpick recommend --need coding``, quoted as a shell reads it."""
    import shlex  # late: few answers repeat their command

    return shlex.join(("modelpick", *_COMMAND_WORDS.get()))


def command_words() -> tuple[str, ...]:
    """The arguments of this run."""
    return _COMMAND_WORDS.get()
