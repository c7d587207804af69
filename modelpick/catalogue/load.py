"""Catalogue files -> facts. All faults of all files are reported together; nothing is kept of a faulty catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from modelpick.catalogue.assemble import assemble
from modelpick.catalogue.bundled import SHIPPED_ON, bundled
from modelpick.catalogue.reader import read_yaml
from modelpick.catalogue.schema import CatalogueFile
from modelpick.catalogue.validate import CheckedFile, check_references, check_schema
from modelpick.domain.dates import Day
from modelpick.domain.errors import InputErrors, Problem
from modelpick.domain.facts import Facts

BUNDLED_FILES = ("benchmarks.yaml", "sources.yaml", "providers.yaml", "models.yaml", "aliases.yaml")


def bundled_files() -> list[Path]:
    folder = bundled("data")
    return [folder / name for name in BUNDLED_FILES]


def check(layers: Sequence[Sequence[Path]], today: Day) -> tuple[list[CheckedFile], list[Problem]]:
    """Read and check every file of `layers`; what could be read, and every problem found."""
    files: list[CheckedFile] = []
    problems: list[Problem] = []
    for path in (path for layer in layers for path in layer):
        try:
            document = read_yaml(path)
        except InputErrors as error:
            problems += error.problems
            continue
        rows, faults = check_schema(document, CatalogueFile)
        problems += faults
        if rows is not None:
            files.append(CheckedFile(document, rows, _latest_day(path, today)))
    # A file that could not be read may hold what the others name, so their references cannot be judged.
    return files, problems or check_references(files)


def _latest_day(path: Path, today: Day) -> Day:
    """The latest day that a fact of `path` may bear."""
    return max(today, SHIPPED_ON) if path.parent == bundled("data") else today


def load_facts(layers: Sequence[Sequence[Path]], today: Day) -> Facts:
    """The facts of `layers`, later ones over earlier ones.

    Raises:
        InputErrors: with every problem of every file.
    """
    files, problems = check(layers, today)
    if problems:
        raise InputErrors(problems)
    return assemble([file.rows for file in files])
