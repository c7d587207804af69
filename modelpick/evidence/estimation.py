"""Estimates of missing cells, from a model's other cells and its metadata.

A factor model (`tools/factor_model.py`) was fitted offline; here its parameters are applied: with the known standard
scores z of one model, t | z is Gaussian with precision I + sum w w' / v, and every missing score is a + w . t, with
the pulls of known scores kept from turning against it. No numpy: the system has as many unknowns as there are factors.
A user's own scores therefore move the estimates at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import mul
from typing import Any

from modelpick.model.dates import Day, first_day
from modelpick.model.fields import Plain

WEAK = 2
"""With so many known scores or fewer an estimate is weak."""
DRIVERS = 3
"""How many known cells are named as driving an estimate, at most."""
LEAST_DRIVER = 0.05
"""A cell with a smaller share of the weight drives nothing."""
LEAST_SD = 0.005
"""Least deviation, as a share of a bounded benchmark's range or of one spread of another's."""
CLIP = 0.005
"""Shares of a bounded range are kept this far from its ends before the logit is taken."""

Vector = tuple[float, ...]


class Deviation(Plain):
    """How the deviation that the factor model states becomes that of an estimate, in standard scores.

    `model` scales the model's own, which shrinks with every known score; `apart` is what knowing more of a model does
    not take away: how far a test stands apart from all others. `below` is for models that are weaker than those that
    were measured on a test: how far apart they lie is known the worse, the fewer those are. The lower end of an
    estimate still rises with the estimate.
    """

    model: float
    apart: float
    below: float = 0.0

    def of(self, stated: float, z: float, models: int) -> float:
        """The deviation of a score that is expected to be `z` on a test on which `models` were measured."""
        return math.hypot(self.model * stated, self.apart, math.sqrt(self.below / models) * min(z, 0.0))


class Estimate(Plain):
    """What a missing cell is likely to be: `value` and `sd` in the benchmark's unit.

    `drivers` are the known benchmarks that weigh most in it, `known` is how many known cells it rests on. With none
    it is the prior: what models of that date, lab and kind usually reach.
    """

    benchmark: str
    value: float
    sd: float
    drivers: tuple[str, ...]
    known: int
    weak: bool
    z: float = 0.0
    z_sd: float = 0.0
    """The same on the benchmark's standard scale, on which deviations do not depend on the value."""
    doubt: float = 0.0
    """How far below `value` it lies if it turns out one deviation worse, in the benchmark's unit."""
    confirmed: bool = True
    """False where nobody but makers and their rivals measured anything on the benchmark when the fit was made."""


class Restored(Plain):
    """A standard score in the benchmark's unit: its value, its deviation with a floor, and how far below the value it
    lies if it turns out one deviation worse."""

    value: float
    sd: float
    doubt: float


class _BenchmarkParameters(Plain):
    """The parameters of a benchmark; `sign` is -1 where lower is better."""

    logit: bool
    sign: int
    low: float | None
    high: float | None
    center: float
    spread: float
    intercept: float
    loadings: Vector
    noise: float
    widen: float
    effects: Mapping[str, float]
    """By tier, how many standard scores its figures lie above what an independent party measures."""
    models: int
    """How many models were measured when it was fitted"""
    independent: int
    """and how many of them by an independent party."""
    since: Day
    """The day from which enough models had a figure to estimate others."""
    information: Vector
    """w w' / v, row by row: what knowing the score adds to the precision of a model's factors."""

    def standard(self, value: float) -> float:
        """Value in the benchmark's unit -> standard score."""
        if not self.logit or self.low is None or self.high is None:
            return (self.sign * value - self.center) / self.spread
        share = (value - self.low) / (self.high - self.low)
        p = min(max(share if self.sign > 0 else 1 - share, CLIP), 1 - CLIP)
        return (math.log(p / (1 - p)) - self.center) / self.spread

    def restore(self, z: float) -> float:
        """Standard score -> value in the benchmark's unit, within its range."""
        t = z * self.spread + self.center
        if self.logit and self.low is not None and self.high is not None:
            p = 1 / (1 + math.exp(-self.sign * min(max(t, -60.0), 60.0)))
            return self.low + p * (self.high - self.low)
        value = self.sign * t
        value = value if self.low is None else max(value, self.low)
        return value if self.high is None else min(value, self.high)

    def restored(self, z: float, z_sd: float) -> Restored:
        value, good, poor = self.restore(z), self.restore(z + z_sd), self.restore(z - z_sd)
        return Restored(value, max(abs(good - poor) / 2, self.least_sd), abs(value - poor))

    @property
    def least_sd(self) -> float:
        if self.logit and self.low is not None and self.high is not None:
            return LEAST_SD * (self.high - self.low)
        return LEAST_SD * self.spread


