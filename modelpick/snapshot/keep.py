"""Where compiled catalogs are kept: found by what went into them, made once, and made anew when damaged.

A file is called after its key and the checksum of its content, so that a half-written or flipped one is never opened.
It is written beside its place and moved there in one step. Of many processes that need the same one, one makes it.
"""

from __future__ import annotations

import mmap
import os
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

from modelpick.snapshot.read import Snapshot

KEPT = 16
"""So many snapshots stay: one a project, or one an overlay, that somebody works with."""
PATIENCE = 120.0
"""Seconds to wait for another process that is making the same snapshot."""


_FAULTS = (sqlite3.Error, ValueError, OSError, KeyError)


class Unkept(Exception):
    """The folder cannot be written; the reason."""


def found(folder: Path, key: str) -> Snapshot | None:
    """The snapshot of `key` in `folder`, if there is a whole one."""
    for path in folder.glob(f"{key}-*.sqlite"):
        if path.stem.endswith(f"-{_checksum(path):08x}"):
            try:
                return Snapshot(path)
            except _FAULTS:
                continue
    return None


def shipped(path: Path) -> Snapshot | None:
    """The snapshot that came with the program, if there is one."""
    try:
        return Snapshot(path) if path.is_file() else None
    except _FAULTS:
        return None


def found_or_made(folder: Path, key: str, make: Callable[[Path], None]) -> Snapshot:
    """The snapshot of `key` in `folder`; if there is none, `make` writes it.

    Raises:
        Unkept: the folder cannot be written.
    """
    known = found(folder, key)
    if known is not None:
        return known
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _Turn(folder):
            known = found(folder, key)
            if known is not None:
                return known
            return _made(folder, key, make)
    except (OSError, sqlite3.Error) as error:
        raise Unkept(str(error)) from None


def _made(folder: Path, key: str, make: Callable[[Path], None]) -> Snapshot:
    draft = folder / f".draft-{os.getpid()}.sqlite"
    try:
        draft.unlink(missing_ok=True)
        make(draft)
        place = folder / f"{key}-{_checksum(draft):08x}.sqlite"
        _flush(draft)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    _prune(folder, key, place)
    return Snapshot(place)


def _prune(folder: Path, key: str, place: Path) -> None:
    """Drop damaged files of the same key, what killed processes left, and all but the newest snapshots."""
    others = [path for path in folder.glob("*-*.sqlite") if path != place]
    ended = [path for path in others if path.name.startswith((f"{key}-", ".draft-"))]
    rest = sorted((path for path in others if path not in ended), key=_age, reverse=True)
    for path in [*ended, *rest[KEPT - 1 :]]:
        path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _checksum(path: Path) -> int:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return zlib.crc32(content)
    except (OSError, ValueError):
        return -1


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


class _Turn:
    """One process at a time, by the lock of an empty SQLite file: it ends with the process, however that ends."""

    def __init__(self, folder: Path):
        self._connection = sqlite3.connect(folder / "turn.lock", timeout=PATIENCE, isolation_level=None)

    def __enter__(self) -> None:
        self._connection.execute("BEGIN EXCLUSIVE")

    def __exit__(self, *_: object) -> None:
        self._connection.close()
