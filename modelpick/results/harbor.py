"""Harbor jobs, and those of Terminal-Bench before it.

Harbor's own mean counts a trial without a valid reward as 0; here such a trial has no verdict and is left out of n,
and said. The provider stands in the trials alone.
"""

from __future__ import annotations

from msgspec import Struct, field

from modelpick.results.rows import (
    ReadResults,
    ResultFile,
    ResultRow,
    UnreadableResults,
    day_of,
    decoded,
    said,
    shares_by_task,
    whole,
)

MOST_TRIALS = 20_000
JOB, TRIAL, RUN = "the result of a Harbor job", "the result of a Harbor trial", "the results of Terminal-Bench"


class _HarborEvalStats(Struct):
    n_errors: int = 0
    metrics: list[dict[str, float | None]] = field(default_factory=list)
    reward_stats: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    exception_stats: dict[str, list[str]] = field(default_factory=dict)


class _HarborStats(Struct):
    evals: dict[str, _HarborEvalStats]
    n_running_trials: int = 0
    n_pending_trials: int = 0


class _HarborJob(Struct):
    stats: _HarborStats
    n_total_trials: int | None = None
    finished_at: str | None = None
    updated_at: str | None = None
    started_at: str | None = None


class _HarborModelInfo(Struct):
    name: str | None = None
    provider: str | None = None


class _HarborAgentInfo(Struct):
    name: str | None = None
    version: str | None = None
    model_info: _HarborModelInfo | None = None


class _HarborAgent(Struct):
    model_name: str | None = None


class _HarborTrialConfig(Struct):
    agent: _HarborAgent = field(default_factory=_HarborAgent)


class _HarborTrial(Struct):
    task_name: str | None = None
    source: str | None = None
    config: _HarborTrialConfig = field(default_factory=_HarborTrialConfig)
    agent_info: _HarborAgentInfo = field(default_factory=_HarborAgentInfo)


def read(file: ResultFile) -> ReadResults:
    """The rows of a Harbor job, a row an agent, model and data set."""
    job = decoded(file.content, _HarborJob, JOB)
    return ReadResults("Harbor", tuple(_row_of_eval(file, job, *each) for each in job.stats.evals.items()))


def _row_of_eval(file: ResultFile, job: _HarborJob, key: str, stats: _HarborEvalStats) -> ResultRow:
    rewards = stats.reward_stats.get("reward") or next(iter(stats.reward_stats.values()), {})
    verdicts = [(trial, _reward_of_trial(text)) for text, trials in rewards.items() for trial in trials]
    named = [trial for trial, _ in verdicts] + [t for trials in stats.exception_stats.values() for t in trials]
    if len(named) > MOST_TRIALS:
        raise UnreadableResults(f"names {len(named):,} trials, more than are read")
    trials = {trial: _trial_beside(file, trial) for trial in dict.fromkeys(named)}
    known = next((trial for trial in trials.values() if trial), None)
    n = len(verdicts)
    mean = sum(value for _, value in verdicts) / n if n else None
    dataset = (known.source if known else None) or key.rsplit("__", maxsplit=1)[-1]
    benchmark, _, edition = dataset.partition("@")
    attempts = len(trials)
    unfinished = job.stats.n_pending_trials + job.stats.n_running_trials
    return ResultRow(
        model=_model_of_trial(known),
        benchmark=benchmark,
        edition=edition or None,
        metric="reward",
        n=n,
        passed=whole(mean, n),
        mean=mean,
        errors=stats.n_errors,
        attempts=attempts,
        partial=bool(unfinished) or job.finished_at is None,
        why=said(_notes_on_job(job, stats, n, attempts, unfinished)),
        harness=_agent_of_trial(known),
        on=day_of(job.finished_at or job.updated_at or job.started_at),
        tasks=shares_by_task((_task_of_trial(trial, trials[trial]), value) for trial, value in verdicts),
    )


def _notes_on_job(job: _HarborJob, stats: _HarborEvalStats, n: int, attempts: int, unfinished: int) -> list[str]:
    """Remarks on the count: trials that did not end, and those without a valid reward."""
    found = [f"{unfinished} of {job.n_total_trials or '?'} trials did not end"] if unfinished else []
    theirs = next((each["mean"] for each in stats.metrics if each.get("mean") is not None), None)
    if attempts > n:
        mean = f", which the file's own mean {theirs:g} counts as 0" if theirs is not None else ""
        found.append(f"{attempts - n} without a valid reward{mean}")
    return found


def _reward_of_trial(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UnreadableResults(f"is not {JOB}: a reward is {text[:20]!r}, expected a number from 0 to 1")
    return value


def _trial_beside(file: ResultFile, trial: str) -> _HarborTrial | None:
    content = file.beside(f"{trial}/result.json")
    return decoded(content, _HarborTrial, TRIAL) if content is not None else None


def _task_of_trial(name: str, trial: _HarborTrial | None) -> str:
    return (trial.task_name if trial else None) or name.rpartition("__")[0] or name


def _model_of_trial(trial: _HarborTrial | None) -> str | None:
    if trial is None:
        return None
    info = trial.agent_info.model_info
    if trial.config.agent.model_name:
        return trial.config.agent.model_name
    return "/".join(part for part in (info.provider, info.name) if part) if info else None


def _agent_of_trial(trial: _HarborTrial | None) -> str | None:
    agent = trial.agent_info if trial else _HarborAgentInfo()
    return " ".join(part for part in (agent.name, agent.version) if part) or None


class _TerminalBenchTrial(Struct):
    task_id: str
    is_resolved: bool | None = None
    failure_mode: str | None = None


class _TerminalBenchRun(Struct):
    results: list[_TerminalBenchTrial]


class _TerminalBenchMetadata(Struct):
    model_name: str | None = None
    dataset_name: str | None = None
    dataset_version: str | None = None
    dataset_size: int | None = None
    agent_name: str | None = None
    end_time: str | None = None


def read_terminal_bench(file: ResultFile) -> ReadResults:
    """The one row of `results.json`; whose it is stands in `run_metadata.json` beside it."""
    trials = decoded(file.content, _TerminalBenchRun, RUN).results
    content = file.beside("run_metadata.json")
    about = (
        decoded(content, _TerminalBenchMetadata, "the metadata of a run of Terminal-Bench")
        if content
        else _TerminalBenchMetadata()
    )
    n, passed = len(trials), sum(trial.is_resolved is True for trial in trials)
    errors = [trial for trial in trials if trial.failure_mode not in (None, "none", "unset")]
    tasks = shares_by_task((trial.task_id, float(trial.is_resolved is True)) for trial in trials)
    fewer = about.dataset_size is not None and len(tasks) < about.dataset_size
    right = sum(trial.is_resolved is True for trial in errors)
    notes = [
        f"{len(tasks)} tasks x {n / len(tasks):g} attempts" if tasks and n > len(tasks) else "",
        f"without the errors {passed - right}/{n - len(errors)}" if errors else "",
        f"{len(tasks)} of {about.dataset_size} tasks" if fewer else "",
    ]
    row = ResultRow(
        model=about.model_name,
        benchmark=about.dataset_name,
        edition=about.dataset_version,
        metric="accuracy of trials",
        n=n,
        passed=passed,
        mean=passed / n if n else None,
        errors=len(errors),
        attempts=n,
        partial=fewer,
        why=said(notes),
        harness=about.agent_name,
        on=day_of(about.end_time),
        tasks=tasks,
    )
    return ReadResults("Terminal-Bench", (row,))
