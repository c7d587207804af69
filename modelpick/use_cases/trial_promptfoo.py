"""What a trial writes for promptfoo: one prompt, one answer, and a check that runs the tests on the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

CHECK = "trial.py"
CONFIG = "promptfooconfig.yaml"
PROGRAM = '''"""Tasks of your own, written by modelpick: what promptfoo asks, and how it checks the answers.

python trial.py gold      # without a model: the fix itself, which must pass
python trial.py nothing   # and doing nothing, which must fail
"""

import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

SPEC = json.loads((Path(__file__).parent / "trial.json").read_text(encoding="utf-8"))
ROWS = {row["id"]: row for row in SPEC["tasks"]}
MOST = 300_000
"""Characters of files that are shown."""
ASKED = """Repair the code below. The tests that decide are not shown.

{prompt}

Answer with every file that you change or add, whole: a line `FILE: path`, then its content between lines of three
backticks. Say nothing else.

{files}"""
ANSWERED = re.compile(r"^FILE: *`?([^`\\n]+?)`?[ \\t]*\\n+(`{3,})[^\\n]*\\n(.*?)^\\2[ \\t]*$", re.MULTILINE | re.DOTALL)


TEMPLATE = re.compile(r"\\{(?=[{%#])|#(?=\\})")
"""Where promptfoo, which renders what it is given as a template, would take code for its own."""


def git(row, *words):
    return subprocess.run(["git", "-C", row["repository"], *words], check=True, capture_output=True).stdout


def tree(row, folder):
    """The files of the commit, without .git, so that the fix cannot be looked up."""
    with tarfile.open(fileobj=io.BytesIO(git(row, "archive", row["commit"]))) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # since Python 3.11.4
        archive.extractall(folder)


def shown_files(row, folder):
    """The files of the commit, those that the fix changes first, up to `MOST` characters."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    names.sort(key=lambda name: name not in row["fixed_files"])
    said, left = [], MOST
    for name in names:
        try:
            text = (folder / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if len(text) <= left:
            said.append(f"FILE: {name}\\n```\\n{text.rstrip()}\\n```\\n")
            left -= len(text)
    return "\\n".join(said)


def ask(context):
    """The prompt of a task."""
    row = ROWS[context["vars"]["task"]]
    with tempfile.TemporaryDirectory() as folder:
        tree(row, folder)
        text = ASKED.format(prompt=row["prompt"], files=shown_files(row, Path(folder)))
    return [{"role": "user", "content": TEMPLATE.sub(lambda found: "{{ '" + found.group() + "' }}", text)}]


def lay_over(row, folder, names):
    """Put files of the fix over what is there; one that the fix took away is taken away."""
    for name in names:
        shown = subprocess.run(["git", "-C", row["repository"], "show", f"{row['fix']}:{name}"], capture_output=True)
        path = Path(folder, name)
        if shown.returncode == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(shown.stdout)
        else:
            path.unlink(missing_ok=True)


def write_answer(output, folder):
    """The files of an answer into `folder`; how many there were."""
    found = ANSWERED.findall(output)
    for name, _, text in found:
        path = PurePosixPath(name.strip())
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(f"{name} lies outside of the repository")
        where = Path(folder, path)
        if not where.resolve().is_relative_to(Path(folder).resolve()):
            raise ValueError(f"{name} lies outside of the repository")
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(text, encoding="utf-8")
    return len(found)


def tests_pass(row, folder):
    """Whether the tests pass on what lies in `folder`, and what they say."""
    lay_over(row, folder, row["test_files"])
    command = ["sh", "-c", row["test"]]
    if SPEC["sandbox"] == "docker":
        inside = ["--network", "none", "-v", f"{folder}:/work", "-w", "/work", SPEC["image"]]
        command = ["docker", "run", "--rm", *inside, *command]
    try:
        ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=SPEC["test_seconds"])
    except subprocess.TimeoutExpired:
        return False, f"the tests ran over {SPEC['test_seconds']} s"
    return ran.returncode == 0, (ran.stdout + ran.stderr).decode("utf-8", "replace")[-2000:]


def get_assert(output, context):
    """promptfoo asks this of every answer."""
    row = ROWS[context["vars"]["task"]]
    with tempfile.TemporaryDirectory() as folder:
        tree(row, folder)
        try:
            files = write_answer(str(output), folder)
        except ValueError as error:
            return {"pass": False, "score": 0, "reason": str(error)}
        if not files:
            return {"pass": False, "score": 0, "reason": "the answer names no file"}
        passed, said = tests_pass(row, folder)
        return {"pass": passed, "score": int(passed), "reason": said or "the tests pass"}


def main(check):
    """Before any model is asked: the fix itself must pass every task, and doing nothing must fail it."""
    right = True
    for row in ROWS.values():
        if check == "gold" and not row["fix"]:
            continue
        with tempfile.TemporaryDirectory() as folder:
            tree(row, folder)
            if check == "gold":
                lay_over(row, folder, row["fixed_files"])
            passed, said = tests_pass(row, folder)
        right = right and passed == (check == "gold")
        print(f"{row['id']}: {'passes' if passed else 'fails'}" + ("" if passed == (check == "gold") else f"\\n{said}"))
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
'''


def config_text(spec: Mapping[str, Any], benchmark: str) -> str:
    """``promptfooconfig.yaml`` of a trial; `benchmark` is what its results count on."""
    body = {
        "description": benchmark,
        "prompts": [{"id": f"file://{CHECK}:ask", "label": "a task and its files"}],
        "providers": [
            {"id": row["called"], "label": row["model"], "config": {"max_tokens": spec["answer_tokens"]}}
            for row in spec["models"]
            if row["called"]
        ],
        "defaultTest": {"assert": [{"type": "python", "value": f"file://{CHECK}:get_assert"}]},
        "tests": [{"description": row["id"], "vars": {"task": row["id"]}} for row in spec["tasks"]],
    }
    return f"# Written by modelpick. JSON is YAML, too.\n{json.dumps(body, indent=1, ensure_ascii=False)}\n"
