"""Which price holds on a day: announced ones, promotions, and what they say part by part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from modelpick.model.asof import as_of
from modelpick.model.facts import Charges, OffPeak, Price, Rates, Tier
from modelpick.model.fields import replace
from modelpick.model.pricing import (
    changes_ahead,
    charge_parts,
    charges_agree,
    charges_times,
    completed_charges,
    price_on,
)
from tests.factories import facts, flat_price, model, money, offering

USUAL = flat_price("1", "4", "2026-06-01")
DOUBLED = replace(flat_price("2", "8", "2027-01-01"), announced="2026-08-13")
PROMOTION = replace(flat_price("0.5", "2", "2026-09-01"), until="2026-09-30")
WHOLE = Charges(
    money("2.5", "15", "0.25", "3.125"),
    (Tier(272_000, money("5", "22.5", "0.5")), Tier(500_000, money("10", "45"))),
    batch=money("1.25", "7.5"),
    flex=money("1.25", "7.5"),
    priority=money("5", "30"),
    fast=money("6", "36"),
    off_peak=OffPeak(money("1", "6"), ("01:00-04:00", "06:00-10:00"), "weekdays"),
)


@pytest.mark.parametrize(
    ("day", "paid"),
    [("2026-05-31", None), ("2026-06-01", 1), ("2026-12-31", 1), ("2027-01-01", 2), ("2028-01-01", 2)],
)
def test_an_announced_price_holds_from_its_day_on_and_not_before(day: str, paid: int | None) -> None:
    found = price_on((USUAL, DOUBLED), day)
    assert (found.input if found else None) == paid


def test_a_promotion_gives_way_to_what_held_before_it() -> None:
    days = ("2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01")
    found = [price_on((USUAL, PROMOTION), day) for day in days]
    assert [price.input for price in found if price] == [1, Decimal("0.5"), Decimal("0.5"), 1]
    assert price_on((PROMOTION,), "2026-10-01") is None, "nobody says what it costs after it"


def test_what_is_ahead_is_what_was_announced_by_then() -> None:
    prices = (USUAL, PROMOTION, DOUBLED)
    assert changes_ahead(prices, "2026-08-12") == ()
    assert changes_ahead(prices, "2026-08-13") == (("2027-01-01", DOUBLED),)
    assert changes_ahead(prices, "2026-09-10") == (("2026-10-01", USUAL), ("2027-01-01", DOUBLED))
    assert changes_ahead(prices, "2027-01-01") == ()


def test_a_catalog_of_an_earlier_day_has_not_heard_of_it() -> None:
    known = facts(model(released="2026-01-01", offerings=(offering(prices=(USUAL, DOUBLED)),)))

    def seen(day: str) -> list[Price]:
        return list(as_of(known, day).models["a/one"].offerings[0].prices)

    assert seen("2026-08-12") == [USUAL]
    assert seen("2026-08-13") == [USUAL, DOUBLED]


def test_every_part_has_a_name() -> None:
    parts = charge_parts(WHOLE)
    assert parts["tiers.272000.cache_read"] == Decimal("0.5")
    assert (parts["batch.output"], parts["flex.input"]) == (Decimal("7.5"), Decimal("1.25"))
    assert (parts["priority.input"], parts["fast.output"]) == (5, 36)
    assert parts["off_peak.peak"] == "01:00-04:00, 06:00-10:00 UTC on weekdays"
    assert "tiers.500000.cache_read" not in parts, "what nobody says is no part"
    assert "cache_write_1h" not in parts


def test_a_factor_reaches_every_part() -> None:
    half = charge_parts(charges_times(WHOLE, Decimal("0.5")))
    whole = charge_parts(WHOLE)
    assert half.keys() == whole.keys()
    assert all(value == 2 * half[name] for name, value in whole.items() if isinstance(value, Decimal))  # type: ignore[operator]


def test_a_reading_completes_what_another_left_out_and_mixes_no_lengths() -> None:
    bare = Charges(Rates(WHOLE.rates.input, WHOLE.rates.output))
    assert completed_charges(bare, WHOLE) == WHOLE
    assert completed_charges(WHOLE, bare) == WHOLE
    other = replace(bare, tiers=(Tier(200_000, money("5", "22.5")),))
    assert completed_charges(other, WHOLE).tiers == other.tiers
    silent = replace(bare, tiers=(Tier(272_000, money("5", "22.5")), Tier(500_000, money("10", "45"))))
    assert completed_charges(silent, WHOLE).tiers == WHOLE.tiers


def test_two_readings_agree_where_both_speak() -> None:
    bare = Charges(Rates(WHOLE.rates.input, WHOLE.rates.output))
    assert charges_agree(bare, WHOLE)
    assert charges_agree(WHOLE, WHOLE)
    assert not charges_agree(replace(WHOLE, tiers=WHOLE.tiers[:1]), WHOLE)
    assert not charges_agree(replace(bare, batch=money("1.3", "7.5")), WHOLE)
    assert not charges_agree(Charges(money("2.5", "16")), bare)
