"""Checks catalog files without answering anything from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from modelpick.catalog.bundled import bundle_day, clock_day, current_bundle
from modelpick.catalog.doubts import doubts
from modelpick.catalog.load import bundled_files, check
from modelpick.catalog.schema import AliasRow
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.catalog_reports import Validation
from modelpick.model.problems import Problem

SECTIONS = ("models", "benchmarks", "sources", "providers", "aliases", "hardware", "workloads")
OWN_SECTIONS = ("scores", "prices", "discounts", "token_counts")
"""Sections whose rows have no id: each counts, and they are spoken of only where there are any."""


def validate(files: Sequence[Path], *, with_bundled: bool = True) -> Validation:
    """Check `files` as layers over the bundled ones.

    Doubtful rows are errors in the bundled data and warnings in the user's own files.
    """
    layers = [bundled_files(current_bundle().data)] if with_bundled else []
    layers += [[path] for path in files]
    checked, problems = check(layers, clock_day())
    counts = {name: len({_row_key(row) for f in checked for row in getattr(f.rows, name)}) for name in SECTIONS}
    counts["terms"] = len({row.id for f in checked for row in f.rows.glossary})
    counts |= {name: rows for name in OWN_SECTIONS if (rows := sum(len(getattr(f.rows, name)) for f in checked))}
    counts["measurements"] = sum(len(model.measurements) for f in checked for model in f.rows.models)
    counts["offerings"] = sum(len(model.offerings) for f in checked for model in f.rows.models)
    names = tuple(str(path) for layer in layers for path in layer)
    found = doubts(checked)
    faults = [*problems, *(doubt for doubt in found if _is_bundled(doubt))]
    warnings = [doubt for doubt in found if not _is_bundled(doubt)]
    return Validation(SCHEMA_VERSION, names, counts, tuple(faults), tuple(warnings))


def _is_bundled(problem: Problem) -> bool:
    return bundle_day(Path(problem.file).parent) is not None


def _row_key(row: Any) -> str:
    """What makes a row one: a later layer may add to the same model."""
    return str(row.alias.lower() if isinstance(row, AliasRow) else row.id)
