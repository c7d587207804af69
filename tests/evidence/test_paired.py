"""Two models on the same tasks: exact where it can be, and as the textbooks have it."""

from __future__ import annotations

import math

import pytest

from modelpick.evidence.paired import chance_of_difference, paired, tasks_needed


def tasks(*shares: float) -> dict[str, float]:
    return {str(place): share for place, share in enumerate(shares)}


def test_only_tasks_in_common_count() -> None:
    assert paired({"a": 1}, {"b": 1}) is None
    found = paired({"a": 1, "b": 0, "c": 1}, {"b": 1, "c": 0, "d": 0})
    assert found is not None
    assert (found.tasks, found.passed, found.passed_by_other, found.better, found.worse) == (2, 1, 1, 1, 1)


def test_a_few_tasks_tell_nothing_apart_and_many_do() -> None:
    few = paired(tasks(1, 1, 1), tasks(0, 1, 1))
    assert few is not None
    assert (few.apart, few.p) == (False, 1.0)
    assert few.low < 0 < few.high
    many = paired(tasks(*[1] * 40, *[0] * 20), tasks(*[1] * 20, *[0] * 40))
    assert many is not None
    assert many.apart
    assert many.p == pytest.approx(2**-19)


def test_it_is_the_same_the_other_way_round() -> None:
    one, other = tasks(1, 0.5, 0, 1, 0.25), tasks(0, 1, 0.5, 0.25, 0)
    there, back = paired(one, other), paired(other, one)
    assert there is not None
    assert back is not None
    assert (there.p, there.difference, there.low) == pytest.approx((back.p, -back.difference, -back.high))


def test_attempts_are_shares_of_a_task() -> None:
    assert chance_of_difference([0.5, 0.5]) == pytest.approx(0.5)  # of four turns of the signs two reach it
    assert chance_of_difference([]) == 1.0


GRADED = [0.5] * 20 + [-0.5] * 10 + [1 / 3] * 4 + [0.0] * 6


def test_many_shares_are_drawn_again_and_alike_everywhere() -> None:
    assert chance_of_difference(GRADED) == 39 / 2001
    assert chance_of_difference([-d for d in GRADED]) == chance_of_difference(GRADED)
    assert chance_of_difference([0.5] * 20 + [-0.5] * 20) == 1.0
    found = paired(tasks(*[d / 2 + 0.5 for d in GRADED]), tasks(*[0.5 - d / 2 for d in GRADED]))
    assert found is not None
    assert (found.difference, found.low, found.high) == pytest.approx((0.1583, 0.0625, 0.2542), abs=1e-4)


def test_the_order_of_the_tasks_does_not_matter() -> None:
    one, other = tasks(*[d / 2 + 0.5 for d in GRADED]), tasks(*[0.5 - d / 2 for d in GRADED])
    assert paired(dict(reversed(one.items())), other) == paired(one, dict(reversed(other.items())))


def test_shares_are_the_paired_bootstrap() -> None:
    stats, numpy = pytest.importorskip("scipy.stats"), pytest.importorskip("numpy")
    found = paired(tasks(*[d / 2 + 0.5 for d in GRADED]), tasks(*[0.5 - d / 2 for d in GRADED]))
    assert found is not None
    widened = (numpy.array([*GRADED, 1.0, -1.0]),)
    want = stats.bootstrap(widened, numpy.mean, confidence_level=0.8, method="percentile", rng=1).confidence_interval
    scale = len(widened[0]) / len(GRADED)  # two more tasks are drawn than count
    assert (found.low, found.high) == pytest.approx((want.low * scale, want.high * scale), abs=0.01)
    means = stats.bootstrap((numpy.array(GRADED),), numpy.mean, n_resamples=20_000, rng=1).bootstrap_distribution
    mean = numpy.mean(GRADED)
    assert found.p == pytest.approx((abs(means - mean) >= mean).mean(), abs=0.005)


def test_very_many_tasks_are_drawn_less_often() -> None:
    found = chance_of_difference([0.5, -0.5, 0.25] * 2000)
    assert found < 0.02


@pytest.mark.parametrize(("better", "worse"), [(1, 0), (9, 6), (20, 0), (13, 4), (60, 41), (7, 7)])
def test_whole_tasks_are_the_exact_test_of_mcnemar(better: int, worse: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    want = stats.binomtest(better, better + worse, 0.5).pvalue
    assert chance_of_difference([1] * better + [-1] * worse + [0] * 5) == pytest.approx(want)


@pytest.mark.parametrize("differences", [[0.5, 0.25, -0.25, 1], [1 / 3, 2 / 3, -1 / 3, 1, 1, -2 / 3, 1 / 3]])
def test_shares_are_the_exact_test_of_turned_signs(differences: list[float]) -> None:
    stats = pytest.importorskip("scipy.stats")
    want = stats.permutation_test(
        (differences, [0.0] * len(differences)),
        lambda x, y, axis: (x - y).mean(axis=axis),
        permutation_type="samples",
        vectorized=True,
    ).pvalue
    assert chance_of_difference(differences) == pytest.approx(want)


def test_the_power_of_the_tasks_needed_is_four_in_five() -> None:
    stats = pytest.importorskip("scipy.stats")
    for apart in (0.15, 0.3):
        n = tasks_needed(apart)
        right, wrong = (apart + 0.1) / 2, (apart - 0.1) / 2
        sd = math.sqrt((apart - 0.1**2) / n)
        # The test rejects where |sum| exceeds 1.96 times its deviation under no difference.
        power = 1 - stats.norm.cdf((1.96 * math.sqrt(apart / n) - (right - wrong)) / sd)
        assert power == pytest.approx(0.8, abs=0.01)
