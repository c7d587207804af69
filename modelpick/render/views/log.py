"""Every read of the market that brought something new."""

from __future__ import annotations

from modelpick.documents.change_reports import LogReport, ReadLine
from modelpick.model import wording
from modelpick.render.page import Block, Column, FactRow, FactRows, Heading, Item, Page, Paragraph, TableCell
from modelpick.render.values import count_cell
from modelpick.render.views import shared


def page(report: LogReport) -> Page:
    """The screen of `catalog log`."""
    columns: list[Column[ReadLine]] = [
        Column("data of", cell=lambda read: read.day),
        Column("source", floor=14, cell=lambda read: read.source),
        Column("new", right=True, cell=lambda read: count_cell(read.added)),
        Column("changed", right=True, cell=lambda read: count_cell(read.changed)),
        Column("gone", right=True, cell=lambda read: count_cell(read.gone)),
        Column("rows then", priority=1, right=True, cell=lambda read: TableCell(f"{read.rows:,}", "muted")),
        Column("skipped", priority=2, right=True, cell=lambda read: count_cell(read.skipped)),
        Column("read from", priority=3, floor=24, cell=lambda read: TableCell(", ".join(read.urls), "muted")),
    ]
    asked = tuple(FactRow(source, day) for source, day in report.checked.items())
    blocks: list[Block] = [Heading(_reads_headline(report), 1)]
    if not report.reads:
        blocks.append(Paragraph("`modelpick catalog update` reads the sources", "muted", joined=True))
    blocks += shared.first_rows(columns, report.reads, report.most)
    blocks.append(FactRows(asked, "Last asked"))
    skipped = [Item(line.reason, "~", lead=line.path) for line in report.skipped]
    blocks += shared.capped_items("Skipped in the last read", skipped, report.most)
    return Page(tuple(blocks))


def _reads_headline(report: LogReport) -> str:
    of = f" of {report.source}" if report.source else ""
    if not report.reads:
        return f"Nothing{of} was read yet"
    last = report.reads[0]
    reads = wording.count(len(report.reads), "read")
    return f"{reads}{of} brought something new; the last was of {last.title} for {last.day}"
