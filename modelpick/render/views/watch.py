"""What a watch noticed: what changed, of what kind, and for which model or question."""

from __future__ import annotations

from modelpick.documents.watch_reports import WatchChange, WatchReport
from modelpick.render.page import Block, Cell, Column, Heading, Page, Paragraph, Table
from modelpick.render.views import shared

_COLUMNS = (
    Column("kind", "kind", priority=1),
    Column("subject", "model or question", floor=14),
    Column("change", "what changed", floor=24),
    Column("source", "source", priority=3, floor=16),
)


def page(report: WatchReport) -> Page:
    """The screen of `watch`."""
    blocks: list[Block] = [Heading(report.text, 1, "warn" if report.changes else "strong")]
    watched = [*report.profiles, *report.models]
    blocks.append(Paragraph(f"Watched: {shared.few(watched)}; ends within {report.within} days", "muted", joined=True))
    rows = tuple(_row(change) for change in report.changes)
    blocks.append(Table(_COLUMNS, rows, primary=True, shown=bool(rows)))
    return Page((*blocks, *shared.notes(report.notes), shared.dated(report.as_of)))


def _row(change: WatchChange) -> tuple[Cell, ...]:
    return (
        Cell(change.kind),
        Cell(change.name, raw=change.subject),
        Cell(change.text),
        Cell(change.source or "", raw=change.source or ""),
    )
