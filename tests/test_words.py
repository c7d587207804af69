"""Questions in ordinary words: other words for needs, a need's usual workload, what a persona should ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DATA_DAY, Result

Run = Callable[..., Result]
FEW = ("--only", "gpt-5.5,opus-4.6,muse-spark", "--as-of", DATA_DAY, "-f", "json")


def document(result: Result) -> Any:
    assert result.err == ""
    return json.loads(result.out)


@pytest.mark.parametrize(
    ("word", "need"),
    [
        ("code", "coding"),
        ("Programming", "coding"),
        ("chatbot", "writing-and-chat"),
        ("medical", "health"),
        ("documents", "rag"),
        ("summarization", "rag"),
        ("agents", "agentic"),
    ],
)
def test_an_ordinary_word_means_a_need(run: Run, word: str, need: str) -> None:
    assert document(run("recommend", "--need", word, *FEW))["request"]["needs"] == {need: 1.0}


def test_the_same_need_said_twice_weighs_twice(run: Run) -> None:
    asked = document(run("recommend", "-n", "code", "-n", "programming", "-n", "rag", *FEW))["request"]["needs"]
    assert asked == {"coding": pytest.approx(0.6667), "rag": pytest.approx(0.3333)}


def test_every_need_with_other_words_is_found_by_each_of_them(catalog: Any) -> None:
    from modelpick.use_cases.needs_named import need_named

    book = catalog.rulebook
    words = [(word, need.id) for need in book.needs.values() for word in (need.id, *need.also)]
    assert len(words) > 100
    assert [(word, need_named(word, book, catalog.facts)) for word, _ in words] == words


def test_a_misspelt_need_is_corrected_by_its_id(run: Run) -> None:
    result = run("recommend", "--need", "programing", *FEW)
    assert (result.code, result.err) == (2, "error: unknown need 'programing'. Did you mean `coding`?\n")


def test_a_persona_that_is_asked_as_a_need_is_told_apart(run: Run) -> None:
    result = run("recommend", "--need", "startup", *FEW)
    assert result.code == 2
    assert "Ask for it with --persona startup" in result.err


def test_a_word_of_two_needs_is_an_error(run: Run, tmp_path: Path) -> None:
    rule = """
id: {id}
kind: need
title: Mine
about: Mine.
because: Mine.
also: [{word}]
criteria:
- {{id: c, says: knows, weight: 1, because: mine, benchmark: gpqa-diamond}}
examples:
- {{given: {{c: 90}}, beats: {{c: 80}}}}
"""
    (tmp_path / "mine.yaml").write_text(rule.format(id="mine", word="programming"), "utf-8")
    result = run("rules", "list", "--rules", tmp_path)
    assert result.code == 2
    assert "'programming', which means need" in result.err
    (tmp_path / "mine.yaml").write_text(rule.format(id="mine", word="my-own-word"), "utf-8")
    asked = document(run("recommend", "-n", "my own word", "--rules", tmp_path, *FEW))["request"]["needs"]
    assert asked == {"mine": 1.0}


class TestTheUsualWorkload:
    def test_a_limit_on_cost_takes_the_workload_of_the_need_and_says_so(self, run: Run) -> None:
        limit = ("--max-monthly", 100000)
        usual = document(run("recommend", "-n", "rag", *limit, *FEW))
        named = document(run("recommend", "-n", "rag", *limit, "--workload", "rag", *FEW))
        assert usual["ranking"] == named["ranking"]
        assert usual["ranking"]
        (said,) = [note for note in usual["notes"] if "No workload was named" in note]
        assert "`rag`" in said
        assert not [note for note in named["notes"] if "No workload was named" in note]

    def test_of_a_mix_the_heaviest_need_counts(self, run: Run) -> None:
        notes = document(run("recommend", "-n", "rag=1", "-n", "code=3", "--max-monthly", 1000, *FEW))["notes"]
        assert [note for note in notes if "`coding-agent`" in note]

    def test_parts_of_the_use_are_of_that_workload_too(self, run: Run) -> None:
        summary = document(run("recommend", "-n", "rag", "--requests", "50k", *FEW))["request"]["summary"]
        assert "50,000 requests a month (Answers from retrieved passages: 6k in" in summary

    def test_a_question_without_cost_has_none(self, run: Run) -> None:
        answer = document(run("recommend", "-n", "rag", *FEW))
        assert "requests a month" not in answer["request"]["summary"]
        assert not [note for note in answer["notes"] if "workload" in note]

    def test_every_usual_workload_exists(self, catalog: Any) -> None:
        usual = {need.workload for need in catalog.rulebook.needs.values() if need.workload}
        assert usual
        assert usual <= set(catalog.facts.workloads)


class TestPersonasForPeopleWhoDecide:
    @pytest.mark.parametrize("persona", ["procurement", "hospital", "startup", "public-sector"])
    def test_each_suggests_constraints_with_reasons_and_applies_none(self, run: Run, persona: str) -> None:
        answer = document(run("recommend", "--persona", persona, *FEW))
        assert answer["request"]["constraints"] == {"available": True}, "which every question has"
        suggested = [note for note in answer["notes"] if note.startswith("Consider --")]
        assert len(suggested) >= 2
        assert all(": " in note for note in suggested)

    def test_what_was_asked_is_not_suggested_again(self, run: Run) -> None:
        before = document(run("recommend", "--persona", "hospital", *FEW))["notes"]
        after = document(run("recommend", "--persona", "hospital", "--baa", "--residency", "eu", *FEW))["notes"]
        assert [n for n in before if n.startswith("Consider --baa")]
        assert [n for n in before if n.startswith("Consider --residency eu")]
        assert not [n for n in after if n.startswith(("Consider --baa", "Consider --residency"))]
        assert [n for n in after if n.startswith("Consider --zero-retention")]

    def test_a_suggested_constraint_must_exist(self, run: Run, tmp_path: Path) -> None:
        rule = """
