"""Requests of mixed lengths, calls in parallel, and how long a cache keeps what is written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from modelpick.cost.cost import cost_of, request_cost
from modelpick.cost.loads import loads
from modelpick.cost.selfhost import Speed, seconds_per_request
from modelpick.cost.workload import longest_call, tokens_per_request, workload_from
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import replace
from modelpick.model.workloads import LengthShare
from tests.cost.given import price, workload
from tests.factories import model, offering

TIERED = price("2", "10", tier_above=200_000, tier_input="4", tier_output="15")


def given(**said: str) -> object:
    return workload_from({}, None, said)


class TestMixedLengths:
    def test_each_request_is_priced_at_its_own_length(self) -> None:
        load = workload_from({}, None, {"in": "100k..300k", "out": "0", "requests": "10"})
        # Half of them up to 200k, 150k in the mean at $2; half above, 250k in the mean at $4.
        assert request_cost(TIERED, load) == Decimal("0.65")
        assert request_cost(price("2", "10"), load) == Decimal("0.4")
        assert "for 50% of the requests" in cost_of(model(), offering("2"), TIERED, load).basis

    def test_lengths_by_share(self) -> None:
        load = workload_from({}, None, {"in": "100k=75%,300k=25%", "out": "1k"})
        assert load.input_tokens == 150_000
        by_hand = Decimal("0.75") * (Decimal("0.2") + Decimal("0.01"))
        assert request_cost(TIERED, load) == by_hand + Decimal("0.25") * (Decimal("1.2") + Decimal("0.015"))

    def test_an_unknown_price_above_a_length_that_some_have_gives_no_figure(self) -> None:
        silent = price("2", "10", tier_above=200_000, tier_input=None, tier_output=None)
        load = workload_from({}, None, {"in": "100k..300k"})
        found = cost_of(model(), offering("2"), silent, load)
        assert found.per_month_usd.value is None
        assert "above 200,000 tokens is not known" in found.basis

    def test_loads_of_one_tier_are_one_with_their_mean_and_the_shares_add_up(self) -> None:
        found = loads(workload_from({}, None, {"in": "0..10,10..30=100%,300k=2"[:14]}), (200_000,))
        assert sum(load.share for load in found) == 1
        many = replace(
            workload(1, 0, 10),
            lengths=(LengthShare(Decimal("0.5"), 0, 100), LengthShare(Decimal("0.5"), 100, 300, 40)),
        )
        (one,) = loads(many, (1000,))
        assert (one.prompt, one.share, one.use.fresh, one.use.output) == (300, 1, 125, 25)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("9k..2k", "the first is more"),
            ("..", "expected a number of tokens"),
            ("2k=0%", "holds no requests"),
            ("2k..9k=x", "expected a share"),
        ],
    )
    def test_a_length_that_nobody_can_mean(self, text: str, said: str) -> None:
        with pytest.raises(ModelpickError, match=said):
            given(**{"in": text})


class TestParallelCalls:
    def test_the_merging_call_reads_the_request_and_all_answers(self) -> None:
        load = workload_from({}, None, {"in": "1k", "out": "500", "parallel": "4", "merge": "true"})
        calls = 4 * (Decimal("0.002") + Decimal("0.005"))
        merging = (1000 + 4 * 500) * Decimal("0.000002") + Decimal("0.005")
        assert request_cost(price("2", "10"), load) == calls + merging
        assert request_cost(price("2", "10"), replace(load, merge=False)) == calls

    def test_a_machine_of_ones_own_does_all_calls(self) -> None:
        load = workload_from({}, None, {"in": "1k", "out": "500", "parallel": "4", "merge": "true"})
        assert tokens_per_request(load) == 5 * 1500 + 4 * 500
        assert longest_call(load) == 1000 + 4 * 500 + 500
        assert seconds_per_request(load, Speed(100, 1000)) == 5 * 500 / 100 + (5 * 1000 + 4 * 500) / 1000

    def test_a_verbose_model_has_more_to_merge_and_may_pass_a_threshold(self) -> None:
        load = workload_from({}, None, {"in": "150k", "out": "10k", "parallel": "4", "merge": "true"})
        short = [each.prompt for each in loads(load, (200_000,))]
        assert short == [190_000]
        assert [each.prompt for each in loads(load, (200_000,), Decimal(2))] == [150_000, 230_000]

    def test_merging_one_answer_makes_no_sense(self) -> None:
        with pytest.raises(ModelpickError, match=r"merge: merges the answers of several calls. Add parallel 4"):
            given(merge="true", **{"in": "1"})


class TestCacheWrites:
    CACHED = price("2", "10", cache_read="0.2", cache_write="2.5", cache_write_1h="4")

    @pytest.mark.parametrize(("ttl", "usd"), [("5m", "0.0025"), ("1h", "0.004"), ("60m", "0.004")])
    def test_each_lifetime_has_its_price(self, ttl: str, usd: str) -> None:
        load = workload_from({}, None, {"in": "1k", "cached": "100%", "hit-rate": "0%", "cache-ttl": ttl})
        assert request_cost(self.CACHED, load) == Decimal(usd)

    def test_an_hour_that_has_no_price_of_its_own_is_said(self) -> None:
        load = workload_from({}, None, {"in": "1k", "cached": "1", "hit-rate": "0", "cache-ttl": "1h"})
        found = cost_of(model(), offering("2"), price("2", "10", cache_write="2.5"), load)
        assert found.per_request_usd == Decimal("0.0025")
        assert "cache writes for 1 h at the price of shorter ones" in found.basis
        assert found.unknown == ("price of cache writes for 1 h",)

    def test_no_other_lifetime(self) -> None:
        with pytest.raises(ModelpickError, match="cache-ttl: is '2h', expected 5m or 1h"):
            given(**{"cache-ttl": "2h"})
