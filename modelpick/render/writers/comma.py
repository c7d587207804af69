"""CSV: the page's primary table, with raw values. What is not known is the word, so that it is never taken for zero."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from modelpick.render.page import Cell, Column, Heading, Page, Table
from modelpick.render.safe import visible

_FORMULA = ("=", "+", "-", "@")


def write(page: Page) -> str:
    """Header and rows; of a page without a table the answer in its first line."""
    table = page.primary
    if table is None:
        said = next((block.text for block in page.blocks if isinstance(block, Heading)), "")
        table = Table((Column("answer", "answer"),), ((Cell(said),),))
    places = [place for place, column in enumerate(table.columns) if column.key]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_text(table.columns[place].key) for place in places])
    writer.writerows([_value(row[place]) for place in places] for row in table.rows)
    return out.getvalue()


def _value(cell: Cell) -> str:
    raw = cell.raw
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, Decimal):
        return f"{raw:f}"
    if isinstance(raw, int | float):
        return repr(raw)
    return _text("; ".join([cell.text, *cell.more]) if raw is None else raw)


def _text(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    safe = visible(text)
    return f"'{safe}" if safe.startswith(_FORMULA) else safe
