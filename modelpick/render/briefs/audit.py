"""The answer of `audit` on one screen: how many findings, the worst of them, and what to do."""

from __future__ import annotations

from modelpick.documents.audit_reports import SEVERITIES, AuditReport, Finding
from modelpick.model import wording
from modelpick.render.briefs import lines
from modelpick.render.page import Block, Column, FactRow, Heading, Page, TableCell, Tone, table_of
from modelpick.render.views.audit import findings_summary, headline, place

ROWS = 6
_SEVERITY_TONES: dict[str, Tone] = {"error": "bad", "warning": "warn", "note": "muted"}

COLUMNS: tuple[Column[Finding], ...] = (
    Column("", floor=5, cell=lambda found: TableCell(found.severity, _SEVERITY_TONES[found.severity])),
    Column("where", floor=14, cell=lambda found: f"{found.path}:{place(found)}"),
    Column("what", floor=20, cell=lambda found: found.text),
)


def page(report: AuditReport) -> Page:
    """The short page of `audit`."""
    blocks: list[Block] = [Heading(headline(report), 1, "bad" if report.failed else "good")]
    if text := findings_summary(report):
        blocks.append(lines.muted_line(text))
    worst = sorted(report.findings, key=lambda each: SEVERITIES.index(each.severity))
    blocks.append(table_of(COLUMNS, worst[:ROWS]))
    facts = [FactRow("Do", hint) for hint in dict.fromkeys(each.hint for each in worst[:ROWS]) if hint][:1]
    facts += [FactRow("Note", note) for note in report.notes[:1]]
    left = len(worst) - ROWS
    more = f"{wording.count(left, 'more finding')}: --details" if left > 0 else "--details"
    facts.append(FactRow("More", f"{more}, --format sarif for a code host", "muted"))
    return Page((*blocks, *lines.fact_block(facts)))
