"""A plain command line is read as Typer reads it, and everything else is left to Typer."""

from __future__ import annotations

import functools
import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import modelpick
from modelpick.cli.built import built_command
from modelpick.cli.option_table import COMMANDS
from modelpick.cli.quick import call_of, gathered_arguments
from tools.option_table import TABLE, table_text

HOME = Path(modelpick.__file__).parents[1]
MORE = (
    "recommend coding=2 rag --top 3 --residency eu,us --residency ch --lab openai",
    "recommend --need coding -n rag -f json --no-pager --color never",
    "recommend coding --require my-rule=2 --min-score gpqa-diamond=80 --in 3k --cached 60%",
    "recommend coding --hardware '2x rtx-4090' --quant q4_k_m --context 32k --concurrency 4",
    "recommend coding --catalog own.yaml --catalog other.yaml --rules rules --no-bundled",
    "recommend",
    "status gpt-5.4 --live --timeout 2.5 --provider openai",
    "fit --vram=24GB --min-speed 20 --concurrency 2",
    "show 'context window' --kind term --details",
    "catalog validate own.yaml other.yaml --no-bundled --catalog third.yaml -f json",
)
LEFT_TO_TYPER = (
    "",
    "recommend --help",
    "recommend coding --self",
    "recommend coding --no-such-option",
    "recommend coding --top three",
    "recommend coding --top",
    "recommend coding --top --self-host",
    "recommend --self-host=yes",
    "recommend -- coding",
    "compare",
    "catalog info",
    "catalog",
    "catalog --no-bundled validate",
    "'catalog validate'",
    "catalog validate --help",
    "recommend coding --licence osi",
    "recommend coding -nrag",
)


def documented() -> Iterator[str]:
    """Every command line of the README, of docs and of the examples in the help."""
    for page in (HOME / "README.md", *sorted((HOME / "docs").glob("*.md"))):
        yield from re.findall(r"^modelpick ([a-z][^\n\[]*)$", page.read_text("utf-8"), re.M)
    for module, function, *_ in COMMANDS.values():
        about = getattr(import_module(module), function).__doc__
        yield from re.findall(r"modelpick ([a-z][^\n]*)$", about, re.M)


def typers_call(words: list[str]) -> dict[str, Any]:
    """The arguments that Typer would call the command with."""
    named, rest = named_by(words)
    module, name, *_ = COMMANDS[named]
    command = getattr(import_module(module), name)
    seen: list[dict[str, Any]] = []

    @functools.wraps(command)
    def kept(**given: Any) -> None:
        seen.append(given)

    built_command(name, kept).main(args=rest, prog_name=named, standalone_mode=False)
    return seen[0]


def named_by(words: list[str]) -> tuple[str, list[str]]:
    """The command of the table that the words begin with, or the first of them, and what comes after."""
    two = " ".join(words[:2])
    return (two, words[2:]) if two in COMMANDS else (words[0], words[1:])


@pytest.mark.parametrize("line", sorted({*documented(), *MORE}))
def test_a_command_line_is_read_as_typer_reads_it(line: str) -> None:
    words = shlex.split(line, comments=True)
    words = words[: words.index(">")] if ">" in words else words
    call = call_of(words)
    if named_by(words)[0] not in COMMANDS:
        assert call is None
        return
    assert call is not None, "left to Typer"
    given = typers_call(words)
    assert gathered_arguments(*call[2:]) == given
    assert gathered_arguments(*call[2:]) == given, "a command that is run again is asked the same"


@pytest.mark.parametrize("line", LEFT_TO_TYPER)
def test_what_is_not_plain_is_left_to_typer(line: str) -> None:
    assert call_of(shlex.split(line)) is None


def test_the_table_is_that_of_the_declarations() -> None:
    assert TABLE.read_text("utf-8") == table_text(), "python -m tools.option_table"
