"""Are estimates right where a board measured models that nobody else did? Each board left out of its own calibration.

    python -m benchmarks.left_out [--today YYYY-MM-DD] [--write docs/accuracy.md]

All figures of one independent evaluator on one benchmark are hidden, from the models and from the fit. The estimates of
the models of which nobody else has a figure there are then held against what the board says. Makers publish what looks
good, so that this is where silence would show.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.deciding import Judge, bundled_catalog
from benchmarks.pages import printed, table
from modelpick.decide.scoring import Z80
from modelpick.evidence.pooling import pool_figures
from modelpick.model.facts import Benchmark, Facts, Measurement, Model
from modelpick.model.fields import replace
from tools.factor_model import Floats
from tools.fit_estimator import LEAST, Shared, parameters, shared_of

SILENT, OTHERS = 8, 2
"""A board has to hold so many models that nobody else measured there, each with so many figures elsewhere."""


@dataclass(frozen=True)
class Board:
    evaluator: str
    benchmark: str


TRIED_FIRST = {
    Board("arc-prize", "arc-agi-1"),
    Board("arc-prize", "arc-agi-2"),
    Board("datacurve", "deepswe-1.1"),
    Board("terminal-bench", "terminal-bench-4.0"),
    *(Board("vals-ai", f"terminal-bench-{edition}") for edition in ("2.0", "2.1")),
    *(Board("vals-ai", id_) for id_ in ("gpqa-diamond", "mmlu-pro", "swe-bench-verified")),
}
"""The boards that the method was first tried on, before the others had figures enough."""


@dataclass(frozen=True)
class Missed:
    """Estimates less the board's figures, in points, and whether each lies in its 80% interval."""

    board: Board
    error: Floats
    held: Floats


def main(arguments: Sequence[str] | None = None) -> int:
    return printed(__doc__, "benchmarks/left_out.py", arguments, measured)


def measured(today: str) -> Iterable[str]:
    facts, _ = bundled_catalog(today)
    # Neither the effect of makers nor the width is taken over: they are what the board is left out of.
    shared = Shared(shared_of(facts).siblings)
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(partial(missed, today, shared), boards(facts)))
    return report(found)


def boards(facts: Facts) -> list[Board]:
    """Each independent evaluator's column of a percentage, if it measured enough models that nobody else did."""
    found: Counter[Board] = Counter()
    left: Counter[Board] = Counter()
    for benchmark in facts.benchmarks.values():
        if benchmark.unit != "percent" or benchmark.kind == "efficiency":
            continue
        for model in facts.models.values():
            by = _evaluators_by_group(model, benchmark)
            for evaluator in by["independent"]:
                others = sum(len(names) for names in by.values()) - 1
                board = Board(evaluator, benchmark.id)
                (left if others else found)[board] += 1
            if by["other"] and not by["independent"]:
                for board in [b for b in found if b.benchmark == benchmark.id]:
                    left[board] += 1
    return sorted(
        (board for board, silent in found.items() if silent >= SILENT and left[board] >= LEAST),
        key=lambda board: (board.benchmark, board.evaluator),
    )


def _evaluators_by_group(model: Model, benchmark: Benchmark) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"independent": set(), "other": set()}
    for figure in model.measurements:
        if figure.benchmark == benchmark.id and figure.state == "accepted":
            group = "independent" if figure.by == "independent" and figure.evaluator else "other"
            found[group].add(figure.evaluator or figure.by)
    return found


def missed(today: str, shared: Shared, board: Board) -> Missed:
    """How far the estimates are from `board`, which they have never seen."""
    facts, _ = bundled_catalog(today)
    benchmark = facts.benchmarks[board.benchmark]
    hidden = replace(facts, models={id_: _without_board(model, board) for id_, model in facts.models.items()})
    data, _ = parameters(hidden, today, shared)
    judge = Judge.of(hidden, data, today)
    errors, held = [], []
    for id_, model in hidden.models.items():
        truth = _said_by(facts.models[id_], board, benchmark)
        known = {m.benchmark for m in model.measurements if m.state == "accepted"}
        if truth is None or benchmark.id in known:
            continue
        cell = judge.evidence.estimated(model, benchmark)
        if cell is not None and cell.basis != "cannot" and cell.known >= OTHERS:
            errors.append(cell.value - truth)
            held.append(abs(cell.value - truth) <= Z80 * cell.sd)
    return Missed(board, np.array(errors), np.array(held))


def _without_board(model: Model, board: Board) -> Model:
    return replace(model, measurements=tuple(m for m in model.measurements if not _is_of(m, board)))


def _is_of(figure: Measurement, board: Board) -> bool:
    return (figure.benchmark, figure.evaluator, figure.by) == (board.benchmark, board.evaluator, "independent")


def _said_by(model: Model, board: Board, benchmark: Benchmark) -> float | None:
    figures = [m for m in model.measurements if _is_of(m, board)]
    cell = pool_figures(model, benchmark, figures) if figures else None
    return cell.value if cell else None


def report(found: Sequence[Missed]) -> Iterable[str]:
    some = [each for each in found if len(each.error) >= SILENT]
    first = [each for each in some if each.board in TRIED_FIRST]
    yield f"### {len(some)} boards left out of their own calibration, on models that nobody else measured"
    yield ""
    yield f"On all: {_summary_line(some)}"
    yield f"On the {len(first)} boards that the method was first tried on: {_summary_line(first)}"
    yield ""
    yield from table(
        ["benchmark", "board", "models", "bias", "±", "median error", "interval holds %"], _missed_rows(some)
    )


def _summary_line(found: Sequence[Missed]) -> str:
    biases, held = [float(each.error.mean()) for each in found], np.concatenate([each.held for each in found])
    return (
        f"mean bias {np.mean(biases):+.1f} points, mean absolute bias {np.mean(np.abs(biases)):.1f}; "
        f"80% intervals hold for {100 * held.mean():.0f}% of {len(held)} cells."
    )


def _missed_rows(found: Sequence[Missed]) -> Iterator[list[str]]:
    for each in found:
        n, bias = len(each.error), each.error.mean()
        error = each.error.std(ddof=1) / n**0.5
        figures = (f"{bias:+.1f}", f"{error:.1f}", f"{np.median(np.abs(each.error)):.1f}")
        yield [each.board.benchmark, each.board.evaluator, str(n), *figures, f"{100 * each.held.mean():.0f}"]


if __name__ == "__main__":
    sys.exit(main())
