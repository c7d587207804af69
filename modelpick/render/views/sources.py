"""Where the data come from and under which licenses: the upstreams of the market, then what the catalog cites."""

from __future__ import annotations

from modelpick.documents.change_reports import DataSet, SourceLine, SourcesReport
from modelpick.model import wording
from modelpick.render.page import UNKNOWN, Block, Cell, Column, Heading, Item, Items, Page, Table
from modelpick.render.views import shared
from modelpick.render.views.capping import capped


def page(report: SourcesReport) -> Page:
    """The screen of `catalog sources`."""
    read = sum(source.last_read is not None for source in report.upstreams)
    cited = wording.count(len(report.cited), "source")
    head = f"{read} of {wording.count(len(report.upstreams), 'upstream')} synced; the data rest on {cited}"
    blocks: list[Block] = [
        Heading(head, 1),
        _upstreams(report.upstreams),
        Items("Terms", tuple(map(_terms, report.upstreams))),
        *_cited(report),
        shared.dated(report.as_of),
    ]
    return Page(tuple(blocks))


def _upstreams(sources: tuple[SourceLine, ...]) -> Table:
    columns = (
        Column("id", "source", floor=14),
        Column("last_read", "data of"),
        Column("last_checked", "last asked", priority=1),
        Column("rows", "rows", right=True),
        Column("key", "key", floor=12),
        Column("license", "license", priority=2, floor=20),
        Column("home", "home", priority=3, floor=20),
        Column("attribution", "", shown=False),
        Column("private", "", shown=False),
    )
    rows = tuple(
        (
            Cell(source.id, "strong"),
            _day(source.last_read),
            _day(source.last_checked),
            Cell(f"{source.rows:,}", "plain" if source.rows else "muted", raw=source.rows),
            _key(source),
            Cell(source.license),
            Cell(source.home, "muted"),
            Cell(source.attribution),
            Cell("yes" if source.private else "no", raw=source.private),
        )
        for source in sources
    )
    return Table(columns, rows, "Upstreams", primary=True)


def _day(day: str | None) -> Cell:
    return Cell(day) if day else Cell("never", "muted")


def _key(source: SourceLine) -> Cell:
    if source.key is None:
        return Cell("none needed" if source.urls else "your files", "muted")
    return Cell("set", "good", raw=source.key) if source.key_set else Cell("not set", "warn", raw=source.key)


def _terms(source: SourceLine) -> Item:
    license = "" if source.license in source.attribution else source.license
    parts = (
        license,
        source.attribution,
        "for your own use alone" if source.private else "",
        f"key in {source.key}" if source.key else "",
        "" if source.urls else "read from files that you name with --from",
    )
    return Item(" · ".join(part for part in parts if part), lead=source.title)


def _cited(report: SourcesReport) -> list[Block]:
    columns = (
        Column("title", "title", floor=28),
        Column("publisher", "publisher", priority=1, floor=16),
        Column("cited", "facts", right=True),
        Column("license", "license or terms", floor=20),
        Column("date", "date", priority=2),
        Column("kind", "kind", priority=4),
        Column("url", "url", priority=3, floor=24),
        Column("via", "read through", priority=5, floor=24),
    )
    rows = tuple(map(_row, report.cited))
    return capped(Table(columns, rows, "What the data rest on, the most cited first"), report.most)


def _row(source: DataSet) -> tuple[Cell, ...]:
    return (
        Cell(source.title),
        Cell(source.publisher),
        Cell(f"{source.cited:,}", raw=source.cited),
        Cell(source.license) if source.license else Cell("none stated; cited with a link", "muted"),
        Cell(source.date) if source.date else Cell(UNKNOWN, "muted"),
        Cell(source.kind, "muted"),
        Cell(source.url or "", "muted"),
        Cell(source.via or "", "muted"),
    )
