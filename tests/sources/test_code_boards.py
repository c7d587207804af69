"""Aider, SWE-bench and BFCL: what one model did by itself, in which harness; the real files where they are at hand."""

from __future__ import annotations

from typing import Any

import pytest

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import Parsed, ShapeChanged
from tests.sources.boards_given import at, scores, with_text
from tests.sources.given import of, read, read_upstream, sample


def mode(one: ScoreRecord) -> tuple[str, str | None, str | None]:
    return one.model, one.variant, one.harness


# Aider


AIDER = at("aider-polyglot.yml")


def test_aider() -> None:
    parsed, found = scores("aider", AIDER)
    assert [mode(one) for one in found.values()] == [
        ("gpt-4o-mini-2024-07-18", None, "aider 0.69.2.dev, edit format whole"),
        ("claude-3-7-sonnet-20250219", "thinking", "aider 0.75.1.dev, edit format diff, 32k thinking budget"),
        ("o3", "high", "aider 0.84.1.dev, edit format diff"),
        ("claude-sonnet-4-20250514", "no-thinking", "aider 0.83.3.dev, edit format diff"),
        ("gpt-5", "high", "aider 0.86.2.dev, edit format diff"),
        ("gemini-2.5-pro-preview-06-05", None, "aider 0.84.1.dev, edit format diff-fenced"),
    ]
    mini = next(iter(found.values()))
    assert (mini.value, mini.on, mini.by, mini.evaluator, mini.n) == (3.6, "2024-12-21", "independent", "aider", 225)
    assert parsed.notes == ["runs left out (two models together): 2"]


def test_aider_runs_over_fewer_exercises_are_left_out() -> None:
    parsed, found = scores("aider", with_text(AIDER, "test_cases: 225", "test_cases: 133"))
    assert "gpt-4o-mini-2024-07-18" not in {one.model for one in found.values()}
    assert "runs left out (not over the 225 exercises): 1" in parsed.notes


def test_aider_runs_that_lost_an_exercise_say_so() -> None:
    _, found = scores("aider", with_text(AIDER, "test_cases: 225", "test_cases: 224"))
    assert found["gpt-4o-mini-2024-07-18", "aider-polyglot", None].n == 224


@pytest.mark.parametrize(("endpoint", "variant"), [("Chat", "no-thinking"), ("Reasoner", "thinking")])
def test_aider_names_an_endpoint_for_a_mode(endpoint: str, variant: str) -> None:
    _, found = scores("aider", with_text(AIDER, "model: o3 (high)", f"model: DeepSeek-V3.2-Exp ({endpoint})"))
    assert ("DeepSeek-V3.2-Exp", "aider-polyglot", variant) in found


def test_the_real_file_of_aider() -> None:
    parsed = read_upstream("aider", "aider-polyglot-leaderboard.yml")
    assert (len(of(parsed, ScoreRecord)), parsed.skipped) == (66, [])
    assert parsed.notes == ["runs left out (two models together): 3"]


# BFCL


BFCL = at("bfcl-overall.csv")


def test_bfcl() -> None:
    parsed, found = scores("bfcl", BFCL)
    assert [mode(one) for one in found.values() if one.benchmark == "bfcl-v4"] == [
        ("Claude-Opus-4-5-20251101", None, "BFCL; function calling"),
        ("Gemini-3-Pro-Preview", None, "BFCL; prompted, no function calling"),
        ("GLM-4.6", "thinking", "BFCL; function calling"),
        ("o3-2025-04-16", None, "BFCL; prompted, no function calling"),
        ("DeepSeek-V3.2-Exp", "thinking", "BFCL; prompted, no function calling"),
        ("xLAM-2-32b-fc-r", None, "BFCL; function calling"),
    ]
    opus = [one for (model, _, _), one in found.items() if model.startswith("Claude")]
    assert [(one.benchmark, one.value, one.unit) for one in opus] == [
        ("bfcl-v4", 77.47, "percent"),
        ("bfcl-v4-multi-turn", 68.38, "percent"),
        ("bfcl-v4-cost-of-run", 86.55, "USD"),
    ]
    assert {one.on for one in found.values()} == {None}
    assert parsed.skipped == []


