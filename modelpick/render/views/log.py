"""Every read of the market that brought something new."""

from __future__ import annotations

from modelpick.documents.change_reports import LogReport, ReadLine
from modelpick.model import wording
from modelpick.render.page import Block, Cell, Column, Fact, Facts, Heading, Item, Page, Paragraph, Table
from modelpick.render.views.capping import capped, capped_items


def page(report: LogReport) -> Page:
    """The screen of `catalog log`."""
    columns = (
        Column("day", "data of"),
        Column("source", "source", floor=14),
        Column("added", "new", right=True),
        Column("changed", "changed", right=True),
        Column("gone", "gone", right=True),
        Column("rows", "rows then", priority=1, right=True),
        Column("skipped", "skipped", priority=2, right=True),
        Column("urls", "read from", priority=3, floor=24),
        Column("id", "read", shown=False),
    )
    table = Table(columns, tuple(map(_row, report.reads)), primary=True)
    asked = tuple(Fact(source, day) for source, day in report.checked.items())
    blocks: list[Block] = [Heading(_headline(report), 1)]
    if not report.reads:
        blocks.append(Paragraph("`modelpick catalog update` reads the sources", "muted", joined=True))
    blocks += capped(table, report.most) or [Table(columns, (), primary=True, shown=False)]
    blocks += [Facts(asked, "Last asked")] if asked else []
    skipped = [Item(line.reason, "~", lead=line.path) for line in report.skipped]
    blocks += capped_items("Skipped in the last read", skipped, report.most)
    return Page(tuple(blocks))


def _headline(report: LogReport) -> str:
    of = f" of {report.source}" if report.source else ""
    if not report.reads:
        return f"Nothing{of} was read yet"
    last = report.reads[0]
    reads = wording.count(len(report.reads), "read")
    return f"{reads}{of} brought something new; the last was of {last.title} for {last.day}"


def _row(read: ReadLine) -> tuple[Cell, ...]:
    return (
        Cell(read.day),
        Cell(read.source),
        *(_number(value) for value in (read.added, read.changed, read.gone)),
        Cell(f"{read.rows:,}", "muted", raw=read.rows),
        _number(read.skipped),
        Cell(", ".join(read.urls), "muted"),
        Cell(str(read.id), raw=read.id),
    )


def _number(value: int) -> Cell:
    return Cell(f"{value:,}", "plain" if value else "muted", raw=value)
