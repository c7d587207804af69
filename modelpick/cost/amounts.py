"""Shares and rates as people write them: ``60%``, ``100/day``. Exact, never through a binary float."""

from __future__ import annotations

import re
from decimal import Decimal

from modelpick.model.errors import ModelpickError
from modelpick.model.numbers import AT_LEAST_ONE, SHARE
from modelpick.model.wording import shown

_TIMES_A_MONTH = {
    "sec": 2_592_000, "s": 2_592_000, "min": 43_200, "hou": 720, "h": 720, "day": 30, "d": 30, "wee": 4, "w": 4,
    "mon": 1,
}  # fmt: skip
"""How often a span of time comes in a month of 30 days, by the beginning of its name."""


def requests_a_month(text: str, where: str) -> int:
    """A whole number of at least 1: ``20k``, or as many as ``100/day`` makes of 30 days.

    Raises:
        ModelpickError: it is none.
    """
    found = re.fullmatch(
        r"(?i)(.+?)\s*(?:/|\ban?\b|\bper\b)\s*(second|sec|s|minute|min|hour|h|day|d|week|w|month)", text
    )
    if not found:
        return AT_LEAST_ONE.count(text, where)
    return AT_LEAST_ONE.count(found[1].strip(), where) * _TIMES_A_MONTH[found[2][:3].lower()]


def share(text: str, where: str) -> Decimal:
    """``60%`` or ``0.6``: from 0 to 1.

    Raises:
        ModelpickError: not a share, or outside 0 to 100%.
    """
    said = text.strip()
    percent = said.endswith("%")
    try:
        value = SHARE.read(said.removesuffix("%").strip(), where)
    except ModelpickError:
        raise ModelpickError(
            f"is {shown(said)}, expected a share", where=where, hint="Write it as 60% or 0.6"
        ) from None
    value = value.scaleb(-2) if percent else value
    if not 0 <= value <= 1:
        hint = f"Did you mean {said}%?" if not percent and 2 <= value <= 100 else None
        raise ModelpickError(f"is {said}, expected a share from 0 to 100%", where=where, hint=hint)
    return value
