"""The price of a way to reach a model as a cost is worked out from it: with what older and other price lists add."""

from __future__ import annotations

from modelpick.cost.price import carried, with_makers_tiers
from modelpick.decide.routes import Route
from modelpick.model.dates import Day
from modelpick.model.facts import Price
from modelpick.model.fields import Plain
from modelpick.model.pricing import changes_ahead, price_on


class Quoted(Plain):
    """A price, and whose word a part of it is where that is not the provider's."""

    price: Price | None
    mark: str | None = None


def quoted(route: Route) -> Quoted:
    """What is charged on `route` on its day."""
    return _completed(route, route.price)


def quoted_ahead(route: Route) -> list[tuple[Day, Quoted]]:
    """What will be charged there by all that is known already, and from which day on; the soonest first."""
    if route.offering is None:
        return []
    found = changes_ahead(route.offering.prices, route.day)
    then = (Route(route.kind, route.model, day, route.offering, route.provider) for day, _ in found)
    return [(day, _completed(way, price)) for way, (day, price) in zip(then, found, strict=True)]


def _completed(route: Route, price: Price | None) -> Quoted:
    offering, lab = route.offering, route.model.lab
    if offering is None or price is None:
        return Quoted(price)
    price = carried(price, offering.prices)
    if price is None or price.charges.tiers or offering.service is not None:
        return Quoted(price)
    own = (price_on(o.prices, route.day) for o in route.model.offerings if o.provider == lab and o.service is None)
    return Quoted(*with_makers_tiers(price, [each for each in own if each is not None]))
