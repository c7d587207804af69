"""Fills the named fields of a rule's text: ``{api.since}`` by what is known, ``{$value}`` by what was asked."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from modelpick.decide.conditions import FactLookup
from modelpick.model import vocabulary
from modelpick.model.wording import dollars, money, number, tokens

_FIELD_PLACEHOLDER = r"\{([$\w.-]+)\}"
_TOKEN_FIELDS = {"context", "max_output", "offerings.largest_context", "offerings.smallest_context"}


def fill(
    text: str, subject: FactLookup, value: Any = None, name: str | None = None, unit: str = ""
) -> tuple[str, tuple[str, ...]]:
    """The text with its fields filled in, and the ids of the sources of those facts."""
    sources: list[str] = []

    def put(match: re.Match[str]) -> str:
        field = match.group(1)
        if field == "$value":
            return amount(value, unit)
        if field == "$name":
            return name or ""
        for each in value if isinstance(value, list | tuple) else (value,):
            field = field.replace("$value", str(each))
        fact = subject.get(field.replace("$name", name or ""))
        sources.extend(fact.sources)
        if fact.value is None and fact.note:
            return f"unknown ({fact.note})"
        return show(field, fact.value)

    filled = re.sub(_FIELD_PLACEHOLDER, put, text)
    return filled, tuple(dict.fromkeys(sources))


def amount(value: Any, unit: str) -> str:
    """What was asked as people write it: dollars and tokens by their `unit`, all else as it is.

    >>> amount(5, "USD"), amount(131072, "tokens"), amount(30, "days"), amount(("eu", "us"), "")
    ('$5', '131k', '30', 'eu, us')
    """
    if isinstance(value, int | float) and unit.startswith("USD"):
        return money(Decimal(str(value)))
    return tokens(value) if isinstance(value, int) and unit == "tokens" else show("", value)


def show(field: str, value: Any) -> str:
    """The value of a field in words: 1M tokens, $1.25, yes."""
    if value is None:
        return "unknown"
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(show("", v) for v in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{key} {show('', v)}" for key, v in value.items())
    known = vocabulary.find(field)
    if field.removeprefix("route.") in _TOKEN_FIELDS or field in _TOKEN_FIELDS:
        return tokens(int(value))
    if field.startswith("cost."):
        return dollars(Decimal(str(value)))
    if isinstance(value, Decimal) or (known and known.kind == "money"):
        return money(Decimal(str(value)))
    if isinstance(value, float):
        return number(value)
    if isinstance(value, str):
        return value.replace("_", " ") if known and known.kind in ("text", "answer") and "_" in value else value
    return f"{value:,}"
