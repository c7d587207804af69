"""What the catalog holds: counts, age, where it comes from, coverage, and under which licenses."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.documents.results import CatalogInfo, LayerLine
from modelpick.render.page import (
    UNKNOWN,
    Block,
    FactRow,
    FactRows,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
)
from modelpick.render.views import shared
from modelpick.render.views.capping import capped, capped_items

_LAYER_KINDS = {"bundled": "ships with the program", "synced": "synced", "own": "your own file"}


def page(info: CatalogInfo) -> Page:
    """The screen of `catalog info`."""
    held = " · ".join(f"{number:,} {what}" for what, number in info.counts.items())
    unlinked = f" · {info.unlinked:,} ids of no known model: modelpick catalog unmatched" if info.unlinked else ""
    about = f"newest fact {info.newest or UNKNOWN} · as of {info.as_of}{unlinked}"
    blocks: list[Block] = [
        Heading(held or "The catalog is empty", 1),
        Paragraph(about, "muted", joined=True),
        *_warning_blocks(info.warnings),
        *_layer_blocks(info),
        *_count_blocks("Measurements by who measured", {shared.basis(by): n for by, n in info.by_tier.items()}),
        *_count_blocks("Measurements by state", info.by_state),
        *_coverage_blocks(info),
        *_license_blocks(info),
    ]
    return Page(tuple(blocks))


def _warning_blocks(warnings: tuple[str, ...]) -> list[Block]:
    items = tuple(Item(warning, "!", "Caution") for warning in warnings)
    return [Items(None, items)] if items else []


def _layer_blocks(info: CatalogInfo) -> list[Block]:
    if not info.layers:
        return [FactRows(tuple(FactRow("read from", origin) for origin in info.origins))]
    columns = (
        TableColumn("layer, later ones win", floor=20),
        TableColumn("what", priority=1),
        TableColumn("data of"),
        TableColumn("last asked", priority=2),
        TableColumn("age", right=True),
        TableColumn("rows", priority=3, right=True),
    )
    return [Table(columns, tuple(map(_layer_row, info.layers)))]


def _layer_row(layer: LayerLine) -> tuple[TableCell, ...]:
    age = "" if layer.age_days is None else "today" if layer.age_days == 0 else f"{layer.age_days} d"
    released = layer.kind == "bundled" and layer.name != "bundled"
    return (
        TableCell(layer.name, "strong"),
        TableCell("data release" if released else _LAYER_KINDS[layer.kind], "muted"),
        TableCell(layer.day or ""),
        TableCell(layer.checked or ""),
        TableCell(age),
        TableCell("" if layer.rows is None else f"{layer.rows:,}"),
    )


def _count_blocks(title: str, counts: Mapping[str, int]) -> list[Block]:
    return [FactRows(tuple(FactRow(what, f"{number:,}") for what, number in counts.items()), title)] if counts else []


def _coverage_blocks(info: CatalogInfo) -> list[Block]:
    columns = (
        TableColumn("benchmark", floor=20),
        TableColumn("models with a figure", right=True),
        TableColumn("id", priority=1),
    )
    rows = tuple(
        (TableCell(name), TableCell(f"{count:,}"), TableCell(id_, "muted")) for id_, name, count in info.coverage
    )
    return capped(Table(columns, rows, "Coverage"), info.most)


def _license_blocks(info: CatalogInfo) -> list[Block]:
    items = [Item(text, lead=what) for what, text in info.licenses]
    return capped_items("Under which licenses", items, info.most)
