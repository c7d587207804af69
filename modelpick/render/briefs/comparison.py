"""The answer of `compare` on one screen: who is ahead, on which tests, for which price."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.documents.card_reports import FactLine
from modelpick.documents.comparison_reports import CHEAPEST_PRICE, ComparedCell, Comparison
from modelpick.documents.evidence_reports import CellView
from modelpick.model import wording
from modelpick.model.wording import listed
from modelpick.render import values
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, FactRow, Heading, Page, Paragraph, Table, TableCell, TableColumn
from modelpick.render.views.shared import basis

TESTS = 5
FACTS = (CHEAPEST_PRICE, "context", "API")
LEADS = "▲"
DOUBT = " · ! sources disagree"


def page(answer: Comparison) -> Page:
    """The short page of `compare`."""
    cite = Citer(answer.sources)
    shown = _weighed_first(answer.cells)[:TESTS]
    blocks: list[Block] = [Heading(answer.text, 1)]
    if answer.sure:
        blocks.append(Paragraph(answer.sure, joined=True))
    asked = f"For {listed(list(answer.request.needs))} · " if answer.request else ""
    blocks.append(lines.muted_line(wording.sentence(f"{asked}as of {answer.as_of}").rstrip(".")))
    table = _comparison_table(answer, shown, cite)
    more = _closing_facts(answer, len(shown))
    room = lines.LINES - lines.height_above(blocks, answer) - len(table.rows) - 4
    kept = lines.kept_within(more, room, more[:-2])
    return Page((*blocks, table, *lines.fact_block(kept), *cite.listed()))


def _weighed_first(cells: Sequence[ComparedCell]) -> list[ComparedCell]:
    """The tests that the need weighs; without a need those in which the models lie furthest apart."""
    weighed = [cell for cell in cells if cell.weight is not None]
    others = [cell for cell in cells if cell.weight is None and cell.unit == "percent"]
    return weighed or sorted(others, key=lambda cell: -(cell.lead or 0.0))


def _comparison_table(answer: Comparison, shown: Sequence[ComparedCell], cite: Citer) -> Table:
    columns = (
        TableColumn("", floor=22),
        *(TableColumn(name, floor=19) for name in answer.models.values()),
        *([TableColumn("weight", priority=1, right=True)] if answer.request else []),
    )
    width = len(columns)
    rows = [_padded_row([TableCell("score", "muted"), *(_score_cell(answer, model) for model in answer.models)], width)]
    rows = rows if any(value is not None for value in answer.scores.values()) else []
    rows += [_padded_row(_test_row(answer, cell, cite), width) for cell in shown]
    rows += [
        _padded_row(_fact_row(label, facts, answer, cite), width) for label, facts in answer.facts if label in FACTS
    ]
    doubtful = any(cell.conflict for each in shown for cell in each.cells.values())
    return Table(
        columns,
        tuple(rows),
        legend=f"{LEADS} leads{DOUBT if doubtful else ''}",
        keys=1,
    )


def _padded_row(cells: list[TableCell], width: int) -> tuple[TableCell, ...]:
    return (*cells, *(TableCell("") for _ in range(width - len(cells))))


def _score_cell(answer: Comparison, model: str) -> TableCell:
    value = answer.scores.get(model)
    known = [each for each in answer.scores.values() if each is not None]
    first = value is not None and value == max(known)
    return TableCell(_marked_as_leading(values.score(value), leads=first), "strong" if first else "plain")


def _test_row(answer: Comparison, compared: ComparedCell, cite: Citer) -> list[TableCell]:
    cells = [_figure_cell(compared.cells.get(m), m == compared.leader, cite) for m in answer.models]
    weight = [] if compared.weight is None else [TableCell(values.share(compared.weight), "muted")]
    return [TableCell(compared.benchmark_name, "muted"), *cells, *weight]


def _figure_cell(cell: CellView | None, leads: bool, cite: Citer) -> TableCell:
    if cell is None or cell.value is None:
        return TableCell(f"  {NOT_MEASURED}", "muted")
    sources = [figure.source for figure in cell.figures if figure.used]
    doubt = " !" if cell.conflict else ""
    who = {"vendor": "vendor", "rival": "rival"}.get(cell.basis or "") or basis(cell.basis)
    value = values.figure(cell.value, cell.unit)
    whole, short = (_marked_as_leading(text, leads=leads) for text in (f"{value} {who}{doubt}", f"{value}{doubt}"))
    return TableCell(whole, "strong" if leads else "plain", short, refs=cite(*sources))


NOT_MEASURED = "not measured"
PAIRS = 2
"""So many comparisons on the user's own tasks are told."""


def _marked_as_leading(text: str, *, leads: bool) -> str:
    return f"{LEADS if leads else ' '} {text}"


def _fact_row(label: str, facts: dict[str, FactLine], answer: Comparison, cite: Citer) -> list[TableCell]:
    found = [facts.get(model) for model in answer.models]
    name = "price in / out" if label == CHEAPEST_PRICE else label
    return [TableCell(name, "muted"), *(_fact_cell(fact, cite) for fact in found)]


def _fact_cell(fact: FactLine | None, cite: Citer) -> TableCell:
    if fact is None or fact.value is None:
        return TableCell(f"  {UNKNOWN}", "muted")
    short = fact.value.partition(" at ")[0].partition(" since ")[0]
    return TableCell(f"  {short}", refs=cite(*fact.sources))


def _closing_facts(answer: Comparison, shown: int) -> list[FactRow]:
    facts = []
    if answer.leads and answer.request:  # without a need the first line says it
        names = [f"{answer.models[m]} leads {number}" for m, number in answer.leads.items()]
        facts.append(FactRow("Tests", f"Of {wording.count(answer.shared, 'shared test')} {wording.listed(names)}"))
    doubtful = sum(f.state != "accepted" for c in answer.cells for v in c.cells.values() for f in v.figures)
    if doubtful:
        are = "is" if doubtful == 1 else "are"
        facts.append(FactRow("Aside", f"{wording.count(doubtful, 'doubtful figure')} {are} shown only with --details"))
    facts += [FactRow("Note", note) for note in answer.notes[:1]]
    facts += [FactRow("Yours", f"{each.benchmark_name}: {each.text}") for each in answer.paired[:PAIRS]]
    left = len(answer.cells) - shown
    names = [lines.slug(model) for model in answer.models]
    if answer.request is None:
        facts.append(FactRow("Next", lines.command("compare", *names, "--need", "coding")))
    else:
        data = lines.of_data(answer.request.command)
        facts.append(FactRow("Next", lines.command("cost", *names, *answer.use, *data)))
    more = [wording.count(left, "more test")] if left > 0 else []
    return [*facts, lines.more("--details", *more)]
