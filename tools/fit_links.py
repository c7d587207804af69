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

from modelpick.evidence.links import EditionLink
from modelpick.model.facts import Benchmark, Skill
from tools.factor_model import Floats, Ints, Problem, Scale, fit, standardize

MODELS, CORRELATION, SHARE = 8, 0.85, 0.95
FOLDS = 6
LEAST_SPREAD = 1e-6


Estimates = Mapping[tuple[int, str], float]
"""Row of the model and benchmark -> the estimator's value with that cell hidden and its other editions known."""


@dataclass(frozen=True)
class Judged:
    """A link, and why it was refused; None where it is kept."""

    link: EditionLink
    why: str | None = None

    @property
    def kept(self) -> bool:
        return self.why is None


@dataclass(frozen=True)
class Editions:
    """The figures that links are fitted to: those of `benchmarks`, a column each, at the independent level."""

    benchmarks: Sequence[Benchmark]
    problem: Problem
    skills: Iterable[Skill]

    @property
    def families(self) -> list[list[int]]:
        """The columns of each skill."""
        place = {b.id: j for j, b in enumerate(self.benchmarks)}
        return [[place[id_] for id_ in skill.editions if id_ in place] for skill in self.skills]


def judged_links(editions: Editions, scale: Scale, hidden: Estimates, on: str) -> list[Judged]:
    """Every pair of editions of a skill with enough models in common, kept or refused."""
    z = scale.standard(editions.problem.scores)
    pairs = [pair for family in editions.families for pair in permutations(family, 2) if _can_be_joined(z, pair)]
    return [_judge_link(editions, z, scale, pair, hidden, on) for pair in pairs]


def _can_be_joined(z: Floats, pair: tuple[int, int]) -> bool:
    """Whether enough models were measured on both, and differ on both whichever of them is left out."""
    common = _measured_on_both(z, pair)
    columns = (np.sort(z[common, column]) for column in pair)
    return bool(common.sum() >= MODELS) and all(min(c[-1] - c[1], c[-2] - c[0]) > LEAST_SPREAD for c in columns)


def _measured_on_both(z: Floats, pair: tuple[int, int]) -> Floats:
    return ~np.isnan(z[:, pair[0]]) & ~np.isnan(z[:, pair[1]])


def _judge_link(
    editions: Editions, z: Floats, scale: Scale, pair: tuple[int, int], hidden: Estimates, on: str
) -> Judged:
    target, edition = pair
    target_id, edition_id = (editions.benchmarks[j].id for j in pair)
    rows: Ints = np.where(_measured_on_both(z, pair))[0]
    x, y = z[rows, edition], z[rows, target]
    slope, intercept = np.polyfit(x, y, 1)
    residual = y - intercept - slope * x
    carried = [_left_out(x, y, i) for i in range(len(rows))]
    truth = editions.problem.scores[rows, target]
    of_link = np.abs(_in_unit(scale, target, np.array(carried)) - truth)
    of_estimator = np.abs(np.array([hidden[int(row), target_id] for row in rows]) - truth)
    link = EditionLink(
        target=target_id,
        edition=edition_id,
        n=len(rows),
        r=float(np.corrcoef(x, y)[0, 1]),
        slope=float(slope),
        intercept=float(intercept),
        sd=float(np.sqrt((residual**2).sum() / (len(rows) - 2))),
        mean=float(x.mean()),
        squares=float(((x - x.mean()) ** 2).sum()),
        error=float(of_link.mean()),
        estimator=float(of_estimator.mean()),
        on=on,
    )
    return Judged(link, _refusal_reason(link))


def _refusal_reason(link: EditionLink) -> str | None:
    if link.r < CORRELATION or link.slope <= 0:
        return f"correlation under {CORRELATION}"
    if link.error >= SHARE * link.estimator:
        return "the estimator errs no more"
    return None


def _left_out(x: Floats, y: Floats, i: int) -> float:
    """What the line through the other models says of model `i`."""
    others = np.arange(len(x)) != i
    slope, intercept = np.polyfit(x[others], y[others], 1)
    return float(intercept + slope * x[i])


def _in_unit(scale: Scale, column: int, z: Floats) -> Floats:
    return scale.of_columns(np.full(len(z), column)).restore(z)


def hidden_estimates(editions: Editions, least: int) -> Estimates:
    """The estimator's value of each cell that a link may carry a figure to."""
    problem, found = editions.problem, dict[tuple[int, str], float]()
    for cells in _hiding_rounds(problem.scores, editions.families):
        train = problem.scores.copy()
        train[cells] = np.nan
        z, fold_scale = standardize(train, problem.bounded, least - 1)
        values = fold_scale.restore(fit(z, problem.side, kinds=problem.kinds).predict(z, problem.side)[0])
        found |= {(int(i), editions.benchmarks[j].id): float(values[i, j]) for i, j in zip(*cells, strict=True)}
    return found


def _hiding_rounds(scores: Floats, families: Sequence[Sequence[int]]) -> Iterator[tuple[Ints, Ints]]:
    """Sets of cells that hide at most one edition of a family of any model, and a sixth of the models at a time."""
    fold = np.random.default_rng(5).permutation(len(scores)) % FOLDS
    most = max((len(family) for family in families), default=0)
    known = ~np.isnan(scores)
    seen = [[[j for j in family if row[j]] for family in families] for row in known.tolist()]
    for number in range(most):
        for part in range(FOLDS):
            rows = np.where(fold == part)[0]
            cells = [(i, some[number]) for i in rows for some in seen[i] if len(some) > max(number, 1)]
            if cells:
                i, j = np.array(cells).T
                yield i, j
