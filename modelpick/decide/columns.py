"""What does not depend on the question, worked out for every model and way beforehand, column by column.

A column holds one fact of all models, or of all ways to reach them, as a code for each and the few values that the
codes stand for. What holds on a day need not hold on another: each model says from when until when its row holds, and
outside of that it is asked anew. Nothing here decides: a column says what `modelpick.decide.subject` would say.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from msgspec import msgpack

from modelpick.evidence.pooled import Cell
from modelpick.model.dates import Day, days_between
from modelpick.model.facts import Charges, Model
from modelpick.model.fields import Plain
from modelpick.model.machines import SmallestMachine

OPEN = "open"
"""Whether anybody may call a way: what `modelpick.decide.ways` asks of it."""
OF_DAYS: Mapping[str, tuple[str, Callable[[Day, Day], int]]] = {
    "age_days": ("released", days_between),
    "days_to_retirement": ("retires_on", lambda value, day: days_between(day, value)),
    "route.days_to_retirement": ("route.retires_on", lambda value, day: days_between(day, value)),
}
"""Fields that are another each day, and the field of which day they count from."""
LAST_DAY = "9999-12-31"
IS_BIG_ENDIAN = array("H", [1]).tobytes() == b"\0\1"
DECIMAL = 1
"""The msgpack extension type of a decimal."""


class FieldColumn(Plain):
    """One field: codes are places in `values`."""

    values: tuple[Any, ...]
    own: Sequence[int]
    """By model, on its user's own machine."""
    of_ways: Sequence[int] | None = None
    """By way; None where it is the same on every way to a model."""


class QuoteColumn(Plain):
    """What is charged on each way, with what older and other price lists add: codes are places in `charges`."""

    charges: tuple[Charges | None, ...]
    """None: no price is known, or it is a free one, which says nothing of a month."""
    of_ways: Sequence[int]


class CellColumn(Plain, array_like=True):
    """The cells of one benchmark, as lists by model."""

    kinds: bytes
    """What each rests on (`modelpick.decide.tally.kind_of_cell`), for a criterion that weighs the benchmark; 0 where
    there is no cell."""
    kinds_of_skill: bytes
    """The same for one that weighs its skill."""
    values: list[float]
    sds: list[float]
    correlations: list[float]
    doubts: list[float]
    utilities: list[float]
    """By the benchmark's own anchors; so are the next two (`modelpick.decide.scoring.cell_in_points`)."""
    spreads: list[float]
    doubts_in_points: list[float]

    def row(self, place: int) -> tuple[float, ...]:
        """What stands at a place, column by column."""
        return tuple(getattr(self, name)[place] for name in self.__struct_fields__)


class Heads(Plain, array_like=True):
    """The models of the columns, in their order, with what is asked of all of them."""

    ids: list[str]
    names: list[str]
    weights: list[str | None]
    starts: list[int]
    """The first way of each model, and at the end the number of ways; they stand in the order of their list prices."""
    holds_from: list[Day]
    holds_until: list[Day]
    cells_from: list[Day]
    """Since when, and until when, the cells of each model hold: offerings and events do not move them."""
    cells_until: list[Day]


