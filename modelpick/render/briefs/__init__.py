"""The answer in short: one screen of twenty lines for each kind of document that would fill more."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from modelpick.render.page import Page

_BRIEF_MODULES = {
    "Recommendation": "recommendation",
    "Comparison": "comparison",
    "ModelCard": "card",
    "StatusReport": "status",
    "CostReport": "cost",
    "LogCostReport": "cost_log",
    "FitReport": "fit",
    "Explanation": "explanation",
    "EvidenceReport": "evidence",
    "RetirementReport": "retirements",
    "AuditReport": "audit",
    "DecisionReport": "decision",
}


def short_page_of(document: Any) -> Page | None:
    """The short page of `document`; None where its only page is short enough."""
    name = _BRIEF_MODULES.get(type(document).__name__)
    if name is None:
        return None
    page: Page = import_module(f"{__name__}.{name}").page(document)
    return page