id: mine
kind: persona
title: Mine
about: Mine.
because: Mine.
needs: {coding: 1}
constraints: [{ask: resindency, value: [eu], because: mine}]
advisories: []
heaviest: terminal-bench-4.0
"""
        (tmp_path / "mine.yaml").write_text(rule, "utf-8")
        result = run("rules", "list", "--rules", tmp_path)
        assert result.code == 2
        assert "unknown constraint 'resindency'. Did you mean `residency`?" in result.err

    def test_rules_show_gives_the_suggestions(self, run: Run) -> None:
        shown = run("rules", "show", "hospital").out
        assert "consider --residency eu" in shown
        assert "usual workload" in run("rules", "show", "coding").out


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("summarisation", "rag"),
        ("function calling", "agentic"),
        ("code review", "coding"),
        ("SQL", "coding"),
        ("contract review", "legal"),
        ("email writing", "writing-and-chat"),
        ("invoice processing", "data-extraction"),
        ("japanese translation", "multilingual"),
        ("meeting notes", "rag"),
        ("I need a model for my unit tests", "coding"),
    ],
)
def test_a_need_is_found_in_what_a_person_says(catalog: Any, said: str, need: str) -> None:
    from modelpick.use_cases.needs_named import need_named

    assert need_named(said, catalog.rulebook, catalog.facts) == need


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("summarize support tickets", "may mean `rag` or `writing-and-chat`. Name one of them, or ask for all: --need"),
        ("best free model for coding", "asks for --need coding and for more. A price is a limit, not a need: --max"),
        ("fast", "Speed is a limit, not a need: --min-throughput"),
        ("privacy", "Where data go is a limit, not a need: --self-host"),
        ("embeddings", "asks for an embedding model, and this catalog holds models that answer in text"),
        ("image generation", "asks for an image generator"),
        ("text to speech", "asks for a speech model"),
        ("generate images", "asks for an image generator"),
        ("underwater basket weaving", "Known: agentic, coding, "),
    ],
)
def test_what_is_no_need_is_answered_with_what_to_ask_for(run: Run, said: str, told: str) -> None:
    result = run("recommend", "--need", said, *FEW)
    assert result.code == 2
    assert told in result.err


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("image generation", "'image generation' asks for an image generator"),
        ("text to speech", "'text to speech' asks for a speech model"),
        ("rag embeddings", "'rag embeddings' asks for an embedding model"),
        ("create a video", "'create a video' asks for a video generator"),
    ],
)
def test_words_without_quotes_ask_for_the_same(run: Run, said: str, told: str) -> None:
    result = run("recommend", *said.split(), *FEW)
    assert result.code == 2
    assert told in result.err


def test_reading_scans_takes_a_model_that_sees(run: Run) -> None:
    found = document(run("recommend", "ocr", *FEW))
    assert [*found["request"]["needs"]] == ["vision"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (("--residency", "germany"), {"residency": ["de"]}),
        (("--residency", "Europe"), {"residency": ["eu"]}),
        (("--residency", "gb"), {"residency": ["uk"]}),
        (("--jurisdiction", "germany,France"), {"jurisdiction": ["DE", "FR"]}),
        (("--provider", "aws,vertex"), {"provider": ["amazon-bedrock", "google-vertex"]}),
    ],
)
def test_a_place_or_a_provider_is_found_by_what_people_call_it(run: Run, said: tuple[str, ...], asked: Any) -> None:
    constraints = document(run("recommend", "coding", *said, *FEW))["request"]["constraints"]
    assert constraints == {"available": True, **asked}


def test_a_member_state_is_a_place_though_nobody_offers_it(run: Run) -> None:
    assert run("recommend", "coding", "--residency", "nl", *FEW).code == 1


def test_an_availability_is_not_rounded_to_all(run: Run) -> None:
    assert "promised availability at least 99.99 percent" in run("recommend", "coding", "--sla", "99.99").out


def test_versus_is_no_model(run: Run) -> None:
    assert run("compare", "gpt-5.5", "vs", "opus-4.6").out == run("compare", "gpt-5.5", "opus-4.6").out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("cost gpt-5.5 --currency EUR", "All prices are in US dollars"),
        ("cost gpt-5.5 --reasoning 4k", "Tokens of reasoning are billed as output"),
        ("cost gpt-5.5 --images 10", "billed as the tokens that its provider counts"),
        ("cost gpt-5.5 --tokens 5M", "--in 3k --out 500 --requests 100k"),
        ("cost gpt-5.5 --users 100", "--requests 100k"),
        ("cost --need coding", "A need is asked of `recommend` and `compare`"),
        ("recommend coding --no-china", "--exclude-lab deepseek,qwen"),
        ("retirements --since 2026-10-01", "--past 60d"),
        ("status gpt-5.5 --region eu", "modelpick recommend coding --residency eu"),
        ("recommend coding --license apache-2.0", "--where 'license.id = Apache-2.0'"),
    ],
)
def test_what_no_option_says_is_told_how_to_ask(run: Run, line: str, told: str) -> None:
    result = run(*line.split())
    assert result.code == 2
    assert told in result.err


@pytest.mark.parametrize(
    ("said", "requests"), [("100/day", 3000), ("2k per hour", 1_440_000), ("5 a minute", 216_000), ("20k", 20_000)]
)
def test_requests_of_a_span_of_time_are_those_of_a_month(run: Run, said: str, requests: int) -> None:
    report = document(run("cost", "gpt-5.5", "--requests", said, "--in", "1k", "--as-of", DATA_DAY, "-f", "json"))
    assert report["workload"]["requests"] == requests


def test_a_number_may_bear_its_unit(run: Run) -> None:
    asked = document(run("recommend", "coding", "--sla", "99.5%", *FEW))["request"]["constraints"]
    assert asked["sla"] == 99.5
    result = run("recommend", "coding", "--max-latency", "1.5 s", "--min-throughput", "80 tok/s", *FEW)
    asked = json.loads(result.out)["request"]["constraints"]
    assert (asked["max-latency"], asked["min-throughput"]) == (1.5, 80)


def test_a_workload_is_found_by_what_people_call_it(run: Run) -> None:
    report = document(run("cost", "gpt-5.5", "--workload", "support", "--as-of", DATA_DAY, "-f", "json"))
    assert report["workload"]["id"] == "chat"


def test_a_context_without_a_machine_is_one_that_is_served(run: Run) -> None:
    request = document(run("recommend", "coding", "--context", "1M", *FEW))["request"]
    assert request["constraints"]["min-context"] == 1_000_000
    there = ("recommend", "coding", "--context", "8k", "--vram", "24GB", "--top", "1", "-f", "json")
    assert "min-context" not in document(run(*there))["request"]["constraints"]


def test_a_need_of_ones_own_may_be_called_what_another_is_called_too(run: Run, tmp_path: Path) -> None:
    rule = """
id: notes
kind: need
title: Mine
about: Mine.
because: Mine.
criteria:
- {id: c, says: knows, weight: 1, because: mine, benchmark: gpqa-diamond}
examples:
- {given: {c: 90}, beats: {c: 80}}
"""
    (tmp_path / "notes.yaml").write_text(rule, "utf-8")
    asked = document(run("recommend", "notes", "--rules", tmp_path, *FEW))["request"]["needs"]
    assert asked == {"notes": 1.0}
