"""Two models on the same tasks, compared task by task: what hard tasks do to both cancels out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from operator import mul

from modelpick.model.fields import Plain
from modelpick.model.numbers import Z80

EVERY_SIGN = 15
"""With so many differing tasks or fewer every turn of the signs is counted: resamples of few tasks are too sure."""
RESAMPLES, LEAST_RESAMPLES, MOST_DRAWS = 2000, 200, 1_000_000
"""How often the tasks are drawn again; less often where they are so many that it would take a while."""
_SEED = b"modelpick: paired bootstrap"
_UNITS = 1_000_000
"""A share in whole numbers, so that sums are the same everywhere."""
SURE = 0.05
"""Below this two-sided chance two models are told apart."""
Z_TWO_SIDED, Z_POWER = 1.96, 0.8416
"""Of that chance, and of finding a difference four times in five."""
GOAL = 0.1
"""The difference, of 1, that is worth telling."""


class Pair(Plain):
    """The first model against the other on the tasks that both were asked. Shares are of 1."""

    tasks: int
    passed: float
    passed_by_other: float
    better: int
    worse: int
    p: float
    difference: float
    low: float
    high: float
    tasks_needed: int

    @property
    def apart(self) -> bool:
        return self.p < SURE


def paired(first: Mapping[str, float], other: Mapping[str, float]) -> Pair | None:
    """Compare two models by the share of each task that they passed; None where they have no task in common."""
    common = sorted(task for task in first if task in other)
    if not common:
        return None
    differences = [first[task] - other[task] for task in common]
    count, mean = len(common), sum(differences) / len(common)
    # One more task for each side, so that no agreement of a few tasks is a certainty.
    widened = (*differences, 1.0, -1.0)
    low, high = _difference_interval(differences, widened)
    return Pair(
        tasks=count,
        passed=sum(first[task] for task in common),
        passed_by_other=sum(other[task] for task in common),
        better=sum(d > 0 for d in differences),
        worse=sum(d < 0 for d in differences),
        p=chance_of_difference(differences),
        difference=mean,
        low=low,
        high=high,
        tasks_needed=tasks_needed(sum(d * d for d in widened) / len(widened)),
    )


def _difference_interval(differences: Sequence[float], widened: Sequence[float]) -> tuple[float, float]:
    """The 80% interval of the mean difference: of whole tasks by their deviation, of shares of several attempts by
    resamples of the tasks (percentiles of the paired bootstrap).
    """
    if _are_whole(differences):
        mean = sum(differences) / len(differences)
        sd = math.sqrt(sum((d - mean) ** 2 for d in widened) / len(widened) / len(differences))
        return max(mean - Z80 * sd, -1.0), min(mean + Z80 * sd, 1.0)
    sums, whole = sorted(_resampled_sums(widened)), _UNITS * len(differences)
    tenth = len(sums) // 10
    return max(sums[tenth] / whole, -1.0), min(sums[-1 - tenth] / whole, 1.0)


def _are_whole(differences: Sequence[float]) -> bool:
    return all(d in (-1, 0, 1) for d in differences)


def _resampled_sums(values: Sequence[float]) -> list[int]:
    """The sum, in units, of each resample of as many of `values`, drawn with replacement; the same on every machine."""
    # Late: few answers compare runs on the same tasks, and hashes bring all of OpenSSL with them.
    from hashlib import shake_256
    from struct import unpack_from

    units, size = [round(value * _UNITS) for value in values], len(values)
    times = max(LEAST_RESAMPLES, min(RESAMPLES, MOST_DRAWS // size))
    drawn = shake_256(_SEED).digest(4 * size * times)
    return [
        sum(units[(place * size) >> 32] for place in unpack_from(f"<{size}I", drawn, 4 * size * turn))
        for turn in range(times)
    ]


def chance_of_difference(differences: Sequence[float]) -> float:
    """The two-sided chance that equally good models differ in sum as much as these tasks do.

    Whole tasks: McNemar's exact test, the binomial of those that only one passed. Shares of several attempts: all turns
    of the signs while the differing tasks are few, else the paired bootstrap, whose resamples are shifted to no
    difference.
    """
    differing = [d for d in differences if d]
    if not differing:
        return 1.0
    if _are_whole(differing):
        fewer, n = min(differing.count(1), differing.count(-1)), len(differing)
        return min(1.0, sum(math.comb(n, k) for k in range(fewer + 1)) * 2.0 ** (1 - n))
    reached = abs(sum(differing))
    if len(differing) <= EVERY_SIGN:
        sums = [abs(math.fsum(map(mul, signs, differing))) for signs in product((1, -1), repeat=len(differing))]
        return sum(each >= reached - 1e-9 for each in sums) / len(sums)
    total = sum(round(d * _UNITS) for d in differences)
    resampled = _resampled_sums(differences)
    return (sum(abs(each - total) >= abs(total) for each in resampled) + 1) / (len(resampled) + 1)


def tasks_needed(apart: float, goal: float = GOAL) -> int:
    """How many tasks tell a difference of `goal` four times in five, where `apart` is the mean square of the
    difference on a task: the share of tasks that only one of two models passes."""
    spread = max(apart, goal)
    within = math.sqrt(max(spread - goal**2, 0.0))
    return math.ceil(((Z_TWO_SIDED * math.sqrt(spread) + Z_POWER * within) / goal) ** 2)
