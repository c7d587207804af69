"""Catalog files -> facts. All faults of all files are reported together; nothing is kept of a faulty catalog."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from modelpick.catalog.bundled import bundle_day, bundled, shipped_reads
from modelpick.catalog.overlay import NOTHING, merge_files
from modelpick.catalog.reader import read_yaml
from modelpick.catalog.schema import CatalogFile
from modelpick.catalog.validate import CheckedFile, check_references, check_schema
from modelpick.model.dates import Day
from modelpick.model.errors import InputErrors
from modelpick.model.facts import Facts
from modelpick.model.problems import Problem
from modelpick.storage.reading import Reads

BUNDLED_FILES = (
    *("benchmarks.yaml", "sources.yaml", "providers.yaml", "models.yaml", "aliases.yaml", "skills.yaml"),
    *("hardware.yaml", "rentals.yaml", "workloads.yaml", "glossary.yaml", "ended-ids.yaml"),
    "weights.yaml",
)

_ADDED_LATER = ("weights.yaml",)
"""A data release that was made for an earlier version of the program has none of these."""


def bundled_files(folder: Path | None = None) -> list[Path]:
    """The catalog files in a `data` folder; in the one that ships with the program by default."""
    folder = folder or bundled("data")
    return [folder / name for name in BUNDLED_FILES if name not in _ADDED_LATER or (folder / name).is_file()]


def check(
    layers: Sequence[Sequence[Path]], today: Day, known: Facts | None = None, reads: Reads | None = None
) -> tuple[list[CheckedFile], list[Problem]]:
    """Read and check every file of `layers`; what could be read, and every problem found.

    Args:
        known: facts beneath the files, which these may name and add to.
        reads: what reads them, for whoever keeps something about their content.
    """
    files, problems = opened([path for layer in layers for path in layer], today, reads)
    # A file that could not be read may hold what the others name, so their references cannot be judged.
    return files, problems or check_references(files, known)


def opened(paths: Sequence[Path], today: Day, reads: Reads | None = None) -> tuple[list[CheckedFile], list[Problem]]:
    """Each of `paths` by itself, read and checked against the schema, with every problem found."""
    files: list[CheckedFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            document = read_yaml(path, shipped_reads() if bundle_day(path.parent) else reads)
        except InputErrors as error:
            problems += error.problems
            continue
        rows, faults = (CatalogFile(), []) if document.comments else check_schema(document, CatalogFile)
        problems += faults
        if rows is not None:
            files.append(CheckedFile(document, rows, _latest_day(path, today)))
    return files, problems


def _latest_day(path: Path, today: Day) -> Day:
    """The latest day that a fact of `path` may have: today; in the bundled files at least the day that they shipped."""
    return max(today, bundle_day(path.parent) or today)


def load_facts(
    layers: Sequence[Sequence[Path]], today: Day, beneath: Facts | None = None, *, reads: Reads | None = None
) -> Facts:
    """The facts of `layers`, later ones over earlier ones, all over `beneath`.

    Raises:
        InputErrors: with every problem of every file.
    """
    return loaded(layers, today, beneath, reads)[0]


def loaded(
    layers: Sequence[Sequence[Path]], today: Day, beneath: Facts | None = None, reads: Reads | None = None
) -> tuple[Facts, tuple[dict[str, int], ...]]:
    """The same, and for each file how many entries each of its sections has.

    Raises:
        InputErrors: with every problem of every file.
    """
    files, problems = check(layers, today, beneath, reads)
    if problems:
        raise InputErrors(problems)
    return merge_files(beneath or NOTHING, files), tuple(map(_entries_by_section, files))


def brought(path: Path, reads: Reads | None = None) -> dict[str, int]:
    """Section -> entries of the catalog file `path`, by itself.

    Raises:
        InputErrors: with every fault of the file.
    """
    files, problems = opened([path], "", reads)
    if problems:
        raise InputErrors(problems)
    return _entries_by_section(files[0])


def _entries_by_section(file: CheckedFile) -> dict[str, int]:
    """Section -> entries, without the sections that hold none."""
    data = file.document.data
    return {section: _entry_count(rows) for section, rows in data.items() if rows} if isinstance(data, dict) else {}


def _entry_count(rows: object) -> int:
    """A list's own; of a policy those that it allows and those that it denies."""
    return (
        sum(map(_entry_count, rows.values())) if isinstance(rows, dict) else len(rows) if isinstance(rows, list) else 1
    )


def aliases_of(paths: Sequence[Path], reads: Reads | None = None) -> dict[str, str]:
    """The aliases that `paths` define, lower case; those of a file with faults, which is refused later, not at all."""
    found: dict[str, str] = {}
    for path in paths:
        try:
            rows, _ = check_schema(read_yaml(path, reads), CatalogFile)
        except InputErrors:
            continue
        found |= {row.alias.lower(): row.model for row in rows.aliases} if rows else {}
    return found
