"""A document of every kind, by name; of some kinds several."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from modelpick.documents.audit_reports import CheckLine
from modelpick.documents.config_reports import ConfigPaths, ConfigReport, ConfigValue, Folder, LayerFile
from modelpick.documents.decision_reports import DecisionChange, DecisionReport
from modelpick.documents.evidence_reports import EvidenceCell, EvidenceReport
from modelpick.documents.export_reports import ExportedFile, ExportedModel, ExportReport, LeftOut, PriceRow, PriceTable
from modelpick.documents.market_reports import LinkCounts, SkipGroup, SourceUpdate, UpdateReport
from modelpick.documents.result_reports import ImportReport, ResultFileReport, ResultLine
from modelpick.documents.trial_reports import TrialModel, TrialPlan, TrialTask
from tests.render import documents, test_formats, test_market_views


def evidence() -> EvidenceReport:
    """Two measured cells, and an estimate without bounds."""
    cells = documents.card().cells
    measured = tuple(EvidenceCell(cell, 70.5, 80.25, ()) for cell in cells[:2])
    estimated = (EvidenceCell(cells[2], None, None, ("SWE-bench Verified", "=Terminal")),)
    return EvidenceReport(
        "1.0", documents.DAY, "lab/alpha-27b", "Alpha 27B", measured, estimated, 2, (), documents.SOURCES
    )


def update() -> UpdateReport:
    """A source that was read, and one that failed and was never read before."""
    reasons = (SkipGroup("a number was expected", 3, ("x",)),)
    read = SourceUpdate(
        "north-list", "North list", "updated", "2026-11-20", {"offering": 5000, "model": 276}, 12, 34, 5, 3, reasons,
        (), ("read in part",), None, "MIT", "North list", False,
    )  # fmt: skip
    failed = SourceUpdate(
        "south-list", "South list", "failed", None, {}, 0, 0, 0, 0, (), (), (), "@octocat: no answer", "MIT", "S", True
    )
    return UpdateReport("1.0", documents.DAY, (read, failed), LinkCounts(10, 2, 3))


def config() -> ConfigReport:
    """A value of each kind that a file may hold."""
    folders = (Folder("config", "/home/jo/.config/modelpick", True), Folder("cache", "/home/jo/.cache", False))
    values = tuple(
        ConfigValue(f"models.x.{name}", value, "project", f"modelpick.yaml:{line}", before, origin)
        for line, (name, value, before, origin) in enumerate(
            [
                ("context", 200000, 128000, "bundled"),
                ("name", "=1+1", None, None),
                ("reasoning", True, None, "bundled"),
                ("modalities", {"in": ["text"]}, None, None),
            ],
            start=1,
        )
    )
    return ConfigReport(
        "1.0", folders, (LayerFile("project", "modelpick.yaml"),), ("NO_COLOR",), values
    )  # fmt: skip


def imported() -> ImportReport:
    """A result that counts, and one of a model that nobody knows."""
    told = ("acme/alpha-2", "own-tasks", "passed/total")
    counts = ResultLine(*told, "x/one", "own-tasks", 20, 17.0, 1, "2026-11-26", "=harness", True, "limit", "added")
    unknown = ResultLine(*told, None, None, None, None, None, None, None, None, None, "unmatched_model", "Say whose")
    file = ResultFileReport("results.csv", "0" * 64, "CSV", (counts, unknown), ("bleu: no rate",))
    return ImportReport("1.0", "2026-11-26", "modelpick.yaml", (file,), 1, ("own-tasks",))


def trial_plan() -> TrialPlan:
    """A trial of one task for a model with a price, and one without."""
    task = TrialTask("1-bug", "/home/jo/shop", "a" * 40, None, "pytest -x", ())
    priced = TrialModel("x/one", "One", "x/one-1", Decimal("3.88"), Decimal("2.1"), Decimal("5.5"))
    unpriced = TrialModel("x/two", "=Two", None, None, None, None)
    asked = ("trial", ("trial.py",), "own-tasks", "local", (task,), (priced, unpriced), "today's prices")
    return TrialPlan("1.0", "2026-11-26", *asked, 194, 47, False, ("The commands run as you",), ("inspect eval",))


def decision() -> DecisionReport:
    """One that no longer holds, with a change that matters and one that does not."""
    lines = (CheckLine("available", "no", "its API ended on 2026-10-01", sources=("card",)),)
    changes = (
        DecisionChange("Beta 2: not ranked, now number 1", ("=before not known",), True, ("card",)),
        DecisionChange("Alpha 27B costs $6, not $5", (), False),
    )
    return DecisionReport(
        "1.0", documents.DAY, "d.yaml", "2026-06-01", "Jo", "coding", "modelpick recommend --need coding", "0.1.0",
        None, "lab/alpha-27b", "Alpha 27B", "north", 81.5, 0.4, "Pick Alpha 27B", "Gamma", 80.0, ("=79% on a test",),
        ("dearer",), ("a preview",), ("Gamma at 90%",), False, "The decision for Alpha 27B no longer holds: available",
        None, "Beta 2", 85.0, lines, changes, "2026-08-01", ("It was to be relied on until 2026-08-01",),
        documents.SOURCES,
    )  # fmt: skip


def export() -> ExportReport:
    """A configuration of two models, and one that is left out."""
    models = (
        ExportedModel("coding", "lab/alpha-27b", "Alpha 27B", "north", "alpha-27b"),
        ExportedModel("coding-fallback-1", "lab/beta-2", "Beta 2", None, "lab/Beta-2"),
    )
    out = (LeftOut("coding", "lab/gamma", "=Gamma", "no id of it is known"),)
    return ExportReport(
        "1.0", documents.DAY, "litellm", "For LiteLLM: coding: Alpha 27B", (ExportedFile("config.yaml", "x: 1\n"),),
        models, out, ("Left out: =Gamma", "Residency: rests on the choice of provider"), None,
    )  # fmt: skip


def prices() -> PriceTable:
    """An offering with a tier, and one whose price nobody knows."""
    known = (Decimal("2.5"), Decimal("0.25"), Decimal("3.125"), Decimal(10)) * 2
    rows = (
        PriceRow("north", "alpha", "lab/alpha-27b", None, "eu,us", None, True, 0, 200000, *known, "2026-06-01", "card"),
        PriceRow("north", "=beta", "lab/beta-2", None, "", None, False, 0, None, *([None] * 8), None, None),
    )
    return PriceTable("1.0", documents.DAY, rows)


def documents_by_name() -> dict[str, Any]:
    """Every kind of document."""
    return {
        **test_formats.DOCUMENTS,
        **test_market_views.DOCUMENTS,
        "decision": decision(),
        "export": export(),
        "prices": prices(),
        "audit": documents.audit(),
        "check": documents.check(),
        "config": config(),
        "scores import": imported(),
        "trial init": trial_plan(),
        "config paths": ConfigPaths("1.0", config().folders),
        "cost": documents.cost(),
        "cost-log": documents.cost_log(),
        "evidence": evidence(),
        "fit": documents.fit(),
        "live": documents.live(),
        "own costs": documents.cost_self_host(),
        "retirements": documents.retirements(),
        "status of one": documents.report(),
        "update": update(),
        "watch": documents.watch(),
    }
