"""Two models on the same tasks, compared task by task: what hard tasks do to both cancels out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from operator import mul

from modelpick.model.fields import Plain

EVERY_SIGN = 15
"""With so many differing tasks or fewer every turn of the signs is counted."""
SURE = 0.05
"""Below this two-sided chance two models are told apart."""
Z_TWO_SIDED, Z_POWER = 1.96, 0.8416
"""Of that chance, and of finding a difference four times in five."""
Z80 = 1.2816
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
    common = [task for task in first if task in other]
    if not common:
        return None
    differences = [first[task] - other[task] for task in common]
    count, mean = len(common), sum(differences) / len(common)
    # One more task for each side, so that no agreement of a few tasks is a certainty.
    widened = (*differences, 1.0, -1.0)
    sd = math.sqrt(sum((d - mean) ** 2 for d in widened) / len(widened) / count)
    return Pair(
        tasks=count,
        passed=sum(first[task] for task in common),
        passed_by_other=sum(other[task] for task in common),
        better=sum(d > 0 for d in differences),
        worse=sum(d < 0 for d in differences),
        p=chance_of_difference(differences),
        difference=mean,
        low=max(mean - Z80 * sd, -1.0),
        high=min(mean + Z80 * sd, 1.0),
        tasks_needed=tasks_needed(sum(d * d for d in widened) / len(widened)),
    )


def chance_of_difference(differences: Sequence[float]) -> float:
    """The two-sided chance that equally good models differ in sum as much as these tasks do.

    Whole tasks: McNemar's exact test, the binomial of those that only one passed. Shares of several attempts: all turns
    of the signs while they are few, else their normal approximation.
    """
    differing = [d for d in differences if d]
    if not differing:
        return 1.0
    if all(abs(d) == 1 for d in differing):
        fewer, n = min(differing.count(1), differing.count(-1)), len(differing)
        return min(1.0, sum(math.comb(n, k) for k in range(fewer + 1)) * 2.0 ** (1 - n))
    reached = abs(sum(differing))
    if len(differing) <= EVERY_SIGN:
        sums = [abs(math.fsum(map(mul, signs, differing))) for signs in product((1, -1), repeat=len(differing))]
        return sum(each >= reached - 1e-9 for each in sums) / len(sums)
    return math.erfc(reached / math.sqrt(2 * sum(d * d for d in differing)))


def tasks_needed(apart: float, goal: float = GOAL) -> int:
    """How many tasks tell a difference of `goal` four times in five, where `apart` is the mean square of the
    difference on a task: the share of tasks that only one of two models passes."""
    spread = max(apart, goal)
    within = math.sqrt(max(spread - goal**2, 0.0))
    return math.ceil(((Z_TWO_SIDED * math.sqrt(spread) + Z_POWER * within) / goal) ** 2)
