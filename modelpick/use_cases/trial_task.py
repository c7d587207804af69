"""The Inspect task that a trial writes: the same for every repository. All that differs stands in `trial.json`."""

from __future__ import annotations

TASK = '''"""Tasks of your own, written by modelpick. Run: inspect eval trial.py --model PROVIDER/MODEL"""

import base64
import json
import subprocess
from pathlib import Path

from inspect_ai import Task, task
from inspect_ai.agent import AgentPrompt, react
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import CORRECT, INCORRECT, Score, accuracy, scorer, stderr
from inspect_ai.solver import Generate, TaskState, solver
from inspect_ai.tool import bash, text_editor
from inspect_ai.util import sandbox

HERE = Path(__file__).parent
SPEC = json.loads((HERE / "trial.json").read_text(encoding="utf-8"))
AGENT = "Repair the code in the current folder. Change it there; the tests that decide are not shown."


def git(repository, *words):
    return subprocess.run(["git", "-C", repository, *words], check=True, capture_output=True).stdout


def files_at(repository, commit):
    """The tree of a commit without .git, so that the fix cannot be looked up."""
    found = {}
    for row in git(repository, "ls-tree", "-r", "-z", commit).decode().split("\\0"):
        head, _, name = row.partition("\\t")
        if name and head.split()[0] in ("100644", "100755"):
            content = base64.b64encode(git(repository, "cat-file", "blob", head.split()[2])).decode()
            found[name] = f"data:application/octet-stream;base64,{content}"
    return found


async def lay_over(row, names):
    """Put files of the fix over what is there; one that the fix took away is taken away."""
    for name in names:
        shown = subprocess.run(["git", "-C", row["repository"], "show", f"{row['fix']}:{name}"], capture_output=True)
        if shown.returncode == 0:
            await sandbox().write_file(name, shown.stdout)
        else:
            await sandbox().exec(["rm", "-f", "--", name])


@scorer(metrics=[accuracy(), stderr()])
def tests_pass():
    async def score(state: TaskState, target):
        row = state.metadata
        await lay_over(row, row["test_files"])
        try:
            run = await sandbox().exec(["sh", "-c", row["test"]], timeout=SPEC["test_seconds"])
        except TimeoutError:
            return Score(value=INCORRECT, explanation=f"the tests ran over {SPEC['test_seconds']} s")
        return Score(value=CORRECT if run.success else INCORRECT, explanation=(run.stdout + run.stderr)[-2000:])

    return score


@solver
def no_model(check):
    """Before any model is asked: the fix itself must pass every task, and doing nothing must fail it."""

    async def solve(state: TaskState, generate: Generate):
        if check == "gold":
            await lay_over(state.metadata, state.metadata["fixed_files"])
        return state

    return solve


@task
def trial(sandbox: str = SPEC["sandbox"], only: str = "", check: str = ""):
    rows = [row for row in SPEC["tasks"] if only in ("", row["id"]) and (check != "gold" or row["fix"])]
    samples = [
        Sample(id=row["id"], input=row["prompt"], target="the tests pass", metadata=row,
               files=files_at(row["repository"], row["commit"]))
        for row in rows
    ]
    agent = react(prompt=AgentPrompt(instructions=AGENT), tools=[bash(timeout=180), text_editor(timeout=60)])
    return Task(
        dataset=MemoryDataset(samples, name=SPEC["benchmark"]),
        solver=no_model(check) if check else agent,
        scorer=tests_pass(),
        sandbox=("docker", str(HERE / "compose.yaml")) if sandbox == "docker" else sandbox,
        message_limit=SPEC["messages"],
        time_limit=SPEC["seconds"],
        fail_on_error=False,
        version=SPEC["edition"],
        metadata={"benchmark": SPEC["benchmark"], "edition": SPEC["edition"], "of": len(SPEC["tasks"]), "check": check},
    )
'''

COMPOSE = """# No network for the model's commands. The image must hold what the test commands need.
services:
  default:
    image: python:3.12-slim
    command: tail -f /dev/null
    init: true
    network_mode: none
    working_dir: /work
"""
