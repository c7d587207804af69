"""Models side by side: who leads where and by how much, and what only one of them has."""

from __future__ import annotations

from modelpick.documents.card_reports import FactLine
from modelpick.documents.comparison_reports import ComparedCell, Comparison
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, Heading, Item, Items, Page, Paragraph, Table, TableCell, TableColumn
from modelpick.render.views import figures, shared

_MODEL_COLUMN_FLOOR = 16


def page(answer: Comparison) -> Page:
    """The screen of `compare`."""
    cite = Citer(answer.sources)
    title = answer.text or " against ".join(answer.models.values())
    asked = [answer.request.summary] if answer.request else []
    blocks: list[Block] = [
        Heading(title, 1),
        Paragraph(" · ".join([*asked, f"as of {answer.as_of}"]), "muted", joined=True),
        _facts_table(answer, cite),
        _tests_table(answer, cite),
        shared.own_results((), answer.paired),
        _not_counted(answer, cite),
        Items("What only one has", tuple(shared.reasons(answer.only_one_has, "~", "", cite))),
        shared.notes(answer.notes),
        *cite.listed(),
        shared.dated(answer.as_of),
    ]
    return Page(tuple(blocks))


def _facts_table(answer: Comparison, cite: Citer) -> Table:
    columns = (TableColumn("", floor=12, name="fact"), *_model_columns(answer))
    rows = [
        (TableCell(label, "muted"), *(_fact_cell(facts.get(m), cite) for m in answer.models))
        for label, facts in answer.facts
    ]
    if any(value is not None for value in answer.scores.values()):
        about = (TableCell("figures for", "muted"), *(_coverage_cell(answer.coverage.get(m)) for m in answer.models))
        rows = [(TableCell("score", "muted"), *(_score_cell(answer, m) for m in answer.models)), about, *rows]
    return Table(columns, tuple(rows), keys=1)


def _score_cell(answer: Comparison, model: str) -> TableCell:
    value = answer.scores.get(model)
    return values.cell_or_unknown(None) if value is None else TableCell(values.score(value), "strong", sort=value)


def _coverage_cell(value: float | None) -> TableCell:
    return values.cell_or_unknown(None) if value is None else TableCell(f"{values.share(value)} of the weight")


def _fact_cell(fact: FactLine | None, cite: Citer) -> TableCell:
    if fact is None or fact.value is None:
        return values.cell_or_unknown(None)
    return TableCell(fact.value, refs=cite(*fact.sources))


def _tests_table(answer: Comparison, cite: Citer) -> Table:
    columns = (
        TableColumn("benchmark", floor=14),
        *_model_columns(answer),
        TableColumn("leads", floor=12),
        *([TableColumn("weight", priority=1, right=True)] if answer.request else []),
    )
    rows = tuple(_test_row(answer, cell, cite) for cell in answer.cells)
    return Table(columns, rows, "Figure by figure", keys=1)


def _test_row(answer: Comparison, compared: ComparedCell, cite: Citer) -> tuple[TableCell, ...]:
    shown = []
    for model in answer.models:
        text, more, refs = figures.side_by_side(compared.cells.get(model), cite)
        leads, unknown = model == compared.leader, text == UNKNOWN
        shown.append(TableCell(text, "strong" if leads else "muted" if unknown else "plain", refs=refs, more=more))
    weight = [_weight_cell(compared)] if answer.request else []
    return (TableCell(compared.benchmark_name), *shown, _leader_cell(answer, compared), *weight)


def _weight_cell(compared: ComparedCell) -> TableCell:
    if compared.weight is None:
        return TableCell("-", "muted")
    return TableCell(values.share(compared.weight), sort=compared.weight)


def _leader_cell(answer: Comparison, compared: ComparedCell) -> TableCell:
    if compared.leader is None:
        both = sum(cell.value is not None for cell in compared.cells.values()) > 1
        return TableCell("nobody clearly" if both else "cannot be said", "muted")
    name = answer.models.get(compared.leader, compared.leader)
    lead = _by_how_much(compared)
    return TableCell(f"{name}, by {lead}" if lead else name)


def _by_how_much(compared: ComparedCell) -> str | None:
    if compared.lead is None:
        return None
    return values.figure(compared.lead, "points" if compared.unit == "percent" else compared.unit)


def _model_columns(answer: Comparison) -> list[TableColumn]:
    return [TableColumn(name, floor=_MODEL_COLUMN_FLOOR) for name in answer.models.values()]


def _not_counted(answer: Comparison, cite: Citer) -> Items:
    items: list[Item] = []
    for model, name in answer.models.items():
        cells = [compared.cells[model] for compared in answer.cells if model in compared.cells]
        items += figures.not_counted(name, cells, cite)
        items += [Item(f"{c.benchmark_name}: {flag}", "!", lead=name) for c in cells for flag in c.flags]
    return Items("Shown with care, and why", tuple(items))
