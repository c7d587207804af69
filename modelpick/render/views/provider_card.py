"""A provider: where it is, what it promises about data, what it serves."""

from __future__ import annotations

from modelpick.documents.card_reports import ProviderCard, ServedModel, TermLine
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Heading, Page, Paragraph, Table, TableCell, TableColumn
from modelpick.render.views import shared
from modelpick.render.views.capping import with_rest

SHOWN = 12
"""Offerings on a page; CSV and JSON have all."""
_ANSWER_WORDS = {"on_request": "on request", "conditional": "under conditions", "opt_out": "unless you opt out"}


def page(card: ProviderCard, shown: int = SHOWN) -> Page:
    """The screen of `show` for a provider, with `shown` offerings at most."""
    cite = Citer(card.sources)
    blocks: list[Block] = [
        Heading(card.name, 1),
        Paragraph(f"{card.provider} · provider", "muted", joined=True),
        *shared.notes(card.notes),
        shared.fact_rows(card.facts, cite),
        _terms_table(card.terms, cite),
        *_offering_blocks(card, cite, shown),
        *cite.listed(),
        shared.dated(card.as_of),
    ]
    return Page(tuple(blocks))


def _terms_table(lines: tuple[TermLine, ...], cite: Citer) -> Table:
    columns = (
        TableColumn("data terms", floor=18),
        TableColumn("says"),
        TableColumn("read on", priority=1),
        TableColumn("source"),
        TableColumn("to know", priority=2, floor=24),
    )
    return Table(columns, tuple(_term_row(line, cite) for line in lines))


def _term_row(line: TermLine, cite: Citer) -> tuple[TableCell, ...]:
    return (
        TableCell(line.term),
        values.cell_or_unknown(_ANSWER_WORDS.get(line.is_, line.is_)),
        values.cell_or_unknown(line.on),
        TableCell("", refs=cite(line.source)),
        TableCell(line.note or ""),
    )


def _offering_blocks(card: ProviderCard, cite: Citer, shown: int) -> list[Block]:
    columns = (
        TableColumn("model", floor=14),
        TableColumn("as", priority=4, floor=16),
        TableColumn("API", priority=2),
        TableColumn("$/M in / out", priority=1),
        TableColumn("price of", priority=6),
        TableColumn("context", priority=5, right=True),
        TableColumn("processed in", priority=3, floor=10),
        TableColumn("retires", priority=6),
        TableColumn("source"),
    )
    if not card.offerings:
        return [Paragraph("Nothing is known that it serves.", "muted")]
    title = f"{wording.count(len(card.offerings), 'offering')} of {wording.count(card.models, 'model')}, newest first"
    rows = tuple(_offering_row(each, cite) for each in card.offerings[:shown])
    return with_rest(Table(columns, rows, title), len(card.offerings), f"modelpick list --provider {card.provider}")


def _offering_row(served: ServedModel, cite: Citer) -> tuple[TableCell, ...]:
    line = served.offering
    region = ", ".join(line.geography) or (None if line.routing == "unknown" else line.routing.replace("_", " "))
    return (
        TableCell(served.name),
        values.cell_or_unknown(line.id),
        values.cell_or_unknown(values.stage(line.stage)),
        values.cell_or_unknown(values.prices(line.price_in, line.price_out)),
        values.cell_or_unknown(line.price_on),
        values.cell_or_unknown(values.tokens(line.context)),
        values.cell_or_unknown(region),
        TableCell(line.retires_on or "none announced", "warn" if line.retires_on else "muted"),
        TableCell("", refs=cite(*line.sources)),
    )
