"""Where the data come from and under which licenses: the upstreams of the market, then what the catalog cites."""

from __future__ import annotations

from modelpick.documents.change_reports import DataSet, SourceLine, SourcesReport
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.page import Block, Column, Heading, Item, Items, Page, Table, TableCell, table_of
from modelpick.render.views import shared


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
    columns: list[Column[SourceLine]] = [
        Column("source", floor=14, cell=lambda source: TableCell(source.id, "strong")),
        Column("data of", cell=lambda source: values.cell_or(source.last_read, "never")),
        Column("last asked", priority=1, cell=lambda source: values.cell_or(source.last_checked, "never")),
        Column("rows", right=True, cell=lambda source: values.count_cell(source.rows)),
        Column("key", floor=12, cell=_key_cell),
        Column("license", priority=2, floor=20, cell=lambda source: source.license),
        Column("home", priority=3, floor=20, cell=lambda source: values.muted(source.home)),
    ]
    return table_of(columns, sources, "Upstreams")


def _key_cell(source: SourceLine) -> TableCell:
    if source.key is None:
        return TableCell("none needed" if source.urls else "your files", "muted")
    return TableCell("set", "good") if source.key_set else TableCell("not set", "warn")


def _terms_item(source: SourceLine) -> Item:
    key = f"key in {source.key}" if source.key else ""
    files = "" if source.urls else "read from files that you name with --from"
    return Item(shared.license_terms(source, key, files), lead=source.title)


def _cited_sources_blocks(report: SourcesReport) -> list[Block]:
    columns: list[Column[DataSet]] = [
        Column("title", floor=28, cell=lambda source: source.title),
        Column("publisher", priority=1, floor=16, cell=lambda source: source.publisher),
        Column("facts", right=True, cell=lambda source: f"{source.cited:,}"),
        Column(
            "license or terms",
            floor=20,
            cell=lambda source: values.cell_or(source.license, "none stated; cited with a link"),
        ),
        Column("date", priority=2, cell=lambda source: source.date),
        Column("kind", priority=4, cell=lambda source: values.muted(source.kind)),
        Column("url", priority=3, floor=24, cell=lambda source: values.muted(source.url)),
        Column("read through", priority=5, floor=24, cell=lambda source: values.muted(source.via)),
    ]
    return shared.first_rows(columns, report.cited, report.most, "What the data rest on, the most cited first")
