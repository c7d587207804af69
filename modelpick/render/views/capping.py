"""Long lists: the first rows, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.render.page import Block, Item, Items, Paragraph, Table


def with_rest(table: Table, number: int, how: str = "--all") -> list[Block]:
    """`table`, and a line on those of the `number` rows that it has no room for."""
    more = number - len(table.rows)
    return [table, rest(more, how)] if more > 0 else [table]


def capped_items(title: str, items: Sequence[Item], most: int | None) -> list[Block]:
    """The first of `items`."""
    more = [rest(len(items) - most)] if most is not None and len(items) > most else []
    return [Items(title, tuple(items[:most])), *more]


def rest(number: int, how: str = "--all") -> Paragraph:
    """What a page says instead of the rows that it leaves out; `how` brings them."""
    return Paragraph(f"{number:,} more: {how}", "muted", joined=True)
