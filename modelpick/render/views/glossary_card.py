"""A word of the field."""

from __future__ import annotations

from modelpick.documents.card_reports import GlossaryCard
from modelpick.render.page import Block, Heading, Page, Paragraph
from modelpick.render.views import shared


def page(card: GlossaryCard) -> Page:
    """The screen of `show` for a term."""
    also = f" · also {', '.join(card.also)}" if card.also else ""
    blocks: list[Block] = [
        Heading(f"{card.name[:1].upper()}{card.name[1:]}", 1),
        Paragraph(f"{card.term} · term{also}", "muted", joined=True),
        shared.notes(card.notes),
        Paragraph(card.says),
        Paragraph(f"For a choice: {card.why}" if card.why else ""),
    ]
    also_read = (f"{each.name}: `modelpick show {each.term}`" for each in card.see_also)
    return Page((*blocks, shared.remarks("See also", also_read)))
