"""The `modelpick` program: its commands, and the one place that prints errors."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from modelpick import __version__
from modelpick.cli import streams
from modelpick.cli.commands import Commands
from modelpick.cli.invocation import remember_words
from modelpick.interrupts import STOPPED
from modelpick.model.errors import Exit, InputErrors, ModelpickError

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
    remember_words(sys.argv[1:] if args is None else args)
    try:
        return streams.ended(_command_outcome(args))
    except ModelpickError as error:
        return _print_error(error)


def _command_outcome(args: list[str] | None) -> int:
    """Run the command; its exit code, or that of the error, which is told.

    Raises:
        ModelpickError: stdout is closed, or full.
    """
    try:
        return int(app(args=args, standalone_mode=False) or 0)
    except ModelpickError as error:
        return _print_error(error)
    except (typer.Abort, KeyboardInterrupt):
        return STOPPED
    except SystemExit as end:
        if isinstance(end.__context__, OSError):  # so does Typer end where a reader has left
            return int(streams.failed(end.__context__))
        raise
    except Exception as error:
        if isinstance(error, OSError) and streams.is_of_stdout(error):
            return int(streams.failed(error))
        if not isinstance(error, OSError) and _cache_is_to_blame(error):
            return main(args)
        if (refused := _refused_by_system(error)) is not None:
            return _print_error(refused)
        return _print_unexpected(error)


def _cache_is_to_blame(error: Exception) -> bool:
    """Whether what was kept from before may have caused `error`; it is then not used again.

    Nothing was answered yet: an answer is written whole, at the end.
    """
    keep = sys.modules.get("modelpick.snapshot.keep")
    return keep is not None and not hasattr(error, "format_message") and bool(keep.distrust())


def _refused_by_system(error: Exception) -> ModelpickError | None:
    """What the system would not do, as an error of the question or of the machine; None for a fault of the program."""
    if os.environ.get("MODELPICK_DEBUG"):
        return None
    if isinstance(error, MemoryError):
        return ModelpickError("the memory is full", hint="Ask for less at once, or free some")
    if isinstance(error, OSError) and error.filename is not None:
        return ModelpickError(f"cannot be used: {error.strerror}", where=os.fsdecode(error.filename))
    return None


def _print_error(error: ModelpickError) -> int:
    from modelpick.cli.spoken import flag_of

    if isinstance(error, InputErrors):
        streams.tell(error.told(flag_of))
        if len(error.problems) > 1:
            streams.tell(f"error: {len(error.problems)} errors; nothing was read")
    else:
        streams.tell(f"error: {error.told(flag_of)}")
    return int(error.code)


def _print_unexpected(error: Any) -> int:
    if hasattr(error, "format_message"):
        from modelpick.cli.misread import sentence

        streams.tell(f"error: {sentence(error)}")
        return int(Exit.USAGE)
    if os.environ.get("MODELPICK_DEBUG"):
        raise error
    streams.tell(
        f"error: a fault of modelpick itself: {type(error).__name__}: {error}. "
        "Run again with MODELPICK_DEBUG=1 for details"
    )
    return int(Exit.BUG)
