"""What the user's own results say, and how they are joined with everything else that is known.

A result of n tasks weighs as much as n tasks do. Its deviation is that of the tasks, each of them counted once however
often it ran, with one more that passed and one more that failed, so that 3 of 3 is no certainty. It is joined with
what is known without it by precision: the smaller deviation weighs more.

A test of one's own that nobody else runs is expected by another one (`Benchmark.like`). On the logit scale a model
reaches a + b z: z is its standard score there, b how far scores of that test lie apart, and a how hard the own test
is, learned from the results of other models: what was measured on an easy test gets no advantage over what was not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from modelpick.evidence.pooled import Cell, OwnResult
from modelpick.model.facts import Benchmark, Measurement, Model, Run
from modelpick.model.fields import replace

DIFFICULTY = 1.5
"""Deviation, in logits, of how hard a test is on which nobody has a result yet."""
APART = 0.4
"""Deviation, in standard scores, of how far a test stands apart from the one that it is like: that of the estimator."""
HALF = 0.5


def own_runs(model: Model, benchmark: Benchmark) -> list[Measurement]:
    """The user's own results of `model` that say of how many tasks they are."""
    return [m for m in model.measurements if m.benchmark == benchmark.id and is_own_run(m)]


def is_own_run(figure: Measurement) -> bool:
    return figure.by == "self" and figure.run is not None and figure.state == "accepted"


def own_result(figures: Sequence[Measurement], benchmark: Benchmark) -> OwnResult:
    """All own results of a cell as one, in the unit of `benchmark`; its percent is of tasks."""
    runs = [m.run for m in figures if m.run]
    shares = merged_tasks(runs)
    n = sum(run.n for run in runs)
    if not shares:  # nobody says which task passed: each attempt is one
        passed = sum(run.passed for run in runs)
        mean, smoothed = passed / n, (passed + 1) / (n + 2)
        count, variance = n, smoothed * (1 - smoothed)
    else:
        count, mean = len(shares), sum(shares) / len(shares)
        smoothed = (sum(shares) + 1) / (count + 2)
        variance = sum((share - smoothed) ** 2 for share in (*shares, 0.0, 1.0)) / (count + 2)
    low, high = _ends_of_scale(benchmark)
    sd = math.sqrt(variance / count)
    passed = sum(run.passed for run in runs)
    return OwnResult(low + mean * (high - low), sd * (high - low), passed, n, count)


def merged_tasks(runs: Sequence[Run]) -> list[float]:
    """The share of each task over all runs; empty where one of them does not say which passed."""
    if not all(run.tasks for run in runs):
        return []
    by_task: dict[str, list[float]] = {}
    for run in runs:
        for task, share in run.tasks.items():
            by_task.setdefault(task, []).append(share)
    return [sum(found) / len(found) for found in by_task.values()]


def joined_cell(prior: Cell, own: OwnResult, figures: Sequence[Measurement]) -> Cell:
    """`prior`, what is known without the user's results, joined with these by precision."""
    weight = prior.sd**2 / (prior.sd**2 + own.sd**2) if prior.sd or own.sd else HALF
    value = weight * own.value + (1 - weight) * prior.value
    spread = math.hypot(prior.sd, own.sd)
    return replace(
        prior,
        value=value,
        sd=prior.sd * own.sd / spread if spread else 0.0,
        basis="self" if weight >= HALF else prior.basis,
        used=(*figures, *prior.used),
        comparable=(*figures, *prior.comparable),
        # What is odd of the rest is no matter where the own results carry the value.
        flags=() if weight >= HALF else (own_weight_flag(own, weight), *prior.flags),
        doubt=prior.doubt * (1 - weight),
        sources=tuple(dict.fromkeys((*(m.source for m in figures), *prior.sources))),
        own=own,
        prior=prior,
    )


def own_weight_flag(own: OwnResult, weight: float) -> str:
    """What the user's own result counts for, in words."""
    return f"your own {own.passed:g} of {own.n} makes up {weight:.0%} of it"


def own_cell(benchmark: Benchmark, own: OwnResult, figures: Sequence[Measurement]) -> Cell:
    """The user's own results alone."""
    return Cell(
        benchmark.id,
        own.value,
        own.sd,
        "self",
        used=tuple(figures),
        comparable=tuple(figures),
        sources=tuple(dict.fromkeys(m.source for m in figures)),
        own=own,
    )


class Expected:
    """The standard score of a model on the test that an own one is like, with its deviation."""

    __slots__ = ("sd", "z")

    def __init__(self, z: float = 0.0, sd: float = 1.0) -> None:
        self.z, self.sd = z, math.hypot(sd, APART)


def expected_share(
    expected: Expected, others: Iterable[tuple[Expected, OwnResult]], slope: float
) -> tuple[float, float]:
    """(logit, deviation) of what a model reaches on an own test, by what `others` reached there."""
    precision, total = DIFFICULTY**-2, 0.0
    for other, result in others:
        p = (result.passed + 1) / (result.n + 2)
        weight = 1 / (1 / (result.tasks * p * (1 - p)) + (slope * other.sd) ** 2)
        precision += weight
        total += weight * (math.log(p / (1 - p)) - slope * other.z)
    return total / precision + slope * expected.z, math.sqrt(1 / precision + (slope * expected.sd) ** 2)


def cell_of_share(benchmark: Benchmark, logit: float, sd: float, told: Mapping[str, object]) -> Cell:
    """The cell of a model that nobody asked, in the unit of `benchmark`."""
    low, high = _ends_of_scale(benchmark)
    width = high - low
    at, above, below = (width / (1 + math.exp(-x)) for x in (logit, logit + sd, logit - sd))
    return Cell(benchmark.id, low + at, (above - below) / 2, "estimated", doubt=at - below, **told)  # type: ignore[arg-type]


def _ends_of_scale(benchmark: Benchmark) -> tuple[float, float]:
    """What no task and what every task passed is in its unit."""
    low, high = benchmark.range
    return (0.0 if low is None else low), (100.0 if high is None else high)