@pytest.mark.parametrize(
    ("name", "model", "variant"),
    [
        ("Grok-4-1-fast-non-reasoning (FC)", "Grok-4-1-fast", "no-thinking"),
        ("Grok-4-1-fast-reasoning (Prompt)", "Grok-4-1-fast", "thinking"),
        ("Command A Reasoning (FC)", "Command A Reasoning", None),
        ("BitAgent-Bounty-8B", None, None),
    ],
)
def test_names_of_bfcl(name: str, model: str | None, variant: str | None) -> None:
    parsed, found = scores("bfcl", with_text(BFCL, "xLAM-2-32b-fc-r (FC)", name))
    assert ((model, "bfcl-v4", variant) in found) == (model is not None)
    assert parsed.notes == ([] if model else ["rows left out (they do not say whether calls were native): 1"])


def test_a_row_by_prompt_counts_only_where_there_is_none_with_native_calls() -> None:
    parsed, found = scores("bfcl", with_text(BFCL, "xLAM-2-32b-fc-r (FC)", "Claude-Opus-4-5-20251101 (Prompt)"))
    assert found["Claude-Opus-4-5-20251101", "bfcl-v4", None].harness == "BFCL; function calling"
    assert parsed.notes == ["rows left out (by prompt, of a model that has a row with native calls): 1"]


def test_a_cost_of_nothing_is_unknown() -> None:
    parsed, found = scores("bfcl", with_text(BFCL, ",86.55,", ",0,"))
    assert ("Claude-Opus-4-5-20251101", "bfcl-v4-cost-of-run", None) not in found
    assert parsed.notes == ["costs left out (0 or not given: unknown): 1"]


@pytest.mark.parametrize("old", ["Web Search Acc", "Overall Acc", "Model,"])
def test_bfcl_of_another_version(old: str) -> None:
    with pytest.raises(ShapeChanged, match="overall table of BFCL v4"):
        scores("bfcl", with_text(BFCL, old, "Other,"))


def test_the_real_file_of_bfcl() -> None:
    parsed = read_upstream("bfcl", "bfcl-overall.csv")
    found = of(parsed, ScoreRecord)
    assert len({(one.model, one.harness) for one in found if one.benchmark == "bfcl-v4"}) > 70
    assert parsed.skipped == []


# SWE-bench


def test_swe_bench() -> None:
    parsed = read("swe-bench", sample("swe-bench-leaderboards.json"))
    found = of(parsed, ScoreRecord)
    assert [(one.benchmark, *mode(one), one.value, one.on, one.n) for one in found] == [
        ("swe-bench-verified", "GPT-5.5", "high", "mini-SWE-agent 2.4.1", 72.4, "2026-09-01", 500),
        ("swe-bench-verified", "Claude 4.5 Opus", "high", "mini-SWE-agent 1.17.1", 74.4, "2025-11-24", 500),
        ("swe-bench-multilingual", "Gemini 3 Pro", "high", "mini-SWE-agent 2.1.0", 65, "2026-02-12", 300),
    ]
    assert {(one.by, one.evaluator) for one in found} == {("independent", "swe-bench")}
    assert sorted(parsed.notes) == [
        "boards left out (another subset, or not of one agent): 1",
        "runs left out (an agent or product around a model): 1",
        "runs left out (more than one attempt): 1",
        "runs left out (the board warns of them): 1",
        "runs that stand on two boards: 1",
    ]


def changed(key: str, value: Any) -> Parsed:
    data = sample("swe-bench-leaderboards.json")
    data["leaderboards"][1]["results"][0][key] = value
    del data["leaderboards"][2]["results"][0]
    return read("swe-bench", data)


@pytest.mark.parametrize(("key", "value"), [("resolved", 724), ("resolved", None), ("date", "soon"), ("name", 1)])
def test_a_bad_run_is_skipped_and_named(key: str, value: Any) -> None:
    parsed = changed(key, value)
    assert [skip.path for skip in parsed.skipped] == [f"Verified[0].{key}"]
    assert len(of(parsed, ScoreRecord)) == (3 if key == "date" else 2)
