"""Draws, win shares and closed forms, against published examples and brute force."""

from __future__ import annotations

import bisect
import itertools
import math
import random
import struct
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from modelpick.decide import robustness
from modelpick.decide.draws import (
    FRACTION,
    SIMULATIONS,
    Draws,
    normal_column,
    outcome,
    places,
    simplex_columns,
    uniform_column,
)
from modelpick.decide.robustness import Contender

# Thrombolytics (drugis mcda-elicitation-web): criterion -> range of the decreasing linear value, beta parameters.
RANGES = {"k1": (0.0, 0.25), "k2": (0.15, 0.4), "k3": (0.0, 0.1)}
HEPARIN = {"k1": (20, 116), "k2": (40, 96), "k3": (1, 135)}
ENOXAPARIN = {"k1": (8, 121), "k2": (32, 97), "k3": (5, 124)}
PUBLISHED = {"free": 0.3381, "order": 0.1369, "fixed": 0.1049}
TOLERANCE = 0.02


def beta_quantile(a: float, b: float, cells: int = 20_000) -> Callable[[float], float]:
    log_norm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    grid = [(i + 0.5) / cells for i in range(cells)]
    mass = [math.exp(log_norm + (a - 1) * math.log(x) + (b - 1) * math.log(1 - x)) / cells for x in grid]
    cdf = list(itertools.accumulate(mass))
    return lambda u: grid[min(bisect.bisect_left(cdf, u * cdf[-1]), cells - 1)]


def weights_of(kind: str, simplex: tuple[float, ...]) -> tuple[float, ...]:
    if kind == "fixed":
        return (4 / 7, 1 / 7, 2 / 7)
    if kind == "order":
        large, middle, small = sorted(simplex, reverse=True)
        return (large, small, middle)
    return simplex


@pytest.mark.parametrize("kind", PUBLISHED)
def test_the_draws_reproduce_a_published_smaa_result(kind: str) -> None:
    quantiles = [beta_quantile(*drug[k]) for drug in (HEPARIN, ENOXAPARIN) for k in RANGES]
    wins = 0
    for simplex, u in zip(points_of(3), zip(*map(uniform_column, range(3, 9)), strict=True), strict=True):
        rates = [quantile(x) for quantile, x in zip(quantiles, u, strict=True)]
        values = [(high - rate) / (high - low) for rate, (low, high) in zip(rates, [*RANGES.values()] * 2, strict=True)]
        w = weights_of(kind, simplex)
        heparin, enoxaparin = (sum(map(lambda a, b: a * b, w, values[i : i + 3])) for i in (0, 3))
        wins += heparin > enoxaparin
    assert wins / SIMULATIONS == pytest.approx(PUBLISHED[kind], abs=TOLERANCE)


def lanes(column: int) -> list[int]:
    return [
        int.from_bytes(lane, "little")
        for (lane,) in struct.iter_unpack("8s", column.to_bytes(8 * SIMULATIONS, "little"))
    ]


def points_of(k: int) -> list[tuple[float, ...]]:
    columns = [lanes(column) for column in Draws().simplex(k)]
    return [tuple(x / 2**FRACTION for x in point) for point in zip(*columns, strict=True)]


@given(
    st.lists(
        st.tuples(st.floats(-5, 100), st.floats(0, 120), st.lists(st.floats(0, 100), min_size=3, max_size=3)),
        min_size=1,
        max_size=9,
    ),
    st.booleans(),
)
@example([(-5.0, 120.0, [0.0, 0.0, 0.0])] * 9, False)
@settings(max_examples=10)
def test_lanes_count_what_a_plain_loop_counts(models: list[tuple[float, float, list[float]]], twice: bool) -> None:
    """Whole numbers, simulation by simulation: the lanes never disagree, and of equals the earlier is before."""
    models = models + models[:1] * twice
    drawn, simplex = [*Draws().normals(range(3, 3 + len(models)))], Draws().simplex(3)
    outcomes = [
        outcome(expected, sd, pulls, normal, simplex)
        for (expected, sd, pulls), normal in zip(models, drawn, strict=True)
    ]
    weights = list(zip(*map(lanes, simplex), strict=True))
    first, three = [0] * len(models), [0] * len(models)
    normals = [[z - 2**33 for z in lanes(normal)] for normal in drawn]
    for n in range(SIMULATIONS):
        world = [
            round(expected * 2**50)
            + round(min(sd, 80) * 2**20) * normals[i][n]
            + sum(w * round(pull * 2**20) for w, pull in zip(weights[n], pulls, strict=True))
            for i, (expected, sd, pulls) in enumerate(models)
        ]
        order = sorted(range(len(models)), key=lambda i: (-(world[i] + (600 << 50) >> 16), i))
        first[order[0]] += 1
        for i in order[:3]:
            three[i] += 1
    assert places(outcomes) == (first, three)


