"""What the catalog holds: counts, age, where it comes from, coverage, and under which licenses."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.documents.results import CatalogInfo, LayerLine
from modelpick.render.page import (
    UNKNOWN,
    Block,
    Cell,
    Column,
    Fact,
    Facts,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Table,
)
from modelpick.render.views import shared
from modelpick.render.views.capping import capped, capped_items

_KINDS = {"bundled": "ships with the program", "synced": "synced", "own": "your own file"}


def page(info: CatalogInfo) -> Page:
    """The screen of `catalog info`."""
    held = " · ".join(f"{number:,} {what}" for what, number in info.counts.items())
    unlinked = f" · {info.unlinked:,} ids of no known model: modelpick catalog unmatched" if info.unlinked else ""
    about = f"newest fact {info.newest or UNKNOWN} · as of {info.as_of}{unlinked}"
    blocks: list[Block] = [
        Heading(held or "The catalog is empty", 1),
        Paragraph(about, "muted", joined=True),
        *_warnings(info.warnings),
        *_layers(info),
        *_counts("Measurements by who measured", {shared.basis(by): n for by, n in info.by_tier.items()}),
        *_counts("Measurements by state", info.by_state),
        *_coverage(info),
        *_licenses(info),
    ]
    return Page(tuple(blocks))


def _warnings(warnings: tuple[str, ...]) -> list[Block]:
    items = tuple(Item(warning, "!", "Caution") for warning in warnings)
    return [Items(None, items)] if items else []


def _layers(info: CatalogInfo) -> list[Block]:
    if not info.layers:
        return [Facts(tuple(Fact("read from", origin) for origin in info.origins))]
    columns = (
        Column("layer", "layer, later ones win", floor=20),
        Column("kind", "what", priority=1),
        Column("day", "data of"),
        Column("checked", "last asked", priority=2),
        Column("age", "age", right=True),
        Column("rows", "rows", priority=3, right=True),
    )
    return [Table(columns, tuple(map(_layer, info.layers)))]


def _layer(layer: LayerLine) -> tuple[Cell, ...]:
    age = "" if layer.age_days is None else "today" if layer.age_days == 0 else f"{layer.age_days} d"
    return (
        Cell(layer.name, "strong"),
        Cell(_KINDS[layer.kind], "muted"),
        Cell(layer.day or ""),
        Cell(layer.checked or ""),
        Cell(age),
        Cell("" if layer.rows is None else f"{layer.rows:,}"),
    )


def _counts(title: str, counts: Mapping[str, int]) -> list[Block]:
    return [Facts(tuple(Fact(what, f"{number:,}") for what, number in counts.items()), title)] if counts else []


def _coverage(info: CatalogInfo) -> list[Block]:
    columns = (
        Column("benchmark", "benchmark", floor=20),
        Column("models", "models with a figure", right=True),
        Column("id", "id", priority=1),
    )
    rows = tuple((Cell(name), Cell(f"{count:,}", raw=count), Cell(id_, "muted")) for id_, name, count in info.coverage)
    table = Table(columns, rows, "Coverage", primary=True)
    return capped(table, info.most) or [Table(columns, (), primary=True, shown=False)]


def _licenses(info: CatalogInfo) -> list[Block]:
    items = [Item(text, lead=what) for what, text in info.licenses]
    return capped_items("Under which licenses", items, info.most)
