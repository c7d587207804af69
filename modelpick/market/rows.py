"""How the market keeps a row: a record as JSON text and back, and the sum that tells whether it is still whole."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Any, get_args, get_origin
from zlib import crc32

from msgspec import json as quick_json
from msgspec import structs

from modelpick.market.records import KINDS, Record
from modelpick.model.facts import Charges
from modelpick.model.fields import Plain


def encoded(record: Record) -> str:
    """`record` as JSON text without default values; equal records give equal text."""
    return json.dumps(_json_value(record), separators=(",", ":"), allow_nan=False)


def decoded(kind: str, body: str) -> Record:
    """The record that `encoded` wrote as `body`.

    Raises:
        ValueError, TypeError, KeyError, ArithmeticError: it made no such body.
    """
    cls = KINDS[kind]
    record: Record = _struct_from_json(cls, _value_of_json(body))
    return record


def _value_of_json(body: str) -> Any:
    try:
        return quick_json.decode(body)
    except ValueError:
        return json.loads(body)  # which reads half a pair of surrogates, too
    except RecursionError:
        raise ValueError("nested too deep") from None


def _struct_from_json(cls: type[Plain], body: Any) -> Any:
    """An instance of `cls` out of its JSON form."""
    if not isinstance(body, dict):
        raise TypeError(f"{cls.__name__} from {type(body).__name__}")
    for name, turn in _converters_of_fields(cls):
        if name in body:
            body[name] = turn(body[name])
    return cls(**body)


@cache
def _converters_of_fields(cls: type[Plain]) -> tuple[tuple[str, Any], ...]:
    """The converter from JSON for each field that needs one."""
    return tuple((f.name, turn) for f in structs.fields(cls) if (turn := _converter_of_type(f.type)))


def _converter_of_type(hint: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, Plain):
        if hint is Charges:  # to write them again is quicker than to make them
            return lambda body: _charges_said(quick_json.encode(body))
        return partial(_struct_from_json, hint)
    if hint is Decimal:
        return _decimal_said
    arguments = get_args(hint)
    if get_origin(hint) is tuple:
        each = _converter_of_type(arguments[0])
        return (lambda values: tuple(map(each, values))) if each else tuple
    inner = (_converter_of_type(argument) for argument in arguments)
    return next((turn for turn in inner if turn), None)


@lru_cache(maxsize=1 << 16)
def _charges_said(text: bytes) -> Any:
    """The charges that `text` says. A large market has few: each is in memory once."""
    return _struct_from_json(Charges, quick_json.decode(text))


@lru_cache(maxsize=1 << 16)
def _decimal_said(text: str) -> Decimal:
    """The number that `text` says."""
    return Decimal(text)


def _json_value(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Plain):
        said = ((name, default, getattr(value, name)) for name, default in _field_defaults(type(value)))
        return {name: _json_value(each) for name, default, each in said if each != default}
    if isinstance(value, Decimal):
        return str(value.normalize())
    return list(map(_json_value, value)) if isinstance(value, tuple) else value


@cache
def _field_defaults(cls: type[Plain]) -> tuple[tuple[str, Any], ...]:
    """The fields of `cls`, each with what it says where nothing is said."""
    return tuple((f.name, f.default) for f in structs.fields(cls))


def storable(text: str) -> str:
    """`text` with unpaired surrogates escaped, so that it can be stored as UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


def row_checksum(*values: object) -> int:
    """CRC-32 of a row's values, to detect corruption; accepts whatever a damaged file may hold."""
    return crc32("\0".join(map(str, values)).encode("utf-8", "backslashreplace"))
