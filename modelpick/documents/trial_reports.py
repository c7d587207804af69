"""Result documents about a trial: a few tasks of the user's own, for the models that a question puts first."""

from __future__ import annotations

from decimal import Decimal

from modelpick.documents.base import Document
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart


class TrialTask(DocumentPart):
    """One task: a commit, what is asked, and what decides."""

    id: str
    """Its name in the log."""
    repository: str
    """The folder of the repository."""
    commit: str
    """The whole id of the commit that the model begins from."""
    fix: str | None
    """That of the commit whose tests decide; None where the tests of the first one do."""
    test: str
    """The command that must succeed."""
    test_files: tuple[str, ...]
    """Files of the fix that are laid over the model's work before the test."""


class TrialModel(DocumentPart):
    """One model of the shortlist."""

    model: str
    """Its id in the catalog."""
    name: str
    """Its name."""
    called: str | None
    """What the tool calls it; None where no id there is known."""
    usd: Decimal | None
    """What the tasks may cost with it; None where its price is not known."""
    usd_low: Decimal | None
    """The lower end, by how verbose models are."""
    usd_high: Decimal | None
    """The upper end."""


class TrialPlan(Document):
    """What was written for a trial, what running it may cost, and how much it can tell."""

    schema_version: str
    as_of: Day
    folder: str
    """The folder that was written."""
    files: tuple[str, ...]
    """What lies in it."""
    benchmark: str
    """The test of the user's own that its results count on."""
    sandbox: str
    """Where the model's commands run: docker or local."""
    tasks: tuple[TrialTask, ...]
    """What is asked."""
    models: tuple[TrialModel, ...]
    """Who is asked."""
    basis: str
    """What the cost assumes."""
    tasks_for_10_points: int
    """How many tasks tell a difference of 10 points, four times in five."""
    tasks_for_20_points: int
    """How many tell one of 20."""
    can_tell: bool
    """Whether so few tasks can tell two models apart at all, were one to pass all and the other none."""
    warnings: tuple[str, ...]
    """What to know before it is run."""
    commands: tuple[str, ...]
    """What to run next, in order."""
    tool: str = "inspect"
    """What runs it: inspect or promptfoo."""
