"""Fit the estimator of missing scores on the bundled catalogue and write `data/estimator.json`.

    python -m tools.fit_estimator [--today YYYY-MM-DD] [--out data/estimator.json]

Needs numpy; nothing that ships imports this.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import NormalDist, median
from typing import Any

import numpy as np

from modelpick.catalogue.load import bundled_files, load_facts
from modelpick.domain.dates import first_day
from modelpick.domain.facts import Benchmark, Facts, Model
from modelpick.evidence.pooling import pool, pool_figures
from tools.factor_model import (
    CLASSES,
    Factors,
    Floats,
    Problem,
    Scale,
    class_factors,
    class_of,
    fit,
    hidden_residuals,
    reduced,
    standardise,
    widening,
)

LEAST = 6
"""A benchmark with fewer known models is not estimated, and no estimate rests on it."""
LEAST_OF_LAB = 3
LEAST_GAPS = 10
Z80 = 1.2816
"""Vendor gaps are given by kind of benchmark where there are so many."""
RHO = 0.45
"""Correlation of the errors of one model's estimates, times its number of known scores (measured, oracles README)."""
NOTE = (
    "Parameters fitted to the pooled figures of the bundled catalogue. Its figures are facts, each cited with its "
    "source in data/models.yaml; data sets come under the licences in data/sources.yaml (BenchPress: "
    "CDLA-Permissive-2.0; Epoch AI and models.dev: MIT). No figure is repeated here."
)


@dataclass(frozen=True)
class Side:
    """Metadata columns: standardised date, reasoning, open weights, then a column a lab."""

    values: Floats
    mean_day: float
    sd_days: float
    labs: tuple[str, ...]
    lab_mean: Floats
    lab_sd: Floats

    def row(self, lab: str | None) -> Floats:
        """The columns of a model of which nothing but the lab is known."""
        one = np.array([float(lab == name) for name in self.labs])
        return np.concatenate([np.zeros(3), (one - self.lab_mean) / self.lab_sd / 2])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Fit the estimator of missing scores on the bundled catalogue.")
    parser.add_argument("--today", default=date.today().isoformat(), help="latest day of the facts that count")
    parser.add_argument("--out", type=Path, default=Path("data/estimator.json"))
    chosen = parser.parse_args(arguments)
    data = fitted(load_facts([bundled_files()], chosen.today), chosen.today)
    chosen.out.write_text(dumps(data))
    print(json.dumps(data["accuracy"] | {"vendor_gap": data["vendor_gap"]}, indent=1))
    return 0


def fitted(facts: Facts, today: str) -> dict[str, Any]:
    """Everything that run time needs, with the accuracy reached."""
    benchmarks = [b for b in facts.benchmarks.values() if b.kind != "efficiency"]
    models = list(facts.models.values())
    table = np.array([[_percent(m, b) for b in benchmarks] for m in models])
    enough = (~np.isnan(table)).sum(0) >= LEAST
    benchmarks = [b for b, kept in zip(benchmarks, enough, strict=True) if kept]
    days = np.array([_ordinal(m) for m in models])
    side = side_of(models, days)
    problem = Problem(table[:, enough], np.array([is_bounded(b) for b in benchmarks]), side.values, days)
    z, scale = standardise(problem.scores, problem.bounded, LEAST)
    factors = fit(z, problem.side)
    residuals = hidden_residuals(problem, least=LEAST)
    widen, _ = widening(residuals, len(benchmarks))
    spread = class_factors(problem, problem.dated(), widen, least=LEAST)
    return {
        "method": "factor-1",
        "fitted": today,
        "note": NOTE,
        "models": int((~np.isnan(problem.scores)).any(1).sum()),
        "cells": int((~np.isnan(problem.scores)).sum()),
        "accuracy": accuracy(problem),
        "rho": RHO,
        "vendor_gap": vendor_gap(facts, today),
        "classes": [{"least": k, "factor": _short(f)} for k, f in zip(CLASSES, spread, strict=True)],
        "metadata": metadata(side, factors),
        "benchmarks": {b.id: column(b, j, scale, factors, widen, problem) for j, b in enumerate(benchmarks)},
    }


