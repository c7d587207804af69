"""The one way to read a file: a regular one, not larger than a limit, in one read that can wait for nobody."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from modelpick.model.exits import ModelpickError

MEGABYTE = 1024**2
MAX_BYTES = 32 * MEGABYTE
"""The largest file of a catalog, a rule or a question that is read."""

# Opening a named pipe waits for somebody at its other end, and a terminal may become that of the program.
_OPEN_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _OPEN_FLAGS |= getattr(os, _name, 0)

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)

_SPECIAL_FILES = (
    (stat.S_ISDIR, "is a folder"),
    (stat.S_ISFIFO, "is a named pipe"),
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISBLK, "is a device"),
    (stat.S_ISLNK, "is a link"),
)


_URI_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:._-~")


class UnreadableFile(ModelpickError):
    """A file that is not read; says why."""


class MissingFile(UnreadableFile):
    """There is no such file."""


class LargeFile(UnreadableFile):
    """The file is larger than what is read of its kind."""


def read_regular(path: Path | str, *, limit: int, follow: bool = True, was_seen: bool = False) -> bytes:
    """All the bytes of the file `path`.

    What is read is the file that was opened, whatever takes its place meanwhile: whoever keeps something about the
    content takes its digest from these bytes.

    Args:
        limit: the most bytes that are read; a larger file is refused.
        follow: whether `path` itself may be a link.
        was_seen: whether its folder said just now that it is a regular file; then it is not asked again.

    Raises:
        MissingFile: there is none.
        LargeFile: it is larger than `limit`.
        UnreadableFile: it is a folder, a device or a pipe, or the system refuses it.
    """
    handle, size = _opened_handle(path, follow, was_seen)
    try:
        if size > limit:
            raise _too_large(path, limit, size)
        return _read_handle(handle, path, limit, size)
    except OSError as error:
        raise _unreadable_error(path, error) from None
    finally:
        os.close(handle)


@contextmanager
def open_regular(path: Path, *, follow: bool = True) -> Iterator[int]:
    """The regular file `path`, opened to be read without waiting for anybody; closed at the end.

    Raises:
        UnreadableFile: as `read_regular` says; also for what the system refuses meanwhile.
    """
    handle, _ = _opened_handle(path, follow)
    try:
        yield handle
    except OSError as error:
        raise _unreadable_error(path, error) from None
    finally:
        os.close(handle)


def _opened_handle(path: Path | str, follow: bool, was_seen: bool = False) -> tuple[int, int]:
    """The regular file `path`, opened, and its size."""
    try:
        # Before it is opened, for opening alone makes some devices and pipes do something.
        if not was_seen:
            refuse_special(path, os.stat(path, follow_symlinks=follow))
        handle = os.open(path, _OPEN_FLAGS | (0 if follow else _NO_LINK))
    except OSError as error:
        raise _unreadable_error(path, error) from None
    except ValueError:  # a name with a NUL in it
        raise UnreadableFile("is not the name of a file", where=str(path), hint="Name a file") from None
    try:
        opened = os.fstat(handle)
        refuse_special(path, opened)
    except BaseException:
        os.close(handle)
        raise
    return handle, opened.st_size


def _read_handle(handle: int, path: Path | str, limit: int, size: int) -> bytes:
    """What can be read, whatever was said of its size before; a file of that size in one piece, not copied again."""
    parts, room = [], limit + 1
    asked = size + 1 if size else MEGABYTE
    while room > 0 and (part := os.read(handle, min(room, asked))):
        parts.append(part)
        room -= len(part)
        if len(part) == size < asked:
            break  # all that there was said to be, and no more when more was asked for
        asked = MEGABYTE
    if room <= 0:
        raise _too_large(path, limit, None)
    return b"".join(parts)


def refuse_special(path: Path | str, found: os.stat_result) -> None:
    """Refuse what `found` says is no regular file.

    Raises:
        UnreadableFile: it is a folder, a device, a pipe.
    """
    if stat.S_ISREG(found.st_mode):
        return
    what = next((said for is_kind, said in _SPECIAL_FILES if is_kind(found.st_mode)), "is not a file")
    raise UnreadableFile(what, where=str(path), hint="Name a file")


def _too_large(path: Path | str, limit: int, size: int | None) -> LargeFile:
    most = f"{limit // MEGABYTE} MB" if limit >= MEGABYTE else f"{limit:,} bytes"
    has = f"has {size / MEGABYTE:,.0f} MB, more than" if size and size >= 10 * MEGABYTE else "is larger than"
    return LargeFile(f"the file {has} the limit of {most}", where=str(path), hint="Name a smaller file")


def _unreadable_error(path: Path | str, error: OSError) -> UnreadableFile:
    where = str(path)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return MissingFile("does not exist", where=where, hint="Check the name of the file")
    if error.errno == errno.ELOOP:
        what = "is a link that leads nowhere" if os.path.islink(path) else "lies behind a link that leads nowhere"
        return UnreadableFile(what, where=where, hint="Name the file itself")
    return UnreadableFile(f"cannot be read: {error.strerror or error}", where=where)


class Reads:
    """Files that are read once: whoever asks again, to take their digest or to parse them, gets the same bytes.

    Args:
        known: files that were read already, or are to be looked at before they are written.
    """

    def __init__(self, known: Mapping[Path, bytes] | None = None) -> None:
        self._read: dict[Path, bytes | UnreadableFile] = dict(known or {})
        self._listed: dict[tuple[Path, str], tuple[Path, ...]] = {}

    def read(self, path: Path, limit: int = MAX_BYTES) -> bytes:
        """What `path` held when it was first asked for.

        Raises:
            UnreadableFile: it could not be read then.
        """
        if path not in self._read:
            try:
                self._read[path] = read_regular(path, limit=limit)
            except UnreadableFile as error:
                self._read[path] = error
        found = self._read[path]
        if isinstance(found, UnreadableFile):
            raise found
        return found

    def listed(self, folder: Path, pattern: str) -> tuple[Path, ...]:
        """The files below `folder` that were there when it was first asked for, in a fixed order."""
        key = folder, pattern
        if key not in self._listed:
            self._listed[key] = tuple(sorted(folder.rglob(pattern)))
        return self._listed[key]


def read_lines(path: Path, *, longest: int, counted: Callable[[], None]) -> Iterator[bytes]:
    """The lines of the regular file `path`, however large it is, without their ends; a few megabytes at a time.

    Args:
        longest: bytes of a line; of a longer one nothing comes but a call of `counted`.

    Raises:
        UnreadableFile: as `open_regular` says.
    """
    with open_regular(path) as handle:
        rest, skipping = b"", False
        while part := os.read(handle, MEGABYTE):
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                if skipping:
                    skipping = False
                    counted()
                else:
                    yield line
            if len(rest) > longest:
                rest, skipping = b"", True
        if skipping:
            counted()
        elif rest:
            yield rest


def database_address(path: Path) -> str:
    """The URI at which SQLite reads the database in `path` without a lock: the file is replaced, never changed.

    Not `Path.as_uri`, which loads the whole of `urllib.request` from Python 3.14 on.
    """
    spelled = "".join(
        chr(byte) if byte in _URI_PLAIN else f"%{byte:02X}" for byte in os.fsencode(path.absolute().as_posix())
    )
    return f"file://{spelled if spelled.startswith('/') else '/' + spelled}?mode=ro&immutable=1"
