"""Columns as they stand on another day than that on which they were worked out.

Most rows hold on it as well. Of the models whose figures, offerings or events were others, there are rows of that day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from modelpick.decide.columns import (
    MOVED_OF_MODELS,
    MOVED_OF_WAYS,
    OF_WAYS,
    OTHER,
    SCORES,
    CellColumn,
    Columns,
    FieldColumn,
    Heads,
    QuoteColumn,
    cells_name,
    counted_from,
)
from modelpick.model.dates import Day
from modelpick.model.facts import Model
from modelpick.model.fields import Plain

_OF_COST = "cost."
_NOT_HELD = 0
"""The code of a way for which a column has none."""


class _DayRow(Plain):
    """Where a model stands on a day: at its place, and where other rows are those of the day, there."""

    place: int
    row: int | None
    cells: int | None
    ways: range


class DayColumns(Columns):
    """The columns of some facts on a day, of those of some models of which they say something."""

    def __init__(self, columns: Columns, day: Day, ids: Iterable[str]) -> None:
        self._columns, self._day = columns, day
        self._rows = [*_rows_on(columns, day, ids)]
        heads = columns.heads
        starts = [0]
        for row in self._rows:
            starts.append(starts[-1] + len(row.ways))
        told = ([column[row.place] for row in self._rows] for column in (heads.ids, heads.names, heads.weights))
        super().__init__(columns._parts, Heads(*told, starts, [], [], [], []))  # type: ignore[call-arg, arg-type]
        self._ahead = columns._ahead

    def read_ahead(self, fields: Iterable[str], tests: Iterable[tuple[str, str | None]]) -> None:
        names = [f"field/{counted_from(name)}" for name in fields]
        names += [cells_name(*test) for test in tests]
        self._read_names_ahead([*names, *(f"{OTHER}{name}" for name in names)])

    def _place_held(self, id_: str, _day: Day, _since: Sequence[Day], _until: Sequence[Day]) -> int | None:
        return self.places.get(id_)  # every row is of the day

    def gaps(self, name: str, own: bool) -> Collection[int]:
        if name.startswith(SCORES):
            return {n for n, row in enumerate(self._rows) if row.cells is not None}
        if own or counted_from(name) in MOVED_OF_WAYS or not name.startswith((*OF_WAYS, _OF_COST)):
            return ()
        return {n for n, row in enumerate(self._rows) if row.row is not None}

    def _read_field(self, name: str) -> FieldColumn | None:
        known = self._columns.field(name, self._day)
        if known is None:
            return None
        is_own, is_by_way = name in MOVED_OF_MODELS, name in MOVED_OF_WAYS
        if not (is_own or is_by_way):
            own = [known.own[row.place] for row in self._rows]
            return FieldColumn(known.values, own, self._codes_of_ways(known.of_ways, None))
        other, shift = self.other_field(name), len(known.values)
        theirs = [shift + code for code in other.own]
        own = [known.own[r.place] if r.row is None or not is_own else theirs[r.row] for r in self._rows]
        theirs = [shift + code for code in other.of_ways or ()]
        of_ways = self._codes_of_ways(known.of_ways, theirs if is_by_way else None)
        return FieldColumn((*known.values, *other.values), own, of_ways)

    def _codes_of_ways(self, known: Sequence[int] | None, theirs: Sequence[int] | None) -> list[int] | None:
        """The codes by way on the day; those of other rows are among `theirs`."""
        if known is None:
            return None
        found: list[int] = []
        for row in self._rows:
            codes = known if row.row is None else theirs
            found += [_NOT_HELD] * len(row.ways) if codes is None else codes[row.ways.start : row.ways.stop]
        return found

    def _read_cells(self, benchmark: str, tools: str | None) -> CellColumn | None:
        known = self._columns.cells(benchmark, tools)
        other = self.other_cells(benchmark, tools)
        if known is None or other is None or self._day < self._columns.other_rows.estimable[benchmark]:
            return None
        both = zip(known.columns, other.columns, strict=True)
        kinds, kinds_of_skill, *numbers = [
            [one[row.place] if row.cells is None else theirs[row.cells] for row in self._rows] for one, theirs in both
        ]
        return CellColumn(bytes(kinds), bytes(kinds_of_skill), *numbers)  # type: ignore[arg-type]

    @cached_property
    def open(self) -> bytes:
        return bytes(self._codes_of_ways(self._columns.open, self.other_open) or ())

    @cached_property
    def offerings(self) -> Sequence[int]:
        return self._codes_of_ways(self._columns.offerings, self.other_offerings) or ()

    @cached_property
    def quotes(self) -> QuoteColumn:
        known = self._columns.quotes
        return QuoteColumn(known.charges, self._codes_of_ways(known.of_ways, None) or ())

    @cached_property
    def bare_models(self) -> tuple[Model, ...]:
        return tuple(self._columns.bare_models[row.place] for row in self._rows)


def _rows_on(columns: Columns, day: Day, ids: Iterable[str]) -> Iterable[_DayRow]:
    heads, other = columns.heads, columns.other_rows
    rows = _places_on(day, other.models, other.since, other.until)
    cells = _places_on(day, other.cell_models, other.cell_since, other.cell_until)
    for id_ in ids:
        place = columns.places.get(id_)
        if place is None:
            continue
        of_fields = None if columns.fields_place_on(id_, day) is not None else rows.get(place, -1)
        of_cells = None if columns.cells_place_on(id_, day) is not None else cells.get(place, -1)
        if -1 in (of_fields, of_cells):
            continue
        starts, row = (heads.starts, place) if of_fields is None else (other.starts, of_fields)
        yield _DayRow(place, of_fields, of_cells, range(starts[row], starts[row + 1]))


def _places_on(day: Day, models: Sequence[int], since: Sequence[Day], until: Sequence[Day]) -> dict[int, int]:
    """By the place of a model, which of the other rows is that of `day`."""
    spans = zip(models, since, until, strict=True)
    return {model: row for row, (model, first, end) in enumerate(spans) if first <= day < end}
