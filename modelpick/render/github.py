"""An audit as workflow commands of GitHub Actions: each finding shows beside its line in a pull request."""

from __future__ import annotations

from modelpick.documents.audit_reports import KINDS, AuditReport, Finding
from modelpick.render.safe import visible

_COMMAND_OF_SEVERITY = {"error": "error", "warning": "warning", "note": "notice"}


def github_text(report: AuditReport) -> str:
    """One command a line; nothing at all where nothing was found."""
    return "".join(f"{_workflow_command(finding)}\n" for finding in report.findings)


def _workflow_command(finding: Finding) -> str:
    place = {"file": finding.path}
    if finding.cell is None:
        place |= {"line": str(finding.line), "col": str(finding.column), "endColumn": str(finding.end_column)}
    place["title"] = f"modelpick: {KINDS[finding.kind].title}"
    said = f"{finding.text}. {finding.hint}" if finding.hint else finding.text
    if finding.cell is not None:
        said = f"cell {finding.cell}, line {finding.line}: {said}"
    properties = ",".join(f"{key}={_escaped_property(value)}" for key, value in place.items())
    return f"::{_COMMAND_OF_SEVERITY[finding.severity]} {properties}::{_escaped_message(said)}"


def _escaped_message(text: str) -> str:
    return visible(text).replace("%", "%25")


def _escaped_property(text: str) -> str:
    return _escaped_message(text).replace(":", "%3A").replace(",", "%2C")
