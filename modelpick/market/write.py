"""Writes the synced market: one read of one source at a time, whole or not at all.

The file is never changed in place: a write works on a copy that then takes its place in one step, so that a process
killed at any moment leaves the last good data, and whoever has the file open goes on reading what it was.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from modelpick.market.read import FORMAT, DamagedMarket, Market, MarketRead
from modelpick.market.records import KIND_OF, Record
from modelpick.market.rows import encoded, row_checksum, storable
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain
from modelpick.storage.digests import blake2b
from modelpick.storage.folders import make_private
from modelpick.storage.lock import Busy, Turn
from modelpick.storage.writing import draft_in, settle

PATIENCE = 60.0
"""Seconds to wait for another process that is writing."""
MOST_SKIPS = 10_000
"""So many skipped rows of a read are kept."""
_TABLE_DEFINITIONS = """
CREATE TABLE reads (id INTEGER PRIMARY KEY, source TEXT NOT NULL, day TEXT NOT NULL, urls TEXT NOT NULL,
                    rows INTEGER NOT NULL, skipped INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL,
                    gone INTEGER NOT NULL, digest TEXT NOT NULL, sum INTEGER NOT NULL);
CREATE TABLE versions (source TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, since INTEGER NOT NULL,
                       until INTEGER, body TEXT NOT NULL, sum INTEGER NOT NULL,
                       PRIMARY KEY (source, kind, key, since)) WITHOUT ROWID;
