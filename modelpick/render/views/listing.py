"""Models as rows, with the columns that were asked for."""

from __future__ import annotations

from typing import Any

from modelpick.documents.results import Listing
from modelpick.model import vocabulary, wording
from modelpick.render import values
from modelpick.render.page import UNKNOWN, Cell, Column, Page, Paragraph, Scalar, Table

_NAMES = ("name", "id")
_NUMERIC = ("number", "money")


def page(listing: Listing) -> Page:
    """The screen of `list`."""
    columns = tuple(_column(listing.columns, place) for place in range(len(listing.columns)))
    rows = tuple(
        tuple(_cell(name, value) for name, value in zip(listing.columns, row, strict=True)) for row in listing.rows
    )
    shown = f"{len(rows)} of {wording.count(listing.total, 'model')}" if len(rows) < listing.total else None
    said = shown or wording.count(len(rows), "model")
    return Page(
        (
            Table(columns, rows, primary=True, shown=bool(rows), say_dropped=True),
            Paragraph(f"{said}, as of {listing.as_of}.", "muted"),
        )
    )


def _column(names: tuple[str, ...], place: int) -> Column:
    """The name stays (or the id, or whatever comes first); of the others the last goes first."""
    name = names[place]
    stays = next((each for each in _NAMES if each in names), names[0])
    field = vocabulary.find(name)
    return Column(
        name,
        name,
        priority=0 if name == stays else place + 1,
        right=field is not None and field.kind in _NUMERIC,
        floor=24 if field is not None and field.kind == "words" else None,
    )


def _cell(name: str, value: Any) -> Cell:
    text = values.of_field(name, value)
    if text == UNKNOWN and value is None:
        return values.known(None)
    raw: Scalar = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    return Cell(text, raw=str(value) if type(value).__name__ == "Decimal" else raw)
