"""What does not depend on the question, worked out for every model and way beforehand, column by column.

A column holds one fact of all models, or of all ways to reach them, as a code for each and the few values that the
codes stand for. What holds on a day need not hold on another: each model says from when until when its row holds, and
outside of that it is asked anew. Nothing here decides: a column says what `modelpick.decide.subject` would say.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import chain, groupby
from typing import Any, TypeVar

from msgspec import Raw, convert, msgpack

from modelpick.evidence.pooled import Cell
from modelpick.model.dates import Day, days_between
from modelpick.model.facts import Charges, Model
from modelpick.model.fields import Plain
from modelpick.model.machines import SmallestMachine

T = TypeVar("T")
OPEN = "open"
"""Whether anybody may call a way: what `modelpick.decide.ways` asks of it."""
OFFERINGS = "offerings"
"""The place of each way's offering among those of its model."""
OF_DAYS: Mapping[str, tuple[str, Callable[[Day, Day], int]]] = {
    "age_days": ("released", days_between),
    "days_to_retirement": ("retires_on", lambda value, day: days_between(day, value)),
    "route.days_to_retirement": ("route.retires_on", lambda value, day: days_between(day, value)),
}
"""Fields that are another each day, and the field of which day they count from."""
LAST_DAY = "9999-12-31"
OTHER = "other/"
"""What stands before the names of the columns of other days."""
ESTIMATES = "estimates/"
"""What stands before the name of a model, for all of its estimates."""
SCORES = ("score.", "measured.")
"""Fields that are cells."""
OF_WAYS = ("route.", "price.", "retires_on")
"""Fields that differ by way, and not by model alone."""
MOVED_OF_MODELS = (
    *("access", "api", "api.since", "lifecycle", "offerings.largest_context", "offerings.smallest_context"),
    *("provider_count", "providers", "route.access", "route.api", "successor", "weights.stage"),
)
"""Fields that events and offerings move, for which there are rows of other days: on a user's own machine. All others
are there as they are on every day."""
MOVED_OF_WAYS = (
    *("price.blended", "price.in", "price.out", "retires_on", "route.access", "route.api", "route.context"),
    *("route.geography", "route.jurisdictions", "route.kind", "route.max_output", "route.provider"),
    *("route.retires_on", "route.routing", "route.service"),
)
"""The same by way. The others are terms and figures of ways: on another day the models are asked for these."""
IS_BIG_ENDIAN = array("H", [1]).tobytes() == b"\0\1"
DECIMAL = 1
"""The msgpack extension type of a decimal."""
_ESTIMATE_ROWS = msgpack.Decoder(dict[str, Raw])


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
    """The cells of one benchmark, by model."""

    kinds: bytes
    """What each rests on (`modelpick.decide.tally.kind_of_cell`), for a criterion that weighs the benchmark; 0 where
    there is no cell."""
    kinds_of_skill: bytes
    """The same for one that weighs its skill."""
    values: Sequence[float]
    sds: Sequence[float]
    correlations: Sequence[float]
    doubts: Sequence[float]
    utilities: Sequence[float]
    """By the benchmark's own anchors; so are the next two (`modelpick.decide.scoring.cell_in_points`)."""
    spreads: Sequence[float]
    doubts_in_points: Sequence[float]

    @property
    def columns(self) -> tuple[Sequence[float], ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__)

    def row(self, place: int) -> tuple[float, ...]:
        """What stands at a place, column by column."""
        return tuple(column[place] for column in self.columns)


class Heads(Plain, array_like=True):
    """The models of the columns, in their order, with what is asked of all of them."""

    ids: list[str]
    names: list[str]
    weights: list[str | None]
    starts: list[int]
    """The first way of each model, and at the end the number of ways; they stand in the order of their list prices."""
    holds_from: list[Day]
    """Since when, and until when, the fields of each model hold: figures do not move them."""
    holds_until: list[Day]
    cells_from: list[Day]
    """The same of its cells, and of its scores among the fields: figures alone move them."""
    cells_until: list[Day]


class OtherRows(Plain, array_like=True):
    """The rows of the models on other days, in the order of the models and days; places are those of `Heads`."""

    models: list[int]
    since: list[Day]
    until: list[Day]
    starts: list[int]
    """The first way of each row, and at the end the number of ways."""
    cell_models: list[int]
    cell_since: list[Day]
    cell_until: list[Day]
    estimable: dict[str, Day]
    """By benchmark, the first day of which its cells are told: the first on which it could be weighed."""


