"""A word of the field."""

from __future__ import annotations

from modelpick.documents.card_reports import GlossaryCard
from modelpick.render.page import Block, Cell, Column, Heading, Item, Items, Page, Paragraph, Table
from modelpick.render.views import shared


def page(card: GlossaryCard) -> Page:
    """The screen of `show` for a term."""
    also = f" · also {', '.join(card.also)}" if card.also else ""
    blocks: list[Block] = [
        Heading(f"{card.name[:1].upper()}{card.name[1:]}", 1),
        Paragraph(f"{card.term} · term{also}", "muted", joined=True),
        *shared.notes(card.notes),
        Paragraph(card.says),
        *([Paragraph(f"For a choice: {card.why}")] if card.why else []),
    ]
    if card.see_also:
        items = tuple(Item(f"{each.name}: `modelpick show {each.term}`", "~") for each in card.see_also)
        blocks.append(Items("See also", items))
    return Page((*blocks, _row(card)))


def _row(card: GlossaryCard) -> Table:
    columns = (Column("term", "term"), Column("name", "name"), Column("says", "says"), Column("why", "why"))
    row = (Cell(card.term), Cell(card.name), Cell(card.says), Cell(card.why or ""))
    return Table(columns, (row,), primary=True, shown=False)
