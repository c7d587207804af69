"""What a workload costs: per request, per month, per 1,000 tasks, with the range that the token factor leaves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from modelpick.cost import price as priced
from modelpick.cost.loads import ZERO, CallLoad, loads
from modelpick.cost.silence import PriceMark
from modelpick.cost.tokens import USUAL
from modelpick.documents.costing import PARTS, PICO, Cost, OfferingKey, TokenFactor
from modelpick.documents.spans import Span
from modelpick.model.facts import Model, Offering, Price, Rates
from modelpick.model.pricing import peak_hours
from modelpick.model.wording import listed, percent, rounded_money
from modelpick.model.workloads import WeekSpan, Workload


def request_cost(price: Price | None, workload: Workload, factor: Decimal = Decimal(1)) -> Decimal | None:
    """US dollars of one request, of the mean one where they differ; None where the input or output price is not
    known.
    """
    each = request_parts(price, workload, factor)
    return None if each is None else sum(each, ZERO)


def request_parts(price: Price | None, workload: Workload, factor: Decimal) -> tuple[Decimal, ...] | None:
    """US dollars of one request by `PARTS`, at the hours at which requests come; None where a price is not known."""
    cut = _loads_at(price, workload, factor)
    if not workload.busy:
        return priced.parts_of_loads(price, cut, factor)
    from modelpick.cost.clock import prices_by_hour  # late: few ask by the clock

    prices = prices_by_hour(price, workload.busy)
    by_hour = [(share, priced.parts_of_loads(each, cut, factor)) for share, each in prices]
    if any(parts is None for _, parts in by_hour):
        return None
    columns = zip(*(tuple(usd * share for usd in parts) for share, parts in by_hour if parts), strict=True)
    return tuple(sum(column, ZERO).quantize(PICO) for column in columns)


def _loads_at(price: Price | None, workload: Workload, factor: Decimal) -> tuple[CallLoad, ...]:
    return loads(workload, [tier.above for tier in price.charges.tiers] if price else (), factor)


def monthly_cost(price: Price | None, workload: Workload, factor: TokenFactor = USUAL) -> Span | None:
    """US dollars a month, with the range of `factor`; None where the input or output price is unknown.

    Where prices depend on the time of day and nobody says when requests come, the value is at the peak and the range
    begins at the off-peak price.
    """
    value = request_cost(price, workload, factor.value)
    if value is None:
        return None
    cheapest = price if workload.busy else priced.off_peak(price) or price
    low = request_cost(cheapest, workload, factor.low)
    high = request_cost(price, workload, factor.high)
    assert high is not None
    return Span(value, value if low is None else low, high).times(workload.requests)


def per_thousand_tasks(month: Span, workload: Workload) -> Span:
    """The month's cost for 1,000 tasks of `requests_per_task` requests each."""
    ends = (end for end in (month.value, month.low, month.high) if end is not None)
    return Span(*(end / workload.requests * workload.requests_per_task * 1000 for end in ends))


def cost_of(
    model: Model,
    offering: Offering | None,
    price: Price | None,
    workload: Workload,
    factor: TokenFactor = USUAL,
    provider_name: str | None = None,
    marks: Sequence[PriceMark] = (),
) -> Cost:
    """The cost of `workload` at `price`, the current one of `offering`, with its parts and basis.

    `marks`: whose prices are used, where they are not the provider's own.
    """
    cut = _loads_at(price, workload, factor.value)
    unknown = dict.fromkeys(name for load in cut for name in priced.unknown_parts(price, load))
    month = monthly_cost(price, workload, factor) or Span()
    each = request_parts(price, workload, factor.value)
    parts: dict[str, Decimal] = {}
    request = None
    said: list[str] = []
    if each is not None and price is not None:
        said += price_remarks(price, cut, marks, _clock_text(price, workload.busy))
        said += _other_hours(price, workload, factor)
        request = sum(each, ZERO)
        parts = {name: usd * workload.requests for name, usd in zip(PARTS, each, strict=True) if usd}
    sources = [price.source] if price and price.source else [offering.source] if offering and price else []
    rates = _usual_rates(price, cut)
    return Cost(
        model=model.id,
        name=model.name,
        offering=offering_key(offering),
        provider_name=provider_name or (offering.provider if offering else None),
        per_request_usd=request,
        per_month_usd=month,
        per_thousand_tasks_usd=per_thousand_tasks(month, workload),
        parts=parts,
        basis=basis_text(offering, provider_name, price, [*said, f"output tokens {factor.basis}"], cut),
        unknown=(*(() if offering else ("offering",)), *unknown),
        factor=factor,
        price_on=price.on if price else None,
        sources=(*sources, *factor.sources),
        price_in=rates.input if rates else None,
        price_out=rates.output if rates else None,
    )


