"""What is announced of the way to a model: an answer holds until then, as far as anybody knows."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.decide.routes import Route
from modelpick.documents.recommendation import Ahead
from modelpick.model.dates import last_day
from modelpick.model.facts import Price
from modelpick.model.pricing import changes_ahead
from modelpick.model.wording import money


def announced(route: Route) -> tuple[Ahead, ...]:
    """The end of the API on `route` and its announced price changes, the soonest first."""
    return tuple(
        sorted((*_api_end(route), *_price_changes(route)), key=lambda change: (last_day(change.on), change.kind))
    )


def _api_end(route: Route) -> Iterator[Ahead]:
    end = route.retirement
    if end is not None:
        yield Ahead(end.on, "end", f"the API of {route.model.name} ends{_at_provider(route)}", (end.source,))


def _price_changes(route: Route) -> Iterator[Ahead]:
    if route.offering is None:
        return
    for day, price in changes_ahead(route.offering.prices, route.day):
        text = f"the price of {route.model.name}{_at_provider(route)} becomes {_rates_in_words(price)}"
        yield Ahead(day, "price", text, (price.source,) if price.source else ())


def _at_provider(route: Route) -> str:
    return f" at {route.provider.name}" if route.provider else ""


def _rates_in_words(price: Price) -> str:
    if price.input is None or price.output is None:
        return "another one"
    return f"{money(price.input)} in and {money(price.output)} out per million tokens"
