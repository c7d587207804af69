"""DeepEval test runs, records of OpenAI evals, and rows of aider's leaderboards."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct, field

from modelpick.catalog.reader import parse_yaml
from modelpick.model.errors import InputErrors
from modelpick.results.rows import (
    ReadResults,
    ResultFile,
    ResultRow,
    UnreadableResults,
    day_of,
    decoded,
    is_rate,
    shares_by_task,
)

DEEPEVAL, OPENAI, AIDER = "a test run of DeepEval", "a record of OpenAI evals", "a file of aider's leaderboard"
_MODEL_OPTION = re.compile(r"--model[ =](\S+)")


class _DeepEvalMetric(Struct):
    name: str
    success: bool = False
    error: str | None = None


class _DeepEvalCase(Struct):
    name: str | None = None
    metricsData: list[_DeepEvalMetric] | None = None


class _DeepEvalScores(Struct):
    metric: str
    passes: int = 0
    fails: int = 0
    errors: int = 0


class _DeepEvalRun(Struct):
    testCases: list[_DeepEvalCase]
    metricsScores: list[_DeepEvalScores]
    identifier: str | None = None
    hyperparameters: dict[str, Any] | None = None


def read_deepeval(file: ResultFile) -> ReadResults:
    """A row a metric. Its count of failed tests includes those that did not run; here they are left out of n."""
    run = decoded(file.content, _DeepEvalRun, DEEPEVAL)
    model = (run.hyperparameters or {}).get("model")
    rows = []
    for place, each in enumerate(run.metricsScores):
        n = each.passes + each.fails
        verdicts = [
            (case.name or str(number), float(data.success))
            for number, case in enumerate(run.testCases)
            for data in case.metricsData or ()
            if data.name == each.metric and data.error is None
        ]
        rows.append(
            ResultRow(
                model=str(model) if model else None,
                benchmark=run.identifier,
                metric=each.metric,
                n=n,
                passed=each.passes,
                mean=each.passes / n if n else None,
                errors=each.errors,
                attempts=n + each.errors,
                partial=False,
                harness="deepeval",
                tasks=shares_by_task(verdicts),
                reading=each.metric,
                first=place == 0,
            )
        )
    return ReadResults("DeepEval", tuple(rows))


class _OpenAIRunConfig(Struct):
    max_samples: int | None = None


class _OpenAISpec(Struct):
    completion_fns: list[str]
    eval_name: str
    created_at: str | None = None
    run_config: _OpenAIRunConfig = field(default_factory=_OpenAIRunConfig)


class _OpenAILine(Struct):
    spec: _OpenAISpec | None = None
    final_report: dict[str, Any] | None = None
    type: str | None = None
    sample_id: str | None = None
    data: dict[str, Any] | None = None


def read_openai_evals(file: ResultFile) -> ReadResults:
    """The one row of a record: a line a JSON object, in no order. Without a final report it was broken off."""
    lines = [decoded(line, _OpenAILine, OPENAI) for line in file.content.splitlines() if line.strip()]
    spec = next((line.spec for line in lines if line.spec), None)
    if spec is None:
        raise UnreadableResults(f"is not {OPENAI}: no line holds a `spec`")
    report = next((line.final_report for line in lines if line.final_report is not None), None)
    verdicts = [
        (line.sample_id or "", float(line.data["correct"]))
        for line in lines
        if line.data and isinstance(line.data.get("correct"), bool)
    ]
    mean = report.get("accuracy") if report else None
    name, _, edition = spec.eval_name.partition(".")
    n, passed = len(verdicts), round(sum(value for _, value in verdicts))
    cut = spec.run_config.max_samples is not None
    counted = is_rate(mean) and n > 0
    row = ResultRow(
        model=spec.completion_fns[0] if spec.completion_fns else None,
        benchmark=name,
        edition=edition or None,
        metric="accuracy" if counted else None,
        n=n if counted else None,
        passed=passed if counted else None,
        mean=float(mean or 0) if counted else None,
        errors=0,
        attempts=n,
        partial=cut or report is None,
        why="max_samples" if cut else "broken off" if report is None else None,
        harness="openai-evals",
        on=day_of(spec.created_at),
        tasks=shares_by_task(verdicts) if counted else {},
    )
    return ReadResults("OpenAI evals", (row,))


def read_aider(file: ResultFile) -> ReadResults:
    """A row a run. Two tries at each task, the second after seeing the failing tests: that is what the board shows."""
    try:
        data = parse_yaml(file.content.decode("utf-8"), file.name).data
    except (InputErrors, UnicodeDecodeError):
        data = None
    if not isinstance(data, list) or not all(isinstance(row, dict) and "test_cases" in row for row in data):
        raise UnreadableResults(f"is not {AIDER}")
    return ReadResults("aider", tuple(_row_of_aider(row, file.stem) for row in data))


def _row_of_aider(row: dict[str, Any], stem: str) -> ResultRow:
    n, passed, of = row["test_cases"], row.get("pass_num_2"), row.get("total_tests")
    if not (isinstance(n, int) and isinstance(passed, int) and 0 <= passed <= n):
        raise UnreadableResults(f"is not {AIDER}: pass_num_2 {passed!r} of {n!r}")
    named = _MODEL_OPTION.search(str(row.get("command", "")))
    fewer = isinstance(of, int) and n < of
    return ResultRow(
        model=named[1] if named else str(row.get("model")),
        benchmark=f"aider-{stem}",
        metric="pass_rate_2",
        n=n,
        passed=passed,
        mean=passed / n if n else None,
        errors=0,
        attempts=n,
        partial=fewer,
        why=f"{n} of {of} tasks" if fewer else None,
        variant=str(row["reasoning_effort"]) if row.get("reasoning_effort") else None,
        harness=f"aider {row.get('versions', '')}, {row.get('edit_format', '')}".rstrip(", "),
        on=day_of(str(row.get("date", ""))),
    )
