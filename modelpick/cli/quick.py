"""Reads a plain command line without Typer, which takes longer to import than the answer to be worked out.

What the table of options does not say at once, an abbreviation, a mistake, a call for help, is left to Typer untouched.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from modelpick.cli.option_table import COMMANDS, SHARED

SEVERAL, REQUIRED = "...", "!"


class _UnreadWords(Exception):
    """The words are none that are read here."""


def call_of(words: Sequence[str]) -> tuple[str, str, tuple[str, ...], dict[str, Any]] | None:
    """Module and function that a command line calls, the groups of options that it shares, and the value of each
    parameter; None where Typer is to be asked."""
    name, rest = _command_named(words)
    row = COMMANDS.get(name)
    if row is None:
        return None
    module, function, groups, parameters, own, defaults = row
    options, values = dict(own), dict(defaults)
    for group in groups:
        shared, unsaid = SHARED[group]
        options |= shared
        values |= unsaid
    try:
        plain = _read_options(rest, options, values)
        _read_words(plain, parameters, values)
    except (_UnreadWords, ValueError):
        return None
    return module, function, groups, values


def _command_named(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The command that the first words name, which may be one of a group, and the words after its name."""
    if len(words) > 1 and f"{words[0]} {words[1]}" in COMMANDS:
        return f"{words[0]} {words[1]}", words[2:]
    return (words[0], words[1:]) if words and " " not in words[0] else ("", ())


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
            raise _UnreadWords
        parameter, kind, *switched = option
        if switched:
            if sign:
                raise _UnreadWords
            values[parameter] = switched[0]
            continue
        if not sign:
            if not rest or rest[-1].startswith("--"):
                raise _UnreadWords
            said = rest.pop()
        _keep_value(parameter, kind.removesuffix(REQUIRED), said, values)
    return plain


def _keep_value(parameter: str, kind: str, said: str, values: dict[str, Any]) -> None:
    if kind.endswith(SEVERAL):
        values[parameter] = [*(values[parameter] or ()), _converted_value(kind.removesuffix(SEVERAL), said)]
    else:
        values[parameter] = _converted_value(kind, said)


def _converted_value(kind: str, said: str) -> Any:
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
                raise _UnreadWords
        elif bare.endswith(SEVERAL):
            for word in plain:
                _keep_value(name, bare, word, values)
            plain = []
        else:
            _keep_value(name, bare, plain.pop(0), values)
    if plain:
        raise _UnreadWords


def gathered_arguments(groups: Sequence[str], values: dict[str, Any]) -> dict[str, Any]:
    """The arguments of the command, with the options that it shares gathered as Typer's call gathers them."""
    if not groups:
        return values
    from modelpick.cli.shared import GROUPS

    options = {name: SHARED[name][1] for name in groups}
    gathered = {name: GROUPS[name].gather({each: values[each] for each in unsaid}) for name, unsaid in options.items()}
    shared = {each for unsaid in options.values() for each in unsaid}
    return {name: value for name, value in values.items() if name not in shared} | gathered


def _show_version() -> None:
    from modelpick import __version__
    from modelpick.cli import streams

    streams.write(f"modelpick {__version__}\n")


def run_words(words: list[str] | None = None) -> int:
    """Do what a command line says, by default the one of the process; its exit code. Typer reads what is not plain."""
    code = answered(sys.argv[1:] if words is None else words)
    if code is None:
        from modelpick.cli.main import main

        code = main(words)
    return code


def answered(words: Sequence[str]) -> int | None:
    """Answer a plain command line; its exit code, None where Typer is to read it."""
    from modelpick.cli.lean import import_leanly
    from modelpick.cli.outcome import outcome

    if list(words) == ["--version"]:
        return outcome(_show_version, words)
    call = call_of(words)
    if call is None:
        return None
    module, function, groups, values = call
    import_leanly()

    def run() -> Any:
        return getattr(import_module(module), function)(**gathered_arguments(groups, values))

    return outcome(run, words)
