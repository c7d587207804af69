"""Models as rows, with the columns that were asked for."""

from __future__ import annotations

from typing import Any

from modelpick.documents.catalog_reports import Listing
from modelpick.model import vocabulary, wording
from modelpick.render import values
from modelpick.render.page import Page, Paragraph, Table, TableCell, TableColumn

_KEY_COLUMNS = ("name", "id")
_LONG_COLUMNS = {"license.id": 1, "id": 2}
_NUMERIC_KINDS = ("number", "money")


def page(listing: Listing) -> Page:
    """The screen of `list`."""
    columns = tuple(_field_column(listing.columns, place) for place in range(len(listing.columns)))
    rows = tuple(
        tuple(_field_cell(name, value) for name, value in zip(listing.columns, row, strict=True))
        for row in listing.rows
    )
    shown = f"{len(rows)} of {wording.count(listing.total, 'model')}" if len(rows) < listing.total else None
    said = shown or wording.count(len(rows), "model")
    return Page((Table(columns, rows, say_dropped=True), Paragraph(f"{said}, as of {listing.as_of}.", "muted")))


def _field_column(names: tuple[str, ...], place: int) -> TableColumn:
    """The column of a field: the name, the id or the first one stays; of the others an id beside a name is dropped
    first, then a license, whose name is long, then the last.
    """
    name = names[place]
    stays = next((each for each in _KEY_COLUMNS if each in names), names[0])
    field = vocabulary.find(name)
    return TableColumn(
        name,
        priority=0 if name == stays else place + 1 + len(names) * _LONG_COLUMNS.get(name, 0),
        right=field is not None and field.kind in _NUMERIC_KINDS,
        floor=24 if field is not None and field.kind == "words" else None,
    )


def _field_cell(name: str, value: Any) -> TableCell:
    return values.cell_or_unknown(None) if value is None else TableCell(values.of_field(name, value))
