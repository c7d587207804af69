"""How well missing scores are estimated, on two published matrices, beside the published figures and four baselines.

    python -m benchmarks.estimation [ORACLES] [--write docs/accuracy.md]

ORACLES is the folder of the matrices (default: ../shared/oracles beside the checkout). Needs numpy and scikit-learn.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import itertools
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.baselines import bias_als, column_mean, neighbors, one_factor
from benchmarks.choosing import Pick, picks
from benchmarks.matrices import Matrix, benchpress, bounded_in, epoch
from benchmarks.pages import table, write_part
from tools.factor_model import (
    DEVIATION,
    Bools,
    Floats,
    Ints,
    Problem,
    Settings,
    coverage,
    fit,
    forward,
    hidden_residuals,
    quantile,
    standardize,
    widening,
)

ORACLES = Path(__file__).resolve().parents[2] / "shared" / "oracles"
FOLD_LEAST = 2
"""On random folds a column needs this many figures left."""
GRID = [
    Settings(factors=k, noise=v, other_loadings=s) for k, v, s in itertools.product((3, 5), (0.2, 0.4), (0.02, 0.06))
]
"""What the nested row chooses from, fold by fold."""
Fill = Callable[[Floats], Floats]
Cells = tuple[Ints, Ints]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("oracles", nargs="?", type=Path, default=ORACLES)
    parser.add_argument("--write", type=Path, metavar="PAGE", help="replace the generated part of this page")
    chosen = parser.parse_args(arguments)
    if not (chosen.oracles / "benchpress").is_dir():
        print(f"skipped: no published matrices in {chosen.oracles}", file=sys.stderr)
        return 0
    with ProcessPoolExecutor(2) as pool:
        text = "\n".join(report([benchpress(chosen.oracles), epoch(chosen.oracles)], pool))
    print(text)
    if chosen.write:
        write_part(chosen.write, "benchmarks/estimation.py", text)
    return 0


def report(matrices: Sequence[Matrix], pool: ProcessPoolExecutor) -> Iterable[str]:
    first, second = matrices
    yield "### BenchPress: 84 models x 133 benchmarks, 30 given folds"
    yield ""
    yield "MedAE and MedAPE: median over hidden cells, then over folds, in points and percent. MAE: percentages only."
    yield ""
    yield from table(["method", "MedAE", "MedAPE %", "MAE", "90% width", "coverage"], benchpress_rows(first, pool))
    yield ""
    yield "### Epoch: 179 models x 38 benchmarks, KFold(10, shuffle, seed 42)"
    yield ""
    yield from table(["method", "MSE (0..1)", "R2"], epoch_rows(second, pool))
    yield ""
    yield "### Models newer than the fit, reduced to a few known scores"
    yield ""
    yield "Percent of hidden scores in the stated 80% interval; the newest two fifths, a twentieth at a time."
    yield ""
    yield from table(["matrix", *(f"{k} known" for k in KNOWN)], list(pool.map(newest_row, matrices)))
    yield ""
    yield "### Picking the first of a few models with 60% of the cells hidden"
    yield ""
    yield "Random needs of five benchmarks over the models that have all five; regret in points of the true score."
    yield ""
    yield from choosing_tables(matrices, pool)


# Random folds


def ours(side: Floats, settings: Settings, z: Floats) -> Floats:
    return fit(z, side, settings).predict(z, side)[0]


def methods(problem: Problem) -> dict[str, Fill]:
    return {
        "column mean": column_mean,
        "one-factor IRT": one_factor,
        "bias-ALS, logit, rank 2": bias_als,
        "nearest neighbours": neighbors,
        "**ours**": partial(ours, problem.side, Settings()),
    }


def fold_values(problem: Problem, fill: Fill, cells: Cells) -> Floats:
    """Predictions of the hidden `cells`."""
    train = problem.scores.copy()
    train[cells] = np.nan
    z, scale = standardize(train, bounded_in(train, problem.bounded), FOLD_LEAST)
    return scale.restore(fill(z))[cells]


def nested_values(problem: Problem, cells: Cells) -> Floats:
    """Predictions with the hyper-parameters that do best on an eighth of the known cells, hidden in turn."""
    train = problem.scores.copy()
    train[cells] = np.nan
    i, j = np.where(~np.isnan(train))
    part = np.random.default_rng(3).permutation(len(i))[: len(i) // 8]
    inner = Problem(train, problem.bounded, problem.side, problem.day)
    held = (i[part], j[part])

    def loss(settings: Settings) -> float:
        got = fold_values(inner, partial(ours, problem.side, settings), held)
        return float(np.median(np.abs(got - train[held])))

    return fold_values(problem, partial(ours, problem.side, min(GRID, key=loss)), cells)


def benchpress_rows(matrix: Matrix, pool: ProcessPoolExecutor) -> Iterable[Sequence[str]]:
    problem = matrix.problem
    yield "published (logit, bias-ALS, rank 2)", "4.60", "7.8", "", "27.2", "0.90"
    for name, fill in methods(problem).items():
        got = list(pool.map(partial(fold_values, problem, fill), matrix.folds))
        width, coverage = interval_figures(matrix, pool) if name == "**ours**" else ("", "")
        yield name, *benchpress_figures(matrix, got), width, coverage
    got = list(pool.map(partial(nested_values, problem), matrix.folds))
    yield "ours, hyper-parameters nested", *benchpress_figures(matrix, got), "", ""


def benchpress_figures(matrix: Matrix, got: Sequence[Floats]) -> tuple[str, str, str]:
    median, relative, mean = [], [], []
    for cells, values in zip(matrix.folds, got, strict=True):
        truth = matrix.problem.scores[cells]
        error = np.abs(values - truth)
        some = np.abs(truth) > 1e-6
        median.append(np.median(error))
        relative.append(100 * np.median(error[some] / np.abs(truth[some])))
        mean.append(error[matrix.problem.bounded[cells[1]]].mean())
    return f"{np.median(median):.2f}", f"{np.median(relative):.2f}", f"{np.mean(mean):.2f}"


def fold_interval(problem: Problem, cells: Cells, level: float = 0.9) -> tuple[Floats, Bools]:
    """Widths of the hidden cells' intervals and whether they hold, calibrated inside the fold."""
    train = problem.scores.copy()
    train[cells] = np.nan
    bounded = bounded_in(train, problem.bounded)
    residuals = hidden_residuals(Problem(train, bounded, problem.side, problem.day), least=FOLD_LEAST)
    widen, without = widening(residuals, train.shape[1])
    reach = quantile(residuals.ratio / without, level)
    z, scale = standardize(train, bounded, FOLD_LEAST)
    mean, deviation = fit(z, problem.side).predict(z, problem.side)
    low, high = (scale.restore(mean + sign * reach * widen * deviation)[cells] for sign in (-1, 1))
    truth = problem.scores[cells]
    return high - low, (low <= truth) & (truth <= high)


