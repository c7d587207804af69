"""One rule in full, for people."""

from __future__ import annotations

from modelpick.documents.results import RulePage
from modelpick.render.page import FactRow, FactRows, Heading, Page, Paragraph, Sources
from modelpick.render.views import shared


def page(rule: RulePage) -> Page:
    """The screen of `rules show`."""
    head = [rule.kind, rule.id, rule.flag or "", rule.origin]
    return Page((
        Heading(rule.title, 1),
        Paragraph(" · ".join(part for part in head if part), "muted", joined=True),
        Paragraph(rule.about),
        Paragraph(f"Because: {rule.because}" if rule.because else ""),
        FactRows(tuple(FactRow(label, text) for label, text in rule.lines)),
        shared.remarks("Examples, run as tests", rule.examples),
        Sources(rule.sources),
    ))  # fmt: skip
