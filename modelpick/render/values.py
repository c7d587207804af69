"""How values read. What is not known reads "unknown", never zero and never nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from modelpick.documents.recommendation import Relaxation
from modelpick.model import vocabulary, wording
from modelpick.model.wording import number
from modelpick.render.page import UNKNOWN, TableCell, Tone

T = TypeVar("T")
_TOKEN_FIELDS = ("context", "max_output", "_context")
_ACCESS_WORDS = {
    "public": "everybody",
    "invited": "by invitation only",
    "partners": "selected partners only",
    "nobody": "nobody",
}
_STAGE_WORDS = {"none": "no API", "ga": "GA"}


def figure(value: float | None, unit: str) -> str:
    return UNKNOWN if value is None else wording.figure(value, unit)


def tokens(count: int | None) -> str:
    return UNKNOWN if count is None else wording.tokens(count)


def money(value: Decimal | None) -> str:
    return UNKNOWN if value is None else wording.money(value)


def dollars(usd: Decimal | None) -> str:
    """A sum that is worked out, as every command tells it: ``$1,240``, ``$74.87``."""
    return UNKNOWN if usd is None else wording.dollars(usd)


def prices(into: Decimal | None, out: Decimal | None, *, rounded: bool = False) -> str:
    """Input and output price, ``$1.25 / $10``; `rounded` to three figures where there is little room."""
    price = _rounded_price if rounded else money
    return UNKNOWN if into is None and out is None else f"{price(into)} / {price(out)}"


def _rounded_price(usd: Decimal | None) -> str:
    return UNKNOWN if usd is None else wording.money(Decimal(f"{usd:.3g}") + 0)


def memory_at_quant(memory_gb: float | None, quant: str | None) -> str:
    """The memory that a model needs at a precision: ``31 GB q8_0``."""
    return UNKNOWN if memory_gb is None or quant is None else f"{memory_gb:.0f} GB {quant}"


def two_digits(value: float) -> str:
    """Two figures: 4.4, 38, 120."""
    return f"{value:.1f}" if value < 10 else f"{float(f'{value:.2g}'):,.0f}"


def score(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.1f}"


def points(value: float | None) -> str | None:
    return None if value is None else f"{value:+.1f}"


def share(value: float | None) -> str:
    """A share of one in whole percents."""
    return UNKNOWN if value is None else wording.percent(value)


def days_left(days: int) -> str:
    """``12``, or ``3 ago``."""
    return f"{days:,}" if days >= 0 else f"{-days:,} ago"


def stage(value: str | None) -> str:
    """A stage of an API in words."""
    return UNKNOWN if value is None else _STAGE_WORDS.get(value, value.replace("_", " "))


def access(value: str | None) -> str:
    """Who may call an API, in words."""
    return UNKNOWN if value is None else _ACCESS_WORDS.get(value, value)


def words(values: Iterable[str], empty: str = UNKNOWN) -> str:
    return ", ".join(value.replace("_", " ") for value in values) or empty


def frontier(items: Iterable[T], price: Callable[[T], float], score: Callable[[T], float]) -> list[T]:
    """Those that nothing cheaper, or as cheap and no worse, beats or equals in score; the cheapest first."""
    best: list[T] = []
    for item in sorted(items, key=lambda each: (price(each), -score(each))):
        if not best or score(item) > score(best[-1]):
            best.append(item)
    return best


def given_up(way: Relaxation) -> str:
    """The constraints of a relaxation: ``Data residency eu and score at least 80``."""
    first, *others = way.titles or way.relax
    return " and ".join([first, *map(wording.lowered, others)])


def cell_or_unknown(text: str | None, sort: float | Decimal | None = None) -> TableCell:
    """A cell with `text`, or a muted "unknown" where it is None."""
    return TableCell(UNKNOWN, "muted") if text in (None, UNKNOWN) else TableCell(text, sort=sort)


def cell_or(text: str | None, otherwise: str, tone: Tone = "plain", short: str | None = None) -> TableCell:
    """A cell with `text` in `tone`, or a muted `otherwise` where there is none; `short` is that on narrow screens."""
    return TableCell(text, tone) if text else TableCell(otherwise, "muted", short)


def muted(text: str | None) -> TableCell:
    """A lesser cell; empty without a text."""
    return TableCell(text or "", "muted")


def count_cell(value: int) -> TableCell:
    """A number, muted where it is none."""
    return TableCell(f"{value:,}", "plain" if value else "muted")


def of_field(name: str, value: Any) -> str:
    """The value of a catalog field as text, in the unit that the field has."""
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
        if name.endswith(_TOKEN_FIELDS):
            return tokens(int(value))
        return number(float(value)) if not isinstance(value, int) else str(value)
    return str(value)
