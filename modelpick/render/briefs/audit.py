"""The answer of `audit` on one screen: how many findings, the worst of them, and what to do."""

from __future__ import annotations

from modelpick.documents.audit_reports import SEVERITIES, AuditReport, Finding
from modelpick.model import wording
from modelpick.render.briefs import lines
from modelpick.render.page import Block, Cell, Column, Fact, Heading, Page, Table, Tone
from modelpick.render.views.audit import aside, headline, place

ROWS = 6
TEXT = 60
_TONES: dict[str, Tone] = {"error": "bad", "warning": "warn", "note": "muted"}

COLUMNS = (
    Column("", "", floor=5),
    Column("", "where", floor=14),
    Column("", "what", floor=20),
)


def page(report: AuditReport) -> Page:
    """The short page of `audit`."""
    blocks: list[Block] = [Heading(headline(report), 1, "bad" if report.failed else "good")]
    if text := aside(report):
        blocks.append(lines.quiet(text))
    worst = sorted(report.findings, key=lambda each: SEVERITIES.index(each.severity))
    if worst:
        blocks.append(Table(COLUMNS, tuple(map(_row, worst[:ROWS]))))
    facts = [Fact("Do", hint) for hint in dict.fromkeys(each.hint for each in worst[:ROWS]) if hint][:1]
    facts += [Fact("Note", note) for note in report.notes[:1]]
    left = len(worst) - ROWS
    more = f"{wording.count(left, 'more finding')}: --details" if left > 0 else "--details"
    facts.append(Fact("More", f"{more}, --format sarif for a code host", "muted"))
    return Page((*blocks, *lines.told(facts)))


def _row(found: Finding) -> tuple[Cell, ...]:
    return (
        Cell(found.severity, _TONES[found.severity]),
        Cell(f"{found.path}:{place(found)}"),
        Cell(found.text),
    )
