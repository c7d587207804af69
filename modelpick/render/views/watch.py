"""What a watch noticed: what changed, of what kind, and for which model or question."""

from __future__ import annotations

from modelpick.documents.watch_reports import WatchChange, WatchReport
from modelpick.render.page import Block, Column, Heading, Page, Paragraph, table_of
from modelpick.render.views import shared

_CHANGE_COLUMNS: tuple[Column[WatchChange], ...] = (
    Column("kind", priority=1, cell=lambda change: change.kind),
    Column("model or question", floor=14, cell=lambda change: change.name),
    Column("what changed", floor=24, cell=lambda change: change.text),
    Column("source", priority=3, floor=16, cell=lambda change: change.source or ""),
)


def page(report: WatchReport) -> Page:
    """The screen of `watch`."""
    blocks: list[Block] = [Heading(report.text, 1, "warn" if report.changes else "strong")]
    watched = [*report.profiles, *report.models]
    blocks.append(
        Paragraph(f"Watched: {shared.first_names(watched)}; ends within {report.within} days", "muted", joined=True)
    )
    if report.until:
        blocks.append(Paragraph(report.until.text, "good" if report.until.met else "muted", joined=True))
    blocks.append(table_of(_CHANGE_COLUMNS, report.changes))
    return Page((*blocks, shared.notes(report.notes), shared.dated(report.as_of)))
