"""The model behind `data/estimator.json`: a factor model of standardised scores, and the calibration of its deviations.

z_ij = a_j + w_j . t_i + e_ij, where t_i ~ N(B x_i, I) are what model i is good at, x_i is its metadata (release date,
reasoning, open weights, lab), w_j is how benchmark j loads on it, and e_ij ~ N(0, v_j). Fitted by variational EM:
loadings are shrunk to those of their kind, and these to one common factor (a benchmark with few figures behaves like
the average one), residuals have Student's tails while fitting (one wrong figure moves nothing else), and v_j includes
what is not known of w_j. Given the parameters, estimates are plain conditional Gaussians, which
`modelpick.evidence.estimation` repeats without numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

CLIP = 0.5
"""Percent; logits are taken between CLIP and 100 - CLIP."""
LEAST = 4
"""A benchmark with fewer figures is neither evidence nor estimated while fitting on the published matrices."""
SPREAD_PRIOR = 4.0
"""How many figures the common spread of all benchmarks counts for in the spread of one."""
LEAST_SD = 0.005
"""Least deviation, as a share of the range of a percentage or of one spread of another benchmark."""
RANGE_PRIOR = 1.0
"""How many models the range of all abilities counts for in that of the models measured on one benchmark."""
KIND_PRIOR = 100.0
"""How many figures the loadings of all benchmarks count for in those that are usual for a kind of them."""
LAB_REACH = 2.0
"""How far the column of a lab sets its models apart. By the penalty on metadata a lab's effect is then expected to be
0.7 abilities at most: that of a lab of three models is drawn further to none than that of a lab of thirty."""
WIDEN_PRIOR = 10.0
"""How many residuals the common scale counts for in the scale of one benchmark."""
OUTLIER = 4.0
"""A residual counts for at most this many deviations in a benchmark's scale."""
REDUCTIONS = (1, 2, 3, 5, 9)
"""Numbers of known scores that deviations are tried on."""


@dataclass(frozen=True)
class Settings:
    """Hyper-parameters; variances of priors are on the standardised scale."""

    factors: int = 5
    rounds: int = 60
    first_loading: float = 0.1
    other_loadings: float = 0.02
    intercept: float = 8.0
    noise: float = 0.2
    noise_weight: float = 4.0
    metadata_penalty: float = 8.0
    degrees: float = 8.0


@dataclass(frozen=True)
class Deviation:
    """The deviation of an estimate, as `modelpick.evidence.estimation` has it, for arrays."""

    model: float
    apart: float
    below: float

    def of(self, stated: Floats, z: Floats, models: Floats) -> Floats:
        return np.sqrt((self.model * stated) ** 2 + self.apart**2 + self.below / models * np.minimum(z, 0.0) ** 2)


DEVIATION = Deviation(0.93, 0.4, 2.0)
"""With the first two, 80% intervals hold for models newer than the fit, whatever is known of them; with the third for
those of the weaker half of the models of a test where the stronger alone are known (docs/accuracy.md)."""


@dataclass(frozen=True)
class Scale:
    """Where a benchmark's standard scale lies: z = (t - centre) / spread, t the logit or the value itself."""

    logit: Bools
    center: Floats
    spread: Floats

    def standard(self, scores: Floats) -> Floats:
        t = scores.copy()
        t[:, self.logit] = logit(scores[:, self.logit])
        return (t - self.center) / self.spread

    def restore(self, z: Floats) -> Floats:
        t = z * self.spread + self.center
        t[..., self.logit] = 100 / (1 + np.exp(-np.clip(t[..., self.logit], -60, 60)))
        return t

    def of_columns(self, columns: Ints) -> Scale:
        """The scale of a row of cells, one of each of `columns`."""
        return Scale(self.logit[columns], self.center[columns], self.spread[columns])

    def in_units(self, mean: Floats, sd: Floats) -> tuple[Floats, Floats]:
        """Value, and deviation as half the way between mean - sd and mean + sd, with its floor."""
        half = (self.restore(mean + sd) - self.restore(mean - sd)) / 2
        return self.restore(mean), np.maximum(half, LEAST_SD * np.where(self.logit, 100.0, self.spread))


