"""What does not depend on the question, worked out for every model and way beforehand, column by column.

A column holds one fact of all models, or of all ways to reach them, as a code for each and the few values that the
codes stand for. What holds on a day need not hold on another: each model says from when until when its row holds, and
outside of that it is asked anew. Nothing here decides: a column says what `modelpick.decide.subject` would say.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any

from msgspec import msgpack, to_builtins

from modelpick.documents.fitting import SmallestMachine
from modelpick.evidence.pooling import Cell
from modelpick.model.dates import Day, days_between
from modelpick.model.fields import Plain

if TYPE_CHECKING:
    from modelpick.decide.subject import CandidateView
    from modelpick.evidence.cells import Evidence
    from modelpick.model.facts import Facts, Model

OPEN = "open"
"""Whether anybody may call a way: what `modelpick.decide.ways` asks of it."""
_OF_SETTINGS = ("fit.", "cost.", "home.cost", "evidence.")
"""Fields that depend on the machine and the use that a question names, or on its score."""
_OF_DAYS: Mapping[str, tuple[str, Callable[[Day, Day], int]]] = {
    "age_days": ("released", days_between),
    "days_to_retirement": ("retires_on", lambda value, day: days_between(day, value)),
    "route.days_to_retirement": ("route.retires_on", lambda value, day: days_between(day, value)),
}
"""Fields that are another each day, and the field of which day they count from."""
_OF_WAYS = ("route.", "price.", "retires_on")
_RESIDENCY = "route.residency."
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LAST_DAY = "9999-12-31"
_IS_BIG_ENDIAN = array("H", [1]).tobytes() == b"\0\1"
_DECIMAL = 1
"""The msgpack extension type of a decimal."""


class FieldColumn(Plain):
    """One field: codes are places in `values`."""

    values: tuple[Any, ...]
    own: Sequence[int]
    """By model, on its user's own machine."""
    of_ways: Sequence[int] | None = None
    """By way; None where it is the same on every way to a model."""


class Heads(Plain, array_like=True):
    """The models of the columns, in their order, with what is asked of all of them."""

    ids: list[str]
    names: list[str]
    weights: list[str | None]
    starts: list[int]
    """The first way of each model, and at the end the number of ways; they stand in the order of their list prices."""
    holds_from: list[Day]
    holds_until: list[Day]


class Columns:
    """Columns that are read when they are asked for; `part` gives the body of a name, None where there is none."""

    def __init__(self, part: Callable[[str], bytes | None]) -> None:
        self._part = part
        self._fields: dict[str, FieldColumn | None] = {}
        self._cells: dict[tuple[str, str | None], list[Cell | None] | None] = {}
        self.heads = Heads(*msgpack.decode(self._body_of("heads")))
        self.places = {id_: place for place, id_ in enumerate(self.heads.ids)}

    def place_on(self, id_: str, day: Day) -> int | None:
        """The place of a model; None where there is none, or its row is not that of `day`."""
        place = self.places.get(id_)
        if place is None or not self.heads.holds_from[place] <= day < self.heads.holds_until[place]:
            return None
        return place

    def ways(self, own: bool) -> int:
        """How many ways there are: to the models' providers, or to one's `own` machine, one a model."""
        return len(self.heads.ids) if own else self.heads.starts[-1]

    def repeated(self, of_models: bytes) -> bytes:
        """A byte for each model as one for each way to it."""
        starts = self.heads.starts
        return b"".join(
            of_models[place : place + 1] * (starts[place + 1] - start) for place, start in enumerate(starts[:-1])
        )

    def field(self, name: str, day: Day) -> FieldColumn | None:
        """The column of a field on `day`; None where it was not worked out."""
        base, count = _OF_DAYS.get(name, (name, None))
        if base not in self._fields:
            body = self._part(f"field/{base}")
            self._fields[base] = _decoded_field(body) if body else None
        found = self._fields[base]
        if found is None or count is None:
            return found
        values = tuple(None if value is None else count(value, day) for value in found.values)
        return FieldColumn(values, found.own, found.of_ways)

    @cached_property
    def open(self) -> bytes:
        """By way, whether anybody may call it."""
        return self._body_of(OPEN)

    def cells(self, benchmark: str, tools: str | None) -> list[Cell | None] | None:
        """The cell of each model, without what is behind it; None where they were not worked out."""
        key = (benchmark, tools)
        if key not in self._cells:
            body = self._part(f"cells/{benchmark}/{tools or ''}")
            self._cells[key] = _decoded_cells(benchmark, body) if body else None
        return self._cells[key]

    def estimate(self, day: Day, model: str, benchmark: str) -> Cell | None:
        """The cell of `model` that stands for a measurement; None where it was not worked out for `day`."""
        body = None if self.place_on(model, day) is None else self._part(f"estimates/{benchmark}/{model}")
        return _decoded_estimate(body) if body else None

    def smallest(self, day: Day, model: str) -> SmallestMachine | None:
        """The smallest known machine that holds `model`, at a usual precision and context.

        Raises:
            KeyError: that was not worked out for `day`.
        """
        place = self.place_on(model, day)
        if place is None:
            raise KeyError(model)
        return self._smallest_machines[place]

    @cached_property
    def _smallest_machines(self) -> list[SmallestMachine | None]:
        return [row and SmallestMachine(*row) for row in msgpack.decode(self._body_of("smallest"))]

    def _body_of(self, name: str) -> bytes:
        body = self._part(name)
        if body is None:
            raise ValueError(f"there is no column {name}")
        return body


