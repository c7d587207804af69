"""What changed, one table for each kind of change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from modelpick.documents.change_reports import (
    Changes,
    FactMove,
    ModelLine,
    Moved,
    PriceMove,
    ScoreMove,
    ServedLine,
    StatusMove,
)
from modelpick.model import wording
from modelpick.model.pricing import RATES
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, Cell, Column, Scalar, Table, Tone
from modelpick.render.views.capping import capped

_WORDS = {"api": "API", "consumer_app": "app", "weights": "weights"}


def tables(changes: Changes, cite: Citer, most: int | None) -> list[Block]:
    """The tables in the order in which they matter, each with its first rows."""
    made = (
        _models("New models", changes.new_models, cite, most),
        _retirements(changes.retirements, cite, most),
        _prices(changes.prices, cite, most),
        _status(changes.status, cite, most),
        _scores(changes.scores, cite, most),
        _served("New offerings", changes.new_offerings, cite, most),
        _served("Offerings gone", changes.gone_offerings, cite, most),
        _models("Models gone", changes.gone_models, cite, most),
        _facts(changes.facts, cite, most),
    )
    return [block for blocks in made for block in blocks]


def _models(title: str, models: Sequence[ModelLine], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        Column("name", "model", floor=24),
        Column("released", "released", priority=1),
        Column("weights", "weights", priority=5),
        Column("context", "context", priority=4, right=True),
        Column("prices", "$/M in / out", priority=2),
        Column("offerings", "offerings", priority=3, right=True),
        Column("figures", "figures", priority=6, right=True),
        Column("model", "id", priority=7),
    )
    rows = tuple(
        (
            Cell(model.name, "strong", refs=_cited(cite, _shown(most, place), *model.sources)),
            values.known(model.released),
            values.known(model.weights),
            values.known(values.tokens(model.context), model.context),
            values.known(values.prices(model.price_in, model.price_out)),
            _number(model.offerings),
            _number(model.figures),
            Cell(model.model, "muted"),
        )
        for place, model in enumerate(models)
    )
    return capped(Table(columns, rows, _title(title, rows)), most)


def _retirements(moves: Sequence[StatusMove], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        Column("on", "on"),
        Column("name", "model", floor=20),
        Column("provider", "provider", priority=2),
        Column("what", "what", floor=16),
        Column("note", "note", priority=3, floor=20),
    )
    rows = tuple(
        (
            values.known(move.on),
            Cell(move.name, "strong"),
            Cell(move.provider or "everywhere"),
            Cell(happened(move), _TONES[move.kind], refs=_cited(cite, _shown(most, place), move.source)),
            Cell(move.note or "", "muted"),
        )
        for place, move in enumerate(moves)
    )
    return capped(Table(columns, rows, _title("Ends of APIs that lie ahead", rows)), most)


_TONES: dict[str, Tone] = {"announced": "warn", "in_force": "plain", "moved": "warn", "withdrawn": "good"}


def happened(move: StatusMove) -> str:
    """`retired, newly announced`, `retired, moved from 2026-12-01`."""
    stage = f"{_WORDS.get(move.surface, move.surface)} {_stage(move.surface, move.stage)}"
    if move.kind == "moved":
        return f"{stage}, moved from {move.was}"
    if move.kind == "in_force":
        return f"{stage}, before: {_stage(move.surface, move.was)}" if move.on is None and move.was else stage
    return f"{stage}, newly announced" if move.kind == "announced" else f"{stage}, withdrawn"


def _stage(surface: str, stage: str | None) -> str:
    return "not published" if stage == "none" and surface == "weights" else values.stage(stage)


def _prices(moves: Sequence[PriceMove], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        Column("name", "model", floor=20),
        Column("provider", "provider", priority=1, floor=12),
        Column("was", "before, $/M", priority=2),
        Column("now", "now, $/M"),
        Column("share", "change", right=True),
        Column("on", "since", priority=3),
        Column("id", "id", priority=5, floor=16),
        Column("others", "besides", priority=4, floor=20),
    )
    rows = tuple(_price(move, cite, _shown(most, place)) for place, move in enumerate(moves))
    return capped(Table(columns, rows, _title("Prices", rows)), most)


def _price(move: PriceMove, cite: Citer, seen: bool) -> tuple[Cell, ...]:
    place = f" ({', '.join(move.geography)})" if move.geography else ""
    return (
        Cell(move.name),
        Cell(move.provider_name + place),
        values.known(values.prices(move.was_in, move.was_out)),
        Cell(values.prices(move.now_in, move.now_out), "strong", refs=_cited(cite, seen, move.source)),
        _share(move),
        values.known(move.on),
        Cell(move.id or "", "muted"),
        Cell("; ".join(map(_other, move.others)), "muted"),
    )


def _share(move: PriceMove) -> Cell:
    """By how much: one figure where input and output moved alike."""
    moved = [share for share in (move.share_in, move.share_out) if share is not None]
    if not moved:
        known = move.was_in is not None or move.was_out is not None
        return Cell("not comparable" if known else "first price", "muted")
    said = dict.fromkeys(f"{100 * share:+.0f}%" if abs(share) >= 0.005 else "same" for share in moved)
    tone: Tone = "bad" if max(moved) > 0 else "good" if min(moved) < 0 else "muted"
    return Cell(" / ".join(said), tone)


def _other(moved: Moved) -> str:
    return f"{_price_part(moved.what)} {_value(moved.what, moved.was)}, now {_value(moved.what, moved.now)}"


def _price_part(name: str) -> str:
    """A part of a price in words: ``above 272k tokens, cache read``, ``batch, output``."""
    group, _, part = name.rpartition(".")
    if group.startswith("tiers."):
        group = f"above {values.tokens(int(group.removeprefix('tiers.')))} tokens"
    return ", ".join(word.replace("_", " ") for word in (group, part) if word)


def _status(moves: Sequence[StatusMove], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        Column("name", "model", floor=20),
        Column("provider", "provider", priority=1, floor=12),
        Column("what", "what", floor=20),
        Column("on", "on", priority=2),
        Column("note", "note", priority=3, floor=20),
    )
    rows = tuple(
        (
            Cell(move.name),
            Cell(move.provider or "", "muted"),
            Cell(happened(move), refs=_cited(cite, _shown(most, place), move.source)),
            Cell(move.on or "", "muted"),
            Cell(move.note or "", "muted"),
        )
        for place, move in enumerate(moves)
    )
    return capped(Table(columns, rows, _title("Status", rows)), most)


def _scores(moves: Sequence[ScoreMove], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        Column("name", "model", floor=20),
        Column("benchmark", "benchmark", floor=18),
        Column("now", "figure", right=True),
        Column("was", "before", priority=2, right=True),
        Column("by", "by", priority=1),
        Column("on", "on", priority=3),
        Column("variant", "variant", priority=4),
    )
    rows = tuple(
        (
            Cell(move.name),
            Cell(move.benchmark_name),
            Cell(_figure(move.now, move.unit), "strong", refs=_cited(cite, _shown(most, place), move.source)),
            Cell(_figure(move.was, move.unit) if move.was is not None else "", "muted"),
            Cell(", ".join(part for part in (move.by, _doubt(move.state)) if part)),
            Cell(move.on, "muted"),
            Cell(move.variant or "", "muted"),
        )
        for place, move in enumerate(moves)
    )
    return capped(Table(columns, rows, _title("Scores", rows)), most)


def _figure(value: float | None, unit: str) -> str:
    return "gone" if value is None else wording.figure(value, unit)


def _doubt(state: str) -> str:
    return "" if state == "accepted" else state


def _served(title: str, lines: Sequence[ServedLine], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        Column("name", "model", floor=20),
        Column("provider", "provider", floor=14),
        Column("prices", "$/M in / out", priority=1),
        Column("stage", "API", priority=3),
        Column("id", "id", priority=2, floor=20),
    )
    rows = tuple(
        (
            Cell(line.name),
            Cell(
                line.provider_name + (f" ({', '.join(line.geography)})" if line.geography else ""),
                refs=_cited(cite, _shown(most, place), line.source),
            ),
            values.known(values.prices(line.price_in, line.price_out)),
            values.known(values.stage(line.stage), line.stage),
            Cell(line.id or "", "muted"),
        )
        for place, line in enumerate(lines)
    )
    return capped(Table(columns, rows, _title(title, rows)), most)


def _facts(moves: Sequence[FactMove], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        Column("name", "of", floor=20),
        Column("what", "what", floor=12),
        Column("was", "before", priority=1, floor=12),
        Column("now", "now", floor=12),
        Column("provider", "provider", priority=2),
        Column("offering", "id", priority=3, floor=16),
    )
    rows = tuple(
        (
            Cell(move.name),
            Cell(move.moved.what.replace("_", " ")),
            values.known(_value(move.moved.what, move.moved.was)),
            Cell(
                _value(move.moved.what, move.moved.now), "strong", refs=_cited(cite, _shown(most, place), move.source)
            ),
            Cell(move.provider or "", "muted"),
            Cell(move.offering or "", "muted"),
        )
        for place, move in enumerate(moves)
    )
    return capped(Table(columns, rows, _title("Other facts", rows)), most)


def _shown(most: int | None, place: int) -> bool:
    """Whether the row at `place` is among those that a page shows."""
    return most is None or place < most


def _cited(cite: Citer, seen: bool, *sources: str | None) -> tuple[int, ...]:
    return cite(*sources) if seen else ()


def _title(title: str, rows: Sequence[object]) -> str:
    return f"{title}: {len(rows):,}"


def _number(value: int) -> Cell:
    return Cell(f"{value:,}", "plain" if value else "muted", raw=value)


def _value(what: str, value: Scalar) -> str:
    """A value of a fact as it reads."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and what in ("context", "max_output"):
        return values.tokens(int(value))
    if isinstance(value, int | float) and what.rpartition(".")[2] in RATES:
        return values.money(Decimal(str(value)))
    if isinstance(value, float) and what == "batch_discount":
        return values.share(value)
    return str(value).replace("_", " ") if what == "routing" else str(value)
