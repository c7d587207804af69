"""What a model's figures add up to: measured cells with all that is behind them, then estimates."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.documents.evidence_reports import CellView, EvidenceCell, EvidenceReport
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
    blocks: list[Block] = [
        Heading(headline(report), 1),
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


def headline(report: EvidenceReport) -> str:
    """How many benchmarks were measured, and how many are estimated."""
    measured = sum(each.cell.value is not None for each in report.measured)
    estimated = len(estimates_and_failures(report)[0])
    more = f", {estimated:,} {'is' if estimated == 1 else 'are'} estimated" if estimated else ""
    was = "was" if measured == 1 else "were"
    said = f"{wording.count(measured, 'benchmark')} {was} measured" if measured else "no benchmark was measured"
    return f"{report.name}: {said}{more}."


def _measured_table(report: EvidenceReport, cite: Citer) -> Table:
    columns: list[Column[EvidenceCell]] = [
        Column("benchmark", floor=16, cell=lambda each: each.cell.benchmark_name),
        Column("value", right=True, cell=lambda each: _pooled_cell(each.cell)),
        Column("80% interval", priority=2, right=True, cell=lambda each: TableCell(interval(each), "muted")),
        Column("measured by", priority=1, cell=lambda each: _basis_cell(each.cell)),
        Column("figures", priority=3, floor=30, cell=lambda each: _figures_cell(each.cell, cite)),
    ]
    return table_of(columns, report.measured, "Measured")


def _pooled_cell(cell: CellView) -> TableCell:
    return (
        TableCell("not counted", "muted")
        if cell.value is None
        else TableCell(values.figure(cell.value, cell.unit), "strong")
    )


def _basis_cell(cell: CellView) -> TableCell:
    if cell.value is None:
        return TableCell("")
    basis = shared.basis(cell.basis)
    return TableCell(f"{basis}, sources disagree", "warn") if cell.conflict else TableCell(basis)


def _figures_cell(cell: CellView, cite: Citer) -> TableCell:
    first, *others = [figures.line(figure, cite) for figure in cell.figures] or [""]
    return TableCell(first, more=tuple(others))


def interval(each: EvidenceCell) -> str:
    """``67 to 79``, in the benchmark's unit."""
    if each.low is None or each.high is None:
        return "" if each.cell.value is None else UNKNOWN
    bounds = (each.low, each.high)
    if each.cell.unit in ("percent", "elo", "index", "points"):  # said once, beside the value
        return " to ".join(wording.number(round(bound, 1)) for bound in bounds)
    return " to ".join(wording.figure(bound, each.cell.unit).removesuffix(" tokens") for bound in bounds)


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
