"""A trial: tasks out of the user's own repositories, written for the models that a question puts first, and read again.

Running them is the user's own: modelpick asks no model, and starts nothing but `git` to read the commits.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.recommendation import Ranked, Recommendation
from modelpick.documents.trial_reports import TrialModel, TrialPlan, TrialTask
from modelpick.evidence.paired import GOAL, SURE, tasks_needed
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain, field, replace
from modelpick.model.request import Request
from modelpick.model.wording import count
from modelpick.storage.reading import MEGABYTE, read_regular
from modelpick.storage.writing import write_files
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.cost import CostQuestion, cost
from modelpick.use_cases.scores import own_test_id

SHORTLIST = 3
"""So many models are tried, if nobody says."""
WORKLOAD = "coding-agent"
"""What a task costs is what one of this workload costs."""
SPEC = "trial.json"
FOLDER = "trial"
SANDBOXES = ("docker", "local")
TOOLS = ("inspect", "promptfoo")
IMAGE = "python:3.12-slim"
ANSWER_TOKENS = 32_000
"""What promptfoo lets a model write: whole files."""
GIT_SECONDS = 60
LARGEST_PROMPT = MEGABYTE
LIKELY_APART = 0.25
"""Of how many tasks only one of two models that pass half of them passes, if half of the chance is the task's own."""
_COMMIT = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/~^{}-]*")
_IS_TEST = re.compile(r"(^|/)(tests?|specs?|__tests__)/|(^|/)(test_[^/]*|[^/]*[._-](test|spec)s?\.[^/]+|conftest\.py)$")
INSPECT_PROVIDERS = {
    "anthropic": "anthropic", "openai": "openai", "google": "google", "mistral": "mistral", "xai": "grok",
    "openrouter": "openrouter", "togetherai": "together", "groq": "groq", "fireworks-ai": "fireworks",
    "amazon-bedrock": "bedrock", "perplexity": "perplexity", "cloudflare-workers-ai": "cf",
}  # fmt: skip
"""Our id of a provider -> what Inspect calls it."""


class TrialAsked(Plain):
    """What a trial is made of. `tasks`, `prompts` and `tests` stand in one order; one test may serve all."""

    tasks: tuple[str, ...]
    """``REPOSITORY@COMMIT``, the commit before the fix, or ``REPOSITORY@COMMIT..FIX``."""
    prompts: tuple[Path, ...]
    tests: tuple[str, ...]
    folder: Path = Path(FOLDER)
    name: str = "my-tasks"
    sandbox: str = "docker"
    models: int = SHORTLIST
    force: bool = False
    tool: str = "inspect"
    """What runs it: `TOOLS`."""


def write_trial(catalog: OpenCatalog, request: Request, asked: TrialAsked) -> TrialPlan:
    """Write the task for the first models that answer `request`.

    Raises:
        ModelpickError: a task that cannot be made: no repository, no such commit, no prompt; nothing was written.
    """
    _check_counts(asked)
    tests = asked.tests * len(asked.tasks) if len(asked.tests) == 1 else asked.tests
    rows = list(_task_rows(asked, tests))
    answer = catalog.recommend(replace(request, top=asked.models))
    if not answer.ranking:
        raise ModelpickError("no model answers the question, so there is nobody to try", hint="Ask it with recommend")
    models = [_trial_model(catalog, each, len(rows), answer.as_of, asked.tool) for each in answer.ranking]
    spec = {
        "benchmark": asked.name,
        "edition": answer.as_of,
        "sandbox": asked.sandbox,
        "like": next((c.benchmark for c in answer.request.criteria if c.benchmark), None),
        "messages": 60,
        "seconds": 1800,
        "test_seconds": 600,
        "models": [{"model": m.model, "called": m.called} for m in models],
        "tasks": rows,
    }
    if asked.tool == "promptfoo":
        spec |= {"image": IMAGE, "answer_tokens": ANSWER_TOKENS}
    written = _written_files(asked, spec)
    return _trial_plan(asked, answer, rows, models, written)


def _check_counts(asked: TrialAsked) -> None:
    if not asked.tasks:
        hint = 'For example: {task} .@HEAD~1..HEAD {prompt} bug.md {test} "pytest -x tests/test_a.py"'
        raise ModelpickError("a trial needs a task", hint=hint)
    if len(asked.prompts) != len(asked.tasks):
        said = f"{count(len(asked.tasks), 'task')}, but {count(len(asked.prompts), 'prompt')}"
        raise ModelpickError(said, hint="Give {prompt} once for each {task}, in the same order")
    if len(asked.tests) not in (1, len(asked.tasks)):
        said = f"{count(len(asked.tasks), 'task')}, but {count(len(asked.tests), 'test command')}"
        raise ModelpickError(said, hint="Give {test} once for all, or once for each {task}")
    if asked.tool not in TOOLS:
        raise ModelpickError(f"is {asked.tool!r}, expected inspect or promptfoo", where="{tool}")
    if asked.sandbox not in SANDBOXES:
        raise ModelpickError(f"is {asked.sandbox!r}, expected docker or local", where="{sandbox}")
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", asked.name):
        raise ModelpickError(f"is {asked.name[:40]!r}, expected small letters, digits, . and -", where="{name}")


