"""A trial: tasks out of a repository, written for the first models of a question, and its logs read again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from modelpick.catalog.reader import parse_yaml
from modelpick.use_cases.trial_promptfoo import PROGRAM
from modelpick.use_cases.trial_task import TASK
from tests.conftest import DATA_DAY
from tests.results.test_readers import SAMPLES

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three commits: a fault, its fix with a test, and one more line."""
    folder = tmp_path_factory.mktemp("repository")

    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, "-C", str(folder), *words], check=True, capture_output=True)

    git("init", "-q")
    (folder / "price.py").write_text("def total(items):\n    return sum(price for price, _ in items)\n")
    git("add", ".")
    git("commit", "-qm", "start")
    (folder / "price.py").write_text("def total(items):\n    return sum(price * count for price, count in items)\n")
    (folder / "tests").mkdir()
    (folder / "tests" / "test_price.py").write_text("from price import total\nassert total([(2, 3)]) == 6\n")
    git("add", ".")
    git("commit", "-qm", "fix")
    return folder


@pytest.fixture(autouse=True)
def in_a_folder_with_a_prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bug.md").write_text("total() ignores the quantity of an item.\n")
    return tmp_path


def init(run, repository: Path, *more: str):
    task = (
        "--task",
        f"{repository}@HEAD~1..HEAD",
        "--prompt",
        "bug.md",
        "--test",
        f"PYTHONPATH=. {sys.executable} tests/test_price.py",
    )
    return run("trial", "init", "coding", *task, "--as-of", DATA_DAY, *more)


def test_a_trial_holds_the_commits_and_hides_the_tests_of_the_fix(run, repository: Path, tmp_path: Path) -> None:
    plan = json.loads(init(run, repository, "--format", "json").out)
    spec = json.loads((tmp_path / "trial" / "trial.json").read_text())
    (row,) = spec["tasks"]
    assert (row["id"], row["prompt"]) == ("1-bug", "total() ignores the quantity of an item.")
    assert (row["test_files"], row["fixed_files"]) == (["tests/test_price.py"], ["price.py"])
    assert len(row["commit"]) == len(row["fix"]) == 40
    assert [each["model"] for each in spec["models"]] == [each["model"] for each in plan["models"]]
    assert len(plan["models"]) == 3
    compile((tmp_path / "trial" / "trial.py").read_text(), "trial.py", "exec")


def test_it_says_what_the_run_may_cost_and_how_little_it_tells(run, repository: Path) -> None:
    plan = json.loads(init(run, repository, "--format", "json").out)
    assert all(each["usd_low"] <= each["usd"] <= each["usd_high"] for each in plan["models"])
    assert (plan["can_tell"], plan["tasks_for_10_points"] > 3 * plan["tasks_for_20_points"]) == (False, True)
    assert plan["commands"][-1] == "modelpick trial read trial/logs/*.json"
    shown = init(run, repository, "--force").out
    assert "1 task can tell no two apart" in shown
    assert "inspect eval trial/trial.py --model anthropic/" in shown


def test_the_own_machine_is_no_sandbox_without_a_warning(run, repository: Path) -> None:
    assert "run as you, on this machine" not in init(run, repository).out
    assert "run as you, on this machine" in init(run, repository, "--sandbox", "local", "--force").out