def is_bounded(benchmark: Benchmark) -> bool:
    """Whether the logit scale applies: a share of a whole."""
    return benchmark.unit in ("percent", "ratio") or (benchmark.kind == "index" and benchmark.range == (0.0, 100.0))


def _percent(model: Model, benchmark: Benchmark) -> float:
    """Pooled value, higher is better, shares in percent of their range; NaN when unknown."""
    cell = pool(model, benchmark)
    if cell is None:
        return float("nan")
    low, high = benchmark.range
    if is_bounded(benchmark) and low is not None and high is not None:
        share = 100 * (cell.value - low) / (high - low)
        return share if benchmark.better == "higher" else 100 - share
    return cell.value if benchmark.better == "higher" else -cell.value


def _ordinal(model: Model) -> float:
    return float(date.fromisoformat(first_day(model.released)).toordinal()) if model.released else float("nan")


def side_of(models: Sequence[Model], days: Floats) -> Side:
    labs = [m.lab for m in models]
    often = tuple(sorted(lab for lab in set(labs) if labs.count(lab) >= LEAST_OF_LAB))
    ones = np.array([[float(lab == name) for name in often] for lab in labs])
    mean_day, sd_days = float(np.nanmean(days)), float(np.nanstd(days))
    mean_day = float(round(mean_day))
    when = np.nan_to_num((days - mean_day) / sd_days)
    flags = [[_flag(m.reasoning), _flag(None if m.weights is None else m.weights == "open")] for m in models]
    values = np.c_[when, np.array(flags), (ones - ones.mean(0)) / ones.std(0) / 2]
    return Side(values, mean_day, sd_days, often, ones.mean(0), ones.std(0))


def _flag(answer: bool | None) -> float:
    return 0.0 if answer is None else 1.0 if answer else -1.0


def metadata(side: Side, factors: Factors) -> dict[str, Any]:
    base = factors.effects @ side.row(None)
    return {
        "mean_day": date.fromordinal(int(side.mean_day)).isoformat(),
        "sd_days": _short(side.sd_days),
        "base": _list(base),
        "released": _list(factors.effects[:, 0]),
        "reasoning": _list(factors.effects[:, 1]),
        "open_weights": _list(factors.effects[:, 2]),
        "labs": {lab: _list(factors.effects @ side.row(lab) - base) for lab in side.labs},
    }


def column(b: Benchmark, j: int, scale: Scale, factors: Factors, widen: Floats, problem: Problem) -> dict[str, Any]:
    return {
        "scale": "logit" if problem.bounded[j] else "linear",
        "better": b.better,
        "low": b.range[0],
        "high": b.range[1],
        "models": int((~np.isnan(problem.scores[:, j])).sum()),
        "centre": _short(scale.centre[j]),
        "spread": _short(scale.spread[j]),
        "intercept": _short(factors.intercept[j]),
        "noise": _short(factors.noise[j]),
        "widen": _short(widen[j]),
        "loadings": _list(factors.loadings[j]),
    }


def accuracy(problem: Problem, parts: int = 10) -> dict[str, Any]:
    """Cross-validated error on random cells, and coverage on the newest fifth reduced to a few scores."""
    i, j = np.where(~np.isnan(problem.scores))
    order = np.random.default_rng(7).permutation(len(i))
    errors: list[Floats] = []
    for part in np.array_split(order, parts):
        cells = (i[part], j[part])
        train = problem.scores.copy()
        train[cells] = np.nan
        z, scale = standardise(train, problem.bounded, LEAST - 1)
        got = scale.restore(fit(z, problem.side).predict(z, problem.side)[0])
        errors.append(np.abs(got[cells] - problem.scores[cells])[problem.bounded[j[part]]])
    flat = np.concatenate(errors)
    return {
        "protocol": f"{parts} random parts of the pooled cells hidden in turn, percentages, in points",
        "median_error": round(float(np.median(flat)), 2),
        "mean_error": round(float(flat.mean()), 2),
        "newest_fifth_coverage_80": newest_coverage(problem),
    }