def _converted_row(kind: type[Any], row: Any) -> Any:
    return convert(row, kind)


class Columns:
    """Columns that are read when they are asked for; `parts` gives those that there are of some names, and `read_row`
    makes a fact of its row."""

    def __init__(
        self,
        parts: Callable[[Sequence[str]], Mapping[str, bytes]],
        heads: Heads | None = None,
        read_row: Callable[[type[Any], Any], Any] = _converted_row,
    ) -> None:
        self._parts, self._read_row = parts, read_row
        self._ahead: dict[str, bytes | None] = {}
        self._fields: dict[str, FieldColumn | None] = {}
        self._cells: dict[tuple[str, str | None], CellColumn | None] = {}
        self._estimates: dict[str, Mapping[str, Raw]] = {}
        self.heads = heads or Heads(*msgpack.decode(self._body_of("heads")))
        self.places = {id_: place for place, id_ in enumerate(self.heads.ids)}
        self.last_asked: tuple[Any, Columns] | None = None
        """The columns of the day and models that were asked for last, and these."""

    def hold_on(self, day: Day) -> bool:
        """Whether the rows of all models are those of `day`."""
        since, until = self._span_of_rows
        return since <= day < until

    @cached_property
    def _span_of_rows(self) -> tuple[Day, Day]:
        """The days on which the rows of all models hold, without the last; none where there are no models."""
        heads = self.heads
        since, until = (*heads.holds_from, *heads.cells_from), (*heads.holds_until, *heads.cells_until)
        return max(since, default=""), min(until, default="")

    def read_ahead(self, fields: Iterable[str], tests: Iterable[tuple[str, str | None]]) -> None:
        """Read at once what a question will ask for."""
        names = [f"field/{counted_from(name)}" for name in fields]
        self._read_names_ahead([*names, *(cells_name(*test) for test in tests)])

    def _read_names_ahead(self, names: Sequence[str]) -> None:
        wanted = [name for name in dict.fromkeys(names) if name not in self._ahead]
        self._ahead |= {**dict.fromkeys(wanted), **self._parts(wanted)}

    def _column_part(self, name: str) -> bytes | None:
        """The body of a name; None where there is none."""
        return self._ahead.pop(name) if name in self._ahead else self._parts([name]).get(name)

    def place_on(self, id_: str, day: Day) -> int | None:
        """The place of a model; None where there is none, or something of its row is not as it was on `day`."""
        return None if self.fields_place_on(id_, day) is None else self.cells_place_on(id_, day)

    def fields_place_on(self, id_: str, day: Day) -> int | None:
        """The place of a model whose fields hold on `day`, its scores aside; None where there is none."""
        return self._place_held(id_, day, self.heads.holds_from, self.heads.holds_until)

    def cells_place_on(self, id_: str, day: Day) -> int | None:
        """The place of a model whose cells hold on `day`, whatever else does not; None where there is none."""
        return self._place_held(id_, day, self.heads.cells_from, self.heads.cells_until)

    def _place_held(self, id_: str, day: Day, since: Sequence[Day], until: Sequence[Day]) -> int | None:
        place = self.places.get(id_)
        return None if place is None or not since[place] <= day < until[place] else place

    def gaps(self, _field: str, _own: bool) -> Collection[int]:
        """The places of the models that a field does not hold for, by way or on their users' own machines."""
        return ()

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
            self._fields[base] = self._read_field(base)
        found = self._fields[base]
        if found is None or count is None:
            return found
        values = tuple(None if value is None else count(value, day) for value in found.values)
        return FieldColumn(values, found.own, found.of_ways)

    def _read_field(self, name: str) -> FieldColumn | None:
        body = self._column_part(f"field/{name}")
        return decoded_field(body) if body else None

    def scores_kept(self, benchmarks: Iterable[str]) -> dict[str, bytes]:
        """By benchmark, the columns of pooled values as they are kept, where nobody's own results are among them."""
        scores, measured = (self._parts([f"field/{start}{id_}" for id_ in benchmarks]) for start in SCORES)
        found = {name.removeprefix("field/score."): body for name, body in scores.items()}
        return {id_: body for id_, body in found.items() if f"field/measured.{id_}" not in measured}

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
        return tuple(self._read_row(Model, row) for row in msgpack.decode(self._body_of("bare")))

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

    @cached_property
    def offerings(self) -> Sequence[int]:
        """By way, the place of its offering among those of its model, counted from 1; 0 where there is none."""
        return decoded_numbers(self._body_of(OFFERINGS))

    def cells(self, benchmark: str, tools: str | None) -> CellColumn | None:
        """The cell of each model, without what is behind it; None where they were not worked out."""
        key = (benchmark, tools)
        if key not in self._cells:
            self._cells[key] = self._read_cells(benchmark, tools)
        return self._cells[key]

    def _read_cells(self, benchmark: str, tools: str | None) -> CellColumn | None:
        body = self._column_part(cells_name(benchmark, tools))
        return decoded_cells(body) if body else None

    @cached_property
    def other_rows(self) -> OtherRows:
        """The rows of other days, of which there are columns, too."""
        return OtherRows(*msgpack.decode(self._body_of(f"{OTHER}rows")))

    @cached_property
    def other_open(self) -> bytes:
        return self._body_of(f"{OTHER}{OPEN}")

    @cached_property
    def other_offerings(self) -> Sequence[int]:
        return decoded_numbers(self._body_of(f"{OTHER}{OFFERINGS}"))

    def other_field(self, name: str) -> FieldColumn:
        return decoded_field(self._body_of(f"{OTHER}field/{name}"))

    def other_cells(self, benchmark: str, tools: str | None) -> CellColumn | None:
        body = self._column_part(f"{OTHER}{cells_name(benchmark, tools)}")
        return decoded_cells(body) if body else None

    def estimates_of(self, models: Sequence[str]) -> dict[str, Mapping[str, Raw]]:
        """By model its estimates that there are, by benchmark and as they are kept."""
        found = self._parts([f"{ESTIMATES}{id_}" for id_ in models])
        return {name.removeprefix(ESTIMATES): _ESTIMATE_ROWS.decode(body) for name, body in found.items()}

    def estimate(self, day: Day, model: str, benchmark: str) -> Cell | None:
        """The cell of `model` that stands for a measurement; None where it was not worked out for `day`."""
        if self.cells_place_on(model, day) is None:
            return None
        if model not in self._estimates:
            self._estimates[model] = self.estimates_of([model]).get(model, {})
        row = self._estimates[model].get(benchmark)
        return _decoded_estimate(row) if row else None

    def smallest(self, model: str) -> SmallestMachine | None:
        """The smallest known machine that holds `model`, at a usual precision and context, on whatever day.

        Raises:
            KeyError: it is of no model of the columns.
        """
        return self._smallest_machines[self.places[model]]

    @cached_property
    def _smallest_machines(self) -> list[SmallestMachine | None]:
        return [row and SmallestMachine(*row) for row in msgpack.decode(self._body_of("smallest"))]

    def _body_of(self, name: str) -> bytes:
        body = self._column_part(name)
        if body is None:
            raise ValueError(f"there is no column {name}")
        return body