def _task_rows(asked: TrialAsked, tests: Sequence[str]) -> Iterator[dict[str, Any]]:
    for number, (text, prompt, test) in enumerate(zip(asked.tasks, asked.prompts, tests, strict=True), 1):
        repository, at, commits = text.rpartition("@")
        before, _, fix = commits.partition("..")
        if not (at and repository and before):
            raise ModelpickError(f"is {text!r}, expected REPOSITORY@COMMIT or REPOSITORY@COMMIT..FIX", where="{task}")
        folder = Path(repository).resolve()
        start = _commit_id(folder, before)
        end = _commit_id(folder, fix) if fix else None
        changed = _files_changed(folder, start, end) if end else []
        tests_of_fix = [name for name in changed if _IS_TEST.search(name)]
        said = read_regular(prompt, limit=LARGEST_PROMPT).decode("utf-8", "replace").strip()
        if not said:
            raise ModelpickError("is empty", where=str(prompt), hint="Say in it what is wrong, as in a ticket")
        yield {
            "id": f"{number}-{re.sub('[^a-z0-9]+', '-', prompt.stem.lower()).strip('-') or 'task'}",
            "repository": str(folder),
            "commit": start,
            "fix": end,
            "prompt": said,
            "test": test,
            "test_files": tests_of_fix,
            "fixed_files": [name for name in changed if name not in tests_of_fix],
        }


def _git_output(folder: Path, *words: str) -> str:
    """What `git` says of the repository in `folder`.

    Raises:
        ModelpickError: there is none, or git refuses.
    """
    try:
        command = ["git", "-C", str(folder), *words]
        ran = subprocess.run(command, capture_output=True, timeout=GIT_SECONDS, check=False)
    except FileNotFoundError:
        raise ModelpickError("git is needed to read the commits, and is not installed") from None
    except subprocess.TimeoutExpired:
        raise ModelpickError(f"git did not answer within {GIT_SECONDS} s", where=str(folder)) from None
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines() or ["git refuses"]
        raise ModelpickError(said[-1].removeprefix("fatal: ")[:300], where=str(folder))
    return ran.stdout.decode("utf-8", "surrogateescape")


