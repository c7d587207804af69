"""What an audit found: each finding where it is, with what to do."""

from __future__ import annotations

from modelpick.documents.audit_reports import KINDS, AuditReport, Finding
from modelpick.model import wording
from modelpick.render.page import Block, Heading, Page, Paragraph, Tone
from modelpick.render.views import shared

_SEVERITY_TONES: dict[str, Tone] = {"error": "bad", "warning": "warn", "note": "muted"}
MOST_NOTES = 40
"""Findings that are but notes beyond so many are counted on a page; JSON has all."""


def page(report: AuditReport) -> Page:
    """The screen of `audit`."""
    found = report.findings
    blocks: list[Block] = [Heading(headline(report), 1, "bad" if report.failed else "good")]
    blocks.append(Paragraph(findings_summary(report), "muted", joined=True))
    shown = _findings_shown(found)
    file = None
    for each in shown:
        if each.path != file:
            blocks.append(Heading(each.path))
            file = each.path
        blocks.append(Paragraph(_finding_line(each), _SEVERITY_TONES[each.severity], joined=True))
        if each.hint:
            blocks.append(Paragraph(f"    {each.hint}", "muted", joined=True))
    if len(shown) < len(found):
        left = wording.count(len(found) - len(shown), "more note")
        blocks.append(Paragraph(f"{left}: --format json has them all", "muted"))
    return Page((*blocks, shared.notes(report.notes), shared.dated(report.as_of)))


def headline(report: AuditReport) -> str:
    """How much was found in how much."""
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


def _finding_line(finding: Finding) -> str:
    return f"  {place(finding)}  {finding.severity} {finding.kind}: {finding.text}"


def place(finding: Finding) -> str:
    """``12:5``, in a notebook ``cell 3, 12:5``."""
    at = f"{finding.line}:{finding.column}"
    return at if finding.cell is None else f"cell {finding.cell}, {at}"


def findings_summary(report: AuditReport) -> str:
    """The findings by kind, and what was passed by."""
    said = [f"{KINDS[kind].title.lower()} {number}" for kind, number in report.counts.items()]
    if report.ignored:
        said.append(f"{report.ignored} ignored")
    if report.in_baseline:
        said.append(f"{report.in_baseline} in the baseline")
    said += [f"passed by, {why}: {number:,}" for why, number in report.skipped.items()]
    return " · ".join(said)
