"""Whether a pinned model still passes, question by question."""

from __future__ import annotations

from modelpick.documents.audit_reports import CheckLine, CheckReport
from modelpick.model import wording
from modelpick.render.citing import Citer
from modelpick.render.page import Heading, Item, Items, Page, Paragraph, Sign, Table, TableCell, TableColumn
from modelpick.render.views import shared

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
            Items("What was asked", tuple(_check_item(line, cite) for line in report.lines)),
            _checks_table(report),
            *shared.notes(report.notes),
            *cite.listed(),
            shared.dated(report.as_of),
        )
    )


def _check_item(line: CheckLine, cite: Citer) -> Item:
    text = f"{line.text}; an exception lets it pass" if line.waived else line.text
    sign: Sign = "!" if line.waived else _OUTCOME_SIGNS[line.outcome]
    return Item(text, sign, line.outcome, line.id.replace("_", " "), cite(*line.sources))


def _checks_table(report: CheckReport) -> Table:
    columns = tuple(TableColumn(key, key) for key in ("check", "outcome", "waived", "text"))
    rows = tuple(
        (
            TableCell(line.id),
            TableCell(line.outcome),
            TableCell("yes" if line.waived else "no", raw=line.waived),
            TableCell(line.text),
        )
        for line in report.lines
    )
    return Table(columns, rows, primary=True, shown=False)
