"""Whether a pinned model still passes, question by question."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.documents.audit_reports import CheckLine, CheckReport
from modelpick.model import wording
from modelpick.render.citing import Citer
from modelpick.render.page import Heading, Item, Items, Page, Paragraph, Sign
from modelpick.render.views import shared

SHOWN = 11
"""So many lines have room on a screen; CSV and JSON have all."""
_OUTCOME_SIGNS: dict[str, Sign] = {"yes": "+", "no": "-", "unknown": "?"}


def page(report: CheckReport) -> Page:
    """The screen of `check`."""
    cite = Citer(report.sources)
    where = f" at {report.provider}" if report.provider else ""
    told = wording.sentence(report.text)
    return Page(
        (
            Heading(told, 1, "good" if report.passed else "bad"),
            Paragraph(f"{report.model}{where} · {report.profile}", "muted", joined=True),
            Items("What was asked", tuple(_check_items(report, cite))),
            shared.notes(report.notes),
            *cite.listed(),
            shared.dated(report.as_of),
        )
    )


def _check_items(report: CheckReport, cite: Citer) -> Iterator[Item]:
    """All that is not a yes; of the others as many as have room beside them."""
    against = sum(line.outcome != "yes" for line in report.lines)
    room = max(SHOWN - against, 2)
    passing = 0
    for line in report.lines:
        passing += line.outcome == "yes"
        if line.outcome != "yes" or passing <= room:
            yield check_item(line, cite)
    if passing > room:
        yield Item(f"and {wording.count(passing - room, 'other')}", "+", "yes")


def check_item(line: CheckLine, cite: Citer) -> Item:
    """One thing that was asked of the model, and whether it is so."""
    text = f"{line.text}; an exception lets it pass" if line.waived else line.text
    sign: Sign = "!" if line.waived else _OUTCOME_SIGNS[line.outcome]
    return Item(text, sign, line.outcome, line.id.replace("_", " "), cite(*line.sources))
