"""The cost of one request at one price.

    fresh p_in + read p_read + written p_write + f output p_out, times (1 - batch discount) for the batch share

with tokens in millions and prices in US dollars per million tokens. Each part is kept to 10^-12 dollars, so that
parts add up to their total and a month is exactly its requests times one request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from modelpick.cost.workload import Usage
from modelpick.domain.costing import PICO
from modelpick.domain.facts import Price

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rates:
    """US dollars per million tokens of one request, prompt length already looked at."""

    input: Decimal
    output: Decimal
    cache_read: Decimal
    cache_write: Decimal
    batch_discount: Decimal


_CARRIED = ("cache_read", "cache_write", "batch_discount")


def carried(price: Price | None, prices: Sequence[Price]) -> Price | None:
    """`price`, and what it does not say of caches and batches as an earlier one of `prices` said it.

    Only one that charged the same for input and output: a later source that is silent does not contradict it.
    """
    if price is None or len(prices) < 2:
        return price
    same = [p for p in prices if p is not price and (p.input, p.output) == (price.input, price.output)]
    found: dict[str, Any] = {}
    for name in _CARRIED:
        said = [value for p in same if p.known_on <= price.known_on and (value := getattr(p, name)) is not None]
        if getattr(price, name) is None and said:
            found[name] = said[-1]
    return replace(price, **found) if found else price


def rates(price: Price | None, prompt: int) -> Rates | None:
    """What a request with `prompt` input tokens is charged; None where the input or output price is not known.

    A tier applies to the whole request. Cache prices rise in it as the input price does. What is not known of the
    cache costs what input costs; what is not known of batches is no discount.
    """
    if price is None or price.input is None or price.output is None:
        return None
    into, out, read, write = price.input, price.output, price.cache_read, price.cache_write
    if in_tier(price, prompt):
        tier_in = into if price.tier_input is None else price.tier_input
        if into:
            read = None if read is None else read * tier_in / into
            write = None if write is None else write * tier_in / into
        into = tier_in
        out = out if price.tier_output is None else price.tier_output
    return Rates(
        into, out, into if read is None else read, into if write is None else write, price.batch_discount or ZERO
    )


def in_tier(price: Price, prompt: int) -> bool:
    """Whether a prompt of so many tokens is charged at the tier for long prompts."""
    return price.tier_above is not None and prompt > price.tier_above


def parts(charged: Rates, use: Usage, batch: Decimal, factor: Decimal) -> tuple[Decimal, ...]:
    """Dollars of one request: input, cache read, cache write, output, and what batches save, which is negative."""
    fresh = _usd(use.fresh, charged.input)
    read = _usd(use.read, charged.cache_read) if use.read else ZERO
    written = _usd(use.written, charged.cache_write) if use.written else ZERO
    output = _usd(use.output * factor, charged.output)
    if not batch or not charged.batch_discount:
        return fresh, read, written, output, ZERO
    whole = fresh + read + written + output
    return fresh, read, written, output, -(whole * batch * charged.batch_discount).quantize(PICO)


def _usd(tokens: Decimal, price: Decimal) -> Decimal:
    return (tokens * price).scaleb(-6).quantize(PICO)


def said(price: Price, use: Usage, batch: Decimal, prompt: int) -> tuple[str, ...]:
    """How the price was read where it does not say everything: for the basis of the figure."""
    texts = []
    if in_tier(price, prompt):
        texts.append(f"the price of prompts above {price.tier_above:,} tokens, for the whole request")
    if use.read and price.cache_read is None:
        texts.append("cache reads at the input price")
    if use.written and price.cache_write is None:
        texts.append("cache writes at the input price")
    if batch and price.batch_discount is None:
        texts.append("no batch discount")
    return tuple(texts)


def unknown(price: Price | None, use: Usage, batch: Decimal, prompt: int) -> tuple[str, ...]:
    """What a full answer would need to know of the price, and nobody says."""
    if price is None:
        return ("price",)
    tier = in_tier(price, prompt)
    missing = {
        "input price": price.input is None,
        "output price": price.output is None,
        "input price of long prompts": tier and price.tier_input is None,
        "output price of long prompts": tier and price.tier_output is None,
        "cache read price": bool(use.read) and price.cache_read is None,
        "cache write price": bool(use.written) and price.cache_write is None,
        "batch discount": bool(batch) and price.batch_discount is None,
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)
