"""The price of a way to reach a model as a cost is worked out from it: with what older and other price lists add."""

from __future__ import annotations

from functools import lru_cache

from modelpick.cost.price import carried, earlier_tiers
from modelpick.cost.silence import EVERY_PART, PriceList, PriceMark, completed_by_lists, one_factor, says_more
from modelpick.decide.routes import Route
from modelpick.model.dates import Day
from modelpick.model.facts import Model, Offering, Price, Tier
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


class _StandardOffering(Plain):
    """An offering at the standard service with its price on a day, as its own lists state it."""

    offering: Offering
    listed: PriceList
    earlier: tuple[Tier, ...]
    """The tiers that an older list states, where the newest has none."""


class _StandardOffers(Plain):
    """Those of one model, by what is asked of them."""

    every: tuple[_StandardOffering, ...]
    places: dict[int, int]
    """The place of each in `every`, by the identity of its offering."""
    of_seller: dict[str, list[int]]
    telling: tuple[int, ...]
    """The maker's; without one, those whose lists say more than the input and the output price."""
    announced: tuple[_StandardOffering, ...]
    """Those whose price changes on a day that was announced."""

    def asked(self, offering: Offering) -> _StandardOffering | None:
        """The one of `offering`; None where it has no such price."""
        place = self.places.get(id(offering))
        return None if place is None else self.every[place]

    def lists_for(self, asked: _StandardOffering) -> list[PriceList]:
        """The lists by which the silence of `asked` can be filled, in the order of the offerings."""
        places = {*self.of_seller[asked.offering.provider], *self.telling}
        return [self.every[place].listed for place in sorted(places)]


class _SameModel:
    """A model as a key: the very same object. What it holds never changes."""

    __slots__ = ("model",)

    def __init__(self, model: Model) -> None:
        self.model = model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameModel) and self.model is other.model


def quoted(route: Route) -> QuotedPrice:
    """The price of `route` on its day, completed from older lists and from those of others."""
    offering = route.offering
    if offering is None or route.price is None:
        return QuotedPrice(route.price)
    offers = _standard_offerings(_SameModel(route.model), route.day)
    own = offers.asked(offering)
    if own is None:
        return QuotedPrice(carried(route.price, offering.prices))
    changed = _announced_elsewhere(route, own, offers)
    if changed is not None:
        return QuotedPrice(changed, (PriceMark(EVERY_PART, "a change of price that was announced elsewhere"),))
    return QuotedPrice(*completed_by_lists(own.listed, offers.lists_for(own), own.earlier))


def quoted_ahead(route: Route) -> list[tuple[Day, QuotedPrice]]:
    """The announced prices of `route`, each with the day from which it holds, the soonest first."""
    if route.offering is None:
        return []
    found = changes_ahead(route.offering.prices, route.day)
    return [(day, quoted(Route(route.kind, route.model, day, route.offering, route.provider))) for day, _ in found]


@lru_cache(maxsize=32)
def _standard_offerings(same: _SameModel, day: Day) -> _StandardOffers:
    """The offerings of a model that have an input and an output price on `day`."""
    found = []
    for offering in same.model.offerings:
        price = carried(price_on(offering.prices, day), offering.prices) if offering.service is None else None
        if price is None or not (price.input and price.output):
            continue
        earlier = () if price.charges.tiers else earlier_tiers(price, offering.prices)
        maker = _is_the_makers(offering, same.model.lab)
        if earlier and maker:
            price = replace(price, charges=replace(price.charges, tiers=earlier))
        listed = PriceList(price, offering.provider, maker, offering.context)
        found.append(_StandardOffering(offering, listed, earlier))
    of_seller: dict[str, list[int]] = {}
    for place, each in enumerate(found):
        of_seller.setdefault(each.offering.provider, []).append(place)
    makers = [place for place, each in enumerate(found) if each.listed.maker]
    telling = makers or [place for place, each in enumerate(found) if says_more(each.listed.price)]
    longest = max((found[place].listed.context or 0 for place in makers), default=0)
    if makers and not any(found[place].listed.price.charges.tiers for place in makers):
        # Who serves what the maker does not says what that costs.
        telling = [
            place
            for place, each in enumerate(found)
            if place in makers or (each.listed.price.charges.tiers and (each.listed.context or 0) > longest)
        ]
    return _StandardOffers(
        tuple(found),
        {id(each.offering): place for place, each in enumerate(found)},
        of_seller,
        tuple(telling),
        tuple(each for each in found if each.listed.price.announced is not None),
    )


def _announced_elsewhere(route: Route, asked: _StandardOffering, offers: _StandardOffers) -> Price | None:
    """The price after a change that the maker or the same seller announced for the list that it follows by one factor.

    Who has not said that it follows does not become the cheapest by that. None where nothing of the kind holds.
    """
    price = asked.listed.price
    for each in offers.announced:
        new = each.listed.price
        if new.in_force_on <= price.in_force_on:
            continue
        if not (each.listed.maker or each.offering.provider == asked.offering.provider):
            continue
        before = [one for one in each.offering.prices if one.in_force_on < new.in_force_on]
        old = price_on(before, route.day)
        factor = one_factor(price, old) if old is not None else None
        if factor is not None:
            return replace(new, charges=charges_times(new.charges, factor))
    return None


def _is_the_makers(offering: Offering, lab: str) -> bool:
    return offering.provider == lab or offering.provider in _OWN_PLATFORMS.get(lab, ())
