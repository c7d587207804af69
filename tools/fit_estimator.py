"""Fit the estimator of missing scores on the bundled catalog and write `data/estimator.json`.

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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from msgspec.structs import asdict

from modelpick.catalog.load import bundled_files, load_facts
from modelpick.evidence.links import EditionLink
from modelpick.evidence.pooled import TIERS, Cell
from modelpick.evidence.pooling import pool_figures
from modelpick.model.dates import first_day
from modelpick.model.facts import Benchmark, Facts, Measurement, Model
from modelpick.model.numbers import Z80
from tools.factor_model import (
    DEVIATION,
    LAB_REACH,
    Bools,
    Factors,
    Floats,
    Problem,
    Scale,
    coverage,
    fit,
    forward,
    hidden_residuals,
    lab_columns,
    standardize,
    widening,
)
from tools.fit_links import Editions, Estimates, Judged, hidden_estimates, judged_links
from tools.source_effects import MAKER, OTHER, TIERS_OF_GROUPS, effects_of, levelled

LEAST = 6
"""A benchmark with fewer known models is not estimated, and no estimate rests on it."""
LEAST_OF_LAB = 3
COPIED = 0.1
"""Figures of one cell that differ by no more count as one measurement."""
LEAST_GAPS = 10
"""Vendor gaps are given by kind of benchmark where there are so many."""
RHO = 0.45
"""Correlation of the errors of one model's estimates, times its number of known scores (measured, oracles README)."""
NOTE = (
    "Parameters fitted to the pooled figures of the bundled catalog. Its figures are facts, each cited with its "
    "source in data/models.yaml; data sets come under the licenses in data/sources.yaml (BenchPress: "
    "CDLA-Permissive-2.0; Epoch AI and models.dev: MIT). No figure is repeated here."
)


@dataclass(frozen=True)
class Side:
    """Metadata columns: standardised date, reasoning, open weights, then a column a lab."""

    values: Floats
    mean_day: float
    sd_days: float
    labs: tuple[str, ...]
    lab_shares: Floats

    def row(self, lab: str | None) -> Floats:
        """The columns of a model of which nothing but the lab is known."""
        one = np.array([float(lab == name) for name in self.labs])
        return np.concatenate([np.zeros(3), LAB_REACH * (one - self.lab_shares)])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Fit the estimator of missing scores on the bundled catalog.")
    parser.add_argument("--today", default=date.today().isoformat(), help="latest day of the facts that count")
    parser.add_argument("--out", type=Path, default=Path("data/estimator.json"))
    chosen = parser.parse_args(arguments)
    data = fitted(load_facts([bundled_files()], chosen.today), chosen.today)
    chosen.out.write_text(dumps(data))
    print(json.dumps(data["accuracy"] | {"vendor_gap": data["vendor_gap"]}, indent=1))
    return 0


@dataclass(frozen=True)
class Matrix:
    """The pooled cells of the catalog, who measured each (`tiers`, an index in `TIERS`), and what else is known."""

    benchmarks: list[Benchmark]
    problem: Problem
    tiers: Floats
    side: Side


def fitted(facts: Facts, today: str) -> dict[str, Any]:
    """Everything that run time needs, with the accuracy reached."""
    data, problem = parameters(facts, today)
    columns = data.pop("benchmarks")
    return {**data, "accuracy": accuracy(problem), "benchmarks": columns}


@dataclass(frozen=True)
class Shared:
    """What a fit without some figures may take over from the fit with them: nine tenths of the work.

    `siblings` decide which links are kept, not what they carry over. `effects` and `widen`, by benchmark, are those of
    makers and of deviations; None where they are what is put to the test.
    """

    siblings: Estimates
    effects: Mapping[str, Floats] | None = None
    widen: Mapping[str, float] | None = None


def shared_of(facts: Facts) -> Shared:
    """What fits on parts of `facts` may share."""
    level = level_of(facts)
    names = [b.id for b in level.matrix.benchmarks]
    widen, _ = widening(hidden_residuals(level.problem, least=LEAST), len(names))
    effects, widths = dict(zip(names, level.effects, strict=True)), dict(zip(names, map(float, widen), strict=True))
    return Shared(hidden_estimates(level.editions(facts), LEAST), effects, widths)


