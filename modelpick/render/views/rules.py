"""The rules: all of them in a line each, one in full, and whether they do what their examples say."""

from __future__ import annotations

from modelpick.documents.rule_reports import RuleLine, RuleList, RulePage, RuleTest
from modelpick.model import wording
from modelpick.render.page import (
    Column,
    FactRow,
    FactRows,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Sources,
    TableCell,
    table_of,
)


def _first_sentence(about: str) -> str:
    """What a rule is about, in one sentence; `rules show` has the rest."""
    return about.partition(". ")[0].rstrip(".")


_RULE_COLUMNS: tuple[Column[RuleLine], ...] = (
    Column("kind", priority=1, group=True, cell=lambda rule: TableCell(rule.kind, "muted")),
    Column("rule", cell=lambda rule: TableCell(rule.id, "strong")),
    Column("title", priority=3, floor=16, cell=lambda rule: rule.title),
    Column("what it is about", priority=2, floor=28, cell=lambda rule: _first_sentence(rule.about)),
    Column("from", priority=4, cell=lambda rule: TableCell(rule.origin, "muted")),
)


def page(document: RuleList | RulePage | RuleTest) -> Page:
    """The screen of `rules list`, `rules show` or `rules test`."""
    match document:
        case RuleList():
            count = wording.count(len(document.rules), "rule")
            return Page(
                (
                    table_of(_RULE_COLUMNS, document.rules),
                    Paragraph(f"{count}; one of them in full: modelpick rules show RULE", "muted"),
                )
            )
        case RulePage():
            return _rule_page(document)
        case RuleTest():
            return _test_page(document)


def _rule_page(rule: RulePage) -> Page:
    head = [rule.kind, rule.id, rule.flag or "", rule.origin]
    return Page((
        Heading(rule.title, 1),
        Paragraph(" · ".join(part for part in head if part), "muted", joined=True),
        Paragraph(rule.about),
        Paragraph(f"Because: {rule.because}" if rule.because else ""),
        FactRows(tuple(FactRow(label, text) for label, text in rule.lines)),
        Items("Examples, run as tests", tuple(Item(text, "~") for text in rule.examples)),
        Sources(rule.sources),
    ))  # fmt: skip


def _test_page(report: RuleTest) -> Page:
    """The examples of rules that failed, and how many passed."""
    failed = [check for check in report.checks if not check.passed]
    said = f"{wording.count(report.passed, 'example')} passed, {report.failed} failed"
    items = tuple(Item(check.text, "-", "Failed", lead=f"{check.rule}, example {check.example}") for check in failed)
    items += tuple(Item(text, "!", "Warning") for text in report.warnings)
    return Page((Heading(said, 1, "bad" if failed else "good"), Items(None, items)))
