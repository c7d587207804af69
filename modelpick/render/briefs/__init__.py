"""The answer in short: one screen of twenty lines for each kind of document that would fill more."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from modelpick.model.fields import replace
from modelpick.render.briefs.lines import MORE
from modelpick.render.page import LAYOUTS, Block, FactRows, Page, Paragraph, Sources, cited_numbers

_BRIEF_KINDS = (
    "Recommendation", "Comparison", "ModelCard", "StatusReport", "CostReport", "LogCostReport", "FitReport",
    "Explanation", "EvidenceReport", "RetirementReport", "AuditReport", "DecisionReport",
)  # fmt: skip
"""The documents that have a short page."""


def short_page_of(document: Any) -> Page | None:
    """The short page of `document`; None where its only page is short enough."""
    name = type(document).__name__
    if name not in _BRIEF_KINDS:
        return None
    page: Page = import_module(f"{__name__}.{LAYOUTS[name]}").page(document)
    return page


def with_sources(page: Page) -> Page:
    """`page` with those sources alone that its lines cite: of what found no room nothing is listed."""
    cited = {number for block in page.blocks for number in cited_numbers(block)}
    return Page(
        tuple(
            Sources(tuple(ref for ref in block.refs if ref.number in cited)) if isinstance(block, Sources) else block
            for block in page.blocks
        )
    )


def without_sources(page: Page, *, offered: bool) -> Page:
    """`page` without the sources that it lists; with how to see them, if they are `offered` where it says more."""
    blocks = page.without_citations().blocks
    if offered:
        return Page(tuple(map(_with_offer_of_sources, blocks)))
    cited = any(isinstance(block, Sources) and block.refs for block in page.blocks)
    return Page((*blocks, Paragraph("Sources: --sources", "muted", joined=True)) if cited else blocks)


def _with_offer_of_sources(block: Block) -> Block:
    if not isinstance(block, FactRows):
        return block
    told = (replace(row, text=f"{row.text}; --sources") if row.label == MORE else row for row in block.rows)
    return replace(block, rows=tuple(told))
