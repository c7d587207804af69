"""The commands by name. Each is imported and built when it is asked for: a run of one need not wait for the others."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from modelpick.cli import streams
from modelpick.cli.built import built_command, built_group
from modelpick.cli.declared import Group
from modelpick.cli.grammar import CommandGroup
from modelpick.cli.invocation import command_line, remember_words
from modelpick.cli.option_table import ABOUT
from modelpick.model.errors import ModelpickError

COMMANDS = {
    "recommend": "recommend:recommend",
    "compare": "compare:compare",
    "show": "show:show",
    "status": "status:status",
    "watch": "watch:watch",
    "retirements": "retirements:retirements",
    "explain": "explain:explain",
    "evidence": "evidence:evidence",
    "cost": "cost:cost",
    "fit": "fit:fit",
    "export": "export:export",
    "list": "list:list_models",
    "catalog": "catalog:app",
    "rules": "rules:app",
    "scores": "scores:app",
    "terms": "terms:app",
    "trial": "trial:app",
    "config": "config:app",
    "audit": "audit:audit",
    "check": "check:check",
    "init": "init:init",
    "mcp": "mcp:mcp",
}
"""Name -> module of this package, and the function or the group of commands in it."""


SECTIONS = {
    "Choose": ("recommend", "compare", "explain", "evidence", "cost", "fit", "export"),
    "Look up and watch": ("show", "list", "status", "retirements", "watch", "audit", "check"),
    "Data, rules and files of your own": ("catalog", "rules", "scores", "terms", "trial", "config", "init", "mcp"),
}
"""Heading of the help -> commands."""
AS_OPTIONS = ("help", "version")
"""What other programs have as commands, and this one as options."""


class Commands(CommandGroup):
    """The program's group of commands, in the order of `COMMANDS`."""

    sections = SECTIONS

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # the signature is Typer's
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in self.commands and cmd_name in COMMANDS:
            self.commands[cmd_name] = _build_command(cmd_name)
        return self.commands.get(cmd_name)

    def about_command(self, ctx: Any, name: str) -> str:
        return ABOUT.get(name) or super().about_command(ctx, name)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What other programs have as commands, as options; and words without a command as the one that they mean."""
        if args and args[0] in AS_OPTIONS:
            args = [*args[1:2], f"--{args[0]}"]
        elif args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from modelpick.cli.meant import read_as

            meant = read_as(args)
            if meant is not None:
                remember_words(meant)
                streams.tell(f"note: read as {command_line()}")
                args = meant
        return super().parse_args(ctx, args)

    def unknown_command(self, ctx: Any, word: str) -> ModelpickError:
        """A word that is no command may be the beginning of what somebody wants to ask about."""
        from modelpick.cli.meant import asks_for, called_here

        command = asks_for(word)
        meant = called_here(word) or (command and f"{command} {word}")
        if meant is None:
            return super().unknown_command(ctx, word)
        return ModelpickError(f"No such command '{word}'", hint=f"Did you mean `modelpick {meant}`?")


def _build_command(name: str) -> Any:
    module, _, what = COMMANDS[name].partition(":")
    found = getattr(import_module(f"modelpick.cli.{module}"), what)
    return built_group(name, found) if isinstance(found, Group) else built_command(name, found)
