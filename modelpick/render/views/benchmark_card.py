"""A benchmark: what it tests, what its figures are worth, who leads, who measures, who weighs it."""

from __future__ import annotations

from modelpick.documents.card_reports import BenchmarkCard, EvaluatorLine, PlacedModel
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Heading, Item, Items, Page, Paragraph, Table, TableCell, TableColumn
from modelpick.render.views import shared
from modelpick.render.views.capping import with_rest

SHOWN = 8
"""Models on a page; CSV and JSON have all."""


def page(card: BenchmarkCard, shown: int = SHOWN) -> Page:
    """The screen of `show` for a benchmark, with `shown` models at most."""
    cite = Citer(card.sources)
    blocks: list[Block] = [
        Heading(card.name, 1),
        Paragraph(f"{card.benchmark} · benchmark", "muted", joined=True),
        Paragraph(f"{card.tests[:1].upper()}{card.tests[1:]}"),
        *shared.notes(card.notes),
        shared.fact_rows(card.facts, cite),
        *_ranking_blocks(card, cite, shown),
        *_evaluator_blocks(card.evaluators, shown),
        *_weighed_by_blocks(card),
        *_remark_blocks("Known weaknesses", card.weaknesses, "!"),
        *_remark_blocks("Other editions and parts, never pooled with it", card.editions, "~"),
        *cite.listed(),
        shared.dated(card.as_of),
    ]
    return Page(tuple(blocks))


def _ranking_blocks(card: BenchmarkCard, cite: Citer, shown: int) -> list[Block]:
    columns = (
        TableColumn("", right=True, name="rank"),
        TableColumn("model", floor=14),
        TableColumn("figure", right=True),
        TableColumn("+-", priority=3, right=True),
        TableColumn("measured by", priority=2),
        TableColumn("date", priority=1),
        TableColumn("source"),
    )
    title = f"{wording.count(len(card.places), 'model')} measured, {wording.count(card.figures, 'figure')}"
    if not card.places:
        return [Paragraph("No figure is known that counts.", "muted")]
    rows = tuple(_placed_model_row(place, card.unit, cite) for place in card.places[:shown])
    return with_rest(Table(columns, rows, title), len(card.places), "--format json")


def _placed_model_row(place: PlacedModel, unit: str, cite: Citer) -> tuple[TableCell, ...]:
    basis = shared.basis(place.basis)
    return (
        TableCell(str(place.rank)),
        TableCell(place.name),
        TableCell(values.figure(place.value, unit), "strong"),
        TableCell(values.figure(place.sd, unit)),
        TableCell(
            f"{basis}, sources disagree" if place.conflict else basis, "warn" if place.conflict else "plain", basis
        ),
        values.cell_or_unknown(place.on),
        TableCell("", refs=cite(*place.sources)),
    )


def _evaluator_blocks(lines: tuple[EvaluatorLine, ...], shown: int) -> list[Block]:
    if not lines:
        return []
    columns = (
        TableColumn("who measures", floor=14),
        TableColumn("standing"),
        TableColumn("figures", right=True),
    )
    rows = tuple(
        (values.cell_or_unknown(e.evaluator), TableCell(shared.basis(e.by)), TableCell(str(e.figures)))
        for e in lines[:shown]
    )
    return with_rest(Table(columns, rows), len(lines), "--format json")


def _weighed_by_blocks(card: BenchmarkCard) -> list[Block]:
    items = tuple(Item(f"{w.criterion}: {values.share(w.weight)} of `{w.need}`", "~") for w in card.weighed_by)
    if not items:
        return [Paragraph("No bundled need weighs it.", "muted")]
    return [Items("Weighed by", items)]


def _remark_blocks(title: str, texts: tuple[str, ...], sign: str) -> list[Block]:
    return [Items(title, tuple(Item(text, "!" if sign == "!" else "~") for text in texts))] if texts else []
