"""The answer of `evidence` on one screen: what was measured, what is estimated, what is doubtful."""

from __future__ import annotations

from modelpick.documents.results import EvidenceCell, EvidenceReport
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import Block, FactRow, Heading, Page, Table, TableCell, TableColumn
from modelpick.render.views.evidence import estimates_and_failures, interval
from modelpick.render.views.shared import basis, first_names

MEASURED, ESTIMATED, OWN = 7, 2, 2
NOT_MEASURED = ("estimated", "carried", "cannot")

COLUMNS = (
    TableColumn("", floor=1),
    TableColumn("benchmark", floor=24),
    TableColumn("value", right=True),
    TableColumn("likely", priority=1, right=True),
    TableColumn("measured by", priority=1),
)


def page(report: EvidenceReport) -> Page:
    """The short page of `evidence`."""
    cite = Citer(report.sources)
    estimated, failed = estimates_and_failures(report)
    more = f", estimated on {len(estimated)} more" if estimated else ""
    head = f"{report.name}: measured on {wording.count(len(report.measured), 'test')}{more}."
    known = [each for each in report.measured if each.cell.value is not None]
    cells = [*known[:MEASURED], *estimated[:ESTIMATED]]
    blocks: list[Block] = [
        Heading(head, 1),
        lines.muted_line(f"{report.model} · as of {report.as_of} · likely: true 8 times in 10"),
        Table(COLUMNS, tuple(_evidence_row(each, cite) for each in cells), legend="■ measured □ estimated"),
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
        facts.append(FactRow("Cannot", f"take {wording.count(len(failed), 'test')}: it has {first_names(lacked, 2)}"))
    left = len(report.measured) + len(estimated) - len(cells)
    more = f"{left} more: " if left else ""
    facts.append(FactRow("More", f"{more}--details, --sources, or one: --benchmark NAME", "muted"))
    return Page((*blocks, *lines.fact_block(facts), *cite.listed()))


def _lacked_input(each: EvidenceCell) -> str:
    """What the test needs and the model has not: ``no image input``."""
    return each.cell.flags[0].removeprefix("it has ")


def _evidence_row(each: EvidenceCell, cite: Citer) -> tuple[TableCell, ...]:
    cell = each.cell
    used = [figure for figure in cell.figures if figure.used] if cell.basis not in NOT_MEASURED else []
    if used:
        more = f", {len(used)} figures" if len(used) > 1 else ""
        rests = f"{basis(cell.basis)}{more}" + (", disputed" if cell.conflict else "")
    else:
        rests = "estimated"
    return (
        TableCell(lines.MEASURED if used else lines.ESTIMATED),
        TableCell(cell.benchmark_name),
        TableCell(values.figure(cell.value, cell.unit), "strong" if used else "plain"),
        TableCell(interval(each), "muted"),
        TableCell(rests, "warn" if cell.conflict else "plain", refs=cite(*(figure.source for figure in used))),
    )