def _decoded_field(body: bytes) -> FieldColumn:
    values, own, of_ways = msgpack.decode(body, ext_hook=lambda _, data: Decimal(bytes(data).decode("ascii")))
    plain = tuple(tuple(value) if isinstance(value, list) else value for value in values)
    of_models = _decoded_codes(own, len(plain))
    return FieldColumn(plain, of_models, None if of_ways is None else _decoded_codes(of_ways, len(plain)))


def _decoded_cells(benchmark: str, body: bytes) -> list[Cell | None]:
    """The cells of a column, without what is behind them; of a model without one the basis is missing."""
    values, sds, bases, conflicts, known, correlations, siblings, doubts = msgpack.decode(body)
    names, none = repeat(benchmark), repeat(())
    on_topic = map(tuple, siblings)
    made = map(
        Cell, names, values, sds, bases, none, none, conflicts, none, none, known, correlations, none, on_topic, doubts
    )
    return [cell if cell.basis else None for cell in made]


def _encoded_cells(cells: Sequence[Cell | None]) -> bytes:
    empty = (0.0, 0.0, None, False, 0, 0.0, (), 0.0)
    rows = [
        empty if c is None else (c.value, c.sd, c.basis, c.conflict, c.known, c.correlation, c.siblings, c.doubt)
        for c in cells
    ]
    return msgpack.encode(list(zip(*rows, strict=True)))


def _decoded_estimate(body: bytes) -> Cell:
    row: list[Any] = msgpack.decode(body)
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Cell(*values)


def _decoded_codes(body: bytes, values: int) -> Sequence[int]:
    if values <= 256:
        return body
    codes = array("H", body)
    if _IS_BIG_ENDIAN:
        codes.byteswap()
    return codes


def tabulate(
    whole: Facts, day: Day, evidence: Evidence, weighed: Iterable[tuple[str, str | None]]
) -> Iterator[tuple[str, bytes]]:
    """The columns of the facts as they stand on `day`, by name; `weighed` are the benchmarks of the needs.

    What the `whole` facts say of other days tells from when until when each row holds.
    """
    from modelpick.decide.routes import Route, routes
    from modelpick.decide.subject import CandidateView
    from modelpick.model.asof import as_of

    facts = as_of(whole, day)
    models = list(facts.models.values())
    own = [CandidateView(Route("self_host", model, day), facts) for model in models]
    ways = [[CandidateView(way, facts) for way in routes(model, facts, day)] for model in models]
    yield "heads", msgpack.encode(_heads_of(models, ways, whole, day))
    every = [way for each in ways for way in each]
    yield OPEN, bytes(way.route.access in ("public", None) for way in every)
    for name in _tabulated_fields(facts):
        yield f"field/{name}", _encoded_field(name, own, every)
    for id_, column in _score_columns(models, facts):
        yield f"field/score.{id_}", column
    yield "smallest", msgpack.encode([_smallest_told(model, facts) for model in models])
    for benchmark, tools in weighed:
        if benchmark in facts.benchmarks:
            cells = [evidence.cell(model, facts.benchmarks[benchmark], tools) for model in models]
            yield f"cells/{benchmark}/{tools or ''}", _encoded_cells(cells)
            for model, cell in zip(models, cells, strict=True):
                if cell and not cell.measured and tools is None:
                    yield f"estimates/{benchmark}/{model.id}", msgpack.encode(cell)


