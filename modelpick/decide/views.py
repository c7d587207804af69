"""Parts of result documents that several answers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelpick.decide.routes import Route
from modelpick.decide.scoring import Part
from modelpick.documents.recommendation import Contribution, RouteView
from modelpick.model.machines import SmallestMachine

if TYPE_CHECKING:
    from modelpick.documents.fitting import Fit
    from modelpick.documents.spans import Span


def contribution(part: Part) -> Contribution:
    w = part.weighted
    return Contribution(
        criterion=w.criterion.id,
        says=w.criterion.says,
        benchmark=w.benchmark.id if w.benchmark else None,
        benchmark_name=w.benchmark.name if w.benchmark else None,
        field=w.criterion.field,
        value=part.value,
        unit=w.unit,
        utility=part.utility,
        weight=part.weight,
        points=part.points,
        sd=part.cell.sd if part.cell else None,
        basis=part.cell.basis if part.cell else "estimated" if part.computed else "catalog",
        conflict=bool(part.cell and part.cell.conflict),
        sources=part.sources,
        estimated=not part.measured,
        drivers=part.cell.drivers if part.cell else (),
        on_topic=part.on_topic,
        spread=part.sd,
        doubt=part.doubt,
        correlation=part.cell.correlation if part.cell and not part.measured else 0.0,
    )


def route_view(
    route: Route, fit: Fit | None = None, month: Span | None = None, smallest: SmallestMachine | None = None
) -> RouteView:
    """`route` as an answer shows it, with how the model runs there and what the use that was named costs.

    `smallest`: the smallest machine that holds it, where none was named.
    """
    offering, price = route.offering, route.price
    speed = fit.decode if fit else None
    return RouteView(
        kind=route.kind,
        provider=offering.provider if offering else None,
        provider_name=route.provider.name if route.provider else (offering.provider if offering else None),
        id=offering.id if offering else None,
        api=route.stage,
        access=route.access,
        routing=offering.routing if offering else None,
        geography=offering.geography if offering else (),
        context=offering.context if offering else None,
        price_in=price.input if price else None,
        price_out=price.output if price else None,
        price_blended=route.blended,
        price_on=price.on if price else None,
        sources=tuple(s for s in (price.source if price else None, offering.source if offering else None) if s),
        machine=fit.machine.name if fit else None,
        quant=fit.quant if fit else None,
        memory_gb=fit.memory.value if fit else None,
        smallest_machine=smallest.machine if smallest else None,
        smallest_quant=smallest.quant if smallest else None,
        smallest_gb=smallest.gb if smallest else None,
        tokens_per_s=speed.value if speed else None,
        tokens_per_s_low=speed.low if speed else None,
        tokens_per_s_high=speed.high if speed else None,
        month_usd=month.value if month else None,
        month_usd_low=month.low if month else None,
        month_usd_high=month.high if month else None,
    )