def test_what_is_there_stays(run, repository: Path, tmp_path: Path) -> None:
    init(run, repository)
    before = (tmp_path / "trial" / "trial.json").read_bytes()
    result = init(run, repository, "--name", "other")
    assert (result.code, "--force replaces it" in result.err) == (2, True)
    assert (tmp_path / "trial" / "trial.json").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "a trial needs a task"),
        (("--task", "{repo}@HEAD", "--test", "true"), "1 task, but 0 prompts"),
        (("--task", "{repo}@HEAD", "--prompt", "bug.md"), "1 task, but 0 test commands"),
        (("--task", "{repo}@nothing", "--prompt", "bug.md", "--test", "true"), "has no commit nothing"),
        (("--task", "{repo}@--help", "--prompt", "bug.md", "--test", "true"), "expected a commit"),
        (("--task", "{repo}", "--prompt", "bug.md", "--test", "true"), "expected REPOSITORY@COMMIT"),
        (("--task", "nowhere@HEAD", "--prompt", "bug.md", "--test", "true"), "nowhere"),
        (("--task", "{repo}@HEAD", "--prompt", "none.md", "--test", "true"), "does not exist"),
        (
            ("--task", "{repo}@HEAD", "--prompt", "bug.md", "--test", "true", "--sandbox", "vm"),
            "expected docker or local",
        ),
        (("--task", "{repo}@HEAD", "--prompt", "bug.md", "--test", "true", "--name", "../x"), "expected small letters"),
    ],
)
def test_what_cannot_be_tried_is_refused_and_nothing_is_written(
    run, repository: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    result = run("trial", "init", "coding", *(word.replace("{repo}", str(repository)) for word in words))
    assert (result.code, said in result.err) == (2, True), result.err
    assert not (tmp_path / "trial").exists()


def log_of(model: str, right: int, *, check: str = "") -> bytes:
    """A log as Inspect writes it, of a trial of six tasks."""
    log = json.loads((SAMPLES / "inspect" / "alpha.json").read_text())
    log["eval"] |= {"model": model, "task_version": DATA_DAY, "metadata": {"benchmark": "my-tasks", "check": check}}
    log["results"]["scores"][0]["metrics"]["accuracy"]["value"] = right / 6
    for place, sample in enumerate(log["samples"]):
        sample["scores"]["match"]["value"] = "C" if place < right else "I"
    return json.dumps(log).encode()


def test_the_logs_are_read_and_the_question_is_answered_again(run, repository: Path, tmp_path: Path) -> None:
    plan = json.loads(init(run, repository, "--format", "json").out)
    first, second = plan["models"][:2]
    (tmp_path / "a.json").write_bytes(log_of(first["called"], 1))
    (tmp_path / "b.json").write_bytes(log_of(second["called"], 6))
    (tmp_path / "c.json").write_bytes(log_of("mockllm/model", 6, check="gold"))
    result = run(
        "trial", "read", "a.json", "b.json", "c.json", "--need", "coding", "--as-of", DATA_DAY, "--format", "json"
    )
    assert result.code == 0
    assert "mockllm/model: no count" in result.err
    found = {each["model"]: each for each in json.loads(result.out)["ranking"]}
    cells = {
        id_: next(c for c in found[id_]["contributions"] if c["benchmark"] == f"my-tasks-{DATA_DAY}") for id_ in found
    }
    assert cells[second["model"]]["value"] > cells[first["model"]]["value"] + 20
    data = parse_yaml((tmp_path / "modelpick.yaml").read_text(), "modelpick.yaml").data
    assert [(score["model"], score["run"]["passed"]) for score in data["scores"]] == [
        (first["model"], 1), (second["model"], 6),
    ]  # fmt: skip
    assert data["benchmarks"][0]["like"] == "terminal-bench-4.0"


def test_the_fix_passes_and_doing_nothing_fails(run, repository: Path, tmp_path: Path) -> None:
    """With Inspect itself, and its mock model."""
    pytest.importorskip("inspect_ai")
    init(run, repository, "--sandbox", "local")
    for check, expected in (("gold", 1.0), ("nothing", 0.0)):
        words = ["eval", "trial/trial.py", "--model", "mockllm/model", "-T", f"check={check}", "--display", "none"]
        logs = ["--log-dir", check, "--log-format", "json"]
        ran = [sys.executable, "-m", "inspect_ai", *words, *logs]
        subprocess.run(ran, cwd=tmp_path, check=True, capture_output=True, timeout=300)
        (log,) = (tmp_path / check).glob("*.json")
        assert json.loads(log.read_text())["results"]["scores"][0]["metrics"]["accuracy"]["value"] == expected


def test_the_task_knows_nothing_of_the_program() -> None:
    assert "import modelpick" not in TASK
    assert "from modelpick" not in TASK


@pytest.fixture
def promptfoo_trial(run, repository: Path, tmp_path: Path) -> Path:
    init(run, repository, "--tool", "promptfoo", "--sandbox", "local")
    return tmp_path / "trial"


def python_in(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Python as somebody would run it in the folder of a trial."""
    return subprocess.run(
        [sys.executable, *words], input=typed, cwd=folder, check=False, capture_output=True, text=True, timeout=60
    )


def checked(folder: Path, output: str) -> dict[str, object]:
    """What the check that promptfoo calls says of an answer to the one task."""
    asked = "trial.get_assert(sys.stdin.read(), {'vars': {'task': '1-bug'}})"
    ran = python_in(folder, "-c", f"import json, sys, trial; print(json.dumps({asked}))", typed=output)
    found: dict[str, object] = json.loads(ran.stdout)
    return found


class TestForPromptfoo:
    def test_its_configuration_names_the_models_and_the_test(self, promptfoo_trial: Path) -> None:
        config = parse_yaml((promptfoo_trial / "promptfooconfig.yaml").read_text(), "promptfooconfig.yaml").data
        spec = json.loads((promptfoo_trial / "trial.json").read_text())
        assert config["description"] == f"my-tasks-{DATA_DAY}"
        assert [each["label"] for each in config["providers"]] == [m["model"] for m in spec["models"] if m["called"]]
        assert [test["vars"]["task"] for test in config["tests"]] == ["1-bug"]
        assert config["prompts"][0]["id"] == "file://trial.py:ask"

    def test_the_fix_passes_and_doing_nothing_fails(self, promptfoo_trial: Path) -> None:
        for check, said in (("gold", "1-bug: passes"), ("nothing", "1-bug: fails")):
            ran = python_in(promptfoo_trial, "trial.py", check)
            assert (ran.returncode, ran.stdout.splitlines()[0]) == (0, said)

    def test_the_prompt_shows_the_code_before_the_fix_and_no_test(self, promptfoo_trial: Path) -> None:
        code = "import trial; print(trial.ask({'vars': {'task': '1-bug'}})[0]['content'])"
        ran = python_in(promptfoo_trial, "-c", code)
        assert "total() ignores the quantity" in ran.stdout
        assert "return sum(price for price, _ in items)" in ran.stdout
        assert "price * count" not in ran.stdout
        assert "test_price" not in ran.stdout

    def test_braces_in_code_are_not_taken_for_a_template(self, promptfoo_trial: Path) -> None:
        code = (
            "import trial; print(trial.TEMPLATE.sub(lambda found: '<' + found.group() + '>', '{{x}} {% y %} {#} {z}'))"
        )
        assert python_in(promptfoo_trial, "-c", code).stdout == "<{>{x}} <{>% y %} <{><#>} {z}\n"

    def test_an_answer_is_judged_by_the_tests_of_the_fix(self, promptfoo_trial: Path) -> None:
        right = "def total(items):\n    return sum(p * n for p, n in items)"
        assert checked(promptfoo_trial, f"FILE: price.py\n```python\n{right}\n```\n")["pass"] is True
        wrong = right.replace("p * n", "n")
        assert checked(promptfoo_trial, f"FILE: price.py\n```python\n{wrong}\n```\n")["pass"] is False
        cheat = "FILE: tests/test_price.py\n```\npass\n```\n"
        assert checked(promptfoo_trial, cheat)["pass"] is False

    @pytest.mark.parametrize(
        ("output", "said"),
        [
            ("I would multiply.", "names no file"),
            ("FILE: ../out.py\n```\nx\n```\n", "lies outside of the repository"),
            ("FILE: /tmp/out.py\n```\nx\n```\n", "lies outside of the repository"),
        ],
    )
    def test_what_is_no_repair_fails_and_touches_nothing(self, promptfoo_trial: Path, output: str, said: str) -> None:
        found = checked(promptfoo_trial, output)
        assert found["pass"] is False
        assert said in str(found["reason"])
        assert not (promptfoo_trial.parent / "out.py").exists()

    def test_what_to_run_is_said(self, run, repository: Path) -> None:
        plan = json.loads(init(run, repository, "--tool", "promptfoo", "--format", "json").out)
        assert plan["tool"] == "promptfoo"
        assert plan["commands"][2].startswith(
            "npx promptfoo eval -c trial/promptfooconfig.yaml -o trial/logs/output.json"
        )
        assert plan["commands"][-1] == "modelpick trial read trial/logs/output.json"
        assert "in promptfoo" in init(run, repository, "--tool", "promptfoo", "--force").out

    def test_an_unknown_tool_is_refused(self, run, repository: Path) -> None:
        result = init(run, repository, "--tool", "pytest")
        assert (result.code, "expected inspect or promptfoo" in result.err) == (2, True)

    def test_its_output_is_read(self, run, promptfoo_trial: Path, tmp_path: Path) -> None:
        spec = json.loads((promptfoo_trial / "trial.json").read_text())
        asked = [row for row in spec["models"] if row["called"]][:2]
        models = [row["model"] for row in asked]
        rows = [
            {"promptIdx": place, "testIdx": 0, "success": bool(place), "failureReason": 0 if place else 1,
             "provider": {"id": model["called"], "label": model["model"]}}
            for place, model in enumerate(asked)
        ]  # fmt: skip
        prompts = [
            {"provider": model, "metrics": {"testPassCount": place, "testFailCount": 1 - place, "testErrorCount": 0}}
            for place, model in enumerate(models)
        ]
        output = {
            "evalId": "eval-abc",
            "results": {"version": 3, "prompts": prompts, "results": rows, "timestamp": f"{DATA_DAY}T10:00:00.000Z"},
            "config": {"description": f"my-tasks-{DATA_DAY}"},
            "metadata": {"promptfooVersion": "0.121.0"},
        }
        (tmp_path / "output.json").write_text(json.dumps(output))
        result = run("trial", "read", "output.json", "--need", "coding", "--as-of", DATA_DAY, "--format", "json")
        assert result.code == 0, result.err
        data = parse_yaml((tmp_path / "modelpick.yaml").read_text(), "modelpick.yaml").data
        assert [(score["model"], score["run"]["passed"]) for score in data["scores"]] == [
            (models[0], 0),
            (models[1], 1),
        ]
        assert data["benchmarks"][0]["like"] == spec["like"]


def test_the_check_knows_nothing_of_the_program() -> None:
    assert "import modelpick" not in PROGRAM
    assert "from modelpick" not in PROGRAM
