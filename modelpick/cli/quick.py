"""Reads a plain command line without Typer, which takes longer to import than the answer to be worked out.

What the table of options does not say at once, an abbreviation, a mistake, a call for help, is left to Typer untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from modelpick.cli.option_table import COMMANDS, SHARED

SEVERAL, REQUIRED = "...", "!"


class _Unread(Exception):
    """The words are none that are read here."""


def call_of(words: Sequence[str]) -> tuple[str, str, dict[str, Any]] | None:
    """Module, function and arguments that Typer would call for a command line; None where it is to be asked."""
    row = COMMANDS.get(words[0]) if words else None
    if row is None:
        return None
    module, function, groups, parameters, own, defaults = row
    options, values = dict(own), dict(defaults)
    for group in groups:
        shared, unsaid = SHARED[group]
        options |= shared
        values |= unsaid
    try:
        plain = _read_options(words[1:], options, values)
        _read_words(plain, parameters, values)
    except (_Unread, ValueError):
        return None
    return module, function, _gathered(groups, values)


def _read_options(words: Sequence[str], options: dict[str, tuple[Any, ...]], values: dict[str, Any]) -> list[str]:
    """Put what options say into `values`; the words that belong to none."""
    plain: list[str] = []
    rest = list(reversed(words))
    while rest:
        word = rest.pop()
        if not word.startswith("-") or word == "-":
            plain.append(word)
            continue
        name, sign, said = word.partition("=")
        option = options.get(name)
        if option is None or (sign and not name.startswith("--")):
            raise _Unread
        parameter, kind, *switched = option
        if switched:
            if sign:
                raise _Unread
            values[parameter] = switched[0]
            continue
        if not sign:
            if not rest or rest[-1].startswith("--"):
                raise _Unread
            said = rest.pop()
        _keep(parameter, kind.removesuffix(REQUIRED), said, values)
    return plain


def _keep(parameter: str, kind: str, said: str, values: dict[str, Any]) -> None:
    if kind.endswith(SEVERAL):
        values[parameter] = [*(values[parameter] or ()), _converted(kind.removesuffix(SEVERAL), said)]
    else:
        values[parameter] = _converted(kind, said)


def _converted(kind: str, said: str) -> Any:
    """
    Raises:
        ValueError: `said` is no such number.
    """
    if kind == "path":
        from pathlib import Path

        return Path(said)
    return {"": str, "int": int, "float": float}[kind](said)


def _read_words(plain: list[str], parameters: Sequence[tuple[str, str]], values: dict[str, Any]) -> None:
    for name, kind in parameters:
        bare = kind.removesuffix(REQUIRED)
        if not plain:
            if kind.endswith(REQUIRED):
                raise _Unread
        elif bare.endswith(SEVERAL):
            for word in plain:
                _keep(name, bare, word, values)
            plain = []
        else:
            _keep(name, bare, plain.pop(0), values)
    if plain:
        raise _Unread


def _gathered(groups: Sequence[str], values: dict[str, Any]) -> dict[str, Any]:
    """The arguments of the command, with the options that it shares gathered as Typer's call gathers them."""
    if not groups:
        return values
    from modelpick.cli import options

    shared = {group.into: group for group in (options.asks, options.common)}
    for name in groups:
        group = shared[name]
        values[name] = group.gather({each: values.pop(each) for each in group.options})
    return values


def answered(words: Sequence[str]) -> int | None:
    """Answer a plain command line; its exit code, None where Typer is to read it."""
    from modelpick.cli.outcome import outcome

    call = call_of(words)
    if call is None:
        return None
    module, function, arguments = call
    return outcome(lambda: getattr(import_module(module), function)(**arguments), words)