def _usual_rates(price: Price | None, cut: Sequence[CallLoad]) -> Rates | None:
    """The rates of the tier and the class of service of the largest load; None where not known."""
    most = max(cut, key=lambda load: load.share)
    billed = priced.billed(price, most.prompt, most.service)
    return None if billed is None else billed.batch if most.batch > Decimal("0.5") else billed.standard


def offering_key(offering: Offering | None) -> OfferingKey | None:
    """Which offering a cost is of."""
    return OfferingKey(offering.provider, offering.id, offering.deployment) if offering else None


def price_remarks(
    price: Price, cut: Sequence[CallLoad], marks: Sequence[PriceMark], clock: Sequence[str] = ()
) -> list[str]:
    """How `price` was read for `cut`, each remark once: the hours as `clock` says them, what it leaves out, and whose
    word stands there.
    """
    assumed = (text for load in cut for text in priced.price_assumptions(price, load))
    return list(dict.fromkeys((*clock, *assumed, *_marks_that_count(marks, price, cut))))


def _marks_that_count(marks: Sequence[PriceMark], price: Price, cut: Sequence[CallLoad]) -> list[str]:
    """Whose word the cost rests on: the marks of the parts that `cut` is billed by."""
    used = {
        "input": True,
        "tiers": any(priced.tier_at(price, load.prompt) for load in cut),
        "batch": any(load.batch for load in cut),
        "cache_read": any(load.use.read for load in cut),
        "cache_write": any(load.use.written for load in cut),
        "cache_write_1h": any(load.use.kept for load in cut),
    }
    return [mark.text for mark in marks if any(used[part] for part in mark.parts)]


def _clock_text(price: Price, busy: Sequence[WeekSpan]) -> list[str]:
    """Which hours the price is of; empty where it does not depend on the time of day."""
    hours = price.charges.off_peak
    if hours is None:
        return []
    peak = f"the hours of the peak, {peak_hours(price.charges)}"
    if not busy:
        return [f"the price at {peak}"]
    from modelpick.cost.clock import share_at_peak  # late: few ask by the clock

    return [f"{percent(float(share_at_peak(hours, busy)))} of the requests at {peak}"]


def _other_hours(price: Price, workload: Workload, factor: TokenFactor) -> list[str]:
    """A sentence on the cost of a month off-peak; empty where prices do not depend on the time of day."""
    cheaper = None if workload.busy else monthly_cost(priced.off_peak(price), workload, factor)
    if cheaper is None or cheaper.value is None:
        return []
    return [f"{rounded_money(cheaper.value)} a month at all other hours"]


def basis_text(
    offering: Offering | None, called: str | None, price: Price | None, said: Sequence[str], cut: Sequence[CallLoad]
) -> str:
    """What a cost rests on; or why there is none. `called` is the name of the provider."""
    if offering is None:
        return "nobody is known to serve it"
    seller = called or offering.provider
    if price is None or price.input is None or price.output is None:
        return f"no full price of {seller} is known"
    for tier in (priced.tier_at(price, load.prompt) for load in cut):
        if tier is not None and (tier.rates.input is None or tier.rates.output is None):
            return f"what {seller} charges for prompts above {tier.above:,} tokens is not known"
    if unpriced := [load for load in cut if load.service and priced.billed(price, load.prompt, load.service) is None]:
        classes = listed(sorted({priced.class_in_words(load.service) for load in unpriced}))
        number, of_all = sum(load.calls for load in unpriced), sum(load.calls for load in cut)
        asked = f"{number:,} of {of_all:,} requests {'asks' if number == 1 else 'ask'} for"
        return f"what {seller} charges for {classes}, which {asked}, is not known"
    head = f"price of {seller} of {price.on}"
    return "; ".join([head, *said])
