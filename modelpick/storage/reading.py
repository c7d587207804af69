"""The one way to read a file: a regular one, not larger than a limit, in one read that can wait for nobody."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from modelpick.domain.errors import ModelpickError

MEGABYTE = 1024**2

# Opening a named pipe waits for somebody at its other end, and a terminal may become that of the program.
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)

_SPECIAL = (
    (stat.S_ISDIR, "is a folder"),
    (stat.S_ISFIFO, "is a named pipe"),
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISBLK, "is a device"),
    (stat.S_ISLNK, "is a link"),
)


class UnreadableFile(ModelpickError):
    """A file that is not read; says why."""


class MissingFile(UnreadableFile):
    """There is no such file."""


class LargeFile(UnreadableFile):
    """The file is larger than what is read of its kind."""


def read_regular(path: Path, *, limit: int, follow: bool = True) -> bytes:
    """All the bytes of the file `path`.

    What is read is the file that was opened, whatever takes its place meanwhile: whoever keeps something about the
    content takes its digest from these bytes.

    Args:
        limit: the most bytes that are read; a larger file is refused.
        follow: whether `path` itself may be a link.

    Raises:
        MissingFile: there is none.
        LargeFile: it is larger than `limit`.
        UnreadableFile: it is a folder, a device or a pipe, or the system refuses it.
    """
    try:
        # Before it is opened, for opening alone makes some devices and pipes do something.
        _refuse_special(path, os.stat(path, follow_symlinks=follow))
        handle = os.open(path, _FLAGS | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
        try:
            found = os.fstat(handle)
            _refuse_special(path, found)
            if found.st_size > limit:
                raise _too_large(path, limit, found.st_size)
            return _read_handle(handle, path, limit)
        finally:
            os.close(handle)
    except OSError as error:
        raise _refusal(path, error) from None
    except ValueError:  # a name with a NUL in it
        raise UnreadableFile("is not the name of a file", where=str(path), hint="Name a file") from None


def _read_handle(handle: int, path: Path, limit: int) -> bytes:
    """What can be read, whatever was said of its size before."""
    parts, room = [], limit + 1
    while room > 0 and (part := os.read(handle, min(room, MEGABYTE))):
        parts.append(part)
        room -= len(part)
    if room <= 0:
        raise _too_large(path, limit, None)
    return b"".join(parts)


def _refuse_special(path: Path, found: os.stat_result) -> None:
    if stat.S_ISREG(found.st_mode):
        return
    what = next((said for is_kind, said in _SPECIAL if is_kind(found.st_mode)), "is not a file")
    raise UnreadableFile(what, where=str(path), hint="Name a file")


def _too_large(path: Path, limit: int, size: int | None) -> LargeFile:
    most = f"{limit // MEGABYTE} MB" if limit >= MEGABYTE else f"{limit:,} bytes"
    has = f"has {size / MEGABYTE:,.0f} MB, more than" if size and size >= 10 * MEGABYTE else "is larger than"
    return LargeFile(f"the file {has} the limit of {most}", where=str(path), hint="Name a smaller file")


def _refusal(path: Path, error: OSError) -> UnreadableFile:
    where = str(path)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return MissingFile("does not exist", where=where, hint="Check the name of the file")
    if error.errno == errno.ELOOP:
        what = "is a link that leads nowhere" if path.is_symlink() else "lies behind a link that leads nowhere"
        return UnreadableFile(what, where=where, hint="Name the file itself")
    return UnreadableFile(f"cannot be read: {error.strerror or error}", where=where)