class _MetadataPrior(Plain):
    """The prior on a model's factors from its metadata, before any score is known."""

    base: Vector
    released: Vector
    reasoning: Vector
    open_weights: Vector
    labs: Mapping[str, Vector]
    mean_day: float
    sd_days: float

    def factors(self, released: Day | None, open_weights: bool | None, reasoning: bool | None, lab: str) -> Vector:
        days = date.fromisoformat(first_day(released)).toordinal() if released else self.mean_day
        when = (days - self.mean_day) / self.sd_days
        thinks, opens = _sign_of_answer(reasoning), _sign_of_answer(open_weights)
        of_lab = self.labs.get(lab) or (0.0,) * len(self.base)
        parts = zip(self.base, self.released, self.reasoning, self.open_weights, of_lab, strict=True)
        return tuple(b + when * d + thinks * r + opens * o + own for b, d, r, o, own in parts)


class _ColumnParameters(Mapping[str, _BenchmarkParameters]):
    """The parameters by benchmark, in the order of their ids; each is made when it is asked for."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data, self._ids = data, sorted(data)
        self._made: dict[str, _BenchmarkParameters] = {}

    def __getitem__(self, id_: str) -> _BenchmarkParameters:
        if id_ not in self._made:
            self._made[id_] = _column_parameters(self._data[id_])
        return self._made[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class Estimator:
    """Applies the fitted parameters. Holds no state of the models it is asked about."""

    def __init__(
        self, columns: Mapping[str, _BenchmarkParameters], metadata: _MetadataPrior, deviation: Deviation, rho: float
    ) -> None:
        self._columns = columns
        self._metadata = metadata
        self._deviation = deviation
        self._last_known: tuple[tuple[str, ...], _KnownTests] | None = None
        self.rho = rho
        """Correlation of the errors of one model's estimates, times its number of known cells."""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Estimator:
        """The estimator of `data`, as in ``data/estimator.json``."""
        columns = _ColumnParameters(data["benchmarks"])
        m = data["metadata"]
        metadata = _MetadataPrior(
            base=tuple(m["base"]),
            released=tuple(m["released"]),
            reasoning=tuple(m["reasoning"]),
            open_weights=tuple(m["open_weights"]),
            labs={lab: tuple(effect) for lab, effect in m["labs"].items()},
            mean_day=float(date.fromisoformat(m["mean_day"]).toordinal()),
            sd_days=m["sd_days"],
        )
        return cls(columns, metadata, Deviation(**data["deviation"]), data["rho"])

    @property
    def benchmarks(self) -> tuple[str, ...]:
        """The benchmarks that can be estimated and that estimates can rest on."""
        return tuple(self._columns)

    def known(self, benchmarks: Iterable[str]) -> list[str]:
        """Those of `benchmarks` that estimates can rest on, in the order of their ids."""
        return sorted(id_ for id_ in benchmarks if id_ in self._columns)

    def since(self, benchmark: str) -> Day:
        """The day from which `benchmark` can be estimated; always, for one that the fit does not know."""
        column = self._columns.get(benchmark)
        return column.since if column else ""

    def standard(self, benchmark: str, value: float, basis: str = "independent") -> float | None:
        """A figure as a standard score at the level at which independent parties measure; None on other benchmarks."""
        column = self._columns.get(benchmark)
        return None if column is None else column.standard(value) - column.effects.get(basis, 0.0)

    def logits_apart(self, benchmark: str) -> float:
        """How many logits one standard score of `benchmark` is worth; 1 where it is on no scale of shares."""
        column = self._columns.get(benchmark)
        return column.spread if column and column.logit else 1.0

    def restored(self, benchmark: str, z: float, z_sd: float) -> Restored:
        """A standard score and its deviation in the benchmark's unit."""
        return self._columns[benchmark].restored(z, z_sd)

    def correlation(self, known: int) -> float:
        """Correlation between the errors of two estimates of a model with `known` known cells."""
        return self.rho / max(known, 1)

    def posterior(
        self,
        known: Mapping[str, float],
        released: Day | None,
        open_weights: bool | None,
        reasoning: bool | None,
        lab: str,
        basis: Mapping[str, str] | None = None,
    ) -> Posterior:
        """What one model's known cells and metadata say about its other cells.

        Args:
            known: the model's pooled cells, benchmark id -> value in its unit. Unknown benchmarks are passed over.
            basis: who measured each (a tier); what a maker says of itself is brought to the independent level.
        """
        tiers = basis or {}
        cells = {
            id_: (c, c.standard(known[id_]) - c.effects.get(tiers.get(id_, ""), 0.0))
            for id_, c in ((each, self._columns[each]) for each in self.known(known))
        }
        prior = self._metadata.factors(released, open_weights, reasoning, lab)
        return Posterior(self._columns, cells, prior, self._deviation, self._weights_given(tuple(cells)))

    def _weights_given(self, known: tuple[str, ...]) -> _KnownTests:
        """How scores on `known` bear on others; kept, as the same model is asked with other scores."""
        last = self._last_known
        if last is None or last[0] != known:
            size = len(self._metadata.base)
            last = self._last_known = known, _KnownTests([self._columns[id_] for id_ in known], size)
        return last[1]


