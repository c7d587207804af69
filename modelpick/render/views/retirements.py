"""The calendar of announced ends: what ends where and when, and what comes after it."""

from __future__ import annotations

from modelpick.documents.watch_reports import RetirementLine, RetirementReport
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Cell, Column, Heading, Page, Paragraph, Table
from modelpick.render.views import shared

_COLUMNS = (
    Column("on", "date"),
    Column("days_left", "days left", right=True),
    Column("model", "model"),
    Column("event", "API is", priority=1),
    Column("provider", "at", priority=1, floor=12),
    Column("price", "$/M in / out", priority=4),
    Column("successor", "successor", priority=2),
    Column("successor_price", "its $/M in / out", priority=3),
    Column("announced", "announced", priority=6),
    Column("note", "note", priority=7, floor=14),
    Column("source", "source", priority=2),
)


def page(report: RetirementReport) -> Page:
    """The screen of `retirements`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [Heading(report.text, 1)]
    if report.without:
        blocks.append(Paragraph(f"Nothing announced for {shared.few(report.without)}", "muted", joined=True))
    rows = tuple(_row(line, cite) for line in report.lines)
    blocks.append(Table(_COLUMNS, rows, primary=True, shown=bool(rows)))
    return Page((*blocks, *cite.listed(), shared.dated(report.as_of)))


def _row(line: RetirementLine, cite: Citer) -> tuple[Cell, ...]:
    left = f"{line.days_left:,}" if line.days_left >= 0 else f"{-line.days_left:,} ago"
    price = values.prices(line.price_in, line.price_out)
    after = values.prices(line.successor_price_in, line.successor_price_out)
    return (
        Cell(line.on, "warn" if line.days_left >= 0 else "muted"),
        Cell(left, raw=line.days_left),
        Cell(line.name, raw=line.model),
        Cell(line.event),
        Cell(line.provider_name or line.provider or "everywhere", raw=line.provider or "everywhere"),
        values.known(price),
        Cell(line.successor_name or line.successor or "none named", raw=line.successor or "none named"),
        values.known(after) if line.successor else Cell("", raw=""),
        values.known(line.announced),
        Cell(line.note or ""),
        Cell("", refs=cite(line.source), raw=line.source),
    )
