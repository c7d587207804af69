"""SWE-bench run reports, `MODEL.RUN_ID.json`. The published figure is resolved of all instances, not of completed."""

from __future__ import annotations

from msgspec import Struct, field

from modelpick.results.rows import ReadResults, ResultFile, ResultRow, UnreadableResults, decoded, said

TOOL = "SWE-bench"
WHAT = "a run report of SWE-bench"


class _SweBenchReport(Struct):
    total_instances: int
    resolved_instances: int
    submitted_instances: int | None = None
    error_instances: int = 0
    empty_patch_instances: int = 0
    submitted_ids: list[str] = field(default_factory=list)
    incomplete_ids: list[str] = field(default_factory=list)
    resolved_ids: list[str] = field(default_factory=list)


def read(file: ResultFile) -> ReadResults:
    """The one row of a report."""
    report = decoded(file.content, _SweBenchReport, WHAT)
    n, passed = report.total_instances, report.resolved_instances
    submitted = n if report.submitted_instances is None else report.submitted_instances
    if not 0 <= passed <= submitted <= n:
        raise UnreadableResults(f"is not {WHAT}: {passed} resolved, {submitted} submitted of {n} do not go together")
    missing = n - submitted
    why = [
        f"{missing} not submitted" if missing else "",
        f"{report.empty_patch_instances} empty patch" if report.empty_patch_instances else "",
        f"{report.error_instances} ended in an error" if report.error_instances else "",
        f"of submitted {passed}/{submitted}" if missing else "",
    ]
    resolved = set(report.resolved_ids)
    row = ResultRow(
        model=_model_in_name(file.stem),
        benchmark=None,
        metric="resolved",
        n=n,
        passed=passed,
        mean=passed / n if n else None,
        errors=report.error_instances,
        attempts=submitted,
        partial=missing > 0,
        why=said(why),
        harness="swebench",
        tasks={task: float(task in resolved) for task in (*report.submitted_ids, *report.incomplete_ids)},
    )
    return ReadResults(TOOL, (row,))


def _model_in_name(stem: str) -> str | None:
    """`acme__alpha-2.own-2026-11` is acme/alpha-2 in the run own-2026-11."""
    name = stem.rpartition(".")[0]
    return name.replace("__", "/") or None