def interval_figures(matrix: Matrix, pool: ProcessPoolExecutor) -> tuple[str, str]:
    results = list(pool.map(partial(fold_interval, matrix.problem), matrix.folds))
    width, held = (np.concatenate(part) for part in zip(*results, strict=True))
    return f"{np.median(width):.1f}", f"{held.mean():.3f}"


def epoch_rows(matrix: Matrix, pool: ProcessPoolExecutor) -> Iterable[Sequence[str]]:
    problem = matrix.problem
    yield "published (sigmoid, IRT)", "0.0098", "0.864"
    for name, fill in methods(problem).items():
        yield name, *epoch_figures(matrix, list(pool.map(partial(fold_values, problem, fill), matrix.folds)))
    got = list(pool.map(partial(nested_values, problem), matrix.folds))
    yield "ours, hyper-parameters nested", *epoch_figures(matrix, got)


def epoch_figures(matrix: Matrix, got: Sequence[Floats]) -> tuple[str, str]:
    truth = np.concatenate([matrix.problem.scores[cells] for cells in matrix.folds]) / 100
    square = (np.concatenate(got) / 100 - truth) ** 2
    return f"{square.mean():.4f}", f"{1 - square.mean() / truth.var():.3f}"


# Newest models

KNOWN = (1, 2, 3, 5, 9)


def newest_row(matrix: Matrix) -> list[str]:
    problem = matrix.problem
    rows = problem.dated()
    widen, _ = widening(hidden_residuals(problem, rows), problem.scores.shape[1])
    found = forward(problem, rows, widen)
    return [matrix.name, *(f"{100 * coverage(found[known], DEVIATION):.0f}" for known in KNOWN)]


# Choosing


def choosing_tables(matrices: Sequence[Matrix], pool: ProcessPoolExecutor) -> Iterable[str]:
    found = [(m.name, [p for part in pool.map(partial(picks, m.problem), range(8)) for p in part]) for m in matrices]
    head = ["matrix", "problems", "way", "right first pick %", "mean regret"]
    yield from table(head, [row for name, all_picks in found for row in regret_rows(name, all_picks)])
    yield ""
    yield "The stated win share of the first pick, against how often it was truly first:"
    yield ""
    head = ["matrix", "stated", "problems", "mean stated %", "truly first %"]
    yield from table(head, [row for name, all_picks in found for row in share_rows(name, all_picks)])


def regret_rows(name: str, all_picks: Sequence[Pick]) -> Iterable[Sequence[str]]:
    for way in ("estimates", "average of what is known", "zero for what is missing"):
        regret = np.array([p.regret[way] for p in all_picks])
        yield name, str(len(regret)), way, f"{100 * (regret < 1e-9).mean():.0f}", f"{regret.mean():.1f}"


STATED = (("all", 0.0, 1.01), ("under 50%", 0.0, 0.5), ("50-80%", 0.5, 0.8), ("80% and over", 0.8, 1.01))


def share_rows(name: str, all_picks: Sequence[Pick]) -> Iterable[Sequence[str]]:
    for label, low, high in (
        ("all", 0.0, 1.01),
        ("under 50%", 0.0, 0.5),
        ("50-80%", 0.5, 0.8),
        ("80% and over", 0.8, 1.01),
    ):
        some = [p for p in all_picks if low <= p.stated < high]
        if some:
            stated = 100 * np.mean([p.stated for p in some])
            right = 100 * np.mean([p.regret["estimates"] < 1e-9 for p in some])
            yield name, label, str(len(some)), f"{stated:.0f}", f"{right:.0f}"


if __name__ == "__main__":
    sys.exit(main())
