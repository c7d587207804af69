"""lm-evaluation-harness `results_*.json`; the verdicts task by task stand in `samples_TASK_*.jsonl` beside it.

`metric,filter`: several filters are several readings of the same answers. Groups repeat their subtasks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct, field

from modelpick.results.rows import (
    ReadResults,
    ResultFile,
    ResultRow,
    UnreadableResults,
    day_of_epoch,
    decoded,
    is_rate,
    whole,
)

TOOL = "lm-evaluation-harness"
WHAT = "a results file of lm-evaluation-harness"
NO_METRICS = ("sample_len", "sample_count", "name", "alias")
NO_RATES = ("perplexity", "byte_perplexity", "word_perplexity", "bits_per_byte", "brier_score", "bleu", "chrf", "ter")


class _LmEvalCounted(Struct):
    original: int | None = None
    effective: int | None = None


class _LmEvalConfig(Struct):
    model: str | None = None
    model_args: Any = None
    limit: Any = None


class _LmEvalRun(Struct):
    results: dict[str, dict[str, Any]]
    group_subtasks: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, Any] = field(default_factory=dict)
    higher_is_better: dict[str, dict[str, bool | None]] = field(default_factory=dict)
    counted: dict[str, _LmEvalCounted] = field(default_factory=dict, name="n-samples")
    shots: dict[str, Any] = field(default_factory=dict, name="n-shot")
    config: _LmEvalConfig = field(default_factory=_LmEvalConfig)
    date: Any = None
    lm_eval_version: str | None = None


def read(file: ResultFile) -> ReadResults:
    """The rows of a run, a row a task, metric and filter."""
    run = decoded(file.content, _LmEvalRun, WHAT)
    rows: list[ResultRow] = []
    left_out: list[str] = []
    for task, found in run.results.items():
        if run.group_subtasks.get(task) or task in run.groups:
            continue
        first = True
        for key in _metrics_of(found):
            if not _is_a_rate(run, task, key):
                left_out.append(f"{task} {key}: no rate of 0 to 1, or lower is better")
                continue
            rows.append(_row_of_metric(file, run, task, key, first))
            first = False
    return ReadResults(TOOL, tuple(rows), tuple(left_out))


def _metrics_of(found: dict[str, Any]) -> Iterator[str]:
    """``metric,filter`` of every metric of a task."""
    for key in found:
        metric, _, filter_ = key.partition(",")
        if filter_ and key not in NO_METRICS and not metric.endswith("_stderr"):
            yield key


def _is_a_rate(run: _LmEvalRun, task: str, key: str) -> bool:
    metric = key.partition(",")[0]
    better = run.higher_is_better.get(task, {}).get(metric, True)
    return is_rate(run.results[task][key]) and metric not in NO_RATES and better is not False


def _row_of_metric(file: ResultFile, run: _LmEvalRun, task: str, key: str, first: bool) -> ResultRow:
    found = run.results[task]
    metric, _, filter_ = key.partition(",")
    rate, stderr = float(found[key]), found.get(f"{metric}_stderr,{filter_}")
    counted = run.counted.get(task, _LmEvalCounted())
    n = counted.effective if counted.effective is not None else counted.original
    cut = run.config.limit is not None
    fewer = None not in (counted.effective, counted.original) and counted.effective != counted.original
    version, shots = run.versions.get(task), run.shots.get(task)
    return ResultRow(
        model=_model_of(run.config),
        benchmark=task,
        edition=None if version in (None, "N/A") else str(version),
        metric=key,
        n=n,
        passed=whole(rate, n),
        mean=rate,
        stderr=float(stderr) if isinstance(stderr, int | float) else None,
        errors=0,
        attempts=n,
        partial=cut or fewer,
        why="limit" if cut else f"{counted.effective} of {counted.original} tasks" if fewer else None,
        harness=f"lm_eval {run.lm_eval_version or ''}".strip() + (f", {shots}-shot" if isinstance(shots, int) else ""),
        on=day_of_epoch(run.date),
        tasks=_verdicts_beside(file, task, metric, filter_),
        reading=key,
        first=first,
    )


def _model_of(config: _LmEvalConfig) -> str | None:
    """The model, and never the backend that served it."""
    args = config.model_args
    if isinstance(args, str):
        args = dict(part.partition("=")[::2] for part in args.split(","))
    if not isinstance(args, dict):
        return None
    named = args.get("model") or args.get("pretrained")
    return str(named) if named else None


def _verdicts_beside(file: ResultFile, task: str, metric: str, filter_: str) -> dict[str, float]:
    """Task -> verdict, from the lines beside the results; empty where they are not there or are of another form."""
    stamp = file.stem.removeprefix("results_")
    content = file.beside(f"samples_{task}_{stamp}.jsonl")
    if content is None:
        return {}
    found: dict[str, float] = {}
    try:
        for line in content.splitlines():
            row = msgspec.json.decode(line, type=dict[str, Any]) if line.strip() else {}
            if row.get("filter") == filter_ and is_rate(row.get(metric)):
                found[str(row.get("doc_id"))] = float(row[metric])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableResults(f"has beside it samples of {task} that are no JSON lines: {error}") from None
    return found
