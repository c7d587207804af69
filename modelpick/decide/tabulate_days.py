"""Works out where the models stand on other days than that on which a catalog is compiled (`modelpick.decide.days`)."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import msgpack

from modelpick.decide.beneath import ColumnsBeneath, runs_of
from modelpick.decide.columns import (
    LAST_DAY,
    MOVED_OF_MODELS,
    MOVED_OF_WAYS,
    OFFERINGS,
    OPEN,
    OTHER,
    FieldCodes,
    Heads,
    OtherRows,
    cells_name,
    encoded_cells,
    encoded_numbers,
)
from modelpick.decide.grounds import GroundedWays, ToldFields
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
"""The numbers of the cells of a row, benchmark by benchmark, or where those of rows stand in the columns beneath."""
Weighed = Sequence[tuple[Benchmark, str | None]]
_UNTOLD = (0,) * 2 + (0.0,) * 7


class _OtherRow(Plain):
    """A model on the days of a span: its fields, those of each of its ways, which of these are open to anybody, and
    what is offered on them."""

    span: Span
    own: tuple[int, ...]
    """The codes of its fields."""
    ways: tuple[tuple[int, ...], ...]
    """Those of a field on each way."""
    open: bytes
    offerings: tuple[int, ...]


def tabulate_days(
    heads: Heads, whole: Facts, weighed: Weighed, evidence: Evidence, beneath: ColumnsBeneath | None
) -> Iterator[tuple[str, bytes]]:
    """The columns of other days, by name: the rows of the models of `heads` where the spans of these end."""
    dated = {id_: known_from(model) for id_, model in whole.models.items()}
    steady = [(benchmark, tools) for benchmark, tools in weighed if not (benchmark.like or benchmark.asked_of)]
    fitted = evidence.fitted
    estimable = {benchmark.id: fitted.since(benchmark.id) if fitted else "" for benchmark, _ in steady}
    known = _RowsBeneath(beneath, heads.ids, steady, estimable) if beneath else None
    nowhere: list[int | None] = [None] * len(heads.ids)
    rows, cells = _RowsInTheMaking(whole, dated), _CellsInTheMaking()
    for here, there in runs_of(known.places if known else nowhere):
        if known and there is not None:
            rows.add_known(known, here, there)
            continue
        for place in here:
            held = heads.holds_from[place], heads.holds_until[place]
            rows.add_model(place, whole.models[heads.ids[place]], held)
    blank = Evidence(evidence.benchmarks, evidence.fitted, evidence.skills, models=evidence.models)
    for here, there in runs_of(known.places_of_cells if known else nowhere):
        if known and there is not None:
            cells.add_known(known.rows, here, there)
            continue
        for place in here:
            held = heads.cells_from[place], heads.cells_until[place]
            for span, numbers in _cell_rows(whole.models[heads.ids[place]], steady, estimable, blank, held):
                cells.add(place, span, numbers)
    (since, until), (cell_since, cell_until) = _ends_of(rows.spans), _ends_of(cells.spans)
    other_rows = OtherRows(rows.models, since, until, rows.starts, cells.models, cell_since, cell_until, estimable)
    yield f"{OTHER}rows", msgpack.encode(other_rows)
    yield f"{OTHER}{OPEN}", bytes(rows.open)
    yield f"{OTHER}{OFFERINGS}", encoded_numbers(rows.offerings)
    yield from ((f"{OTHER}field/{name}", codes.encoded()) for name, codes in rows.fields.items())
    for n, (benchmark, tools) in enumerate(steady):
        told = (piece if isinstance(piece, range) else piece[n] for piece in cells.pieces)
        before = beneath.columns.other_cells(benchmark.id, tools) if beneath else None
        yield f"{OTHER}{cells_name(benchmark.id, tools)}", encoded_cells(told, before)


def _ends_of(spans: Sequence[Span]) -> tuple[list[Day], list[Day]]:
    return [first for first, _ in spans], [end for _, end in spans]


class _RowsInTheMaking:
    """The rows of other days, of which what stands in columns is kept alone."""

    def __init__(self, facts: Facts, dated: Mapping[str, Day]) -> None:
        self._facts, self._dated, self._told = facts, dated, ToldFields()
        self.models: list[int] = []
        self.spans: list[Span] = []
        self.starts, self.open, self.offerings = [0], bytearray(), array("I")
        self.fields = {name: FieldCodes() for name in (*MOVED_OF_MODELS, *MOVED_OF_WAYS)}

    def add_model(self, place: int, model: Model, held: Span) -> None:
        """Add where `model` stands on each day on which that may change, but for the days on which today's row is
        `held`.
        """
        found: list[_OtherRow] = []
        for span, then in _spans_of_fields(model, self._facts, self._dated, held):
            row = self._row_on(then, span)
            last = found[-1] if found else row
            if last is not row and last == replace(row, span=last.span) and last.span[1] == span[0]:
                found[-1] = replace(last, span=(last.span[0], span[1]))
            else:
                found.append(row)
        for row in found:
            self._add_row(place, row)

    def _row_on(self, model: Model, span: Span) -> _OtherRow:
        home = CandidateView(Route("self_host", model, span[0]), self._facts)
        ways = GroundedWays(model, routes(model, self._facts, span[0]), self._facts, self._told)
        return _OtherRow(
            span,
            tuple(self.fields[name].code_of(home.get(name).value) for name in MOVED_OF_MODELS),
            tuple(tuple(ways.codes(name, self.fields[name].code_of)) for name in MOVED_OF_WAYS),
            open_ways(ways.ways),
            offerings_of_ways(model, ways.ways),
        )

    def _add_row(self, place: int, row: _OtherRow) -> None:
        self.models.append(place)
        self.spans.append(row.span)
        self.starts.append(self.starts[-1] + len(row.open))
        self.open += row.open
        self.offerings.extend(row.offerings)
        for name, code in zip(MOVED_OF_MODELS, row.own, strict=True):
            self.fields[name].add_model(code)
        for name, codes in zip(MOVED_OF_WAYS, row.ways, strict=True):
            self.fields[name].add_ways(codes)

    def add_known(self, known: _RowsBeneath, here: range, there: range) -> None:
        """Add the rows of models that follow one another `here` as well as `there`."""
        before, places = known.rows, range(*_numbers_between(known.rows.models, there))
        ways, shift = range(before.starts[places.start], before.starts[places.stop]), here.start - there.start
        self.models += [place + shift for place in before.models[places.start : places.stop]]
        self.spans += zip(
            before.since[places.start : places.stop], before.until[places.start : places.stop], strict=True
        )
        start = self.starts[-1] - ways.start
        self.starts += [start + before.starts[place + 1] for place in places]
        self.open += known.open[ways.start : ways.stop]
        self.offerings.extend(known.offerings[ways.start : ways.stop])
        for name, codes in self.fields.items():
            codes.add_known(known.fields[name], places, before.starts)


class _CellsInTheMaking:
    """The rows of cells on other days."""

    def __init__(self) -> None:
        self.models: list[int] = []
        self.spans: list[Span] = []
        self.pieces: list[CellsOfRow] = []
        """The numbers of each row, or where those of several stand in the columns beneath."""

    def add(self, place: int, span: Span, numbers: CellsOfRow) -> None:
        self.models.append(place)
        self.spans.append(span)
        self.pieces.append(numbers)

    def add_known(self, before: OtherRows, here: range, there: range) -> None:
        places, shift = range(*_numbers_between(before.cell_models, there)), here.start - there.start
        self.models += [before.cell_models[place] + shift for place in places]
        self.spans += [(before.cell_since[place], before.cell_until[place]) for place in places]
        self.pieces.append(places)


def _spans_of_fields(model: Model, facts: Facts, dated: Mapping[str, Day], held: Span) -> Iterator[tuple[Span, Model]]:
    """The spans between the days on which a field of `model` may change, with what was known of it then; without those
    of which today's row is `held`.
    """
    bare = without_figures(model)
    first = dated[model.id]
    turns = {first, held[1], *(turning for turning in turns_of_fields(model, facts) if turning > first)}
    for span in pairwise(sorted(turns | {LAST_DAY})):
        if not held[0] <= span[0] < held[1]:
            yield span, model_as_of(bare, span[0], dated)


def open_ways(ways: Iterable[Route]) -> bytes:
    """1 for each way that anybody may call, else 0."""
    return bytes(way.access in ("public", None) for way in ways)


def offerings_of_ways(model: Model, ways: Iterable[Route]) -> tuple[int, ...]:
    """The place of each way's offering among those of `model`, counted from 1; 0 where there is none."""
    places = {id(offering): place for place, offering in enumerate(model.offerings, 1)}
    return tuple(places.get(id(way.offering), 0) for way in ways)


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
    """The rows of other days in the columns beneath, and where those models are in them that nothing was laid over."""

    def __init__(
        self, beneath: ColumnsBeneath, ids: Sequence[str], weighed: Weighed, estimable: Mapping[str, Day]
    ) -> None:
        columns = beneath.columns
        self.rows, self.open, self.offerings = columns.other_rows, columns.other_open, columns.other_offerings
        self.fields = {name: columns.other_field(name) for name in (*MOVED_OF_MODELS, *MOVED_OF_WAYS)}
        self.places = [beneath.place(id_) for id_ in ids]
        has_cells = all(
            beneath.is_steady(benchmark.id) and columns.other_cells(benchmark.id, tools) is not None
            for benchmark, tools in weighed
        )
        holds = bool(weighed) and has_cells and self.rows.estimable.items() >= estimable.items()
        self.places_of_cells = [beneath.unmoved_place(id_) if holds else None for id_ in ids]


def _numbers_between(models: Sequence[int], there: range) -> tuple[int, int]:
    """The first row of the models `there`, and the first behind them; rows are in the order of their models."""
    return bisect_left(models, there.start), bisect_left(models, there.stop)
