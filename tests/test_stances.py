"""What sources hope of a model, and what they do not know: shown apart, and never an argument."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

OWN = """
sources:
  - {id: weekly, title: Which one, publisher: Weekly, kind: press, date: 2026-04-08}
  - {id: paper, title: It is out, publisher: Paper, kind: press, date: 2026-06-02}
benchmarks:
  - {id: exam, name: Exam, family: exam, tests: answers, unit: percent, range: [0, 100],
     anchors: {worst: 0, best: 100, why: all of it}, noise: {tau0: 2}}
models:
  - id: a/one
    name: One
    released: 2026-04-01
    weights: open
    measurements:
      - {benchmark: exam, value: 70, by: independent, source: weekly, on: 2026-04-08}
    traits:
      - {stance: for, text: reads long files, source: weekly, on: 2026-04-08}
      - {stance: forecast, text: an API will open, source: weekly, on: 2026-04-08, due: 2026-12}
      - {stance: forecast, text: larger weights follow, source: weekly, on: 2026-04-08, due: 2026-07,
         outcome: {is: true, on: 2026-06-02, source: paper}}
      - {stance: open_question, text: nobody knows what it was trained on, source: weekly, on: 2026-04-08}
  - {id: a/two, name: Two, released: 2026-04-01, weights: open, measurements: [
     {benchmark: exam, value: 60, by: independent, source: weekly, on: 2026-04-08}]}
"""
NEED = """
kind: need
id: answers
title: Answers
about: Answers questions.
because: It is asked.
criteria:
  - {id: exam, says: answers, benchmark: exam, weight: 1, because: it is the exam}
examples:
  - {given: {exam: 50}, score: 50}
"""


@pytest.fixture
def ask(run: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    (tmp_path / "own.yaml").write_text(OWN)
    (tmp_path / "rules" / "needs").mkdir(parents=True)
    (tmp_path / "rules" / "needs" / "answers.yaml").write_text(NEED)
    alone = ("--no-bundled", "--catalog", tmp_path / "own.yaml", "--rules", tmp_path / "rules")
    return lambda *words: run(*words, "--details", *alone)


def test_each_kind_stands_under_its_own_heading(ask: Callable[..., Any]) -> None:
    shown = ask("show", "one", "--details").out
    heads = ("What sources say of it", "What sources expect of it", "What sources leave open")
    said, hoped, open_ = (shown.partition(head)[2] for head in heads)
    assert "reads long files" in said.partition(heads[1])[0]
    assert "an API will open" in hoped.partition(heads[2])[0]
    assert "an API will open" not in said.partition(heads[1])[0]
    assert "nobody knows what it was trained on" in open_
    assert "due 2026-12: no outcome recorded" in shown
    assert "due 2026-07: it came true (2026-06-02)" in shown


def test_an_outcome_is_not_shown_before_it_was_known(ask: Callable[..., Any]) -> None:
    assert "it came true" not in ask("show", "one", "--details", "--as-of", "2026-06-01").out
    assert "an API will open" not in ask("show", "one", "--details", "--as-of", "2026-04-07").out


def test_machines_get_due_and_outcome(ask: Callable[..., Any]) -> None:
    traits = json.loads(ask("show", "one", "--format", "json").out)["traits"]
    settled = next(t for t in traits if t["text"] == "larger weights follow")
    assert settled["due"] == "2026-07"
    assert settled["outcome"] == {"is": "true", "on": "2026-06-02", "source": "paper"}
    assert {t["stance"] for t in traits} == {"for", "forecast", "open_question"}


def test_no_reason_is_made_of_a_hope_or_a_question(ask: Callable[..., Any]) -> None:
    answer = json.loads(ask("recommend", "--need", "answers", "--format", "json").out)
    one = next(line for line in answer["ranking"] if line["model"] == "a/one")
    reasons = [r["text"] for kind in ("for", "against", "cautions", "unknown") for r in one[kind]]
    assert "reads long files" in reasons
    assert not [r for r in reasons if "will open" in r or "weights follow" in r or "trained on" in r]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{stance: for, text: t, source: weekly, on: 2026-04-08, due: 2026-12}", "only a forecast"),
        (
            "{stance: forecast, text: t, source: weekly, on: 2026-04-08, outcome: {is: false}}",
            "needs `source` and `on`",
        ),
        ("{stance: hope, text: t, source: weekly, on: 2026-04-08}", "forecast"),
        ("{stance: forecast, text: t, source: weekly, on: 2026-04-08, outcome: {is: open, source: nil}}", "nil"),
    ],
)
def test_a_row_that_says_too_much_or_too_little_is_refused(
    run: Callable[..., Any], tmp_path: Path, row: str, fault: str
) -> None:
    text = OWN.replace("{stance: for, text: reads long files, source: weekly, on: 2026-04-08}", row)
    (tmp_path / "own.yaml").write_text(text)
    result = run("show", "one", "--no-bundled", "--catalog", tmp_path / "own.yaml")
    assert result.code == 2
    assert fault in result.err
