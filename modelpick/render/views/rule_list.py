"""All rules in a line each."""

from __future__ import annotations

from modelpick.documents.results import RuleLine, RuleList
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.page import Column, Page, Paragraph, TableCell, table_of

_RULE_COLUMNS: tuple[Column[RuleLine], ...] = (
    Column("kind", priority=1, group=True, cell=lambda rule: values.muted(rule.kind)),
    Column("rule", cell=lambda rule: TableCell(rule.id, "strong")),
    Column("title", priority=3, floor=16, cell=lambda rule: rule.title),
    Column("what it is about", priority=2, floor=28, cell=lambda rule: rule.about),
    Column("from", priority=4, cell=lambda rule: values.muted(rule.origin)),
)


def page(rules: RuleList) -> Page:
    """The screen of `rules list`."""
    table = table_of(_RULE_COLUMNS, rules.rules)
    return Page((table, Paragraph(f"{wording.count(len(rules.rules), 'rule')}.", "muted")))
