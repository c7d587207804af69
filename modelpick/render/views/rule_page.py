"""One rule in full, for people."""

from __future__ import annotations

from modelpick.documents.results import RulePage
from modelpick.render.page import (
    Block,
    Cell,
    Column,
    Fact,
    Facts,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Sources,
    Table,
)


def page(rule: RulePage) -> Page:
    """The screen of `rules show`."""
    head = [rule.kind, rule.id, rule.flag or "", rule.origin]
    blocks: list[Block] = [
        Heading(rule.title, 1),
        Paragraph(" · ".join(part for part in head if part), "muted", joined=True),
        Paragraph(rule.about),
    ]
    if rule.because:
        blocks.append(Paragraph(f"Because: {rule.because}"))
    if rule.lines:
        blocks.append(Facts(tuple(Fact(label, text) for label, text in rule.lines)))
    if rule.examples:
        blocks.append(Items("Examples, run as tests", tuple(Item(text, "~") for text in rule.examples)))
    if rule.sources:
        blocks.append(Sources(rule.sources))
    return Page((*blocks, _table(rule)))


def _table(rule: RulePage) -> Table:
    columns = (Column("label", "label"), Column("text", "text"))
    return Table(columns, tuple((Cell(label), Cell(text)) for label, text in rule.lines), primary=True, shown=False)
