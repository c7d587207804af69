"""The commands by name. Each is imported and built when it is asked for: a run of one need not wait for the others."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

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
    "list": "list:list_models",
    "catalog": "catalog:app",
    "rules": "rules:app",
    "scores": "scores:app",
    "config": "config:app",
    "audit": "audit:audit",
    "check": "check:check",
    "init": "init:init",
}
"""Name -> module of this package, and the function or the group of commands in it."""


class Commands(TyperGroup):
    """The program's group of commands, in the order of `COMMANDS`."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # the signature is Typer's
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in self.commands and cmd_name in COMMANDS:
            self.commands[cmd_name] = _built(cmd_name)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS:
            # The nearest name is looked for among the commands that were built.
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _built(name: str) -> Any:
    module, _, what = COMMANDS[name].partition(":")
    found = getattr(import_module(f"modelpick.cli.{module}"), what)
    if isinstance(found, typer.Typer):
        group = typer.main.get_group(found)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    return typer.main.get_command(alone)
