"""What a price says besides its input and output price: caches, tiers, services, the clock, and what is announced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from modelpick.documents.status_reports import OfferingLine
from modelpick.model.facts import Price, Rates
from modelpick.model.pricing import SERVICES, peak_hours
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Item, Items
from modelpick.render.views import shared

MOST_PROVIDERS = 3


def pricing_blocks(lines: Sequence[OfferingLine], cite: Citer) -> list[Block]:
    """How prices depend on length, service and time of day, each rule once with the providers that have it; then
    the announced changes.
    """
    about: dict[str, dict[str, None]] = {}
    for line in lines:
        text = "; ".join(_price_words(line.price)) if line.price else ""
        if text:
            about.setdefault(text, {})[_seller_name(line)] = None
    items = tuple(
        Item(text, "~", lead=shared.first_names(list(names), MOST_PROVIDERS)) for text, names in about.items()
    )
    ahead = tuple(_announced_changes(lines, cite))
    return [Items("Prices besides, per M tokens", items), Items("Prices to come", ahead)]


def listed_price(line: OfferingLine, *, rounded: bool = False) -> str:
    """The standard price, marked as the peak price where prices depend on the time of day; `rounded` to three figures
    for where there is little room.
    """
    text = values.prices(line.price_in, line.price_out, rounded=rounded)
    return f"{text} at the peak" if line.price and line.price.charges.off_peak else text


def cached_price(line: OfferingLine) -> str | None:
    """The prices of cache reads and writes: ``$0.25, write $3.13 (1 h $5)``; None where there are none."""
    words = list(_cache_words(line.price.charges.rates)) if line.price else []
    return ", ".join(words).removeprefix("cached ").replace("cache write", "write") or None


def _seller_name(line: OfferingLine) -> str:
    words = [line.provider_name, line.deployment or "", " ".join(line.geography)]
    return " ".join(word for word in words if word)


def _price_words(price: Price) -> Iterator[str]:
    charges = price.charges
    for tier in charges.tiers:
        more = ", ".join([_in_out(tier.rates), *_cache_words(tier.rates)])
        yield f"above {values.tokens(tier.above)} tokens {more}"
    for name in SERVICES:
        if (rates := getattr(charges, name)) is not None:
            yield f"{name} {', '.join([_in_out(rates), *_cache_words(rates)])}"
    if charges.batch_discount is not None:
        yield f"batches {values.share(float(charges.batch_discount))} less"
    if charges.off_peak is not None:
        off = charges.off_peak.rates
        yield f"at the peak ({peak_hours(charges)}); at all other hours {', '.join([_in_out(off), *_cache_words(off)])}"
    if price.until is not None:
        yield f"until {price.until}"


def _in_out(rates: Rates) -> str:
    return values.prices(rates.input, rates.output)


def _cache_words(rates: Rates) -> Iterator[str]:
    """Cache prices as they read: ``cached $0.25``, ``cache write $3.75 (1 h $6)``."""
    if rates.cache_read is not None:
        yield f"cached {values.money(rates.cache_read)}"
    hour = rates.cache_write_1h
    if rates.cache_write is not None:
        kept = f" (1 h {values.money(hour)})" if hour is not None else ""
        yield f"cache write {values.money(rates.cache_write)}{kept}"
    elif hour is not None:
        yield f"cache write for 1 h {values.money(hour)}"


def _announced_changes(lines: Sequence[OfferingLine], cite: Citer) -> Iterator[Item]:
    """The announced price changes, each once with all the providers that make it."""
    about: dict[tuple[str, str | None], list[str]] = {}
    for line in lines:
        for change in line.ahead:
            price = change.price
            begins = price.on == change.on
            why = f"announced {price.announced}" if begins and price.announced else "the price before it ends then"
            rise = _price_change_factor(line.price, price) if line.price else ""
            text = f"from {change.on} {_in_out(price.charges.rates)}{rise} ({why})"
            about.setdefault((text, price.source), []).append(_seller_name(line))
    for (text, source), names in about.items():
        yield Item(text, "!", lead=shared.first_names(names, MOST_PROVIDERS), refs=cite(source) if source else ())


def _price_change_factor(was: Price, now: Price) -> str:
    """How many times today's price the new one is, where input and output move alike: ``, twice as much``;
    otherwise empty.
    """
    pairs = [(was.input, now.input), (was.output, now.output)]
    times = {after / before for before, after in pairs if before and after}
    if len(times) != 1 or times == {Decimal(1)}:
        return ""
    share = times.pop()
    return ", twice as much" if share == 2 else ", half as much" if share == Decimal("0.5") else f", {share:.3g} times"
