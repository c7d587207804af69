"""Families and nicknames at every command that asks about one model; exact names keep winning."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import DATA_DAY

Run = Callable[..., Any]
SUMMER = ("--as-of", "2026-07-01")
AUTUMN = ("--as-of", "2026-10-01")


def read_as(run: Run, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(*words, "--format", "json").out)
    return answer["rows"][0] if words[0] in ("cost", "fit") else answer


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("haiku", "2026-07-01", "anthropic/claude-haiku-4.5"),
        ("haiku", "2026-11-21", "anthropic/claude-haiku-5.5"),
        ("opus", "2026-04-30", "anthropic/claude-opus-4.7"),
        ("gemini flash", "2026-08-01", "google/gemini-3.6-flash"),
        ("kimi", "2026-07-20", "moonshotai/kimi-k3"),
        ("muse-spark-contemplating", "2026-07-01", "meta/muse-spark"),
        ("gpt-5.5-xhigh", "2026-07-01", "openai/gpt-5.5"),
    ],
)
def test_show_names_the_newest_of_the_day_and_says_so(run: Run, name: str, day: str, expected: str) -> None:
    card = read_as(run, "show", name, "--as-of", day)
    assert card["model"] == expected
    (note,) = card["notes"]
    assert repr(name) in note
    assert note in " ".join(run("show", name, "--as-of", day).out.split())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("muse-spark", "meta/muse-spark"),
        ("Muse Spark", "meta/muse-spark"),
        ("gpt-5", "openai/gpt-5"),
        ("opus 4.6", "anthropic/claude-opus-4.6"),
        ("openai/gpt-5.6-sol", "openai/gpt-5.6-sol"),
    ],
)
def test_a_models_own_name_wins_without_a_note(run: Run, name: str, expected: str) -> None:
    card = read_as(run, "show", name, *SUMMER)
    assert (card["model"], card["notes"]) == (expected, [])


@pytest.mark.parametrize("command", ["show", "status", "evidence", "cost", "fit", "watch", "explain", "compare"])
def test_tiers_of_one_release_are_listed(run: Run, command: str) -> None:
    more = {"compare": ["opus"], "explain": ["--need", "coding"]}.get(command, [])
    result = run(command, "gpt-6", *more, *AUTUMN)
    assert result.code == 2
    assert result.out == ""
    for tier in ("luna", "sol", "astra"):
        assert f"openai/gpt-6-{tier}" in result.err


def test_a_family_that_is_not_out_yet_says_so(run: Run) -> None:
    result = run("show", "gpt-6", "--as-of", "2026-01-01")
    assert result.code == 2
    assert "was out on 2026-01-01" in result.err
    assert "openai/gpt-6-sol" in result.err


def test_every_command_that_asks_about_a_model_says_how_the_name_was_read(run: Run) -> None:
    said = "the newest of its family on 2026-07-01"
    status = read_as(run, "status", "haiku", *SUMMER)
    assert (status["model"], said in status["notes"][0]) == ("anthropic/claude-haiku-4.5", True)
    both = read_as(run, "compare", "haiku", "opus", *SUMMER)
    assert list(both["models"]) == ["anthropic/claude-haiku-4.5", "anthropic/claude-opus-4.8"]
    assert sum(said in note for note in both["notes"]) == 2
    assert said in read_as(run, "explain", "haiku", "--need", "coding", *SUMMER)["notes"][0]
    assert said in read_as(run, "evidence", "haiku", *SUMMER)["notes"][0]
    assert said in read_as(run, "cost", "haiku", *SUMMER)["read_as"]
    assert said in run("cost", "haiku", *SUMMER).out
    assert said in read_as(run, "fit", "minimax", *SUMMER)["read_as"]
    assert said in run("fit", "minimax", *SUMMER).out
    assert said in read_as(run, "watch", "haiku", *SUMMER)["notes"][0]
    assert said in run("status", "haiku", *SUMMER).out
    assert said in run("explain", "haiku", "--need", "coding", *SUMMER).out
    assert said in run("evidence", "haiku", *SUMMER).out


def test_an_id_is_read_in_any_case_packing_and_variant(run: Run) -> None:
    meant = {
        "bartowski/Llama-3.3-70B-Instruct-GGUF:Q4_K_M": "meta/llama-3.3-70b-instruct",
        "hf.co/unsloth/Qwen3-32B-GGUF": "qwen/qwen3-32b",
        "llama3.1:8b-instruct-q4_K_M": "meta/llama-3.1-8b-instruct",
        "mlx-community/Qwen3-32B-4bit": "qwen/qwen3-32b",
        "gpt-5.4:nitro": "openai/gpt-5.4",
        "gpt-5.6": "openai/gpt-5.6-sol",
    }
    for name, id_ in meant.items():
        assert json.loads(run("status", name, "--as-of", DATA_DAY, "--format", "json").out)["model"] == id_, name


def test_an_ended_id_is_read_in_any_case_and_with_its_version(run: Run) -> None:
    for name in ("CLAUDE-3-OPUS-20240229", "gpt-35-turbo 0613", "claude-3-haiku", "gpt-4.5-preview-2025-02-27"):
        result = run("status", name, "--as-of", DATA_DAY)
        assert (result.code, "was retired at" in result.out) == (1, True)


def test_what_is_resold_and_what_is_newest_are_said(run: Run) -> None:
    assert "what Snowflake Cortex says of it is not known" in run("status", "snowflake/claude-3-5-sonnet").out
    page = " ".join(run("status", "gemini-flash-latest").out.split())
    assert "'gemini-flash-latest' is read as Gemini " in page
    assert "its provider puts whatever is newest behind such a name" in page
    assert "was retired at AI21" in run("status", "ai21/jamba-1.5-large", "--as-of", DATA_DAY).out


def test_what_ends_later_can_be_called_until_then(run: Run) -> None:
    for name in ("gpt-4o-2024-08-06", "azure/gpt-4o-2024-05-13"):
        result = run("status", name, "--as-of", DATA_DAY)
        assert (result.code, "will be retired at" in result.out) == (0, True)


def test_one_model_named_twice_is_no_comparison(run: Run) -> None:
    result = run("compare", "haiku", "haiku 4.5", *SUMMER)
    assert result.code == 2
    assert "two different models" in result.err


def test_a_constraint_takes_no_family(run: Run) -> None:
    result = run("recommend", "--need", "coding", "--exclude", "opus", *SUMMER)
    assert result.code == 2
    assert "ambiguous" in result.err


def test_a_mode_of_its_own_stage_says_what_it_is(run: Run) -> None:
    assert "the mode itself is announced" in run("status", "muse-spark-contemplating", "--details", *SUMMER).out


@pytest.mark.parametrize("words", [["gpt-5.6"], ["--family", "gpt-5.6"]])
def test_list_shows_a_family(run: Run, words: list[str]) -> None:
    rows = read_as(run, "list", *words, *SUMMER)["rows"]
    assert sorted(row[0] for row in rows) == [f"openai/gpt-5.6-{tier}" for tier in ("luna", "sol", "terra")]


def test_list_refuses_what_names_nothing_or_two_things(run: Run) -> None:
    unknown = run("list", "claude-opsu", *SUMMER)
    assert unknown.code == 2
    assert "claude-opus" in unknown.err
    assert run("list", "gpt-5.6", "--family", "opus").code == 2


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("claude-opus-4-6-20260120", False),
        ("gpt-4o-2024-08-07", False),
        ("gpt-4o-2024-08-06", True),
        ("claude-opus-4-20250514", True),
        ("gpt-5.5", True),
    ],
)
def test_a_day_that_never_was_is_told(catalog: Any, name: str, is_known: bool) -> None:
    (note,) = catalog.resolve_on([name], DATA_DAY).values()
    assert (note is None or "no version of that day is known" not in note) == is_known


@pytest.mark.parametrize("name", ["glm5.3", "GLM 5.3", "glm-5.3"])
def test_a_name_without_its_hyphens_is_that_name(run: Run, name: str) -> None:
    assert read_as(run, "show", name, "--as-of", DATA_DAY)["model"] == "zai/glm-5.3"
