"""A compiled catalog, read in parts: a question loads what it looks at."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar, get_args, get_origin

from msgspec import MsgspecError, Raw, msgpack

from modelpick.catalog.bundled import bundled
from modelpick.evidence.cells import Column, FittedParameters
from modelpick.evidence.pooling import Cell
from modelpick.model.asof import model_as_of, provider_as_of
from modelpick.model.dates import Day
from modelpick.model.facts import Facts, Model, Provider
from modelpick.model.fields import parts_of
from modelpick.model.rules import Rulebook
from modelpick.snapshot.write import APPLICATION, MODELS, CatalogOrigins

T = TypeVar("T")
_LAST_DAY = "9999-12-31"
ROW_BY_ROW = ("hardware", "rentals")
"""Sections of which a question wants a row or two: each is decoded by itself."""
_READ_ERRORS = (sqlite3.Error, MsgspecError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What reading a file with other content than was written can end in."""


class DamagedSnapshot(Exception):
    """A file that holds something else than a compiled catalog of this program."""


class LazyMapping(Mapping[str, T], Generic[T]):
    """A mapping of rows by id, each decoded on first access."""

    def __init__(self, rows: Callable[[], Mapping[str, Any]], decode: Callable[[Any], T]):
        self._find = rows
        self._decode = decode
        self._made: dict[str, T] = {}

    @cached_property
    def _loaded_rows(self) -> Mapping[str, Any]:
        return self._find()

    def __getitem__(self, key: str) -> T:
        if key not in self._made:
            self._made[key] = self._decode(self._loaded_rows[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._loaded_rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded_rows)

    def __len__(self) -> int:
        return len(self._loaded_rows)


class Snapshot:
    """An opened snapshot file. It is never written to, and any thread may ask it.

    Raises:
        DamagedSnapshot: also from any method, when the file holds something else.
    """

    def __init__(self, path: Path):
        self._turn = Lock()
        try:
            address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        except (*_READ_ERRORS, OSError, RuntimeError) as error:
            raise DamagedSnapshot(str(error)) from error
        try:
            if self._loaded_rows("PRAGMA application_id") != [(APPLICATION,)]:
                raise DamagedSnapshot("it is of another program")
            self.about: CatalogOrigins = self.part("about", CatalogOrigins)
        except DamagedSnapshot:
            self._connection.close()
            raise

    def part(self, name: str, kind: Any = Any) -> Any:
        """The part `name`, which is a `kind`."""
        row = self._first_row("SELECT body FROM parts WHERE name = ?", name)
        if row is None:
            raise DamagedSnapshot(f"it has no {name}")
        return _decoded_part(kind, row[0])

    def _first_row(self, query: str, *values: str) -> Any:
        return next(iter(self._loaded_rows(query, *values)), None)

    def _loaded_rows(self, query: str, *values: str) -> list[Any]:
        try:
            with self._turn:
                return self._connection.execute(query, values).fetchall()
        except _READ_ERRORS as error:
            raise DamagedSnapshot(str(error)) from error

    @cached_property
    def rulebook(self) -> Rulebook:
        rules: Rulebook = self.part("rulebook", Rulebook)
        return rules

    @cached_property
    def rule_files(self) -> dict[tuple[str, str], Path]:
        rules = bundled("rules")
        return {(kind, id_): rules / file if ours else Path(file) for kind, id_, ours, file in self.part("rule_files")}

    def fitted(self) -> FittedParameters | None:
        data = self.part("fitted")
        return FittedParameters.from_data(data) if data else None

    def facts(self, day: Day | None = None) -> Facts:
        """The facts as they stood on `day`; all of them without a day."""
        parts = (part for part in parts_of(Facts) if part.name not in MODELS)
        found = {part.name: self._facts_section(part.name, part.type, day) for part in parts}
        return Facts(
            models=self._models_on_day(day), unlinked=self._unmatched_heads(day), newest=self._newest_news(day), **found
        )

    def column(self, day: Day, benchmark: str, tools: str | None) -> Column | None:
        """The cells of every model on `benchmark` on `day`; None where they were not computed at compile time."""
        query = "SELECT body FROM cells WHERE benchmark = ? AND tools = ?"
        row = self._first_row(query, benchmark, tools or "")
        if row is None:
            return None
        cells: dict[str, tuple[Cell | None, Cell | None] | None] = _decoded_part(_CELL_PAIRS, row[0])
        return cells | dict.fromkeys(id_ for id_, since in self._settled_days.items() if since > day)

    @cached_property
    def _settled_days(self) -> Mapping[str, Day]:
        """The day since which each model's cells are unchanged, by model."""
        found: Mapping[str, Day] = self.part("settled")
        return found

    def _facts_section(self, name: str, kind: Any, day: Day | None) -> Any:
        """A field of the facts: rows by id when somebody asks for one, anything else at once."""
        if get_origin(kind) is not Mapping:
            return self.part(name, kind)
        if name in ROW_BY_ROW:
            row = get_args(kind)[1]
            return LazyMapping(partial(self.part, name, dict[str, Raw]), partial(_decoded_part, row))
        cut = _provider_on(day) if name == "providers" and day is not None else _same_value
        return LazyMapping(partial(self.part, name, kind), cut)

    def _newest_news(self, day: Day | None) -> Day | None:
        days = self.part("news")
        place = len(days) if day is None else bisect_right(days, day)
        return days[place - 1] if place else None

    def _models_on_day(self, day: Day | None) -> Mapping[str, Model]:
        query = "SELECT id, known_from, known_whole, body FROM models WHERE linked ORDER BY place"
        rows = self._loaded_rows(query)
        dated = {id_: known_from for id_, known_from, *_ in rows}
        known = {id_: (whole, body) for id_, known_from, whole, body in rows if known_from <= (day or _LAST_DAY)}
        return LazyMapping(lambda: known, lambda row: _model_on_day(row[0], row[1], day, dated))

    def _unmatched_heads(self, day: Day | None) -> Mapping[str, Model]:
        def rows() -> Mapping[str, tuple[str, Day]]:
            query = "SELECT id, known_whole FROM models WHERE NOT linked AND known_from <= ? ORDER BY place"
            return {id_: (id_, whole) for id_, whole in self._loaded_rows(query, day or _LAST_DAY)}

        def made(row: tuple[str, Day]) -> Model:
            id_, whole = row
            (body,) = self._first_row("SELECT body FROM models WHERE id = ?", id_)
            return _model_on_day(whole, body, day, {})

        return LazyMapping(rows, made)


_CELL_PAIRS = dict[str, tuple[Cell | None, Cell | None]]


def _decoded_part(kind: Any, body: Any) -> Any:
    try:
        return _msgpack_decoder(kind).decode(body)
    except _READ_ERRORS as error:
        raise DamagedSnapshot(str(error)) from error


@cache
def _msgpack_decoder(kind: Any) -> msgpack.Decoder[Any]:
    return msgpack.Decoder(kind)


def _model_on_day(whole: Day, body: bytes, day: Day | None, dated: Mapping[str, Day]) -> Model:
    """The model of a row as it was on `day`; of most all is known by then."""
    model: Model = _decoded_part(Model, body)
    named = dated.get(model.successor or "", "")
    if day is None or (whole <= day and (model.successor is None or "" < named <= day)):
        return model
    return model_as_of(model, day, dated)


def _same_value(value: Any) -> Any:
    return value


def _provider_on(day: Day) -> Callable[[Provider], Provider]:
    return lambda provider: provider_as_of(provider, day)
