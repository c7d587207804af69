"""Inspect logs in JSON (`inspect log convert --to json`, or `--log-format json`).

A log that did not succeed has no results although its samples have scores: it is no full run, and gives no count. An
attempt that failed is left out of `scored_samples`, unless `score_on_error` made it a wrong answer: both are as the
tool counted. Several attempts at a task are reduced before the mean; any reducer but the mean is another measure.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from modelpick.results.rows import (
    ReadResults,
    ResultFile,
    ResultRow,
    day_of,
    decoded,
    is_rate,
    said,
    shares_by_task,
    whole,
)

TOOL = "Inspect"
WHAT = "an Inspect log"
LETTERS = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0}
RATES = ("accuracy", "mean")


class _InspectDataset(Struct):
    samples: int | None = None
    sample_ids: list[int | str] | None = None


class _InspectConfig(Struct):
    limit: Any = None


class _InspectEval(Struct):
    task: str
    model: str
    created: str | None = None
    task_version: int | str = 0
    dataset: _InspectDataset = field(default_factory=_InspectDataset)
    config: _InspectConfig = field(default_factory=_InspectConfig)
    packages: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, Any] | None = None


class _InspectMetric(Struct):
    value: float | int | None = None


class _InspectScore(Struct):
    name: str
    scorer: str | None = None
    reducer: str | None = None
    scored_samples: int | None = None
    metrics: dict[str, _InspectMetric] = field(default_factory=dict)


class _InspectHeadline(Struct):
    score: str | None = None


class _InspectResults(Struct):
    total_samples: int = 0
    completed_samples: int = 0
    scores: list[_InspectScore] = field(default_factory=list)
    headline: _InspectHeadline | None = None


class _InspectVerdict(Struct):
    value: Any = None


class _InspectFailure(Struct):
    pass


class _InspectSample(Struct):
    id: int | str
    scores: dict[str, _InspectVerdict] | None = None
    error: _InspectFailure | None = None


class _InspectLog(Struct):
    eval: _InspectEval
    status: str = "started"
    results: _InspectResults | None = None
    samples: list[_InspectSample] | None = None
    invalidated: bool = False


def read(file: ResultFile) -> ReadResults:
    """The rows of an Inspect log, a row a score."""
    log = decoded(file.content, _InspectLog, WHAT)
    partial = _missing_parts(log)
    errors, attempts = _errors_and_attempts(log)
    shared: dict[str, Any] = {
        "model": log.eval.model,
        "benchmark": _named_benchmark(log.eval),
        "edition": str(log.eval.task_version),
        "errors": errors,
        "attempts": attempts,
        "partial": bool(partial),
        "why": said(partial),
        "harness": "inspect-ai " + log.eval.packages.get("inspect_ai", "") if log.eval.packages else "inspect-ai",
        "on": day_of(log.eval.created),
    }
    if log.results is None or log.status != "success" or _is_check(log):
        return ReadResults(TOOL, (ResultRow(metric=None, **shared),))
    rows, left_out = [], []
    head = _headline_of(log.results)
    for score in log.results.scores:
        rate = next((m.value for name in RATES if (m := score.metrics.get(name)) and m.value is not None), None)
        if not is_rate(rate):
            left_out.append(f"{score.name}: no rate of 0 to 1")
            continue
        rows.append(_row_of_score(log, score, float(rate or 0), score.name == head, shared))
    return ReadResults(TOOL, tuple(rows), tuple(left_out))


def _is_check(log: _InspectLog) -> bool:
    """Whether a trial looked at its own tasks before any model was asked."""
    return bool((log.eval.metadata or {}).get("check")) and log.eval.model.startswith("mockllm/")


def _named_benchmark(of: _InspectEval) -> str:
    """What the task says of itself; its name in Python where it says nothing."""
    named = (of.metadata or {}).get("benchmark")
    return named if isinstance(named, str) and named else of.task.rpartition("/")[2]


def _row_of_score(
    log: _InspectLog, score: _InspectScore, rate: float, first: bool, shared: dict[str, Any]
) -> ResultRow:
    stderr = score.metrics.get("stderr")
    once = score.reducer in (None, "mean")
    return ResultRow(
        metric=f"{score.name}:{score.reducer}" if score.reducer else score.name,
        n=score.scored_samples,
        passed=whole(rate, score.scored_samples),
        mean=rate,
        stderr=stderr.value if stderr else None,
        tasks=_verdicts_of(log, score) if once else {},
        reading=score.name,
        first=first,
        once=once,
        **shared,
    )


def _headline_of(results: _InspectResults) -> str | None:
    if results.headline and results.headline.score:
        return results.headline.score
    return results.scores[0].name if results.scores else None


def _verdicts_of(log: _InspectLog, score: _InspectScore) -> dict[str, float]:
    """Task -> share of its attempts that passed, as this score says; empty where a verdict is no share."""
    found: list[tuple[str, float]] = []
    for sample in log.samples or ():
        verdict = (sample.scores or {}).get(score.scorer or score.name)
        if verdict is None:
            continue
        value = verdict.value.get(score.name) if isinstance(verdict.value, dict) else verdict.value
        share = LETTERS.get(value) if isinstance(value, str) else value
        if isinstance(share, bool):
            share = float(share)
        if not is_rate(share):
            return {}
        found.append((str(sample.id), float(share or 0)))
    return shares_by_task(found)


def _missing_parts(log: _InspectLog) -> list[str]:
    """What says that less was run, or counts for less, than the task holds."""
    found = [] if log.status == "success" else [f"status {log.status}"]
    found += ["invalidated"] if log.invalidated else []
    found += ["a check of the tasks, without a model"] if _is_check(log) else []
    config, dataset = log.eval.config, log.eval.dataset
    if config.limit is not None:
        found.append("limit")
    elif dataset.samples and dataset.sample_ids and len(dataset.sample_ids) < dataset.samples:
        found.append(f"{len(dataset.sample_ids)} of {dataset.samples} tasks")
    whole_set = (log.eval.metadata or {}).get("of")
    if isinstance(whole_set, int) and dataset.samples and dataset.samples < whole_set:
        found.append(f"{dataset.samples} of {whole_set} tasks")
    return found


def _errors_and_attempts(log: _InspectLog) -> tuple[int, int]:
    if log.samples is not None:
        return sum(sample.error is not None for sample in log.samples), len(log.samples)
    results = log.results or _InspectResults()
    return results.total_samples - results.completed_samples, results.total_samples
