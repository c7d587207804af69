"""Which figure of the second would put it first, with the estimator in the loop.

A figure that becomes known moves the model's other estimates, and how much is measured of it; a break-even that holds
them fixed is not the least. So the model is scored again with the figure in place, and the least figure on a grid of
steps is found between two of them: with it the order turns, with one step less it does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import count

from modelpick.decide.candidate import Candidate
from modelpick.decide.question import Question
from modelpick.decide.scoring import Part, Score, cells_of, score
from modelpick.model.facts import Benchmark, Measurement
from modelpick.model.fields import replace

STEPS = {"percent": 0.1, "points": 0.1, "index": 0.1, "elo": 1.0}
"""By unit, the step in which a figure is told."""
_Try = tuple[int, float]
"""A number of steps, and the lead after them."""
TRIED = 3
"""So many figures are tried, those with the most room for the second first."""


def break_even_figure(question: Question, first: Candidate, second: Candidate) -> tuple[Part, float] | None:
    """The part of `second` and its lowest value, in the benchmark's unit, at which it ranks before `first`; None if
    no value does it. Unmeasured parts are tried first, then the heaviest.
    """
    averse = question.request.risk == "averse"
    wanted = first.score.worth(averse)
    parts = [p for p in second.score.parts if p.cell and p.cell.basis != "cannot" and p.weighted.benchmark]
    parts.sort(key=lambda p: (p.measured, -p.weight * (1 - p.utility), p.weighted.criterion.id))
    for part in parts[:TRIED]:
        found = _least_figure(
            part, partial(_lead_at, question, second, part, wanted), second.score.worth(averse) - wanted
        )
        if found is not None:
            return part, found
    return None


def _lead_at(question: Question, second: Candidate, part: Part, wanted: float, value: float) -> float:
    """By how much `second` would be worth more than `wanted`, in points."""
    return _with_figure(question, second, part, value).worth(question.request.risk == "averse") - wanted


def _least_figure(part: Part, lead: Callable[[float], float], present: float) -> float | None:
    """The lowest value on the grid, from the present one with its lead towards the best, at which the second has one
    above 0; None if none has.
    """
    benchmark = part.weighted.benchmark
    assert benchmark is not None
    step = STEPS.get(benchmark.unit) or abs(part.weighted.anchors.best - part.weighted.anchors.worst) / 1000
    sign = 1 if benchmark.better == "higher" else -1
    start = math.floor(part.value / step) if sign > 0 else math.ceil(part.value / step)
    reach = math.floor(abs(_best_reportable(part, benchmark) - start * step) / step + 1e-9)
    if reach <= 0 or (most := lead(_rounded_figure(start + sign * reach, step))) <= 0:
        return None
    steps = _least_steps((0, present), (reach, most), lambda n: lead(_rounded_figure(start + sign * n, step)))
    return _rounded_figure(start + sign * steps, step)


def _least_steps(low: _Try, high: _Try, lead: Callable[[int], float]) -> int:
    """The least number of steps with a lead above 0, between two numbers of which the higher one has it; a better
    figure never lowers the lead. A line through the two tried last says where to try next; now and then the middle is.
    """
    before, last = low, high
    for n in count(1):
        if high[0] - low[0] <= 1:
            break
        rise = last[1] - before[1]
        aim = last[0] - last[1] * (last[0] - before[0]) / rise if n % 4 and rise else (low[0] + high[0]) / 2
        steps = min(max(math.ceil(aim), low[0] + 1), high[0] - 1)
        before, last = last, (steps, lead(steps))
        low, high = (low, last) if last[1] > 0 else (last, high)
    return high[0]


def _best_reportable(part: Part, benchmark: Benchmark) -> float:
    """The best value that may be reported: the better anchor, within the range of the benchmark."""
    best = part.weighted.anchors.best
    low, high = benchmark.range
    best = best if high is None else min(best, high)
    return best if low is None else max(best, low)


def _rounded_figure(steps: int, step: float) -> float:
    return round(steps * step, 6)


def _with_figure(question: Question, reached: Candidate, part: Part, value: float) -> Score:
    """The score of the model with `value` measured in place of the cell of `part`."""
    benchmark, cell = part.weighted.benchmark, part.cell
    assert benchmark is not None
    assert cell is not None
    known = tuple(m for m in reached.model.measurements if m.benchmark != benchmark.id)
    by = cell.basis if cell.measured else "independent"
    figure = Measurement(benchmark.id, value, by, "", question.day, tools=part.weighted.criterion.tools)  # type: ignore[arg-type]
    model = replace(reached.model, measurements=(*known, figure))
    alone = question.evidence.with_figure(reached.model, benchmark)
    cells = cells_of(question.criteria, model, alone, question.strict)
    return score(question.criteria, reached.subject, cells)
