"""The calendar of announced ends: what ends where and when, and what comes after it."""

from __future__ import annotations

from modelpick.documents.watch_reports import RetirementLine, RetirementReport
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Column, Heading, Page, Paragraph, Table, TableCell, table_of
from modelpick.render.views import shared


def page(report: RetirementReport) -> Page:
    """The screen of `retirements`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [Heading(report.text, 1)]
    if report.without:
        blocks.append(Paragraph(f"Nothing announced for {shared.first_names(report.without)}", "muted", joined=True))
    blocks.append(_ends_table(report, cite))
    return Page((*blocks, *cite.listed(), shared.dated(report.as_of)))


def _ends_table(report: RetirementReport, cite: Citer) -> Table:
    columns: list[Column[RetirementLine]] = [
        Column("date", cell=lambda line: TableCell(line.on, "warn" if line.days_left >= 0 else "muted")),
        Column("days left", right=True, cell=lambda line: values.days_left(line.days_left)),
        Column("model", cell=lambda line: line.name),
        Column("API is", priority=1, cell=lambda line: line.event),
        Column("at", priority=1, floor=12, cell=lambda line: line.provider_name or line.provider or "everywhere"),
        Column("$/M in / out", priority=4, cell=lambda line: values.prices(line.price_in, line.price_out)),
        Column("successor", priority=2, cell=lambda line: line.successor_name or line.successor or "none named"),
        Column("its $/M in / out", priority=3, cell=_successor_price),
        Column("announced", priority=6, cell=lambda line: line.announced),
        Column("note", priority=7, floor=14, cell=lambda line: line.note or ""),
        Column("source", priority=2, cell=lambda line: cite.cell(line.source)),
    ]
    return table_of(columns, report.lines)


def _successor_price(line: RetirementLine) -> str:
    return values.prices(line.successor_price_in, line.successor_price_out) if line.successor else ""
