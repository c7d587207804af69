"""The price of a way to reach a model as a cost is worked out from it: with what older and other price lists add."""

from __future__ import annotations

from modelpick.cost.price import carried, with_makers_tiers
from modelpick.decide.routes import Route
from modelpick.model.dates import Day
from modelpick.model.facts import Price
from modelpick.model.fields import Plain
from modelpick.model.pricing import changes_ahead, price_on


class QuotedPrice(Plain):
    """A price, with the source of every part that is not the provider's own."""

    price: Price | None
    mark: str | None = None


def quoted(route: Route) -> QuotedPrice:
    """The price of `route` on its day, completed from older lists and from the lab's own."""
    return _completed_price(route, route.price)


def quoted_ahead(route: Route) -> list[tuple[Day, QuotedPrice]]:
    """The announced prices of `route`, each with the day from which it holds, the soonest first."""
    if route.offering is None:
        return []
    found = changes_ahead(route.offering.prices, route.day)
    then = (Route(route.kind, route.model, day, route.offering, route.provider) for day, _ in found)
    return [(day, _completed_price(way, price)) for way, (day, price) in zip(then, found, strict=True)]


def _completed_price(route: Route, price: Price | None) -> QuotedPrice:
    offering, lab = route.offering, route.model.lab
    if offering is None or price is None:
        return QuotedPrice(price)
    price = carried(price, offering.prices)
    if price is None or price.charges.tiers or offering.service is not None:
        return QuotedPrice(price)
    own = (price_on(o.prices, route.day) for o in route.model.offerings if o.provider == lab and o.service is None)
    return QuotedPrice(*with_makers_tiers(price, [each for each in own if each is not None]))
