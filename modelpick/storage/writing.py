"""The one way to write a file: it is the old one or the new one, whenever the program is stopped.

What is written has no name until it is whole, where the system can do that; else it lies beside the file under the
name of a draft, and what a killed process left there goes with the next write.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from modelpick.model.exits import ModelpickError
from modelpick.storage.folders import PRIVATE_FILE, make_private
from modelpick.storage.reading import MissingFile, read_regular, refuse_special

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be removed
    fcntl = None  # type: ignore[assignment]

_DRAFT_NAME = re.compile(r"\.modelpick-[0-9a-f]{16}\.tmp")
_WRITE_FLAGS = os.O_WRONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_LOCKED_WHILE_OPEN = os.name == "nt"
"""Whether a file cannot be replaced while somebody has it open."""
_RETRY_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
"""Seconds between the tries to replace such a file."""


def write_file(file: Path, content: bytes, *, over: bool = True, private: bool = False) -> None:
    """Make `content` all that `file` holds, in one step.

    A file that was there keeps its rights and its owner. A link is followed; one that leads nowhere is refused.

    Args:
        over: whether a file that is there already is replaced.
        private: whether nobody else may read it.

    Raises:
        ModelpickError: the folder cannot be written to; the file is no regular one; it is there and stays.
    """
    try:
        target, before = _real_target(file)
        if before is not None and not over:
            raise FileExistsError
        _clear_stale(target.parent)
        _write_beside(target, content, before, over=over, private=private)
    except FileExistsError:
        raise ModelpickError("is there already", where=str(file), hint="{force} replaces it") from None
    except OSError as error:
        raise ModelpickError(f"cannot be written: {error.strerror or error}", where=str(file)) from None


def make_folder(folder: Path, *, private: bool = False) -> None:
    """Make `folder`, and those above it, unless it is there; a `private` one is for nobody else.

    Raises:
        ModelpickError: it cannot be made.
    """
    try:
        if private:
            make_private(folder)
        else:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelpickError(f"cannot be made: {error.strerror or error}", where=str(folder)) from None


def write_files(folder: Path, files: Mapping[str, bytes], *, over: bool = False) -> list[Path]:
    """Write each of `files` under its name into `folder`, each in one step; where they lie.

    Raises:
        ModelpickError: the folder cannot be made or written to; or one of them is there and stays, and none is written.
    """
    make_folder(folder)
    paths = {folder / name: content for name, content in files.items()}
    for path in paths:
        if not over and os.path.lexists(path):
            raise ModelpickError("is there already", where=str(path), hint="{force} replaces it")
    for path, content in paths.items():
        write_file(path, content, over=over)
    return list(paths)


def refuse_foreign(file: Path, is_own: Callable[[bytes], bool], what: str, *, limit: int) -> None:
    """Refuse to put `what`, such as "a baseline", in the place of a file that is something else.

    Args:
        is_own: whether some content is `what`. An empty file may become anything.

    Raises:
        ModelpickError: it is something else, or cannot be read.
    """
    try:
        content = read_regular(file, limit=limit)
    except MissingFile:
        return
    if content.strip() and not is_own(content):
        hint = "Name another file, or replace it with {force}"
        raise ModelpickError(f"is no {what}, and is left as it is", where=str(file), hint=hint)


@contextmanager
def draft_in(folder: Path) -> Iterator[Path]:
    """A new empty file in `folder` for SQLite to fill, readable for the user alone; gone at the end, unless `settle`
    gave it a name. Whoever asks for one has the turn of the folder, so that drafts of others are left-overs.

    Raises:
        OSError: the folder cannot be written to.
    """
    for left in folder.glob(".modelpick-*.draft"):
        with suppress(OSError):
            left.unlink()
    draft = folder / f".modelpick-{os.urandom(8).hex()}.draft"
    os.close(os.open(draft, _WRITE_FLAGS | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    try:
        yield draft
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def settle(draft: Path, place: Path) -> None:
    """Put `draft`, which nobody has open, in its `place`, so that it outlives a loss of power.

    Raises:
        OSError: it cannot be put there.
    """
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    move_over(draft, place)
    flush_folder(place.parent)


def flush_folder(folder: Path) -> None:
    """So that new names outlive a loss of power; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _real_target(file: Path) -> tuple[Path, os.stat_result | None]:
    """Where `file` really lies, and what lies there."""
    try:
        if stat.S_ISLNK(os.lstat(file).st_mode):
            target = Path(os.path.realpath(file))
            try:
                found = os.stat(target)
            except OSError:
                hint = "Remove the link, or name the file itself"
                raise ModelpickError("is a link that leads nowhere", where=str(file), hint=hint) from None
        else:
            target, found = file, os.stat(file)
    except FileNotFoundError:
        return file, None
    refuse_special(file, found)
    return target, found


