"""Facts as the rows of their values, and back, without asking the types of their fields.

To read the types takes longer than to answer a question. What is to be done with each value is written down when the
rows are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from importlib import import_module
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from msgspec import Struct, msgpack

Row = list[Any]
Plan = Mapping[str, list[tuple[int, str, str]]]
"""By the name of a struct, the values that do not stand in its row as they are: their places, what they are, and for a
struct its name."""
FACT, FACTS, NAMED, DECIMAL, LIST, LISTS = "fact", "facts", "named", "decimal", "list", "lists"


def plan_of(*kinds: type[Struct]) -> dict[str, list[tuple[int, str, str]]]:
    """How the rows of `kinds`, and of all that they hold, are read."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for kind in kinds:
        _add_to_plan(kind, found)
    return found


def _add_to_plan(kind: type[Struct], found: dict[str, list[tuple[int, str, str]]]) -> None:
    from modelpick.model.fields import parts_of

    if _name_of(kind) in found:
        return
    steps = found[_name_of(kind)] = []
    for place, part in enumerate(parts_of(kind)):
        what, inner = _kind_of_value(part.kind)
        if what:
            steps.append((place, what, _name_of(inner) if inner else ""))
        if inner:
            _add_to_plan(inner, found)


def _kind_of_value(kind: Any) -> tuple[str, type[Struct] | None]:
    """What a value of type `kind` is; empty where it stands in a row as it is.

    Raises:
        TypeError: rows cannot hold such values.
    """
    if isinstance(kind, type) and issubclass(kind, Struct):
        return FACT, kind
    if kind is Decimal:
        return DECIMAL, None
    origin, inside = get_origin(kind), [each for each in get_args(kind) if each not in (NoneType, Ellipsis)]
    if origin in (tuple, dict, Mapping):
        what, inner = _kind_of_value(_bare_type(inside[-1]))
        if origin is tuple and what in ("", FACT):
            return (FACTS, inner) if inner else (LIST, None)
        if origin is not tuple and what in ("", FACT, LIST):
            return {"": "", FACT: NAMED, LIST: LISTS}[what], inner
        raise TypeError(f"a row cannot hold {kind}")
    either = [] if origin in (None, Literal) else inside
    found = {_kind_of_value(_bare_type(each)) for each in either} - {("", None)}
    if len(found) > 1 or (found and next(iter(found))[0] not in (LIST, DECIMAL)):
        raise TypeError(f"a row cannot hold {kind}")
    return next(iter(found), ("", None))


def _bare_type(kind: Any) -> Any:
    """A type without its marks."""
    return kind.__origin__ if getattr(kind, "__metadata__", ()) else kind


def _name_of(kind: type) -> str:
    return f"{kind.__module__}:{kind.__name__}"


MANY, MUCH = 64, 1 << 17
"""From so many bodies of a kind on, or so many bytes, it is quicker to ask the types of its fields after all."""


class RowReader:
    """Makes structs of their rows by a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._read_so_far: Counter[type[Struct]] = Counter()
        self._bytes_so_far: Counter[type[Struct]] = Counter()
        self._decoders: dict[type[Struct], msgpack.Decoder[Any]] = {}
        self._makers: dict[str, Callable[[Any], Any]] = {}

    def read(self, kind: type[Struct], row: Row) -> Any:
        """The `kind` that `row` holds; the row is used up.

        Raises:
            ValueError, TypeError, LookupError, ArithmeticError: it holds something else.
        """
        return self._maker_of(_name_of(kind))(row)

    def decode(self, kind: type[Struct], body: bytes) -> Any:
        """The `kind` whose row `body` holds.

        Raises:
            MsgspecError, ValueError, TypeError, LookupError, ArithmeticError: it holds something else.
        """
        self._read_so_far[kind] += 1
        self._bytes_so_far[kind] += len(body)
        if self._read_so_far[kind] <= MANY and self._bytes_so_far[kind] <= MUCH:
            return self.read(kind, msgpack.decode(body))
        if kind not in self._decoders:
            self._decoders[kind] = msgpack.Decoder(kind)
        return self._decoders[kind].decode(body)

    def _maker_of(self, name: str) -> Callable[[Any], Any]:
        if name not in self._makers:
            self._makers[name] = self._new_maker(name)
        return self._makers[name]

    def _new_maker(self, name: str) -> Callable[[Any], Any]:
        module, _, own = name.partition(":")
        kind = getattr(import_module(module), own)
        steps = [(place, self._value_converter(what, inner)) for place, what, inner in self._plan[name]]
        length = len(kind.__struct_fields__)

        def make(row: Row | dict[str, Any]) -> Any:
            if isinstance(row, dict):  # of a struct that is no fact
                row = list(row.values())
            if len(row) != length:
                raise ValueError(f"a row of {own} has {len(row)} values instead of {length}")
            for place, convert in steps:
                if (value := row[place]) is not None:
                    row[place] = convert(value)
            return kind(*row)

        return make

    def _value_converter(self, what: str, inner: str) -> Callable[[Any], Any]:
        makers, maker_of = self._makers, self._maker_of  # made late: a fact may hold its own kind
        if what == FACT:
            return lambda value: (makers.get(inner) or maker_of(inner))(value)  # noqa: PLW0108
        if what == FACTS:
            return lambda value: tuple(map(makers.get(inner) or maker_of(inner), value)) if value else ()
        if what == NAMED:
            return lambda value: dict(zip(value, map(maker_of(inner), value.values()), strict=True))
        if what == LISTS:
            return lambda value: {key: _as_tuple(each) for key, each in value.items()}
        return Decimal if what == DECIMAL else _as_tuple


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
