"""The answer of `evidence` on one screen: what was measured, what is estimated, what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.documents.evidence_reports import EvidenceCell, EvidenceReport, Figure
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Column, FactRow, Heading, Page, Table, TableCell, table_of
from modelpick.render.views.evidence import estimates_and_failures, headline, interval
from modelpick.render.views.shared import basis, first_names

MEASURED, ESTIMATED, OWN = 7, 2, 2
NOT_MEASURED = ("estimated", "carried", "cannot")


def page(report: EvidenceReport) -> Page:
    """The short page of `evidence`."""
    cite = Citer(report.sources)
    estimated, failed = estimates_and_failures(report)
    known = [each for each in report.measured if each.cell.value is not None]
    known.sort(key=lambda each: -len(each.cell.figures))  # what many have measured is what most know
    cells = [*known[:MEASURED], *estimated[:ESTIMATED]]
    blocks: list[Block] = [
        Heading(headline(report), 1),
        lines.muted_line(f"{report.model} · as of {report.as_of} · likely: true 8 times in 10"),
        _cells_table(cells, cite),
    ]
    facts = [FactRow("Yours", f"{each.benchmark_name}: {each.text}") for each in report.own[:OWN]]
    facts += [FactRow("Pair", f"{each.benchmark_name}: {each.text}") for each in report.paired[:OWN]]
    disputed = [each.cell.benchmark_name for each in report.measured if each.cell.conflict]
    if disputed:
        facts.append(FactRow("Disputed", first_names(disputed, 3)))
    aside = sum(figure.state != "accepted" for each in report.measured for figure in each.cell.figures)
    if aside:
        facts.append(FactRow("Aside", f"{wording.count(aside, 'doubtful figure')} not counted, shown with --details"))
    if failed:
        lacked = list(dict.fromkeys(_lacked_input(each) for each in failed))
        facts.append(FactRow("Cannot", f"take {wording.count(len(failed), 'benchmark')}: {first_names(lacked, 2)}"))
    facts += [FactRow("Note", note) for note in lines.notes_on_reading(report.notes, report.name)]
    left = len(report.measured) + len(estimated) - len(cells)
    facts.append(
        lines.more("--details; one alone: --benchmark NAME", f"{left} more") if left else lines.more("--details")
    )
    return Page((*blocks, *lines.fact_block(facts), *cite.listed()))


def _lacked_input(each: EvidenceCell) -> str:
    """What the test needs and the model has not: ``no image input``."""
    return each.cell.flags[0].removeprefix("it has ")


def _cells_table(cells: Sequence[EvidenceCell], cite: Citer) -> Table:
    columns: list[Column[EvidenceCell]] = [
        Column("", floor=1, cell=lambda each: lines.MEASURED if _used_figures(each) else lines.ESTIMATED),
        Column("benchmark", floor=24, cell=lambda each: each.cell.benchmark_name),
        Column("value", right=True, cell=_value_cell),
        Column("likely", priority=1, right=True, cell=lambda each: TableCell(interval(each), "muted")),
        Column("measured by", priority=1, cell=lambda each: _basis_cell(each, cite)),
    ]
    return table_of(columns, cells, legend=f"{lines.MEASURED} measured {lines.ESTIMATED} estimated")


def _used_figures(each: EvidenceCell) -> list[Figure]:
    cell = each.cell
    return [figure for figure in cell.figures if figure.used] if cell.basis not in NOT_MEASURED else []


def _value_cell(each: EvidenceCell) -> TableCell:
    return TableCell(values.figure(each.cell.value, each.cell.unit), "strong" if _used_figures(each) else "plain")


def _basis_cell(each: EvidenceCell, cite: Citer) -> TableCell:
    cell, used, rests = each.cell, _used_figures(each), "estimated"
    if used:
        more = f", {len(used)} figures" if len(used) > 1 else ""
        rests = f"{basis(cell.basis)}{more}" + (", disputed" if cell.conflict else "")
    return TableCell(rests, "warn" if cell.conflict else "plain", refs=cite(*(figure.source for figure in used)))