def _write_beside(target: Path, content: bytes, before: os.stat_result | None, *, over: bool, private: bool) -> None:
    mode = PRIVATE_FILE if private or before is not None else 0o666

    def fill(handle: int) -> None:
        _fill_draft(handle, content, None if private else before)

    if not _write_nameless(target, mode, fill, over=over):
        _write_draft(target, mode, fill, over=over)
    flush_folder(target.parent)


def _write_nameless(target: Path, mode: int, fill: Callable[[int], None], *, over: bool) -> bool:
    """Write a file that has no name before it is whole, and of which nothing is left if the process ends before; false
    where the system has none."""
    if not hasattr(os, "O_TMPFILE"):
        return False
    folder = None
    try:
        folder = os.open(target.parent, os.O_RDONLY)
        handle = os.open(target.parent, _WRITE_FLAGS | os.O_TMPFILE, mode)
    except OSError:
        if folder is not None:
            os.close(folder)
        return False
    try:
        _lock_handle(handle)
        fill(handle)
        # With a folder given, even in vain, the link is to the file that the one in /proc stands for.
        source, link = f"/proc/self/fd/{handle}", partial(os.link, src_dir_fd=folder, follow_symlinks=True)
        if not over:
            link(source, target)
            return True
        draft = _draft_name(target.parent)
        try:
            link(source, draft)
            os.replace(draft, target)
        except BaseException:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        return True
    except FileNotFoundError:  # no /proc
        return False
    finally:
        os.close(folder)
        os.close(handle)


def _write_draft(target: Path, mode: int, fill: Callable[[int], None], *, over: bool) -> None:
    """Write a draft beside `target`, held as long as it is open, and put it there."""
    handle, draft = _open_draft(target.parent, mode)
    try:
        fill(handle)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)  # before it is moved: Windows moves no open file
    if over:
        _move_draft(draft, target)
        return
    try:
        _link_draft(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _open_draft(folder: Path, mode: int) -> tuple[int, Path]:
    while True:
        draft = _draft_name(folder)
        handle = os.open(draft, _WRITE_FLAGS | os.O_CREAT | os.O_EXCL, mode)
        _lock_handle(handle)
        if fcntl is None or os.fstat(handle).st_nlink:
            return handle, draft
        os.close(handle)  # somebody took it for a left-over before it was held


def _lock_handle(handle: int) -> None:
    """Say that the file is in use, as long as it is open."""
    if fcntl is not None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)


def _move_draft(draft: Path, target: Path) -> None:
    try:
        move_over(draft, target)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _draft_name(folder: Path) -> Path:
    return folder / f".modelpick-{os.urandom(8).hex()}.tmp"


def _fill_draft(handle: int, content: bytes, before: os.stat_result | None) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]
    if before is not None and hasattr(os, "fchmod"):
        mine = os.fstat(handle)
        if (mine.st_uid, mine.st_gid) != (before.st_uid, before.st_gid):
            with suppress(OSError):
                os.fchown(handle, before.st_uid, before.st_gid)
        os.fchmod(handle, stat.S_IMODE(before.st_mode))
    os.fsync(handle)


def _link_draft(draft: Path, target: Path) -> None:
    """Give the draft its place, unless somebody was faster."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError from None
        move_over(draft, target)


def move_over(draft: Path, target: Path) -> None:
    """Give `draft`, a file or a folder, its place, once nobody holds what it replaces, or it, open on Windows.

    Raises:
        OSError: it cannot be put there.
    """
    for pause in _RETRY_PAUSES:
        try:
            os.replace(draft, target)
            return
        except PermissionError:
            if not _LOCKED_WHILE_OPEN:
                raise
            time.sleep(pause)
    os.replace(draft, target)


def _clear_stale(folder: Path) -> None:
    """Remove the drafts that killed processes left: those that nobody holds."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _DRAFT_NAME.fullmatch(entry.name):
                with suppress(OSError):
                    _remove_unheld(entry.path)


def _remove_unheld(draft: str) -> None:
    if fcntl is None:
        os.unlink(draft)
        return
    handle = os.open(draft, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(draft)
    finally:
        os.close(handle)