class Columns:
    """Columns that are read when they are asked for; `parts` gives those that there are of some names."""

    def __init__(self, parts: Callable[[Sequence[str]], Mapping[str, bytes]]) -> None:
        self._parts = parts
        self._ahead: dict[str, bytes | None] = {}
        self._fields: dict[str, FieldColumn | None] = {}
        self._cells: dict[tuple[str, str | None], CellColumn | None] = {}
        self.heads = Heads(*msgpack.decode(self._body_of("heads")))
        self.places = {id_: place for place, id_ in enumerate(self.heads.ids)}

    def read_ahead(self, fields: Iterable[str], tests: Iterable[tuple[str, str | None]]) -> None:
        """Read at once what a question will ask for."""
        names = [f"field/{OF_DAYS.get(name, (name, None))[0]}" for name in fields]
        names += [f"cells/{benchmark}/{tools or ''}" for benchmark, tools in tests]
        wanted = [name for name in dict.fromkeys(names) if name not in self._ahead]
        self._ahead |= {**dict.fromkeys(wanted), **self._parts(wanted)}

    def _column_part(self, name: str) -> bytes | None:
        """The body of a name; None where there is none."""
        return self._ahead.pop(name) if name in self._ahead else self._parts([name]).get(name)

    def place_on(self, id_: str, day: Day) -> int | None:
        """The place of a model; None where there is none, or its row is not that of `day`."""
        return self._place_held(id_, day, self.heads.holds_from, self.heads.holds_until)

    def cells_place_on(self, id_: str, day: Day) -> int | None:
        """The place of a model whose cells hold on `day`, whatever else does not; None where there is none."""
        return self._place_held(id_, day, self.heads.cells_from, self.heads.cells_until)

    def _place_held(self, id_: str, day: Day, since: Sequence[Day], until: Sequence[Day]) -> int | None:
        place = self.places.get(id_)
        return None if place is None or not since[place] <= day < until[place] else place

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
        base, count = OF_DAYS.get(name, (name, None))
        if base not in self._fields:
            body = self._column_part(f"field/{base}")
            self._fields[base] = _decoded_field(body) if body else None
        found = self._fields[base]
        if found is None or count is None:
            return found
        values = tuple(None if value is None else count(value, day) for value in found.values)
        return FieldColumn(values, found.own, found.of_ways)

    def measured(self, benchmark: str, day: Day) -> FieldColumn | None:
        """The value of each model's measured cell; None where nobody was measured."""
        return self.field(f"measured.{benchmark}", day) or self.field(f"score.{benchmark}", day)

    @cached_property
    def quotes(self) -> QuoteColumn:
        """The charges by which a workload costs what it costs (`modelpick.decide.quoting`)."""
        charges, codes = msgpack.decode(self._body_of("quotes"), type=tuple[tuple[Charges | None, ...], bytes])
        return QuoteColumn(charges, _decoded_codes(codes, len(charges)))

    @cached_property
    def bare_models(self) -> tuple[Model, ...]:
        """Every model without its figures, offerings and events: as much as its memory and speed depend on."""
        return msgpack.decode(self._body_of("bare"), type=tuple[Model, ...])

    @cached_property
    def out(self) -> list[Day | None]:
        """The day on which each model is released (`modelpick.decide.families.first_out`)."""
        found: list[Day | None] = msgpack.decode(self._body_of("out"))
        return found

    @cached_property
    def endings(self) -> list[list[Day]]:
        """The days on which an API of each model ends or is deprecated (`modelpick.model.access.endings_of`)."""
        found: list[list[Day]] = msgpack.decode(self._body_of("endings"))
        return found

    @cached_property
    def open(self) -> bytes:
        """By way, whether anybody may call it."""
        return self._body_of(OPEN)

    def cells(self, benchmark: str, tools: str | None) -> CellColumn | None:
        """The cell of each model, without what is behind it; None where they were not worked out."""
        key = (benchmark, tools)
        if key not in self._cells:
            body = self._column_part(f"cells/{benchmark}/{tools or ''}")
            self._cells[key] = CellColumn(*msgpack.decode(body)) if body else None
        return self._cells[key]

    def estimate_bodies(self, benchmark: str, models: Sequence[str]) -> dict[str, bytes]:
        """The estimates that there are of some models, as they are kept."""
        prefix = f"estimates/{benchmark}/"
        found = self._parts([f"{prefix}{id_}" for id_ in models])
        return {name.removeprefix(prefix): body for name, body in found.items()}

    def estimate(self, day: Day, model: str, benchmark: str) -> Cell | None:
        """The cell of `model` that stands for a measurement; None where it was not worked out for `day`."""
        body = None if self.place_on(model, day) is None else self._column_part(f"estimates/{benchmark}/{model}")
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
        body = self._column_part(name)
        if body is None:
            raise ValueError(f"there is no column {name}")
        return body


def _decoded_field(body: bytes) -> FieldColumn:
    values, own, of_ways = msgpack.decode(body, ext_hook=lambda _, data: Decimal(bytes(data).decode("ascii")))
    plain = tuple(tuple(value) if isinstance(value, list) else value for value in values)
    of_models = _decoded_codes(own, len(plain))
    return FieldColumn(plain, of_models, None if of_ways is None else _decoded_codes(of_ways, len(plain)))


def _decoded_estimate(body: bytes) -> Cell:
    row: list[Any] = msgpack.decode(body)
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Cell(*values)


def width_of_codes(values: int) -> str:
    """The type of array that holds the codes of so many values, where a byte is too small."""
    return "H" if values <= 65_536 else "I"


def _decoded_codes(body: bytes, values: int) -> Sequence[int]:
    if values <= 256:
        return body
    codes = array(width_of_codes(values), body)
    if IS_BIG_ENDIAN:
        codes.byteswap()
    return codes
