"""A source, and what rests on it."""

from __future__ import annotations

from modelpick.documents.card_reports import CitedIn, SourceCard
from modelpick.model import wording
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Cell, Column, Heading, Page, Paragraph, Table
from modelpick.render.views import shared
from modelpick.render.views.capping import rest

SHOWN = 10
"""Rows of a kind on a page; CSV has all models, JSON everything."""


def page(card: SourceCard) -> Page:
    """The screen of `show` for a source."""
    total = sum(card.rests.values())
    parts = ", ".join(f"{kind} {n:,}" for kind, n in card.rests.items())
    rests = f"{wording.count(total, 'fact rests', 'facts rest')} on it: {parts}."
    blocks: list[Block] = [
        Heading(card.title, 1),
        Paragraph(f"{card.source} · source", "muted", joined=True),
        *shared.notes(card.notes),
        shared.fact_rows(card.facts, Citer(())),
        Paragraph(rests if total else "Nothing rests on it."),
        *_cited("model", card.models),
        *_cited("benchmark", card.benchmarks),
        *_cited("provider", card.providers),
        shared.dated(card.as_of),
        _whole(card),
    ]
    return Page(tuple(blocks))


def _cited(title: str, cited: tuple[CitedIn, ...]) -> list[Block]:
    if not cited:
        return []
    head = wording.count(len(cited), title)
    columns = (Column("", head, floor=14), Column("", "id", priority=1), Column("", "facts", right=True))
    rows = tuple((Cell(each.name), Cell(each.id), Cell(f"{each.facts:,}")) for each in cited[:SHOWN])
    more = len(cited) - SHOWN
    return [Table(columns, rows), *([rest(more, "--format json")] if more > 0 else [])]


def _whole(card: SourceCard) -> Table:
    columns = (Column("kind", "kind"), Column("id", "id"), Column("name", "name"), Column("facts", "facts"))
    kinds = (("model", card.models), ("benchmark", card.benchmarks), ("provider", card.providers))
    rows = tuple(
        (Cell(kind), Cell(each.id), Cell(each.name), Cell(str(each.facts), raw=each.facts))
        for kind, cited in kinds
        for each in cited
    )
    return Table(columns, rows, primary=True, shown=False)
