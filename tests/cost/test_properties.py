"""What must hold of every price and workload."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from modelpick.cost.cost import cost_of, monthly_cost
from modelpick.cost.scenario import parse
from modelpick.model.facts import Charges, Price, Rates, Tier
from modelpick.model.fields import replace
from modelpick.model.workloads import Workload
from tests.factories import model, offering

Check = settings(deadline=None, max_examples=150)


def decimals(most: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(0, most, places=places, allow_nan=False, allow_infinity=False)


PRICES = decimals("500", 4)
SHARES = decimals("1", 3)
MAYBE = st.none() | PRICES
LOADS = st.builds(
    Workload,
    id=st.just("w"),
    name=st.just("W"),
    requests=st.integers(1, 10**9),
    input_tokens=st.integers(0, 10**6),
    output_tokens=st.integers(0, 10**5),
    cached=SHARES,
    hit_rate=SHARES,
    batch=SHARES,
    requests_per_task=st.integers(1, 100),
)


@st.composite
def offers(draw: Any) -> Price:
    """Tier prices come together with the length above which they hold, and are not lower."""
    into, out = draw(PRICES), draw(PRICES)
    tier = draw(st.none() | st.integers(1, 10**6))
    dearer = Rates(into + draw(PRICES), out + draw(PRICES))
    return Price(
        "2026-01-01",
        Charges(
            Rates(into, out, draw(MAYBE), draw(MAYBE)),
            () if tier is None else (Tier(tier, dearer),),
            batch_discount=draw(st.none() | SHARES),
        ),
    )


def with_rates(offer: Price, **rates: Decimal | None) -> Price:
    return replace(offer, charges=replace(offer.charges, rates=replace(offer.charges.rates, **rates)))


@Check
@given(offers(), LOADS)
def test_parts_add_up_exactly_and_lie_within_the_range(offer: Price, load: Workload) -> None:
    found = cost_of(model(), offering("1"), offer, load)
    month = found.per_month_usd
    assert sum(found.parts.values(), Decimal(0)) == month.value == found.per_request_usd * load.requests
    assert month.low <= month.value <= month.high
    assert month.value >= 0
    row = found.row()
    assert sum(row.parts.values(), Decimal(0)) == row.per_month_usd.value


@Check
@given(offers(), LOADS, st.integers(2, 50))
def test_twice_the_volume_costs_exactly_twice(offer: Price, load: Workload, times: int) -> None:
    once, more = monthly_cost(offer, load), monthly_cost(offer, replace(load, requests=load.requests * times))
    assert more == once.times(times)


@Check
@given(offers(), LOADS, st.sampled_from(["input", "output", "cache_read", "cache_write"]), SHARES)
def test_a_cheaper_price_never_raises_the_cost(offer: Price, load: Workload, part: str, kept: Decimal) -> None:
    # The price of a cache in a long prompt follows the input price: it is asked outside of tiers.
    plain = replace(offer, charges=replace(offer.charges, tiers=()))
    value = getattr(plain.charges.rates, part)
    lower = with_rates(plain, **{part: None if value is None else value * kept})
    assert monthly_cost(lower, load).value <= monthly_cost(plain, load).value


@Check
@given(offers(), LOADS, SHARES)
def test_all_prices_cut_cost_no_more_whatever_the_tier(offer: Price, load: Workload, cut: Decimal) -> None:
    scenario = parse(f"prices=-{cut * 100:f}%")
    assert monthly_cost(scenario.price(offer), load).value <= monthly_cost(offer, load).value


@Check
@given(offers(), LOADS, SHARES, SHARES)
def test_more_hits_at_a_cheaper_cache_never_raise_the_cost(
    offer: Price, load: Workload, fewer: Decimal, more: Decimal
) -> None:
    fewer, more = sorted((fewer, more))
    write = offer.input if offer.charges.rates.cache_write is None else offer.charges.rates.cache_write
    cheap = with_rates(offer, cache_read=write * Decimal("0.1"))
    rare, often = (monthly_cost(cheap, replace(load, hit_rate=rate)).value for rate in (fewer, more))
    assert often <= rare + load.requests * Decimal("2e-12")  # two parts are rounded to 10^-12 dollars
