"""What is billed by length of prompt, in batches, by the clock, and by the word of somebody else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from modelpick.cost.breakeven import line
from modelpick.cost.cost import cost_of, monthly_cost, request_cost
from modelpick.cost.price import billed
from modelpick.cost.scenario import parse
from modelpick.cost.silence import PriceList, completed_by_lists
from modelpick.decide.quoting import quoted, quoted_ahead
from modelpick.decide.routes import Route
from modelpick.model.facts import OffPeak, Price, Rates, Tier
from modelpick.model.fields import replace
from tests.cost.given import price, workload
from tests.factories import flat_price, model, money, offering

STEPS = (Tier(32_000, money("2", "12", "0.4", "2.5")), Tier(128_000, money("3", "15", "0.75")))
LONG = replace(
    price("1", "6", cache_read="0.1"), charges=replace(price("1", "6", cache_read="0.1").charges, tiers=STEPS)
)


def at(prompt: int) -> Rates:
    found = billed(LONG, prompt)
    assert found is not None
    return found.standard


class TestTiers:
    @pytest.mark.parametrize(
        ("prompt", "into", "out", "read", "write"),
        [
            (32_000, "1", "6", "0.1", "1"),
            (32_001, "2", "12", "0.4", "2.5"),
            (128_000, "2", "12", "0.4", "2.5"),
            (128_001, "3", "15", "0.75", "3"),
            (900_000, "3", "15", "0.75", "3"),
        ],
    )
    def test_each_length_has_its_own_prices(self, prompt: int, into: str, out: str, read: str, write: str) -> None:
        assert at(prompt) == Rates(*map(Decimal, (into, out, read, write, write)))

    def test_a_request_costs_the_tier_with_its_own_cache_price(self) -> None:
        # 200k in, half of it read from the cache; by hand: 0.1 x 3 + 0.1 x 0.75 + 0.001 x 15.
        assert request_cost(LONG, workload(1, 200_000, 1000, cached="0.5")) == Decimal("0.39")

    def test_an_output_price_that_a_tier_does_not_name_is_unknown_there(self) -> None:
        half = replace(LONG, charges=replace(LONG.charges, tiers=(Tier(32_000, money("2")),)))
        assert request_cost(half, workload(1, 32_000, 10)) is not None
        found = cost_of(model(), offering("1"), half, workload(1, 32_001, 10))
        assert found.per_month_usd.value is None
        assert found.unknown == ("output price of long prompts",)
        assert "above 32,000 tokens is not known" in found.basis

    def test_the_parts_that_follow_the_input_price_are_named(self) -> None:
        steps = (Tier(32_000, money("2", "12")),)
        offer = replace(LONG, charges=replace(LONG.charges, tiers=steps))
        found = cost_of(model(), offering("1"), offer, workload(1, 50_000, 10, cached="0.5"))
        assert "cache prices raised there as the input price is" in found.basis
        assert found.parts["cache_read"] == Decimal("0.005")


class TestBatches:
    BATCHED = replace(
        price("2", "10", cache_read="0.2"),
        charges=replace(price("2", "10", cache_read="0.2").charges, batch=money("1", "4"), tiers=STEPS[1:]),
    )

    def test_each_part_has_its_own_price(self) -> None:
        # All of it in batches: 0.001 x 1 + 0.0001 x 4.
        assert request_cost(self.BATCHED, workload(1, 1000, 100, batch="1")) == Decimal("0.0014")

    def test_a_cache_price_that_is_not_named_for_batches_is_that_of_outside(self) -> None:
        load = workload(1, 1000, 0, cached="1", batch="1")
        assert request_cost(self.BATCHED, load) == Decimal("0.0002")
        assert "cache reads in batches as outside of them" in cost_of(model(), offering("1"), self.BATCHED, load).basis

    def test_in_long_prompts_they_save_the_share_that_they_save_in_short_ones(self) -> None:
        # 200k in at 3 x 1/2, 1k out at 15 x 4/10.
        assert request_cost(self.BATCHED, workload(1, 200_000, 1000, batch="1")) == Decimal("0.306")

    def test_a_half_in_batches_lies_half_way_and_the_parts_add_up(self) -> None:
        none, half, whole = (
            cost_of(model(), offering("1"), self.BATCHED, workload(10, 1000, 100, batch=share))
            for share in ("0", "0.5", "1")
        )
        assert half.per_month_usd.value == (none.per_month_usd.value + whole.per_month_usd.value) / 2
        assert sum(half.parts.values()) == half.per_month_usd.value
        assert half.parts["batch_saving"] == Decimal("-0.008")

    def test_a_line_of_cost_counts_them_too(self) -> None:
        load = workload(1, 1000, 100, batch="0.5")
        found = line(self.BATCHED, load, Decimal(1))
        assert found is not None
        assert found.total == request_cost(self.BATCHED, load)


class TestTheClock:
    CLOCK = replace(
        price("0.3", "1.2", cache_read="0.006"),
        charges=replace(
            price("0.3", "1.2", cache_read="0.006").charges,
            off_peak=OffPeak(money("0.15", "0.6", "0.003"), ("01:00-04:00", "06:00-10:00"), "weekdays"),
        ),
    )
    LOAD = workload(1000, 1_000_000, 100_000)

    def test_the_value_is_that_of_the_peak_and_the_range_begins_at_the_other_hours(self) -> None:
        found = monthly_cost(self.CLOCK, self.LOAD)
        cheap = monthly_cost(price("0.15", "0.6"), self.LOAD)
        dear = monthly_cost(price("0.3", "1.2"), self.LOAD)
        assert (found.value, found.high, found.low) == (dear.value, dear.high, cheap.low)

    def test_both_are_said(self) -> None:
        basis = cost_of(model(), offering("1"), self.CLOCK, self.LOAD).basis
        assert "the price at the hours of the peak, 01:00-04:00, 06:00-10:00 UTC on weekdays" in basis
        assert "$210 a month at all other hours" in basis

    def test_a_scenario_reaches_the_other_hours(self) -> None:
        cut = monthly_cost(parse("prices=-50%").price(self.CLOCK), self.LOAD)
        assert cut.low == monthly_cost(self.CLOCK, self.LOAD).low / 2


def completed(other: Price, *lists: PriceList, maker: bool = False) -> tuple[Price, list[str]]:
    own = PriceList(other, "shop", maker)
    found, marks = completed_by_lists(own, [own, *lists])
    return found, [mark.text for mark in marks]


class TestWhoSaysNothing:
    OWN = price("2", "10", tier_above=200_000, tier_input="4", tier_output="15")
    LIST = PriceList(OWN, provider="lab", maker=True)

    def test_the_maker_is_believed_where_both_charge_the_same(self) -> None:
        found, marks = completed(price("2", "10"), self.LIST)
        assert found.charges.tiers == self.OWN.charges.tiers
        assert marks == ["long prompts by the maker's own price list"]

    def test_a_region_that_costs_more_does_so_in_long_prompts_too(self) -> None:
        found, marks = completed(price("2.2", "11"), self.LIST)
        assert found.charges.tiers == (Tier(200_000, money("4.4", "16.5")),)
        assert marks == ["long prompts by the maker's own price list, times 1.1"]

    @pytest.mark.parametrize("other", [("1", "5"), ("2", "8"), ("3", "10")])
    def test_above_it_nothing_is_known_of_any_other_price(self, other: tuple[str, str]) -> None:
        found, marks = completed(price(*other), self.LIST)
        assert (found.charges.tiers, marks) == ((Tier(200_000, Rates()),), [])
        assert request_cost(found, workload(1, 200_001, 10)) is None

    def test_a_price_with_tiers_and_a_maker_without_stay_as_they_are(self) -> None:
        other = price("1", "5", tier_above=100_000, tier_input="2", tier_output="6")
        assert completed(other, self.LIST) == (other, [])
        flat = PriceList(price("2", "10"), provider="lab", maker=True)
        sibling = PriceList(self.OWN, provider="host", maker=False)
        assert completed(price("1", "5"), flat, sibling) == (price("1", "5"), []), "the maker's word is the one"
        assert completed(price("1", "5"), sibling, maker=True) == (price("1", "5"), [])

    def test_where_the_maker_sells_none_whoever_serves_it_is_asked(self) -> None:
        sibling = PriceList(self.OWN, provider="host", maker=False)
        assert completed(price("2", "10"), sibling)[1] == ["long prompts by the price lists of others"]
        assert request_cost(completed(price("1", "5"), sibling)[0], workload(1, 300_000, 10)) is None

    def test_nobody_becomes_the_cheapest_by_saying_nothing(self) -> None:
        dumb, own = offering(prices=(price("1", "5"),)), offering(provider="a", prices=(self.OWN,))
        known = model("a/one", offerings=(dumb, own))
        routes = [Route("api", known, "2026-06-01", o) for o in known.offerings]
        long = workload(1, 300_000, 10)
        assert [request_cost(quoted(route).price, long) is None for route in routes] == [True, False]
        assert request_cost(quoted(routes[0]).price, workload(1, 1000, 10)) is not None

    def test_tiers_of_an_earlier_list_hold_unless_the_maker_has_none(self) -> None:
        earlier, flat = self.OWN.charges.tiers, PriceList(price("2", "10"), provider="lab", maker=True)

        def tiers(*lists: PriceList, maker: bool = False) -> tuple[Tier, ...]:
            found, _ = completed_by_lists(PriceList(price("3", "9"), "shop", maker), lists, earlier)
            return found.charges.tiers

        assert tiers() == tiers(flat, maker=True) == tiers(self.LIST) == earlier
        assert tiers(flat) == ()

    CACHED = price("2", "10", cache_read="0.2", cache_write="2.5", cache_write_1h="4", batch=money("1", "5"))

    def test_cache_writes_cost_the_multiple_that_the_maker_states(self) -> None:
        found, marks = completed(price("3", "12"), PriceList(self.CACHED, provider="lab", maker=True))
        assert found.charges.rates == money("3", "12", None, "3.75", "6")
        assert marks == ["cache writes by the maker's own price list"]
        stated = price("3", "12", cache_write="3")
        found, _ = completed(stated, PriceList(self.CACHED, provider="lab", maker=True))
        assert found.charges.rates == money("3", "12", None, "3", "6"), "what is stated stays"

    def test_a_write_price_below_the_input_price_is_not_carried(self) -> None:
        cheap = PriceList(price("2", "10", cache_write="0.2"), provider="lab", maker=True)
        assert completed(price("3", "12"), cheap) == (price("3", "12"), [])

    def test_the_same_seller_charges_all_parts_of_a_region_by_its_factor(self) -> None:
        tiered = replace(self.CACHED, charges=replace(self.CACHED.charges, tiers=self.OWN.charges.tiers))
        found, marks = completed(price("2.2", "11"), PriceList(tiered, provider="shop", maker=False))
        assert found.charges.rates == money("2.2", "11", "0.22", "2.75", "4.4")
        assert found.charges.batch == money("1.1", "5.5")
        assert found.charges.tiers == (Tier(200_000, money("4.4", "16.5")),)
        assert marks == ["what is not said as the same provider charges elsewhere, times 1.1"]
        dearer = PriceList(replace(tiered, charges=replace(tiered.charges, rates=money("9", "45"))), "shop", False)
        assert completed(price("2.2", "11"), dearer)[0].charges.rates == money("2.2", "11")

    def test_a_mark_is_told_where_the_cost_rests_on_it(self) -> None:
        lists = [PriceList(self.CACHED, provider="lab", maker=True)]
        found, marks = completed_by_lists(PriceList(price("3", "12"), "shop", False), lists)

        def basis(**more: str) -> str:
            return cost_of(model(), offering("1"), found, workload(1, 1000, 10, **more), marks=marks).basis

        assert "cache writes by the maker's own price list" in basis(cached="1", hit_rate="0")
        assert "maker" not in basis(cached="1")


def test_a_known_change_is_priced_as_the_price_of_today_is() -> None:
    soon = replace(flat_price("2", "8", "2027-01-01"), announced="2026-05-01")
    known = model("a/one", offerings=(offering(prices=(flat_price("1", "4"), soon)),))
    ((day, then),) = quoted_ahead(Route("api", known, "2026-06-01", known.offerings[0]))
    assert (day, then.price) == ("2027-01-01", soon)
    assert quoted_ahead(Route("api", known, "2026-06-01")) == []


def test_a_service_of_its_own_is_not_completed_from_the_standard_price() -> None:
    own = offering(provider="a", prices=(TestWhoSaysNothing.OWN,))
    spot = offering(prices=(price("2", "10"),), service="spot")
    route = Route("api", model("a/one", offerings=(own, spot)), "2026-06-01", spot)
    assert isinstance(quoted(route).price, Price)
    assert quoted(route).price.charges.tiers == ()  # type: ignore[union-attr]
