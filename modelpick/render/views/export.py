"""A recommendation as configuration: what is in it, what is not, and in which files."""

from __future__ import annotations

from modelpick.documents.export_reports import ExportedModel, ExportReport
from modelpick.model import wording
from modelpick.model.wording import count
from modelpick.render.page import Block, Column, Heading, Items, Page, Paragraph, Table, TableCell, table_of
from modelpick.render.views import shared

SHOWN = 3
"""So many remarks, and models that are left out, stand on the screen; the files and the JSON hold all."""


def page(report: ExportReport) -> Page:
    """The screen of `export --to`."""
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
