"""What the catalog holds: counts, age, where it comes from, coverage, and under which licenses."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.documents.catalog_reports import CatalogInfo, LayerLine
from modelpick.render import values
from modelpick.render.page import (
    UNKNOWN,
    Block,
    Column,
    FactRow,
    FactRows,
    Heading,
    Page,
    Paragraph,
    TableCell,
    table_of,
)
from modelpick.render.views import shared

_LAYER_KINDS = {"bundled": "ships with the program", "synced": "synced", "own": "your own file"}


def page(info: CatalogInfo) -> Page:
    """The screen of `catalog info`."""
    held = " · ".join(f"{number:,} {what}" for what, number in info.counts.items())
    unlinked = f" · {info.unlinked:,} ids of no known model: modelpick catalog unmatched" if info.unlinked else ""
    about = f"newest fact {info.newest or UNKNOWN} · as of {info.as_of}{unlinked}"
    blocks: list[Block] = [
        Heading(held or "The catalog is empty", 1),
        Paragraph(about, "muted", joined=True),
        shared.remarks(None, info.warnings, "!", "Caution"),
        *_layer_blocks(info),
        _count_rows("Measurements by who measured", {shared.basis(by): n for by, n in info.by_tier.items()}),
        _count_rows("Measurements by state", info.by_state),
        *_coverage_blocks(info),
        Paragraph("Licenses: modelpick catalog sources", "muted"),
    ]
    return Page(tuple(blocks))


def _layer_blocks(info: CatalogInfo) -> list[Block]:
    if not info.layers:
        return [FactRows(tuple(FactRow("read from", origin) for origin in info.origins))]
    columns: list[Column[LayerLine]] = [
        Column("layer, later ones win", floor=20, cell=lambda layer: TableCell(layer.name, "strong")),
        Column("what", priority=1, cell=lambda layer: TableCell(_layer_kind(layer), "muted")),
        Column("data of", cell=lambda layer: layer.day or ""),
        Column("last asked", priority=2, cell=lambda layer: layer.checked or ""),
        Column("age", right=True, cell=lambda layer: _age_text(layer.age_days)),
        Column("rows", priority=3, right=True, cell=lambda layer: "" if layer.rows is None else f"{layer.rows:,}"),
    ]
    return [table_of(columns, info.layers)]


def _layer_kind(layer: LayerLine) -> str:
    released = layer.kind == "bundled" and layer.name != "bundled"
    return "data release" if released else _LAYER_KINDS[layer.kind]


def _age_text(days: int | None) -> str:
    return "" if days is None else "today" if days == 0 else f"{days} d"


def _count_rows(title: str, counts: Mapping[str, int]) -> FactRows:
    return FactRows(tuple(FactRow(what, f"{number:,}") for what, number in counts.items()), title)


def _coverage_blocks(info: CatalogInfo) -> list[Block]:
    columns: list[Column[tuple[str, str, int]]] = [
        Column("benchmark", floor=20, cell=lambda row: row[1]),
        Column("models with a figure", right=True, cell=lambda row: f"{row[2]:,}"),
        Column("id", priority=1, cell=lambda row: values.muted(row[0])),
    ]
    return shared.first_rows(columns, info.coverage, info.most, "Coverage")
