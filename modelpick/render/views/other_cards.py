"""What is no model: a benchmark, a provider, a source, a term of the field."""

from __future__ import annotations

from decimal import Decimal

from modelpick.documents.card_reports import (
    BenchmarkCard,
    CitedIn,
    EvaluatorLine,
    GlossaryCard,
    OtherCard,
    PlacedModel,
    ProviderCard,
    ServedModel,
    SourceCard,
    TermLine,
)
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Column, Heading, Page, Paragraph, Table, TableCell, table_of
from modelpick.render.views import shared

MODELS, OFFERINGS, CITED = 8, 12, 10
"""Rows of a kind on a page; CSV and JSON have all."""
_ANSWER_WORDS = {"on_request": "on request", "conditional": "under conditions", "opt_out": "unless you opt out"}


def page(card: OtherCard) -> Page:
    """The screen of `show` for what is no model."""
    match card:
        case BenchmarkCard():
            return benchmark_page(card)
        case ProviderCard():
            return provider_page(card)
        case SourceCard():
            return _source_page(card)
    return _term_page(card)


def benchmark_page(card: BenchmarkCard, shown: int = MODELS) -> Page:
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


def provider_page(card: ProviderCard, shown: int = OFFERINGS) -> Page:
    """The screen of `show` for a provider, with `shown` offerings at most."""
    cite = Citer(card.sources)
    blocks: list[Block] = [
        Heading(card.name, 1),
        Paragraph(f"{card.provider} · provider", "muted", joined=True),
        shared.notes(card.notes),
        shared.fact_rows(card.facts, cite),
        _terms_table(card.terms, cite),
        *_offering_blocks(card, cite, shown),
        *cite.listed(),
        shared.dated(card.as_of),
    ]
    return Page(tuple(blocks))


def _terms_table(lines: tuple[TermLine, ...], cite: Citer) -> Table:
    columns: list[Column[TermLine]] = [
        Column("data terms", floor=18, cell=lambda line: line.term),
        Column("says", cell=lambda line: _ANSWER_WORDS.get(line.is_, line.is_)),
        Column("read on", priority=1, cell=lambda line: line.on),
        Column("source", cell=lambda line: cite.cell(line.source)),
        Column("to know", priority=2, floor=36, cell=lambda line: line.note or ""),
    ]
    return table_of(columns, lines)


def _offering_blocks(card: ProviderCard, cite: Citer, shown: int) -> list[Block]:
    if not card.offerings:
        return [Paragraph("Nothing is known that it serves.", "muted")]
    columns: list[Column[ServedModel]] = [
        Column("model", floor=14, cell=lambda served: served.name),
        Column("as", priority=4, floor=16, cell=lambda served: served.offering.id),
        Column("API", priority=2, cell=lambda served: values.stage(served.offering.stage)),
        Column("$/M in / out", priority=1, cell=lambda served: values.prices(*_prices_of(served))),
        Column("price of", priority=6, cell=lambda served: served.offering.price_on),
        Column("context", priority=5, right=True, cell=lambda served: values.tokens(served.offering.context)),
        Column("processed in", priority=3, floor=10, cell=_region_text),
        Column(
            "retires",
            priority=6,
            cell=lambda served: values.cell_or(served.offering.retires_on, "none announced", "warn"),
        ),
        Column("source", cell=lambda served: cite.cell(*served.offering.sources)),
    ]
    title = f"{wording.count(len(card.offerings), 'offering')} of {wording.count(card.models, 'model')}, newest first"
    return shared.first_rows(columns, card.offerings, shown, title, how=f"modelpick list --provider {card.provider}")


def _prices_of(served: ServedModel) -> tuple[Decimal | None, Decimal | None]:
    return served.offering.price_in, served.offering.price_out


def _region_text(served: ServedModel) -> str | None:
    routing = served.offering.routing
    return ", ".join(served.offering.geography) or (None if routing == "unknown" else routing.replace("_", " "))


def _source_page(card: SourceCard) -> Page:
    """The screen of `show` for a source."""
    total = sum(card.rests.values())
    parts = ", ".join(f"{kind} {n:,}" for kind, n in card.rests.items())
    rests = f"{wording.count(total, 'fact rests', 'facts rest')} on it: {parts}."
    blocks: list[Block] = [
        Heading(card.title, 1),
        Paragraph(f"{card.source} · source", "muted", joined=True),
        shared.notes(card.notes),
        shared.fact_rows(card.facts, Citer(())),
        Paragraph(rests if total else "Nothing rests on it."),
        *_cited_blocks("model", card.models),
        *_cited_blocks("benchmark", card.benchmarks),
        *_cited_blocks("provider", card.providers),
        shared.dated(card.as_of),
    ]
    return Page(tuple(blocks))


def _cited_blocks(title: str, cited: tuple[CitedIn, ...]) -> list[Block]:
    if not cited:
        return []
    head = wording.count(len(cited), title)
    columns: list[Column[CitedIn]] = [
        Column(head, floor=14, cell=lambda each: each.name),
        Column("id", priority=1, cell=lambda each: each.id),
        Column("facts", right=True, cell=lambda each: f"{each.facts:,}"),
    ]
    return shared.first_rows(columns, cited, CITED, how="--format json")


def _term_page(card: GlossaryCard) -> Page:
    """The screen of `show` for a term."""
    also = f" · also {', '.join(card.also)}" if card.also else ""
    blocks: list[Block] = [
        Heading(f"{card.name[:1].upper()}{card.name[1:]}", 1),
        Paragraph(f"{card.term} · term{also}", "muted", joined=True),
        shared.notes(card.notes),
        Paragraph(card.says),
        Paragraph(f"For a choice: {card.why}" if card.why else ""),
    ]
    also_read = (f"{each.name}: `modelpick show {each.term}`" for each in card.see_also)
    return Page((*blocks, shared.remarks("See also", also_read)))
