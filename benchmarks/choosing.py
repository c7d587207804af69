"""Random decisions over the dense parts of a published matrix, with most of their cells hidden."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.factor_model import Bools, Floats, Ints, Problem, Settings, fit, standardize

CRITERIA, CANDIDATES, HIDDEN, DRAWS = 5, (6, 15), 0.6, 2000
CORRELATION = 0.45
"""Correlation of the errors of one model's estimates, divided by its number of known scores."""
SPREAD = 1.1
"""Deviations of estimates on newer models are about this much wider than stated inside a matrix."""


@dataclass(frozen=True)
class Pick:
    """What each way of picking lost against the truth, and the win share that the estimates stated."""

    regret: dict[str, float]
    stated: float


def picks(problem: Problem, seed: int, count: int = 25) -> list[Pick]:
    rng = np.random.default_rng(seed)
    found: list[Pick] = []
    while len(found) < count:
        block = _random_block(problem, rng)
        if block is not None:
            found.append(_pick_in_block(problem, *block, rng))
    return found


def _random_block(problem: Problem, rng: np.random.Generator) -> tuple[Ints, Ints] | None:
    """Benchmarks in percent, and models that have them all."""
    often = np.where(problem.bounded & ((~np.isnan(problem.scores)).sum(0) >= 15))[0]
    columns = rng.choice(often, CRITERIA, replace=False)
    rows = np.where((~np.isnan(problem.scores[:, columns])).all(1))[0]
    if len(rows) < CANDIDATES[0]:
        return None
    return rng.permutation(rows)[: CANDIDATES[1]], columns


def _pick_in_block(problem: Problem, rows: Ints, columns: Ints, rng: np.random.Generator) -> Pick:
    truth = problem.scores[np.ix_(rows, columns)]
    weights = rng.dirichlet(np.ones(CRITERIA))
    hidden = (rng.permutation(truth.size) < int(HIDDEN * truth.size)).reshape(truth.shape)
    train = problem.scores.copy()
    train[np.ix_(rows, columns)] = np.where(hidden, np.nan, truth)
    values, deviation = _block_estimates(problem, train, rows, columns)
    known = (~np.isnan(train[rows])).sum(1)
    scores = {
        "estimates": np.where(hidden, values, truth) @ weights,
        "average of what is known": _weighted_average(truth, hidden, weights),
        "zero for what is missing": np.where(hidden, 0.0, truth) @ weights,
    }
    best = truth @ weights
    regret = {way: float(best.max() - best[int(np.argmax(s))]) for way, s in scores.items()}
    error = _correlated_draws(np.where(hidden, SPREAD * deviation, 0.0), known, rng)
    totals = (np.where(hidden, values, truth) + error) @ weights
    share = float((totals.argmax(1) == int(np.argmax(scores["estimates"]))).mean())
    return Pick(regret, share)


def _block_estimates(problem: Problem, train: Floats, rows: Ints, columns: Ints) -> tuple[Floats, Floats]:
    """Estimates and deviations in points of the block, each half the width between mean -+ deviation."""
    z, scale = standardize(train, problem.bounded)
    mean, deviation = fit(z, problem.side, Settings()).predict(z, problem.side)
    low, middle, high = (scale.restore(mean + s * deviation)[np.ix_(rows, columns)] for s in (-1, 0, 1))
    return middle, (high - low) / 2


def _weighted_average(truth: Floats, hidden: Bools, weights: Floats) -> Floats:
    mass = np.where(hidden, 0.0, weights).sum(1)
    total = np.where(hidden, 0.0, truth * weights).sum(1)
    return np.where(mass > 0, total / np.maximum(mass, 1e-12), -np.inf)


def _correlated_draws(deviation: Floats, known: Ints, rng: np.random.Generator) -> Floats:
    """Errors of estimates, those of one model correlated."""
    shared = np.minimum(CORRELATION / np.maximum(known, 1), CORRELATION)[:, None]
    own = rng.normal(size=(DRAWS, *deviation.shape))
    common = rng.normal(size=(DRAWS, len(deviation), 1))
    return np.asarray(deviation * (np.sqrt(shared) * common + np.sqrt(1 - shared) * own))
