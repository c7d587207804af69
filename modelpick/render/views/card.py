"""Everything known of one model: facts, every figure with source and date, and what is not known."""

from __future__ import annotations

from modelpick.documents.card_reports import DerivedLine, ModelCard, OutcomeLine, TraitLine
from modelpick.documents.evidence_reports import CellView, Figure
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import (
    Block,
    Column,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Sign,
    Table,
    TableCell,
    Tone,
    table_of,
)
from modelpick.render.views import figures, shared, status

_STANCE_SIGNS: dict[str, tuple[Sign, str]] = {
    "for": ("+", "For"),
    "fits": ("+", "Fits"),
    "against": ("-", "Against"),
    "misfits": ("-", "Does not fit"),
    "forecast": ("~", "Expected"),
    "open_question": ("?", "Open"),
}
_TOPIC_SIGNS: dict[str, tuple[Sign, str]] = {
    "strong": ("+", "Strong"),
    "weak": ("-", "Weak"),
    "caution": ("!", "Caution"),
    "offering": ("~", "Served"),
}
_STANCE_SECTIONS = {
    "What sources say of it": ("for", "fits", "against", "misfits"),
    "What sources expect of it": ("forecast",),
    "What sources leave open": ("open_question",),
}


def page(card: ModelCard) -> Page:
    """The screen of `show`."""
    cite = Citer(card.sources)
    blocks: list[Block] = [
        Heading(card.name, 1),
        Paragraph(f"{card.model} · {card.status.text}", "muted", joined=True),
        shared.notes(card.notes),
        shared.fact_rows(card.facts, cite),
        *status.details(card.status, cite),
        _figures_table(card.cells, cite),
        _doubtful_figures(card.cells, cite),
        _derived_items(card.derived, cite),
        *_trait_blocks(card.traits, cite),
        shared.remarks("Not known", card.unknown, "?"),
        *cite.listed(),
        shared.dated(card.as_of),
    ]
    return Page(tuple(blocks))


def _figures_table(cells: tuple[CellView, ...], cite: Citer) -> Table:
    columns: list[Column[tuple[CellView, Figure]]] = [
        Column("benchmark", floor=14, group=True, cell=lambda row: row[0].benchmark_name),
        Column("figure", right=True, cell=lambda row: _value_cell(row[1])),
        Column("", priority=1, name="standing", cell=lambda row: _standing_cell(*row)),
        Column("measured by, how", floor=16, cell=lambda row: _method_cell(row[1])),
        Column("date", cell=lambda row: row[1].on),
        Column("source", cell=lambda row: cite.cell(row[1].source)),
    ]
    rows = [(cell, figure) for cell in cells for figure in cell.figures]
    return table_of(columns, rows, f"Figures: {wording.count(len(rows), 'measurement')}")


def _value_cell(figure: Figure) -> TableCell:
    return TableCell(values.figure(figure.value, figure.unit), "strong" if figure.used else "muted")


def _standing_cell(cell: CellView, figure: Figure) -> TableCell:
    standing = figures.standing(figure)
    tone: Tone = "warn" if cell.conflict or figure.state != "accepted" else "plain" if figure.used else "muted"
    text = f"{standing}, sources disagree" if figure.used and cell.conflict else standing
    return TableCell(text, tone, short=standing)


def _method_cell(figure: Figure) -> TableCell:
    mode = figures.mode(figure)
    how = f"; {mode}" if mode else ""
    return TableCell(f"{figures.by_whom(figure)}{how}", short=f"{shared.basis(figure.by)}{how}")


def _doubtful_figures(cells: tuple[CellView, ...], cite: Citer) -> Items:
    """Disagreements with the value that counts, oddities, and what is not trusted."""
    items = [
        Item(
            f"sources disagree; {values.figure(c.value, c.unit)} counts ({shared.basis(c.basis)})",
            "!",
            lead=c.benchmark_name,
        )
        for c in cells
        if c.conflict
    ]
    items += [Item(flag, "!", lead=cell.benchmark_name) for cell in cells for flag in cell.flags]
    items += figures.not_counted("", cells, cite)
    return Items("Beware", tuple(items))


def _derived_items(lines: tuple[DerivedLine, ...], cite: Citer) -> Items:
    items = []
    for line in lines:
        sign, label = _TOPIC_SIGNS[line.topic]
        items.append(Item(line.text, sign, label, refs=cite(*line.sources)))
    about = "Derived here from the figures, the advisories and the offerings; no source says so."
    return Items("From the figures", tuple(items), about)


def _trait_blocks(traits: tuple[TraitLine, ...], cite: Citer) -> list[Block]:
    """Arguments, then what sources expect, then what they do not know: the last two are no arguments."""
    blocks: list[Block] = []
    for title, stances in _STANCE_SECTIONS.items():
        said = sorted((t for t in traits if t.stance in stances), key=lambda t: stances.index(t.stance))
        items = tuple(_trait_item(trait, cite) for trait in said)
        blocks.append(Items(title, items))
    return blocks


def _trait_item(trait: TraitLine, cite: Citer) -> Item:
    sign, label = _STANCE_SIGNS[trait.stance]
    about = f" ({', '.join(trait.needs)})" if trait.needs else ""
    due = f"; due {trait.due}" if trait.due else ""
    said = f"{trait.text}{about}, {trait.on}{due}"
    if trait.stance == "forecast":
        said += f": {_outcome_text(trait.outcome)}"
    return Item(said, sign, label, refs=cite(trait.source, trait.outcome.source if trait.outcome else None))


def _outcome_text(outcome: OutcomeLine | None) -> str:
    if outcome is None:
        return "no outcome recorded"
    word = {"true": "it came true", "false": "it did not come true"}.get(outcome.is_, "still open")
    return f"{word} ({outcome.on})" if outcome.on else word
