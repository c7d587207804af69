"""A compiled catalog, read in parts: a question loads what it looks at."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Generic, TypeVar, get_origin

from msgspec import msgpack

from modelpick.catalogue.bundled import bundled
from modelpick.domain.asof import model_as_of, provider_as_of
from modelpick.domain.dates import Day
from modelpick.domain.facts import Facts, Model, Provider
from modelpick.domain.fields import parts_of
from modelpick.domain.rules import Rulebook
from modelpick.evidence.cells import Column, Fitted
from modelpick.evidence.pooling import Cell
from modelpick.snapshot.write import MODELS, About

T = TypeVar("T")
_LAST = "9999-12-31"


class Later(Mapping[str, T], Generic[T]):
    """Rows by id, each turned into an object when it is asked for."""

    def __init__(self, rows: Callable[[], Mapping[str, Any]], decode: Callable[[Any], T]):
        self._find = rows
        self._decode = decode
        self._made: dict[str, T] = {}

    @cached_property
    def _rows(self) -> Mapping[str, Any]:
        return self._find()

    def __getitem__(self, key: str) -> T:
        if key not in self._made:
            self._made[key] = self._decode(self._rows[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Snapshot:
    """An opened snapshot file. It is never written to."""

    def __init__(self, path: Path):
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)

    def part(self, name: str, kind: Any = Any) -> Any:
        """The part `name`, which is a `kind`."""
        row = self._connection.execute("SELECT body FROM parts WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise ValueError(f"the snapshot has no {name}")
        return _decoder(kind).decode(row[0])

    @cached_property
    def rulebook(self) -> Rulebook:
        rules: Rulebook = self.part("rulebook", Rulebook)
        return rules

    @cached_property
    def rule_files(self) -> dict[tuple[str, str], Path]:
        rules = bundled("rules")
        return {(kind, id_): rules / file if ours else Path(file) for kind, id_, ours, file in self.part("rule_files")}

    @cached_property
    def about(self) -> About:
        found: About = self.part("about", About)
        return found

    def fitted(self) -> Fitted | None:
        data = self.part("fitted")
        return Fitted.from_data(data) if data else None

    def facts(self, day: Day | None = None) -> Facts:
        """The facts as they stood on `day`; all of them without a day."""
        parts = (part for part in parts_of(Facts) if part.name not in MODELS)
        found = {part.name: self._section(part.name, part.type, day) for part in parts}
        return Facts(models=self._models(day), unlinked=self._unlinked(day), newest=self._newest(day), **found)

    def column(self, day: Day, benchmark: str, tools: str | None) -> Column | None:
        """The cells of every model on `benchmark` as they stand on `day`; None where they were not worked out."""
        query = "SELECT body FROM cells WHERE benchmark = ? AND tools = ?"
        row = self._connection.execute(query, (benchmark, tools or "")).fetchone()
        if row is None:
            return None
        cells: dict[str, tuple[Cell | None, Cell | None] | None] = _decoder(_CELLS).decode(row[0])
        return cells | dict.fromkeys(id_ for id_, since in self._settled.items() if since > day)

    @cached_property
    def _settled(self) -> Mapping[str, Day]:
        """Model -> the day since which its cells stand."""
        found: Mapping[str, Day] = self.part("settled")
        return found

    def _section(self, name: str, kind: Any, day: Day | None) -> Any:
        """A field of the facts: rows by id when somebody asks for one, anything else at once."""
        if get_origin(kind) is not Mapping:
            return self.part(name, kind)
        cut = _provider_on(day) if name == "providers" and day is not None else _same
        return Later(partial(self.part, name, kind), cut)

    def _newest(self, day: Day | None) -> Day | None:
        days = self.part("news")
        place = len(days) if day is None else bisect_right(days, day)
        return days[place - 1] if place else None

    def _models(self, day: Day | None) -> Mapping[str, Model]:
        query = "SELECT id, known_from, known_whole, body FROM models WHERE linked ORDER BY place"
        rows = self._connection.execute(query).fetchall()
        dated = {id_: known_from for id_, known_from, *_ in rows}
        known = {id_: (whole, body) for id_, known_from, whole, body in rows if known_from <= (day or _LAST)}
        return Later(lambda: known, lambda row: _model(row[0], row[1], day, dated))

    def _unlinked(self, day: Day | None) -> Mapping[str, Model]:
        def rows() -> Mapping[str, tuple[str, Day]]:
            query = "SELECT id, known_whole FROM models WHERE NOT linked AND known_from <= ? ORDER BY place"
            return {id_: (id_, whole) for id_, whole in self._connection.execute(query, (day or _LAST,))}

        def made(row: tuple[str, Day]) -> Model:
            id_, whole = row
            (body,) = self._connection.execute("SELECT body FROM models WHERE id = ?", (id_,)).fetchone()
            return _model(whole, body, day, {})

        return Later(rows, made)


_CELLS = dict[str, tuple[Cell | None, Cell | None]]


@cache
def _decoder(kind: Any) -> msgpack.Decoder[Any]:
    return msgpack.Decoder(kind)


def _model(whole: Day, body: bytes, day: Day | None, dated: Mapping[str, Day]) -> Model:
    """The model of a row as it was on `day`; of most all is known by then."""
    model: Model = _decoder(Model).decode(body)
    named = dated.get(model.successor or "", "")
    if day is None or (whole <= day and (model.successor is None or "" < named <= day)):
        return model
    return model_as_of(model, day, dated)


def _same(value: Any) -> Any:
    return value


def _provider_on(day: Day) -> Callable[[Provider], Provider]:
    return lambda provider: provider_as_of(provider, day)
