"""Works out where the models stand on other days than that on which a catalog is compiled (`modelpick.decide.days`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from msgspec import msgpack

from modelpick.decide.beneath import ColumnsBeneath
from modelpick.decide.columns import (
    LAST_DAY,
    MOVED_OF_MODELS,
    MOVED_OF_WAYS,
    OTHER,
    FieldCodes,
    FieldColumn,
    Heads,
    OtherRows,
    cells_name,
    encoded_cells,
    merged_ranges,
)
from modelpick.decide.routes import Route, routes
from modelpick.decide.scoring import cell_in_points
from modelpick.decide.subject import CandidateView
from modelpick.decide.tally import kind_of_cell
from modelpick.decide.turns import turns_of_fields, without_figures
from modelpick.evidence.cells import Evidence
from modelpick.evidence.pooled import Cell
from modelpick.model.asof import known_from, model_as_of
from modelpick.model.dates import Day
from modelpick.model.facts import Anchors, Benchmark, Facts, Model
from modelpick.model.fields import Plain, replace

Span = tuple[Day, Day]
CellsOfRow = list[tuple[float, ...]] | range
"""The numbers of the cells of a row, benchmark by benchmark, or where they stand in the columns beneath."""
Weighed = Sequence[tuple[Benchmark, str | None]]
_UNTOLD = (0,) * 2 + (0.0,) * 7


class _OtherRow(Plain):
    """A model on the days of a span: its fields, those of each of its ways, and which of these are open to anybody."""

    span: Span
    own: tuple[Any, ...]
    ways: tuple[tuple[Any, ...], ...]
    open: bytes


def tabulate_days(
    heads: Heads, whole: Facts, weighed: Weighed, evidence: Evidence, beneath: ColumnsBeneath | None
) -> Iterator[tuple[str, bytes]]:
    """The columns of other days, by name: the rows of the models of `heads` where the spans of these end."""
    dated = {id_: known_from(model) for id_, model in whole.models.items()}
    steady = [(benchmark, tools) for benchmark, tools in weighed if not (benchmark.like or benchmark.asked_of)]
    fitted = evidence.fitted
    estimable = {benchmark.id: fitted.since(benchmark.id) if fitted else "" for benchmark, _ in steady}
    rows = _RowsInTheMaking()
    cells: list[tuple[int, Span, CellsOfRow]] = []
    known = _RowsBeneath(beneath, steady, estimable) if beneath else None
    blank = Evidence(evidence.benchmarks, evidence.fitted, evidence.skills, models=evidence.models)
    for place, id_ in enumerate(heads.ids):
        held = heads.holds_from[place], heads.holds_until[place]
        old = known.rows_of(id_) if known else None
        found = _field_rows(whole.models[id_], whole, dated, held) if old is None else old
        for row in found:
            rows.add(place, row)
        cells_held = heads.cells_from[place], heads.cells_until[place]
        as_before = known.cells_of(id_) if known else None
        made = _cell_rows(whole.models[id_], steady, estimable, blank, cells_held) if as_before is None else as_before
        cells += [(place, *row) for row in made]
    (since, until), (cell_since, cell_until) = (
        ([first for first, _ in spans], [end for _, end in spans])
        for spans in (rows.spans, [span for _, span, _ in cells])
    )
    told_cells = ([place for place, *_ in cells], cell_since, cell_until, estimable)
    yield f"{OTHER}rows", msgpack.encode(OtherRows(rows.models, since, until, rows.starts, *told_cells))
    yield f"{OTHER}open", bytes(rows.open)
    yield from ((f"{OTHER}field/{name}", codes.encoded()) for name, codes in rows.fields.items())
    pieces = merged_ranges(numbers for *_, numbers in cells)
    for n, (benchmark, tools) in enumerate(steady):
        told = (piece if isinstance(piece, range) else piece[n] for piece in pieces)
        before = beneath.columns.other_cells(benchmark.id, tools) if beneath else None
        yield f"{OTHER}{cells_name(benchmark.id, tools)}", encoded_cells(told, before)


class _RowsInTheMaking:
    """The rows of other days, of which what stands in columns is kept alone."""

    def __init__(self) -> None:
        self.models: list[int] = []
        self.spans: list[Span] = []
        self.starts, self.open = [0], bytearray()
        self.fields = {name: FieldCodes() for name in (*MOVED_OF_MODELS, *MOVED_OF_WAYS)}

    def add(self, place: int, row: _OtherRow) -> None:
        self.models.append(place)
        self.spans.append(row.span)
        self.starts.append(self.starts[-1] + len(row.ways))
        self.open += row.open
        for name, value in zip(MOVED_OF_MODELS, row.own, strict=True):
            self.fields[name].add_model(value, None)
        for name, values in zip(MOVED_OF_WAYS, zip(*row.ways, strict=True), strict=True):
            self.fields[name].add_ways(values)


def _field_rows(model: Model, facts: Facts, dated: Mapping[str, Day], held: Span) -> list[_OtherRow]:
    """Where `model` stands on each day on which that may change, but for the days on which today's row is `held`."""
    bare = without_figures(model)
    first = dated[model.id]
    turns = {first, held[1], *(turning for turning in turns_of_fields(model, facts) if turning > first)}
    found: list[_OtherRow] = []
    for span in pairwise(sorted(turns | {LAST_DAY})):
        if held[0] <= span[0] < held[1]:
            continue
        row = _row_on(model_as_of(bare, span[0], dated), facts, span)
        last = found[-1] if found else row
        if last is not row and last == replace(row, span=last.span) and last.span[1] == span[0]:
            found[-1] = replace(last, span=(last.span[0], span[1]))
        else:
            found.append(row)
    return found


