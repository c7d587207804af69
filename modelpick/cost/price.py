"""The cost of one request at one price.

    fresh p_in + read p_read + written p_write + kept p_write_1h + f output p_out

and the same at batch prices for the batch share, with tokens in millions and prices in US dollars per million tokens.
Each part is kept to 10^-12 dollars, so that parts add up to their total and a month is exactly its requests times one
request.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from modelpick.cost.loads import ZERO, CallLoad, Usage
from modelpick.documents.costing import PARTS, PICO
from modelpick.model.facts import Charges, Price, Rates, Tier
from modelpick.model.fields import Plain, replace
from modelpick.model.pricing import CACHE_RATES, SERVICES
from modelpick.model.wording import percent

CHEAPER_CLASS = "flex"
"""The class of service that costs no more than the standard one: that holds where nobody says what it costs."""


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
    charges = price.charges
    for each in reversed(_earlier_alike(price, prices)):
        charges = _with_silence_filled(charges, each.charges)
    return price if charges == price.charges else replace(price, charges=charges)


def earlier_tiers(price: Price, prices: Sequence[Price]) -> tuple[Tier, ...]:
    """The tiers that an earlier one of `prices` with the same input and output price stated last; none where its very
    source states them no longer.
    """
    earlier = _earlier_alike(price, prices)
    stated = next((each for each in reversed(earlier) if each.charges.tiers), None)
    return () if stated is None or _took_back(stated, [*earlier, price]) else stated.charges.tiers


def _earlier_alike(price: Price, prices: Sequence[Price]) -> list[Price]:
    """Those of `prices` that charged the same for input and output before `price` did, the oldest first."""
    same = (p for p in prices if p is not price and (p.input, p.output) == (price.input, price.output))
    return [p for p in same if p.in_force_on <= price.in_force_on]


def _took_back(stated: Price, prices: Sequence[Price]) -> bool:
    """Whether the source of `stated` names the same price without its tiers on a later day."""
    later = (each for each in prices if each.in_force_on > stated.in_force_on)
    return any(each.source == stated.source and not each.charges.tiers for each in later)


def _with_silence_filled(charges: Charges, by: Charges) -> Charges:
    found: dict[str, Any] = {}
    caches = {name: usd for name in CACHE_RATES if (usd := getattr(by.rates, name)) is not None}
    silent = {name: usd for name, usd in caches.items() if getattr(charges.rates, name) is None}
    if silent:
        found["rates"] = replace(charges.rates, **silent)
    batched = charges.batch is not None or charges.batch_discount is not None
    for name in (*SERVICES, "batch_discount"):
        if getattr(charges, name) is None and not (batched and name.startswith("batch")):
            found[name] = getattr(by, name)
    return replace(charges, **found)


def billed(price: Price | None, prompt: int, service: str = "") -> Billed | None:
    """What a request with `prompt` input tokens is billed at in a class of service, the standard one without a name;
    None where its input or output price is not known.

    A tier applies to the whole request, and a price that it does not name is unknown there too; cache prices alone
    rise as the input price does. What is not known of the cache costs what input costs; what is not known of batches
    costs what it costs outside of them.
    """
    standard = _rates_at(price, prompt) if price else None
    if price is None or standard is None or standard.input is None or standard.output is None:
        return None
    whole = _with_caches(standard, standard.input)
    if service:
        rates = _class_rates(price.charges, service, whole)
        return Billed(rates, rates) if rates else None
    of_batches = price.charges.batch or price.charges.batch_discount
    return Billed(whole, _batch_rates(price.charges, whole) if of_batches else whole)


def is_class_priced(price: Price, service: str) -> bool:
    """Whether `price` says what the class `service` costs."""
    return _stated_class(price.charges, service) is not None


def class_in_words(service: str) -> str:
    """``flex service``; of a class without a name of its own here, that it is another."""
    return f"{service} service" if service in SERVICES else "another class of service"


def _stated_class(charges: Charges, service: str) -> Rates | None:
    rates: Rates | None = getattr(charges, service) if service in SERVICES else None
    return rates if rates and rates.input is not None and rates.output is not None else None


def _class_rates(charges: Charges, service: str, standard: Rates) -> Rates | None:
    """What the class `service` is billed at where `standard` is billed outside of it; None where nobody says and it may
    cost more.

    In a tier each part differs by the share by which it does below. A cache price that is not named for a dearer class
    is raised as its input price is; in a cheaper one it is that of outside.
    """
    stated = _stated_class(charges, service)
    if stated is None:
        return standard if service == CHEAPER_CLASS else None
    found: dict[str, Decimal] = {}
    for name in ("input", "output", *CACHE_RATES):
        usual, named, outside = getattr(charges.rates, name), getattr(stated, name), getattr(standard, name)
        if named is None:
            found[name] = max(outside, outside * found["input"] / standard.input) if standard.input else outside
        else:
            found[name] = outside * named / usual if usual else named
    return Rates(**found)


def tier_at(price: Price, prompt: int) -> Tier | None:
    """The tier that a prompt of so many tokens falls into; None below all of them."""
    return next((tier for tier in reversed(price.charges.tiers) if prompt > tier.above), None)


def off_peak(price: Price | None) -> Price | None:
    """`price` with its off-peak rates; None where the price does not depend on the time of day."""
    if price is None or price.charges.off_peak is None:
        return None
    charges = price.charges
    return replace(price, charges=replace(charges, rates=price.charges.off_peak.rates, off_peak=None))


def _rates_at(price: Price, prompt: int) -> Rates:
    base, tier = price.charges.rates, tier_at(price, prompt)
    if tier is None:
        return base
    dearer = tier.rates
    if not base.input or dearer.input is None:
        return dearer
    raised = {name: usd * dearer.input / base.input for name in CACHE_RATES if (usd := getattr(base, name)) is not None}
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
    for name in ("input", "output", *CACHE_RATES):
        usual, named, outside = getattr(base, name), getattr(batch, name), getattr(standard, name)
        if named is None:
            silent = usual is None and name in CACHE_RATES and charges.batch is not None
            found[name] = min(found["input"], outside) if silent else outside * kept
        else:
            found[name] = outside * named / usual if usual else named
    return Rates(**found)


def parts_of_loads(price: Price | None, loads: Iterable[CallLoad], factor: Decimal) -> tuple[Decimal, ...] | None:
    """Dollars of `loads` by `PARTS`, each load by its share; None where a price that they need is not known."""
    total = [ZERO] * len(PARTS)
    for load in loads:
        at = billed(price, load.prompt, load.service)
        if at is None:
            return None
        for place, usd in enumerate(_load_parts(at, load, factor)):
            total[place] += usd if load.share == 1 else (usd * load.share).quantize(PICO)
    return tuple(total)


def _load_parts(at: Billed, load: CallLoad, factor: Decimal) -> tuple[Decimal, ...]:
    """Dollars of one load; what batches save is negative."""
    standard = _parts_at(at.standard, load.use, factor)
    if not load.batch or at.batch == at.standard:
        return *standard, ZERO
    saved = sum(standard, ZERO) - sum(_parts_at(at.batch, load.use, factor), ZERO)
    return *standard, -(saved * load.batch).quantize(PICO) + ZERO


def _parts_at(rates: Rates, use: Usage, factor: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    written = _token_cost(use.written, rates.cache_write) + _token_cost(use.kept, rates.cache_write_1h)
    output = _token_cost(use.output * factor, rates.output)
    return _token_cost(use.fresh, rates.input), _token_cost(use.read, rates.cache_read), written, output


def _token_cost(tokens: Decimal, price: Decimal | None) -> Decimal:
    return (tokens * price).scaleb(-6).quantize(PICO) if tokens and price else ZERO


def price_assumptions(price: Price, load: CallLoad) -> tuple[str, ...]:
    """How an incomplete price was read, one sentence for each assumption, for the basis of a cost."""
    charges, use, tier = price.charges, load.use, tier_at(price, load.prompt)
    texts = []
    if tier is not None:
        whom = "for the whole request" if load.share >= 1 else f"for {percent(float(load.share))} of the requests"
        texts.append(f"the price of prompts above {tier.above:,} tokens, {whom}")
        used = {"cache_read": use.read, "cache_write": use.written, "cache_write_1h": use.kept}
        known = {name for name, count in used.items() if count and getattr(charges.rates, name) is not None}
        if any(getattr(tier.rates, name) is None for name in known):
            texts.append("cache prices raised there as the input price is")
    if use.read and charges.rates.cache_read is None:
        texts.append("cache reads at the input price")
    if (use.written or use.kept) and charges.rates.cache_write is None and _kept_price_missing(charges, use):
        texts.append("cache writes at the input price")
    elif use.kept and charges.rates.cache_write_1h is None:
        texts.append("cache writes for 1 h at the price of shorter ones")
    if load.batch and charges.batch_discount is None and charges.batch is None:
        texts.append("no batch discount")
    elif load.batch and use.read and charges.batch is not None and charges.batch.cache_read is None:
        texts.append("cache reads in batches as outside of them")
    return tuple(texts)


def _kept_price_missing(charges: Charges, use: Usage) -> bool:
    return not use.kept or charges.rates.cache_write_1h is None


def unknown_parts(price: Price | None, load: CallLoad) -> tuple[str, ...]:
    """The parts of the price that a full answer needs and that nobody states."""
    if price is None:
        return ("price",)
    charges, use, tier = price.charges, load.use, tier_at(price, load.prompt)
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
        "price of cache writes for 1 h": bool(use.kept) and unsaid("cache_write_1h"),
        "batch discount": bool(load.batch) and charges.batch_discount is None and charges.batch is None,
        f"price of {class_in_words(load.service)}": bool(load.service) and not is_class_priced(price, load.service),
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)
