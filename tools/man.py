"""Write the manual pages, a page for the program and one for each command, from what `--help` is made of.

python -m tools.man FOLDER      # FOLDER/modelpick.1, FOLDER/modelpick-recommend.1 ...
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typer

from modelpick import __version__
from modelpick.catalog.bundled import SHIPPED_ON
from modelpick.cli.grammar import about_and_examples, argument_shape
from modelpick.cli.main import app
from tools.docs import _walk_commands

PROGRAM = "modelpick"


def pages() -> Iterator[tuple[str, str]]:
    """Each page with the name of its file."""
    group: Any = typer.main.get_command(app)
    commands = list(_walk_commands(group, PROGRAM))
    yield f"{PROGRAM}.1", _program_page(group, commands)
    for name, command in commands:
        yield f"{name.replace(' ', '-')}.1", _command_page(name, command)


def _program_page(group: Any, commands: Sequence[tuple[str, Any]]) -> str:
    lines = [*_page_head(PROGRAM, group.help), ".SH SYNOPSIS", f".B {PROGRAM}", "COMMAND [OPTIONS]", ".SH COMMANDS"]
    for name, command in commands:
        about, _ = about_and_examples(command.help)
        lines += [".TP", f"\\fB{_escaped_text(name.replace(' ', '-'))}\\fR(1)", *_text_lines(about)]
    return _joined_lines([*lines, ".SH EXIT STATUS", *_text_lines(group.epilog)])


def _command_page(name: str, command: Any) -> str:
    about, examples = about_and_examples(command.help)
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    panels: dict[str, list[Any]] = {}
    for option in (p for p in command.params if p.param_type_name == "option" and p.help):
        panels.setdefault(option.rich_help_panel or "Options", []).append(option)
    usage = " ".join([*(argument_shape(each) for each in arguments), "[OPTIONS]"])
    lines = [
        *_page_head(name.replace(" ", "-"), about),
        ".SH SYNOPSIS",
        f".B {_escaped_text(name)}",
        *_text_lines(usage),
    ]
    if arguments:
        lines.append(".SH ARGUMENTS")
        for each in arguments:
            lines += [".TP", f"\\fI{_escaped_text(argument_shape(each))}\\fR", *_text_lines(each.help or "")]
    for panel, options in panels.items():
        lines.append(f'.SH "{_escaped_text(panel.upper())}"')
        for option in options:
            flags = ", ".join(f"\\fB{_escaped_text(flag)}\\fR" for flag in (*option.opts, *option.secondary_opts))
            value = "" if option.is_flag else f" \\fI{_escaped_text(str(option.metavar or option.name.upper()))}\\fR"
            lines += [".TP", flags + value, *_text_lines(option.help)]
    if examples:
        lines += [".SH EXAMPLES", ".nf", *map(_text_line, examples), ".fi"]
    return _joined_lines([*lines, ".SH SEE ALSO", f".BR {PROGRAM} (1)"])


def _page_head(name: str, about: str) -> list[str]:
    day = date.fromisoformat(SHIPPED_ON).isoformat()
    head = f'.TH "{_escaped_text(name.upper())}" 1 "{day}" "{PROGRAM} {__version__}"'
    told = " ".join(about.split())
    first, end, more = told.partition(". ")
    lines = [head, ".SH NAME", f"{_escaped_text(name)} \\- {_escaped_text(first.rstrip('.'))}"]
    return [*lines, ".SH DESCRIPTION", *_text_lines(more)] if end else lines


def _text_lines(text: str) -> list[str]:
    return [_text_line(" ".join(text.split()))] if text.strip() else []


def _text_line(text: str) -> str:
    """`text` as a line of text: one that begins with a dot or a quote would be a command."""
    return f"\\&{_escaped_text(text)}" if text[:1] in (".", "'") else _escaped_text(text)


def _escaped_text(text: str) -> str:
    return (
        text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha").replace("`", "\\(ga")
    )


def _joined_lines(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (folder / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
