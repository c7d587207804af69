"""What changed, one table for each kind of change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

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
from modelpick.render.page import UNKNOWN, Block, Column, TableCell, Tone
from modelpick.render.views import shared

Move = TypeVar("Move")
_SURFACE_NAMES = {"api": "API", "consumer_app": "app", "weights": "weights"}


def tables(changes: Changes, cite: Citer, most: int | None) -> list[Block]:
    """The tables in the order in which they matter, each with its first rows."""
    made = (
        _new_models_table("New models", changes.new_models, cite, most),
        _retirements_table(changes.retirements, cite, most),
        _price_moves_table(changes.prices, cite, most),
        _status_moves_table(changes.status, cite, most),
        _score_moves_table(changes.scores, cite, most),
        _served_models_table("New offerings", changes.new_offerings, cite, most),
        _served_models_table("Offerings gone", changes.gone_offerings, cite, most),
        _new_models_table("Models gone", changes.gone_models, cite, most),
        _fact_moves_table(changes.facts, cite, most),
    )
    return [block for blocks in made for block in blocks]


def _new_models_table(title: str, models: Sequence[ModelLine], cite: Citer, most: int | None) -> list[Block]:
    columns: list[Column[ModelLine]] = [
        Column("model", floor=24, cell=lambda model: TableCell(model.name, "strong", refs=cite(*model.sources))),
        Column("released", priority=1, cell=lambda model: model.released),
        Column("weights", priority=5, cell=lambda model: model.weights),
        Column("context", priority=4, right=True, cell=lambda model: values.tokens(model.context)),
        Column("$/M in / out", priority=2, cell=lambda model: values.prices(model.price_in, model.price_out)),
        Column("offerings", priority=3, right=True, cell=lambda model: values.count_cell(model.offerings)),
        Column("figures", priority=6, right=True, cell=lambda model: values.count_cell(model.figures)),
        Column("id", priority=7, cell=lambda model: values.muted(model.model)),
    ]
    return _first_changes(title, columns, models, most)


def _first_changes(title: str, columns: Sequence[Column[Move]], moves: Sequence[Move], most: int | None) -> list[Block]:
    """The table of the first `most` changes of a kind."""
    return shared.first_rows(columns, moves, most, f"{title}: {len(moves):,}")


def _retirements_table(moves: Sequence[StatusMove], cite: Citer, most: int | None) -> list[Block]:
    columns: list[Column[StatusMove]] = [
        Column("on", cell=lambda move: move.on),
        Column("model", floor=20, cell=lambda move: TableCell(move.name, "strong")),
        Column("provider", priority=2, cell=lambda move: move.provider or "everywhere"),
        Column("what", floor=16, cell=lambda move: _status_move_cell(move, cite, _EVENT_TONES[move.kind])),
        Column("note", priority=3, floor=20, cell=lambda move: values.muted(move.note)),
    ]
    return _first_changes("Ends of APIs that lie ahead", columns, moves, most)


def _status_move_cell(move: StatusMove, cite: Citer, tone: Tone = "plain") -> TableCell:
    return TableCell(status_move_text(move), tone, refs=cite(move.source))


_EVENT_TONES: dict[str, Tone] = {"announced": "warn", "in_force": "plain", "moved": "warn", "withdrawn": "good"}


def status_move_text(move: StatusMove) -> str:
    """`retired, newly announced`, `retired, moved from 2026-12-01`."""
    stage = f"{_SURFACE_NAMES.get(move.surface, move.surface)} {_stage_on_surface(move.surface, move.stage)}"
    if move.kind == "moved":
        return f"{stage}, moved from {move.was}"
    if move.kind == "in_force":
        return (
            f"{stage}, before: {_stage_on_surface(move.surface, move.was)}" if move.on is None and move.was else stage
        )
    return f"{stage}, newly announced" if move.kind == "announced" else f"{stage}, withdrawn"


def _stage_on_surface(surface: str, stage: str | None) -> str:
    return "not published" if stage == "none" and surface == "weights" else values.stage(stage)


def _price_moves_table(moves: Sequence[PriceMove], cite: Citer, most: int | None) -> list[Block]:
    columns: list[Column[PriceMove]] = [
        Column("model", floor=20, cell=lambda move: move.name),
        Column("provider", priority=1, floor=12, cell=_seller_text),
        Column("before, $/M", priority=2, cell=lambda move: values.prices(move.was_in, move.was_out)),
        Column("now, $/M", cell=lambda move: _price_now_cell(move, cite)),
        Column("change", right=True, cell=_price_share_cell),
        Column("since", priority=3, cell=lambda move: move.on),
        Column("id", priority=5, floor=16, cell=lambda move: values.muted(move.id)),
        Column("besides", priority=4, floor=20, cell=_other_prices_cell),
    ]
    return _first_changes("Prices", columns, moves, most)


def _seller_text(line: PriceMove | ServedLine) -> str:
    return line.provider_name + (f" ({', '.join(line.geography)})" if line.geography else "")


def _price_now_cell(move: PriceMove, cite: Citer) -> TableCell:
    return TableCell(values.prices(move.now_in, move.now_out), "strong", refs=cite(move.source))


def _other_prices_cell(move: PriceMove) -> TableCell:
    return TableCell("; ".join(map(_other_price_move, move.others)), "muted")


def _price_share_cell(move: PriceMove) -> TableCell:
    """By how much: one figure where input and output moved alike."""
    moved = [share for share in (move.share_in, move.share_out) if share is not None]
    if not moved:
        known = move.was_in is not None or move.was_out is not None
        return TableCell("not comparable" if known else "first price", "muted")
    said = dict.fromkeys(f"{100 * share:+.0f}%" if abs(share) >= 0.005 else "same" for share in moved)
    tone: Tone = "bad" if max(moved) > 0 else "good" if min(moved) < 0 else "muted"
    return TableCell(" / ".join(said), tone)


def _other_price_move(moved: Moved) -> str:
    return f"{_price_part(moved.what)} {_fact_value(moved.what, moved.was)}, now {_fact_value(moved.what, moved.now)}"


def _price_part(name: str) -> str:
    """A part of a price in words: ``above 272k tokens, cache read``, ``batch, output``."""
    group, _, part = name.rpartition(".")
    if group.startswith("tiers."):
        group = f"above {values.tokens(int(group.removeprefix('tiers.')))} tokens"
    return ", ".join(word.replace("_", " ") for word in (group, part) if word)


def _status_moves_table(moves: Sequence[StatusMove], cite: Citer, most: int | None) -> list[Block]:
    columns: list[Column[StatusMove]] = [
        Column("model", floor=20, cell=lambda move: move.name),
        Column("provider", priority=1, floor=12, cell=lambda move: values.muted(move.provider)),
        Column("what", floor=20, cell=lambda move: _status_move_cell(move, cite)),
        Column("on", priority=2, cell=lambda move: values.muted(move.on)),
        Column("note", priority=3, floor=20, cell=lambda move: values.muted(move.note)),
    ]
    return _first_changes("Status", columns, moves, most)


def _score_moves_table(moves: Sequence[ScoreMove], cite: Citer, most: int | None) -> list[Block]:
    columns: list[Column[ScoreMove]] = [
        Column("model", floor=20, cell=lambda move: move.name),
        Column("benchmark", floor=18, cell=lambda move: move.benchmark_name),
        Column("figure", right=True, cell=lambda move: _score_now_cell(move, cite)),
        Column("before", priority=2, right=True, cell=_score_before_cell),
        Column("by", priority=1, cell=lambda move: ", ".join(filter(None, (move.by, _doubt_of_state(move.state))))),
        Column("on", priority=3, cell=lambda move: values.muted(move.on)),
        Column("variant", priority=4, cell=lambda move: values.muted(move.variant)),
    ]
    return _first_changes("Scores", columns, moves, most)


def _score_now_cell(move: ScoreMove, cite: Citer) -> TableCell:
    return TableCell(
        "gone" if move.now is None else wording.figure(move.now, move.unit), "strong", refs=cite(move.source)
    )


def _score_before_cell(move: ScoreMove) -> TableCell:
    return TableCell("" if move.was is None else wording.figure(move.was, move.unit), "muted")


def _doubt_of_state(state: str) -> str:
    return "" if state == "accepted" else state


def _served_models_table(title: str, lines: Sequence[ServedLine], cite: Citer, most: int | None) -> list[Block]:
    columns: list[Column[ServedLine]] = [
        Column("model", floor=20, cell=lambda line: line.name),
        Column("provider", floor=14, cell=lambda line: TableCell(_seller_text(line), refs=cite(line.source))),
        Column("$/M in / out", priority=1, cell=lambda line: values.prices(line.price_in, line.price_out)),
        Column("API", priority=3, cell=lambda line: values.stage(line.stage)),
        Column("id", priority=2, floor=20, cell=lambda line: values.muted(line.id)),
    ]
    return _first_changes(title, columns, lines, most)


def _fact_moves_table(moves: Sequence[FactMove], cite: Citer, most: int | None) -> list[Block]:
    columns: list[Column[FactMove]] = [
        Column("of", floor=20, cell=lambda move: move.name),
        Column("what", floor=12, cell=lambda move: move.moved.what.replace("_", " ")),
        Column("before", priority=1, floor=12, cell=lambda move: _fact_value(move.moved.what, move.moved.was)),
        Column("now", floor=12, cell=lambda move: _fact_now_cell(move, cite)),
        Column("provider", priority=2, cell=lambda move: values.muted(move.provider)),
        Column("id", priority=3, floor=16, cell=lambda move: values.muted(move.offering)),
    ]
    return _first_changes("Other facts", columns, moves, most)


def _fact_now_cell(move: FactMove, cite: Citer) -> TableCell:
    return TableCell(_fact_value(move.moved.what, move.moved.now), "strong", refs=cite(move.source))


def _fact_value(what: str, value: str | float | bool | None) -> str:
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
