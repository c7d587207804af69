"""The price of a way to reach a model as a cost is worked out from it: with what older and other price lists add."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.cost.price import carried, earlier_tiers
from modelpick.cost.silence import EVERY_PART, PriceList, PriceMark, completed_by_lists, one_factor
from modelpick.decide.routes import Route
from modelpick.model.dates import Day
from modelpick.model.facts import Offering, Price
from modelpick.model.fields import Plain, replace
from modelpick.model.pricing import changes_ahead, charges_times, price_on

_OWN_PLATFORMS = {
    "amazon": ("amazon-bedrock",),
    "google": ("google-vertex",),
    "ibm": ("ibm-watsonx",),
    "microsoft": ("azure",),
    "minimax": ("minimax-cn",),
    "moonshotai": ("moonshotai-cn",),
    "qwen": ("alibaba", "alibaba-cn"),
    "stepfun": ("stepfun-ai",),
    "tencent": ("tencent-tokenhub",),
    "bytedance": ("volcengine",),
    "zai": ("zhipuai",),
}
"""Lab -> the providers that are its own, beside the one that is called as it is."""


class QuotedPrice(Plain):
    """A price, with whose list every part is from that is not the provider's own."""

    price: Price | None
    marks: tuple[PriceMark, ...] = ()


def quoted(route: Route) -> QuotedPrice:
    """The price of `route` on its day, completed from older lists and from those of others."""
    return _completed_price(route, route.price)


def quoted_ahead(route: Route) -> list[tuple[Day, QuotedPrice]]:
    """The announced prices of `route`, each with the day from which it holds, the soonest first."""
    if route.offering is None:
        return []
    found = changes_ahead(route.offering.prices, route.day)
    then = (Route(route.kind, route.model, day, route.offering, route.provider) for day, _ in found)
    return [(day, _completed_price(way, price)) for way, (day, price) in zip(then, found, strict=True)]


def _completed_price(route: Route, price: Price | None) -> QuotedPrice:
    offering = route.offering
    if offering is None or price is None:
        return QuotedPrice(price)
    price = carried(price, offering.prices)
    if price is None or offering.service is not None or not (price.input and price.output):
        return QuotedPrice(price)
    changed = _announced_elsewhere(route, offering, price)
    if changed is not None:
        return QuotedPrice(changed, (PriceMark(EVERY_PART, "a change of price that was announced elsewhere"),))
    own = _is_the_makers(offering, route)
    earlier = earlier_tiers(price, offering.prices)
    return QuotedPrice(*completed_by_lists(price, own, lambda: list(_other_lists(route, offering)), earlier))


def _announced_elsewhere(route: Route, asked: Offering, price: Price) -> Price | None:
    """`price` after a change that the maker or the same seller announced for the list that it follows by one factor.

    Who has not said that it follows does not become the cheapest by that. None where nothing of the kind holds.
    """
    for offering in route.model.offerings:
        if offering is asked or offering.service is not None:
            continue
        if not (offering.provider == asked.provider or _is_the_makers(offering, route)):
            continue
        new = price_on(offering.prices, route.day)
        if new is None or new.announced is None or new.in_force_on <= price.in_force_on:
            continue
        before = [each for each in offering.prices if each.in_force_on < new.in_force_on]
        old = price_on(before, route.day)
        factor = one_factor(price, old) if old is not None else None
        if factor is not None:
            return replace(new, charges=charges_times(new.charges, factor))
    return None


def _is_the_makers(offering: Offering, route: Route) -> bool:
    lab = route.model.lab
    return offering.provider == lab or offering.provider in _OWN_PLATFORMS.get(lab, ())


def _other_lists(route: Route, asked: Offering) -> Iterator[PriceList]:
    """What the other offerings of the model charge on the day, at the standard service, as `asked` is sold."""
    for offering in route.model.offerings:
        price = price_on(offering.prices, route.day) if offering is not asked and offering.service is None else None
        if price is not None and price.input and price.output:
            own = _is_the_makers(offering, route)
            price = carried(price, offering.prices) or price
            if own and not price.charges.tiers:
                tiers = earlier_tiers(price, offering.prices)
                price = replace(price, charges=replace(price.charges, tiers=tiers))
            yield PriceList(price, own, offering.provider == asked.provider)
