"""What an hour of a machine costs, of the quotes that are known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from modelpick.cost.rents import rent_of
from modelpick.fit.usable import machine_of
from modelpick.model.machines import Cards, Machine, Quote, Rental, by_device
from tests.fit.given import device


def rental(price: str, **more: Any) -> Rental:
    return Rental("x/card", "Somebody", Decimal(price), **{"kind": "on_demand", "source": f"page-{price}", **more})


def test_the_median_with_its_spread() -> None:
    quotes = [rental("2"), rental("3", on="2026-09-01"), rental("10", on="2026-08")]
    found = rent_of(machine_of(device(), 4), by_device(quotes))
    assert found is not None
    assert (found.usd, found.low, found.high, found.quotes) == (12, 8, 40, 3)
    assert (found.on, found.sources) == ("2026-09-01", ("page-3",))


def test_what_is_not_the_usual_rent_is_not_counted() -> None:
    other = [rental("1", kind="spot"), rental("1", kind="reserved"), rental("1", currency="CNY")]
    assert rent_of(machine_of(device()), by_device(other)) is None
    found = rent_of(machine_of(device()), by_device([*other, rental("4", kind="marketplace"), rental("5")]))
    assert found is not None
    assert found.usd == 5
    found = rent_of(machine_of(device()), by_device([*other, rental("4", kind="marketplace")]))
    assert found is not None
    assert (found.usd, found.kind) == (4, "marketplace")


def test_of_a_day_what_was_known_then() -> None:
    quotes = by_device([rental("2", on="2026-05"), rental("8", on="2026-11")])
    early = rent_of(machine_of(device()), quotes, "2026-06-01")
    assert early is not None
    assert early.usd == 2
    assert rent_of(machine_of(device()), quotes, "2026-04-01") is None


def test_ones_own_price_comes_first() -> None:
    own = device(rent=Quote(Decimal(7), "own"))
    found = rent_of(machine_of(own, 2), by_device([rental("2")]))
    assert found is not None
    assert (found.usd, found.kind) == (14, "own")


def test_of_several_kinds_all_must_be_known() -> None:
    both = Machine("both", 1, 80, 80, device(), (Cards(2, 24, 24, device("x/other")),))
    assert rent_of(both, by_device([rental("2")])) is None
    other = Rental("x/other", "Somebody", Decimal(1), "on_demand", "page")
    found = rent_of(both, by_device([rental("2"), other]))
    assert found is not None
    assert found.usd == 4


def test_the_bundled_ones_have_a_source_and_a_device(catalog) -> None:
    rows = [rental for rentals in catalog.facts.rentals.values() for rental in rentals]
    assert len(rows) > 150
    assert {rental.source for rental in rows} <= set(catalog.facts.sources)
