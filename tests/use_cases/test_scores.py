"""Scores of one's own: they outrank every published figure, and a faulty one changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ADD = ("scores", "add")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def used(run, model: str, benchmark: str) -> dict:
    report = json.loads(run("evidence", model, "--benchmark", benchmark, "--format", "json").out)
    return report["measured"][0]["cell"]


def test_an_own_score_counts_from_then_on(run, tmp_path: Path) -> None:
    before = used(run, "opus 4.6", "swe-bench-verified")
    result = run(*ADD, "opus 4.6", "swe-bench-verified", "71.5", "--note", "our 40 tickets: hard")
    assert result.code == 0
    assert "modelpick.yaml: added" in result.out
    after = used(run, "opus 4.6", "swe-bench-verified")
    assert (after["value"], after["basis"]) == (71.5, "self")
    assert before["value"] != 71.5
    assert "our 40 tickets: hard" in (tmp_path / "modelpick.yaml").read_text()


def test_scores_are_added_in_order_and_leave_the_rest_as_it_is(run, tmp_path: Path) -> None:
    file = tmp_path / "modelpick.yaml"
    file.write_text(
        "# mine\nscores:\n  # first\n  - {model: openai/gpt-5.4, benchmark: gpqa-diamond, value: 90, on: 2026-11-01}\n"
        "aliases:\n  - {alias: our model, model: openai/gpt-5.4}  # kept\n"
    )
    assert run(*ADD, "our model", "gpqa-diamond", "91", "--on", "2026-11-02").code == 0
    lines = file.read_text().splitlines()
    assert lines[0] == "# mine"
    assert lines[3].endswith("on: 2026-11-01}")
    assert "value: 91" in lines[4]
    assert lines[5:] == ["aliases:", "  - {alias: our model, model: openai/gpt-5.4}  # kept"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gpt-5.4", "gpqa-diamond", "170"), "is 170, outside 0 to 100 percent"),
        (("gpt-5.4", "gpqa-dimond", "70"), "unknown benchmark 'gpqa-dimond'. Did you mean `gpqa-diamond`"),
        (("gpt-99", "gpqa-diamond", "70"), "unknown model 'gpt-99'"),
        (("gpt-5.4", "gpqa-diamond", "70", "--on", "soon"), "expected a date"),
        (("gpt-5.4", "gpqa-diamond", "70", "--on", "2099-01-01"), "after today"),
        (("gpt-5.4", "gpqa-diamond", "nan"), "expected a number"),
    ],
)
def test_a_faulty_score_is_refused_and_nothing_is_written(run, tmp_path: Path, arguments, said: str) -> None:
    result = run(*ADD, *arguments)
    assert result.code == 2
    assert said in result.err
    assert ".modelpick-" not in result.err
    assert list(tmp_path.iterdir()) == []


def test_the_same_score_twice_is_refused_and_the_file_stays(run, tmp_path: Path) -> None:
    again = (*ADD, "gpt-5.4", "gpqa-diamond", "90", "--on", "2026-11-01")
    assert run(*again).code == 0
    before = (tmp_path / "modelpick.yaml").read_bytes()
    assert "already in line" in run(*again).err
    assert (tmp_path / "modelpick.yaml").read_bytes() == before


def test_a_broken_project_file_is_an_error_with_its_place(run, tmp_path: Path) -> None:
    (tmp_path / "modelpick.yaml").write_text("scores:\n  - {model: openai/gpt-5.4}\n")
    result = run("recommend", "--need", "coding")
    assert result.code == 2
    assert "modelpick.yaml:2:" in result.err


def test_a_score_is_kept_to_its_last_digit(run, tmp_path: Path) -> None:
    assert run(*ADD, "gpt-5.4", "gpqa-diamond", "71.1234567").code == 0
    assert used(run, "gpt-5.4", "gpqa-diamond")["value"] == 71.1234567


def test_a_project_file_that_is_no_text_is_refused_and_stays(run, tmp_path: Path) -> None:
    file = tmp_path / "modelpick.yaml"
    file.write_bytes(b"scores: \xff\xfe")
    result = run(*ADD, "gpt-5.4", "gpqa-diamond", "70")
    assert (result.code, "not UTF-8" in result.err) == (2, True)
    assert file.read_bytes() == b"scores: \xff\xfe"
