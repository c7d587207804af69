"""What the catalogue holds: counts, age, coverage, where it comes from and under which licences."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.domain.results import CatalogueInfo
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


def page(info: CatalogueInfo) -> Page:
    """The screen of `catalog info`."""
    held = " · ".join(f"{number:,} {what}" for what, number in info.counts.items())
    blocks: list[Block] = [
        Heading(held or "The catalogue is empty", 1),
        Paragraph(f"newest fact {info.newest or UNKNOWN} · as of {info.as_of}", "muted", joined=True),
        Facts(tuple(Fact("read from", origin) for origin in info.origins)),
        *_counts("Measurements by who measured", {shared.basis(by): n for by, n in info.by_tier.items()}),
        *_counts("Measurements by state", info.by_state),
        _coverage(info),
        *_licences(info),
    ]
    return Page(tuple(blocks))


def _counts(title: str, counts: Mapping[str, int]) -> list[Block]:
    return [Facts(tuple(Fact(what, f"{number:,}") for what, number in counts.items()), title)] if counts else []


def _coverage(info: CatalogueInfo) -> Table:
    columns = (
        Column("benchmark", "benchmark", floor=20),
        Column("models", "models with a figure", right=True),
        Column("id", "id", priority=1),
    )
    rows = tuple((Cell(name), Cell(f"{count:,}", raw=count), Cell(id_, "muted")) for id_, name, count in info.coverage)
    return Table(columns, rows, "Coverage", primary=True, shown=bool(rows))


def _licences(info: CatalogueInfo) -> list[Block]:
    items = tuple(Item(text, lead=what) for what, text in info.licences)
    return [Items("Where the data come from", items)] if items else []
