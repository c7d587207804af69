"""What a trial asks of whom, what it may cost, what it can tell, and what to run."""

from __future__ import annotations

from modelpick.documents.trial_reports import TrialModel, TrialPlan
from modelpick.model import wording
from modelpick.render.page import (
    UNKNOWN,
    Block,
    FactRow,
    FactRows,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
)

TOOL_NAMES = {"inspect": "Inspect", "promptfoo": "promptfoo"}


def page(plan: TrialPlan) -> Page:
    """The screen of `trial init`."""
    tasks, models = wording.count(len(plan.tasks), "task"), wording.count(len(plan.models), "model")
    blocks: list[Block] = [
        Heading(f"{tasks} for {models} written to {plan.folder}", 1, "good"),
        Paragraph(f"{', '.join(plan.files)} · sandbox {plan.sandbox}", "muted", joined=True),
        _models_table(plan),
        FactRows((FactRow("Cost", _cost_text(plan)), FactRow("Tells", _power_text(plan)))),
        _tasks_table(plan),
        Items("To know", tuple(Item(text, "!") for text in plan.warnings)),
        Items("Run", tuple(Item(text, "-") for text in plan.commands)),
    ]
    return Page(tuple(blocks))


def _models_table(plan: TrialPlan) -> Table:
    columns = (
        TableColumn("model", floor=16),
        TableColumn(f"in {TOOL_NAMES[plan.tool]}", floor=16),
        TableColumn("USD", right=True),
    )
    rows = tuple(
        (
            TableCell(m.name),
            TableCell(m.called or UNKNOWN, "plain" if m.called else "muted"),
            TableCell(_usd_text(m)),
        )
        for m in plan.models
    )
    return Table(columns, rows)


def _tasks_table(plan: TrialPlan) -> Table:
    columns = tuple(TableColumn(name) for name in ("task", "from", "tests of", "test"))
    rows = tuple(
        (TableCell(t.id), TableCell(t.commit[:9]), TableCell((t.fix or "")[:9]), TableCell(t.test)) for t in plan.tasks
    )
    return Table(columns, rows, "Tasks")


def _usd_text(model: TrialModel) -> str:
    return UNKNOWN if model.usd is None else f"{model.usd:,}"


def _cost_text(plan: TrialPlan) -> str:
    known = [m.usd for m in plan.models if m.usd is not None]
    if not known:
        return "unknown: no price is known"
    missing = len(plan.models) - len(known)
    more = f", and {wording.count(missing, 'model')} whose price is not known" if missing else ""
    return f"about ${sum(known):,}{more}: {plan.basis}"


def _power_text(plan: TrialPlan) -> str:
    n = wording.count(len(plan.tasks), "task")
    able = (
        f"{n} can tell two models apart only where one is far better" if plan.can_tell else f"{n} can tell no two apart"
    )
    more = f"{plan.tasks_for_20_points} would tell 20 points, {plan.tasks_for_10_points} would tell 10"
    return f"{able}; about {more}. Each result still counts as much as its tasks do"