def _commit_id(folder: Path, name: str) -> str:
    if not _COMMIT.fullmatch(name):
        raise ModelpickError(f"is {name!r}, expected a commit", where="{task}")
    try:
        return _git_output(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip()
    except ModelpickError as error:
        if "git refuses" not in error.message:
            raise
        raise ModelpickError(f"has no commit {name}", where=str(folder)) from None


def _files_changed(folder: Path, start: str, end: str) -> list[str]:
    found = _git_output(folder, "diff", "--name-only", "--no-renames", "-z", start, end)
    return [name for name in found.split("\0") if name]


def _trial_model(catalog: OpenCatalog, ranked: Ranked, tasks: int, day: str, tool: str) -> TrialModel:
    called = _name_in_tool(catalog, ranked, tool)
    report = cost(catalog, CostQuestion(models=(ranked.model,), workload=WORKLOAD, on=day))
    spans = [row.per_thousand_tasks_usd for row in report.rows if row.model == ranked.model]
    ends = [_of_tasks(end, tasks) for end in (spans[0].value, spans[0].low, spans[0].high)] if spans else [None] * 3
    return TrialModel(ranked.model, ranked.name, called, *ends)


def _of_tasks(thousand: Decimal | None, tasks: int) -> Decimal | None:
    return None if thousand is None else (thousand * tasks / 1000).quantize(Decimal("0.01"))


def _name_in_tool(catalog: OpenCatalog, ranked: Ranked, tool: str) -> str | None:
    """What the tool calls the model: by its own lab, else by the first provider that both know."""
    forms = {provider: f"{name}/" for provider, name in INSPECT_PROVIDERS.items()}
    if tool == "promptfoo":
        from modelpick.exports.promptfoo import FORMS

        forms = FORMS
    model = catalog.facts.model(ranked.model)
    offered = [o for o in model.offerings if o.id and o.provider in forms] if model else []
    offered.sort(key=lambda o: (o.provider != ranked.lab, o.provider != "openrouter", o.provider, o.id or ""))
    return f"{forms[offered[0].provider]}{offered[0].id}" if offered else None


def _written_files(asked: TrialAsked, spec: dict[str, Any]) -> tuple[str, ...]:
    texts = {SPEC: json.dumps(spec, indent=1, ensure_ascii=False) + "\n", **_tool_files(asked, spec)}
    write_files(asked.folder, {name: text.encode("utf-8") for name, text in texts.items()}, over=asked.force)
    return tuple(texts)


def _tool_files(asked: TrialAsked, spec: dict[str, Any]) -> dict[str, str]:
    if asked.tool == "promptfoo":
        from modelpick.use_cases.trial_promptfoo import CHECK, CONFIG, PROGRAM, config_text

        return {CHECK: PROGRAM, CONFIG: config_text(spec, own_test_id(asked.name, spec["edition"]))}
    from modelpick.use_cases.trial_task import COMPOSE, TASK

    return {"trial.py": TASK, "compose.yaml": COMPOSE}


def _trial_plan(
    asked: TrialAsked,
    answer: Recommendation,
    rows: Sequence[dict[str, Any]],
    models: Sequence[TrialModel],
    written: tuple[str, ...],
) -> TrialPlan:
    n = len(rows)
    tasks = tuple(
        TrialTask(row["id"], row["repository"], row["commit"], row["fix"], row["test"], tuple(row["test_files"]))
        for row in rows
    )
    return TrialPlan(
        schema_version=SCHEMA_VERSION,
        as_of=answer.as_of,
        folder=str(asked.folder),
        files=written,
        benchmark=own_test_id(asked.name, answer.as_of),
        sandbox=asked.sandbox,
        tasks=tasks,
        models=tuple(models),
        basis=_basis_of_cost(asked.tool),
        tasks_for_10_points=tasks_needed(LIKELY_APART, GOAL),
        tasks_for_20_points=tasks_needed(LIKELY_APART, 2 * GOAL),
        can_tell=2.0 ** (1 - n) < SURE,
        warnings=tuple(_trial_warnings(asked, rows, models)),
        commands=tuple(_trial_commands(asked, models)),
        tool=asked.tool,
    )


def _basis_of_cost(tool: str) -> str:
    said = f"today's prices, and a task as long as one of the workload {WORKLOAD}"
    return f"{said}: one answer to one prompt takes less" if tool == "promptfoo" else said


def _trial_warnings(asked: TrialAsked, rows: Sequence[dict[str, Any]], models: Sequence[TrialModel]) -> Iterator[str]:
    if asked.tool == "promptfoo":
        yield "One prompt with the files of the commit, and one answer with whole files: no model looks around or tries"
    if asked.sandbox == "local":
        yield "With the sandbox local, the commands of a model run as you, on this machine, with your files and network"
    elif asked.tool == "promptfoo":
        yield f"The image {IMAGE}, named in trial.json, must hold what the test commands need"
    else:
        yield "The image in compose.yaml must hold what the test commands need"
    for row in rows:
        if row["fix"] is None:
            yield f"{row['id']} names no fix: its test must fail at {row['commit'][:9]} and be able to pass"
        elif not row["test_files"]:
            yield f"{row['id']}: the fix brings no test, so the test must be there before it"
    unknown = [m.name for m in models if m.called is None]
    if unknown:
        tool = "promptfoo" if asked.tool == "promptfoo" else "Inspect"
        yield f"No id that {tool} knows: {', '.join(unknown)}"


def _trial_commands(asked: TrialAsked, models: Sequence[TrialModel]) -> Iterator[str]:
    if asked.tool == "promptfoo":
        yield from _promptfoo_commands(asked)
        return
    task, logs = shlex.quote(str(asked.folder / "trial.py")), shlex.quote(str(asked.folder / "logs"))
    end = f"--log-dir {logs} --log-format json"
    for check, expected in (("gold", "all must pass"), ("nothing", "all must fail")):
        yield f"inspect eval {task} --model mockllm/model -T check={check} {end}  # without a model: {expected}"
    for model in models:
        if model.called:
            yield f"inspect eval {task} --model {shlex.quote(model.called)} {end}"
    yield f"modelpick trial read {logs}/*.json"


def _promptfoo_commands(asked: TrialAsked) -> Iterator[str]:
    program, config, output = (
        shlex.quote(str(asked.folder / name)) for name in ("trial.py", "promptfooconfig.yaml", "logs/output.json")
    )
    for check, expected in (("gold", "all must pass"), ("nothing", "all must fail")):
        yield f"python {program} {check}  # without a model: {expected}"
    yield f"npx promptfoo eval -c {config} -o {output} --no-cache"
    yield f"modelpick trial read {output}"


class KnownTrial(Plain):
    """What a trial that was written says of its results."""

    called: Mapping[str, str] = field(default_factory=dict)
    """What the tool calls its models -> their ids."""
    like: str | None = None
    """The benchmark by which results are expected: the one that weighed most in its question."""


def trial_in(folder: Path) -> KnownTrial:
    """The trial in `folder`; one that knows nothing where there is none.

    Raises:
        ModelpickError: its file is damaged.
    """
    path = folder / SPEC
    if not path.is_file():
        return KnownTrial()
    try:
        spec = json.loads(read_regular(path, limit=16 * MEGABYTE))
        called = {str(row["called"]): str(row["model"]) for row in spec["models"] if row["called"]}
        return KnownTrial(called, spec.get("like"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ModelpickError("is no trial that modelpick wrote", where=str(path)) from None