@dataclass(frozen=True)
class Factors:
    """Fitted parameters, a row a benchmark: intercepts, loadings and noise; `effects` are B, a row a factor."""

    intercept: Floats
    loadings: Floats
    noise: Floats
    effects: Floats

    def predict(self, z: Floats, side: Floats) -> tuple[Floats, Floats]:
        """Conditional mean and deviation of every cell, given the known ones (not NaN) and the metadata."""
        seen = ~np.isnan(z)
        _, covariance = _ability_posterior(z, seen, side, self)
        latent = _spreads_of(covariance, self.loadings)
        expected = self.intercept + side @ self.effects.T @ self.loadings.T
        surprise = np.where(seen, z - expected, 0.0)
        mean = expected.copy()
        scaled = self.loadings / self.noise[:, None]
        for row, c in enumerate(covariance):
            # A worse figure must not raise another: what would pull the other way pulls not at all.
            known = seen[row]
            pulls = np.maximum(self.loadings @ c @ scaled[known].T, 0.0)
            mean[row] += pulls @ surprise[row, known]
        return mean, np.sqrt(self.noise + latent)


def logit(percent: Floats) -> Floats:
    p = np.clip(percent, CLIP, 100 - CLIP) / 100
    return np.asarray(np.log(p / (1 - p)))


def lab_columns(labs: Sequence[str], names: Sequence[str]) -> tuple[Floats, Floats]:
    """A metadata column for each lab of `names`, and the share of the models that each lab has."""
    ones = np.array([[float(lab == name) for name in names] for lab in labs]).reshape(len(labs), len(names))
    share = ones.mean(0)
    return LAB_REACH * (ones - share), share


def scale_of(scores: Floats, bounded: Bools) -> Scale:
    """Centre and spread of every column; the spread of a sparse percentage is drawn to the usual one."""
    t = scores.copy()
    t[:, bounded] = logit(scores[:, bounded])
    seen = ~np.isnan(t)
    n = seen.sum(0)
    filled = np.where(seen, t, 0.0)
    center = filled.sum(0) / np.maximum(n, 1)
    variance = np.where(seen, (t - center) ** 2, 0.0).sum(0) / np.maximum(n, 1)
    usual = float(np.median(np.sqrt(variance[bounded & (n >= 5)])))
    drawn = np.sqrt((n * variance + SPREAD_PRIOR * usual**2) / (n + SPREAD_PRIOR))
    own = np.where(variance > 1e-12, np.sqrt(variance), 1.0)
    center = np.where(n > 0, center, np.mean(center[bounded & (n > 0)]))
    return Scale(bounded, center, np.where(bounded, drawn, own))


def standardize(scores: Floats, bounded: Bools, least: int = LEAST) -> tuple[Floats, Scale]:
    """Standard scores, with the columns that have fewer than `least` figures blanked."""
    scale = scale_of(scores, bounded)
    z = scale.standard(scores)
    z[:, (~np.isnan(scores)).sum(0) < least] = np.nan
    return z, scale


