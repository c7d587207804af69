"""A provider: where it is, what it promises about data, what it serves."""

from __future__ import annotations

from modelpick.documents.card_reports import ProviderCard, ServedModel, TermLine
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Cell, Column, Heading, Page, Paragraph, Table
from modelpick.render.views import shared
from modelpick.render.views.capping import rest

SHOWN = 12
"""Offerings on a page; CSV and JSON have all."""
_ANSWERS = {"on_request": "on request", "conditional": "under conditions", "opt_out": "unless you opt out"}


def page(card: ProviderCard) -> Page:
    """The screen of `show` for a provider."""
    cite = Citer(card.sources)
    blocks: list[Block] = [
        Heading(card.name, 1),
        Paragraph(f"{card.provider} · provider", "muted", joined=True),
        *shared.notes(card.notes),
        shared.fact_rows(card.facts, cite),
        _terms(card.terms, cite),
        *_offerings(card, cite),
        *cite.listed(),
        shared.dated(card.as_of),
    ]
    return Page(tuple(blocks))


def _terms(lines: tuple[TermLine, ...], cite: Citer) -> Table:
    columns = (
        Column("", "data terms", floor=18),
        Column("", "says"),
        Column("", "read on", priority=1),
        Column("", "source"),
        Column("", "to know", priority=2, floor=24),
    )
    return Table(columns, tuple(_term(line, cite) for line in lines))


def _term(line: TermLine, cite: Citer) -> tuple[Cell, ...]:
    return (
        Cell(line.term),
        values.known(_ANSWERS.get(line.is_, line.is_)),
        values.known(line.on),
        Cell("", refs=cite(line.source)),
        Cell(line.note or ""),
    )


def _offerings(card: ProviderCard, cite: Citer) -> list[Block]:
    columns = (
        Column("model", "model", floor=14),
        Column("id", "as", priority=4, floor=16),
        Column("stage", "API", priority=2),
        Column("price", "$/M in / out", priority=1),
        Column("price_on", "price of", priority=6),
        Column("context", "context", priority=5, right=True),
        Column("region", "processed in", priority=3, floor=10),
        Column("retires_on", "retires", priority=6),
        Column("source", "source"),
        Column("price_in", "", shown=False),
        Column("price_out", "", shown=False),
    )
    if not card.offerings:
        return [Table(columns, (), primary=True, shown=False), Paragraph("Nothing is known that it serves.", "muted")]
    title = f"{wording.count(len(card.offerings), 'offering')} of {wording.count(card.models, 'model')}, newest first"
    first = tuple(_offering(each, cite) for each in card.offerings[:SHOWN])
    more = tuple(_offering(each, Citer(card.sources)) for each in card.offerings[SHOWN:])
    blocks: list[Block] = [Table(columns, first, title), Table(columns, (*first, *more), primary=True, shown=False)]
    return [*blocks, rest(len(more), f"modelpick list --provider {card.provider}")] if more else blocks


def _offering(served: ServedModel, cite: Citer) -> tuple[Cell, ...]:
    line = served.offering
    region = ", ".join(line.geography) or (None if line.routing == "unknown" else line.routing.replace("_", " "))
    return (
        Cell(served.name, raw=served.model),
        values.known(line.id),
        values.known(values.stage(line.stage)),
        values.known(values.prices(line.price_in, line.price_out)),
        values.known(line.price_on),
        values.known(values.tokens(line.context), line.context),
        values.known(region),
        Cell(line.retires_on or "none announced", "warn" if line.retires_on else "muted"),
        Cell("", refs=cite(*line.sources), raw=" ".join(line.sources)),
        Cell("", raw=line.price_in),
        Cell("", raw=line.price_out),
    )
