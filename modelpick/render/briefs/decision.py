"""A decision on record in short: whether it holds, what changed, and whether that matters."""

from __future__ import annotations

from modelpick.documents.decision_reports import DecisionChange, DecisionReport
from modelpick.model import wording
from modelpick.render.briefs import lines
from modelpick.render.briefs.lines import LINES, fact_block, heights, kept_within, labeled, muted_line
from modelpick.render.page import FactRow, Heading, Page, Paragraph
from modelpick.render.views.decision import decided_text, status_text

_HEAD = 6
"""Lines of the heading, of what was decided, and of the last line, with the empty ones between them."""


def page(report: DecisionReport) -> Page:
    """The short screen of `check` for a record."""
    failed = [line for line in report.lines if line.outcome != "yes"]
    rows: list[FactRow] = labeled("Fails", [wording.sentence(line.text) for line in failed[:4]], "bad")
    told = {line.text for line in failed}
    matters = [change for change in report.changes if change.matters and change.text not in told]
    lesser = [change for change in report.changes if not change.matters]
    rows += labeled("Matters", _change_lines(matters[:2]), "warn")
    others = labeled("Changed", _change_lines(lesser[:3]))
    rows += others or ([] if matters or failed else [FactRow("Changed", "nothing of it")])
    notes = [FactRow("Note", wording.sentence(note)) for note in report.notes]
    rows += notes
    rows.append(FactRow(lines.MORE, "--details: the whole record; --format markdown or html: as a page"))
    head = Paragraph(decided_text(report), joined=True)
    room = LINES - _HEAD - heights([FactRow("", decided_text(report)), FactRow("", report.summary)])
    kept = kept_within(rows, max(room, 4), [*notes[::-1], *others[::-1]])
    heading = Heading(wording.sentence(report.text), 1, "good" if report.holds else "bad")
    return Page((heading, head, muted_line(f"{status_text(report)} {report.summary}"), *fact_block(kept)))


def _change_lines(changes: list[DecisionChange]) -> list[str]:
    return [text for change in changes for text in (change.text, *change.why[:2])]