def counted_from(name: str) -> str:
    """The field that stands in the columns for `name`, which may be another each day."""
    return OF_DAYS[name][0] if name in OF_DAYS else name


def cells_name(benchmark: str, tools: str | None) -> str:
    return f"cells/{benchmark}/{tools or ''}"


def decoded_field(body: bytes) -> FieldColumn:
    values, own, of_ways = msgpack.decode(body, ext_hook=lambda _, data: Decimal(bytes(data).decode("ascii")))
    plain = tuple(tuple(value) if isinstance(value, list) else value for value in values)
    return FieldColumn(plain, *(codes and _decoded_codes(codes, len(plain)) for codes in (own, of_ways)))


class FieldCodes:
    """A `FieldColumn` in the making: the values of one model after the other, as codes."""

    def __init__(self) -> None:
        self._codes: dict[tuple[type, Any], int] = {}
        self._own = array("I")
        self._of_ways: array[int] | None = None
        """As narrow as the codes are by now: there are many columns, of which most have few values."""

    def code_of(self, value: Any) -> int:
        """The code of a value; a new one where there is none yet."""
        return self._codes.setdefault((type(value), value), len(self._codes))

    def add_model(self, code: int) -> None:
        """Add what a model has on its user's own machine, as a code."""
        self._own.append(code)

    def add_models(self, own: Sequence[Any]) -> None:
        self._own.extend(map(self.code_of, own))

    def add_ways(self, codes: Iterable[int]) -> None:
        """Add what a model has by way, where that differs, as codes."""
        self._of_ways = _wide_enough(self._of_ways, len(self._codes))
        self._of_ways.extend(codes)

    def add_known(self, field: FieldColumn, rows: range, starts: Sequence[int]) -> None:
        """Add what `field` has in those of its rows, whose first ways are `starts`."""
        own = field.own[rows.start : rows.stop]
        ways = None if field.of_ways is None else field.of_ways[starts[rows.start] : starts[rows.stop]]
        codes, values = self._codes, field.values
        order = own if ways is None else chain.from_iterable(_codes_in_turn(field, rows, starts))
        new = {code: codes.setdefault((type(values[code]), values[code]), len(codes)) for code in dict.fromkeys(order)}
        self._own.extend(map(new.__getitem__, own))
        if ways is not None:
            self.add_ways(map(new.__getitem__, ways))

    @property
    def says_something(self) -> bool:
        """Whether there is a value that is known."""
        return any(value is not None for _, value in self._codes)

    def encoded(self) -> bytes:
        told = [msgpack.Ext(DECIMAL, str(v).encode("ascii")) if isinstance(v, Decimal) else v for _, v in self._codes]
        of_ways = None if self._of_ways is None else encoded_codes(self._of_ways, len(told))
        return msgpack.encode([told, encoded_codes(self._own, len(told)), of_ways])


