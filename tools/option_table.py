"""Writes `modelpick/cli/option_table.py`: what the commands take, for reading a plain command line without Typer.

python -m tools.option_table           # write it
python -m tools.option_table --check   # exit code 1 if it is not what the declarations say
"""

from __future__ import annotations

import pprint
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import typer

from modelpick.cli.commands import COMMANDS
from modelpick.cli.declared import taken_by
from modelpick.cli.grammar import first_sentence
from modelpick.cli.main import app
from modelpick.cli.options import BY_GROUP
from tools.generated import ROOT, write_or_check

QUICK = (
    *("recommend", "compare", "explain", "show", "status", "cost", "fit", "list", "evidence", "retirements"),
    "audit",
)
"""Commands that answer a question, and ask nothing back."""
QUICK_OF_GROUPS = ("catalog validate",)
"""The same within groups, where Typer is much of their time."""
TABLE = ROOT / "modelpick" / "cli" / "option_table.py"
KINDS = {"str": "", "text": "", "path": "path", "int": "int", "integer": "int", "float": "float", "boolean": "flag"}
HEAD = '''"""What the commands take, in tables that `python -m tools.option_table` makes of their declarations."""

from __future__ import annotations

from typing import Any

Taken = tuple[dict[str, tuple[Any, ...]], dict[str, Any]]
"""Options by their spellings (parameter, kind, and of a switch what it says), and what parameters are unsaid."""

'''


def main() -> int:
    return write_or_check(TABLE, table_text(), __doc__)


def table_text() -> str:
    """The module, formatted."""
    group: Any = typer.main.get_command(app)
    rows, shared = {}, {}
    for name in (*QUICK, *QUICK_OF_GROUPS):
        first, _, second = name.partition(" ")
        module, _, function = COMMANDS[first].partition(":")
        function, command = second or function, group.get_command(None, first)
        command = command.get_command(None, second) if second else command
        taken = taken_by(getattr(import_module(f"modelpick.cli.{module}"), function))
        params = [p for p in command.params if p.name != "help"]
        shared |= {each.into: _options_taken([p for p in params if p.name in BY_GROUP[each.into]]) for each in taken}
        own = [p for p in params if not any(p.name in BY_GROUP[each.into] for each in taken)]
        words = tuple((p.name, _kind_of_value(p)) for p in own if p.param_type_name == "argument")
        rows[name] = (
            f"modelpick.cli.{module}",
            function,
            tuple(each.into for each in taken),
            words,
            *_options_taken(own),
        )
    about = {name: first_sentence(group.get_command(None, name).help) for name in COMMANDS}
    text = HEAD + _assigned_table("ABOUT: dict[str, str]", about) + _assigned_table("SHARED: dict[str, Taken]", shared)
    text += _assigned_table(
        "COMMANDS: dict[str, tuple[str, str, tuple[str, ...], tuple[tuple[str, str], ...], *Taken]]", rows
    )
    command = [sys.executable, "-m", "ruff", "format", "-", "--stdin-filename", str(TABLE)]
    return subprocess.run(command, input=text, encoding="utf-8", capture_output=True, check=True).stdout


def _assigned_table(name: str, value: object) -> str:
    return f"{name} = {pprint.pformat(value, width=110, sort_dicts=False)}\n"


def _options_taken(params: list[Any]) -> tuple[dict[str, tuple[Any, ...]], dict[str, Any]]:
    options = dict(_option_spellings([p for p in params if p.param_type_name == "option"]))
    return options, {p.name: _default_value(p) for p in params}


def _option_spellings(options: list[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Each spelling with its parameter and kind; that of a switch with what it says."""
    for option in options:
        for spelling in option.opts:
            yield (
                spelling,
                (option.name, *((_kind_of_value(option), True) if option.is_flag else (_kind_of_value(option),))),
            )
        for spelling in option.secondary_opts:
            yield spelling, (option.name, "flag", False)


def _kind_of_value(param: Any) -> str:
    """``int``; ``path...`` where it may be said again and again."""
    if getattr(param, "is_flag", False):
        return "flag"
    several = param.multiple if param.param_type_name == "option" else param.nargs == -1
    required = "!" if param.required else ""
    return f"{KINDS[param.type.name]}{'...' if several else ''}{required}"


def _default_value(param: Any) -> Any:
    found = param.default
    return found if isinstance(found, bool | int | float | str) else None


if __name__ == "__main__":
    sys.exit(main())
