"""What a model's figures add up to: measured cells with all that is behind them, then estimates."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.documents.results import CellView, EvidenceCell, EvidenceReport
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import (
    UNKNOWN,
    Block,
    Column,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Table,
    TableCell,
    table_of,
)
from modelpick.render.views import figures, shared


def page(report: EvidenceReport) -> Page:
    """The screen of `evidence`."""
    cite = Citer(report.sources)
    estimated, _ = estimates_and_failures(report)
    said = f"{wording.count(len(report.measured), 'measured cell')}, {wording.count(len(estimated), 'estimate')}"
    blocks: list[Block] = [
        Heading(f"{report.name}: {said}", 1),
        Paragraph(report.model, "muted", joined=True),
        _measured_table(report, cite),
        shared.own_results(report.own, report.paired),
        _doubtful_figures(report, cite),
        _estimates_table(estimated),
        _failed_tests(report),
        shared.notes(report.notes),
        *cite.listed(),
        shared.dated(report.as_of),
    ]
    return Page(tuple(blocks))


def _measured_table(report: EvidenceReport, cite: Citer) -> Table:
    columns: list[Column[EvidenceCell]] = [
        Column("benchmark", floor=16, cell=lambda each: each.cell.benchmark_name),
        Column("value", right=True, cell=lambda each: _pooled_cell(each.cell)),
        Column("80% interval", priority=2, right=True, cell=lambda each: TableCell(interval(each), "muted")),
        Column("basis", priority=1, cell=lambda each: _basis_cell(each.cell)),
        Column("figures", priority=3, floor=30, cell=lambda each: _figures_cell(each.cell, cite)),
    ]
    return table_of(columns, report.measured, "Measured")


def _pooled_cell(cell: CellView) -> TableCell:
    return TableCell(values.figure(cell.value, cell.unit), "muted" if cell.value is None else "strong")


def _basis_cell(cell: CellView) -> TableCell:
    basis = shared.basis(cell.basis)
    return TableCell(f"{basis}, sources disagree", "warn") if cell.conflict else TableCell(basis)


def _figures_cell(cell: CellView, cite: Citer) -> TableCell:
    first, *others = [figures.line(figure, cite) for figure in cell.figures] or [""]
    return TableCell(first, more=tuple(others))


def interval(each: EvidenceCell) -> str:
    """``67 to 79``, in the benchmark's unit."""
    if each.low is None or each.high is None:
        return UNKNOWN
    return f"{wording.number(round(each.low, 1))} to {wording.number(round(each.high, 1))}"


def _doubtful_figures(report: EvidenceReport, cite: Citer) -> Items:
    cells = [each.cell for each in report.measured]
    items = [*figures.not_counted("", cells, cite)]
    items += [Item(flag, "!", lead=cell.benchmark_name) for cell in cells for flag in cell.flags]
    return Items("Shown with care, and why", tuple(items))


def estimates_and_failures(report: EvidenceReport) -> tuple[list[EvidenceCell], list[EvidenceCell]]:
    """What is estimated, and the tests that the model cannot take: those need no estimate, it fails them."""
    estimated = [each for each in report.estimated if each.cell.basis != "cannot"]
    return estimated, [each for each in report.estimated if each.cell.basis == "cannot"]


def _failed_tests(report: EvidenceReport) -> Items:
    cells = [each.cell for each in estimates_and_failures(report)[1]]
    items = [Item("; ".join(cell.flags), "-", lead=cell.benchmark_name) for cell in cells]
    return Items("Cannot be taken, and counts as the worst result", tuple(items))


def _estimates_table(estimated: Sequence[EvidenceCell]) -> Table:
    columns: list[Column[EvidenceCell]] = [
        Column("benchmark", floor=16, cell=lambda each: each.cell.benchmark_name),
        Column("estimate", right=True, cell=lambda each: TableCell(values.figure(each.cell.value, each.cell.unit))),
        Column("80% interval", priority=1, right=True, cell=lambda each: TableCell(interval(each), "muted")),
        Column("mostly from", priority=2, floor=24, cell=_drivers_cell),
    ]
    return table_of(columns, estimated, "Estimated, because nobody measured it")


def _drivers_cell(each: EvidenceCell) -> TableCell:
    return TableCell(shared.first_names(each.drivers, 3) or "; ".join(each.cell.flags) or UNKNOWN)
