"""How commands read their words and show their help: ordinary words for options, and help that fits a screen."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from modelpick.cli import streams
from modelpick.cli.spoken import written
from modelpick.model.errors import ModelpickError
from modelpick.model.names import did_you_mean
from modelpick.render.terminal import terminal_size

HELP_ALL = "--help-all"
EVERYDAY: dict[str, tuple[str, ...]] = {
    "recommend": (
        "--persona", "--top", "--self-host", "--license", "--api", "--residency", "--baa", "--max-monthly",
        "--min-context", "--hardware", "--workload", "--format", "--as-of",
    ),
    "compare": ("--need", "--persona", "--self-host", "--residency", "--workload", "--format", "--as-of"),
    "explain": ("--need", "--persona", "--self-host", "--residency", "--max-monthly", "--format", "--as-of"),
    "cost": (
        "--workload", "--requests", "--in", "--out", "--cached", "--scenario", "--provider", "--self-host",
        "--hardware", "--plot", "--format", "--as-of",
    ),
    "fit": (
        "--hardware", "--vram", "--ram", "--quant", "--context", "--concurrency", "--engine", "--min-speed", "--need",
        "--format", "--as-of",
    ),
}  # fmt: skip
"""Command -> the options that its first help shows. Of the others all are shown but `UNCOMMON`."""
UNCOMMON = frozenset(
    {"--catalog", "--rules", "--no-bundled", "--no-project", "--color", "--install-completion", "--show-completion"}
)
_MAX_WIDTH = 100
_EXAMPLES_SHOWN = 2
"""So many examples in the first help; all of them with --help-all."""


class Command(TyperCommand):
    """A command of the program."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if HELP_ALL in args[: args.index("--")] if "--" in args else HELP_ALL in args:
            streams.write(f"{help_page(self, ctx, everything=True)}\n")
            ctx.exit()
        return super().parse_args(ctx, written(args, option_names(self.params)))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_page(self, ctx))


