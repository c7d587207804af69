"""Links between the editions of a skill: fitted, and kept only where they beat the estimator.

A link is kept with `MODELS` models measured on both editions or more, a correlation of `CORRELATION` or more on the
standard scale, and a mean absolute error on left-out models below `SHARE` of the estimator's, which knows the other
edition too. All others are listed with the reason, so that a reader sees what was tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from modelpick.domain.facts import Benchmark, Skill
from tools.factor_model import Floats, Ints, Problem, Scale, fit, standardise

MODELS, CORRELATION, SHARE = 8, 0.85, 0.95
FOLDS = 6
LEAST_SPREAD = 1e-6


@dataclass(frozen=True)
class Judged:
    """A link from `edition` to `target` in standard scores; errors in the target's unit. `why` it was refused."""

    target: str
    edition: str
    n: int
    r: float
    slope: float
    intercept: float
    sd: float
    mean: float
    squares: float
    error: float
    estimator: float
    on: str
    why: str | None = None

    @property
    def kept(self) -> bool:
        return self.why is None


def judged_links(
    benchmarks: Sequence[Benchmark],
    problem: Problem,
    scale: Scale,
    skills: Iterable[Skill],
    on: str,
    least: int,
) -> list[Judged]:
    """Every pair of editions of a skill with enough models in common, kept or refused."""
    place = {b.id: j for j, b in enumerate(benchmarks)}
    families = [[place[id_] for id_ in skill.editions if id_ in place] for skill in skills]
    z = scale.standard(problem.scores)
    pairs = [pair for family in families for pair in permutations(family, 2) if _can_be_joined(z, pair)]
    hidden = _hidden_estimates(problem, families, least)
    return [_judged(benchmarks, problem.scores, z, scale, pair, hidden, on) for pair in pairs]


def _can_be_joined(z: Floats, pair: tuple[int, int]) -> bool:
    """Whether enough models were measured on both, and differ on both whichever of them is left out."""
    common = _common(z, pair)
    columns = (np.sort(z[common, column]) for column in pair)
    return bool(common.sum() >= MODELS) and all(min(c[-1] - c[1], c[-2] - c[0]) > LEAST_SPREAD for c in columns)


def _common(z: Floats, pair: tuple[int, int]) -> Floats:
    return ~np.isnan(z[:, pair[0]]) & ~np.isnan(z[:, pair[1]])


def _judged(
    benchmarks: Sequence[Benchmark],
    scores: Floats,
    z: Floats,
    scale: Scale,
    pair: tuple[int, int],
    hidden: Mapping[tuple[int, int], float],
    on: str,
) -> Judged:
    target, edition = pair
    rows: Ints = np.where(_common(z, pair))[0]
    x, y = z[rows, edition], z[rows, target]
    slope, intercept = np.polyfit(x, y, 1)
    residual = y - intercept - slope * x
    carried = [_left_out(x, y, i) for i in range(len(rows))]
    truth = scores[rows, target]
    of_link = np.abs(_in_unit(scale, target, np.array(carried)) - truth)
    of_estimator = np.abs(np.array([hidden[int(row), target] for row in rows]) - truth)
    r = float(np.corrcoef(x, y)[0, 1])
    error, estimator = float(of_link.mean()), float(of_estimator.mean())
    return Judged(
        target=benchmarks[target].id,
        edition=benchmarks[edition].id,
        n=len(rows),
        r=r,
        slope=float(slope),
        intercept=float(intercept),
        sd=float(np.sqrt((residual**2).sum() / (len(rows) - 2))),
        mean=float(x.mean()),
        squares=float(((x - x.mean()) ** 2).sum()),
        error=error,
        estimator=estimator,
        on=on,
        why=_refusal(r, float(slope), error, estimator),
    )


def _refusal(r: float, slope: float, error: float, estimator: float) -> str | None:
    if r < CORRELATION or slope <= 0:
        return f"correlation under {CORRELATION}"
    if error >= SHARE * estimator:
        return "the estimator errs no more"
    return None


def _left_out(x: Floats, y: Floats, i: int) -> float:
    """What the line through the other models says of model `i`."""
    others = np.arange(len(x)) != i
    slope, intercept = np.polyfit(x[others], y[others], 1)
    return float(intercept + slope * x[i])


def _in_unit(scale: Scale, column: int, z: Floats) -> Floats:
    return scale.of_columns(np.full(len(z), column)).restore(z)


def _hidden_estimates(problem: Problem, families: Sequence[Sequence[int]], least: int) -> dict[tuple[int, int], float]:
    """The estimator's value of each cell of each family with that cell hidden and its other editions known."""
    found: dict[tuple[int, int], float] = {}
    for cells in _rounds(problem.scores, families):
        train = problem.scores.copy()
        train[cells] = np.nan
        z, fold_scale = standardise(train, problem.bounded, least - 1)
        values = fold_scale.restore(fit(z, problem.side).predict(z, problem.side)[0])
        found |= {(int(i), int(j)): float(values[i, j]) for i, j in zip(*cells, strict=True)}
    return found


def _rounds(scores: Floats, families: Sequence[Sequence[int]]) -> Iterator[tuple[Ints, Ints]]:
    """Sets of cells that hide at most one edition of a family of any model, and a sixth of the models at a time."""
    fold = np.random.default_rng(5).permutation(len(scores)) % FOLDS
    most = max((len(family) for family in families), default=0)
    for number in range(most):
        for part in range(FOLDS):
            cells = [
                (i, seen[number])
                for i in np.where(fold == part)[0]
                for seen in ([j for j in family if not np.isnan(scores[i, j])] for family in families)
                if len(seen) > max(number, 1)
            ]
            if cells:
                i, j = np.array(cells).T
                yield i, j
