"""The workflows: what they may do, whose code they run, and that what they call is there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAY_WRITE = {
    ("refresh-data", "refresh"): {"contents", "pull-requests"},
    ("release", "attest"): {"id-token", "attestations"},
    ("release", "publish"): {"id-token"},
    ("release", "announce"): {"contents"},
    ("docs", "deploy"): {"pages", "id-token"},
}
"""The jobs that may write anything, and what."""
PUBLISHERS = ("actions", "pypa")


def jobs_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return found


def scripts_of(path: Path) -> list[str]:
    return [step["run"] for job in jobs_of(path).values() for step in job["steps"] if "run" in step]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_no_more_than_it_must(path: Path) -> None:
    text = path.read_text("utf-8")
    assert yaml.safe_load(text)["permissions"] == {}
    for name, job in jobs_of(path).items():
        writes = {scope for scope, may in job["permissions"].items() if may == "write"}
        assert writes == MAY_WRITE.get((path.stem, name), set())
        assert job["permissions"].keys() - writes <= {"contents"}
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_whose_code_it_runs_is_pinned_by_hash(path: Path) -> None:
    text = path.read_text("utf-8")
    used = re.findall(r"uses: (.*)", text)
    pinned = re.compile(rf"(?:{'|'.join(PUBLISHERS)})/[a-z-]+@[0-9a-f]{{40}} # v\d+\.\d+\.\d+")
    assert used
    assert all(map(pinned.fullmatch, used)), used
    assert not any("${{" in script for script in scripts_of(path))  # nothing enters a script but by the environment
    assert "pull_request_target" not in text
    assert "password" not in text  # trusted publishing needs none


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_calls_is_there(path: Path) -> None:
    called = set(re.findall(r"python -m (tools\.\w+|benchmarks\.\w+)", "\n".join(scripts_of(path))))
    assert not {name for name in called if importlib.util.find_spec(name) is None}


def test_one_action_has_one_version() -> None:
    pins: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for action, pin in re.findall(r"uses: (\S+)@(.*)", path.read_text("utf-8")):
            pins.setdefault(action, set()).add(pin)
    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


def test_every_python_that_the_package_names_is_tested() -> None:
    tests = jobs_of(ROOT / ".github" / "workflows" / "tests.yml")["tests"]["strategy"]["matrix"]
    named = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert set(named) <= set(tests["python"])
    assert {system.partition("-")[0] for system in tests["system"]} == {"ubuntu", "macos", "windows"}


def test_the_key_of_data_releases_is_given_to_one_step() -> None:
    release = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    assert release.count("secrets.") == 1
    (job,) = [job for job in jobs_of(ROOT / ".github" / "workflows" / "release.yml").values() if "secrets." in str(job)]
    assert job["environment"] == "data-signing"
    (step,) = [step for step in job["steps"] if "secrets." in str(step)]
    assert step["run"].startswith("python -m tools.release_data")


def test_a_refresh_reports_the_answers_that_changed() -> None:
    (refresh,) = jobs_of(ROOT / ".github" / "workflows" / "refresh-data.yml").values()
    scripts = "\n".join(step["run"] for step in refresh["steps"] if "run" in step)
    for part in ("tools.refresh", "modelpick catalog validate", "tools.answer_changes HEAD", "--body-file"):
        assert part in scripts
