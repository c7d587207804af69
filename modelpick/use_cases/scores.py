"""Adds a measurement of the user's own to a catalog file, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

from modelpick.catalog.schema import OwnScore
from modelpick.model.dates import is_day
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import names_of
from modelpick.model.names import did_you_mean
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.writing import change_catalog, with_row


def add_score(catalog: OpenCatalog, score: OwnScore, file: Path) -> str:
    """Add `score` to the `scores:` of `file`, creating it if need be; the line that was added.

    The file is checked with the new line before it is replaced; comments and all else in it stay as they are.

    Raises:
        ModelpickError: an unknown model or benchmark.
        InputErrors: the file, or the file with the new line, is not a valid catalog.
    """
    id_ = catalog.resolve(score.model)
    if score.benchmark not in catalog.facts.benchmarks:
        known = catalog.facts.benchmarks
        hint = did_you_mean(score.benchmark, known) or "Define it under `benchmarks:` of your file first"
        raise ModelpickError(f"unknown benchmark `{score.benchmark}`", hint=hint)
    row = _score_row(id_, score)
    change_catalog(file, catalog, lambda text: with_row(text, "scores", row, str(file), "a score"))
    return row


def _score_row(model: str, score: OwnScore) -> str:
    on = score.on if is_day(score.on) else json.dumps(score.on)
    parts = [f"model: {model}", f"benchmark: {score.benchmark}", f"value: {_all_digits(score.value)}", f"on: {on}"]
    for key in names_of(score)[4:]:
        said = getattr(score, key)
        if said is not None:
            parts.append(f"{key}: {json.dumps(said, ensure_ascii=False)}")
    return "{" + ", ".join(parts) + "}"


def _all_digits(value: float) -> str:
    """The number with every digit that was given."""
    return str(int(value)) if float(value).is_integer() else repr(value)
