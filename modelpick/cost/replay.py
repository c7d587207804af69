"""A log of real use at the price of an offering: each request by its own length, caching and batch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from modelpick.cost import price as priced
from modelpick.cost.clock import is_peak
from modelpick.cost.cost import basis_text, offering_key, price_remarks
from modelpick.cost.loads import ONE, ZERO, CallLoad, Usage
from modelpick.cost.silence import PriceMark
from modelpick.documents.costing import PARTS, LogCost
from modelpick.documents.spans import Span
from modelpick.model.facts import Model, Offering, Price
from modelpick.model.fields import Plain, replace
from modelpick.model.pricing import peak_hours
from modelpick.model.wording import count


class LoggedLoads(Plain):
    """The requests of a log by what they are billed as."""

    alike: tuple[CallLoad, ...]
    """Whenever they came."""
    by_hour: tuple[CallLoad, ...]
    """Apart where a price may have turned between them."""


def logged_loads(loads: Iterable[CallLoad], thresholds: Sequence[int]) -> LoggedLoads:
    """`loads` with those between the same `thresholds` and of the same service as one, whoever was asked."""
    by_hour = _joined_loads(loads, thresholds, hours=True)
    return LoggedLoads(_joined_loads(by_hour, thresholds, hours=False), by_hour)


def replayed(
    model: Model,
    offering: Offering | None,
    price: Price | None,
    log: LoggedLoads,
    provider_name: str | None = None,
    marks: Sequence[PriceMark] = (),
) -> LogCost:
    """What `log` costs at `price`, the current one of `offering`."""
    parts = _parts_by_hour(price, log, at_peak=True)
    unknown = dict.fromkeys(name for load in log.alike for name in priced.unknown_parts(price, load))
    said: list[str] = []
    usd = Span()
    if parts is not None and price is not None:
        said = price_remarks(price, log.alike, marks, [*_clock_text(price), *_class_texts(price, log.alike)])
        value, low = sum(parts, ZERO), _parts_by_hour(price, log, at_peak=False)
        usd = Span(value, value if low is None else sum(low, ZERO), value)
    return LogCost(
        model=model.id,
        name=model.name,
        offering=offering_key(offering),
        provider_name=provider_name,
        usd=usd,
        parts={name: part for name, part in zip(PARTS, parts or (), strict=False) if part},
        change=None,
        basis=basis_text(offering, provider_name, price, said, log.alike),
        unknown=(*(() if offering else ("offering",)), *unknown),
        price_on=price.on if price else None,
        sources=(price.source,) if price and price.source else (),
    )


def _parts_by_hour(price: Price | None, log: LoggedLoads, *, at_peak: bool) -> tuple[Decimal, ...] | None:
    """Dollars by `PARTS`, each request at the price of its hour; `at_peak`: of no known hour, at that of the peak."""
    cheap = priced.off_peak(price)
    if price is None or cheap is None or price.charges.off_peak is None:
        return priced.parts_of_loads(price, log.alike, ONE)
    hours = price.charges.off_peak
    dear = [at_peak if load.minute is None else is_peak(hours, load.minute) for load in log.by_hour]
    both = [
        priced.parts_of_loads(each, [load for load, peak in zip(log.by_hour, dear, strict=True) if peak is when], ONE)
        for each, when in ((price, True), (cheap, False))
    ]
    one, other = both
    if one is None or other is None:
        return None
    return tuple(usd + more for usd, more in zip(one, other, strict=True))


def _clock_text(price: Price) -> list[str]:
    if price.charges.off_peak is None:
        return []
    return [f"each request at the price of its hour, the peak being {peak_hours(price.charges)}"]


def _class_texts(price: Price, loads: Sequence[CallLoad]) -> Iterator[str]:
    """How many requests have the price of a class of service, and how many should have one that nobody states."""
    for service in sorted({load.service for load in loads if load.service}):
        number = sum(load.calls for load in loads if load.service == service)
        known = priced.is_class_priced(price, service)
        at = f"the {service} price" if known else f"the standard price, as no {service} price is known"
        yield f"{count(number, 'request')} at {at}"


def _joined_loads(loads: Iterable[CallLoad], thresholds: Sequence[int], *, hours: bool) -> tuple[CallLoad, ...]:
    found: dict[tuple[int, Decimal, str, int], CallLoad] = {}
    for load in loads:
        minute = load.minute if hours else None
        key = bisect_left(thresholds, load.prompt), load.batch, load.service, -1 if minute is None else minute
        known = found.get(key)
        found[key] = replace(load, minute=minute) if known is None else _sum_of_both(known, load)
    return tuple(found[key] for key in sorted(found))


def _sum_of_both(one: CallLoad, other: CallLoad) -> CallLoad:
    use = Usage(*(getattr(one.use, name) + getattr(other.use, name) for name in Usage.__struct_fields__))
    return replace(one, prompt=max(one.prompt, other.prompt), use=use, calls=one.calls + other.calls)
