"""A word of the field."""

from __future__ import annotations

from modelpick.documents.card_reports import GlossaryCard
from modelpick.render.page import Block, Heading, Item, Items, Page, Paragraph
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
    return Page(tuple(blocks))
