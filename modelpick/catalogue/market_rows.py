"""How the market keeps a row: a record as JSON text and back, and the sum that tells whether it is still whole."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from decimal import Decimal
from functools import cache
from typing import Any
from zlib import crc32

from modelpick.catalogue.records import KINDS, Record


def encoded(record: Record) -> str:
    """`record` as it is kept: JSON of what differs from the defaults; equal records have equal text."""
    body = {}
    cls: type = type(record)
    for name, default, _ in _columns(cls):
        value = getattr(record, name)
        if default is MISSING or value != default:
            body[name] = _plain(value)
    return json.dumps(body, separators=(",", ":"), allow_nan=False)


def decoded(kind: str, body: str) -> Record:
    """The record of that kind that `encoded` made `body` of.

    Raises:
        ValueError, TypeError, KeyError, ArithmeticError: it made no such body.
    """
    cls: type = KINDS[kind]
    try:
        found = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deep") from None
    for name, turn in _turns(cls):
        if name in found:
            found[name] = turn(found[name])
    record: Record = cls(**found)
    return record


@cache
def _turns(cls: type) -> tuple[tuple[str, Any], ...]:
    return tuple((name, turn) for name, _, turn in _columns(cls) if turn)


@cache
def _columns(cls: type) -> tuple[tuple[str, Any, Any], ...]:
    """(name, default, what makes the value of its JSON form) of each field."""
    return tuple((f.name, f.default, _turn(str(f.type))) for f in fields(cls))


def _turn(hint: str) -> Any:
    return Decimal if hint.startswith("Decimal") else tuple if hint.startswith("tuple") else None


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.normalize())
    return list(value) if isinstance(value, tuple) else value


def storable(text: str) -> str:
    """`text` with what is no character, such as half a surrogate pair, written out."""
    return text.encode("utf-8", "backslashreplace").decode()


def sum_of(*values: object) -> int:
    """What tells whether a row that held `values` still does. In a damaged file anything may be where a text was."""
    return crc32("\0".join(map(str, values)).encode("utf-8", "backslashreplace"))
