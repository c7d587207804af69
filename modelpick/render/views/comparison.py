"""Models side by side: who leads where and by how much, and what only one of them has."""

from __future__ import annotations

from modelpick.documents.results import ComparedCell, Comparison, FactLine
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, Cell, Column, Heading, Item, Items, Page, Paragraph, Table
from modelpick.render.views import figures, shared

_FLOOR = 16


def page(answer: Comparison) -> Page:
    """The screen of `compare`."""
    cite = Citer(answer.sources)
    title = answer.text or " against ".join(answer.models.values())
    asked = [answer.request.summary] if answer.request else []
    blocks: list[Block] = [
        Heading(title, 1),
        Paragraph(" · ".join([*asked, f"as of {answer.as_of}"]), "muted", joined=True),
        _facts(answer, cite),
        _cells(answer, cite),
        *_not_counted(answer, cite),
        *_alone(answer, cite),
        *shared.notes(answer.notes),
        *cite.listed(),
        shared.dated(answer.as_of),
    ]
    return Page(tuple(blocks))


def _facts(answer: Comparison, cite: Citer) -> Table:
    columns = (Column("fact", "", floor=12), *_model_columns(answer))
    rows = [
        (Cell(label, "muted"), *(_fact(facts.get(m), cite) for m in answer.models)) for label, facts in answer.facts
    ]
    if any(value is not None for value in answer.scores.values()):
        about = (Cell("figures for", "muted"), *(_covered(answer.coverage.get(m)) for m in answer.models))
        rows = [(Cell("score", "muted"), *(_score(answer, m) for m in answer.models)), about, *rows]
    return Table(columns, tuple(rows), keys=1, shown=bool(rows))


def _score(answer: Comparison, model: str) -> Cell:
    value = answer.scores.get(model)
    return values.known(values.score(value)) if value is None else Cell(values.score(value), "strong", raw=value)


def _covered(value: float | None) -> Cell:
    return values.known(None) if value is None else Cell(f"{values.share(value)} of the weight")


def _fact(fact: FactLine | None, cite: Citer) -> Cell:
    if fact is None or fact.value is None:
        return values.known(None)
    return Cell(fact.value, refs=cite(*fact.sources))


def _cells(answer: Comparison, cite: Citer) -> Table:
    columns = (
        Column("benchmark", "benchmark", floor=14),
        *_model_columns(answer),
        *(Column(model, "", shown=False) for model in answer.models),
        Column("leader", "leads", floor=12),
        Column("lead", "", shown=False),
        *([Column("weight", "weight", priority=1, right=True)] if answer.request else []),
    )
    rows = tuple(_compared(answer, cell, cite) for cell in answer.cells)
    return Table(columns, rows, "Figure by figure", primary=True, shown=bool(rows), keys=1)


def _compared(answer: Comparison, compared: ComparedCell, cite: Citer) -> tuple[Cell, ...]:
    shown, raw = [], []
    for model in answer.models:
        text, more, refs = figures.side_by_side(compared.cells.get(model), cite)
        tone = "strong" if model == compared.leader else "muted" if text == UNKNOWN else "plain"
        shown.append(Cell(text, tone, refs=refs, more=more))  # type: ignore[arg-type]
        cell = compared.cells.get(model)
        value = cell.value if cell else None
        raw.append(values.known(values.figure(value, compared.unit), value))
    weight = [_weight(compared)] if answer.request else []
    lead = values.known(_by_how_much(compared), compared.lead)
    return (
        Cell(compared.benchmark_name, raw=compared.benchmark),
        *shown,
        *raw,
        _leader(answer, compared),
        lead,
        *weight,
    )


def _weight(compared: ComparedCell) -> Cell:
    if compared.weight is None:
        return Cell("-", "muted", raw="not asked")
    return Cell(values.share(compared.weight), raw=compared.weight)


def _leader(answer: Comparison, compared: ComparedCell) -> Cell:
    if compared.leader is None:
        both = sum(cell.value is not None for cell in compared.cells.values()) > 1
        return Cell("nobody clearly" if both else "cannot be said", "muted", raw="nobody")
    name = answer.models.get(compared.leader, compared.leader)
    lead = _by_how_much(compared)
    return Cell(f"{name}, by {lead}" if lead else name, raw=compared.leader)


def _by_how_much(compared: ComparedCell) -> str | None:
    if compared.lead is None:
        return None
    return values.figure(compared.lead, "points" if compared.unit == "percent" else compared.unit)


def _model_columns(answer: Comparison) -> list[Column]:
    return [Column("", name, floor=_FLOOR) for name in answer.models.values()]


def _not_counted(answer: Comparison, cite: Citer) -> list[Block]:
    items: list[Item] = []
    for model, name in answer.models.items():
        cells = [compared.cells[model] for compared in answer.cells if model in compared.cells]
        items += figures.not_counted(name, cells, cite)
        items += [Item(f"{c.benchmark_name}: {flag}", "!", lead=name) for c in cells for flag in c.flags]
    return [Items("Shown with care, and why", tuple(items))] if items else []


def _alone(answer: Comparison, cite: Citer) -> list[Block]:
    items = shared.reasons(answer.only_one_has, "~", "", cite)
    return [Items("What only one has", tuple(items))] if items else []
