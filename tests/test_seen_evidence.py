"""How sure an answer says it is, on the bundled catalog."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DATA_DAY, Result

Run = Callable[..., Result]
ASK = ("recommend", "--need", "coding", "--as-of", DATA_DAY)
HOPEFUL = """
models:
- id: acme/hopeful
  name: Hopeful
  released: 2026-11-01
  weights: open
  measurements:
  - {benchmark: swe-bench-verified, value: 99.5, by: press, source: acme-blog, on: 2026-11-02}
sources:
- {id: acme-blog, title: A blog, publisher: Somebody, kind: press, date: 2026-11-02}
"""


def document(result: Result) -> Any:
    return json.loads(result.out)


@pytest.fixture
def hopeful(tmp_path: Path) -> Path:
    path = tmp_path / "hopeful.yaml"
    path.write_text(HOPEFUL, encoding="utf-8")
    return path


def test_one_press_figure_and_nothing_else_is_never_first_with_confidence(run: Run, hopeful: Path) -> None:
    answer = document(run(*ASK, "--only", "hopeful,llama-4-scout", "--catalog", hopeful, "-f", "json"))
    assert answer["verdict"]["first"] == "acme/hopeful"
    assert answer["verdict"]["state"] == "promising"
    assert "Hopeful, barely tested" in answer["verdict"]["text"]
    assert answer["verdict"]["best_tested"] != "acme/hopeful"
    assert max(line["first_share"] for line in answer["ranking"] if line["model"] == "acme/hopeful") <= 0.8


def test_a_first_place_is_called_untested_barely_or_partly_tested_by_what_was_measured_of_it(run: Run) -> None:
    said = set()
    for need in ("math", "rag", "multilingual", "writing-and-chat", "legal", "coding --self-host"):
        answer = document(run("recommend", *need.split(), "--as-of", DATA_DAY, "-f", "json"))
        if answer["verdict"]["state"] == "promising":
            share = answer["ranking"][0]["tested"]
            words = "untested" if share == 0 else "barely tested" if share < 0.3 else "partly tested"
            assert f"{answer['ranking'][0]['name']}, {words}; best tested: " in answer["verdict"]["text"]
            said.add(words)
    every = {"untested", "barely tested", "partly tested"}
    assert said == every, "ask for other needs: these have no such first place any more"


def test_strict_refuses_what_was_not_measured(run: Run) -> None:
    answer = document(run(*ASK, "--evidence", "strict", "--top", "300", "-f", "json"))
    assert answer["ranking"]
    assert all(line["estimated"] == 0 and not line["missing"] for line in answer["ranking"])
    assert any("some criterion was not measured" in note for note in answer["notes"])


def test_every_estimate_is_marked_and_names_what_drives_it(run: Run) -> None:
    answer = document(run(*ASK, "--top", "300", "-f", "json"))
    estimated = [c for line in answer["ranking"] for c in line["contributions"] if c["estimated"]]
    assert estimated
    assert all(c["basis"] in ("estimated", "carried") and c["sd"] > 0 for c in estimated)
    assert all(c["drivers"] for c in estimated if c["basis"] == "carried")
    assert any(c["drivers"] and c["sources"] for c in estimated)
    short = run(*ASK).out
    assert "□" in short
    assert "□ estimated" in short
    assert "mostly from " in run(*ASK, "--details").out


def test_an_estimate_never_satisfies_a_hard_constraint(run: Run) -> None:
    answer = document(run(*ASK, "--min-score", "swe-bench-verified=1", "--top", "300", "-f", "json"))
    for line in answer["ranking"]:
        (figure,) = [c for c in line["contributions"] if c["benchmark"] == "swe-bench-verified"]
        assert not figure["estimated"]


def test_the_intervals_hold_the_scores_and_the_shares_add_up(run: Run) -> None:
    ranking = document(run(*ASK, "--top", "300", "-f", "json"))["ranking"]
    assert all(line["low"] <= line["score"] <= line["high"] for line in ranking)
    assert sum(line["first_share"] for line in ranking) == pytest.approx(1)
    assert sum(line["top_three_share"] for line in ranking) == pytest.approx(3)


def test_a_cautious_user_gets_the_order_of_the_lower_ends(run: Run) -> None:
    ranking = document(run(*ASK, "--risk", "averse", "--top", "300", "-f", "json"))["ranking"]
    # Never more hopeful than anybody else: where little was measured the order's own discount may be the larger one.
    lows = [round(min(line["low"], line["key"]), 6) for line in ranking]
    assert lows == sorted(lows, reverse=True)
    neutral = document(run(*ASK, "--top", "300", "-f", "json"))["ranking"]
    assert [line["model"] for line in ranking] != [line["model"] for line in neutral]


def test_the_contrast_is_the_gap_and_what_would_change_it_is_said(run: Run) -> None:
    answer = document(run(*ASK, "-f", "json"))
    first, second = answer["ranking"][:2]
    assert first["contrast"]["points"] == pytest.approx(first["score"] - second["score"], abs=0.06)
    assert second["name"] in first["contrast"]["text"]
    assert answer["changes"]
    assert second["name"] in answer["changes"][0]["text"]


def test_explain_calls_a_distance_ahead_or_behind_as_it_is(run: Run) -> None:
    ranking = document(run(*ASK, "-f", "json"))["ranking"]
    first, *others = ranking
    doubtful = next(line for line in others if line["score"] > first["score"] + 0.1)
    clear = next(line for line in others if line["score"] < first["score"] - 0.1)
    told = {line["model"]: run("explain", line["model"], *ASK[1:]).out for line in (first, doubtful, clear)}
    assert all(re.search(r"-\d[^\n]* (ahead|behind)", text) is None for text in told.values())
    assert f"; {first['name']} has {first['score']:.1f}, more surely." in told[doubtful["model"]].splitlines()[0]
    assert f" behind {first['name']}." in told[clear["model"]].splitlines()[0]
    if ranking[1]["score"] > first["score"] + 0.1:
        assert f"; {ranking[1]['name']} has " in told[first["model"]].splitlines()[0]
    gap = document(run("explain", doubtful["model"], *ASK[1:], "-f", "json"))["gap"]
    largest = max(gap, key=lambda each: abs(each["points"] or 0.0))
    assert largest["text"].partition(":")[0] in told[doubtful["model"]]


def test_a_dominated_model_is_nowhere_better_than_the_one_that_is_named(run: Run) -> None:
    ranking = document(run(*ASK, "--top", "300", "-f", "json"))["ranking"]
    beaten = [line for line in ranking if line["dominated_by"] and not line["missing"]]
    assert beaten
    by_name = {line["name"]: {c["criterion"]: c["utility"] for c in line["contributions"]} for line in ranking}
    for line in beaten:
        better = by_name[line["dominated_by"]]
        assert all(better.get(c["criterion"], 1) >= c["utility"] for c in line["contributions"])


def test_a_cheaper_second_would_be_first_at_the_break_even_price(run: Run) -> None:
    # Two of the bundled models whose order nothing but their scores makes, so that the price decides.
    pair = ("--only", "deepseek-v4-flash-0731,qwen3.8-27b")
    changes = document(run("recommend", "--need", "low-cost", *pair, "--as-of", DATA_DAY, "-f", "json"))["changes"]
    assert any("per million tokens instead of" in change["text"] for change in changes)


def test_evidence_shows_measurements_estimates_and_their_drivers(run: Run) -> None:
    report = document(run("evidence", "muse-spark", "--as-of", DATA_DAY, "-f", "json"))
    cells = {each["cell"]["benchmark"]: each for each in report["measured"]}
    states = {f["value"]: f["state"] for f in cells["swe-bench-verified"]["cell"]["figures"]}
    assert (states[77.4], states[58.3]) == ("accepted", "quarantined")
    assert cells["swe-bench-verified"]["low"] < 77.4 < cells["swe-bench-verified"]["high"]
    bases = {each["cell"]["basis"] for each in report["estimated"]}
    assert bases == {"estimated", "carried", "cannot"}
    assert all(each["drivers"] for each in report["estimated"] if each["cell"]["basis"] != "cannot")
    assert all(each["cell"]["value"] == 0 for each in report["estimated"] if each["cell"]["basis"] == "cannot")
    ask = ("evidence", "muse-spark", "--as-of", DATA_DAY)
    assert "□ estimated" in run(*ask).out
    assert "Estimated, because nobody measured it" in run(*ask, "--details").out


def test_evidence_of_one_benchmark_and_of_an_unknown_one(run: Run) -> None:
    one = document(run("evidence", "gpt-5.4", "-b", "arc-agi-2", "--as-of", DATA_DAY, "-f", "json"))
    assert len(one["measured"]) + len(one["estimated"]) == 1
    result = run("evidence", "gpt-5.4", "-b", "arc-agi-22")
    assert (result.code, "Did you mean `arc-agi-2`" in result.err) == (2, True)


def test_a_score_of_ones_own_moves_the_estimates_of_that_model_too(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("scores:\n- {model: meta/muse-spark-open, benchmark: gpqa-diamond, value: 30, on: 2026-11-20}\n")
    question = ("evidence", "muse-spark-open", "-b", "swe-bench-verified", "--as-of", DATA_DAY, "-f", "json")
    before, after = (document(run(*question, *more))["estimated"][0]["cell"] for more in ((), ("--catalog", own)))
    assert after["value"] < before["value"] - 5


def test_a_test_that_a_model_cannot_take_is_no_estimate(run: Run) -> None:
    """It takes text alone: what asks for pictures is counted as failed, and nobody estimates it."""
    ask = ("evidence", "gpt-oss-120b", "--as-of", DATA_DAY)
    cells = document(run(*ask, "-f", "json"))["estimated"]
    failed = [each for each in cells if each["cell"]["basis"] == "cannot"]
    assert failed
    short, whole = run(*ask).out, run(*ask, "--details").out
    assert f"{len(cells) - len(failed)} are estimated." in short
    assert f"Cannot    take {len(failed)} benchmarks: no image input" in short
    assert f"{len(cells) - len(failed)} are estimated." in whole.splitlines()[0]
    listed = whole.partition("Cannot be taken")[2]
    assert all(each["cell"]["benchmark_name"] in listed for each in failed)


@pytest.mark.parametrize("risk", ["neutral", "averse"])
@pytest.mark.parametrize("need", ["coding", "agentic", "reasoning", "math"])
def test_a_figure_that_would_change_the_answer_is_another_than_that_of_now(run: Run, need: str, risk: str) -> None:
    answer = document(run("recommend", need, "--risk", risk, "--as-of", DATA_DAY, "-f", "json"))
    for change in answer["changes"]:
        then = re.search(r" reaches (\S+) .*\(now (\S+)\)", change["brief"] or "")
        assert then is None or then[1] != then[2]
