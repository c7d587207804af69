"""Where compiled catalogs are kept: found by what went into them, made once, and made anew when damaged.

Of many processes that need the same one, one makes it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from modelpick.snapshot.read import CacheNotWritable, DamagedSnapshot, Snapshot
from modelpick.storage.folders import make_private
from modelpick.storage.kept import Kept

KEPT = 16
"""So many snapshots stay: one a project, or one an overlay, that somebody works with."""
PATIENCE = 120.0
"""Seconds to wait for another process that is making the same snapshot."""


_used_files: list[Path] = []
"""What this process opened from the cache."""
_is_cache_distrusted = False


def distrust() -> bool:
    """Never use again what this process opened from the cache, and answer without it from now on.

    False where it opened nothing from there, or does without already: then the fault lies elsewhere.
    """
    global _is_cache_distrusted
    if _is_cache_distrusted or not _used_files:
        return False
    _is_cache_distrusted = True
    for path in _used_files:
        with suppress(OSError):
            path.unlink()
    return True


def find_snapshot(folder: Path, key: str) -> Snapshot | None:
    """The snapshot of `key` in `folder`; None if there is no intact one."""
    for path in _kept_in(folder).places(key):
        with suppress(DamagedSnapshot):
            return _opened_snapshot(path)
    return None


def _opened_snapshot(path: Path) -> Snapshot:
    snapshot = Snapshot(path)
    _used_files.append(path)
    return snapshot


def get_or_build(folder: Path, key: str, prepare: Callable[[], Callable[[Path], None]]) -> Snapshot:
    """The snapshot of `key` in `folder`, built by what `prepare` gives if there is none.

    What is prepared may be another snapshot of the same folder: its turn has not come then.

    Raises:
        Unkept: the folder cannot be written, or holds what cannot be trusted.
    """
    if _is_cache_distrusted:
        raise CacheNotWritable("held a damaged catalog")
    known = find_snapshot(folder, key)
    if known is not None:
        return known
    from modelpick.storage.lock import Busy, Turn

    make = prepare()
    try:
        make_private(folder)
        with Turn(folder / "turn.lock", PATIENCE):
            return find_snapshot(folder, key) or _opened_snapshot(_kept_in(folder).make(key, make))
    except Busy:
        raise CacheNotWritable("cannot be written (another process does not end)") from None
    except (OSError, sqlite3.Error, DamagedSnapshot) as error:
        raise CacheNotWritable(f"cannot be written ({getattr(error, 'strerror', None) or error})") from None


def _kept_in(folder: Path) -> Kept:
    return Kept(folder, ".sqlite", KEPT)
