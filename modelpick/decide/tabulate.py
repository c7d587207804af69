"""Works out the columns of a catalog (`modelpick.decide.columns`), when it is compiled."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cache, cached_property
from itertools import accumulate
from typing import Any

from msgspec import json, msgpack

from modelpick.decide.beneath import ColumnsBeneath
from modelpick.decide.columns import (
    DECIMAL,
    IS_BIG_ENDIAN,
    LAST_DAY,
    OF_DAYS,
    OPEN,
    CellColumn,
    FieldColumn,
    Heads,
    width_of_codes,
)
from modelpick.decide.families import first_out
from modelpick.decide.quoting import quoted
from modelpick.decide.routes import Route, routes
from modelpick.decide.scoring import cell_in_points
from modelpick.decide.setting import NOTHING
from modelpick.decide.subject import FIELDS, OF_SETTING, OF_TERMS, CandidateView
from modelpick.decide.tally import kind_of_cell
from modelpick.decide.terms import ANYWHERE, MOST_AGE, grounds_of_terms
from modelpick.evidence.cells import Evidence
from modelpick.evidence.pooled import Cell
from modelpick.evidence.pooling import pool
from modelpick.model.access import endings_of
from modelpick.model.asof import as_of, known_from
from modelpick.model.dates import Day, days_after, first_day, is_day, last_day
from modelpick.model.facts import CERTIFIED, RESIDENCY, Anchors, Benchmark, Charges, Facts, Model, Provider, TermRow
from modelpick.model.fields import replace
from modelpick.model.machines import SmallestMachine
from modelpick.model.places import ZONES

_NOT_TABULATED = (*OF_SETTING, "evidence.")
"""Fields that depend on the machine and the use that a question names, or on its score."""
_WITHOUT_SETTING = ("home.memory",)
"""Of these, what is known where neither is named."""
_OF_WAYS = ("route.", "price.", "retires_on")
_RESIDENCY = "route.residency."
_DATE = re.compile(rb'"(\d{4}(?:-\d{2}(?:-\d{2})?)?)"')


class _ModelRow:
    """What the columns are to say of a model: what they said before where that holds, otherwise what it says itself."""

    def __init__(
        self, model: Model, facts: Facts, day: Day, beneath: ColumnsBeneath | None, grounds: dict[Hashable, int]
    ) -> None:
        self.model = model
        self.place = beneath.place(model.id) if beneath else None
        self._facts, self._day, self._beneath, self._grounds = facts, day, beneath, grounds

    @cached_property
    def ways(self) -> range:
        """The ways to it by number, those in the columns beneath where it is taken from there."""
        if self.place is None or self._beneath is None:
            return range(len(self._views_of_ways))
        starts = self._beneath.columns.heads.starts
        return range(starts[self.place], starts[self.place + 1])

    def value(self, name: str) -> Any:
        """A field that is the same on every way."""
        if (field := self._field_beneath(name)) is not None and self.place is not None:
            return field.values[field.own[self.place]]
        return self._view_at_home.get(name).value

    def values_by_way(self, name: str, told: dict[Hashable, Any]) -> list[Any]:
        """The field on each way; `told` is what was told of it for other models."""
        field = self._field_beneath(name)
        if field is not None and field.of_ways is not None:
            return [field.values[field.of_ways[way]] for way in self.ways]
        if name.startswith(OF_TERMS):
            return self._term_by_way(name, told)
        return [view.get(name).value for view in self._views_of_ways]

    def _term_by_way(self, name: str, told: dict[Hashable, Any]) -> list[Any]:
        """A term on each way. A large market has few terms: what is told of one way holds of all that have the same
        grounds, but where rows about some models speak of its provider.
        """
        ruled = {row.provider for row in self._facts.terms_by_name.get(name.removeprefix("route."), ())}
        found = []
        for grounds, view in self._grounds_of_terms:
            offering = view.route.offering
            by_row = offering and not ruled.isdisjoint((ANYWHERE, offering.provider))
            key = (grounds, self.model.id) if by_row else grounds
            if key not in told:
                told[key] = view.get(name).value
            found.append(told[key])
        return found

    @cached_property
    def _grounds_of_terms(self) -> list[tuple[int, CandidateView]]:
        """What the terms of each way rest on, as a number."""
        known = self._grounds
        return [(known.setdefault(grounds_of_terms(v.route), len(known)), v) for v in self._views_of_ways]

    @property
    def open_ways(self) -> bytes:
        """1 for each way that anybody may call, else 0."""
        if self.place is not None and self._beneath is not None:
            return self._beneath.columns.open[self.ways.start : self.ways.stop]
        return bytes(view.route.access in ("public", None) for view in self._views_of_ways)

    @property
    def charges(self) -> list[Charges | None]:
        """What is charged on each way for a workload."""
        if self.place is not None and self._beneath is not None:
            quotes = self._beneath.columns.quotes
            return [quotes.charges[quotes.of_ways[way]] for way in self.ways]
        return [_charges_on(view.route) for view in self._views_of_ways]

    def _field_beneath(self, name: str) -> FieldColumn | None:
        if self.place is None or self._beneath is None or not self._beneath.holds_field(name):
            return None
        return self._beneath.columns.field(name, self._day)

    @cached_property
    def _view_at_home(self) -> CandidateView:
        return CandidateView(Route("self_host", self.model, self._day), self._facts)

    @cached_property
    def _views_of_ways(self) -> list[CandidateView]:
        return [CandidateView(way, self._facts) for way in routes(self.model, self._facts, self._day)]


def tabulate(
    whole: Facts,
    day: Day,
    evidence: Evidence,
    weighed: Iterable[tuple[str, str | None]],
    beneath: ColumnsBeneath | None = None,
) -> Iterator[tuple[str, bytes]]:
    """The columns of the facts as they stand on `day`, by name; `weighed` are the benchmarks of the needs.

    What the `whole` facts say of other days tells from when until when each row holds. What columns `beneath` say of a
    model already is taken from there.
    """
    facts = as_of(whole, day)
    models = list(facts.models.values())
    grounds: dict[Hashable, int] = {}
    rows = [_ModelRow(model, facts, day, beneath, grounds) for model in models]
    yield "heads", msgpack.encode(_heads_of(rows, whole, day, beneath))
    yield OPEN, b"".join(row.open_ways for row in rows)
    for name in _tabulated_fields(facts):
        yield f"field/{name}", _encoded_field(name, rows)
    yield "quotes", _encoded_quotes([charges for row in rows for charges in row.charges])
    yield "bare", msgpack.encode([replace(_of_itself(model), measurements=(), origins={}) for model in models])
    yield "endings", msgpack.encode([[event.on for event in endings_of(model)] for model in models])
    yield "out", msgpack.encode([first_out(model) for model in models])
    yield from _score_columns(models, evidence, facts)
    yield "smallest", msgpack.encode([_smallest_told(row, facts, day, beneath) for row in rows])
    for id_, tools in weighed:
        if id_ in facts.benchmarks:
            yield from _cell_columns(models, facts.benchmarks[id_], tools, evidence, beneath)


def _cell_columns(
    models: Sequence[Model], benchmark: Benchmark, tools: str | None, evidence: Evidence, beneath: ColumnsBeneath | None
) -> Iterator[tuple[str, bytes]]:
    """The cells of a benchmark, and each estimate by itself."""
    known = beneath.columns.cells(benchmark.id, tools) if beneath else None
    places = [beneath.cells_place(m.id, benchmark.id) if beneath and known else None for m in models]
    cells = [
        evidence.cell(model, benchmark, tools) if place is None else None
        for model, place in zip(models, places, strict=True)
    ]
    rows = [
        _cell_numbers(cell, benchmark.anchors) if known is None or place is None else known.row(place)
        for cell, place in zip(cells, places, strict=True)
    ]
    kinds, kinds_of_skill, *numbers = [list(column) for column in zip(*rows, strict=True)] or [[]] * 9
    found = CellColumn(bytes(map(int, kinds)), bytes(map(int, kinds_of_skill)), *numbers)
    yield f"cells/{benchmark.id}/{tools or ''}", msgpack.encode(found)
    if tools is not None:
        return
    held = [model.id for model, place in zip(models, places, strict=True) if place is not None]
    bodies = beneath.columns.estimate_bodies(benchmark.id, held) if beneath else {}
    for model, cell in zip(models, cells, strict=True):
        if cell and not (cell.measured or cell.own):
            bodies[model.id] = msgpack.encode(cell)
    yield from ((f"estimates/{benchmark.id}/{id_}", body) for id_, body in bodies.items())


def _heads_of(rows: Sequence[_ModelRow], whole: Facts, day: Day, beneath: ColumnsBeneath | None) -> Heads:
    models = [row.model for row in rows]
    starts = list(accumulate((len(row.ways) for row in rows), initial=0))
    known = beneath.columns.heads if beneath else None
    spans = [
        (known.holds_from[row.place], known.holds_until[row.place])
        if known and row.place is not None
        else _span_of(whole.models[row.model.id], whole, day)
        for row in rows
    ]
    of_cells = [
        (known.cells_from[row.place], known.cells_until[row.place])
        if known and row.place is not None
        else _span_of_cells(whole.models[row.model.id], day)
        for row in rows
    ]
    return Heads(
        [model.id for model in models],
        [model.name for model in models],
        [model.weights for model in models],
        starts,
        [first for first, _ in spans],
        [end for _, end in spans],
        [first for first, _ in of_cells],
        [end for _, end in of_cells],
    )


def _span_of(model: Model, facts: Facts, day: Day) -> tuple[Day, Day]:
    """Since when what is known of `model` is as it is on `day`, and the day on which that ends.

    Every day that stands anywhere in its facts, in the terms of its providers, or in those of its successor may be one
    on which something changes; so may the day after one that is named as a last day.
    """
    said = _days_in(model)
    successor = facts.model(model.successor or "")
    said |= {known_from(successor)} if successor else set()
    providers = {o.provider for o in model.offerings} & facts.providers.keys()
    rows = [row for row in facts.terms.values() if row.provider in (ANYWHERE, *providers) and row.is_about(model.id)]
    turns = {turning for each in said for turning in _turning_days(each)}
    turns |= set(_days_of_terms((facts.providers[id_] for id_ in providers), rows))
    turns |= {days_after(figures.on, MOST_AGE + 1) for o in model.offerings for figures in o.served}
    last_days = {last_day(price.until) for o in model.offerings for price in o.prices if price.until}
    turns |= {days_after(last, 1) for last in last_days if last < LAST_DAY}
    return _span_between(turns, day)


def _span_of_cells(model: Model, day: Day) -> tuple[Day, Day]:
    """Since when the cells of `model` are as they are on `day`, and the day on which that ends: they rest on what is
    said of the model itself."""
    said = _days_in(_of_itself(model))
    return _span_between({turning for each in said for turning in _turning_days(each)}, day)


def _of_itself(model: Model) -> Model:
    """`model` without what is said of its offers, its events and its use."""
    return replace(model, offerings=(), status=(), traits=(), variants=())


def _span_between(turns: Set[Day], day: Day) -> tuple[Day, Day]:
    """The last of `turns` until `day`, and the next after it."""
    order = sorted(turns)
    place = bisect_right(order, day)
    return order[place - 1] if place else "", order[place] if place < len(order) else LAST_DAY


def _days_of_terms(providers: Iterable[Provider], rows: Iterable[TermRow]) -> Iterator[Day]:
    """The days from which each term counts, and the days after the last ones of those that end."""
    for provider in providers:
        yield from (last_day(said.on) for said in provider.terms.named().values() if said.on)
    for row in rows:
        if row.on:
            yield last_day(row.on)
        if row.until:
            yield days_after(last_day(row.until), 1)


def _days_in(fact: Model | Provider) -> set[Day]:
    """Every text in a fact, however deep, that looks like a day."""
    return {found.decode("ascii") for found in _DATE.findall(json.encode(fact))}


@cache
def _turning_days(said: Day) -> tuple[Day, ...]:
    """The days on which a fact with the date `said` may begin to count."""
    return (first_day(said), last_day(said)) if said and is_day(said) else ()


def _tabulated_fields(facts: Facts) -> Iterator[str]:

    yield from (name for name in FIELDS if not name.startswith(_NOT_TABULATED) and name not in OF_DAYS)
    yield from _WITHOUT_SETTING
    offered = {region for model in facts.models.values() for o in model.offerings for region in o.geography}
    told = {r for model in facts.models.values() for o in model.offerings for r in o.terms.residency}
    granted = {region for provider in facts.providers.values() for region in provider.terms.residency}
    confirmed = {row.term.removeprefix(RESIDENCY) for row in facts.terms.values() if row.term.startswith(RESIDENCY)}
    yield from (f"{_RESIDENCY}{region}" for region in sorted(offered | told | granted | confirmed | ZONES.keys()))
    held = {name for provider in facts.providers.values() for name in provider.terms.certified}
    held |= {row.term.removeprefix(CERTIFIED) for row in facts.terms.values() if row.term.startswith(CERTIFIED)}
    yield from (f"route.{CERTIFIED}{name}" for name in sorted(held))


def _encoded_field(name: str, rows: Sequence[_ModelRow]) -> bytes:
    codes: dict[Any, int] = {}

    def code(value: Any) -> int:
        return codes.setdefault((type(value), value), len(codes))

    of_models = [code(row.value(name)) for row in rows]
    by_way = name.startswith(_OF_WAYS)
    told: dict[Hashable, Any] = {}
    of_ways = [code(value) for row in rows for value in row.values_by_way(name, told)] if by_way else None
    return _encoded_column([value for _, value in codes], of_models, of_ways)


def _encoded_column(values: Sequence[Any], own: Sequence[int], of_ways: Sequence[int] | None = None) -> bytes:
    told = [msgpack.Ext(DECIMAL, str(v).encode("ascii")) if isinstance(v, Decimal) else v for v in values]
    codes = [None if each is None else _encoded_codes(each, len(told)) for each in (own, of_ways)]
    return msgpack.encode([told, *codes])


def _encoded_codes(codes: Sequence[int], values: int) -> bytes:
    if values <= 256:
        return bytes(codes)
    wide = array(width_of_codes(values), codes)
    if IS_BIG_ENDIAN:
        wide.byteswap()
    return wide.tobytes()


def _encoded_quotes(charges: Sequence[Charges | None]) -> bytes:
    codes: dict[Charges | None, int] = {None: 0}
    found = [codes.setdefault(each, len(codes)) for each in charges]
    return msgpack.encode([list(codes), _encoded_codes(found, len(codes))])


def _charges_on(way: Route) -> Charges | None:
    price = quoted(way).price if way.blended != 0 else None
    return price.charges if price else None


def _score_columns(models: Sequence[Model], evidence: Evidence, facts: Facts) -> Iterator[tuple[str, bytes]]:
    """The pooled value of each model on each benchmark that somebody was measured on; and where that is another, the
    value of its measured cell, in which the user's own results are joined with what was to be expected.
    """
    pooled: dict[str, dict[int, float]] = {}
    joined: dict[str, dict[int, float | None]] = {}
    for place, model in enumerate(models):
        for id_ in {m.benchmark for m in model.measurements} & facts.benchmarks.keys():
            cell = pool(model, facts.benchmarks[id_])
            if cell is not None:
                pooled.setdefault(id_, {})[place] = cell.value
            if cell is not None and cell.own:
                measured = evidence.measured(model, facts.benchmarks[id_])
                joined.setdefault(id_, {})[place] = measured.value if measured else None
    for id_, by_place in pooled.items():
        yield f"field/score.{id_}", _value_column(by_place, len(models))
    for id_, of_own in joined.items():
        yield f"field/measured.{id_}", _value_column({**pooled[id_], **of_own}, len(models))


def _value_column(by_place: Mapping[int, float | None], models: int) -> bytes:
    values = list(dict.fromkeys([None, *by_place.values()]))
    codes = {value: code for code, value in enumerate(values)}
    return _encoded_column(values, [codes[by_place.get(place)] for place in range(models)])


def _smallest_told(row: _ModelRow, facts: Facts, day: Day, beneath: ColumnsBeneath | None) -> SmallestMachine | None:
    """The smallest known machine that holds a model with open weights."""
    if beneath and row.place is not None and beneath.holds_machines:
        return beneath.columns.smallest(day, row.model.id)
    return NOTHING.smallest(row.model, facts) if row.model.weights == "open" else None


def _cell_numbers(cell: Cell | None, anchors: Anchors) -> tuple[float, ...]:
    """The values of a cell in the order of `CellColumn`."""
    if cell is None:
        return (0,) * 2 + (0.0,) * 7
    kinds = (kind_of_cell(cell.basis, cell.known, by_skill and bool(cell.siblings)) for by_skill in (False, True))
    points = cell_in_points(cell.value, cell.sd, cell.doubt, anchors)
    return (*kinds, cell.value, cell.sd, cell.correlation, cell.doubt, *points)
