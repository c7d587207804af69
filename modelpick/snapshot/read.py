"""A compiled catalog, read in parts: a question loads what it looks at."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar

from modelpick.catalogue.bundled import bundled
from modelpick.domain.asof import PARTS, named_successor, provider_as_of
from modelpick.domain.dates import Day
from modelpick.domain.facts import Benchmark, Facts, GlossaryEntry, Model, Provider, Skill, Source
from modelpick.domain.machines import Device
from modelpick.domain.rules import Rulebook
from modelpick.domain.workloads import TokenCount, Workload
from modelpick.evidence.cells import Column, Fitted
from modelpick.evidence.pooling import Cell
from modelpick.snapshot.codec import converter, decoder, hints_of, later, make_later
from modelpick.snapshot.write import LATER

T = TypeVar("T")
_CELL_LATER = ("used", "comparable")


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
        place = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        # Threads take turns, so that one snapshot serves all of them, however SQLite was built.
        self._connection = sqlite3.connect(place, uri=True, check_same_thread=False)
        self._turn = Lock()

    def part(self, name: str) -> Any:
        """The part `name`, as it was stored."""
        row = self._row("SELECT body FROM parts WHERE name = ?", name)
        if row is None:
            raise ValueError(f"the snapshot has no {name}")
        return json.loads(row[0])

    def _row(self, query: str, *values: str) -> Any:
        """The first row of what `query` finds."""
        with self._turn:
            return self._connection.execute(query, values).fetchone()

    @cached_property
    def rulebook(self) -> Rulebook:
        rules: Rulebook = decoder(Rulebook)(self.part("rulebook"))
        return rules

    @cached_property
    def rule_files(self) -> dict[tuple[str, str], Path]:
        rules = bundled("rules")
        return {(kind, id_): rules / file if ours else Path(file) for kind, id_, ours, file in self.part("rule_files")}

    @cached_property
    def about(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.part("about")
        return found

    def fitted(self) -> Fitted | None:
        data = self.part("fitted")
        return Fitted.from_data(data) if data else None

    def facts(self, day: Day | None = None) -> Facts:
        """The facts as they stood on `day`; all of them without a day."""
        extra = self.part("extra")
        hints = hints_of(Facts)
        found = {name: _converted(value, hints[name]) for name, value in extra.items()}
        return Facts(
            models=self._models(day),
            unlinked=Later(lambda: self._unlinked(day), self._head_reader(day)),
            benchmarks=Later(lambda: self._mapping("benchmarks"), decoder(Benchmark)),
            skills=Later(lambda: self._mapping("skills"), decoder(Skill)),
            sources=Later(lambda: self._mapping("sources"), decoder(Source)),
            providers=Later(lambda: self._mapping("providers"), _provider(day)),
            hardware=Later(lambda: self._mapping("hardware"), decoder(Device)),
            workloads=Later(lambda: self._mapping("workloads"), decoder(Workload)),
            glossary=Later(lambda: self._mapping("glossary"), decoder(GlossaryEntry)),
            token_counts=tuple(map(decoder(TokenCount), self.part("token_counts"))),
            aliases=Later(lambda: self._mapping("aliases"), str),
            newest=self._newest(day),
            **found,
        )

    def column(self, day: Day, benchmark: str, tools: str | None) -> Column | None:
        """The cells of every model on `benchmark` as they stand on `day`; None where they were not worked out."""
        query = "SELECT body FROM cells WHERE benchmark = ? AND tools = ?"
        row = self._row(query, benchmark, tools or "")
        if row is None:
            return None
        cells: dict[str, tuple[Cell | None, Cell | None] | None]
        cells = {id_: (_cell(m), _cell(e)) for id_, (m, e) in json.loads(row[0]).items()}
        cells |= dict.fromkeys(id_ for id_, since in self._settled.items() if since > day)
        return cells

    @cached_property
    def _settled(self) -> Mapping[str, Day]:
        """Model -> the day since which its cells stand."""
        found: Mapping[str, Day] = self.part("settled")
        return found

    def _mapping(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.part(name)
        return found

    def _newest(self, day: Day | None) -> Day | None:
        days = self.part("news")
        place = len(days) if day is None else bisect_right(days, day)
        return days[place - 1] if place else None

    def _models(self, day: Day | None) -> dict[str, Model]:
        made, heads = self._head_reader(day), self.part("heads")
        if day is None:
            return {head["id"]: made(head) for _, head in heads}
        dated = {head["id"]: known_from for known_from, head in heads}
        known = [head for known_from, head in heads if known_from <= day]
        for head in known:
            if "successor" in head:
                head["successor"] = named_successor(head["successor"], dated, day)
        return {head["id"]: made(head) for head in known}

    def _unlinked(self, day: Day | None) -> dict[str, Any]:
        heads = self.part("unlinked").items()
        return {id_: head for id_, (known_from, head) in heads if day is None or known_from <= day}

    def _head_reader(self, day: Day | None) -> Callable[[Any], Model]:
        """What makes a model of its head; the rest is read when somebody looks."""
        kind, hints, defaults = later(Model, LATER), hints_of(Model), _defaults()
        convert = {f.name: converter(hints[f.name]) for f in fields(Model)}

        def made(head: dict[str, Any]) -> Model:
            now = {**defaults, **head}
            for name, value in head.items():
                turn = convert[name]
                if turn is not None:
                    now[name] = turn(value)
            model: Model = make_later(kind, now, self._finder(head["id"], convert, day))
            return model

        return made

    def _finder(self, id_: str, convert: Mapping[str, Any], day: Day | None) -> Callable[[str], Any]:
        def find(name: str) -> Any:
            query = f"SELECT {LATER[LATER.index(name)]} FROM models WHERE id = ?"
            (body,) = self._row(query, id_)
            if body is None:
                return None if name == "architecture" else ()
            value = convert[name](json.loads(body))
            return PARTS[name](value, day) if day is not None and name in PARTS else value

        return find


def _defaults() -> dict[str, Any]:
    """What a head that says nothing of a field means."""
    made = Model("", "", "", None, None)
    return {f.name: getattr(made, f.name) for f in fields(Model) if f.name not in LATER}


def _converted(value: Any, hint: Any) -> Any:
    turn = converter(hint)
    return turn(value) if turn and value is not None else value


def _provider(day: Day | None) -> Callable[[Any], Provider]:
    decode = decoder(Provider)
    return decode if day is None else lambda row: provider_as_of(decode(row), day)


def _cell(row: Any) -> Cell | None:
    """A cell whose measurements are read when somebody asks what is behind it."""
    if row is None:
        return None
    names = [f.name for f in fields(Cell)]
    now = {**_CELL_DEFAULTS, **dict(zip(names, row, strict=False))}
    rest = {name: now.pop(name) for name in _CELL_LATER}
    for name in _CELL_TUPLES:
        now[name] = tuple(now[name])
    cell: Cell = make_later(later(Cell, _CELL_LATER), now, lambda name: _CELL_CONVERT[name](rest[name]))
    return cell


_EMPTY = Cell("", 0.0, 0.0, "self")
_CELL_DEFAULTS = {f.name: getattr(_EMPTY, f.name) for f in fields(Cell)}
_CELL_TUPLES = ("flags", "drivers", "sources", "siblings")
_CELL_CONVERT: dict[str, Any] = {name: converter(hints_of(Cell)[name]) for name in _CELL_LATER}
