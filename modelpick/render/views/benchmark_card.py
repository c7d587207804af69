"""A benchmark: what it tests, what its figures are worth, who leads, who measures, who weighs it."""

from __future__ import annotations

from modelpick.documents.card_reports import BenchmarkCard, EvaluatorLine, PlacedModel
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Column, Heading, Page, Paragraph, TableCell
from modelpick.render.views import shared

SHOWN = 8
"""Models on a page; CSV and JSON have all."""


def page(card: BenchmarkCard, shown: int = SHOWN) -> Page:
    """The screen of `show` for a benchmark, with `shown` models at most."""
    cite = Citer(card.sources)
    blocks: list[Block] = [
        Heading(card.name, 1),
        Paragraph(f"{card.benchmark} · benchmark", "muted", joined=True),
        Paragraph(f"{card.tests[:1].upper()}{card.tests[1:]}"),
        shared.notes(card.notes),
        shared.fact_rows(card.facts, cite),
        *_ranking_blocks(card, cite, shown),
        *_evaluator_blocks(card.evaluators, shown),
        _weighed_by_block(card),
        shared.remarks("Known weaknesses", card.weaknesses, "!"),
        shared.remarks("Other editions and parts, never pooled with it", card.editions),
        *cite.listed(),
        shared.dated(card.as_of),
    ]
    return Page(tuple(blocks))


def _ranking_blocks(card: BenchmarkCard, cite: Citer, shown: int) -> list[Block]:
    if not card.places:
        return [Paragraph("No figure is known that counts.", "muted")]
    columns: list[Column[PlacedModel]] = [
        Column("", right=True, name="rank", cell=lambda place: str(place.rank)),
        Column("model", floor=14, cell=lambda place: place.name),
        Column("figure", right=True, cell=lambda place: TableCell(values.figure(place.value, card.unit), "strong")),
        Column("+-", priority=3, right=True, cell=lambda place: values.figure(place.sd, card.unit)),
        Column("measured by", priority=2, cell=_measured_by_cell),
        Column("date", priority=1, cell=lambda place: place.on),
        Column("source", cell=lambda place: cite.cell(*place.sources)),
    ]
    title = f"{wording.count(len(card.places), 'model')} measured, {wording.count(card.figures, 'figure')}"
    return shared.first_rows(columns, card.places, shown, title, how="--format json")


def _measured_by_cell(place: PlacedModel) -> TableCell:
    basis = shared.basis(place.basis)
    return TableCell(f"{basis}, sources disagree", "warn", basis) if place.conflict else TableCell(basis)


def _evaluator_blocks(lines: tuple[EvaluatorLine, ...], shown: int) -> list[Block]:
    columns: list[Column[EvaluatorLine]] = [
        Column("who measures", floor=14, cell=lambda line: line.evaluator),
        Column("standing", cell=lambda line: shared.basis(line.by)),
        Column("figures", right=True, cell=lambda line: str(line.figures)),
    ]
    return shared.first_rows(columns, lines, shown, how="--format json")


def _weighed_by_block(card: BenchmarkCard) -> Block:
    if not card.weighed_by:
        return Paragraph("No bundled need weighs it.", "muted")
    weights = (f"{each.criterion}: {values.share(each.weight)} of `{each.need}`" for each in card.weighed_by)
    return shared.remarks("Weighed by", weights)
