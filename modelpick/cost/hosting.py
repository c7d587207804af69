"""Self-host or API: the sentence, the machine's costs as a row, and both costs by volume."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from modelpick.cost import selfhost
from modelpick.cost.breakeven import volume
from modelpick.cost.cost import per_thousand_tasks
from modelpick.cost.selfhost import Speed
from modelpick.cost.workload import tokens_per_request
from modelpick.documents.costing import PICO, Cost, SelfHost, TokenFactor, VolumePoint, tokens_in_words
from modelpick.documents.spans import Span
from modelpick.model.facts import Model
from modelpick.model.fields import Plain, replace
from modelpick.model.wording import count, dollars, percent
from modelpick.model.workloads import Workload


class Hosted(Plain):
    """A machine for a model: what it costs a month, how fast it is, and what that rests on."""

    hardware: str
    parts: Mapping[str, Decimal]
    speed: Speed
    utilization: Decimal
    basis: tuple[str, ...]
    sources: tuple[str, ...] = ()

    @property
    def usd(self) -> Decimal:
        return sum(self.parts.values(), Decimal(0))


def hosted_cost(model: Model, hosted: Hosted, workload: Workload, factor: TokenFactor) -> Cost:
    """The cost of the workload on as many machines as it takes."""
    requests = Decimal(workload.requests)
    machines, low, high = (
        selfhost.replicas(requests, selfhost.capacity(workload, hosted.speed, hosted.utilization, float(each)))
        for each in (factor.value, factor.low, factor.high)
    )
    month = Span(hosted.usd * machines, hosted.usd * low, hosted.usd * high)
    assert month.value is not None
    number = count(machines, "machine")
    return Cost(
        model=model.id,
        name=model.name,
        offering=None,
        provider_name=f"own, {hosted.hardware}",
        per_request_usd=(month.value / workload.requests).quantize(PICO),
        per_month_usd=month,
        per_thousand_tasks_usd=per_thousand_tasks(month, workload),
        parts={name: usd * machines for name, usd in hosted.parts.items()},
        basis="; ".join([f"{number} of {hosted.hardware}", *hosted.basis, f"output tokens {factor.basis}"]),
        factor=factor,
        sources=(*hosted.sources, *factor.sources),
    )


def against_api(model: Model, hosted: Hosted, own: Cost, api: Cost | None, workload: Workload) -> SelfHost:
    """From which volume a machine costs less than `api`, and whether the workload is there."""
    factor = own.factor.value if own.factor else Decimal(1)
    each = tokens_per_request(workload, factor)
    capacity = selfhost.capacity(workload, hosted.speed, hosted.utilization, float(factor))
    request = api.per_request_usd if api else None
    turning = volume(hosted.usd, request) if request is not None else None
    reached = turning is not None and turning <= capacity
    machines = selfhost.replicas(Decimal(workload.requests), capacity)
    found = SelfHost(
        text="",
        hardware=hosted.hardware,
        machine_usd=hosted.usd,
        parts=dict(hosted.parts),
        replicas=machines,
        tokens=each * workload.requests,
        capacity_tokens=each * capacity,
        utilization=hosted.utilization,
        break_even_tokens=each * turning if reached and turning is not None else None,
        against=f"{api.name} from {api.provider_name}" if api and request is not None else None,
        points=_volume_points(hosted, request, each, capacity, turning, workload),
        assumptions=hosted.basis,
    )
    load = _load_sentence(found, request, each)
    text = _comparison_sentence(model, found, own, api, request)
    return replace(found, text=text, assumptions=(load, *found.assumptions))


def _volume_points(
    hosted: Hosted, request: Decimal | None, each: Decimal, capacity: Decimal, turning: Decimal | None, work: Workload
) -> tuple[VolumePoint, ...]:
    if request is None:
        return ()
    most = max(3 * capacity, Decimal(work.requests), 2 * (turning or Decimal(0)))
    return tuple(selfhost.points(hosted.usd, request, each, capacity, most * each))


def _comparison_sentence(model: Model, found: SelfHost, own: Cost, api: Cost | None, request: Decimal | None) -> str:
    month, bill = (dollars(cost.per_month_usd.value or Decimal(0)) if cost else "" for cost in (own, api))
    if api is None or request is None:
        said = f"this workload takes {count(found.replicas, 'machine')} for {month} a month"
        return f"No API price of {model.name} is known to set it against: {said}"
    here = f"here {month} a month against {bill}"
    if found.break_even_tokens is None:
        return f"Hosting {model.name} on {found.hardware} never beats {found.against}: {here}"
    turning, part = (
        tokens_in_words(found.break_even_tokens),
        percent(float(found.break_even_tokens / found.capacity_tokens)),
    )
    return (
        f"Hosting {model.name} on {found.hardware} beats {found.against} from {turning} tokens a month, {part} of what "
        f"one machine does: {here}"
    )


def _load_sentence(found: SelfHost, request: Decimal | None, each: Decimal) -> str:
    """What one machine can do in a month beside what is asked of it."""
    full, asked = found.capacity_tokens, tokens_in_words(found.tokens)
    sold = f", which the API sells for {dollars(full / each * request)}" if request is not None else ""
    return (
        f"one machine at {percent(float(found.utilization))} use does {tokens_in_words(full)} tokens a month{sold}; "
        f"this workload has {asked} and takes {count(found.replicas, 'machine')}"
    )
