"""The one error type, the exit codes of the program, and the faults of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from modelpick.model.exits import Exit, ModelpickError, named_options

if TYPE_CHECKING:
    from modelpick.model.problems import Problem

__all__ = ["Exit", "InputErrors", "ModelpickError"]


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
