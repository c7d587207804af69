"""Amounts as people write them: ``2M``, ``3k``, ``60%``, ``x10``. Exact, never through a binary float."""

from __future__ import annotations

import re
from decimal import Decimal

from modelpick.domain.errors import ModelpickError

_NUMBER = re.compile(r"([-+]?)\$?(\d[\d_,]*(?:\.\d{1,12})?|\.\d{1,12})\s*([kKmMbB]?)")
_POWERS = {"": 0, "k": 3, "m": 6, "b": 9}
MOST = Decimal(10) ** 15


def amount(text: str, where: str) -> Decimal:
    """``2M``, ``1.5k``, ``1_000``, ``$3``: 0 or more.

    Raises:
        ModelpickError: not a number, negative, or more than anybody can mean.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise ModelpickError(f"is {text!r}, expected a number", where=where, hint="3k, 1.5M and 2B work too")
    sign, digits, suffix = match.groups()
    value = Decimal(digits.replace("_", "").replace(",", "")).scaleb(_POWERS[suffix.lower()])
    if sign == "-":
        raise ModelpickError(f"is {text.strip()}, expected 0 or more", where=where)
    if value > MOST:
        raise ModelpickError(f"is {text.strip()}, which is more than there is", where=where)
    return value


def whole(text: str, where: str, least: int = 0) -> int:
    """A whole number of at least `least`."""
    value = amount(text, where)
    if value != int(value):
        raise ModelpickError(f"is {text.strip()}, expected a whole number", where=where)
    if value < least:
        raise ModelpickError(f"is {text.strip()}, expected {least} or more", where=where)
    return int(value)


def share(text: str, where: str) -> Decimal:
    """``60%`` or ``0.6``: from 0 to 1.

    Raises:
        ModelpickError: not a share, or outside 0 to 100%.
    """
    said = text.strip()
    percent = said.endswith("%")
    match = _NUMBER.fullmatch(said.removesuffix("%").strip())
    if match is None or match[3]:
        raise ModelpickError(f"is {said!r}, expected a share", where=where, hint="Write it as 60% or 0.6")
    value = Decimal(match[1] + match[2].replace("_", "").replace(",", ""))
    value = value.scaleb(-2) if percent else value
    if not 0 <= value <= 1:
        hint = f"Did you mean {said}%?" if not percent and 2 <= value <= 100 else None
        raise ModelpickError(f"is {said}, expected a share from 0 to 100%", where=where, hint=hint)
    return value