def parameters(facts: Facts, today: str, shared: Shared | None = None) -> tuple[dict[str, Any], Problem]:
    """Everything that run time needs, and the matrix of figures at the independent level that it was fitted to."""
    level = level_of(facts, shared.effects if shared else None)
    matrix, problem = level.matrix, level.problem
    z, scale = standardize(problem.scores, problem.bounded, LEAST)
    factors = fit(z, problem.side, kinds=problem.kinds)
    if shared and shared.widen:
        widen = np.array([shared.widen[b.id] for b in matrix.benchmarks])
    else:
        widen, _ = widening(hidden_residuals(problem, least=LEAST), len(matrix.benchmarks))
    shifts = level.effects * (level.before.spread / scale.spread)[:, None]
    independent = (matrix.tiers == TIERS.index("independent")).sum(0)
    editions = level.editions(facts)
    links = judged_links(editions, scale, shared.siblings if shared else hidden_estimates(editions, LEAST), today)
    columns = {
        b.id: {
            **column(b, j, scale, factors, widen, problem),
            **source_of(shifts[j], int(independent[j])),
            "since": since(b, facts),
        }
        for j, b in enumerate(matrix.benchmarks)
    }
    data = {
        "method": "factor-2",
        "fitted": today,
        "note": NOTE,
        "models": int((~np.isnan(problem.scores)).any(1).sum()),
        "cells": int((~np.isnan(problem.scores)).sum()),
        "rho": RHO,
        "vendor_gap": vendor_gap(facts, today),
        "deviation": dict(vars(DEVIATION)),
        "metadata": metadata(matrix.side, factors),
        "links": [row_of(each.link) for each in links if each.kept],
        "refused": [refused_row(each) for each in links if not each.kept],
        "benchmarks": columns,
    }
    return data, problem


@dataclass(frozen=True)
class Level:
    """The figures at the level at which independent parties measure (`problem`), and what was taken off the others:
    `effects` in standard scores of the scale `before`."""

    matrix: Matrix
    problem: Problem
    effects: Floats
    before: Scale

    def editions(self, facts: Facts) -> Editions:
        return Editions(self.matrix.benchmarks, self.problem, facts.skills.values())


def level_of(facts: Facts, known: Mapping[str, Floats] | None = None) -> Level:
    """The figures of `facts` at the independent level, with effects that are `known` by benchmark or worked out."""
    matrix = matrix_of(facts)
    raw = matrix.problem
    _, before = standardize(raw.scores, raw.bounded, LEAST)
    if known is None:
        effects = effects_of(_paired_differences(facts, matrix.benchmarks, before))
    else:
        effects = np.array([known[b.id] for b in matrix.benchmarks])
    problem = replace(raw, scores=levelled(raw.scores, matrix.tiers, effects, before))
    return Level(matrix, problem, effects, before)


def _paired_differences(facts: Facts, benchmarks: Sequence[Benchmark], scale: Scale) -> list[list[list[float]]]:
    """By benchmark and group of those who measure, how far their figures lie above independent ones of the same cell,
    in standard scores; a copied figure is no other measurement."""
    found: list[list[list[float]]] = [[[] for _ in TIERS_OF_GROUPS] for _ in benchmarks]
    for model in facts.models.values():
        figures = _figures_of(model)
        for j, benchmark in enumerate(benchmarks):
            of_cell = [m for m in figures.get(benchmark.id, ()) if m.state == "accepted"]
            for group, names in TIERS_OF_GROUPS.items():
                pair = [_cell_measured_by(model, benchmark, of_cell, who) for who in (names, ("independent",))]
                if None in pair:
                    continue
                one, other = (_percent_value(cell, benchmark) for cell in pair)
                if abs(one - other) > COPIED:
                    z = scale.of_columns(np.array([j])).standard(np.array([[one], [other]]))
                    found[j][group].append(float(z[0, 0] - z[1, 0]))
    return found


def _cell_measured_by(
    model: Model, benchmark: Benchmark, figures: Sequence[Measurement], who: tuple[str, ...]
) -> Cell | None:
    chosen = [m for m in figures if m.by in who]
    return pool_figures(model, benchmark, chosen) if chosen else None


def matrix_of(facts: Facts) -> Matrix:
    """Every benchmark that enough models were measured on, and every model."""
    benchmarks = [b for b in facts.benchmarks.values() if b.kind != "efficiency"]
    models = list(facts.models.values())
    cells = [_pooled_cells(m, benchmarks) for m in models]
    table = np.array([[_percent_value(c, b) for c, b in zip(row, benchmarks, strict=True)] for row in cells])
    tiers = np.array([[TIERS.index(c.basis) if c else np.nan for c in row] for row in cells])
    enough = (~np.isnan(table)).sum(0) >= LEAST
    kept = [b for b, good in zip(benchmarks, enough, strict=True) if good]
    days = np.array([_release_ordinal(m) for m in models])
    side = side_of(models, days)
    bounded: Bools = np.array([is_bounded(b) for b in kept])
    _, kinds = np.unique([b.domains[0] if b.domains else "" for b in kept], return_inverse=True)
    return Matrix(kept, Problem(table[:, enough], bounded, side.values, days, kinds), tiers[:, enough], side)


