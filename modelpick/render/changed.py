"""What changed, one record for each change and for each price that moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelpick.documents.change_reports import Changes, PriceMove
from modelpick.render.machine import to_data

_RECORD_KEYS = ("change", "model", "name", "provider", "id", "event", "what", "was", "now", "on", "source", "linked")


def changed_records(changes: Changes) -> Iterator[dict[str, Any]]:
    """Records of one shape. `was` and `now` are numbers or None, what is no number is in `was_text` and `now_text`."""
    for row in _change_rows(changes):
        record = to_data(dict(zip(_RECORD_KEYS, row, strict=True)))
        for side in ("was", "now"):
            number, text = _number_or_text(record[side])
            record |= {side: number, f"{side}_text": text}
        yield record


def _number_or_text(value: Any) -> tuple[int | float | None, str | None]:
    if value is None:
        return None, None
    if isinstance(value, bool):
        return None, str(value).lower()
    return (value, None) if isinstance(value, int | float) else (None, str(value))


def _change_rows(changes: Changes) -> Iterator[tuple[Any, ...]]:
    lines = {
        "new model": changes.new_models,
        "model gone": changes.gone_models,
        "new id": changes.unlinked_new,
        "id gone": changes.unlinked_gone,
    }
    for kind, models in lines.items():
        for m in models:
            yield kind, m.model, m.name, None, None, None, None, None, None, m.released, "; ".join(m.sources), m.linked
    for kind, events in {"end of an API": changes.retirements, "status": changes.status}.items():
        for e in events:
            happened: tuple[Any, ...] = (kind, e.model, e.name, e.provider, e.offering, e.kind, e.surface)
            yield *happened, e.was, e.stage, e.on, e.source, e.linked
    for price in changes.prices:
        yield from _price_rows(price)
    for s in changes.scores:
        yield "score", s.model, s.name, None, None, s.state, s.benchmark, s.was, s.now, s.on, s.source, True
    for kind, served in {"new offering": changes.new_offerings, "offering gone": changes.gone_offerings}.items():
        for o in served:
            yield kind, o.model, o.name, o.provider, o.id, None, None, None, None, None, o.source, o.linked
    for f in changes.facts:
        about = ("fact", f.id, f.name, f.provider, f.offering, None, f.moved.what)
        yield *about, f.moved.was, f.moved.now, None, f.source, f.linked


def _price_rows(move: PriceMove) -> Iterator[tuple[Any, ...]]:
    about = ("price", move.model, move.name, move.provider, move.id, None)
    moved: list[tuple[str, Any, Any]] = []
    if move.was_in != move.now_in:
        moved.append(("input", move.was_in, move.now_in))
    if move.was_out != move.now_out:
        moved.append(("output", move.was_out, move.now_out))
    moved += [(other.what, other.was, other.now) for other in move.others]
    for what, was, now in moved:
        yield *about, what, was, now, move.on, move.source, move.linked
