"""Everything known of one model: facts, every figure with source and date, and what is not known."""

from __future__ import annotations

from modelpick.documents.results import CellView, DerivedLine, Figure, ModelCard, OutcomeLine, TraitLine
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import (
    Block,
    Cell,
    Column,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Sign,
    Table,
    Tone,
)
from modelpick.render.views import figures, shared, status

_STANCES: dict[str, tuple[Sign, str]] = {
    "for": ("+", "For"),
    "fits": ("+", "Fits"),
    "against": ("-", "Against"),
    "misfits": ("-", "Does not fit"),
    "forecast": ("~", "Expected"),
    "open_question": ("?", "Open"),
}
_TOPICS: dict[str, tuple[Sign, str]] = {
    "strong": ("+", "Strong"),
    "weak": ("-", "Weak"),
    "caution": ("!", "Caution"),
    "offering": ("~", "Served"),
}
_SECTIONS = {
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
        *shared.notes(card.notes),
        shared.fact_rows(card.facts, cite),
        *status.details(card.status, cite),
        _figures(card.cells, cite),
        *_doubts(card.cells, cite),
        *_derived(card.derived, cite),
        *_traits(card.traits, cite),
        *_unknown(card.unknown),
        *cite.listed(),
        shared.dated(card.as_of),
    ]
    return Page(tuple(blocks))


def _figures(cells: tuple[CellView, ...], cite: Citer) -> Table:
    columns = (
        Column("benchmark", "benchmark", floor=14, group=True),
        Column("value", "figure", right=True),
        Column("standing", "", priority=1),
        Column("", "measured by, how", floor=16),
        Column("on", "date"),
        Column("source", "source"),
        Column("by", "", shown=False),
        Column("mode", "", shown=False),
        Column("pooled", "", shown=False),
        Column("unit", "", shown=False),
    )
    rows = tuple(_figure(cell, figure, cite) for cell in cells for figure in cell.figures)
    return Table(columns, rows, f"Figures: {wording.count(len(rows), 'measurement')}", primary=True, shown=bool(rows))


def _figure(cell: CellView, figure: Figure, cite: Citer) -> tuple[Cell, ...]:
    standing = figures.standing(figure)
    disputed = figure.used and cell.conflict
    mode = figures.mode(figure)

    def how(who: str) -> str:
        return f"{who}; {mode}" if mode else who

    tone: Tone = "warn" if cell.conflict or figure.state != "accepted" else "plain" if figure.used else "muted"
    return (
        Cell(cell.benchmark_name, raw=cell.benchmark),
        Cell(values.figure(figure.value, figure.unit), "strong" if figure.used else "muted", raw=figure.value),
        Cell(f"{standing}, sources disagree" if disputed else standing, tone, short=standing),
        Cell(how(figures.by_whom(figure)), short=how(shared.basis(figure.by))),
        Cell(figure.on),
        Cell("", refs=cite(figure.source), raw=figure.source),
        Cell(figures.by_whom(figure)),
        Cell(mode or "not stated"),
        values.known(values.figure(cell.value, cell.unit), cell.value),
        Cell(figure.unit),
    )


def _doubts(cells: tuple[CellView, ...], cite: Citer) -> list[Block]:
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
    return [Items("Beware", tuple(items))] if items else []


def _derived(lines: tuple[DerivedLine, ...], cite: Citer) -> list[Block]:
    items = []
    for line in lines:
        sign, label = _TOPICS[line.topic]
        items.append(Item(line.text, sign, label, refs=cite(*line.sources)))
    about = "Derived here from the figures, the advisories and the offerings; no source says so."
    return [Items("From the figures", tuple(items), about)] if items else []


def _traits(traits: tuple[TraitLine, ...], cite: Citer) -> list[Block]:
    """Arguments, then what sources expect, then what they do not know: the last two are no arguments."""
    blocks: list[Block] = []
    for title, stances in _SECTIONS.items():
        said = sorted((t for t in traits if t.stance in stances), key=lambda t: stances.index(t.stance))
        items = tuple(_trait(trait, cite) for trait in said)
        blocks += [Items(title, items)] if items else []
    return blocks


def _trait(trait: TraitLine, cite: Citer) -> Item:
    sign, label = _STANCES[trait.stance]
    about = f" ({', '.join(trait.needs)})" if trait.needs else ""
    due = f"; due {trait.due}" if trait.due else ""
    said = f"{trait.text}{about}, {trait.on}{due}"
    if trait.stance == "forecast":
        said += f": {_outcome(trait.outcome)}"
    return Item(said, sign, label, refs=cite(trait.source, trait.outcome.source if trait.outcome else None))


def _outcome(outcome: OutcomeLine | None) -> str:
    if outcome is None:
        return "no outcome recorded"
    word = {"true": "it came true", "false": "it did not come true"}.get(outcome.is_, "still open")
    return f"{word} ({outcome.on})" if outcome.on else word


def _unknown(texts: tuple[str, ...]) -> list[Block]:
    return [Items("Not known", tuple(Item(text, "?") for text in texts))] if texts else []