def _codes_in_turn(field: FieldColumn, rows: range, starts: Sequence[int]) -> Iterator[Sequence[int]]:
    """The codes of each row: its own, then those of its ways."""
    for row in rows:
        yield field.own[row : row + 1]
        yield (field.of_ways or b"")[starts[row] : starts[row + 1]]


def encoded_field(own: Sequence[Any]) -> bytes:
    """A `FieldColumn` of the values by model."""
    found = FieldCodes()
    found.add_models(own)
    return found.encoded()


def encoded_cells(pieces: Iterable[Sequence[float] | range], known: CellColumn | None = None) -> bytes:
    """A `CellColumn` of its rows; a range stands for the rows at those places of the one that is `known`."""
    columns: list[Any] = [bytearray(), bytearray(), *(array("d") for _ in CellColumn.__struct_fields__[2:])]
    for is_known, group in groupby(pieces, key=lambda piece: isinstance(piece, range)):
        rows: list[Any] = list(group)
        for part in _rows_at(known, rows) if known and is_known else [zip(*rows, strict=True)]:
            for column, values in zip(columns, part, strict=True):
                column.extend(values)
    kinds, kinds_of_skill, *numbers = columns
    told = [_swapped_if_big_endian(column).tobytes() for column in numbers]
    return msgpack.encode([bytes(kinds), bytes(kinds_of_skill), *told])


def _rows_at(known: CellColumn, places: Iterable[Any]) -> Iterator[Iterable[Sequence[float]]]:
    for each in places:
        yield [column[each.start : each.stop] for column in known.columns]


def decoded_cells(body: bytes) -> CellColumn:
    kinds, kinds_of_skill, *numbers = msgpack.decode(body)
    return CellColumn(kinds, kinds_of_skill, *(_swapped_if_big_endian(array("d", column)) for column in numbers))


def _decoded_estimate(body: Raw) -> Cell:
    row: list[Any] = msgpack.decode(body)
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Cell(*values)


def width_of_codes(values: int) -> str:
    """The type of array that holds the codes of so many values."""
    return "B" if values <= 256 else "H" if values <= 65_536 else "I"


def _wide_enough(codes: array[int] | None, values: int) -> array[int]:
    """`codes` in an array that can hold those of so many values."""
    kept, width = codes if codes is not None else (), width_of_codes(values)
    return codes if codes is not None and codes.typecode == width else array(width, kept)


def _decoded_codes(body: bytes, values: int) -> Sequence[int]:
    return body if values <= 256 else _swapped_if_big_endian(array(width_of_codes(values), body))


def encoded_numbers(numbers: Sequence[int]) -> bytes:
    """Whole numbers that are not negative."""
    above = max(numbers, default=0) + 1
    return msgpack.encode([above, encoded_codes(numbers, above)])


def decoded_numbers(body: bytes) -> Sequence[int]:
    above, codes = msgpack.decode(body)
    return _decoded_codes(codes, above)


def encoded_codes(codes: Sequence[int], values: int) -> bytes:
    """`codes` of so many values."""
    kept: array[int] = array(width_of_codes(values), codes)
    return _swapped_if_big_endian(kept).tobytes()


def _swapped_if_big_endian(numbers: array[Any]) -> array[Any]:
    """`numbers` in little-endian order, as they are kept, or back."""
    if IS_BIG_ENDIAN:
        numbers.byteswap()
    return numbers
