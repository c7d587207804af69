"""Makes the file of words that completion reads: the commands with their options, and the names in the catalog."""

from __future__ import annotations

from typing import Any

import typer
from typer.utils import get_params_from_function

from modelpick import api
from modelpick.cli.completion import FILES, FORMAT, VALUE
from modelpick.cli.grammar import HELP_ALL


def make_words(known: dict[str, list[list[str]]] | None = None) -> dict[str, Any]:
    """What completion reads: `tree` is what the program takes, `words` what its values may be, by default those of
    the bundled catalog and rules."""
    from modelpick.cli.main import app

    words = api.known_words() if known is None else known
    return {"format": FORMAT, "tree": _command_node(typer.main.get_command(app)), "words": words}


def _command_node(command: Any) -> dict[str, Any]:
    """A command: its options with the kind of their value (empty for a switch) and help, and what follows."""
    options: dict[str, list[Any]] = {"--help": ["", "Show the common options."], HELP_ALL: ["", "Show every option."]}
    completers = _completers_of_command(command)
    arguments = []
    for param in command.params:
        kind = completers.get(param.name) or (FILES if param.metavar in ("FILE", "DIR") else VALUE)
        if param.param_type_name == "argument":
            arguments.append([kind, param.nargs == -1])
            continue
        for name in param.opts:
            options[name] = ["" if param.is_flag else kind, param.help or ""]
    node = {"options": options, "arguments": arguments, "help": _first_line(command.help)}
    if hasattr(command, "list_commands"):
        node["commands"] = {
            name: _command_node(command.get_command(None, name)) for name in command.list_commands(None)
        }
    return node


def _completers_of_command(command: Any) -> dict[str, Any]:
    """Parameter of a command -> the kind of words that complete it."""
    function = getattr(command.callback, "__wrapped__", None)
    params = get_params_from_function(function) if function else {}
    found: dict[str, Any] = {name: getattr(param.default, "autocompletion", None) for name, param in params.items()}
    return {name: completer.kind for name, completer in found.items() if hasattr(completer, "kind")}


def _first_line(text: str | None) -> str:
    return " ".join((text or "").split()).partition(". ")[0]
