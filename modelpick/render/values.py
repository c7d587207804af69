"""How values read. What is not known reads "unknown", never zero and never nothing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from modelpick.domain import vocabulary
from modelpick.render.page import UNKNOWN, Cell

_UNITS = {"percent": " %", "elo": " Elo", "index": " points", "points": " points", "ratio": ""}
_TOKENS = ("context", "max_output", "_context")
_STAGES = {"none": "no API", "ga": "GA"}


def figure(value: float | None, unit: str) -> str:
    """A figure with its unit.

    >>> figure(74.2, "percent"), figure(1427, "elo"), figure(0.77, "usd"), figure(None, "percent")
    ('74.2 %', '1427 Elo', '$0.77', 'unknown')
    """
    if value is None:
        return UNKNOWN
    if unit == "tokens":
        return f"{tokens(round(value))} tokens"
    if unit == "usd" or unit.startswith("USD"):
        return money(Decimal(str(value)))
    return number(value) + _UNITS.get(unit, f" {unit}" if unit else "")


def number(value: float) -> str:
    """One decimal where it says something: 74.2, 77, 1427."""
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.1f}".removesuffix(".0")


def tokens(count: int | None) -> str:
    """Token counts as people say them; powers of two by their round name.

    >>> tokens(1_048_576), tokens(262_144), tokens(10_000_000), tokens(None)
    ('1M', '262k', '10M', 'unknown')
    """
    if count is None:
        return UNKNOWN
    if count >= 1024**2 and count % 1024**2 == 0:
        return f"{count // 1024**2}M"
    if count >= 999_500:
        return f"{round(count / 1_000_000, 1):g}M"
    return f"{round(count / 1000)}k" if count >= 1000 else str(count)


def money(value: Decimal | None) -> str:
    """US dollars with the cents that matter.

    >>> money(Decimal("1.25")), money(Decimal("10.0")), money(Decimal("0.075")), money(Decimal("1.5")), money(None)
    ('$1.25', '$10', '$0.075', '$1.50', 'unknown')
    """
    if value is None:
        return UNKNOWN
    text = f"{value.normalize():,f}"
    whole, _, cents = text.partition(".")
    return f"${whole}.{cents:0<2}" if cents else f"${whole}"


def prices(into: Decimal | None, out: Decimal | None) -> str:
    """Input and output price, ``$1.25 / $10``."""
    return UNKNOWN if into is None and out is None else f"{money(into)} / {money(out)}"


def score(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.1f}"


def points(value: float | None) -> str | None:
    return None if value is None else f"{value:+.1f}"


def share(value: float | None) -> str:
    """A share of one in whole percents."""
    return UNKNOWN if value is None else f"{value:.0%}".replace("%", " %")


def stage(value: str | None) -> str:
    """A stage of an API in words."""
    return UNKNOWN if value is None else _STAGES.get(value, value.replace("_", " "))


def words(values: Iterable[str], empty: str = UNKNOWN) -> str:
    return ", ".join(value.replace("_", " ") for value in values) or empty


def known(text: str | None, raw: Any = None) -> Cell:
    """A cell that says so, quietly, where nothing is known."""
    if text is None or text == UNKNOWN:
        return Cell(UNKNOWN, "muted")
    return Cell(text, raw=raw)


def plural(count: int, one: str) -> str:
    """``1 model``, ``3 models``."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def of_field(name: str, value: Any) -> str:
    """The value of a catalogue field as the vocabulary types it."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(of_field("", each) for each in value) or "none"
    field = vocabulary.find(name)
    if field is not None and field.kind == "money":
        return money(Decimal(str(value)))
    if isinstance(value, int | float | Decimal):
        if name.endswith(_TOKENS):
            return tokens(int(value))
        return number(float(value)) if not isinstance(value, int) else str(value)
    return str(value)
