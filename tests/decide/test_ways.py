"""Which of several routes an answer names, and which it names beside it."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from modelpick.documents.recommendation import Ranked
from modelpick.model.facts import Anchors, Model, Offering, Size
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.model.rules import ConstraintRule, Need, Parameter, compared
from modelpick.use_cases.catalog import OpenCatalog
from tests.factories import DAY, criterion, facts, figure, flat_price, model, need, offering, provider, rulebook

LOG_PRICE = {"field": "price.blended", "unit": "USD per million tokens", "anchors": Anchors(60, 0.05, "log")}
LOG_CONTEXT = {"field": "context", "unit": "tokens", "anchors": Anchors(8_000, 1_000_000, "log")}
PLAIN = need("plain", criterion("exam"))
THRIFTY = need("thrifty", criterion("exam"), criterion("price", 0.5, **LOG_PRICE))
LONG = need("long", criterion("exam"), criterion("length", 0.5, **LOG_CONTEXT))
CLOUD_ONLY = ConstraintRule(
    id="cloud-only",
    title="Cloud",
    about="",
    parameter=Parameter("flag", ""),
    require=compared("route.provider", "eq", "cloud"),
    fail="{route.provider}",
    unknown="unknown",
    examples=(),
)
PLACES = ("cloud", "shop", "a", "bank")


def asked(one: Model, which: Need = PLAIN, **request: Any) -> Ranked:
    known = facts(one, providers=[provider(id_) for id_ in PLACES])
    book = rulebook(PLAIN, THRIFTY, LONG, constraints={"cloud-only": CLOUD_ONLY})
    (found,) = OpenCatalog(known, book, DAY).recommend(Request(needs={which.id: 1}, **request)).ranking
    return found


def served(*offers: Offering, **more: Any) -> Model:
    return model("a/one", figure(70), offerings=offers, **more)


def split(into: str, out: str, where: str) -> Offering:
    """An offering with different prices for input and output."""
    return Offering(where, None, "2026-01-01", "terms", stage="ga", prices=(flat_price(into, out),))


def test_the_cheapest_is_named_and_the_labs_own_beside_it() -> None:
    found = asked(served(offering("9", "bank"), offering("4", "a"), offering("3", "shop"), offering("2", "cloud")))
    assert found.offering.provider == "cloud"
    assert found.also is not None
    assert (found.also.provider, found.also.price_blended) == ("a", 4)


@pytest.mark.parametrize(("other", "shown"), [("2.20", False), ("2.21", True)])
def test_a_second_is_named_from_a_tenth_of_the_cost_on(other: str, shown: bool) -> None:
    assert (asked(served(offering("2", "cloud"), offering(other, "shop"))).also is not None) == shown


def test_a_route_that_fails_or_has_no_price_is_not_named_beside() -> None:
    limited = {"constraints": {"cloud-only": True}}
    assert asked(served(offering("2", "cloud"), offering("9", "shop")), **limited).also is None
    assert asked(served(offering("2", "cloud"), offering(None, "shop"))).also is None


def test_where_context_weighs_the_route_that_serves_more_of_it_is_named() -> None:
    short, long = offering("1", "cloud", context=32_000), offering("3", "shop", context=900_000)
    silent = offering("2", "bank")
    one = served(short, long, silent, context=Size(1_000_000, "card"))
    assert asked(one).offering.provider == "cloud"
    found = asked(one, LONG)
    assert found.offering.provider == "shop"
    assert found.also is not None
    assert found.also.provider == "cloud"


def test_where_a_use_is_named_the_route_that_costs_least_for_it_is() -> None:
    """Of a million answers and hardly a question the dear input costs nothing."""
    wordy, terse = split("1", "9", "cloud"), split("5", "2", "shop")
    assert asked(served(wordy, terse)).offering.provider == "cloud"
    use = {"requests": "1000", "in": "1", "out": "1000"}
    found = asked(served(wordy, terse), usage=use)
    assert found.offering.provider == "shop"
    assert found.also is not None
    assert found.also.month_usd is not None
    assert found.offering.month_usd is not None
    assert found.also.month_usd > found.offering.month_usd


def test_what_nobody_prices_and_what_is_given_away_win_nothing() -> None:
    free, priced, silent = offering("0", "bank"), offering("3", "shop"), offering(None, "cloud")
    assert asked(served(free, silent, priced), THRIFTY).offering.provider == "shop"


@pytest.mark.parametrize("service", ["batch", "flex", "spot", "free"])
@pytest.mark.parametrize("which", [PLAIN, THRIFTY])
@pytest.mark.parametrize("usage", [{}, {"requests": "1000", "in": "1k", "out": "1k"}])
def test_a_price_for_answers_that_come_later_is_named_only_where_nothing_else_is(
    service: Literal["batch", "flex", "spot", "free"], which: Need, usage: dict[str, str]
) -> None:
    later = replace(offering("0.01", "cloud", context=2_000_000), service=service)
    assert asked(served(later, offering("3", "shop")), which, usage=usage).offering.provider == "shop"
    beside = asked(served(later, offering("3", "shop"), offering("4", "a")), which, usage=usage).also
    assert beside is not None
    assert beside.provider == "a"
    assert asked(served(later), which, usage=usage).offering.provider == "cloud"


def test_a_free_tier_says_nothing_of_a_month() -> None:
    """It is limited, so that no number of requests a month is known to fit it."""
    given, sold = offering("0", "bank"), split("600", "1200", "shop")
    use = {"usage": {"requests": "1000", "in": "1k", "out": "1k"}}
    assert asked(served(given), **use).offering.month_usd is None
    assert asked(served(given, sold), **use).offering.month_usd == 1800


def test_what_anybody_may_call_comes_before_what_is_cheaper_for_some() -> None:
    some, every = offering("1", "cloud", stage="private_preview"), offering("3", "shop")
    assert asked(served(some, every, weights="open")).offering.provider == "shop"