def _pooled_cells(model: Model, benchmarks: Iterable[Benchmark]) -> list[Cell | None]:
    figures = _figures_of(model)
    return [pool_figures(model, b, figures[b.id]) if b.id in figures else None for b in benchmarks]


def _figures_of(model: Model) -> dict[str, list[Measurement]]:
    """Benchmark -> the figures of `model`."""
    found: dict[str, list[Measurement]] = {}
    for figure in model.measurements:
        found.setdefault(figure.benchmark, []).append(figure)
    return found


def since(benchmark: Benchmark, facts: Facts) -> str:
    """The day on which the last of the first `LEAST` models had a figure that counts."""
    days: dict[str, str] = {}
    for model in facts.models.values():
        for m in model.measurements:
            if m.benchmark == benchmark.id and m.state in ("accepted", "disputed"):
                days[model.id] = min(days.get(model.id, "9999"), m.known_on)
    return sorted(days.values())[LEAST - 1]


def source_of(shift: Floats, independent: int) -> dict[str, Any]:
    """How far figures of a maker and of others lie above an independent party's, in standard scores."""
    effects = {
        "vendor": _five_digits(shift[MAKER]),
        "rival": _five_digits(shift[OTHER]),
        "press": _five_digits(shift[OTHER]),
    }
    return {"effects": effects, "independent": independent}


def row_of(link: EditionLink) -> dict[str, Any]:
    """A link as `modelpick.evidence.links` reads it."""
    return {name: _five_digits(value) if isinstance(value, float) else value for name, value in asdict(link).items()}


def refused_row(judged: Judged) -> dict[str, Any]:
    row = row_of(judged.link)
    return {name: row[name] for name in ("target", "edition", "n", "r", "error", "estimator")} | {"why": judged.why}


def is_bounded(benchmark: Benchmark) -> bool:
    """Whether the logit scale applies: a share of a whole."""
    return benchmark.unit in ("percent", "ratio") or (benchmark.kind == "index" and benchmark.range == (0.0, 100.0))


def _percent_value(cell: Cell | None, benchmark: Benchmark) -> float:
    """Pooled value, higher is better, shares in percent of their range; NaN when unknown."""
    if cell is None:
        return float("nan")
    low, high = benchmark.range
    if is_bounded(benchmark) and low is not None and high is not None:
        share = 100 * (cell.value - low) / (high - low)
        return share if benchmark.better == "higher" else 100 - share
    return cell.value if benchmark.better == "higher" else -cell.value


def _release_ordinal(model: Model) -> float:
    return float(date.fromisoformat(first_day(model.released)).toordinal()) if model.released else float("nan")


def side_of(models: Sequence[Model], days: Floats) -> Side:
    labs = [m.lab for m in models]
    often = tuple(sorted(lab for lab in set(labs) if labs.count(lab) >= LEAST_OF_LAB))
    columns, shares = lab_columns(labs, often)
    mean_day, sd_days = float(np.nanmean(days)), float(np.nanstd(days))
    mean_day = float(round(mean_day))
    when = np.nan_to_num((days - mean_day) / sd_days)
    flags = [
        [_flag_value(m.features.reasoning), _flag_value(None if m.weights is None else m.weights == "open")]
        for m in models
    ]
    return Side(np.c_[when, np.array(flags), columns], mean_day, sd_days, often, shares)


def _flag_value(answer: bool | None) -> float:
    return 0.0 if answer is None else 1.0 if answer else -1.0


def metadata(side: Side, factors: Factors) -> dict[str, Any]:
    base = factors.effects @ side.row(None)
    return {
        "mean_day": date.fromordinal(int(side.mean_day)).isoformat(),
        "sd_days": _five_digits(side.sd_days),
        "base": _short_list(base),
        "released": _short_list(factors.effects[:, 0]),
        "reasoning": _short_list(factors.effects[:, 1]),
        "open_weights": _short_list(factors.effects[:, 2]),
        "labs": {lab: _short_list(factors.effects @ side.row(lab) - base) for lab in side.labs},
    }


def column(b: Benchmark, j: int, scale: Scale, factors: Factors, widen: Floats, problem: Problem) -> dict[str, Any]:
    return {
        "scale": "logit" if problem.bounded[j] else "linear",
        "better": b.better,
        "low": b.range[0],
        "high": b.range[1],
        "models": int((~np.isnan(problem.scores[:, j])).sum()),
        "centre": _five_digits(scale.center[j]),
        "spread": _five_digits(scale.spread[j]),
        "intercept": _five_digits(factors.intercept[j]),
        "noise": _five_digits(factors.noise[j]),
        "widen": _five_digits(widen[j]),
        "loadings": _short_list(factors.loadings[j]),
    }


