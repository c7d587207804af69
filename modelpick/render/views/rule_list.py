"""All rules in a line each."""

from __future__ import annotations

from modelpick.documents.results import RuleLine, RuleList
from modelpick.model import wording
from modelpick.render.page import Cell, Column, Page, Paragraph, Table

_COLUMNS = (
    Column("kind", "kind", priority=1, group=True),
    Column("id", "rule"),
    Column("title", "title", priority=3, floor=16),
    Column("about", "what it is about", priority=2, floor=28),
    Column("origin", "from", priority=4),
)


def page(rules: RuleList) -> Page:
    """The screen of `rules list`."""
    table = Table(_COLUMNS, tuple(_row(rule) for rule in rules.rules), primary=True, shown=bool(rules.rules))
    return Page((table, Paragraph(f"{wording.count(len(rules.rules), 'rule')}.", "muted")))


def _row(rule: RuleLine) -> tuple[Cell, ...]:
    return (
        Cell(rule.kind, "muted"),
        Cell(rule.id, "strong"),
        Cell(rule.title),
        Cell(rule.about),
        Cell(rule.origin, "muted"),
    )
