"""The faults of the files, each where it is and with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modelpick.documents.catalog_reports import Validation
from modelpick.model import wording
from modelpick.model.problems import Problem
from modelpick.render.page import Block, Heading, Page, Paragraph


def page(report: Validation) -> Page:
    """The screen of `catalog validate`."""
    count, doubtful = len(report.problems), len(report.warnings)
    held = ", ".join(f"{number:,} {what.replace('_', ' ')}" for what, number in report.counts.items())
    said = wording.count(count, "error") if count else "No errors"
    said += f" and {wording.count(doubtful, 'warning')}" if doubtful else ""
    blocks: list[Block] = [
        Heading(f"{said} in {wording.count(len(report.files), 'file')}", 1, "bad" if count else "good")
    ]
    blocks.append(Paragraph(held, "muted", joined=True))
    for problem in report.problems:
        blocks += _problem_lines(problem)
    for problem in report.warnings:
        blocks += _problem_lines(problem, "warning: ")
    if not count:
        blocks += [Paragraph(line, "muted", joined=bool(at)) for at, line in enumerate(_by_folder(report.files))]
    return Page(tuple(blocks))


def _by_folder(files: Sequence[str]) -> list[str]:
    """The files, those of a folder together: ``data: models.yaml, sources.yaml``."""
    folders: dict[str, list[str]] = {}
    for file in files:
        folder, _, name = file.rpartition("/")
        folders.setdefault(folder, []).append(name)
    return [f"{f'{folder}: ' if folder else ''}{', '.join(names)}" for folder, names in folders.items()]


def _problem_lines(problem: Problem, kind: str = "") -> Iterator[Block]:
    yield Paragraph(f"{place(problem)}: {kind}{problem.message}")
    if problem.hint:
        yield Paragraph(f"  {problem.hint}", "muted", joined=True)


def place(problem: Problem) -> str:
    """``models.yaml:12:5``: clickable in most terminals and editors."""
    return ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part is not None)
