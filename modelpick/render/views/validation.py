"""The faults of the files, each where it is and with what to do."""

from __future__ import annotations

from modelpick.domain import wording
from modelpick.domain.errors import Problem
from modelpick.domain.results import Validation
from modelpick.render import values
from modelpick.render.page import Block, Cell, Column, Heading, Page, Paragraph, Table
from modelpick.render.views import shared


def page(report: Validation) -> Page:
    """The screen of `catalog validate`."""
    count = len(report.problems)
    held = ", ".join(f"{number:,} {what}" for what, number in report.counts.items())
    said = f"{wording.count(count, 'error')}" if count else "No errors"
    blocks: list[Block] = [
        Heading(f"{said} in {wording.count(len(report.files), 'file')}", 1, "bad" if count else "good")
    ]
    if held:
        blocks.append(Paragraph(held, "muted", joined=True))
    for problem in report.problems:
        blocks.append(Paragraph(f"{place(problem)}: {problem.message}"))
        if problem.hint:
            blocks.append(Paragraph(f"  {problem.hint}", "muted", joined=True))
    if not count:
        blocks.append(Paragraph(shared.few(report.files, 12), "muted"))
    return Page((*blocks, _table(report)))


def place(problem: Problem) -> str:
    """``models.yaml:12:5``: clickable in most terminals and editors."""
    return ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part is not None)


def _table(report: Validation) -> Table:
    columns = tuple(Column(key, key) for key in ("file", "line", "column", "message", "hint"))
    rows = tuple(
        (
            Cell(problem.file),
            values.known(None if problem.line is None else str(problem.line), problem.line),
            values.known(None if problem.column is None else str(problem.column), problem.column),
            Cell(problem.message),
            Cell(problem.hint or ""),
        )
        for problem in report.problems
    )
    return Table(columns, rows, primary=True, shown=False)
