"""Are estimates right where one half of a test's models alone is known? What the fit and its deviations are tried on.

    python -m benchmarks.halves [--today YYYY-MM-DD] [--write docs/accuracy.md]

Of a quarter of the tests at a time, all but some models are hidden from the fit: the weaker, the older, the stronger or
the newer ones, as where the strongest or the latest alone report a test. None of the tests is among the boards that are
left out of their own calibration (`benchmarks/left_out.py`): what is chosen here is told there.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks import left_out
from benchmarks.deciding import bundled_catalog
from benchmarks.pages import printed, table
from modelpick.decide.scoring import Z80
from tools.factor_model import DEVIATION, Floats, Ints, Problem, ability, fit, standardize
from tools.fit_estimator import LEAST, level_of, shared_of

MODELS = 14
"""A test has to have so many models."""
KEPT = (8, 16)
"""Half of its models stay known, at least and at most so many."""
PARTS = 4
OTHERS = 2
"""So many other figures have to be known of a model."""


def main(arguments: Sequence[str] | None = None) -> int:
    return printed(__doc__, "benchmarks/halves.py", arguments, measured)


def measured(today: str) -> Iterable[str]:
    facts, _ = bundled_catalog(today)
    level = level_of(facts)
    names = [b.id for b in level.matrix.benchmarks]
    widen = shared_of(facts).widen or {}
    boards = {board.benchmark for board in left_out.boards(facts)}
    tests = [j for j, b in enumerate(level.matrix.benchmarks) if b.unit == "percent" and b.id not in boards]
    return report(level.problem, np.array(tests), np.array([widen[name] for name in names]))


def report(problem: Problem, tests: Ints, widen: Floats) -> Iterable[str]:
    known = (~np.isnan(problem.scores)).sum(0)
    tests = np.random.default_rng(3).permutation(tests[known[tests] >= MODELS])
    z, _ = standardize(problem.scores, problem.bounded, LEAST)
    strength, day = ability(z, problem.side, fit(z, problem.side, kinds=problem.kinds))[:, 0], problem.day
    hidden = {"weaker": -strength, "older": -day, "stronger": strength, "newer": day}
    yield f"### {len(tests)} tests of which one half of the models is hidden"
    yield ""
    yield "In points, a test counted as one; none of them is among the boards above."
    yield ""
    rows = [[name, *_figures_of_half(problem, tests, widen, order)] for name, order in hidden.items()]
    yield from table(["hidden", "cells", "bias", "mean error", "80% interval holds %"], rows)


def _figures_of_half(problem: Problem, tests: Ints, widen: Floats, order: Floats) -> list[str]:
    """How the models come out that are hidden because `order` puts them last."""
    found = np.concatenate([_errors_of_hidden(problem, tests[part::PARTS], widen, order) for part in range(PARTS)])
    errors = [found[found[:, 0] == test, 1] for test in np.unique(found[:, 0])]
    bias, size = np.mean([e.mean() for e in errors]), np.mean([np.abs(e).mean() for e in errors])
    return [f"{len(found):,}", f"{bias:+.1f}", f"{size:.1f}", f"{100 * found[:, 2].mean():.0f}"]


def _errors_of_hidden(problem: Problem, tests: Ints, widen: Floats, order: Floats) -> Floats:
    """Test, estimate less truth in points, and whether the interval holds, of each hidden cell."""
    train = problem.scores.copy()
    for test in tests:
        rows = np.where(~np.isnan(train[:, test]))[0]
        first = rows[np.argsort(np.nan_to_num(order[rows], nan=np.inf), kind="stable")]
        train[first[min(max(len(rows) // 2, KEPT[0]), KEPT[1]) :], test] = np.nan
    i, j = np.where(np.isnan(train) & ~np.isnan(problem.scores))
    z, scale = standardize(train, problem.bounded, LEAST)
    count = (~np.isnan(z)).sum(0)
    some = (~np.isnan(z)).sum(1)[i] >= OTHERS
    i, j = i[some], j[some]
    mean, stated = fit(z, problem.side, kinds=problem.kinds).predict(z, problem.side)
    spread = DEVIATION.of((widen * stated)[i, j], mean[i, j], count[j])
    value, sd = scale.of_columns(j).in_units(mean[i, j], spread)
    error = value - problem.scores[i, j]
    return np.c_[j, error, np.abs(error) <= Z80 * sd]


if __name__ == "__main__":
    sys.exit(main())
