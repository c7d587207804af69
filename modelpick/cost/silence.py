"""Who says nothing does not become cheap by it: what a price list leaves out, from the lists of others.

In turn, for a price of an offering:

1. long prompts as an earlier list of the same offering states them, unless the maker of the model now charges the same
   for all lengths;
2. what the same seller charges for the same model elsewhere, by the one factor between both prices: a region that costs
   1.1 times as much does so in long prompts, caches and batches too;
3. what the maker charges, or, where the maker sells none, whoever serves it: long prompts by the one factor between
   both prices, and unknown where there is none; cache writes at the same multiple of the input price. A maker that
   serves no prompts so long says nothing of what they cost: there, too, whoever serves them does.

Nothing is taken from a dearer list: a factor below 1 is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from modelpick.model.facts import Charges, Price, Rates, Tier
from modelpick.model.fields import Plain, replace
from modelpick.model.pricing import CACHE_RATES, charges_times

_WRITES = ("cache_write", "cache_write_1h")
EVERY_PART = frozenset({"input"})
"""What every cost needs."""
_SAME_FACTOR = Decimal("0.001")


class PriceList(Plain):
    """A price that an offering of the model has at the standard service."""

    price: Price
    provider: str
    maker: bool
    """Whether it is the list of the model's maker."""
    context: int | None = None
    """The tokens that are served at this price, where that is known."""


class PriceMark(Plain):
    """Whose word some parts of a price are. It counts for a cost that needs one of them."""

    parts: frozenset[str]
    """Of `input`, `tiers`, `batch` and the cache rates."""
    text: str


def completed_by_lists(
    own: PriceList, lists: Sequence[PriceList], earlier: tuple[Tier, ...] = ()
) -> tuple[Price, tuple[PriceMark, ...]]:
    """The price of `own`, input and output of which are known, with its silent parts from `lists`.

    `earlier`: the tiers that an older list of the offering states.
    """
    price = own.price
    rates = price.charges.rates
    if price.charges.tiers and None not in (rates.cache_read, rates.cache_write, rates.cache_write_1h):
        return price, ()
    word, whose = [each for each in lists if each.maker], "the maker's own price list"
    if earlier and (own.maker or not word or any(each.price.charges.tiers for each in word)):
        price = replace(price, charges=replace(price.charges, tiers=price.charges.tiers or earlier))
    charges, marks = _filled_by_the_seller(price, [each.price for each in lists if each.provider == own.provider])
    if not word and not own.maker:
        word, whose = list(lists), "the price lists of others"
    of_long = (lists, "the price lists of others") if _is_longer_than(own, word) else (word, whose)
    for fill, telling in ((_filled_tiers, of_long), (_filled_writes, (word, whose))):
        priced = price if charges is price.charges else replace(price, charges=charges)
        charges, mark = fill(priced, *telling)
        marks += [mark] if mark else []
    return (price if charges is price.charges else replace(price, charges=charges)), tuple(marks)


def _is_longer_than(own: PriceList, word: Sequence[PriceList]) -> bool:
    """Whether an offering takes prompts that nobody whose `word` counts serves at all."""
    if own.context is None or not word:
        return False
    return all(each.context is not None and each.context < own.context for each in word)


def says_more(price: Price) -> bool:
    """Whether a list states anything that others may be silent about and take from it: long prompts, cache writes."""
    return bool(price.charges.tiers) or any(_rate_of(price, name) for name in _WRITES)


def _filled_by_the_seller(price: Price, prices: Sequence[Price]) -> tuple[Charges, list[PriceMark]]:
    """Everything that the same seller says of the cheapest place where it charges by one factor less."""
    if len(prices) < 2:
        return price.charges, []
    own = [(factor, each) for each in prices if (factor := one_factor(price, each))]
    charges = price.charges
    filled: set[str] = set()
    largest = Decimal(1)
    for factor, each in sorted(own, key=lambda pair: pair[0]):
        more = dict(_silent_parts(charges, charges_times(each.charges, factor)))
        if more:
            charges, largest = replace(charges, **more), max(largest, factor)
            filled |= {"tiers", "batch"} & more.keys() | (set(CACHE_RATES) if "rates" in more else set())
    if not filled:
        return charges, []
    text = f"what is not said as the same provider charges elsewhere{_times_factor(largest)}"
    return charges, [PriceMark(frozenset(filled), text)]


def _silent_parts(charges: Charges, by: Charges) -> Iterator[tuple[str, Any]]:
    rates = {name: getattr(by.rates, name) for name in CACHE_RATES if getattr(charges.rates, name) is None}
    known = {name: usd for name, usd in rates.items() if usd is not None}
    if known:
        yield "rates", replace(charges.rates, **known)
    if not charges.tiers and by.tiers:
        yield "tiers", by.tiers
    if charges.batch is None and charges.batch_discount is None and by.batch is not None:
        yield "batch", by.batch


def _filled_tiers(price: Price, lists: Sequence[PriceList], whose: str) -> tuple[Charges, PriceMark | None]:
    """Long prompts by the first list with tiers that is cheaper by one factor; unknown where there is no such list."""
    tiered = [each.price for each in lists if each.price.charges.tiers]
    if price.charges.tiers or not tiered:
        return price.charges, None
    factors = [(factor, own) for own in tiered if (factor := one_factor(price, own)) is not None]
    if factors:
        factor, own = min(factors, key=lambda pair: pair[0])
        tiers = charges_times(own.charges, factor).tiers
        mark = PriceMark(frozenset({"tiers"}), f"long prompts by {whose}{_times_factor(factor)}")
        return replace(price.charges, tiers=tiers), mark
    above = min(own.charges.tiers[0].above for own in tiered)
    return replace(price.charges, tiers=(Tier(above, Rates()),)), None


def _filled_writes(price: Price, lists: Sequence[PriceList], whose: str) -> tuple[Charges, PriceMark | None]:
    """Cache writes at the highest multiple of the input price that a list states; not where none is above 1."""
    rates, found = price.charges.rates, {}
    for name in _WRITES:
        stated = [usd / each.price.input for each in lists if each.price.input and (usd := _rate_of(each.price, name))]
        if getattr(rates, name) is None and stated and max(stated) > 1 and rates.input:
            found[name] = (rates.input * max(stated)).quantize(Decimal("0.000001")).normalize()
    if not found:
        return price.charges, None
    return replace(price.charges, rates=replace(rates, **found)), PriceMark(
        frozenset(found), f"cache writes by {whose}"
    )


def _rate_of(price: Price, name: str) -> Decimal | None:
    usd: Decimal | None = getattr(price.charges.rates, name)
    return usd


def one_factor(price: Price, own: Price) -> Decimal | None:
    """The factor between `price` and `own`; None where it is below 1 or differs between input and output."""
    if not (price.input and price.output and own.input and own.output):
        return None
    into, out = price.input / own.input, price.output / own.output
    return into.quantize(Decimal("0.0001")) if into >= 1 and abs(into - out) < _SAME_FACTOR else None


def _times_factor(factor: Decimal) -> str:
    return f", times {factor.normalize():f}" if factor != 1 else ""