def _row_on(model: Model, facts: Facts, span: Span) -> _OtherRow:
    home = CandidateView(Route("self_host", model, span[0]), facts)
    ways = [CandidateView(way, facts) for way in routes(model, facts, span[0])]
    return _OtherRow(
        span,
        tuple(home.get(name).value for name in MOVED_OF_MODELS),
        tuple(tuple(view.get(name).value for name in MOVED_OF_WAYS) for view in ways),
        open_ways(ways),
    )


def open_ways(ways: Iterable[CandidateView]) -> bytes:
    """1 for each way that anybody may call, else 0."""
    return bytes(view.route.access in ("public", None) for view in ways)


def _cell_rows(
    model: Model, weighed: Weighed, estimable: Mapping[str, Day], evidence: Evidence, held: Span
) -> Iterator[tuple[Span, CellsOfRow]]:
    """The numbers of the cells of `model` since each day on which something was measured."""
    first = known_from(model)
    moved: dict[Day, set[str]] = {first: set()}
    for m in model.measurements:
        moved.setdefault(max(first, m.known_on), set()).add(m.benchmark)
    for variant in model.variants:
        its = {m.benchmark for m in model.measurements if m.variant == variant.id}
        moved.setdefault(max(first, variant.known_on), set()).update(its)
    bare = replace(model, offerings=(), status=(), traits=(), origins={})
    for span in pairwise([*sorted(moved), LAST_DAY]):
        then = model_as_of(bare, span[0], {})
        evidence = evidence.once_moved(moved[span[0]])
        if not held[0] <= span[0] < held[1]:
            yield (
                span,
                [
                    cell_numbers(evidence.cell(then, *each), each[0].anchors)
                    if estimable[each[0].id] < span[1]
                    else _UNTOLD
                    for each in weighed
                ],
            )


def cell_numbers(cell: Cell | None, anchors: Anchors) -> tuple[float, ...]:
    """The values of a cell in the order of `CellColumn`."""
    if cell is None:
        return _UNTOLD
    kind = kind_of_cell(cell.basis, cell.known, False)
    of_skill = kind_of_cell(cell.basis, cell.known, True) if cell.siblings else kind
    points = cell_in_points(cell.value, cell.sd, cell.doubt, anchors)
    return (kind, of_skill, cell.value, cell.sd, cell.correlation, cell.doubt, *points)


class _RowsBeneath:
    """The rows of other days in the columns beneath, of the models that nothing was laid over."""

    def __init__(self, beneath: ColumnsBeneath, weighed: Weighed, estimable: Mapping[str, Day]) -> None:
        self._beneath, self._weighed = beneath, weighed
        columns = beneath.columns
        self._rows = columns.other_rows
        self._own = [columns.other_field(name) for name in MOVED_OF_MODELS]
        self._by_way = [columns.other_field(name) for name in MOVED_OF_WAYS]
        cells = [columns.other_cells(benchmark.id, tools) for benchmark, tools in weighed]
        self._holds_cells = None not in cells and self._rows.estimable.items() >= estimable.items()
        self._of_models = _numbers_by(self._rows.models)
        self._cells_of_models = _numbers_by(self._rows.cell_models)

    def rows_of(self, id_: str) -> list[_OtherRow] | None:
        """The rows of a model; None where they are to be worked out."""
        place = self._beneath.place(id_)
        return None if place is None else [self._row_beneath(n) for n in self._of_models.get(place, ())]

    def _row_beneath(self, n: int) -> _OtherRow:
        rows = self._rows
        ways = range(rows.starts[n], rows.starts[n + 1])
        return _OtherRow(
            (rows.since[n], rows.until[n]),
            tuple(field.values[field.own[n]] for field in self._own),
            tuple(tuple(_value_on(field, way) for field in self._by_way) for way in ways),
            self._beneath.columns.other_open[ways.start : ways.stop],
        )

    def cells_of(self, id_: str) -> list[tuple[Span, CellsOfRow]] | None:
        """The cells of a model; None where some of them are to be worked out."""
        places = {self._beneath.cells_place(id_, benchmark.id) for benchmark, _ in self._weighed}
        if not self._holds_cells or None in places or not places:
            return None
        rows, numbers = self._rows, self._cells_of_models.get(places.pop() or 0, ())
        return [((rows.cell_since[n], rows.cell_until[n]), range(n, n + 1)) for n in numbers]


def _value_on(field: FieldColumn, way: int) -> Any:
    assert field.of_ways is not None
    return field.values[field.of_ways[way]]


def _numbers_by(models: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for n, model in enumerate(models):
        found.setdefault(model, []).append(n)
    return found
