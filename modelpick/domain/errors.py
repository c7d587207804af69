"""The one error type, and the exit codes of the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file: where it is, what was expected, what to do."""

    file: str
    line: int | None
    column: int | None
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {self.message}. {self.hint}" if self.hint else f"{place}: {self.message}"


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


class InputErrors(ModelpickError):
    """All the faults of the files that were read, reported together."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        first = self.problems[0]
        count = len(self.problems)
        super().__init__(first.message if count == 1 else f"{count} errors", where=first.file)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