def _heads_of(models: Sequence[Model], ways: Sequence[Sequence[object]], whole: Facts, day: Day) -> Heads:
    starts = [0]
    for each in ways:
        starts.append(starts[-1] + len(each))
    spans = [_span_of(whole.models[model.id], whole, day) for model in models]
    return Heads(
        [model.id for model in models],
        [model.name for model in models],
        [model.weights for model in models],
        starts,
        [first for first, _ in spans],
        [end for _, end in spans],
    )


def _span_of(model: Model, facts: Facts, day: Day) -> tuple[Day, Day]:
    """Since when what is known of `model` is as it is on `day`, and the day on which that ends.

    Every day that stands anywhere in its facts, in those of its providers, or in those of its successor may be one on
    which something changes, and the day after it as well.
    """
    from modelpick.model.asof import known_from

    providers = {o.provider: facts.providers[o.provider] for o in model.offerings if o.provider in facts.providers}
    successor = facts.model(model.successor or "")
    days = set(_days_in(to_builtins([model, list(providers.values())])))
    days |= set(_turning_days(known_from(successor))) if successor else set()
    order = sorted(days)
    place = bisect_right(order, day)
    return order[place - 1] if place else "", order[place] if place < len(order) else _LAST_DAY


def _days_in(value: Any) -> Iterator[Day]:
    if isinstance(value, str):
        if _DATE.fullmatch(value):
            yield from _turning_days(value)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _days_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _days_in(each)


def _turning_days(said: Day) -> Iterator[Day]:
    """The days on which a fact with the date `said` may begin or end to count."""
    from modelpick.model.dates import days_after, first_day, is_day, last_day

    if said and is_day(said):
        first, last = first_day(said), last_day(said)
        yield from (first, last, *(days_after(each, 1) for each in (first, last) if each < _LAST_DAY))


def _tabulated_fields(facts: Facts) -> Iterator[str]:
    from modelpick.decide.subject import FIELDS

    yield from (name for name in FIELDS if not name.startswith(_OF_SETTINGS) and name not in _OF_DAYS)
    offered = {region for model in facts.models.values() for o in model.offerings for region in o.geography}
    told = {r for model in facts.models.values() for o in model.offerings for r in o.terms.residency}
    granted = {region for provider in facts.providers.values() for region in provider.terms.residency}
    yield from (f"{_RESIDENCY}{region}" for region in sorted(offered | told | granted))


def _encoded_field(name: str, own: Sequence[CandidateView], ways: Sequence[CandidateView]) -> bytes:
    by_way = name.startswith(_OF_WAYS)
    codes: dict[Any, int] = {}

    def code(value: Any) -> int:
        return codes.setdefault((type(value), value), len(codes))

    of_models = [code(each.get(name).value) for each in own]
    of_ways = [code(each.get(name).value) for each in ways] if by_way else None
    return _encoded_column([value for _, value in codes], of_models, of_ways)


def _encoded_column(values: Sequence[Any], own: Sequence[int], of_ways: Sequence[int] | None = None) -> bytes:
    told = [msgpack.Ext(_DECIMAL, str(v).encode("ascii")) if isinstance(v, Decimal) else v for v in values]
    codes = [None if each is None else _encoded_codes(each, len(told)) for each in (own, of_ways)]
    return msgpack.encode([told, *codes])


def _encoded_codes(codes: Sequence[int], values: int) -> bytes:
    if values <= 256:
        return bytes(codes)
    wide = array("H", codes)
    if _IS_BIG_ENDIAN:
        wide.byteswap()
    return wide.tobytes()


def _score_columns(models: Sequence[Model], facts: Facts) -> Iterator[tuple[str, bytes]]:
    """The pooled value of each model on each benchmark that somebody was measured on."""
    from modelpick.evidence.pooling import pool

    found: dict[str, dict[int, float]] = {}
    for place, model in enumerate(models):
        for id_ in {m.benchmark for m in model.measurements} & facts.benchmarks.keys():
            cell = pool(model, facts.benchmarks[id_])
            if cell is not None:
                found.setdefault(id_, {})[place] = cell.value
    for id_, by_place in found.items():
        values = [None, *dict.fromkeys(by_place.values())]
        codes = {value: code for code, value in enumerate(values)}
        column = [codes[by_place.get(place)] for place in range(len(models))]
        yield id_, _encoded_column(values, column)


def _smallest_told(model: Model, facts: Facts) -> SmallestMachine | None:
    """The smallest known machine that holds a model with open weights."""
    from modelpick.decide.setting import NOTHING

    return NOTHING.smallest(model, facts) if model.weights == "open" else None
