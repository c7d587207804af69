"""Dataclasses of the domain as plain JSON rows and back, derived from their type hints.

A row is the list of an object's field values in the order of the fields, without the defaults at its end: short to
store, quick to read. `Decimal` becomes text, a tuple a list, a union of dataclasses a pair of the class's number and
its row. Nothing is executed on reading, so that a damaged or foreign file can at worst be refused.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, is_dataclass
from dataclasses import fields as dataclass_fields
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct, structs


def fields(kind: Any) -> Any:
    """The fields of a struct or a dataclass."""
    kind = kind if isinstance(kind, type) else type(kind)
    return structs.fields(kind) if issubclass(kind, Struct) else [f for f in dataclass_fields(kind) if f.init]


def _is_described(kind: Any) -> bool:
    return isinstance(kind, type) and (issubclass(kind, Struct) or is_dataclass(kind))


Convert = Callable[[Any], Any] | None
"""How a value is turned round; None where it is the same on both sides."""


def encode(value: Any) -> Any:
    """`value`, a dataclass or a plain value, as what `json.dumps` takes."""
    return _plain(value)


def decoder(cls: type) -> Callable[[Any], Any]:
    """What turns a row back into an object of `cls`."""
    return _decoder(cls)


@cache
def hints_of(cls: type) -> dict[str, Any]:
    """The resolved type of each field of `cls`."""
    return get_type_hints(cls)


@cache
def later(cls: type, names: tuple[str, ...]) -> type:
    """A subclass of the frozen dataclass `cls` whose fields `names` are worked out when somebody first looks.

    An instance is made with `make_later`; it knows how to find the missing ones.
    """

    def __getattr__(self: Any, name: str) -> Any:
        if name not in names:
            raise AttributeError(f"{cls.__name__} has no attribute {name!r}")
        value = self._find(name)
        object.__setattr__(self, name, value)
        return value

    body = {"__slots__": ("_find",), "__getattr__": __getattr__, "__module__": cls.__module__, "__eq__": _equal}
    return type(cls.__name__, (cls,), {**body, "__hash__": cls.__hash__})


def make_later(kind: type, now: Mapping[str, Any], find: Callable[[str], Any]) -> Any:
    """An instance of `kind`, from `later`, that has the fields `now` and finds each other one by its name."""
    made: Any = object.__new__(kind)
    put = object.__setattr__
    for name, value in now.items():
        put(made, name, value)
    put(made, "_find", find)
    return made


def _equal(self: Any, other: Any) -> Any:
    """As the dataclass compares, whichever of the two is read later."""
    if not isinstance(other, type(self).__mro__[1]):
        return NotImplemented
    return all(getattr(self, f.name) == getattr(other, f.name) for f in fields(self))


_AS_THEY_ARE = frozenset({type(None), bool, int, float, str})


def _plain(value: Any) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    if _is_described(type(value)):
        kind: Any = type(value)
        return _encoder(kind)(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value


@cache
def _encoder(cls: type) -> Callable[[Any], list[Any]]:
    columns = [(f.name, _default(f), _tags(hints_of(cls)[f.name])) for f in fields(cls)]

    def encode_row(value: Any) -> list[Any]:
        row = []
        kept = 0
        for name, default, tags in columns:
            each = getattr(value, name)
            row.append(_tagged(each, tags) if tags else _plain(each))
            if default is MISSING or each != default():
                kept = len(row)
        return row[:kept]

    return encode_row


def _default(field: Any) -> Any:
    if field.default not in (MISSING, NODEFAULT):
        return lambda: field.default
    return field.default_factory if field.default_factory is not NODEFAULT else MISSING


def _tags(hint: Any) -> tuple[type, ...]:
    """The classes of a union of dataclasses, or of a tuple of such."""
    arguments = get_args(hint)
    if get_origin(hint) is tuple:
        return _tags(arguments[0])
    classes = tuple(a for a in arguments if _is_described(a))
    return classes if len(classes) > 1 else ()


def _tagged(value: Any, tags: tuple[type, ...]) -> Any:
    if isinstance(value, tuple):
        return [_tagged(each, tags) for each in value]
    return None if value is None else [tags.index(type(value)), encode(value)]


@cache
def _decoder(cls: type) -> Callable[[Any], Any]:
    # A class may hold itself, so the converters are looked up when the first row is read.
    converters: list[Convert] = []
    names = [f.name for f in fields(cls)]

    def decode(row: Any) -> Any:
        if not converters:
            converters.extend(converter(hints_of(cls)[name]) for name in names)
        if not isinstance(row, list):
            raise ValueError(f"expected a row of {cls.__name__}")
        return cls(*[c(v) if c and v is not None else v for c, v in zip(converters, row, strict=False)])

    return decode


def converter(hint: Any) -> Convert:
    """How a plain value becomes one of type `hint`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Decimal:
        return Decimal
    if _is_described(hint):
        return _decoder(hint)
    if origin in (Union, types.UnionType):
        return _union(arguments)
    if origin is tuple:
        return _tuple(converter(arguments[0]) if arguments else None)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(converter(arguments[1]))
    if origin is Literal or hint in (str, int, float, bool, object, Any):
        return None
    raise TypeError(f"no way to read back {hint!r}")


def _union(arguments: tuple[Any, ...]) -> Convert:
    tags = _tags(Union[arguments])  # noqa: UP007  # made from values
    if tags:
        return lambda pair: _decoder(tags[pair[0]])(pair[1])
    if any(get_origin(a) is tuple for a in arguments):
        return _frozen
    found = [c for c in (converter(a) for a in arguments if a is not type(None)) if c]
    return found[0] if found else None


def _tuple(each: Convert) -> Convert:
    if each is None:
        return tuple
    return lambda values: tuple([each(v) for v in values])


def _mapping(each: Convert) -> Convert:
    if each is None:
        return None
    return lambda values: {key: None if v is None else each(v) for key, v in values.items()}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
