"""Estimates of missing cells: what holds whatever the fit, and what the shipped fit must say."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpick.catalog.bundled import bundled
from modelpick.evidence.estimation import Deviation, Estimate, Estimator

DATA: dict[str, Any] = json.loads((bundled("data") / "estimator.json").read_text(encoding="utf-8"))
ESTIMATOR = Estimator.from_data(DATA)
AGAIN = Estimator.from_data(json.loads(json.dumps(DATA)))
PERCENTS = [b for b, c in DATA["benchmarks"].items() if c["scale"] == "logit" and c["high"] == 100]
NEW = {"released": "2026-09-01", "open_weights": False, "reasoning": True, "lab": "openai"}

cells = st.dictionaries(st.sampled_from(PERCENTS[:40]), st.floats(0, 100), max_size=14)


def estimate(
    known: dict[str, float], wanted: Iterable[str] | None = None, by: Estimator = ESTIMATOR, **changes: Any
) -> dict[str, Estimate]:
    posterior = by.posterior(known, **(NEW | changes))
    found = ((id_, posterior.estimate(id_)) for id_ in (by.benchmarks if wanted is None else wanted))
    return {id_: each for id_, each in found if each is not None}


@given(cells)
def test_estimates_every_missing_benchmark_and_no_known_one(known: dict[str, float]) -> None:
    assert set(estimate(known)) == set(ESTIMATOR.benchmarks) - set(known)


@given(cells)
def test_values_lie_in_the_range_and_deviations_are_positive(known: dict[str, float]) -> None:
    for id_, e in estimate(known).items():
        low, high = DATA["benchmarks"][id_]["low"], DATA["benchmarks"][id_]["high"]
        assert e.sd > 0
        assert low is None or e.value >= low
        assert high is None or e.value <= high


@given(cells, st.randoms(use_true_random=False))
def test_the_order_of_the_known_cells_is_irrelevant(known: dict[str, float], rng: random.Random) -> None:
    shuffled = list(known.items())
    rng.shuffle(shuffled)
    assert estimate(dict(shuffled)) == estimate(known)


@given(cells)
def test_asking_for_few_gives_the_same(known: dict[str, float]) -> None:
    few = PERCENTS[10:20]
    every = estimate(known)
    assert estimate(known, wanted=few) == {b: e for b, e in every.items() if b in few}


@given(cells)
def test_the_data_survive_json(known: dict[str, float]) -> None:
    assert estimate(known, by=AGAIN) == estimate(known)


@given(cells)
def test_known_cells_are_counted_and_few_are_weak(known: dict[str, float]) -> None:
    for e in estimate(known, wanted=PERCENTS[40:44]).values():
        assert e.known == len(known)
        assert e.weak == (len(known) <= 2)
        assert set(e.drivers) <= set(known)
        assert bool(e.drivers) == bool(known)
        assert len(e.drivers) <= 3


@given(cells.filter(bool), st.floats(0, 100))
def test_benchmarks_that_it_does_not_know_are_passed_over(known: dict[str, float], value: float) -> None:
    assert estimate(known | {"no-such-benchmark": value}) == estimate(known)


@given(cells)
def test_no_estimate_is_surer_than_a_test_stands_apart_from_all_others(known: dict[str, float]) -> None:
    for e in estimate(known, wanted=PERCENTS[40:44]).values():
        assert e.z_sd > DATA["deviation"]["apart"]


@given(cells, st.sampled_from(PERCENTS[:40]), st.floats(0, 100))
def test_more_evidence_never_widens_an_estimate_of_a_linear_benchmark(
    known: dict[str, float], more: str, value: float
) -> None:
    """On the scale of the fit. In points of a percentage the middle is wider than the ends, so it may move there; and a
    model that turns out weaker than those that were measured is known the worse."""
    linear = [b for b, c in DATA["benchmarks"].items() if c["scale"] == "linear" and c["low"] is None]
    before, after = estimate(known, wanted=linear), estimate(known | {more: value}, wanted=linear)
    assert linear
    assert all(after[b].sd <= before[b].sd * (1 + 1e-9) for b in linear if after[b].z >= min(before[b].z, 0))


@given(st.floats(0, 3), st.floats(-9, 9), st.floats(-9, 9), st.integers(6, 300))
def test_the_lower_end_of_an_estimate_rises_with_it(stated: float, one: float, other: float, models: int) -> None:
    deviation = Deviation(**DATA["deviation"])
    low, high = sorted((one, other))
    assert low - deviation.of(stated, low, models) <= high - deviation.of(stated, high, models)


def test_a_model_weaker_than_those_measured_is_known_the_worse_the_fewer_they_were() -> None:
    deviation = Deviation(**DATA["deviation"])
    alike = [deviation.of(0.5, z, models) for z, models in ((0.0, 8), (2.0, 8), (0.0, 80))]
    assert len(set(alike)) == 1
    weak = [deviation.of(0.5, z, models) for z, models in ((-1.0, 80), (-2.0, 80), (-2.0, 8))]
    assert alike[0] < weak[0] < weak[1] < weak[2]


def test_correlation_of_errors_falls_with_evidence() -> None:
    assert ESTIMATOR.correlation(0) == ESTIMATOR.correlation(1) == pytest.approx(0.45)
    assert ESTIMATOR.correlation(9) == pytest.approx(0.05)


def test_better_scores_raise_estimates_of_the_like() -> None:
    weak = estimate({"gpqa-diamond": 45.0, "mmlu-pro": 60.0, "swe-bench-verified": 20.0})
    strong = estimate({"gpqa-diamond": 90.0, "mmlu-pro": 88.0, "swe-bench-verified": 80.0})
    for id_ in ("swe-bench-pro", "hle", "aime-2025", "livebench-2026-01-08"):
        assert strong[id_].value > weak[id_].value + 5


def test_metadata_alone_is_a_prior_that_favors_the_new_and_the_reasoning() -> None:
    new, old = estimate({})["gpqa-diamond"], estimate({}, released="2023-09-01")["gpqa-diamond"]
    plain = estimate({}, reasoning=False)["gpqa-diamond"]
    assert new.value > old.value
    assert new.value > plain.value
    assert new.known == 0
    assert new.weak


def test_unknown_metadata_are_allowed() -> None:
    unknown = {"released": None, "open_weights": None, "reasoning": None, "lab": "nobody"}
    got = estimate({"hle": 20.0}, ["gpqa-diamond"], **unknown)
    assert 25 < got["gpqa-diamond"].value < 100


def test_the_shipped_fit_states_its_date_license_and_accuracy() -> None:
    assert DATA["fitted"] >= "2026-11"
    assert "CDLA-Permissive-2.0" in DATA["note"]
    assert DATA["accuracy"]["median_error"] < 4.5
    coverage = DATA["accuracy"]["forward_coverage_80"]
    assert all(0.74 <= coverage[k] <= 0.86 for k in ("1", "2", "3", "5", "9"))
    assert all(c["models"] >= 6 for c in DATA["benchmarks"].values())


@given(cells, st.sampled_from(PERCENTS[:40]), st.floats(0, 100), st.floats(0, 100))
def test_a_worse_figure_never_raises_an_estimate(
    known: dict[str, float], changed: str, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    if DATA["benchmarks"][changed]["better"] == "lower":
        low, high = high, low
    worse, better = estimate(known | {changed: low}), estimate(known | {changed: high})
    for id_, e in worse.items():
        sign = -1 if DATA["benchmarks"][id_]["better"] == "lower" else 1
        assert sign * e.value <= sign * better[id_].value + 1e-9
