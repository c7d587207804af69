"""What an audit found: each finding where it is, with what to do."""

from __future__ import annotations

from modelpick.documents.audit_reports import KINDS, AuditReport, Finding
from modelpick.model import wording
from modelpick.render.page import Block, Heading, Item, Items, Page, Paragraph, Sign
from modelpick.render.views import shared

SIGNS: dict[str, Sign] = {"error": "-", "warning": "!", "note": "~"}
MOST_NOTES = 40
"""Findings that are but notes beyond so many are counted on a page; JSON has all."""


def page(report: AuditReport) -> Page:
    """The screen of `audit`."""
    found = report.findings
    blocks: list[Block] = [Heading(headline(report), 1, "bad" if report.failed else "good")]
    blocks.append(Paragraph(findings_summary(report), "muted", joined=True))
    shown = _findings_shown(found)
    blocks += [
        Items(path, tuple(_finding_item(each) for each in shown if each.path == path))
        for path in dict.fromkeys(each.path for each in shown)
    ]
    if len(shown) < len(found):
        left = wording.count(len(found) - len(shown), "more note")
        blocks.append(Paragraph(f"{left}: --format json has them all", "muted"))
    return Page((*blocks, shared.notes(report.notes), shared.dated(report.as_of)))


def headline(report: AuditReport) -> str:
    """``2 errors and 1 note in 12 files with 30 model ids.``"""
    looked = f"{wording.count(report.files, 'file')} with {wording.count(report.ids, 'model id')}"
    parts = [wording.count(number, severity) for severity, number in report.severities.items()]
    return f"{wording.listed(parts)} in {looked}." if report.findings else f"No problem found in {looked}."


def _findings_shown(found: tuple[Finding, ...]) -> list[Finding]:
    shown, notes = [], 0
    for each in found:
        notes += each.severity == "note"
        if each.severity != "note" or notes <= MOST_NOTES:
            shown.append(each)
    return shown


def _finding_item(finding: Finding) -> Item:
    """What was found, where in its file, and what to do."""
    text = f"{finding.text}. {finding.hint}" if finding.hint else finding.text
    return Item(text, SIGNS[finding.severity], finding.severity, f"{place(finding)} {finding.kind}")


def place(finding: Finding) -> str:
    """``12:5``, in a notebook ``cell 3, 12:5``."""
    at = f"{finding.line}:{finding.column}"
    return at if finding.cell is None else f"cell {finding.cell}, {at}"


def findings_summary(report: AuditReport) -> str:
    """The findings by kind, and what was passed by."""
    said = [f"{KINDS[kind].title.lower()}: {number}" for kind, number in report.counts.items()]
    if report.ignored:
        said.append(f"{report.ignored} ignored")
    if report.in_baseline:
        said.append(f"{report.in_baseline} in the baseline")
    said += [f"passed by: {number:,} ({why})" for why, number in report.skipped.items()]
    return " · ".join(said)
