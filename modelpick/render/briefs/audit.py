"""The answer of `audit` on one screen: how many findings, the worst of them, and what to do."""

from __future__ import annotations

from modelpick.documents.audit_reports import SEVERITIES, AuditReport, Finding
from modelpick.model import wording
from modelpick.model.fields import replace
from modelpick.render.briefs import lines
from modelpick.render.page import Block, Column, FactRow, Heading, Page, Table, TableCell, Tone, table_of
from modelpick.render.views.audit import findings_summary, headline, place

ROWS = 6
PATH = 28
"""Letters of a path that there is room for beside what is said of it, on a screen of 80 columns."""
_SEVERITY_TONES: dict[str, Tone] = {"error": "bad", "warning": "warn", "note": "muted"}
_SEVERITY: Column[Finding] = Column(
    "", floor=5, cell=lambda found: TableCell(found.severity, _SEVERITY_TONES[found.severity])
)
_TEXT: Column[Finding] = Column("what", floor=20, cell=lambda found: found.text)


def page(report: AuditReport) -> Page:
    """The short page of `audit`."""
    blocks: list[Block] = [Heading(headline(report), 1, "bad" if report.failed else "good")]
    if text := findings_summary(report):
        blocks.append(lines.muted_line(text))
    worst = sorted(report.findings, key=lambda each: SEVERITIES.index(each.severity))
    blocks.append(_findings_table(worst[:ROWS]))
    facts = [FactRow("Do", f"{said.id}: {said.hint}") for said in worst[:ROWS] if said.hint][:1]
    facts += [FactRow("Note", note) for note in report.notes[:1]]
    left = len(worst) - ROWS
    more = [wording.count(left, "more finding")] if left > 0 else []
    facts.append(lines.more("--details, --format sarif for a code host", *more))
    return Page((*blocks, *lines.fact_block(facts)))


def _findings_table(found: list[Finding]) -> Table:
    """The findings, beside their places; under their files where a path is too long to stand beside what is said."""
    if all(len(each.path) <= PATH for each in found):
        beside: Column[Finding] = Column("where", floor=5, cell=lambda each: f"{each.path}:{place(each)}")
        return table_of([_SEVERITY, beside, _TEXT], found)
    files = list(dict.fromkeys(each.path for each in found))
    found = sorted(found, key=lambda each: files.index(each.path))
    starts = [number for number, each in enumerate(found) if not number or found[number - 1].path != each.path]
    heads = tuple((number, found[number].path) for number in starts)
    return replace(table_of([_SEVERITY, Column("where", floor=5, cell=place), _TEXT], found), heads=heads)