def newest_coverage(problem: Problem) -> dict[str, float]:
    """Coverage of 80 % intervals by number of known scores; fitted and calibrated on the older four fifths."""
    rows = problem.dated()
    old, new = problem.newest(rows, int(len(rows) * 0.2))
    inside = hidden_residuals(problem, old, least=LEAST)
    widen, _ = widening(inside, problem.scores.shape[1])
    spread = class_factors(problem, old, widen, least=LEAST)
    covered = {}
    for known in (0, 1, 2, 3, 5):
        test = reduced(problem, old, new, known, widen, repeats=20, seed=99, least=LEAST)
        reach = NormalDist().inv_cdf(0.9) * spread[class_of(known)]
        covered[str(known)] = round(float((test.ratio <= reach).mean()), 3)
    return covered


def vendor_gap(facts: Facts, today: str) -> dict[str, Any]:
    """Vendor minus independent figures of one cell under comparable protocols, in points of a percentage.

    `extra_sd` is what the two figures' own deviations leave unexplained of the spread within which 80 % of the gaps
    lie: the deviation that a figure has to carry in addition while nobody independent has confirmed it.
    """
    gaps: dict[str, list[tuple[float, float]]] = {}
    for model in facts.models.values():
        for benchmark in facts.benchmarks.values():
            if benchmark.unit == "percent" and benchmark.kind != "efficiency":
                gap = _gap(model, benchmark)
                if gap is not None:
                    gaps.setdefault(benchmark.domains[0], []).append(gap)
    every = [gap for some in gaps.values() for gap in some]
    by_domain = {d: _robust(g) for d, g in sorted(gaps.items()) if len(g) >= LEAST_GAPS}
    return {"on": today, "unit": "points", **_robust(every), "by_domain": by_domain}


def _gap(model: Model, benchmark: Benchmark) -> tuple[float, float] | None:
    """Vendor minus independent, and the variance that the deviations of the two explain."""
    figures = [m for m in model.measurements if m.benchmark == benchmark.id and m.state == "accepted"]
    cells = [pool_figures(model, benchmark, [m for m in figures if m.by == who]) for who in ("vendor", "independent")]
    vendor, independent = cells
    if vendor is None or independent is None or vendor.flags != independent.flags or vendor.flags:
        return None
    return vendor.value - independent.value, vendor.sd**2 + independent.sd**2


def _robust(found: Sequence[tuple[float, float]]) -> dict[str, Any]:
    gaps, explained = [gap for gap, _ in found], median(variance for _, variance in found)
    centre = median(gaps)
    spread = 1.4826 * median(abs(g - centre) for g in gaps)
    within = sorted(abs(g - centre) for g in gaps)
    q80 = within[min(len(within) - 1, int(0.8 * len(within)))]
    return {
        "n": len(gaps),
        "median": round(centre, 2),
        "robust_sd": round(spread, 2),
        "q80": round(q80, 2),
        "extra_sd": round(max((q80 / Z80) ** 2 - explained, 0.0) ** 0.5, 2),
        "copies": sum(abs(g) <= 0.1 for g in gaps),
    }


def _short(x: float) -> float:
    return float(f"{x:.5g}")


def _list(values: Floats) -> list[float]:
    return [_short(v) for v in values]


def dumps(data: dict[str, Any]) -> str:
    """JSON with one line a benchmark, so that a new fit can be read as a difference."""
    head = {k: v for k, v in data.items() if k != "benchmarks"}
    lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in data["benchmarks"].items()]
    text = json.dumps(head, indent=1)[:-2]
    return text + ',\n "benchmarks": {\n' + ",\n".join(lines) + "\n }\n}\n"


if __name__ == "__main__":
    sys.exit(main())
