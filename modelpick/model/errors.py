"""The one error type, the exit codes of the program, and the faults of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from modelpick.model.exits import Exit, ModelpickError, named_options
from modelpick.model.wording import LONGEST_PATH, clipped

__all__ = ["Exit", "InputErrors", "ModelpickError", "Problem"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file: where it is, what was expected, and how to mend it."""

    file: str
    line: int | None
    column: int | None
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        file = clipped(self.file, LONGEST_PATH)
        place = ":".join(str(part) for part in (file, self.line, self.column) if part is not None)
        return f"{place}: {self.message}. {self.hint}" if self.hint else f"{place}: {self.message}"


class InputErrors(ModelpickError):
    """All the faults of the files that were read, reported together."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        first = self.problems[0]
        count = len(self.problems)
        super().__init__(first.message if count == 1 else f"{count} errors", where=first.file)

    def told(self, name: Callable[[str], str]) -> str:
        """Every fault on a line of its own."""
        return "\n".join(named_options(str(problem), name) for problem in self.problems)
