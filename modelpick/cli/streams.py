"""The standard streams as they are found: missing, full, left by their reader, in any encoding.

What cannot be written to stdout is an error in one sentence; a reader who has seen enough is none, and changes no exit
code. What cannot be written to stderr is lost, for there is nobody to tell.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from typing import TextIO

from modelpick.model.exits import Exit, ModelpickError
from modelpick.model.wording import LONGEST, LONGEST_PATH, clipped
from modelpick.render.safe import encodable, visible
from modelpick.render.terminal import terminal_size

WINDOWS = os.name == "nt"
_QUOTED_TEXT = rf"(?:(?<=[\s(=:,])|^)(['\"`])(?![\s,.;:)])((?:(?!\1).){{{LONGEST + 1},}}?)\1(?!\w)"
"""A value in quotes. An apostrophe stands after a letter."""
_LONG_WORD = rf"\S{{{2 * LONGEST},}}"
_UNWRITABLE_ERRORS = (errno.EPIPE, errno.ENOSPC, errno.EBADF, errno.EIO, errno.EFBIG, errno.EAGAIN)


def complete() -> None:
    """Open something in the place of each stream that is missing, that no file gets its number and nobody meets None.

    A missing stdout is one that cannot be written to.
    """
    for number, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            _open_in_place(number, mode)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115


def write(text: str, *, exactly: bool = False) -> bool:
    """Write `text` to stdout, all of it now; False where nobody reads it any more.

    Args:
        text: in characters that stdout may lack; they are replaced.
        exactly: in UTF-8 and with its own line ends, whatever those of stdout are: a file that says how it is written.

    Raises:
        ModelpickError: stdout is closed, or full.
    """
    out = sys.stdout
    buffer = getattr(out, "buffer", None)
    try:
        if exactly and buffer is not None:
            out.flush()
            buffer.write(text.encode("utf-8", "backslashreplace"))
        else:
            out.write(encodable(text, out.encoding))
        out.flush()
    except OSError as error:
        return failed(error)
    return True


def tell(text: str, end: str = "\n") -> None:
    """Write the lines of `text` to stderr, each with `end` after it; nothing in them steers a terminal.

    A value that a message repeats, in quotes or as one word, is cut short: it may be as long as a file.
    """
    try:
        for line in text.splitlines():
            said = encodable(_short_line(visible(line)), sys.stderr.encoding)
            print(_in_screen_lines(said), end=end, file=sys.stderr)
        sys.stderr.flush()
    except (OSError, ValueError):
        _drop_stream(sys.stderr)


def _in_screen_lines(line: str) -> str:
    """`line` broken between words where a terminal would break it anywhere; whole where no terminal shows it."""
    if not sys.stderr.isatty():
        return line
    import textwrap

    width = terminal_size(80, 24)[0]
    return "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)) or line


def _short_line(line: str) -> str:
    line = re.sub(_QUOTED_TEXT, lambda found: f"{found[1]}{clipped(found[2])}{found[1]}", line)
    return re.sub(_LONG_WORD, lambda found: clipped(found[0], LONGEST_PATH if "/" in found[0] else LONGEST), line)


def show_colors() -> None:
    """Let a console of Windows take what colors text for that, and not for text."""
    if WINDOWS:
        import colorama

        colorama.just_fix_windows_console()


def is_of_stdout(error: OSError) -> bool:
    """Whether `error` may come from writing to stdout: Typer writes help and completion scripts by itself."""
    return error.filename is None and (error.errno in _UNWRITABLE_ERRORS or (WINDOWS and error.errno == errno.EINVAL))


def ended(code: int) -> int:
    """The exit code of a run that ends with `code`, once all that was written has left.

    Raises:
        ModelpickError: stdout is closed, or full.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        failed(error)
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        _drop_stream(sys.stderr)
    return code


def failed(error: OSError) -> bool:
    """Write nothing more to stdout after `error`; False where it only says that nobody reads it any more.

    Raises:
        ModelpickError: stdout is closed, or full.
    """
    _drop_stream(sys.stdout)
    # Where a pipe's reader has left, Windows calls the write an invalid argument.
    if isinstance(error, BrokenPipeError) or (WINDOWS and error.errno == errno.EINVAL):
        return False
    raise ModelpickError(
        f"cannot be written: {error.strerror}", where="standard output", hint="The answer is not whole", code=Exit.USAGE
    ) from None


def _drop_stream(stream: TextIO) -> None:
    """Let what still waits in `stream` go nowhere: Python would complain about it when it shuts down."""
    try:
        number = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
        stream.flush()
    except (OSError, ValueError):
        pass


def _open_in_place(number: int, mode: int) -> None:
    try:
        opened = os.open(os.devnull, mode)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
        else:
            os.set_inheritable(number, True)
    except OSError:
        pass
