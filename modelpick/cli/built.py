"""Builds Typer's commands out of what the command modules declare."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin

import typer

from modelpick.cli import completion
from modelpick.cli.declared import Argument, Declared, Group, taken_by
from modelpick.cli.grammar import Command, CommandGroup
from modelpick.cli.options import BY_GROUP


def built_command(name: str, function: Callable[..., Any]) -> Any:
    """A command of its own."""
    alone = typer.Typer(add_completion=False)
    alone.command(name, cls=Command)(for_typer(function))
    return typer.main.get_command(alone)


def built_group(name: str, group: Group) -> Any:
    """Commands under one name."""
    app = typer.Typer(help=group.help, cls=CommandGroup, **group.more)
    for own, function in group.commands:
        app.command(own, cls=Command)(for_typer(function))
    made = typer.main.get_group(app)
    made.name = name
    return made


def for_typer(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` with its parameters as Typer reads them, those of its option groups among them; called, it gathers
    the values of each group."""
    groups = taken_by(function)
    # Words are completed by what only Typer asks for.
    signature = inspect.signature(function, locals={"completion": completion}, eval_str=True)
    own = [_typer_parameter(p) for p in signature.parameters.values() if p.name not in {g.into for g in groups}]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=_typer_annotation(kind))
        for group in groups
        for name, (kind, default) in BY_GROUP[group.into].items()
    ]

    @functools.wraps(function)
    def run(*args: Any, **given: Any) -> Any:
        for group in groups:
            taken = {name: given.pop(name) for name in BY_GROUP[group.into] if name in given}
            given[group.into] = group.gather(taken)
        return function(*args, **given)

    run.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def _typer_parameter(parameter: inspect.Parameter) -> inspect.Parameter:
    return parameter.replace(annotation=_typer_annotation(parameter.annotation))


def _typer_annotation(annotation: Any) -> Any:
    if get_origin(annotation) is not Annotated:
        return annotation
    kind, *marks = get_args(annotation)
    return Annotated[kind, *(_typer_info(mark) if isinstance(mark, Declared) else mark for mark in marks)]


def _typer_info(declared: Declared) -> Any:
    make = typer.Argument if isinstance(declared, Argument) else typer.Option
    more = {"rich_help_panel": declared.panel, "autocompletion": declared.autocompletion, **declared.more}
    return make(*declared.names, **more)
