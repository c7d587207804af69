"""The `modelpick` program: its commands, and what is said of all of them."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from modelpick import __version__
from modelpick.cli import streams
from modelpick.cli.commands import Commands
from modelpick.cli.outcome import outcome

app = typer.Typer(
    name="modelpick",
    cls=Commands,
    help="Which language model to use, why, how sure that is, what would change it.",
    epilog="Exit codes: 0 answered; 1 the answer is no; 2 the question or a file is wrong; 3 an upstream could not be "
    "reached; 70 a bug.",
    invoke_without_command=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        streams.write(f"modelpick {__version__}\n")
        raise typer.Exit


@app.callback()
def _root_command(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001  # its callback answers
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Which language model to use, why, how sure that is, what would change it."""
    if ctx.invoked_subcommand is None:
        from modelpick.cli.start import start_screen

        streams.write(f"{start_screen()}\n")


def main(args: list[str] | None = None) -> int:
    """Run the program with `args`, by default the command line; the exit code (`modelpick.model.errors.Exit`)."""
    return outcome(lambda: _called_by_typer(args), sys.argv[1:] if args is None else args)


def _called_by_typer(args: list[str] | None) -> Any:
    try:
        return app(args=args, standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
