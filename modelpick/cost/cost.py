"""What a workload costs: per request, per month, per 1,000 tasks, with the range that the token factor leaves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from modelpick.cost import price as priced
from modelpick.cost.tokens import USUAL
from modelpick.cost.workload import usage
from modelpick.documents.costing import Cost, OfferingKey, Span, TokenFactor
from modelpick.model.facts import Model, Offering, Price
from modelpick.model.wording import money
from modelpick.model.workloads import Workload

PARTS = ("input", "cache_read", "cache_write", "output", "batch_saving")


def request_cost(price: Price | None, workload: Workload, factor: Decimal = Decimal(1)) -> Decimal | None:
    """US dollars of one request; None where the input or output price is not known."""
    at = priced.billed(price, workload.input_tokens)
    return None if at is None else sum(priced.parts(at, usage(workload), workload.batch, factor), priced.ZERO)


def monthly_cost(price: Price | None, workload: Workload, factor: TokenFactor = USUAL) -> Span | None:
    """US dollars a month, with the range of `factor`; None where the input or output price is unknown.

    Where prices depend on the time of day, the value is at the peak and the range begins at the off-peak price.
    """
    value = request_cost(price, workload, factor.value)
    if value is None:
        return None
    low = request_cost(priced.off_peak(price) or price, workload, factor.low)
    high = request_cost(price, workload, factor.high)
    assert high is not None
    return Span(value, value if low is None else low, high).times(workload.requests)


def per_thousand_tasks(month: Span, workload: Workload) -> Span:
    """The month's cost for 1,000 tasks of `requests_per_task` requests each."""
    if month.value is None:
        return Span()
    return Span(*(_per_request(end, workload) * workload.requests_per_task * 1000 for end in _value_and_bounds(month)))


def cost_of(
    model: Model,
    offering: Offering | None,
    price: Price | None,
    workload: Workload,
    factor: TokenFactor = USUAL,
    provider_name: str | None = None,
    mark: str | None = None,
) -> Cost:
    """The cost of `workload` at `price`, the current one of `offering`, with its parts and basis.

    `mark`: whose tiers the price uses, where they are not the provider's own.
    """
    use, batch, prompt = usage(workload), workload.batch, workload.input_tokens
    unknown = priced.unknown_parts(price, use, batch, prompt)
    month = monthly_cost(price, workload, factor) or Span()
    at = priced.billed(price, prompt)
    parts: dict[str, Decimal] = {}
    request = None
    said: list[str] = []
    if at is not None and price is not None:
        said += priced.price_assumptions(price, use, batch, prompt)
        said += [mark] if mark and _is_long(price, prompt) else []
        said += _other_hours(price, workload, factor)
        each = priced.parts(at, use, batch, factor.value)
        request = sum(each, priced.ZERO)
        parts = {name: usd * workload.requests for name, usd in zip(PARTS, each, strict=True) if usd}
    sources = [price.source] if price and price.source else [offering.source] if offering and price else []
    return Cost(
        model=model.id,
        name=model.name,
        offering=OfferingKey(offering.provider, offering.id, offering.deployment) if offering else None,
        provider_name=provider_name or (offering.provider if offering else None),
        per_request_usd=request,
        per_month_usd=month,
        per_thousand_tasks_usd=per_thousand_tasks(month, workload),
        parts=parts,
        basis=_basis_text(offering, price, said, factor, prompt),
        unknown=unknown if offering else ("offering", *unknown),
        factor=factor,
        price_on=price.on if price else None,
        sources=(*sources, *factor.sources),
    )


def _is_long(price: Price, prompt: int) -> bool:
    return priced.tier_at(price, prompt) is not None


def _other_hours(price: Price, workload: Workload, factor: TokenFactor) -> list[str]:
    """A sentence on the cost of a month off-peak; empty where prices do not depend on the time of day."""
    cheaper = monthly_cost(priced.off_peak(price), workload, factor)
    if cheaper is None or cheaper.value is None:
        return []
    return [f"{_in_words(cheaper.value)} a month at all other hours"]


def _in_words(usd: Decimal) -> str:
    return money(Decimal(f"{usd:.4g}"))


def _basis_text(
    offering: Offering | None, price: Price | None, said: Sequence[str], factor: TokenFactor, prompt: int
) -> str:
    if offering is None:
        return "nobody is known to serve it"
    if price is None or price.input is None or price.output is None:
        return f"no full price of {offering.provider} is known"
    tier = priced.tier_at(price, prompt)
    if tier is not None and (tier.rates.input is None or tier.rates.output is None):
        return f"what {offering.provider} charges for prompts above {tier.above:,} tokens is not known"
    head = f"price of {offering.provider} of {price.on}"
    return "; ".join([head, *said, f"output tokens {factor.basis}"])


def _value_and_bounds(span: Span) -> tuple[Decimal, Decimal, Decimal]:
    assert span.value is not None
    assert span.low is not None
    assert span.high is not None
    return span.value, span.low, span.high


def _per_request(month: Decimal, workload: Workload) -> Decimal:
    return month / workload.requests