CREATE TABLE skips (source TEXT NOT NULL, path TEXT NOT NULL, reason TEXT NOT NULL, sum INTEGER NOT NULL);
"""


def write(
    path: Path,
    source: str,
    day: Day,
    urls: Sequence[str],
    records: Iterable[Record],
    skipped: Iterable[tuple[str, str]] = (),
    partial: Collection[str] = (),
) -> MarketRead | None:
    """Store `records` as the state of `source` from `day` on, atomically; None if nothing changed.

    Args:
        path: the market file; it and its folder are created if need be.
        day: not before the last read of `source`, so that history stays in order.
        skipped: (path, reason) of what was not taken.
        partial: kinds of which `records` holds only some: those that it does not list stay.

    Raises:
        DamagedMarket: the file that is there cannot be read.
        ModelpickError: the folder cannot be written, or another process does not end writing.
    """
    bodies = {(KIND_OF[type(record)], storable(record.key)): encoded(record) for record in records}
    skips = [(storable(at), storable(why)) for at, why in skipped]
    try:
        with market_turn(path.parent):
            with Market(path) as market:
                known, last = market.contents(source), market.last(source)
                skips_known = market.skipped(source)
            bodies = {**{key: body for key, body in known.items() if key[0] in partial}, **bodies}
            if last is not None and known == bodies and skips_known == skips[:MOST_SKIPS]:
                return None
            if last is not None and day < last.day:
                raise ModelpickError(f"{source} was read on {last.day}, after {day}", hint="Check the clock")
            moves = _RowMoves.of(known, bodies)
            urls_kept = [storable(url) for url in urls]
            return _replace_market(path, lambda at: _write_read(at, source, day, urls_kept, bodies, moves, skips, last))
    except OSError as error:
        raise ModelpickError(f"cannot be written ({error.strerror or error})", where=str(path)) from None
    except sqlite3.OperationalError as error:
        raise ModelpickError(f"cannot be written ({error})", where=str(path)) from None
    except sqlite3.DatabaseError as error:
        raise DamagedMarket(path, str(error)) from None


def set_aside(path: Path, day: Day) -> Path:
    """Rename a damaged market file within its folder; its new path."""
    name, number = f"market.damaged-{day}", 1
    place = path.with_name(f"{name}.sqlite")
    while place.exists():
        number += 1
        place = path.with_name(f"{name}-{number}.sqlite")
    path.replace(place)
    return place


class _RowMoves(Plain):
    """The keys of the rows that were added, changed and removed."""

    added: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, known: Mapping[tuple[str, str], str], now: Mapping[tuple[str, str], str]) -> _RowMoves:
        return cls(
            tuple(sorted(now.keys() - known.keys())),
            tuple(sorted(key for key, body in now.items() if key in known and known[key] != body)),
            tuple(sorted(known.keys() - now.keys())),
        )

    def digest(self, last: MarketRead | None, day: Day, bodies: Mapping[tuple[str, str], str], more: object) -> str:
        """A digest of the whole history of the source up to this read."""
        found = blake2b(repr((last.digest if last else "", day, self.gone, more)).encode(), digest_size=8)
        for key in (*self.added, *self.changed):
            found.update(f"{key}\0{bodies[key]}\0".encode())
        return found.hexdigest()


def _write_read(
    connection: sqlite3.Connection,
    source: str,
    day: Day,
    urls: list[str],
    bodies: Mapping[tuple[str, str], str],
    moves: _RowMoves,
    skips: list[tuple[str, str]],
    last: MarketRead | None,
) -> MarketRead:
    """Write one read of `source` into the open transaction of `connection`."""
    id_ = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM reads").fetchone()[0]
    counts = len(bodies), len(skips), len(moves.added), len(moves.changed), len(moves.gone)
    read = MarketRead(id_, source, day, tuple(urls), *counts, moves.digest(last, day, bodies, skips))
    _insert_rows(connection, "reads", 10, [(*read[:3], json.dumps(urls), *read[4:])])
    connection.create_function("sum_of", -1, row_checksum, deterministic=True)
    connection.executemany(
        "UPDATE versions SET until = ?, sum = sum_of(source, kind, key, since, ?, body) "
        "WHERE source = ? AND kind = ? AND key = ? AND until IS NULL",
        ((id_, id_, source, kind, key) for kind, key in (*moves.changed, *moves.gone)),
    )
    new = (*moves.added, *moves.changed)
    _insert_rows(connection, "versions", 6, ((source, kind, key, id_, None, bodies[kind, key]) for kind, key in new))
    connection.execute("DELETE FROM skips WHERE source = ?", (source,))
    _insert_rows(connection, "skips", 3, ((source, *skip) for skip in skips[:MOST_SKIPS]))
    # The header of the file then tells one content from another, even after a market was begun anew.
    connection.execute(f"PRAGMA application_id = {int(read.digest[:7], 16)}")
    return read


def _insert_rows(connection: sqlite3.Connection, table: str, columns: int, rows: Iterable[tuple[object, ...]]) -> None:
    """Insert `rows` of that many columns, each with its checksum."""
    marks = ", ".join("?" * (columns + 1))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", ((*row, row_checksum(*row)) for row in rows))


def _replace_market(path: Path, change: Callable[[sqlite3.Connection], MarketRead]) -> MarketRead:
    """Apply `change` to a copy of the file in one transaction, then replace the file by the copy."""
    with draft_in(path.parent) as draft:
        fresh = not path.exists()
        if not fresh:
            shutil.copyfile(path, draft)
        connection = sqlite3.connect(draft, isolation_level=None)
        try:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
            if fresh:
                for table in _TABLE_DEFINITIONS.split(";"):
                    connection.execute(table)
                connection.execute(f"PRAGMA user_version = {FORMAT}")
            done = change(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()
        settle(draft, path)
    return done


@contextmanager
def market_turn(folder: Path) -> Iterator[None]:
    """The turn of this process to write to the market in `folder`, which is made if need be.

    Raises:
        ModelpickError: another update is still writing.
        OSError, sqlite3.Error: the folder cannot be written.
    """
    make_private(folder)
    try:
        with Turn(folder / "market.lock", PATIENCE):
            yield
    except Busy:
        raise ModelpickError("another update is still writing", hint="Try again when it has ended") from None
