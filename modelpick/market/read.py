"""The synced market: every row that an upstream gave, from the read that brought it to the read that changed it.

One SQLite file, which `modelpick.market.write` replaces and nobody changes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from modelpick.market.records import OfferingRecord, Record, Stored
from modelpick.market.rows import decoded, row_checksum
from modelpick.market.shared import kept_once
from modelpick.model.dates import Day, last_day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Charges
from modelpick.storage.digests import blake2b
from modelpick.storage.reading import MissingFile, UnreadableFile, database_address, open_regular

FORMAT = 1
"""The `user_version` of the file."""
PriceHistory = tuple[tuple[Day, Charges | None], ...]


class MarketRead(NamedTuple):
    """One read of a source that brought something new."""

    id: int
    source: str
    day: Day
    urls: tuple[str, ...]
    rows: int
    skipped: int
    added: int
    changed: int
    gone: int
    digest: str = ""
    """Stands for all that the source has said up to this read."""


Until = Day | frozenset[int] | None
"""Which reads count: those on or before a day; those of these ids; all."""


def is_counted(read: MarketRead, on: Until) -> bool:
    """Whether `read` is one of the reads that count."""
    if isinstance(on, frozenset):
        return read.id in on
    return on is None or read.day <= last_day(on)


class DamagedMarket(ModelpickError):
    """The market file cannot be read."""

    def __init__(self, path: Path, why: str):
        hint = "Run `modelpick catalog update --force` to fetch it anew; the damaged file is moved aside"
        super().__init__(f"the synced market cannot be read ({why})", where=str(path), hint=hint)


class Market:
    """The market file, read only, by any thread. A file that is not there is an empty market.

    Raises:
        DamagedMarket: from any method, if the file is not whole or of another version.
    """

    def __init__(self, path: Path):
        self._path = path
        self._connection: sqlite3.Connection | None = None
        try:
            with open_regular(path):
                pass
        except MissingFile:
            return
        except UnreadableFile as error:
            raise DamagedMarket(path, error.message) from None
        self._connection = sqlite3.connect(database_address(path), uri=True, check_same_thread=False)
        try:
            version = self._fetch_all("PRAGMA user_version")[0][0]
            if version != FORMAT:
                raise DamagedMarket(path, f"format {version}, this version of modelpick reads {FORMAT}")
        except DamagedMarket:
            self.close()  # so that it can be moved aside, on Windows too
            raise

    def __enter__(self) -> Market:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def generation(self, on: Until = None) -> str:
        """A cache key of everything that `stored(on)` returns; empty if that is nothing."""
        digests = [f"{source} {read.digest}" for source, read in sorted(self._last_reads(on).items())]
        return blake2b("\n".join(digests).encode(), digest_size=8).hexdigest() if digests else ""

    def reads(self) -> list[MarketRead]:
        """Every read that changed something, newest last."""
        rows = [self._verified_row("a read", *row) for row in self._fetch_all("SELECT * FROM reads ORDER BY id")]
        return [MarketRead._make((*row[:3], tuple(json.loads(row[3])), *row[4:])) for row in rows]

    def last(self, source: str) -> MarketRead | None:
        """The newest read of `source`."""
        return self._last_reads(None).get(source)

    def counts(self, source: str) -> dict[str, int]:
        """How many rows of each kind `source` has now."""
        query = "SELECT kind, count(*) FROM versions WHERE source = ? AND until IS NULL GROUP BY kind"
        return dict(self._fetch_all(query, source))

    def skipped(self, source: str) -> list[tuple[str, str]]:
        """(path, reason) of each row that the newest read of `source` skipped."""
        rows = self._fetch_all("SELECT * FROM skips WHERE source = ? ORDER BY rowid", source)
        return [self._verified_row("a skipped row", *row)[1:] for row in rows]

    def stored(self, on: Until = None) -> list[Stored[Record]]:
        """Every row present after the last read on or before `on`, by default now, by source, kind and key."""
        return list(self.each_stored(on))

    def each_stored(self, on: Until = None) -> Iterator[Stored[Record]]:
        """The same, one after the other."""
        days = {read.id: read.day for read in self.reads()}
        for source, read in sorted(self._last_reads(on).items()):
            found = 0
            for found, row in enumerate(self._rows_of(source, read, days), 1):  # noqa: B007
                yield row
            if found != read.rows:
                raise DamagedMarket(self._path, f"{found} of {read.rows} rows of {source} are there")

    def check(self) -> None:
        """Verify every page and row of the file.

        Raises:
            DamagedMarket: something is not as it was written.
        """
        said = self._fetch_all("PRAGMA integrity_check(1)")
        if said and said[0][0] != "ok":
            raise DamagedMarket(self._path, "its pages contradict one another")
        for _ in self.each_stored():
            pass

    def contents(self, source: str) -> dict[tuple[str, str], str]:
        """The stored text of each present row of `source`, by (kind, key)."""
        rows = self._fetch_all("SELECT * FROM versions WHERE source = ? AND until IS NULL", source)
        sound = (self._verified_row(f"row {row[2]} of {source}", *row) for row in rows)
        return {(kind, key): body for _, kind, key, _, _, body in sound}

    def _last_reads(self, on: Until) -> dict[str, MarketRead]:
        """The newest read of each source, on or before `on`."""
        last: dict[str, MarketRead] = {}
        for read in self.reads():
            if is_counted(read, on):
                last[read.source] = read
        return last

    def _rows_of(self, source: str, read: MarketRead, days: Mapping[int, Day]) -> Iterator[Stored[Record]]:
        query = (
            "SELECT kind, key, since, until, body, sum FROM versions WHERE source = ? AND since <= ? "
            "ORDER BY kind, key, since"
        )
        rows = self._fetch_each(query, source, read.id)
        for _, group in groupby(rows, key=itemgetter(0, 1)):
            versions = list(group)
            _, _, since, until, _, _ = versions[-1]
            if until is not None and until <= read.id:
                continue
            record = self._row_record(source, *versions[-1])
            prices: PriceHistory = ()
            if isinstance(record, OfferingRecord):
                states = [(days[v[2]], self._row_record(source, *v)) for v in versions[:-1]]
                prices = kept_once(_price_history([*states, (days[since], record)]))
            yield Stored(source, record, days[versions[0][2]], days[since], read.day, prices)

    def _row_record(self, source: str, kind: str, key: str, *rest: Any) -> Record:
        *said, checksum = rest
        if row_checksum(source, kind, key, *said) != checksum:
            raise DamagedMarket(self._path, f"row {key} of {source} is not as it was written")
        try:
            return decoded(kind, said[-1])
        except (ValueError, TypeError, KeyError, ArithmeticError) as error:
            raise DamagedMarket(self._path, f"row {key}: {type(error).__name__}") from None

    def _verified_row(self, what: str, *row: Any) -> tuple[Any, ...]:
        """`row` without its trailing checksum.

        Raises:
            DamagedMarket: the checksum does not match.
        """
        if row_checksum(*row[:-1]) != row[-1]:
            raise DamagedMarket(self._path, f"{what} is not as it was written")
        return row[:-1]

    def _fetch_all(self, query: str, *values: object) -> list[Any]:
        return list(self._fetch_each(query, *values))

    def _fetch_each(self, query: str, *values: object) -> Iterator[Any]:
        if self._connection is None:
            return
        try:
            for row in self._connection.execute(query, values):  # noqa: UP028  # a cursor is no generator to be closed
                yield row
        except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
            raise DamagedMarket(self._path, str(error)) from None


def _price_history(states: Iterable[tuple[Day, Record]]) -> PriceHistory:
    """The prices that moved, oldest first; of several on one day the last."""
    prices: list[tuple[Day, Charges | None]] = []
    known: Charges | None = None
    for day, record in dict(states).items():
        assert isinstance(record, OfferingRecord)
        if record.charges != known:
            prices.append((day, record.charges))
        known = record.charges
    return tuple(prices)