class _KnownTests:
    """How the scores of a model on some benchmarks bear on its other scores, whatever they are."""

    def __init__(self, known: list[_BenchmarkParameters], size: int) -> None:
        self._covariance = _factor_covariance(known, size)
        self._scaled = [tuple(a / c.noise for a in c.loadings) for c in known]
        self._found: dict[str, tuple[list[float], float]] = {}

    def pulls_on(self, benchmark: str, column: _BenchmarkParameters) -> tuple[list[float], float]:
        """How far a surprise on each known one moves the score on `benchmark`, and the variance that is left of it."""
        if benchmark not in self._found:
            reach = [_dot_product(row, column.loadings) for row in self._covariance]
            dots = [math.fsum(map(mul, reach, scaled)) for scaled in self._scaled]
            # A worse figure must never raise another: what would pull the other way pulls not at all.
            pulls = [dot if dot > 0.0 else 0.0 for dot in dots]
            self._found[benchmark] = pulls, column.noise + _dot_product(column.loadings, reach)
        return self._found[benchmark]


class Posterior:
    """What the known scores of one model say about its other scores; `known` is how many there are."""

    def __init__(
        self,
        columns: Mapping[str, _BenchmarkParameters],
        cells: dict[str, tuple[_BenchmarkParameters, float]],
        prior: Vector,
        deviation: Deviation,
        weights: _KnownTests,
    ) -> None:
        self.known = len(cells)
        self._columns = columns
        self._measured = cells.keys()
        self._deviation = deviation
        self._prior = prior
        self._weights = weights
        self._surprises = [z - c.intercept - _dot_product(c.loadings, prior) for c, z in cells.values()]

    def estimate(self, benchmark: str, *, told: bool = True) -> Estimate | None:
        """The estimate of a cell; None where the score is known, or the benchmark cannot be estimated. Unless it is to
        be `told`, without its drivers.
        """
        column = self._columns.get(benchmark)
        if column is None or benchmark in self._measured:
            return None
        pulls, variance = self._weights.pulls_on(benchmark, column)
        z = column.intercept + _dot_product(column.loadings, self._prior)
        z += math.fsum(map(mul, pulls, self._surprises))
        stated = column.widen * math.sqrt(variance)
        sd = self._deviation.of(stated, z, column.models)
        found = column.restored(z, sd)
        return Estimate(
            benchmark,
            found.value,
            found.sd,
            _heaviest_drivers(pulls, self._measured) if told else (),
            self.known,
            self.known <= WEAK,
            z,
            sd,
            found.doubt,
            column.independent > 0,
        )


def _heaviest_drivers(pulls: list[float], ids: Iterable[str]) -> tuple[str, ...]:
    """The cells that weigh most in an estimate, heaviest first."""
    least = LEAST_DRIVER * math.fsum(pulls)
    heavy = sorted((-pull, id_) for pull, id_ in zip(pulls, ids, strict=True) if pull >= least and pull > 0)[:DRIVERS]
    return tuple(id_ for _, id_ in heavy)


def _column_parameters(b: Mapping[str, Any]) -> _BenchmarkParameters:
    loadings = tuple(b["loadings"])
    return _BenchmarkParameters(
        logit=b["scale"] == "logit",
        sign=-1 if b["better"] == "lower" else 1,
        low=b["low"],
        high=b["high"],
        center=b["centre"],
        spread=b["spread"],
        intercept=b["intercept"],
        loadings=loadings,
        noise=b["noise"],
        widen=b["widen"],
        effects=b["effects"],
        models=b["models"],
        independent=b["independent"],
        since=b["since"],
        information=tuple(x * y / b["noise"] for x in loadings for y in loadings),
    )


def _factor_covariance(columns: list[_BenchmarkParameters], size: int) -> list[Vector]:
    """The covariance of the factors of a model whose scores on `columns` are known."""
    identity = [float(i == j) for i in range(size) for j in range(size)]
    parts = zip(identity, *(column.information for column in columns), strict=True)
    precision = [*map(math.fsum, parts)]
    return _inverse_matrix([precision[start : start + size] for start in range(0, size * size, size)])


def _sign_of_answer(answer: bool | None) -> float:
    return 0.0 if answer is None else 1.0 if answer else -1.0


def _dot_product(a: Sequence[float], b: Sequence[float]) -> float:
    return math.fsum(map(mul, a, b))


def _inverse_matrix(matrix: list[list[float]]) -> list[Vector]:
    """Inverse of a small positive definite matrix, by Gauss-Jordan elimination (no pivots are needed)."""
    n = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(n))] for i, row in enumerate(matrix)]
    for i in range(n):
        lead = rows[i][i]
        rows[i] = [x / lead for x in rows[i]]
        for k in range(n):
            if k != i and (factor := rows[k][i]):
                rows[k] = [x - factor * y for x, y in zip(rows[k], rows[i], strict=True)]
    return [tuple(row[n:]) for row in rows]
