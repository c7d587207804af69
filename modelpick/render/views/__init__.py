"""One view for each kind of result document: what it says, in which order."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from modelpick.render.page import Page

_VIEW_MODULES = {
    "Recommendation": "recommendation",
    "Comparison": "comparison",
    "ModelCard": "card",
    "BenchmarkCard": "benchmark_card",
    "PriceTable": "export",
    "ProviderCard": "provider_card",
    "SourceCard": "source_card",
    "GlossaryCard": "glossary_card",
    "StatusReport": "status",
    "LiveReport": "live",
    "EvidenceReport": "evidence",
    "CostReport": "cost",
    "LogCostReport": "cost_log",
    "Explanation": "explanation",
    "Listing": "listing",
    "FitReport": "fit",
    "CatalogInfo": "catalog",
    "Validation": "validation",
    "UpdateReport": "update",
    "DiffReport": "changes",
    "LogReport": "log",
    "SourcesReport": "sources",
    "RetirementReport": "retirements",
    "WatchReport": "watch",
    "UnmatchedReport": "unmatched",
    "ImportReport": "imported",
    "TrialPlan": "trial",
    "ConfigReport": "config",
    "ConfigPaths": "config",
    "AuditReport": "audit",
    "CheckReport": "check",
    "DecisionReport": "decision",
    "ExportReport": "export",
    "RuleList": "rules",
    "RulePage": "rules",
    "RuleTest": "rules",
}


def page_of(document: Any) -> Page:
    """The page for `document`. Only the view that it needs is imported."""
    name = type(document).__name__
    if name not in _VIEW_MODULES:
        raise TypeError(f"{name} is not a result document")
    view: Page = import_module(f"{__name__}.{_VIEW_MODULES[name]}").page(document)
    return view
