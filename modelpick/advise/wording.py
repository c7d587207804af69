"""How values read in a sentence, and rule texts with named fields: ``{api.since}``, ``{$value}``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from modelpick.advise.conditions import Asked
from modelpick.domain import vocabulary

_FIELD = re.compile(r"\{([$\w.-]+)\}")
_TOKENS = {"context", "max_output", "offerings.largest_context", "offerings.smallest_context"}


def fill(text: str, subject: Asked, value: Any = None, name: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The filled text, and the sources of the facts in it."""
    sources: list[str] = []

    def put(match: re.Match[str]) -> str:
        field = match.group(1)
        if field == "$value":
            return show("", value)
        if field == "$name":
            return name or ""
        for each in value if isinstance(value, list | tuple) else (value,):
            field = field.replace("$value", str(each))
        fact = subject.get(field.replace("$name", name or ""))
        sources.extend(fact.sources)
        if fact.value is None and fact.note:
            return f"unknown ({fact.note})"
        return show(field, fact.value)

    filled = _FIELD.sub(put, text)
    return filled, tuple(dict.fromkeys(sources))


def show(field: str, value: Any) -> str:
    """A value as people write it: 1M tokens, $1.25, yes."""
    if value is None:
        return "unknown"
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(show("", v) for v in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{key} {show('', v)}" for key, v in value.items())
    known = vocabulary.find(field)
    if field.removeprefix("route.") in _TOKENS or field in _TOKENS:
        return tokens(int(value))
    if isinstance(value, Decimal) or (known and known.kind == "money"):
        return f"${Decimal(str(value)).normalize():f}"
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0") if abs(value) >= 1 else f"{value:.3g}"
    if isinstance(value, str):
        return value.replace("_", " ") if known and known.kind in ("text", "answer") and "_" in value else value
    return f"{value:,}"


def tokens(count: int) -> str:
    """Token counts as people say them; powers of two are called by their round name.

    >>> tokens(1_048_576), tokens(131_072), tokens(262_000), tokens(10_485_760), tokens(3_500_000)
    ('1M', '131k', '262k', '10M', '3.5M')
    """
    if count >= 1024**2 and count % 1024**2 == 0:
        return f"{count // 1024**2}M"
    if count >= 1_000_000:
        return f"{round(count / 1_000_000, 1):g}M"
    return f"{round(count / 1000)}k" if count >= 1000 else str(count)


_UNITS = {"percent": " %", "elo": " Elo", "index": " points", "points": " points", "ratio": "", "tokens": " tokens"}


def figure(value: float, unit: str) -> str:
    """A figure with its unit: ``74.2 %``, ``1427 Elo``, ``$0.77``.

    >>> figure(74.2, "percent"), figure(1427, "elo"), figure(0.77, "usd")
    ('74.2 %', '1427 Elo', '$0.77')
    """
    if unit == "usd" or unit.startswith("USD"):
        return f"${value:,.2f}" if value < 100 else f"${value:,.0f}"
    if unit == "tokens":
        return f"{tokens(round(value))} tokens"
    number = f"{value:.0f}" if abs(value) >= 1000 else f"{value:.1f}".removesuffix(".0")
    return number + _UNITS.get(unit, f" {unit}" if unit else "")


def listed(words: Sequence[str], most: int = 3) -> str:
    """``a``, ``a and b``, ``a, b and 4 more``."""
    words = list(words)
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 model``, ``3 models``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
