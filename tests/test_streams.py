"""The real program: its streams and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import modelpick
from tests.conftest import DATA_DAY

HOME = Path(modelpick.__file__).parents[1]


def program(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "modelpick", *args]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=HOME, env={**os.environ, **environment}, timeout=60, check=False
    )


def test_the_version_is_the_answer() -> None:
    result = program("--version")
    assert (result.returncode, result.stdout, result.stderr) == (0, f"modelpick {modelpick.__version__}\n", "")


def test_help_names_every_command_and_the_exit_codes() -> None:
    result = program("--help", COLUMNS="100")
    assert result.returncode == 0
    for word in ("recommend", "compare", "show", "status", "explain", "list", "catalog", "rules", "Exit codes"):
        assert word in result.stdout


def test_an_answer_goes_to_stdout_alone_and_a_pipe_gets_no_colour() -> None:
    result = program("recommend", "--need", "coding", "--as-of", DATA_DAY)
    assert result.returncode == 0
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


def test_json_is_one_document() -> None:
    result = program("recommend", "--need", "coding", "--as-of", DATA_DAY, "--format", "json")
    assert json.loads(result.stdout)["as_of"] == DATA_DAY


def test_the_answer_no_is_exit_1_and_still_an_answer() -> None:
    result = program("status", "muse-spark", "--as-of", "2026-07-04")
    assert (result.returncode, result.stderr) == (1, "")
    assert "private preview" in result.stdout


def test_a_wrong_question_is_exit_2_and_goes_to_stderr_alone() -> None:
    result = program("recommend", "--need", "codign")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error: unknown need `codign`")


def test_a_missing_argument_is_exit_2() -> None:
    result = program("show")
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = (
        f"{sys.executable} -m modelpick list --format json --as-of {DATA_DAY} | head -n 1; echo ${{PIPESTATUS[0]}}"
    )
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=HOME, timeout=60, check=False)
    assert result.stdout.splitlines() == ["{", "0"]
    assert result.stderr == ""
