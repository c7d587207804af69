"""Everything that changed in one table, for CSV."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.domain.change_reports import Changes, PriceMove
from modelpick.render.page import Cell, Column, Scalar, Table
from modelpick.render.views.change_tables import happened

Row = tuple[Scalar, ...]


def every_row(changes: Changes) -> Table:
    """One row for each change, and one for each price that moved."""
    names = ("change", "model", "name", "provider", "id", "what", "was", "now", "on", "source", "linked")
    columns = tuple(Column(name, name) for name in names)
    rows = tuple(tuple(Cell(_text(value), raw=value) for value in row) for row in _rows(changes))
    return Table(columns, rows, primary=True, shown=False)


def _text(value: Scalar) -> str:
    return "" if value is None else str(value)


def _rows(changes: Changes) -> Iterator[Row]:
    lines = {
        "new model": changes.new_models,
        "model gone": changes.gone_models,
        "new id": changes.unlinked_new,
        "id gone": changes.unlinked_gone,
    }
    for kind, models in lines.items():
        for m in models:
            yield kind, m.model, m.name, None, None, None, None, None, m.released, " ".join(m.sources), m.linked
    for kind, events in {"end of an API": changes.retirements, "status": changes.status}.items():
        for e in events:
            yield kind, e.model, e.name, e.provider, e.offering, happened(e), e.was, e.stage, e.on, e.source, e.linked
    for p in changes.prices:
        yield from _price_rows(p)
    for s in changes.scores:
        yield "score", s.model, s.name, None, None, s.benchmark, s.was, s.now, s.on, s.source, True
    for kind, served in {"new offering": changes.new_offerings, "offering gone": changes.gone_offerings}.items():
        for o in served:
            yield kind, o.model, o.name, o.provider, o.id, None, None, None, None, o.source, o.linked
    for f in changes.facts:
        moved = f.moved
        yield "fact", f.id, f.name, f.provider, f.offering, moved.what, moved.was, moved.now, None, f.source, f.linked


def _price_rows(move: PriceMove) -> Iterator[Row]:
    about = ("price", move.model, move.name, move.provider, move.id)
    moved: list[tuple[str, Scalar, Scalar]] = []
    if move.was_in != move.now_in:
        moved.append(("input", move.was_in, move.now_in))
    if move.was_out != move.now_out:
        moved.append(("output", move.was_out, move.now_out))
    moved += [(other.what, other.was, other.now) for other in move.others]
    for what, was, now in moved:
        yield *about, what, was, now, move.on, move.source, move.linked
