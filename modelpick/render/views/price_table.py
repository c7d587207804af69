"""Every price in force, a row for each offering and length of prompt."""

from __future__ import annotations

from modelpick.documents.export_reports import PriceTable
from modelpick.model.wording import count
from modelpick.render.page import Heading, Page, Table, TableCell, TableColumn
from modelpick.render.views import shared

_SHOWN = ("provider", "id", "model", "prompt_from", "input", "cache_read", "cache_write", "output")


def page(table: PriceTable) -> Page:
    """The screen of `export prices`."""
    columns = tuple(TableColumn(key.replace("_", " "), right=key not in _SHOWN[:3]) for key in _SHOWN)
    rows = tuple(tuple(TableCell(_cell_text(getattr(row, key))) for key in _SHOWN) for row in table.rows)
    heading = Heading(f"{count(len(table.rows), 'price')} in US dollars per million tokens.", 1)
    return Page((heading, Table(columns, rows), shared.dated(table.as_of)))


def _cell_text(value: object) -> str:
    return "unknown" if value is None else f"{value}"
