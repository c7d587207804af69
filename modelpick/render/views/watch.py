"""What a watch noticed: what changed, of what kind, and for which model or question."""

from __future__ import annotations

from modelpick.documents.watch_reports import WatchChange, WatchReport
from modelpick.render.page import Block, Heading, Page, Paragraph, Table, TableCell, TableColumn
from modelpick.render.views import shared

_CHANGE_COLUMNS = (
    TableColumn("kind", priority=1),
    TableColumn("model or question", floor=14),
    TableColumn("what changed", floor=24),
    TableColumn("source", priority=3, floor=16),
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
    rows = tuple(_change_row(change) for change in report.changes)
    blocks.append(Table(_CHANGE_COLUMNS, rows))
    return Page((*blocks, *shared.notes(report.notes), shared.dated(report.as_of)))


def _change_row(change: WatchChange) -> tuple[TableCell, ...]:
    return (
        TableCell(change.kind),
        TableCell(change.name),
        TableCell(change.text),
        TableCell(change.source or ""),
    )