def field(seed: int, models: int, criteria: int) -> tuple[list[Contender], list[float]]:
    draw = random.Random(seed)
    weights = [draw.uniform(0.2, 1) for _ in range(criteria)]
    weights = [w / sum(weights) for w in weights]
    found = []
    for i in range(models):
        utilities = tuple(draw.uniform(45, 75) for _ in weights)
        score = sum(w * u for w, u in zip(weights, utilities, strict=True))
        found.append(Contender(f"m{i}", score, draw.uniform(1, 5), utilities))
    return found, weights


@pytest.mark.parametrize("seed", range(4))
def test_shares_agree_with_a_long_random_simulation(seed: int) -> None:
    everyone, weights = field(seed, 6, 5)
    draw, wins = random.Random(99), dict.fromkeys((c.id for c in everyone), 0)
    worlds = 20_000
    for _ in range(worlds):
        e = [draw.expovariate(1) for _ in weights]
        total = sum(e)
        world = {
            c.id: 0.7 * c.score
            + 0.3 * sum(x * u for x, u in zip(e, c.utilities, strict=True)) / total
            + c.sd * draw.gauss(0, 1)
            for c in everyone
        }
        wins[max(world, key=world.__getitem__)] += 1
    got = robustness.shares(everyone, weights)
    for c in everyone:
        assert got[c.id].first == pytest.approx(wins[c.id] / worlds, abs=0.02)


def test_shares_are_the_same_twice_and_in_any_order() -> None:
    everyone, weights = field(1, 8, 6)
    once = robustness.shares(everyone, weights)
    simplex_columns.cache_clear()
    normal_column.cache_clear()
    assert robustness.shares(everyone, weights) == once
    assert sum(s.first for s in once.values()) == pytest.approx(1)
    assert sum(s.top_three for s in once.values()) == pytest.approx(3)


def test_a_model_far_behind_is_not_drawn() -> None:
    near, far = Contender("near", 70, 2, (70.0, 70.0)), Contender("far", 20, 2, (20.0, 20.0))
    crowd = [Contender(f"c{i}", 69 - i, 2, (69.0 - i, 69.0 - i)) for i in range(4)]
    drawn = robustness.contenders([near, far, *crowd])
    assert near in drawn
    assert far not in drawn


def test_one_model_alone_is_always_first() -> None:
    assert robustness.shares([Contender("a", 50, 3, (50.0,))], [1.0])["a"].first == 1


def test_dominance_needs_every_criterion() -> None:
    weak, strong, mixed = (
        Contender(n, 0, 1, u) for n, u in (("w", (40.0, 50.0)), ("s", (40.0, 60.0)), ("m", (39.0, 99.0)))
    )
    assert robustness.dominated_by(weak, [mixed, strong]) == "s"
    assert robustness.dominated_by(strong, [weak, mixed]) is None
    assert robustness.dominated_by(weak, [weak]) is None


difference = st.floats(-40, 40).filter(lambda x: abs(x) > 0.5)


@given(st.lists(st.tuples(st.floats(0.05, 1), difference), min_size=2, max_size=6), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_at_the_break_even_weight_the_two_are_level(rows: list[tuple[float, float]], index: int) -> None:
    total = sum(w for w, _ in rows)
    weights, gaps = [w / total for w, _ in rows], [d for _, d in rows]
    k = index % len(rows)
    margin = sum(w * d for w, d in zip(weights, gaps, strict=True))
    t = robustness.break_even_weight(margin, weights[k], gaps[k])
    if t is None:
        return
    rest = (1 - t) / (1 - weights[k])
    level = t * gaps[k] + sum(rest * w * d for i, (w, d) in enumerate(zip(weights, gaps, strict=True)) if i != k)
    assert level == pytest.approx(0, abs=1e-6)


def test_the_least_weight_moved_is_that_of_a_fine_grid() -> None:
    draw = random.Random(5)
    for _ in range(40):
        weights = [draw.randint(1, 10) for _ in range(3)]
        steps = sum(weights)
        gaps = [draw.uniform(-30, 30) for _ in range(3)]
        margin = sum(w / steps * d for w, d in zip(weights, gaps, strict=True))
        if margin <= 0:
            continue
        moved = robustness.least_weight_moved(margin, [w / steps for w in weights], gaps)
        least = brute_force([w / steps for w in weights], gaps)
        if moved is None:
            assert least is None
        else:
            assert least == pytest.approx(moved, abs=0.02)


def brute_force(weights: list[float], gaps: list[float], grid: int = 100) -> float | None:
    best = None
    for i in range(grid + 1):
        for j in range(grid + 1 - i):
            other = (i / grid, j / grid, (grid - i - j) / grid)
            if sum(w * d for w, d in zip(other, gaps, strict=True)) <= 1e-9:
                moved = sum(abs(a - b) for a, b in zip(other, weights, strict=True)) / 2
                best = moved if best is None else min(best, moved)
    return best


def test_at_the_break_even_price_the_two_are_level() -> None:
    worst, best, price, weight, margin = 100.0, 0.1, 6.0, 0.3, 4.0
    found = robustness.break_even_price(margin, weight, price, worst, best)
    utility = lambda p: math.log(worst / p) / math.log(worst / best)  # noqa: E731
    assert 100 * weight * (utility(found) - utility(price)) == pytest.approx(margin)