def fit(z: Floats, side: Floats, settings: Settings | None = None, kinds: Ints | None = None) -> Factors:
    """Variational EM on the known cells of `z` (models x benchmarks, NaN = unknown); `kinds` numbers the kind of every
    benchmark, where it is known."""
    s = settings or Settings()
    m = z.shape[1]
    seen = (~np.isnan(z)).astype(float)
    values = np.nan_to_num(z)
    weights = seen
    count = seen.sum(0)
    precision = np.diag(1 / np.r_[s.intercept, s.first_loading, [s.other_loadings] * (s.factors - 1)])
    prior = np.zeros((m, s.factors + 1))
    w = np.zeros((m, s.factors + 1))
    w[:, 1], w[:, 2:] = 0.8, np.random.default_rng(0).normal(0, 0.1, (m, s.factors - 1))
    scale = np.full(m, 0.4)
    now = Factors(w[:, 0], w[:, 1:], scale, np.zeros((s.factors, side.shape[1])))
    uncertain = np.zeros((m, s.factors + 1, s.factors + 1))
    for turn in range(s.rounds):
        t, spread = _ability_posterior(values, weights, side, now)
        effects = _metadata_effects(side, t, 1 - spread[:, 0, 0], s.metadata_penalty)
        moments, features = _feature_moments(t, spread)
        if turn > 3:
            error = (values - features @ w.T) ** 2 + moments @ uncertain.reshape(m, -1).T
            error += _spreads_of(spread, w[:, 1:])
            weights = seen * (s.degrees + 1) / (s.degrees + error / scale)
        gram = (weights.T @ moments).reshape(uncertain.shape)
        moment = (weights * values).T @ features
        apart = _ability_range(t[:, 0], seen)
        prior[:, 1:] = _usual_loadings(w[:, 1:], apart, count, kinds)
        uncertain = np.linalg.inv(precision + gram / scale[:, None, None])
        w = np.einsum("mij,mj->mi", uncertain, prior @ precision + moment / scale[:, None])
        second = np.einsum("mi,mj->mij", w, w) + uncertain
        squares = (weights * values**2).sum(0) - 2 * (w * moment).sum(1) + (gram * second).sum((1, 2))
        scale = (squares + s.noise_weight * s.noise) / (count + s.noise_weight)
        plain = (seen.T @ moments).reshape(uncertain.shape)
        doubt = (uncertain * plain).sum((1, 2)) / np.maximum(count, 1)
        now = Factors(w[:, 0], w[:, 1:], np.asarray(scale + doubt, float), effects)
    return now


def _usual_loadings(loadings: Floats, apart: Floats, count: Floats, kinds: Ints | None) -> Floats:
    """What the loadings of each benchmark are drawn to: those of its kind, which are drawn to one common ability."""
    even = loadings.copy()
    even[:, 0] *= apart
    usual = np.zeros(loadings.shape[1])
    usual[0] = np.average(even[:, 0], weights=count + 1e-9)
    drawn = np.tile(usual, (len(loadings), 1))
    for kind in [] if kinds is None else np.unique(kinds):
        alike = kinds == kind
        drawn[alike] = (even[alike].T @ count[alike] + KIND_PRIOR * usual) / (count[alike].sum() + KIND_PRIOR)
    drawn[:, 0] /= apart
    return np.asarray(drawn, float)


def _ability_range(ability: Floats, seen: Floats) -> Floats:
    """How far the models measured on each benchmark lie apart on the first ability, relative to all models.

    A test that only the strongest report has scores that lie close together; on its standard scale they are drawn
    apart, so that it loads more on the ability than a test that everybody reports.
    """
    count = seen.sum(0)
    middle = seen.T @ ability / np.maximum(count, 1)
    squares = (seen * (ability[:, None] - middle) ** 2).sum(0)
    whole = max(float(ability.var()), 1e-9)
    return np.asarray(np.sqrt((squares / whole + RANGE_PRIOR) / (count + RANGE_PRIOR)), float)


def _metadata_effects(side: Floats, t: Floats, known: Floats, penalty: float) -> Floats:
    """B: ridge regression of what the models are good at on their metadata. A model counts by how much its scores say
    of it (`known`, 0..1): of the others t is but what B said before."""
    weighted = side.T * known
    return np.asarray(np.linalg.solve(weighted @ side + penalty * np.eye(side.shape[1]), weighted @ t).T, float)


def _spreads_of(covariance: Floats, loadings: Floats) -> Floats:
    """w' C w of every model (its C) and every benchmark (its w)."""
    squares = np.einsum("mk,ml->mkl", loadings, loadings)
    return covariance.reshape(len(covariance), -1) @ squares.reshape(len(loadings), -1).T


