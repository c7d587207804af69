"""The page of `compare`: who leads where, drawn test by test."""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.documents.comparison_reports import CHEAPEST_PRICE, ComparedCell, Comparison
from modelpick.documents.evidence_reports import CellView
from modelpick.model import wording
from modelpick.model.fields import replace
from modelpick.model.numbers import Z80
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.html import picture
from modelpick.render.html.shared import sources_of, valid_until, whole_answer
from modelpick.render.html.sheet import DecisionFact, Picture, Remark, Sheet
from modelpick.render.page import UNKNOWN, Table, TableCell, TableColumn

DRAWN, ROWS = 8, 8
KINDS = ("first", "second", "third", "fourth")


def sheet(answer: Comparison) -> Sheet:
    """The page of `answer`."""
    cite = Citer(answer.sources)
    names = list(answer.models.values())
    head, _, points = answer.text.partition(":")
    return Sheet(
        kind="comparison",
        heading=head,
        lead=" ".join(wording.sentence(text.strip()) for text in (points, answer.sure) if text),
        asked=answer.request.summary if answer.request else " against ".join(names),
        as_of=answer.as_of,
        facts_until=None,
        facts=tuple(_decision_facts(answer, cite)),
        picture=_test_by_test(answer),
        table=_at_hand(answer),
        table_note=f"The rest of {wording.count(len(answer.cells), 'test')} stands in the appendix."
        if len(answer.cells) > ROWS
        else None,
        reasons=(),
        cautions_title="What only one has",
        cautions=tuple(
            Remark("note", wording.capitalized(each.text), refs=cite(*each.sources)) for each in answer.only_one_has[:3]
        ),
        changes=(),
        sections=(whole_answer(answer, "Everything side by side"),),
        sources=sources_of(answer, answer.sources),
    )


def _decision_facts(answer: Comparison, cite: Citer) -> Iterable[DecisionFact]:
    for id_, name in answer.models.items():
        score = answer.scores.get(id_)
        known = {label: facts[id_] for label, facts in answer.facts if id_ in facts}
        lines = [f"{label}: {fact.value}" for label, fact in known.items() if fact.value and label in _DECISION_LABELS]
        refs = cite(*(source for label, fact in known.items() if label in _DECISION_LABELS for source in fact.sources))
        points = f"{values.score(score)} points" if score is not None else "no score"
        covered = answer.coverage.get(id_)
        measured = f", figures for {values.share(covered)} of the weight" if covered is not None else ""
        yield DecisionFact(name, points + measured if answer.request else "; ".join(lines) or UNKNOWN,
                   "; ".join(lines) if answer.request else None, refs)  # fmt: skip
    yield valid_until(answer.ahead, answer.ask_again, "nothing is announced that changes it sooner", cite)


_DECISION_LABELS = ("API", CHEAPEST_PRICE, "weights", "context")


def _test_by_test(answer: Comparison) -> Picture | None:
    """The tests in percent that at least two of the models have, the heaviest first."""
    drawn = [cell for cell in answer.cells if cell.unit == "percent" and _measured_models(cell) > 1][:DRAWN]
    if not drawn:
        return None
    kinds = {id_: KINDS[at % len(KINDS)] for at, id_ in enumerate(answer.models)}
    bars = []
    for compared in drawn:
        for id_, name in answer.models.items():
            cell = compared.cells.get(id_)
            if cell is None or cell.value is None:
                continue
            reach = Z80 * (cell.sd or 0.0)
            low, high = max(cell.value - reach, 0.0), min(cell.value + reach, 100.0)
            text = f"{name} {cell.value:.1f}% ({low:.0f} to {high:.0f})"
            bars.append(picture.Bar(compared.benchmark_name, cell.value, low, high, kinds[id_], text))
    made = picture.rows(bars, "dots", "Test by test", "percent; the line is the likely range", "{:g}".format)
    return replace(made, legend=tuple((kinds[id_], name) for id_, name in answer.models.items()))


def _value_or_unmeasured(cell: CellView | None, unit: str) -> str:
    return "not measured" if cell is None or cell.value is None else values.figure(cell.value, unit)


def _measured_models(cell: ComparedCell) -> int:
    return sum(view.value is not None for view in cell.cells.values())


def _at_hand(answer: Comparison) -> Table | None:
    """The first tests, with the figures and who leads."""
    columns = (
        TableColumn("test"),
        *(TableColumn(name, right=True) for id_, name in answer.models.items()),
        TableColumn("ahead"),
        *([TableColumn("weight", right=True)] if answer.request else []),
    )
    rows = []
    for compared in answer.cells[:ROWS]:
        figures = [compared.cells.get(id_) for id_ in answer.models]
        weight = "-" if compared.weight is None else values.share(compared.weight)
        nobody = "nobody clearly" if _measured_models(compared) > 1 else "-"
        rows.append(
            (
                TableCell(compared.benchmark_name),
                *(TableCell(_value_or_unmeasured(cell, compared.unit)) for cell in figures),
                TableCell(answer.models.get(compared.leader or "", nobody)),
                *([TableCell(weight)] if answer.request else []),
            )
        )
    return Table(columns, tuple(rows), "Figure by figure") if rows else None
