"""Files of evaluation tools become results of one's own: all of a file, or nothing and a sentence."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest

from modelpick.catalog.reader import parse_yaml
from tests.results.test_readers import SAMPLES

IMPORT = ("scores", "import")
LOG = SAMPLES / "inspect" / "alpha.json"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(run, *words: object) -> tuple[int, list[dict], dict]:
    result = run(*IMPORT, *words, "--format", "json")
    found = json.loads(result.out)
    return result.code, [line for file in found["files"] for line in file["lines"]], found


def kept(folder: Path) -> dict:
    return parse_yaml((folder / "modelpick.yaml").read_text(), "modelpick.yaml").data


def test_what_is_known_counts_and_the_rest_is_reported(run, tmp_path: Path) -> None:
    code, lines, found = report(run, SAMPLES / "csv" / "results.csv")
    assert code == 0
    assert [(line["model_written"], line["fate"]) for line in lines] == [
        ("acme/alpha-2", "unmatched_model"), ("acme/beta-1", "unmatched_model"), ("claude-opus-5", "added"),
    ]  # fmt: skip
    assert (found["added"], found["new_tests"]) == (1, ["own-tasks-2026-11"])
    (score,) = kept(tmp_path)["scores"]
    digest = sha256((SAMPLES / "csv" / "results.csv").read_bytes()).hexdigest()
    assert score["run"] == {"n": 20, "passed": 18, "file": "results.csv", "sha256": digest}
    assert score["value"] == 90


def test_nothing_known_is_a_no_and_writes_nothing(run, tmp_path: Path) -> None:
    code, lines, _ = report(run, LOG)
    assert (code, lines[0]["fate"]) == (1, "unmatched_model")
    assert list(tmp_path.iterdir()) == []


def test_the_tool_its_day_and_its_tasks_are_kept(run, tmp_path: Path) -> None:
    assert report(run, LOG, "--model", "opus 4.6")[0] == 0
    (score,) = kept(tmp_path)["scores"]
    assert (score["on"], score["harness"]) == ("2026-11-26", "inspect-ai 0.3.285")
    assert score["run"]["tasks"] == {"cuba": 0, "france": 1, "japan": 1, "kenya": 1, "norway": 1, "peru": 1}


def test_the_same_file_counts_once(run, tmp_path: Path) -> None:
    report(run, LOG, "--model", "opus 4.6")
    before = (tmp_path / "modelpick.yaml").read_bytes()
    code, lines, _ = report(run, LOG, "--model", "opus 4.6")
    assert (code, lines[0]["fate"]) == (0, "kept_before")
    assert (tmp_path / "modelpick.yaml").read_bytes() == before


def test_two_filters_of_a_run_are_one_measurement(run) -> None:
    (results,) = (SAMPLES / "lm-eval" / "dummy-full").glob("results*.json")
    _, lines, found = report(run, results, "--model", "opus 4.6")
    assert [line["fate"] for line in lines] == ["added", "another_reading"] * 2
    assert found["added"] == 2
    _, lines, _ = report(run, results, "--model", "gpt-5.5", "--metric", "acc_norm,none")
    assert [line["fate"] for line in lines] == ["another_reading"] * 3 + ["added"]


def test_errors_and_what_was_not_run_are_said(run, tmp_path: Path) -> None:
    _, lines, _ = report(run, SAMPLES / "inspect" / "alpha-errors-left-out.json", "--model", "opus 4.6")
    assert (lines[0]["n"], lines[0]["passed"], lines[0]["errors"]) == (5, 4, 1)
    _, lines, _ = report(run, SAMPLES / "inspect" / "alpha-limit2.json", "--model", "opus 4.6")
    assert (lines[0]["partial"], lines[0]["note"]) == (True, "limit")
    assert kept(tmp_path)["scores"][-1]["run"]["partial"] == "limit"
    shown = run(*IMPORT, SAMPLES / "inspect" / "beta-status-error.json", "--model", "opus 4.6")
    assert (shown.code, "status error" in shown.out) == (1, True)


def test_a_test_that_the_file_does_not_name_is_asked_for(run) -> None:
    report_of_run = SAMPLES / "swebench" / "acme__alpha-2.own-2026-11.json"
    _, lines, _ = report(run, report_of_run, "--model", "opus 4.6")
    assert lines[0]["fate"] == "no_benchmark"
    _, lines, _ = report(run, report_of_run, "--model", "opus 4.6", "--benchmark", "swe-bench-verified")
    assert (lines[0]["fate"], lines[0]["benchmark"]) == ("added", "swe-bench-verified")


def test_an_alias_of_ones_own_says_whose_it_is(run, tmp_path: Path) -> None:
    (tmp_path / "modelpick.yaml").write_text(
        "# mine\naliases:\n  - {alias: mockllm/alpha, model: openai/gpt-5.5}  # kept\n"
    )
    _, lines, _ = report(run, LOG)
    assert (lines[0]["fate"], lines[0]["model"]) == ("added", "openai/gpt-5.5")
    text = (tmp_path / "modelpick.yaml").read_text()
    assert text.startswith("# mine\naliases:\n  - {alias: mockllm/alpha, model: openai/gpt-5.5}  # kept\n")


def test_several_models_are_not_given_one_name(run, tmp_path: Path) -> None:
    result = run(*IMPORT, SAMPLES / "csv" / "results.csv", "--model", "opus 4.6")
    assert (result.code, "acme/alpha-2 and acme/beta-1" in result.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"eval": {"task": 7}, "status": "success"}', "is not an Inspect log"),
        (b"[" * 200_000, "is a list of something unknown"),
        (b'{"a":' * 200_000, "is not JSON of an evaluation tool"),
        (b"\x7fELF\0\0", "holds no text"),
        (b"PK\x03\x04 no archive", "Inspect"),
    ],
)
def test_a_hostile_file_is_a_sentence_and_nothing_is_written(run, tmp_path: Path, content: bytes, said: str) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    result = run(*IMPORT, LOG, bad, "--model", "opus 4.6")
    assert result.code == 2
    assert said in result.err
    assert "Traceback" not in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["bad.json"]


@pytest.mark.parametrize("name", ["../outside", "/etc", "a/../../outside"])
def test_a_file_names_none_that_lies_elsewhere(run, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "result.json").write_text('{"config": {"agent": {"model_name": "openai/gpt-5.5"}}}')
    job = tmp_path / "job"
    job.mkdir()
    stats = {"n_trials": 1, "reward_stats": {"reward": {"1.0": [name]}}}
    (job / "result.json").write_text(
        json.dumps({"stats": {"evals": {"a__m__own@1": stats}}, "finished_at": "2026-11-01"})
    )
    _, lines, _ = report(run, job / "result.json")
    assert (lines[0]["fate"], lines[0]["model_written"]) == ("unmatched_model", None)


def test_an_archive_says_how_to_convert_it(run, tmp_path: Path) -> None:
    if find_spec("inspect_ai"):
        pytest.skip("Inspect is installed and reads it")
    (tmp_path / "a.eval").write_bytes(b"PK\x03\x04")
    result = run(*IMPORT, "a.eval")
    assert (result.code, "inspect log convert a.eval --to json" in result.err) == (2, True)


def test_a_benchmark_that_is_no_share_takes_no_tasks(run, catalog) -> None:
    elo = next(b.id for b in catalog.facts.benchmarks.values() if b.unit == "elo")
    result = run("scores", "add", "opus 4.6", elo, "2/3")
    assert (result.code, "not a share of tasks" in result.err) == (2, True)
