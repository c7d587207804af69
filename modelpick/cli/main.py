"""The `modelpick` program: its commands, and the one place that prints errors."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from modelpick import __version__
from modelpick.cli.commands import Commands
from modelpick.cli.invocation import remember_words
from modelpick.domain.errors import Exit, InputErrors, ModelpickError

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


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"modelpick {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001  # its callback answers
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Which language model to use, why, how sure that is, what would change it."""
    if ctx.invoked_subcommand is None:
        from modelpick.cli.start import start_screen

        typer.echo(start_screen())


def main(args: list[str] | None = None) -> int:
    """Run the program; the exit code of DESIGN section 7."""
    remember_words(sys.argv[1:] if args is None else args)
    try:
        code = app(args=args, standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except ModelpickError as error:
        return _say(error)
    except typer.Abort:
        return 130
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has seen enough; python must not complain about it when it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _unexpected(error)


def _say(error: ModelpickError) -> int:
    from modelpick.cli.spoken import flag_of

    if isinstance(error, InputErrors):
        _print(error.told(flag_of))
        if len(error.problems) > 1:
            _print(f"error: {len(error.problems)} errors; nothing was read")
    else:
        _print(f"error: {error.told(flag_of)}")
    return int(error.code)


def _unexpected(error: Any) -> int:
    if hasattr(error, "format_message"):
        from modelpick.cli.misread import sentence

        # A group without a command has shown its help, and says nothing more.
        if said := sentence(error):
            _print(f"error: {said}")
        return int(Exit.USAGE)
    if os.environ.get("MODELPICK_DEBUG"):
        raise error
    _print(
        f"error: a fault of modelpick itself: {type(error).__name__}: {error}. "
        "Run again with MODELPICK_DEBUG=1 for details"
    )
    return int(Exit.BUG)


def _print(text: str) -> None:
    from modelpick.render.safe import visible

    for line in text.splitlines():
        print(visible(line), file=sys.stderr)
