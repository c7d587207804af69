"""How a command ends: its exit code, and the one place that prints errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from modelpick.cli import streams
from modelpick.cli.declared import Ended
from modelpick.cli.invocation import remember_words
from modelpick.interrupts import STOPPED
from modelpick.model.exits import Exit, ModelpickError


def outcome(run: Callable[[], Any], words: Sequence[str]) -> int:
    """Run the command that stands for `words`; the exit code (`modelpick.model.exits.Exit`). Errors are told."""
    remember_words(words)
    try:
        return streams.ended(_command_outcome(run))
    except ModelpickError as error:
        return _print_error(error)


def _command_outcome(run: Callable[[], Any]) -> int:
    """Run the command; its exit code, or that of the error, which is told.

    Raises:
        ModelpickError: stdout is closed, or full.
    """
    try:
        return int(run() or 0)
    except Ended as end:
        return end.code
    except ModelpickError as error:
        return _print_error(error)
    except KeyboardInterrupt:
        return STOPPED
    except SystemExit as end:
        if isinstance(end.__context__, OSError):  # so does Typer end where a reader has left
            return int(streams.failed(end.__context__))
        raise
    except Exception as error:
        if isinstance(error, OSError) and streams.is_of_stdout(error):
            return int(streams.failed(error))
        if not isinstance(error, OSError) and _cache_is_to_blame(error):
            return _command_outcome(run)
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
    from modelpick.model.errors import InputErrors

    told = error.told(flag_of)
    faults = told.split("\n") if isinstance(error, InputErrors) else [told]
    for fault in faults:
        streams.tell(f"error: {fault}")
    if len(faults) > 1:
        streams.tell(f"error: {len(faults)} errors; nothing was read")
    return int(error.code)


def _print_unexpected(error: Any) -> int:
    if hasattr(error, "format_message"):
        from modelpick.cli.misread import sentence

        streams.tell(f"error: {sentence(error)}")
        return int(Exit.USAGE)
    if os.environ.get("MODELPICK_DEBUG"):
        raise error
    from modelpick.cli.addresses import project_address

    issues = project_address("Issues")
    streams.tell(
        f"error: a fault of modelpick itself: {type(error).__name__}: {error}. "
        f"Run again with MODELPICK_DEBUG=1 for details{f', and report it at {issues}' if issues else ''}"
    )
    return int(Exit.BUG)
