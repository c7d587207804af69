"""What a workload costs: per request, per month, per 1,000 tasks, with the range that the token factor leaves."""

from __future__ import annotations

from decimal import Decimal

from modelpick.cost import price as priced
from modelpick.cost.tokens import USUAL
from modelpick.cost.workload import usage
from modelpick.domain.costing import Cost, OfferingKey, Span, TokenFactor
from modelpick.domain.facts import Model, Offering, Price
from modelpick.domain.workloads import Workload

PARTS = ("input", "cache_read", "cache_write", "output", "batch_saving")


def request_cost(price: Price | None, workload: Workload, factor: Decimal = Decimal(1)) -> Decimal | None:
    """US dollars of one request; None where the input or output price is not known."""
    charged = priced.rates(price, workload.input_tokens)
    return None if charged is None else sum(priced.parts(charged, usage(workload), workload.batch, factor))  # type: ignore[return-value]


def monthly_cost(price: Price | None, workload: Workload, factor: TokenFactor = USUAL) -> Span | None:
    """US dollars a month, with the range of `factor`; None where the input or output price is not known."""
    charged = priced.rates(price, workload.input_tokens)
    if charged is None:
        return None
    use, batch, requests = usage(workload), workload.batch, workload.requests
    value, low, high = (
        sum(priced.parts(charged, use, batch, each), priced.ZERO) * requests
        for each in (factor.value, factor.low, factor.high)
    )
    return Span(value, low, high)


def per_thousand_tasks(month: Span, workload: Workload) -> Span:
    """The month's cost for 1,000 tasks of `requests_per_task` requests each."""
    if month.value is None:
        return Span()
    return Span(*(_per_request(end, workload) * workload.requests_per_task * 1000 for end in _ends(month)))


def cost_of(
    model: Model,
    offering: Offering | None,
    price: Price | None,
    workload: Workload,
    factor: TokenFactor = USUAL,
    provider_name: str | None = None,
) -> Cost:
    """What `workload` costs at `price`, the one in force of `offering`, with its parts and what it rests on."""
    use, batch, prompt = usage(workload), workload.batch, workload.input_tokens
    unknown = priced.unknown(price, use, batch, prompt)
    month = monthly_cost(price, workload, factor) or Span()
    charged = priced.rates(price, prompt)
    parts: dict[str, Decimal] = {}
    request = None
    if charged is not None and price is not None:
        each = priced.parts(charged, use, batch, factor.value)
        request = sum(each, priced.ZERO)
        parts = {name: usd * workload.requests for name, usd in zip(PARTS, each, strict=True) if usd}
    sources = [price.source] if price and price.source else [offering.source] if offering and price else []
    return Cost(
        model=model.id,
        name=model.name,
        offering=OfferingKey(offering.provider, offering.id) if offering else None,
        provider_name=provider_name or (offering.provider if offering else None),
        per_request_usd=request,
        per_month_usd=month,
        per_thousand_tasks_usd=per_thousand_tasks(month, workload),
        parts=parts,
        basis=_basis(offering, price, priced.said(price, use, batch, prompt) if charged and price else (), factor),
        unknown=unknown if offering else ("offering", *unknown),
        factor=factor,
        price_on=price.on if price else None,
        sources=(*sources, *factor.sources),
    )


def _basis(offering: Offering | None, price: Price | None, said: tuple[str, ...], factor: TokenFactor) -> str:
    if offering is None:
        return "nobody is known to serve it"
    if price is None or price.input is None or price.output is None:
        return f"no full price of {offering.provider} is known"
    head = f"price of {offering.provider} of {price.on}"
    return "; ".join([head, *said, f"output tokens {factor.basis}"])


def _ends(span: Span) -> tuple[Decimal, Decimal, Decimal]:
    assert span.value is not None
    assert span.low is not None
    assert span.high is not None
    return span.value, span.low, span.high


def _per_request(month: Decimal, workload: Workload) -> Decimal:
    return month / workload.requests
