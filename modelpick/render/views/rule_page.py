"""One rule in full, for people."""

from __future__ import annotations

from modelpick.documents.results import RulePage
from modelpick.render.page import (
    Block,
    FactRow,
    FactRows,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Sources,
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
        blocks.append(FactRows(tuple(FactRow(label, text) for label, text in rule.lines)))
    if rule.examples:
        blocks.append(Items("Examples, run as tests", tuple(Item(text, "~") for text in rule.examples)))
    if rule.sources:
        blocks.append(Sources(rule.sources))
    return Page(tuple(blocks))
