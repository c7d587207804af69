"""A provider: where it is, what it promises about data, what it serves."""

from __future__ import annotations

from decimal import Decimal

from modelpick.documents.card_reports import ProviderCard, ServedModel, TermLine
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Column, Heading, Page, Paragraph, Table, table_of
from modelpick.render.views import shared

SHOWN = 12
"""Offerings on a page; CSV and JSON have all."""
_ANSWER_WORDS = {"on_request": "on request", "conditional": "under conditions", "opt_out": "unless you opt out"}


def page(card: ProviderCard, shown: int = SHOWN) -> Page:
    """The screen of `show` for a provider, with `shown` offerings at most."""
    cite = Citer(card.sources)
    blocks: list[Block] = [
        Heading(card.name, 1),
        Paragraph(f"{card.provider} · provider", "muted", joined=True),
        shared.notes(card.notes),
        shared.fact_rows(card.facts, cite),
        _terms_table(card.terms, cite),
        *_offering_blocks(card, cite, shown),
        *cite.listed(),
        shared.dated(card.as_of),
    ]
    return Page(tuple(blocks))


def _terms_table(lines: tuple[TermLine, ...], cite: Citer) -> Table:
    columns: list[Column[TermLine]] = [
        Column("data terms", floor=18, cell=lambda line: line.term),
        Column("says", cell=lambda line: _ANSWER_WORDS.get(line.is_, line.is_)),
        Column("read on", priority=1, cell=lambda line: line.on),
        Column("source", cell=lambda line: cite.cell(line.source)),
        Column("to know", priority=2, floor=36, cell=lambda line: line.note or ""),
    ]
    return table_of(columns, lines)


def _offering_blocks(card: ProviderCard, cite: Citer, shown: int) -> list[Block]:
    if not card.offerings:
        return [Paragraph("Nothing is known that it serves.", "muted")]
    columns: list[Column[ServedModel]] = [
        Column("model", floor=14, cell=lambda served: served.name),
        Column("as", priority=4, floor=16, cell=lambda served: served.offering.id),
        Column("API", priority=2, cell=lambda served: values.stage(served.offering.stage)),
        Column("$/M in / out", priority=1, cell=lambda served: values.prices(*_prices_of(served))),
        Column("price of", priority=6, cell=lambda served: served.offering.price_on),
        Column("context", priority=5, right=True, cell=lambda served: values.tokens(served.offering.context)),
        Column("processed in", priority=3, floor=10, cell=_region_text),
        Column(
            "retires",
            priority=6,
            cell=lambda served: values.cell_or(served.offering.retires_on, "none announced", "warn"),
        ),
        Column("source", cell=lambda served: cite.cell(*served.offering.sources)),
    ]
    title = f"{wording.count(len(card.offerings), 'offering')} of {wording.count(card.models, 'model')}, newest first"
    return shared.first_rows(columns, card.offerings, shown, title, how=f"modelpick list --provider {card.provider}")


def _prices_of(served: ServedModel) -> tuple[Decimal | None, Decimal | None]:
    return served.offering.price_in, served.offering.price_out


def _region_text(served: ServedModel) -> str | None:
    routing = served.offering.routing
    return ", ".join(served.offering.geography) or (None if routing == "unknown" else routing.replace("_", " "))
