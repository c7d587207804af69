"""Which price holds on a day, which one is announced, and what a price says part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from modelpick.model.dates import Day, days_after, last_day
from modelpick.model.facts import Charges, Price, Rates
from modelpick.model.fields import names_of, replace

RATES = names_of(Rates)
CACHE_RATES = ("cache_read", "cache_write", "cache_write_1h")
SERVICES = ("batch", "flex", "priority", "fast")
"""The classes of service beside the standard one, as a price names them."""


def price_on(prices: Sequence[Price], day: Day) -> Price | None:
    """The newest of `prices` that holds on `day`, None if none does; after a promotion the price before it holds
    again.
    """
    found, since = None, ""
    for price in prices:
        began = price.in_force_on
        if since < began <= day and (price.until is None or day <= last_day(price.until)):
            found, since = price, began
    return found


def changes_ahead(prices: Sequence[Price], day: Day) -> tuple[tuple[Day, Price], ...]:
    """The announced price changes after `day`, each with its first day, the soonest first; the end of a promotion
    is one.
    """
    known = [price for price in prices if price.known_on <= day]
    days = {price.in_force_on for price in known} | {days_after(price.until, 1) for price in known if price.until}
    found: list[tuple[Day, Price]] = []
    before = price_on(known, day)
    for each in sorted(turn for turn in days if turn > day):
        price = price_on(known, each)
        if price is not None and (before is None or price.charges != before.charges):
            found.append((each, price))
        before = price
    return tuple(found)


def all_rates(charges: Charges) -> Iterator[tuple[str, Rates]]:
    """Every set of rates in `charges` by its name: ``""`` for the standard one, ``tiers.272000``, ``batch`` ..."""
    yield "", charges.rates
    for tier in charges.tiers:
        yield f"tiers.{tier.above}", tier.rates
    for name in SERVICES:
        if (rates := getattr(charges, name)) is not None:
            yield name, rates
    if charges.off_peak is not None:
        yield "off_peak", charges.off_peak.rates


def charge_parts(charges: Charges) -> dict[str, Decimal | str]:
    """Every known part of `charges` by name: ``input``, ``tiers.272000.cache_read``, ``batch.output``."""
    found: dict[str, Decimal | str] = {}
    for group, rates in all_rates(charges):
        for name in RATES:
            value = getattr(rates, name)
            if value is not None:
                found[f"{group}.{name}" if group else name] = value
    if charges.batch_discount is not None:
        found["batch_discount"] = charges.batch_discount
    if charges.off_peak is not None:
        found["off_peak.peak"] = peak_hours(charges)
    return found


def peak_hours(charges: Charges) -> str:
    """When the standard price holds, in words: ``01:00-04:00, 06:00-10:00 UTC on weekdays``; empty if always."""
    if charges.off_peak is None:
        return ""
    days = " on weekdays" if charges.off_peak.days == "weekdays" else ""
    return f"{', '.join(charges.off_peak.peak)} UTC{days}"


def charges_times(charges: Charges, factor: Decimal) -> Charges:
    """`charges` with every known price multiplied by `factor`."""
    return _each_rate(charges, lambda usd: usd * factor)


def completed_charges(charges: Charges, by: Charges) -> Charges:
    """`charges` with their unknown parts taken from `by`; tiers of different lengths are never mixed."""
    tiers = charges.tiers
    if not tiers:
        tiers = by.tiers
    elif [tier.above for tier in tiers] == [tier.above for tier in by.tiers]:
        pairs = zip(tiers, by.tiers, strict=True)
        tiers = tuple(replace(tier, rates=_filled_rates(tier.rates, more.rates)) for tier, more in pairs)
    services: dict[str, Any] = {name: _rates_or_default(getattr(charges, name), getattr(by, name)) for name in SERVICES}
    return replace(
        charges,
        rates=_filled_rates(charges.rates, by.rates),
        tiers=tiers,
        batch_discount=by.batch_discount if charges.batch_discount is None else charges.batch_discount,
        off_peak=charges.off_peak or by.off_peak,
        **services,
    )


def charges_agree(one: Charges, other: Charges) -> bool:
    """Whether input and output cost the same, and everything else that both state."""
    if (one.rates.input, one.rates.output) != (other.rates.input, other.rates.output):
        return False
    if one.tiers and other.tiers and [t.above for t in one.tiers] != [t.above for t in other.tiers]:
        return False
    mine, theirs = charge_parts(one), charge_parts(other)
    return all(theirs[name] == value for name, value in mine.items() if name in theirs)


def _each_rate(charges: Charges, change: Callable[[Decimal], Decimal]) -> Charges:
    def changed(rates: Rates) -> Rates:
        known = {name: usd for name in RATES if (usd := getattr(rates, name)) is not None}
        return replace(rates, **{name: change(usd) for name, usd in known.items()})

    named = {name: rates for name in SERVICES if (rates := getattr(charges, name)) is not None}
    services: dict[str, Any] = {name: changed(rates) for name, rates in named.items()}
    off_peak = charges.off_peak
    return replace(
        charges,
        rates=changed(charges.rates),
        tiers=tuple(replace(tier, rates=changed(tier.rates)) for tier in charges.tiers),
        off_peak=replace(off_peak, rates=changed(off_peak.rates)) if off_peak else None,
        **services,
    )


def _rates_or_default(rates: Rates | None, by: Rates | None) -> Rates | None:
    return _filled_rates(rates, by) if rates and by else rates or by


def _filled_rates(rates: Rates, by: Rates) -> Rates:
    return replace(rates, **{name: getattr(by, name) for name in RATES if getattr(rates, name) is None})
