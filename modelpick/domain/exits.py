"""The one error type, and the exit codes of the program; what completes a word in a shell can afford to import it."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command."""

    ANSWERED = 0
    """Asked and answered."""
    NO = 1
    """Asked, and the answer is no: nothing fits, not available, a check failed."""
    USAGE = 2
    """The question or an input file is wrong."""
    UNREACHABLE = 3
    """An upstream could not be reached."""
    BUG = 70
    """A fault of the program."""


class ModelpickError(Exception):
    """Says in a sentence what is wrong, where, and what to do.

    Args:
        message: what is wrong, without a trailing period.
        where: the file, line or option, if there is one.
        hint: what to do, or the nearest valid name.
        code: exit code of the program.
    """

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None, code: Exit = Exit.USAGE):
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}. {self.hint}" if self.hint else head
