"""What a trial asks of whom, what it may cost, what it can tell, and what to run."""

from __future__ import annotations

from modelpick.documents.trial_reports import TrialModel, TrialPlan, TrialTask
from modelpick.model import wording
from modelpick.render.page import (
    UNKNOWN,
    Block,
    Column,
    FactRow,
    FactRows,
    Heading,
    Page,
    Paragraph,
    Table,
    TableCell,
    table_of,
)
from modelpick.render.views import shared

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
        shared.remarks("To know", plan.warnings, "!"),
        shared.remarks("Run", plan.commands, "-"),
    ]
    return Page(tuple(blocks))


def _models_table(plan: TrialPlan) -> Table:
    columns: list[Column[TrialModel]] = [
        Column("model", floor=16, cell=lambda model: model.name),
        Column(f"in {TOOL_NAMES[plan.tool]}", floor=16, cell=lambda model: model.called),
        Column("USD", right=True, cell=lambda model: TableCell(UNKNOWN if model.usd is None else f"{model.usd:,}")),
    ]
    return table_of(columns, plan.models)


def _tasks_table(plan: TrialPlan) -> Table:
    columns: list[Column[TrialTask]] = [
        Column("task", cell=lambda task: task.id),
        Column("from", cell=lambda task: task.commit[:9]),
        Column("tests of", cell=lambda task: (task.fix or "")[:9]),
        Column("test", cell=lambda task: task.test),
    ]
    return table_of(columns, plan.tasks, "Tasks")


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
