"""The page of a decision on record."""

from __future__ import annotations

from modelpick.documents.decision_reports import DecisionReport
from modelpick.model import wording
from modelpick.render.citing import Citer
from modelpick.render.html.shared import whole_answer
from modelpick.render.html.sheet import DecisionFact, Remark, Sheet
from modelpick.render.views.decision import decided_text, status_text


def sheet(report: DecisionReport) -> Sheet:
    """The page of `report`."""
    cite = Citer(report.sources)
    changes = tuple(
        Remark("caution" if each.matters else "note", "; ".join((each.text, *each.why)), None, cite(*each.sources))
        for each in report.changes
    )
    facts = [
        DecisionFact("Decided", report.name, decided_text(report)),
        DecisionFact("Status", "holds" if report.holds else "no longer holds", status_text(report)),
        DecisionFact("How sure it was", f"{wording.chance(report.chance_was)} to be the best", report.verdict_was),
    ]
    if report.first_now and report.first_score is not None:
        facts.append(DecisionFact("First today", report.first_now, f"{report.first_score:.1f} points"))
    return Sheet(
        kind="decision",
        heading=f"{report.name}: the decision {'holds' if report.holds else 'no longer holds'}",
        lead=wording.sentence(report.text),
        asked=report.summary,
        as_of=report.as_of,
        facts_until=None,
        facts=tuple(facts),
        picture=None,
        table=None,
        reasons=tuple(Remark("for", text) for text in report.reasons[:3]),
        cautions=tuple(Remark("against", text) for text in (*report.against[:2], *report.cautions[:1])),
        changes=changes,
        cases=(),
        sections=(whole_answer(report, "The record in full"),),
        sources=tuple(ref for block in cite.listed() for ref in block.refs),
    )
