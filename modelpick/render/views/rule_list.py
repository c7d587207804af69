"""All rules in a line each."""

from __future__ import annotations

from modelpick.documents.results import RuleLine, RuleList
from modelpick.model import wording
from modelpick.render.page import Page, Paragraph, Table, TableCell, TableColumn

_RULE_COLUMNS = (
    TableColumn("kind", priority=1, group=True),
    TableColumn("rule"),
    TableColumn("title", priority=3, floor=16),
    TableColumn("what it is about", priority=2, floor=28),
    TableColumn("from", priority=4),
)


def page(rules: RuleList) -> Page:
    """The screen of `rules list`."""
    table = Table(_RULE_COLUMNS, tuple(_rule_row(rule) for rule in rules.rules))
    return Page((table, Paragraph(f"{wording.count(len(rules.rules), 'rule')}.", "muted")))


def _rule_row(rule: RuleLine) -> tuple[TableCell, ...]:
    return (
        TableCell(rule.kind, "muted"),
        TableCell(rule.id, "strong"),
        TableCell(rule.title),
        TableCell(rule.about),
        TableCell(rule.origin, "muted"),
    )
