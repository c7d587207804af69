"""Scenarios and break-evens: each closed form is put back into the cost that it came from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from modelpick.cost import breakeven
from modelpick.cost.cost import cost_of, request_cost
from modelpick.cost.flips import PricedCost, break_even_points
from modelpick.cost.scenario import parse
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import replace
from tests.cost.given import price, workload
from tests.factories import model, offering

LOAD = workload(1000, 10_000, 500, cached="0.5", hit_rate="0.8", batch="0.25")
CHEAP = price("1", "20", cache_read="0.1", batch_discount="0.5")
DEAR = price("4", "10", cache_read="0.4")


def near(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= abs(b) * Decimal("0.001")


def test_a_scenario_changes_what_it_names_and_nothing_else() -> None:
    found = parse("prices=-80%, volume=x10,output=2x")
    assert found.text == "prices=-80%,volume=x10,output=2x"
    lower, more = found.price(DEAR), found.workload(LOAD)
    assert (lower.input, lower.output, lower.charges.rates.cache_read) == (Decimal("0.8"), Decimal(2), Decimal("0.08"))
    assert lower.charges.rates.cache_write is None
    assert (more.requests, more.input_tokens, more.output_tokens) == (10_000, 10_000, 1_000)
    assert parse("volume=+50%").workload(LOAD).requests == 1500
    assert parse("price=x1").price(DEAR) == DEAR
    assert parse("prices=-100%").price(DEAR).input == 0
    assert parse("in=x0.5").price(None) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cheap", "scenarios: is 'cheap', expected NAME=CHANGE. For example: prices=-80%,volume=x10"),
        ("", "expected NAME=CHANGE"),
        ("pries=-80%", "unknown part 'pries' of a scenario. Did you mean `prices`?"),
        ("weather=x2", "Known: prices, volume, input, output"),
        ("prices=-180%", "prices=-180% takes away more than there is"),
        ("prices=80%", "prices is '80%', expected a change. Write -80%, +20% or x10"),
        ("volume=x0", "volume is nothing"),
        ("volume=-100%", "volume is nothing"),
        ("volume=xx", "expected a change"),
        ("prices=-1%,prices=-2%", "says prices twice"),
        ("prices=-80%,", "expected NAME=CHANGE"),
    ],
)
def test_a_scenario_that_nobody_can_mean(text: str, said: str) -> None:
    with pytest.raises(ModelpickError) as refusal:
        parse(text)
    assert said in str(refusal.value)


def test_the_line_is_the_cost() -> None:
    for offer in (CHEAP, DEAR):
        line = breakeven.line(offer, LOAD, Decimal("1.3"))
        assert near(line.total, request_cost(offer, LOAD, Decimal("1.3")))
    assert breakeven.line(price(None), LOAD, Decimal(1)) is None


def test_price_break_evens_make_both_cost_the_same() -> None:
    cheap, dear = request_cost(CHEAP, LOAD), request_cost(DEAR, LOAD)
    assert cheap < dear
    rise, cut = breakeven.price_rise(cheap, dear), breakeven.price_cut(cheap, dear)
    assert near(cheap * (1 + rise), dear)
    assert near(dear * (1 - cut), cheap)
    assert breakeven.price_rise(Decimal(0), dear) is None


def test_token_and_length_break_evens_make_both_cost_the_same() -> None:
    one = Decimal(1)
    near_line, far_line = breakeven.line(CHEAP, LOAD, one), breakeven.line(DEAR, LOAD, one)
    factor = breakeven.token_factor(near_line, far_line.total)
    assert near(request_cost(CHEAP, LOAD, factor), request_cost(DEAR, LOAD))
    out = breakeven.output_tokens(near_line, far_line, LOAD)
    longer = replace(LOAD, output_tokens=int(out))
    assert near(request_cost(CHEAP, longer), request_cost(DEAR, longer))
    into = breakeven.input_tokens(near_line, far_line, LOAD)
    shorter = replace(LOAD, input_tokens=int(into))
    assert near(request_cost(CHEAP, shorter), request_cost(DEAR, shorter))
    assert breakeven.output_tokens(near_line, near_line, LOAD) is None


def test_the_volume_at_which_a_fixed_cost_is_met() -> None:
    volume = breakeven.volume(Decimal(3650), Decimal("0.0073"))
    assert volume == 500_000
    assert breakeven.volume(Decimal(1), Decimal(0)) is None


def test_flips_are_told_of_neighbors_with_a_figure() -> None:
    found = [
        PricedCost(cost_of(model(f"a/{name}"), offering("1"), offer, LOAD), offer)
        for name, offer in (("near", CHEAP), ("far", DEAR), ("none", price(None)))
    ]
    (flip,) = break_even_points(found, LOAD)
    assert (flip.cheaper, flip.dearer) == ("a/near", "a/far")
    assert flip.text.startswith("Near is cheaper than Far until its own prices ")
    assert "output tokens a request (now 500) Far is cheaper" in flip.text
    assert "ranges overlap" in flip.text
    assert break_even_points(found[:1], LOAD) == ()


def test_a_crossing_in_another_tier_is_not_told() -> None:
    load = workload(1, 1000, 1000)
    low = price("1", "10", tier_above=5000, tier_input="2", tier_output="20")
    high = price("0.5", "12")
    found = [PricedCost(cost_of(model(f"a/{n}"), offering("1"), o, load), o) for n, o in (("low", low), ("high", high))]
    (flip,) = break_even_points(found, load)
    assert flip.input_tokens == 4000
    earlier = price("1", "10", tier_above=3000, tier_input="2", tier_output="20")
    (flip,) = break_even_points([replace(found[0], price=earlier), found[1]], load)
    assert flip.input_tokens is None
