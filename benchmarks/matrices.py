"""The two published matrices that estimation is measured on, as `../shared/oracles/README.md` describes them."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from tools.factor_model import Bools, Floats, Ints, Problem, lab_columns

LEAST_OF_LAB = 3
"""A lab with fewer models has no effect of its own."""


@dataclass(frozen=True)
class Matrix:
    name: str
    problem: Problem
    folds: list[tuple[Ints, Ints]]


def side_information(days: Floats, flags: list[Floats], labs: list[str]) -> Floats:
    """Metadata columns: standardised date, flags as -1/0/+1, and one column a lab. Unknown is 0."""
    often = [lab for lab in sorted(set(labs)) if labs.count(lab) >= LEAST_OF_LAB]
    columns, _ = lab_columns(labs, often)
    when = np.nan_to_num((days - np.nanmean(days)) / np.nanstd(days))
    return np.asarray(np.c_[when, np.array(flags).T, columns], float)


def flag(answers: list[bool | None]) -> Floats:
    return np.array([0.0 if a is None else 2.0 * a - 1 for a in answers])


def benchpress(folder: Path) -> Matrix:
    data = json.loads((folder / "benchpress/scores.json").read_text())
    scores = np.array([[np.nan if v is None else float(v) for v in row] for row in data["observed"]])
    models = data["models"]
    days = np.array([_day_ordinal(m.get("release_date")) for m in models])
    flags = [flag([bool(m.get(name)) for m in models]) for name in ("reasoning", "open_weights")]
    side = side_information(days, flags, [m["provider"] for m in models])
    bounded = (np.nanmin(scores, 0) >= -1) & (np.nanmax(scores, 0) <= 101)
    folds = json.loads((folder / "benchpress/folds.json").read_text())["folds"]
    cells = [np.array(f["test_cells"]).T for f in folds]
    return Matrix("BenchPress", Problem(scores, bounded, side, days), [(c[0], c[1]) for c in cells])


def epoch(folder: Path) -> Matrix:
    from sklearn.model_selection import KFold  # type: ignore[import-untyped]

    rows = list(csv.DictReader((folder / "epoch/scores.csv").open()))
    names, tests = sorted({r["model"] for r in rows}), sorted({r["benchmark"] for r in rows})
    when = {r["model"]: _day_ordinal(r["date"][:10]) for r in rows}
    i = np.array([names.index(r["model"]) for r in rows])
    j = np.array([tests.index(r["benchmark"]) for r in rows])
    scores = np.full((len(names), len(tests)), np.nan)
    scores[i, j] = [100 * float(r["performance"]) for r in rows]
    days = np.array([when[n] for n in names])
    side = side_information(
        days, [flag([_is_thinking_name(n) for n in names])], [re.split("[-_]", n)[0].lower() for n in names]
    )
    splits = KFold(10, shuffle=True, random_state=42).split(rows)
    bounded = np.ones(len(tests), bool)
    return Matrix("Epoch", Problem(scores, bounded, side, days), [(i[test], j[test]) for _, test in splits])


def _is_thinking_name(name: str) -> bool:
    """Epoch's table has no such column; the name tells."""
    return "think" in name or name.startswith(("o1", "o3", "o4", "gpt-5")) or "r1" in name.lower().split("-")


def _day_ordinal(text: str | None) -> float:
    """Ordinal of the first day that `text` may mean."""
    if not text:
        return float("nan")
    return float(date.fromisoformat(text + "-01-01"[(len(text) - 4) :]).toordinal())


def bounded_in(train: Floats, whole: Bools) -> Bools:
    """Which columns of `train` are percentages; `whole` decides for those that are empty there."""
    some = (~np.isnan(train)).any(0)
    filled = np.where(some, train, 0.0)
    return np.where(some, (np.nanmin(filled, 0) >= -1) & (np.nanmax(filled, 0) <= 101), whole)