def accuracy(problem: Problem, parts: int = 10) -> dict[str, Any]:
    """Cross-validated error on random cells, and coverage for models newer than the fit, reduced to a few scores."""
    i, j = np.where(~np.isnan(problem.scores))
    order = np.random.default_rng(7).permutation(len(i))
    errors: list[Floats] = []
    for part in np.array_split(order, parts):
        cells = (i[part], j[part])
        train = problem.scores.copy()
        train[cells] = np.nan
        z, scale = standardize(train, problem.bounded, LEAST - 1)
        got = scale.restore(fit(z, problem.side, kinds=problem.kinds).predict(z, problem.side)[0])
        errors.append(np.abs(got[cells] - problem.scores[cells])[problem.bounded[j[part]]])
    flat = np.concatenate(errors)
    return {
        "protocol": f"{parts} random parts of the pooled cells hidden in turn, percentages, in points",
        "median_error": round(float(np.median(flat)), 2),
        "mean_error": round(float(flat.mean()), 2),
        "forward_coverage_80": forward_coverage(problem),
    }


def forward_coverage(problem: Problem) -> dict[str, float]:
    """Coverage of 80% intervals by number of known scores, for models newer than the fit."""
    rows = problem.dated()
    widen, _ = widening(hidden_residuals(problem, rows, least=LEAST), problem.scores.shape[1])
    found = forward(problem, rows, widen, least=LEAST)
    return {str(known): round(coverage(some, DEVIATION), 3) for known, some in found.items()}


def vendor_gap(facts: Facts, today: str) -> dict[str, Any]:
    """Vendor minus independent figures of one cell under comparable protocols, in points of a percentage.

    `extra_sd` is what the two figures' own deviations leave unexplained of the spread within which 80 % of the gaps
    lie: the deviation that a figure has to carry in addition while nobody independent has confirmed it.
    """
    gaps: dict[str, list[tuple[float, float]]] = {}
    for model in facts.models.values():
        figures = _figures_of(model)
        for benchmark in facts.benchmarks.values():
            if benchmark.unit == "percent" and benchmark.kind != "efficiency" and benchmark.id in figures:
                gap = _vendor_gap_of(model, benchmark, figures[benchmark.id])
                if gap is not None:
                    gaps.setdefault(benchmark.domains[0], []).append(gap)
    every = [gap for some in gaps.values() for gap in some]
    by_domain = {d: _robust_summary(g) for d, g in sorted(gaps.items()) if len(g) >= LEAST_GAPS}
    return {"on": today, "unit": "points", **_robust_summary(every), "by_domain": by_domain}


def _vendor_gap_of(model: Model, benchmark: Benchmark, every: Iterable[Measurement]) -> tuple[float, float] | None:
    """Vendor minus independent, and the variance that the deviations of the two explain."""
    figures = [m for m in every if m.state == "accepted"]
    cells = [pool_figures(model, benchmark, [m for m in figures if m.by == who]) for who in ("vendor", "independent")]
    vendor, independent = cells
    if vendor is None or independent is None or vendor.flags != independent.flags or vendor.flags:
        return None
    return vendor.value - independent.value, vendor.sd**2 + independent.sd**2


def _robust_summary(found: Sequence[tuple[float, float]]) -> dict[str, Any]:
    gaps, explained = [gap for gap, _ in found], median(variance for _, variance in found)
    center = median(gaps)
    spread = 1.4826 * median(abs(g - center) for g in gaps)
    within = sorted(abs(g - center) for g in gaps)
    q80 = within[min(len(within) - 1, int(0.8 * len(within)))]
    return {
        "n": len(gaps),
        "median": round(center, 2),
        "robust_sd": round(spread, 2),
        "q80": round(q80, 2),
        "extra_sd": round(max((q80 / Z80) ** 2 - explained, 0.0) ** 0.5, 2),
        "copies": sum(abs(g) <= 0.1 for g in gaps),
    }


def _five_digits(x: float) -> float:
    return float(f"{x:.5g}")


def _short_list(values: Floats) -> list[float]:
    return [_five_digits(v) for v in values]


def dumps(data: dict[str, Any]) -> str:
    """JSON with one line a benchmark, so that a new fit can be read as a difference."""
    head = {k: v for k, v in data.items() if k != "benchmarks"}
    lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in data["benchmarks"].items()]
    for name in ("links", "refused"):
        head[name] = [f"@{name}{i}" for i in range(len(data[name]))]
    text = json.dumps(head, indent=1)[:-2]
    for name in ("links", "refused"):
        for i, row in enumerate(data[name]):
            text = text.replace(f'"@{name}{i}"', json.dumps(row), 1)
    return text + ',\n "benchmarks": {\n' + ",\n".join(lines) + "\n }\n}\n"


if __name__ == "__main__":
    sys.exit(main())
