"""What a model's figures add up to: measured cells with all that is behind them, then estimates."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.documents.results import EvidenceCell, EvidenceReport
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, Heading, Item, Items, Page, Paragraph, Table, TableCell, TableColumn
from modelpick.render.views import figures, shared

MEASURED = (
    TableColumn("benchmark", floor=16),
    TableColumn("value", right=True),
    TableColumn("80% interval", priority=2, right=True),
    TableColumn("basis", priority=1),
    TableColumn("figures", priority=3, floor=30),
)
ESTIMATED = (
    TableColumn("benchmark", floor=16),
    TableColumn("estimate", right=True),
    TableColumn("80% interval", priority=1, right=True),
    TableColumn("mostly from", priority=2, floor=24),
)


def page(report: EvidenceReport) -> Page:
    """The screen of `evidence`."""
    cite = Citer(report.sources)
    estimated, _ = estimates_and_failures(report)
    said = f"{wording.count(len(report.measured), 'measured cell')}, {wording.count(len(estimated), 'estimate')}"
    blocks: list[Block] = [
        Heading(f"{report.name}: {said}", 1),
        Paragraph(report.model, "muted", joined=True),
        Table(MEASURED, tuple(_evidence_row(each, cite) for each in report.measured), "Measured"),
        *shared.own_results(report.own, report.paired),
        *_doubtful_figures(report, cite),
        *_estimate_blocks(estimated),
        *_cannot_blocks(report),
        *shared.notes(report.notes),
        *cite.listed(),
        shared.dated(report.as_of),
    ]
    return Page(tuple(blocks))


def _evidence_row(each: EvidenceCell, cite: Citer) -> tuple[TableCell, ...]:
    cell = each.cell
    basis = shared.basis(cell.basis) + (", sources disagree" if cell.conflict else "")
    lines = [figures.line(figure, cite) for figure in cell.figures]
    return (
        TableCell(cell.benchmark_name),
        TableCell(values.figure(cell.value, cell.unit), "strong" if cell.value is not None else "muted"),
        TableCell(interval(each), "muted"),
        TableCell(basis, "warn" if cell.conflict else "plain"),
        TableCell(lines[0] if lines else "", more=tuple(lines[1:])),
    )


def interval(each: EvidenceCell) -> str:
    """``67 to 79``, in the benchmark's unit."""
    if each.low is None or each.high is None:
        return UNKNOWN
    return f"{wording.number(round(each.low, 1))} to {wording.number(round(each.high, 1))}"


def _doubtful_figures(report: EvidenceReport, cite: Citer) -> list[Block]:
    cells = [each.cell for each in report.measured]
    items = [*figures.not_counted("", cells, cite)]
    items += [Item(flag, "!", lead=cell.benchmark_name) for cell in cells for flag in cell.flags]
    return [Items("Shown with care, and why", tuple(items))] if items else []


def estimates_and_failures(report: EvidenceReport) -> tuple[list[EvidenceCell], list[EvidenceCell]]:
    """What is estimated, and the tests that the model cannot take: those need no estimate, it fails them."""
    estimated = [each for each in report.estimated if each.cell.basis != "cannot"]
    return estimated, [each for each in report.estimated if each.cell.basis == "cannot"]


def _cannot_blocks(report: EvidenceReport) -> list[Block]:
    cells = [each.cell for each in estimates_and_failures(report)[1]]
    items = [Item("; ".join(cell.flags), "-", lead=cell.benchmark_name) for cell in cells]
    return [Items("Cannot be taken, and counts as the worst result", tuple(items))] if items else []


def _estimate_blocks(estimated: Sequence[EvidenceCell]) -> list[Block]:
    rows = tuple(
        (
            TableCell(each.cell.benchmark_name),
            TableCell(values.figure(each.cell.value, each.cell.unit)),
            TableCell(interval(each), "muted"),
            TableCell(shared.first_names(each.drivers, 3) or "; ".join(each.cell.flags) or UNKNOWN),
        )
        for each in estimated
    )
    return [Table(ESTIMATED, rows, "Estimated, because nobody measured it")] if rows else []
