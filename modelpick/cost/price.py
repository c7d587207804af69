"""The cost of one request at one price.

    fresh p_in + read p_read + written p_write + f output p_out, and the same at batch prices for the batch share

with tokens in millions and prices in US dollars per million tokens. Each part is kept to 10^-12 dollars, so that
parts add up to their total and a month is exactly its requests times one request.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from modelpick.cost.workload import Usage
from modelpick.documents.costing import PICO
from modelpick.model.facts import Charges, Price, Rates, Tier
from modelpick.model.fields import Plain, replace
from modelpick.model.pricing import SERVICES, charges_times, peak_hours

ZERO = Decimal(0)
_CACHE_RATES = ("cache_read", "cache_write", "cache_write_1h")


class Billed(Plain):
    """The rates for every part of one request, with the tier for its length applied: none of them is None."""

    standard: Rates
    batch: Rates


def carried(price: Price | None, prices: Sequence[Price]) -> Price | None:
    """`price` with caches, batches and other services that it does not state taken from an earlier one of `prices`
    with the same input and output price; a source that is silent does not contradict. None where `price` is.
    """
    if price is None or len(prices) < 2:
        return price
    same = [p for p in prices if p is not price and (p.input, p.output) == (price.input, price.output)]
    earlier = [p for p in same if p.in_force_on <= price.in_force_on]
    charges = price.charges
    for each in reversed(earlier):
        charges = _with_silence_filled(charges, each.charges)
    return price if charges == price.charges else replace(price, charges=charges)


def _with_silence_filled(charges: Charges, by: Charges) -> Charges:
    found: dict[str, Any] = {}
    caches = {name: usd for name in _CACHE_RATES if (usd := getattr(by.rates, name)) is not None}
    silent = {name: usd for name, usd in caches.items() if getattr(charges.rates, name) is None}
    if silent:
        found["rates"] = replace(charges.rates, **silent)
    batched = charges.batch is not None or charges.batch_discount is not None
    for name in (*SERVICES, "batch_discount"):
        if getattr(charges, name) is None and not (batched and name.startswith("batch")):
            found[name] = getattr(by, name)
    return replace(charges, **found)


def with_makers_tiers(price: Price, maker: Sequence[Price]) -> tuple[Price, str | None]:
    """`price` with long-prompt tiers from the `maker`'s prices where it has none, and a note on them.

    They are scaled by the factor between both prices; where there is no one factor of at least 1, prices above are
    unknown.
    """
    tiered = [p for p in maker if p.charges.tiers]
    if price.charges.tiers or not tiered:
        return price, None
    for own in tiered:
        factor = _reseller_factor(price, own)
        if factor is not None:
            tiers = charges_times(own.charges, factor).tiers
            more = f", times {factor.normalize():f}" if factor != 1 else ""
            return replace(
                price, charges=replace(price.charges, tiers=tiers)
            ), f"long prompts by the maker's own price list{more}"
    above = min(p.charges.tiers[0].above for p in tiered)
    return replace(price, charges=replace(price.charges, tiers=(Tier(above, Rates()),))), None


def _reseller_factor(price: Price, own: Price) -> Decimal | None:
    """The factor between a price and the maker's `own`; None where it is below 1 or differs between input and
    output.
    """
    if not (price.input and price.output and own.input and own.output):
        return None
    into, out = price.input / own.input, price.output / own.output
    return into.quantize(Decimal("0.0001")) if into >= 1 and abs(into - out) < Decimal("0.001") else None


def billed(price: Price | None, prompt: int) -> Billed | None:
    """What a request with `prompt` input tokens is billed at; None where its input or output price is not known.

    A tier applies to the whole request, and a price that it does not name is unknown there too; cache prices alone
    rise as the input price does. What is not known of the cache costs what input costs; what is not known of batches
    costs what it costs outside of them.
    """
    standard = _rates_at(price.charges, prompt) if price else None
    if price is None or standard is None or standard.input is None or standard.output is None:
        return None
    whole = _with_caches(standard, standard.input)
    return Billed(whole, _batch_rates(price.charges, whole))


def tier_at(price: Price, prompt: int) -> Tier | None:
    """The tier that a prompt of so many tokens falls into; None below all of them."""
    return next((tier for tier in reversed(price.charges.tiers) if prompt > tier.above), None)


def off_peak(price: Price | None) -> Price | None:
    """`price` with its off-peak rates; None where the price does not depend on the time of day."""
    if price is None or price.charges.off_peak is None:
        return None
    charges = price.charges
    return replace(price, charges=replace(charges, rates=price.charges.off_peak.rates, off_peak=None))


def _rates_at(charges: Charges, prompt: int) -> Rates:
    base = charges.rates
    tier = next((tier for tier in reversed(charges.tiers) if prompt > tier.above), None)
    if tier is None:
        return base
    dearer = tier.rates
    if not base.input or dearer.input is None:
        return dearer
    raised = {
        name: usd * dearer.input / base.input for name in _CACHE_RATES if (usd := getattr(base, name)) is not None
    }
    return replace(dearer, **{name: usd for name, usd in raised.items() if getattr(dearer, name) is None})


def _with_caches(rates: Rates, otherwise: Decimal) -> Rates:
    """`rates` with every cache price that is not known at the price `otherwise`."""
    written = otherwise if rates.cache_write is None else rates.cache_write
    return replace(
        rates,
        cache_read=otherwise if rates.cache_read is None else rates.cache_read,
        cache_write=written,
        cache_write_1h=written if rates.cache_write_1h is None else rates.cache_write_1h,
    )


def _batch_rates(charges: Charges, standard: Rates) -> Rates:
    """What batches are billed at where `standard` is billed outside of them.

    In a tier each part saves the share that it saves below. A cache price that is not named for batches is that of
    outside, or, where nobody names one at all, the input price of batches.
    """
    kept = 1 - (charges.batch_discount or ZERO)
    base, batch = charges.rates, charges.batch or Rates()
    found: dict[str, Decimal] = {}
    for name in ("input", "output", *_CACHE_RATES):
        usual, named, outside = getattr(base, name), getattr(batch, name), getattr(standard, name)
        if named is None:
            silent = usual is None and name in _CACHE_RATES and charges.batch is not None
            found[name] = min(found["input"], outside) if silent else outside * kept
        else:
            found[name] = outside * named / usual if usual else named
    return Rates(**found)


def parts(at: Billed, use: Usage, batch: Decimal, factor: Decimal) -> tuple[Decimal, ...]:
    """Dollars of one request: input, cache read, cache write, output, and what batches save, which is negative."""
    standard = _parts_at(at.standard, use, factor)
    if not batch or at.batch == at.standard:
        return *standard, ZERO
    saved = sum(standard, ZERO) - sum(_parts_at(at.batch, use, factor), ZERO)
    return *standard, -(saved * batch).quantize(PICO) + ZERO


def _parts_at(rates: Rates, use: Usage, factor: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    tokens = (use.fresh, use.read, use.written, use.output * factor)
    names = ("input", "cache_read", "cache_write", "output")
    fresh, read, written, output = (_token_cost(n, getattr(rates, name)) for n, name in zip(tokens, names, strict=True))
    return fresh, read, written, output


def _token_cost(tokens: Decimal, price: Decimal) -> Decimal:
    return (tokens * price).scaleb(-6).quantize(PICO)


def price_assumptions(price: Price, use: Usage, batch: Decimal, prompt: int) -> tuple[str, ...]:
    """How an incomplete price was read, one sentence for each assumption, for the basis of a cost."""
    charges, tier = price.charges, tier_at(price, prompt)
    texts = []
    if charges.off_peak is not None:
        texts.append(f"the price at the hours of the peak, {peak_hours(charges)}")
    if tier is not None:
        texts.append(f"the price of prompts above {tier.above:,} tokens, for the whole request")
        used = {"cache_read": use.read, "cache_write": use.written}
        known = {name for name, count in used.items() if count and getattr(charges.rates, name) is not None}
        if any(getattr(tier.rates, name) is None for name in known):
            texts.append("cache prices raised there as the input price is")
    if use.read and charges.rates.cache_read is None:
        texts.append("cache reads at the input price")
    if use.written and charges.rates.cache_write is None:
        texts.append("cache writes at the input price")
    if batch and charges.batch_discount is None and charges.batch is None:
        texts.append("no batch discount")
    elif batch and use.read and charges.batch is not None and charges.batch.cache_read is None:
        texts.append("cache reads in batches as outside of them")
    return tuple(texts)


def unknown_parts(price: Price | None, use: Usage, batch: Decimal, prompt: int) -> tuple[str, ...]:
    """The parts of the price that a full answer needs and that nobody states."""
    if price is None:
        return ("price",)
    charges, tier = price.charges, tier_at(price, prompt)
    base = charges.rates
    above = tier.rates if tier else base

    def unsaid(name: str) -> bool:
        return getattr(base, name) is None and getattr(above, name) is None

    missing = {
        "input price": base.input is None,
        "output price": base.output is None,
        "input price of long prompts": tier is not None and above.input is None,
        "output price of long prompts": tier is not None and above.output is None,
        "cache read price": bool(use.read) and unsaid("cache_read"),
        "cache write price": bool(use.written) and unsaid("cache_write"),
        "batch discount": bool(batch) and charges.batch_discount is None and charges.batch is None,
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)
