"""A log of real use at the price of an offering: each request by its own length, caching and batch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal

from modelpick.cost import price as priced
from modelpick.cost.cost import basis_text, offering_key, price_remarks
from modelpick.cost.loads import ZERO, CallLoad, Usage
from modelpick.cost.price import PARTS
from modelpick.cost.silence import PriceMark
from modelpick.documents.costing import LogCost, Span
from modelpick.model.facts import Model, Offering, Price
from modelpick.model.fields import replace

ONE = Decimal(1)


def joined_loads(loads: Iterable[CallLoad], thresholds: Sequence[int]) -> list[CallLoad]:
    """`loads` with those between the same `thresholds` and of the same service as one, whoever was asked."""
    found: dict[tuple[int, Decimal], CallLoad] = {}
    for load in loads:
        key = bisect_left(thresholds, load.prompt), load.batch
        known = found.get(key)
        found[key] = load if known is None else _sum_of_both(known, load)
    return [found[key] for key in sorted(found)]


def usd_of_loads(price: Price | None, loads: Sequence[CallLoad]) -> Decimal | None:
    """US dollars of all `loads`; None where a price that they need is not known."""
    parts = priced.parts_of_loads(price, loads, ONE)
    return None if parts is None else sum(parts, ZERO)


def replayed(
    model: Model,
    offering: Offering | None,
    price: Price | None,
    loads: Sequence[CallLoad],
    provider_name: str | None = None,
    marks: Sequence[PriceMark] = (),
) -> LogCost:
    """What `loads` cost at `price`, the current one of `offering`."""
    parts = priced.parts_of_loads(price, loads, ONE)
    unknown = dict.fromkeys(name for load in loads for name in priced.unknown_parts(price, load))
    said: list[str] = []
    usd = Span()
    if parts is not None and price is not None:
        said = price_remarks(price, loads, marks)
        value = sum(parts, ZERO)
        low = usd_of_loads(priced.off_peak(price), loads)
        usd = Span(value, value if low is None else low, value)
    return LogCost(
        model=model.id,
        name=model.name,
        offering=offering_key(offering),
        provider_name=provider_name,
        usd=usd,
        parts={name: part for name, part in zip(PARTS, parts or (), strict=False) if part},
        change=None,
        basis=basis_text(offering, price, said, loads),
        unknown=(*(() if offering else ("offering",)), *unknown),
        price_on=price.on if price else None,
        sources=(price.source,) if price and price.source else (),
    )


def _sum_of_both(one: CallLoad, other: CallLoad) -> CallLoad:
    use = Usage(*(getattr(one.use, name) + getattr(other.use, name) for name in Usage.__struct_fields__))
    return replace(one, prompt=max(one.prompt, other.prompt), use=use)
