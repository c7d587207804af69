"""A recommendation as configuration: what is in it, what is not, and in which files."""

from __future__ import annotations

from modelpick.documents.export_reports import ExportedModel, ExportReport, PriceTable
from modelpick.model import wording
from modelpick.model.wording import count
from modelpick.render.page import (
    Block,
    Column,
    Heading,
    Items,
    Page,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
    table_of,
)
from modelpick.render.views import shared

_SHOWN = ("provider", "id", "model", "prompt_from", "input", "cache_read", "cache_write", "output")
"""What the table of prices shows, a row for each offering and length of prompt; CSV and JSON have all."""
SHOWN = 3
"""So many remarks, and models that are left out, stand on the screen; the files and the JSON hold all."""


def page(document: ExportReport | PriceTable) -> Page:
    """The screen of `export --to` and of `export prices`."""
    return _prices_page(document) if isinstance(document, PriceTable) else _export_page(document)


def _export_page(report: ExportReport) -> Page:
    blocks: list[Block] = [Heading(wording.sentence(report.text), 1, "good" if report.files else "bad")]
    out = [f"{each.model_name}: {each.why}" for each in report.left_out]
    said = [remark for remark in report.remarks if not remark.startswith("Left out")]
    if report.files:
        files = wording.listed([file.path for file in report.files], SHOWN)
        blocks += [Paragraph(f"Files: {files}", "muted", joined=True), _models_table(report)]
    if len(report.models) <= SHOWN:
        blocks += [_shown_items("Left out", out, SHOWN), _shown_items("Remarks", said, SHOWN)]
    else:
        blocks.append(_shown_items("Remarks", [*(f"left out: {text}" for text in out[:1]), *said], SHOWN - 1))
    return Page((*blocks, shared.dated(report.as_of)))


def _models_table(report: ExportReport) -> Table:
    # Names are in the heading already; an id is what is copied, and is never cut.
    columns: list[Column[ExportedModel]] = [
        Column("name", cell=lambda each: each.name),
        Column("model", priority=2, cell=lambda each: each.model_name),
        Column("provider", priority=1, cell=lambda each: each.provider or "own machines"),
        Column("id", floor=44, cell=lambda each: TableCell(each.id)),
    ]
    return table_of(columns, report.models)


def _shown_items(title: str, texts: list[str], room: int) -> Items:
    more = [f"and {count(len(texts) - room, 'other')}"] if len(texts) > room else []
    return shared.remarks(title, [*texts[:room], *more], "")


def _prices_page(table: PriceTable) -> Page:
    columns = tuple(TableColumn(key.replace("_", " "), right=key not in _SHOWN[:3]) for key in _SHOWN)
    rows = tuple(tuple(TableCell(_cell_text(getattr(row, key))) for key in _SHOWN) for row in table.rows)
    heading = Heading(f"{count(len(table.rows), 'price')} in US dollars per million tokens.", 1)
    return Page((heading, Table(columns, rows), shared.dated(table.as_of)))


def _cell_text(value: object) -> str:
    return "unknown" if value is None else f"{value}"
