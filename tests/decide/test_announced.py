"""Until when an answer holds, by what is announced of the way to a model."""

from __future__ import annotations

from modelpick.decide.announced import announced
from modelpick.decide.routes import Route
from modelpick.model.facts import StatusEvent
from modelpick.model.fields import replace
from tests.factories import flat_price, model, offering, provider

DAY = "2026-06-01"


def ends_on(day: str, announced_on: str = "2026-05-01", at: str | None = None) -> StatusEvent:
    return StatusEvent(day, "api", "retired", "terms", provider=at, announced=announced_on)


def test_the_end_of_the_api_and_the_changes_of_its_price_come_soonest_first() -> None:
    sold = offering(
        "1", prices=(flat_price("1"), replace(flat_price("2", "4", on="2026-07-01"), announced="2026-05-01"))
    )
    one = model(offerings=(sold,), status=(ends_on("2026-06-20"), ends_on("2026-09-01", at="elsewhere")))
    found = announced(Route("api", one, DAY, sold, provider()))
    assert [(each.on, each.kind, each.text, each.sources) for each in found] == [
        ("2026-06-20", "end", "the API of One ends at Cloud", ("terms",)),
        ("2026-07-01", "price", "the price of One at Cloud becomes $2 in and $4 out per million tokens", ("terms",)),
    ]


def test_the_end_of_a_promotion_is_announced_with_it() -> None:
    promotion = replace(flat_price("1", on="2026-05-01"), until="2026-06-30")
    sold = offering(prices=(flat_price("3"), promotion))
    (change,) = announced(Route("api", model(offerings=(sold,)), DAY, sold))
    assert (change.on, change.kind) == ("2026-07-01", "price")
    assert "becomes $3 in" in change.text


def test_nothing_is_announced_of_ones_own_machines_or_of_what_is_past() -> None:
    past = model(offerings=(offering("1"),), status=(ends_on("2026-01-01"),))
    assert announced(Route("self_host", model(weights="open"), DAY)) == ()
    assert announced(Route("api", past, DAY, past.offerings[0])) == ()
