"""Every read of the market that brought something new."""

from __future__ import annotations

from modelpick.documents.change_reports import LogReport, ReadLine
from modelpick.model import wording
from modelpick.render.page import (
    Block,
    FactRow,
    FactRows,
    Heading,
    Item,
    Page,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
)
from modelpick.render.views.capping import capped, capped_items


def page(report: LogReport) -> Page:
    """The screen of `catalog log`."""
    columns = (
        TableColumn("data of"),
        TableColumn("source", floor=14),
        TableColumn("new", right=True),
        TableColumn("changed", right=True),
        TableColumn("gone", right=True),
        TableColumn("rows then", priority=1, right=True),
        TableColumn("skipped", priority=2, right=True),
        TableColumn("read from", priority=3, floor=24),
    )
    table = Table(columns, tuple(map(_read_row, report.reads)))
    asked = tuple(FactRow(source, day) for source, day in report.checked.items())
    blocks: list[Block] = [Heading(_reads_headline(report), 1)]
    if not report.reads:
        blocks.append(Paragraph("`modelpick catalog update` reads the sources", "muted", joined=True))
    blocks += capped(table, report.most)
    blocks += [FactRows(asked, "Last asked")] if asked else []
    skipped = [Item(line.reason, "~", lead=line.path) for line in report.skipped]
    blocks += capped_items("Skipped in the last read", skipped, report.most)
    return Page(tuple(blocks))


def _reads_headline(report: LogReport) -> str:
    of = f" of {report.source}" if report.source else ""
    if not report.reads:
        return f"Nothing{of} was read yet"
    last = report.reads[0]
    reads = wording.count(len(report.reads), "read")
    return f"{reads}{of} brought something new; the last was of {last.title} for {last.day}"


def _read_row(read: ReadLine) -> tuple[TableCell, ...]:
    return (
        TableCell(read.day),
        TableCell(read.source),
        *(_count_cell(value) for value in (read.added, read.changed, read.gone)),
        TableCell(f"{read.rows:,}", "muted"),
        _count_cell(read.skipped),
        TableCell(", ".join(read.urls), "muted"),
    )


def _count_cell(value: int) -> TableCell:
    return TableCell(f"{value:,}", "plain" if value else "muted")
