"""A source, and what rests on it."""

from __future__ import annotations

from modelpick.documents.card_reports import CitedIn, SourceCard
from modelpick.model import wording
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Column, Heading, Page, Paragraph
from modelpick.render.views import shared

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
        shared.notes(card.notes),
        shared.fact_rows(card.facts, Citer(())),
        Paragraph(rests if total else "Nothing rests on it."),
        *_cited_blocks("model", card.models),
        *_cited_blocks("benchmark", card.benchmarks),
        *_cited_blocks("provider", card.providers),
        shared.dated(card.as_of),
    ]
    return Page(tuple(blocks))


def _cited_blocks(title: str, cited: tuple[CitedIn, ...]) -> list[Block]:
    if not cited:
        return []
    head = wording.count(len(cited), title)
    columns: list[Column[CitedIn]] = [
        Column(head, floor=14, cell=lambda each: each.name),
        Column("id", priority=1, cell=lambda each: each.id),
        Column("facts", right=True, cell=lambda each: f"{each.facts:,}"),
    ]
    return shared.first_rows(columns, cited, SHOWN, how="--format json")
