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
from modelpick.render.page import UNKNOWN, Block, Table, TableCell, TableColumn, Tone
from modelpick.render.views.capping import capped

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
    columns = (
        TableColumn("model", floor=24),
        TableColumn("released", priority=1),
        TableColumn("weights", priority=5),
        TableColumn("context", priority=4, right=True),
        TableColumn("$/M in / out", priority=2),
        TableColumn("offerings", priority=3, right=True),
        TableColumn("figures", priority=6, right=True),
        TableColumn("id", priority=7),
    )
    rows = tuple(
        (
            TableCell(model.name, "strong", refs=_citations_if_shown(cite, _is_row_shown(most, place), *model.sources)),
            values.cell_or_unknown(model.released),
            values.cell_or_unknown(model.weights),
            values.cell_or_unknown(values.tokens(model.context)),
            values.cell_or_unknown(values.prices(model.price_in, model.price_out)),
            _count_cell(model.offerings),
            _count_cell(model.figures),
            TableCell(model.model, "muted"),
        )
        for place, model in enumerate(models)
    )
    return capped(Table(columns, rows, _counted_title(title, rows)), most)


def _retirements_table(moves: Sequence[StatusMove], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        TableColumn("on"),
        TableColumn("model", floor=20),
        TableColumn("provider", priority=2),
        TableColumn("what", floor=16),
        TableColumn("note", priority=3, floor=20),
    )
    rows = tuple(
        (
            values.cell_or_unknown(move.on),
            TableCell(move.name, "strong"),
            TableCell(move.provider or "everywhere"),
            TableCell(
                status_move_text(move),
                _EVENT_TONES[move.kind],
                refs=_citations_if_shown(cite, _is_row_shown(most, place), move.source),
            ),
            TableCell(move.note or "", "muted"),
        )
        for place, move in enumerate(moves)
    )
    return capped(Table(columns, rows, _counted_title("Ends of APIs that lie ahead", rows)), most)


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
    columns = (
        TableColumn("model", floor=20),
        TableColumn("provider", priority=1, floor=12),
        TableColumn("before, $/M", priority=2),
        TableColumn("now, $/M"),
        TableColumn("change", right=True),
        TableColumn("since", priority=3),
        TableColumn("id", priority=5, floor=16),
        TableColumn("besides", priority=4, floor=20),
    )
    rows = tuple(_price_move_row(move, cite, _is_row_shown(most, place)) for place, move in enumerate(moves))
    return capped(Table(columns, rows, _counted_title("Prices", rows)), most)


def _price_move_row(move: PriceMove, cite: Citer, seen: bool) -> tuple[TableCell, ...]:
    place = f" ({', '.join(move.geography)})" if move.geography else ""
    return (
        TableCell(move.name),
        TableCell(move.provider_name + place),
        values.cell_or_unknown(values.prices(move.was_in, move.was_out)),
        TableCell(
            values.prices(move.now_in, move.now_out), "strong", refs=_citations_if_shown(cite, seen, move.source)
        ),
        _price_share_cell(move),
        values.cell_or_unknown(move.on),
        TableCell(move.id or "", "muted"),
        TableCell("; ".join(map(_other_price_move, move.others)), "muted"),
    )


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
    columns = (
        TableColumn("model", floor=20),
        TableColumn("provider", priority=1, floor=12),
        TableColumn("what", floor=20),
        TableColumn("on", priority=2),
        TableColumn("note", priority=3, floor=20),
    )
    rows = tuple(
        (
            TableCell(move.name),
            TableCell(move.provider or "", "muted"),
            TableCell(status_move_text(move), refs=_citations_if_shown(cite, _is_row_shown(most, place), move.source)),
            TableCell(move.on or "", "muted"),
            TableCell(move.note or "", "muted"),
        )
        for place, move in enumerate(moves)
    )
    return capped(Table(columns, rows, _counted_title("Status", rows)), most)


def _score_moves_table(moves: Sequence[ScoreMove], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        TableColumn("model", floor=20),
        TableColumn("benchmark", floor=18),
        TableColumn("figure", right=True),
        TableColumn("before", priority=2, right=True),
        TableColumn("by", priority=1),
        TableColumn("on", priority=3),
        TableColumn("variant", priority=4),
    )
    rows = tuple(
        (
            TableCell(move.name),
            TableCell(move.benchmark_name),
            TableCell(
                _figure_or_gone(move.now, move.unit),
                "strong",
                refs=_citations_if_shown(cite, _is_row_shown(most, place), move.source),
            ),
            TableCell(_figure_or_gone(move.was, move.unit) if move.was is not None else "", "muted"),
            TableCell(", ".join(part for part in (move.by, _doubt_of_state(move.state)) if part)),
            TableCell(move.on, "muted"),
            TableCell(move.variant or "", "muted"),
        )
        for place, move in enumerate(moves)
    )
    return capped(Table(columns, rows, _counted_title("Scores", rows)), most)


def _figure_or_gone(value: float | None, unit: str) -> str:
    return "gone" if value is None else wording.figure(value, unit)


def _doubt_of_state(state: str) -> str:
    return "" if state == "accepted" else state


def _served_models_table(title: str, lines: Sequence[ServedLine], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        TableColumn("model", floor=20),
        TableColumn("provider", floor=14),
        TableColumn("$/M in / out", priority=1),
        TableColumn("API", priority=3),
        TableColumn("id", priority=2, floor=20),
    )
    rows = tuple(
        (
            TableCell(line.name),
            TableCell(
                line.provider_name + (f" ({', '.join(line.geography)})" if line.geography else ""),
                refs=_citations_if_shown(cite, _is_row_shown(most, place), line.source),
            ),
            values.cell_or_unknown(values.prices(line.price_in, line.price_out)),
            values.cell_or_unknown(values.stage(line.stage)),
            TableCell(line.id or "", "muted"),
        )
        for place, line in enumerate(lines)
    )
    return capped(Table(columns, rows, _counted_title(title, rows)), most)


def _fact_moves_table(moves: Sequence[FactMove], cite: Citer, most: int | None) -> list[Block]:
    columns = (
        TableColumn("of", floor=20),
        TableColumn("what", floor=12),
        TableColumn("before", priority=1, floor=12),
        TableColumn("now", floor=12),
        TableColumn("provider", priority=2),
        TableColumn("id", priority=3, floor=16),
    )
    rows = tuple(
        (
            TableCell(move.name),
            TableCell(move.moved.what.replace("_", " ")),
            values.cell_or_unknown(_fact_value(move.moved.what, move.moved.was)),
            TableCell(
                _fact_value(move.moved.what, move.moved.now),
                "strong",
                refs=_citations_if_shown(cite, _is_row_shown(most, place), move.source),
            ),
            TableCell(move.provider or "", "muted"),
            TableCell(move.offering or "", "muted"),
        )
        for place, move in enumerate(moves)
    )
    return capped(Table(columns, rows, _counted_title("Other facts", rows)), most)


def _is_row_shown(most: int | None, place: int) -> bool:
    """Whether the row at `place` is among those that a page shows."""
    return most is None or place < most


def _citations_if_shown(cite: Citer, seen: bool, *sources: str | None) -> tuple[int, ...]:
    return cite(*sources) if seen else ()


def _counted_title(title: str, rows: Sequence[object]) -> str:
    return f"{title}: {len(rows):,}"


def _count_cell(value: int) -> TableCell:
    return TableCell(f"{value:,}", "plain" if value else "muted")


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