class CommandGroup(TyperGroup):
    """Commands under one name."""

    sections: Mapping[str, Sequence[str]] = {}
    """Heading -> commands; all of them under one heading where it is empty."""

    def about_command(self, ctx: Any, name: str) -> str:
        """What a command of the group is for, in a sentence without its period."""
        command: Any = self.get_command(ctx, name)
        return first_sentence(command.help or "")

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(group_page(self, ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args[:1] == [HELP_ALL]:
            streams.write(f"{group_page(self, ctx, everything=True)}\n")
            ctx.exit()
        if not args and self.no_args_is_help:
            known = ", ".join(self.list_commands(ctx))
            raise ModelpickError(
                f"name a command: {known}", where=ctx.command_path, hint=f"`{ctx.command_path} --help` tells more"
            )
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None:
            raise self.unknown_command(ctx, args[0])
        return super().resolve_command(ctx, args)

    def unknown_command(self, ctx: Any, word: str) -> ModelpickError:
        """The error for a command that is none of these."""
        from modelpick.cli.spoken import SUBJECTS

        hint = did_you_mean(word, self.list_commands(ctx)) or SUBJECTS.get(ctx.info_name, "").format(word=word)
        hint = hint or f"`{ctx.command_path} --help` lists the commands"
        return ModelpickError(f"No such command '{word}'", hint=hint)


def option_names(params: Iterable[Any]) -> list[str]:
    """Every spelling of every option."""
    return [name for param in params if param.param_type_name == "option" for name in param.opts]


def help_page(command: Any, ctx: Any, *, everything: bool = False) -> str:
    """The help of a command: what it is for, examples, and its options in groups: the common ones, or all."""
    about, examples = about_and_examples(command.help or "")
    width = min(terminal_size(80, 24)[0], _MAX_WIDTH)
    words = [argument_shape(p) for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    shown = options if everything else [p for p in options if _is_everyday(command.name, p)]
    lines = [" ".join([_bold_text(ctx.command_path), *words, "[OPTIONS]"])]
    lines += textwrap.wrap(about, width) if everything else [_on_a_line(about, width)]
    lines += [f"  {example}" for example in (examples if everything else examples[:_EXAMPLES_SHOWN])]
    groups: dict[str, list[tuple[str, str]]] = {}
    for option in shown:
        groups.setdefault(option.rich_help_panel or "Options", []).append(
            (_option_names_shown(option), option.help or "")
        )
    for title, rows in groups.items():
        lines += ["", _bold_text(title)] if everything else [_bold_text(title)]
        lines += _help_rows(rows, width, everything)
    if len(shown) < len(options):
        lines.append(f"All {len(options)} options: {ctx.command_path} {HELP_ALL}")
    return "\n".join(lines)


def group_page(group: CommandGroup, ctx: Any, *, everything: bool = False) -> str:
    """The help of a group: its commands, under their headings."""
    width = min(terminal_size(80, 24)[0], _MAX_WIDTH)
    about = " ".join((group.help or "").split())
    more = f"  (Exit codes: {HELP_ALL})" if group.epilog else "  (COMMAND --help tells more)"
    more = "" if everything else more
    lines = [f"{_bold_text(ctx.command_path)} COMMAND [OPTIONS]{more}"]
    lines += textwrap.wrap(about, width) if everything else [_on_a_line(about, width)]
    for title, names in (group.sections or {"Commands": group.list_commands(ctx)}).items():
        rows = [(name, group.about_command(ctx, name)) for name in names]
        lines += [_bold_text(title), *_help_rows(rows, width, everything)]
    options: list[Any] = [p for p in group.params if p.param_type_name == "option"]
    if everything:
        lines += [
            _bold_text("Options"),
            *_help_rows([(_option_names_shown(o), o.help or "") for o in options], width, everything),
        ]
        lines += ["", *textwrap.wrap(group.epilog or "", width)]
    return "\n".join(lines).rstrip()


def about_and_examples(text: str) -> tuple[str, list[str]]:
    """The help text of a command without its examples, and these."""
    about, _, examples = text.partition("Example")
    lines = examples.removeprefix("s").removeprefix(":").splitlines()
    return " ".join(about.split()), [line.strip() for line in lines if line.strip()]


def argument_shape(argument: Any) -> str:
    """How an argument is written: ``MODELS...``, ``[NAME]``."""
    name = (argument.metavar or argument.name).upper()
    name = f"{name}..." if argument.nargs == -1 else name
    return name if argument.required else f"[{name}]"


def _is_everyday(command: str, option: Any) -> bool:
    if command in EVERYDAY:
        return any(name in EVERYDAY[command] for name in option.opts)
    return not any(name in UNCOMMON for name in option.opts)


def _option_names_shown(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=lambda name: -len(name)))
    return names if option.is_flag else f"{names} {option.metavar or option.name.upper()}"


def _help_rows(rows: Sequence[tuple[str, str]], width: int, wrapped: bool) -> Iterator[str]:
    """Names on the left, on the right what they do: on one line, or wrapped."""
    left = min(max((len(name) for name, _ in rows), default=0), width // 2 - 4)
    for name, about in rows:
        room = max(width - left - 4, 20)
        parts = textwrap.wrap(about, room) if wrapped else [_on_a_line(about, room)]
        head = f"  {name:<{left}}"
        if len(name) > left:
            yield head
            head = " " * (left + 2)
        yield f"{head}  {parts[0] if parts else ''}".rstrip()
        yield from (f"{'':<{left + 4}}{part}" for part in parts[1:])


def _on_a_line(text: str, room: int) -> str:
    """`text`, or its beginning if it is longer than that."""
    return text if len(text) <= room else textwrap.shorten(text, room, placeholder=" ...")


def first_sentence(text: str) -> str:
    about, _ = about_and_examples(text)
    return about.partition(". ")[0].rstrip(".")


def _bold_text(text: str) -> str:
    return typer.style(text, bold=True) if sys.stdout.isatty() else text
