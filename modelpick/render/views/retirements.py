"""The calendar of announced ends: what ends where and when, and what comes after it."""

from __future__ import annotations

from modelpick.documents.watch_reports import RetirementLine, RetirementReport
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Heading, Page, Paragraph, Table, TableCell, TableColumn
from modelpick.render.views import shared

_RETIREMENT_COLUMNS = (
    TableColumn("date"),
    TableColumn("days left", right=True),
    TableColumn("model"),
    TableColumn("API is", priority=1),
    TableColumn("at", priority=1, floor=12),
    TableColumn("$/M in / out", priority=4),
    TableColumn("successor", priority=2),
    TableColumn("its $/M in / out", priority=3),
    TableColumn("announced", priority=6),
    TableColumn("note", priority=7, floor=14),
    TableColumn("source", priority=2),
)


def page(report: RetirementReport) -> Page:
    """The screen of `retirements`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [Heading(report.text, 1)]
    if report.without:
        blocks.append(Paragraph(f"Nothing announced for {shared.first_names(report.without)}", "muted", joined=True))
    rows = tuple(_retirement_row(line, cite) for line in report.lines)
    blocks.append(Table(_RETIREMENT_COLUMNS, rows))
    return Page((*blocks, *cite.listed(), shared.dated(report.as_of)))


def _retirement_row(line: RetirementLine, cite: Citer) -> tuple[TableCell, ...]:
    left = f"{line.days_left:,}" if line.days_left >= 0 else f"{-line.days_left:,} ago"
    price = values.prices(line.price_in, line.price_out)
    after = values.prices(line.successor_price_in, line.successor_price_out)
    return (
        TableCell(line.on, "warn" if line.days_left >= 0 else "muted"),
        TableCell(left),
        TableCell(line.name),
        TableCell(line.event),
        TableCell(line.provider_name or line.provider or "everywhere"),
        values.cell_or_unknown(price),
        TableCell(line.successor_name or line.successor or "none named"),
        values.cell_or_unknown(after) if line.successor else TableCell(""),
        values.cell_or_unknown(line.announced),
        TableCell(line.note or ""),
        TableCell("", refs=cite(line.source)),
    )
