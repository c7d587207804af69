"""The one error type, and the exit codes of the program; what completes a word in a shell can afford to import it."""

from __future__ import annotations

import re
from collections.abc import Callable
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


OPTIONS = frozenset(
    ("as_of", "base_urls", "batch", "buy", "catalog_version", "exclude-lab", "force", "hardware", "hours", "in",
     "jurisdiction", "key_env", "license", "max-latency", "max-monthly", "max-price", "min-speed", "min-throughput",
     "needs", "new", "no-training", "only", "open-weights", "parallel", "persona", "price", "profile", "profiles",
     "prompt", "ram", "read_from", "release", "requests", "residency", "self-host", "source", "sources", "state",
     "task", "test", "throughput", "usd_per_hour", "value", "vram", "where", "write_baseline", "zero-retention")
)  # fmt: skip
"""What a message or a hint may name in braces: each face of the program writes it as its users do."""
_OPTION = r"\{([a-z][a-z_-]*)\}"


class ModelpickError(Exception):
    """Says in a sentence what is wrong, where, and what to do.

    A field of the question stands in braces, `{as_of}`; Python's name of it is read off the attributes and `str`, and
    `told` gives the words of another face.

    Args:
        message: what is wrong, without a trailing period.
        where: the file, line or field, if there is one.
        hint: what to do, or the nearest valid name.
        code: exit code of the program.
    """

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None, code: Exit = Exit.USAGE):
        super().__init__(message)
        self._message, self._where, self._hint = message, where, hint
        self.code = code

    @property
    def message(self) -> str:
        """What is wrong."""
        return named_options(self._message, str)

    @property
    def where(self) -> str | None:
        """The file, line or field that is meant."""
        return None if self._where is None else _placed_problem(self._where, str)

    @property
    def hint(self) -> str | None:
        """What to do about it."""
        return None if self._hint is None else named_options(self._hint, str)

    @property
    def field(self) -> str | None:
        """The field of the question that has the wrong value: ``as_of``; None where it is a file or a name."""
        found = re.match(_OPTION, self._where or "")
        return found[1] if found else None

    def told(self, name: Callable[[str], str]) -> str:
        """The whole in a sentence, with each field as `name` writes it."""
        head = named_options(self._message, name)
        if self._where is not None:
            from modelpick.model.wording import LONGEST_PATH, clipped  # late: completion tells of no fault

            head = f"{clipped(_placed_problem(self._where, name), LONGEST_PATH)}: {head}"
        return f"{head}. {named_options(self._hint, name)}" if self._hint else head

    def __str__(self) -> str:
        return self.told(str)


def named_options(text: str, name: Callable[[str], str]) -> str:
    """`text` with the options that it names; braces of the user's own stay as they are."""
    return re.sub(_OPTION, lambda found: name(found[1]) if found[1] in OPTIONS else found[0], text)


def _placed_problem(where: str, name: Callable[[str], str]) -> str:
    return re.sub(_OPTION, lambda found: name(found[1]), where, count=1) if where.startswith("{") else where