def _feature_moments(t: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """E[f f'] (flattened) and E[f] of f = (1, t), a row a model."""
    features = np.hstack([np.ones((len(t), 1)), t])
    second = np.einsum("ni,nj->nij", features, features)
    second[:, 1:, 1:] += spread
    return second.reshape(len(t), -1), features


def ability(z: Floats, side: Floats, factors: Factors) -> Floats:
    """What each model is expected to be good at, by its known scores and its metadata."""
    return _ability_posterior(z, ~np.isnan(z), side, factors)[0]


def _ability_posterior(z: Floats, weights: Floats | Bools, side: Floats, factors: Factors) -> tuple[Floats, Floats]:
    """Posterior mean and covariance of t, a row a model."""
    w, k = factors.loadings, factors.loadings.shape[1]
    scaled = w / factors.noise[:, None]
    information = np.einsum("mi,mj->mij", scaled, w).reshape(len(w), -1)
    mass = np.asarray(weights, float)
    covariance = np.linalg.inv(np.eye(k) + (mass @ information).reshape(-1, k, k))
    right = side @ factors.effects.T + (mass * (np.nan_to_num(z) - factors.intercept)) @ scaled
    return np.einsum("nkl,nl->nk", covariance, right), covariance


@dataclass(frozen=True)
class Problem:
    """A matrix of scores with what is known of its models. `day` is the release as an ordinal, NaN = unknown; `kinds`
    numbers the kinds of the benchmarks."""

    scores: Floats
    bounded: Bools
    side: Floats
    day: Floats
    kinds: Ints | None = None

    def newest(self, rows: Ints, count: int) -> tuple[Ints, Ints]:
        """`rows` without their `count` newest, and those."""
        order = rows[np.argsort(self.day[rows], kind="stable")]
        return order[:-count], order[-count:]

    def dated(self) -> Ints:
        return np.where(~np.isnan(self.day) & (~np.isnan(self.scores)).any(1))[0]


@dataclass(frozen=True)
class Residuals:
    """Errors of cells that were hidden, with the deviation the model stated for each."""

    error: Floats
    stated: Floats
    row: Ints
    column: Ints

    @property
    def ratio(self) -> Floats:
        return np.abs(self.error) / self.stated


def hidden_residuals(
    problem: Problem, rows: Ints | None = None, parts: int = 8, least: int = LEAST, settings: Settings | None = None
) -> Residuals:
    """Hide each of `parts` random parts of the known cells in turn, and predict it from the others. Standard scores."""
    chosen = slice(None) if rows is None else rows
    scores, bounded, side = problem.scores[chosen], problem.bounded, problem.side[chosen]
    i, j = np.where(~np.isnan(scores))
    order = np.random.default_rng(1).permutation(len(i))
    found: list[Floats] = []
    for part in np.array_split(order, parts):
        a, b = i[part], j[part]
        train = scores.copy()
        train[a, b] = np.nan
        z, scale = standardize(train, bounded, least)
        mean, stated = fit(z, side, settings, problem.kinds).predict(z, side)
        truth = scale.standard(scores)
        kept = (~np.isnan(z)).sum(0)[b] > 0
        a, b = a[kept], b[kept]
        found.append(np.c_[truth[a, b] - mean[a, b], stated[a, b], a, b])
    every = np.concatenate(found)
    return Residuals(every[:, 0], every[:, 1], every[:, 2].astype(int), every[:, 3].astype(int))


def widening(residuals: Residuals, columns: int) -> tuple[Floats, Floats]:
    """Factor of each benchmark's deviation, and for each residual the factor that the others alone give."""
    ratio = np.minimum(residuals.ratio, OUTLIER)
    usual = ratio.mean()
    total = np.bincount(residuals.column, ratio, columns)
    count = np.bincount(residuals.column, minlength=columns)
    j = residuals.column
    without = (total[j] - ratio + WIDEN_PRIOR * usual) / (count[j] - 1 + WIDEN_PRIOR) / usual
    return (total + WIDEN_PRIOR * usual) / (count + WIDEN_PRIOR) / usual, without


def quantile(ratio: Floats, level: float, weight: Floats | None = None) -> float:
    """The `level` quantile, of a sample one larger than it is (its new member at infinity), by weight."""
    mass = np.ones(len(ratio)) if weight is None else weight
    order = np.argsort(ratio, kind="stable")
    reach = np.cumsum(mass[order])
    at = int(np.searchsorted(reach, level * (reach[-1] + mass.mean())))
    return float(ratio[order][min(at, len(ratio) - 1)])


@dataclass(frozen=True)
class Reduced:
    """Cells of new models that were predicted from few of their scores: `truth` in the unit, the rest standard scores.

    `stated` is the deviation of the factor model with the factor of the benchmark, `weight` one over the number of
    cells of each reduction.
    """

    scale: Scale
    truth: Floats
    mean: Floats
    stated: Floats
    column: Ints
    models: Floats
    """How many models the column of each was fitted to."""
    weight: Floats

    def ratio(self, deviation: Deviation) -> Floats:
        """Error over stated deviation, both in the unit, as `modelpick.evidence.estimation` states it."""
        spread = deviation.of(self.stated, self.mean, self.models)
        value, sd = self.scale.of_columns(self.column).in_units(self.mean, spread)
        return np.abs(self.truth - value) / sd


def reduced(
    problem: Problem,
    old: Ints,
    new: Ints,
    known: int,
    widen: Floats,
    repeats: int = 8,
    seed: int = 0,
    least: int = LEAST,
) -> Reduced:
    """Fit on `old`; predict each of `new` from `known` random scores of its own."""
    z, scale = standardize(problem.scores[old], problem.bounded, least)
    factors = fit(z, problem.side[old], kinds=problem.kinds)
    models = (~np.isnan(z)).sum(0)
    usable = models >= least
    rng = np.random.default_rng(seed)
    rows: list[Floats] = []
    for i, row in zip(new, scale.standard(problem.scores[new]), strict=True):
        for kept, hidden in _random_reductions(np.where(~np.isnan(row) & usable)[0], known, repeats, rng):
            given = np.full_like(row, np.nan)
            given[kept] = row[kept]
            mean, stated = factors.predict(given[None], problem.side[i : i + 1])
            weight = np.full(len(hidden), 1 / (repeats * len(hidden)))
            of_cells = (problem.scores[i], mean[0], widen * stated[0], np.arange(len(row)), models)
            rows.append(np.c_[np.array(of_cells, float)[:, hidden].T, weight])
    found = np.concatenate(rows) if rows else np.zeros((0, 6))
    truth, mean, stated, column, count, weight = found.T
    return Reduced(scale, truth, mean, stated, column.astype(int), count, weight)


def _random_reductions(cells: Ints, known: int, repeats: int, rng: np.random.Generator) -> Iterator[tuple[Ints, Ints]]:
    if len(cells) <= known:
        return
    for _ in range(repeats):
        order = rng.permutation(cells)
        yield order[:known], order[known:]


def forward(
    problem: Problem, rows: Ints, widen: Floats, steps: int = 8, share: float = 0.05, least: int = LEAST
) -> dict[int, list[Reduced]]:
    """Models newer than the fit, by how many of their scores are known.

    The newest models of `rows`, `share` of them at a time, are predicted from all that is older, reduced to a few
    scores. What deviation holds there is what a user meets; intervals calibrated on random cells are too narrow.
    """
    found: dict[int, list[Reduced]] = {known: [] for known in REDUCTIONS}
    old, size = rows, max(2, int(len(rows) * share))
    for step in range(steps):
        old, new = problem.newest(old, size)
        for known in REDUCTIONS:
            found[known].append(reduced(problem, old, new, known, widen, seed=step, least=least))
    return found


def coverage(some: Sequence[Reduced], deviation: Deviation, level: float = 0.8) -> float:
    """The share of the cells, by weight, that lie in the stated interval."""
    reach = NormalDist().inv_cdf((1 + level) / 2)
    held = np.concatenate([each.ratio(deviation) <= reach for each in some])
    weight = np.concatenate([each.weight for each in some])
    return float(np.average(held, weights=weight)) if len(held) else level
