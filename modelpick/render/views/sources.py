"""Where the data come from and under which licenses: the upstreams of the market, then what the catalog cites."""

from __future__ import annotations

from modelpick.documents.change_reports import DataSet, SourceLine, SourcesReport
from modelpick.model import wording
from modelpick.render.page import UNKNOWN, Block, Heading, Item, Items, Page, Table, TableCell, TableColumn
from modelpick.render.views import shared
from modelpick.render.views.capping import capped


def page(report: SourcesReport) -> Page:
    """The screen of `catalog sources`."""
    read = sum(source.last_read is not None for source in report.upstreams)
    cited = wording.count(len(report.cited), "source")
    head = f"{read} of {wording.count(len(report.upstreams), 'upstream')} synced; the data rest on {cited}"
    blocks: list[Block] = [
        Heading(head, 1),
        _upstreams_table(report.upstreams),
        Items("Terms", tuple(map(_terms_item, report.upstreams))),
        *_cited_sources_blocks(report),
        shared.dated(report.as_of),
    ]
    return Page(tuple(blocks))


def _upstreams_table(sources: tuple[SourceLine, ...]) -> Table:
    columns = (
        TableColumn("source", floor=14),
        TableColumn("data of"),
        TableColumn("last asked", priority=1),
        TableColumn("rows", right=True),
        TableColumn("key", floor=12),
        TableColumn("license", priority=2, floor=20),
        TableColumn("home", priority=3, floor=20),
    )
    rows = tuple(
        (
            TableCell(source.id, "strong"),
            _day_cell(source.last_read),
            _day_cell(source.last_checked),
            TableCell(f"{source.rows:,}", "plain" if source.rows else "muted"),
            _key_cell(source),
            TableCell(source.license),
            TableCell(source.home, "muted"),
        )
        for source in sources
    )
    return Table(columns, rows, "Upstreams")


def _day_cell(day: str | None) -> TableCell:
    return TableCell(day) if day else TableCell("never", "muted")


def _key_cell(source: SourceLine) -> TableCell:
    if source.key is None:
        return TableCell("none needed" if source.urls else "your files", "muted")
    return TableCell("set", "good") if source.key_set else TableCell("not set", "warn")


def _terms_item(source: SourceLine) -> Item:
    license = "" if source.license in source.attribution else source.license
    parts = (
        license,
        source.attribution,
        "for your own use alone" if source.private else "",
        f"key in {source.key}" if source.key else "",
        "" if source.urls else "read from files that you name with --from",
    )
    return Item(" · ".join(part for part in parts if part), lead=source.title)


def _cited_sources_blocks(report: SourcesReport) -> list[Block]:
    columns = (
        TableColumn("title", floor=28),
        TableColumn("publisher", priority=1, floor=16),
        TableColumn("facts", right=True),
        TableColumn("license or terms", floor=20),
        TableColumn("date", priority=2),
        TableColumn("kind", priority=4),
        TableColumn("url", priority=3, floor=24),
        TableColumn("read through", priority=5, floor=24),
    )
    rows = tuple(map(_data_set_row, report.cited))
    return capped(Table(columns, rows, "What the data rest on, the most cited first"), report.most)


def _data_set_row(source: DataSet) -> tuple[TableCell, ...]:
    return (
        TableCell(source.title),
        TableCell(source.publisher),
        TableCell(f"{source.cited:,}"),
        TableCell(source.license) if source.license else TableCell("none stated; cited with a link", "muted"),
        TableCell(source.date) if source.date else TableCell(UNKNOWN, "muted"),
        TableCell(source.kind, "muted"),
        TableCell(source.url or "", "muted"),
        TableCell(source.via or "", "muted"),
    )
