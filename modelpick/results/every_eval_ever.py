"""Every Eval Ever: the shared JSON of the EvalEval coalition. It has no field for how many passed."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from modelpick.results.rows import ReadResults, ResultFile, ResultRow, day_of_epoch, decoded, is_rate

TOOL = "Every Eval Ever"
WHAT = "a run of Every Eval Ever"


class _EverValue(Struct):
    value: float | None = None


class _EverUncertainty(Struct):
    standard_error: _EverValue | None = None
    num_samples: int | None = None


class _EverDetails(Struct):
    score: float | None = None
    uncertainty: _EverUncertainty = field(default_factory=_EverUncertainty)
    details: dict[str, Any] | None = None


class _EverMetricConfig(Struct):
    metric_id: str | None = None
    metric_name: str | None = None
    lower_is_better: bool = False
    min_score: float | None = None
    max_score: float | None = None


class _EverResult(Struct):
    evaluation_name: str
    metric_config: _EverMetricConfig = field(default_factory=_EverMetricConfig)
    score_details: _EverDetails = field(default_factory=_EverDetails)
    evaluation_timestamp: Any = None
    source_data: Any = None


class _EverModelInfo(Struct):
    id: str


class _EverLibrary(Struct):
    name: str | None = None
    version: str | None = None


class _EverRun(Struct):
    model_info: _EverModelInfo
    evaluation_results: list[_EverResult]
    eval_library: _EverLibrary = field(default_factory=_EverLibrary)
    evaluation_timestamp: Any = None


def read(file: ResultFile) -> ReadResults:
    """The rows of a run, a row a result."""
    run = decoded(file.content, _EverRun, WHAT)
    rows: list[ResultRow] = []
    left_out: list[str] = []
    sets: set[str] = set()
    for result in run.evaluation_results:
        share = _share_of(result)
        if share is None:
            left_out.append(f"{result.evaluation_name}: no rate between a lowest and a highest score")
            continue
        data = _dataset_of(result)
        rows.append(_row_of_result(run, result, share, data, data not in sets))
        sets.add(data)
    return ReadResults(TOOL, tuple(rows), tuple(left_out))


def _row_of_result(run: _EverRun, result: _EverResult, share: float, data: str, first: bool) -> ResultRow:
    details, uncertainty = result.score_details.details or {}, result.score_details.uncertainty
    config = result.metric_config
    same_word = (config.metric_name or "").replace("_", "-") == config.metric_id
    width = (config.max_score or 1.0) - (config.min_score or 0.0)
    stderr = uncertainty.standard_error.value if uncertainty.standard_error else None
    passed = _count_in(details.get("passed"))
    return ResultRow(
        model=run.model_info.id,
        benchmark=result.evaluation_name,
        metric=config.metric_name if same_word else config.metric_id or config.metric_name,
        n=uncertainty.num_samples,
        passed=passed,
        mean=share,
        stderr=None if stderr is None else stderr / width,
        errors=_count_in(details.get("errors")),
        attempts=_count_in(details.get("total")),
        why="passed and errors stand as texts in details" if passed is not None else None,
        harness=" ".join(part for part in (run.eval_library.name, run.eval_library.version) if part) or None,
        on=day_of_epoch(result.evaluation_timestamp or run.evaluation_timestamp),
        reading=f"{data}: {result.evaluation_name}",
        first=first,
    )


def _dataset_of(result: _EverResult) -> str:
    """What was answered: several results on it are several readings of the same answers."""
    data = result.source_data
    name = data.get("dataset_name") if isinstance(data, dict) else None
    return str(name or result.evaluation_name)


def _share_of(result: _EverResult) -> float | None:
    config, score = result.metric_config, result.score_details.score
    low = 0.0 if config.min_score is None else config.min_score
    high = 1.0 if config.max_score is None else config.max_score
    if score is None or high <= low or config.lower_is_better:
        return None
    share = (score - low) / (high - low)
    return share if is_rate(share) else None


def _count_in(value: Any) -> int | None:
    text = str(value).strip()
    return int(text) if text.isdecimal() and len(text) < 10 else None
