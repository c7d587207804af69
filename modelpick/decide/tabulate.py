"""Works out the columns of a catalog (`modelpick.decide.columns`), when it is compiled."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import json, msgpack

from modelpick.decide.columns import DECIMAL, IS_BIG_ENDIAN, LAST_DAY, OF_DAYS, OPEN, CellColumn, Heads, width_of_codes
from modelpick.decide.families import first_out
from modelpick.decide.quoting import quoted
from modelpick.decide.routes import Route, routes
from modelpick.decide.scoring import cell_in_points
from modelpick.decide.setting import NOTHING
from modelpick.decide.subject import FIELDS, OF_SETTING, CandidateView
from modelpick.decide.tally import kind_of_cell
from modelpick.decide.terms import ANYWHERE, MOST_AGE
from modelpick.evidence.cells import Evidence
from modelpick.evidence.pooled import Cell
from modelpick.evidence.pooling import pool
from modelpick.model.access import endings_of
from modelpick.model.asof import as_of, known_from
from modelpick.model.dates import Day, days_after, first_day, is_day, last_day
from modelpick.model.facts import CERTIFIED, RESIDENCY, Anchors, Charges, Facts, Model, Provider, TermRow
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


def tabulate(
    whole: Facts, day: Day, evidence: Evidence, weighed: Iterable[tuple[str, str | None]]
) -> Iterator[tuple[str, bytes]]:
    """The columns of the facts as they stand on `day`, by name; `weighed` are the benchmarks of the needs.

    What the `whole` facts say of other days tells from when until when each row holds.
    """

    facts = as_of(whole, day)
    models = list(facts.models.values())
    own = [CandidateView(Route("self_host", model, day), facts) for model in models]
    ways = [[CandidateView(way, facts) for way in routes(model, facts, day)] for model in models]
    yield "heads", msgpack.encode(_heads_of(models, ways, whole, day))
    every = [way for each in ways for way in each]
    yield OPEN, bytes(way.route.access in ("public", None) for way in every)
    for name in _tabulated_fields(facts):
        yield f"field/{name}", _encoded_field(name, own, every)
    yield "quotes", _encoded_quotes(way.route for way in every)
    yield "bare", msgpack.encode([replace(_of_itself(model), measurements=(), origins={}) for model in models])
    yield "endings", msgpack.encode([[event.on for event in endings_of(model)] for model in models])
    yield "out", msgpack.encode([first_out(model) for model in models])
    yield from _score_columns(models, evidence, facts)
    yield "smallest", msgpack.encode([_smallest_told(model, facts) for model in models])
    for benchmark, tools in weighed:
        if benchmark in facts.benchmarks:
            cells = [evidence.cell(model, facts.benchmarks[benchmark], tools) for model in models]
            yield f"cells/{benchmark}/{tools or ''}", _encoded_cells(cells, facts.benchmarks[benchmark].anchors)
            for model, cell in zip(models, cells, strict=True):
                if cell and not (cell.measured or cell.own) and tools is None:
                    yield f"estimates/{benchmark}/{model.id}", msgpack.encode(cell)


def _heads_of(models: Sequence[Model], ways: Sequence[Sequence[object]], whole: Facts, day: Day) -> Heads:
    starts = [0]
    for each in ways:
        starts.append(starts[-1] + len(each))
    spans = [_span_of(whole.models[model.id], whole, day) for model in models]
    of_cells = [_span_of_cells(whole.models[model.id], day) for model in models]
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


def _encoded_field(name: str, own: Sequence[CandidateView], ways: Sequence[CandidateView]) -> bytes:
    by_way = name.startswith(_OF_WAYS)
    codes: dict[Any, int] = {}

    def code(value: Any) -> int:
        return codes.setdefault((type(value), value), len(codes))

    of_models = [code(each.get(name).value) for each in own]
    of_ways = [code(each.get(name).value) for each in ways] if by_way else None
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


def _encoded_quotes(ways: Iterable[Route]) -> bytes:
    codes: dict[Charges | None, int] = {None: 0}
    found = [codes.setdefault(_charges_on(way), len(codes)) for way in ways]
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


def _smallest_told(model: Model, facts: Facts) -> SmallestMachine | None:
    """The smallest known machine that holds a model with open weights."""

    return NOTHING.smallest(model, facts) if model.weights == "open" else None


def _encoded_cells(cells: Sequence[Cell | None], anchors: Anchors) -> bytes:
    plain, of_skill = (bytes(_kind_of(cell, by_skill) for cell in cells) for by_skill in (False, True))
    numbers = [_cell_numbers(cell, anchors) if cell else (0.0,) * 7 for cell in cells]
    lists = [list(column) for column in zip(*numbers, strict=True)] or [[]] * 7
    return msgpack.encode(CellColumn(plain, of_skill, *lists))


def _kind_of(cell: Cell | None, of_skill: bool) -> int:
    return kind_of_cell(cell.basis, cell.known, of_skill and bool(cell.siblings)) if cell else 0


def _cell_numbers(c: Cell, anchors: Anchors) -> tuple[float, ...]:
    return (c.value, c.sd, c.correlation, c.doubt, *cell_in_points(c.value, c.sd, c.doubt, anchors))
