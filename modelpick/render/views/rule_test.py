"""Whether the rules do what their examples say."""

from __future__ import annotations

from modelpick.documents.results import RuleCheck, RuleTest
from modelpick.model import wording
from modelpick.render.page import Heading, Items, Page, Table, TableCell, TableColumn
from modelpick.render.page import Item as Line


def page(report: RuleTest) -> Page:
    """The screen of `rules test`: what failed; what passed is a number."""
    failed = [check for check in report.checks if not check.passed]
    said = f"{wording.count(report.passed, 'example')} passed, {report.failed} failed"
    items = tuple(Line(check.text, "-", "Failed", lead=f"{check.rule}, example {check.example}") for check in failed)
    items += tuple(Line(text, "!", "Warning") for text in report.warnings)
    lines = (Items(None, items),) if items else ()
    return Page((Heading(said, 1, "bad" if failed else "good"), *lines, _checks_table(report.checks)))


def _checks_table(checks: tuple[RuleCheck, ...]) -> Table:
    columns = tuple(TableColumn(key, key) for key in ("rule", "example", "passed", "text"))
    rows = tuple(
        (
            TableCell(check.rule),
            TableCell(str(check.example), raw=check.example),
            TableCell("yes" if check.passed else "no"),
            TableCell(check.text),
        )
        for check in checks
    )
    return Table(columns, rows, primary=True, shown=False)
