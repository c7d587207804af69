"""How commands declare their options and arguments. Typer builds them (`modelpick.cli.built`); a plain question is
parsed without it (`modelpick.cli.quick`), so nothing of it may be needed to say what a command takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

MACHINE, USE = "Your own machine", "What it costs to use"
"""Headings of the help under which options of several modules stand."""
Command = TypeVar("Command", bound=Callable[..., Any])


class Declared:
    """What stands behind a parameter: `more` is what Typer takes under the same names."""

    __slots__ = ("autocompletion", "more", "names", "panel")

    def __init__(self, *names: str, panel: str | None = None, autocompletion: Any = None, **more: Any) -> None:
        self.names, self.panel, self.autocompletion, self.more = names, panel, autocompletion, more


class Option(Declared):
    """An option with its spellings; `panel` is the heading that it stands under in the help."""

    __slots__ = ()


class Argument(Declared):
    """A word without an option."""

    __slots__ = ()


class Ended(Exception):
    """The command ends here, with this exit code; all that is to be said was said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = int(code)


class Group:
    """Commands under one name."""

    __slots__ = ("commands", "help", "more")

    def __init__(self, *, help: str, **more: Any) -> None:
        self.help, self.more = help, more
        self.commands: list[tuple[str | None, Callable[..., Any]]] = []

    def command(self, name: str | None = None) -> Callable[[Command], Command]:
        """Put a function among the commands, under its own name or `name`."""

        def put(function: Command) -> Command:
            self.commands.append((name, function))
            return function

        return put


class OptionGroup:
    """Options that several commands share (`modelpick.cli.options.BY_GROUP`), and what gathers their values into the
    parameter `into`.
    """

    __slots__ = ("gather", "into")

    def __init__(self, into: str, gather: Callable[[dict[str, Any]], Any]) -> None:
        self.into, self.gather = into, gather

    def __call__(self, command: Command) -> Command:
        """Give `command` these options."""
        command.takes = (*taken_by(command), self)  # type: ignore[attr-defined]
        return command


def taken_by(command: Callable[..., Any]) -> tuple[OptionGroup, ...]:
    """The groups of options that a command shares with others."""
    found: tuple[OptionGroup, ...] = getattr(command, "takes", ())
    return found
