"""One request at one price: parts, tiers, caches, batches, and what is not known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from modelpick.cost.cost import cost_of, monthly_cost, request_cost
from modelpick.cost.loads import loads
from modelpick.cost.price import billed, carried, earlier_tiers, price_assumptions, tier_at, unknown_parts
from modelpick.cost.tokens import USUAL
from modelpick.model.fields import replace
from tests.cost.given import price, workload
from tests.factories import model, offering

FULL = price(cache_read="0.3", cache_write="3.75", batch_discount="0.5", tier_above=200_000, tier_input="6",
             tier_output="22.5")  # fmt: skip
LOAD = workload(100, 10_000, 1_000, cached="0.8", hit_rate="0.75", batch="0.2")


def test_the_tokens_of_a_request_are_split_without_a_rest() -> None:
    use = loads(LOAD)[0].use
    assert (use.fresh, use.read, use.written) == (2_000, 6_000, 2_000)
    assert use.fresh + use.read + use.written == LOAD.input_tokens


def test_the_parts_add_up_to_the_month() -> None:
    found = cost_of(model(), offering("3"), FULL, LOAD)
    assert found.parts == {
        "input": Decimal("0.6"),
        "cache_read": Decimal("0.18"),
        "cache_write": Decimal("0.75"),
        "output": Decimal("1.5"),
        "batch_saving": Decimal("-0.303"),
    }
    assert sum(found.parts.values()) == found.per_month_usd.value == found.per_request_usd * 100
    assert found.per_thousand_tasks_usd.value == found.per_month_usd.value * 10
    assert found.unknown == ()


def test_a_task_of_several_requests_costs_them_all() -> None:
    found = cost_of(model(), offering("3"), FULL, replace(LOAD, requests_per_task=30))
    assert found.per_thousand_tasks_usd.value == found.per_request_usd * 30 * 1000


@pytest.mark.parametrize(("into", "out"), [(None, "15"), ("3", None), (None, None)])
def test_no_figure_without_a_price(into: str | None, out: str | None) -> None:
    offer = price(into, out)
    assert request_cost(offer, LOAD) is None
    assert monthly_cost(offer, LOAD) is None
    found = cost_of(model(), offering("3"), offer, LOAD)
    assert (found.per_request_usd, found.per_month_usd.value, found.parts) == (None, None, {})
    assert found.per_thousand_tasks_usd.value is None
    missing = [name for name, value in (("input price", into), ("output price", out)) if value is None]
    assert set(missing) <= set(found.unknown)


def test_no_figure_without_an_offering() -> None:
    found = cost_of(model(), None, None, LOAD)
    assert found.unknown == ("offering", "price")
    row = found.row()
    assert row.offering is None
    assert row.per_month_usd.value is None
    assert monthly_cost(None, LOAD) is None


def test_what_is_not_known_of_the_cache_costs_what_input_costs_and_is_named() -> None:
    plain = price()
    assert request_cost(plain, LOAD) == request_cost(plain, replace(LOAD, cached=Decimal(0), hit_rate=Decimal(1)))
    assert unknown_parts(plain, loads(LOAD)[0]) == (
        "cache read price",
        "cache write price",
        "batch discount",
    )
    assert price_assumptions(plain, loads(LOAD)[0]) == (
        "cache reads at the input price", "cache writes at the input price", "no batch discount",
    )  # fmt: skip
    assert unknown_parts(plain, loads(workload())[0]) == ()


def test_cache_prices_rise_with_the_tier() -> None:
    at = billed(FULL, 200_001)
    assert at is not None
    high = at.standard
    assert (high.input, high.output, high.cache_read, high.cache_write) == (
        Decimal(6), Decimal("22.5"), Decimal("0.6"), Decimal("7.5"),
    )  # fmt: skip
    assert tier_at(FULL, 200_000) is None
    assert billed(FULL, 200_000).standard.input == 3


def test_a_silent_source_does_not_take_back_what_an_earlier_one_said_of_the_same_price() -> None:
    old = replace(FULL, on="2025-06-01")
    new = price()
    found = carried(new, (old, new))
    assert found == price(cache_read="0.3", cache_write="3.75", batch_discount="0.5")
    other = replace(price("3", "20", cache_read="0.3"), on="2025-06-01")
    assert carried(new, (other, new)) is new
    assert carried(new, (replace(FULL, on="2027"), new)) is new
    assert carried(None, ()) is None
    own = price(cache_read="0.2")
    assert carried(own, (old, own)).charges.rates.cache_read == Decimal("0.2")


def test_tiers_end_by_the_word_of_the_source_that_stated_them_alone() -> None:
    old = replace(FULL, on="2025-06-01")
    newest = replace(price(), source="other")
    assert earlier_tiers(newest, (old, newest)) == FULL.charges.tiers
    assert earlier_tiers(price(), (old, price())) == (), "the same source takes them back"
    between = replace(price(), on="2025-09-01")
    assert earlier_tiers(newest, (old, between, newest)) == ()


def test_a_price_of_nothing_is_nothing() -> None:
    assert request_cost(price("0", "0"), LOAD) == 0
    assert billed(price("0", "0", tier_above=10, tier_input="1", tier_output="1", cache_read="0"), 20) is not None


def test_the_range_is_that_of_the_token_factor() -> None:
    span = monthly_cost(price(), workload(1000, 1000, 1000))
    assert span is not None
    assert span.value == 18
    assert span.low == 3 + 15 * USUAL.low
    assert span.high == 3 + 15 * USUAL.high


def test_json_keeps_micro_dollars_and_the_parts_add_up_there_too() -> None:
    odd = workload(7_777_777, 1237, 311, cached="0.333", hit_rate="0.77", batch="0.123")
    found = cost_of(model(), offering("3"), price("0.07", "0.31", cache_read="0.007", batch_discount="0.5"), odd)
    row = found.row()
    assert sum(row.parts.values()) == row.per_month_usd.value
    assert abs(row.per_month_usd.value - found.per_month_usd.value) < Decimal("0.00001")
    assert all(Decimal(str(float(usd))) == usd for usd in row.parts.values())
