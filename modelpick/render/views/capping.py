"""Long lists: the first rows, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.model.fields import replace
from modelpick.render.page import Block, Item, Items, Paragraph, Table


def capped(table: Table, most: int | None) -> list[Block]:
    """The first rows of `table`; CSV gets all of them. Nothing of a table without rows."""
    if not table.rows:
        return []
    if most is None or len(table.rows) <= most:
        return [table]
    first = replace(table, rows=table.rows[:most], primary=False)
    whole = [replace(table, shown=False)] if table.primary else []
    return [*whole, first, rest(len(table.rows) - most)]


def capped_items(title: str, items: Sequence[Item], most: int | None, about: str | None = None) -> list[Block]:
    """The first of `items`. Nothing where there are none."""
    if not items:
        return []
    more = [rest(len(items) - most)] if most is not None and len(items) > most else []
    return [Items(title, tuple(items[:most]), about), *more]


def rest(number: int, how: str = "--all") -> Paragraph:
    """What a page says instead of the rows that it leaves out; `how` brings them."""
    return Paragraph(f"{number:,} more: {how}", "muted", joined=True)
