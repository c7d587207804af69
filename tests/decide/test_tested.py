"""Proven beside promising: what orders the ranking, who is tested, and what needs ask of a model at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelpick.decide.robustness import chance_ahead
from modelpick.decide.routes import Route
from modelpick.decide.scoring import DOUBTS, LOWERED_AT_MOST, THIN, Score, cells_of, mix, score
from modelpick.decide.standing import contender
from modelpick.decide.subject import CandidateView
from modelpick.evidence.cells import Evidence, FittedParameters
from modelpick.model.facts import Facts, Measurement
from modelpick.use_cases.load import read_fitted
from tests.conftest import DATA_DAY, Result
from tests.factories import figure, model

CODING = ("terminal-bench-4.0", "deepswe-1.1", "swe-bench-pro", "terminal-bench-2.1", "swe-bench-verified")


@pytest.fixture(scope="module")
def scored(shipped_facts: Facts, shipped_rules: Any) -> Callable[..., Score]:
    """The score of a newcomer with some figures for coding."""
    fitted = FittedParameters(read_fitted() or {})
    criteria = mix({"coding": 1.0}, shipped_rules.needs, shipped_facts)

    def scored(figures: Iterable[Measurement]) -> Score:
        new = model("openai/new", *figures, released="2026-09-01", weights="closed", reasoning=True)
        evidence = Evidence(shipped_facts.benchmarks, fitted, shipped_facts.skills)
        return score(
            criteria, CandidateView(Route("none", new, DATA_DAY), shipped_facts), cells_of(criteria, new, evidence)
        )

    return scored


def test_where_little_is_measured_the_order_is_lowered(scored) -> None:
    little = scored([figure(70, benchmark="gpqa-diamond")])
    assert little.tested == 0
    assert little.key < little.value
    assert not little.is_tested


def test_from_a_third_on_the_order_is_by_score_and_from_half_on_it_is_tested(scored) -> None:
    some = scored([figure(60, benchmark=b) for b in CODING[:2]])
    much = scored([figure(60, benchmark=b) for b in CODING[:3]])
    assert (some.tested, some.is_tested) == (pytest.approx(0.42), False)
    assert some.key == some.value
    assert much.is_tested


def test_another_edition_of_a_skill_is_on_topic_for_the_skill_alone(scored) -> None:
    beside = scored(
        [figure(50, benchmark="livebench-2026-01-08-agentic-coding"), figure(60, benchmark="terminal-bench-2.0")]
    )
    assert beside.tested == pytest.approx(0.04)


def test_a_chance_expects_less_than_the_estimates_and_all_of_what_is_measured(scored) -> None:
    """Of a known and an unknown model with one score, the known one is likelier to be better."""
    guessed = scored([figure(60, benchmark="gpqa-diamond")])
    every = scored([figure(p.value, benchmark=p.weighted.benchmark.id) for p in guessed.parts])
    criteria = [p.weighted for p in guessed.parts]
    one, other = contender(criteria, "guessed", guessed), contender(criteria, "known", every)
    assert every.value == pytest.approx(guessed.value, abs=0.5)
    assert other.score == every.value
    assert one.score < guessed.value
    assert chance_ahead(one, other) < 0.45


@settings(max_examples=30, deadline=None)
@given(st.floats(5, 90), st.floats(0.1, 20), st.sampled_from((*CODING, "terminal-bench-2.0", "mmlu-pro")))
def test_a_better_figure_never_lowers_what_orders(scored, value: float, more: float, test: str) -> None:
    other = figure(55, benchmark="gpqa-diamond")
    low, high = (
        scored([other, figure(value, benchmark=test)]),
        scored([other, figure(min(value + more, 99), benchmark=test)]),
    )
    assert low.key <= high.key + 1e-9


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(CODING), st.floats(30, 80))
def test_measuring_what_was_expected_never_lowers_what_orders(scored, test: str, known: float) -> None:
    before = scored([figure(known, benchmark="gpqa-diamond")])
    part = next(p for p in before.parts if p.weighted.benchmark and p.weighted.benchmark.id == test)
    after = scored([figure(known, benchmark="gpqa-diamond"), figure(part.value, benchmark=test)])
    assert after.key >= before.key - 0.5


def test_the_order_is_lowered_by_the_models_own_doubt_and_four_points_at_most(scored, shipped_facts: Facts) -> None:
    unlike = [b for b in shipped_facts.benchmarks.values() if b.unit == "percent" and "coding" not in b.domains]
    hardly, well = scored([figure(60, benchmark="gpqa-diamond")]), scored([figure(99, benchmark=b.id) for b in unlike])
    assert hardly.tested == well.tested == 0
    assert hardly.value - hardly.key == pytest.approx(LOWERED_AT_MOST) == 4.0
    assert 0 < well.value - well.key < LOWERED_AT_MOST
    assert (THIN, DOUBTS) == (0.3, 1.0)


class TestThroughTheCommandLine:
    def test_the_three_states_and_the_key_stand_in_the_json(self, run: Callable[..., Result]) -> None:
        answer = json.loads(run("recommend", "--need", "coding", "--top", "60", "--format", "json").out)
        lines = answer["ranking"]
        assert [line["key"] for line in lines] == sorted((line["key"] for line in lines), reverse=True)
        assert {line["standing"] for line in lines} == {"tested", "promising"}
        for line in lines:
            assert (line["standing"] == "tested") == (line["tested"] >= 0.5 - 1e-9)
        assert {part["basis"] for line in lines for part in line["contributions"]} >= {
            "independent",
            "vendor",
            "estimated",
        }

    def test_only_tested_models_are_ranked_when_that_is_asked(self, run: Callable[..., Result]) -> None:
        asked = ("recommend", "--need", "coding", "--evidence", "tested", "--top", "200", "--format", "json")
        answer = json.loads(run(*asked).out)
        assert {line["standing"] for line in answer["ranking"]} == {"tested"}
        assert any("was measured of it" in each["why"] for each in answer["not_ranked"])

    def test_vision_ranks_nobody_without_image_input(self, run: Callable[..., Result], shipped_facts: Facts) -> None:
        answer = json.loads(run("recommend", "--need", "vision", "--self-host", "--top", "300", "--format", "json").out)
        assert answer["ranking"]
        assert all("image" in shipped_facts.models[line["model"]].modalities.inputs for line in answer["ranking"])
        assert any(failed["constraint"] == "input" for each in answer["excluded"] for failed in each["failed"])

    def test_what_a_need_requires_is_no_relaxation(self, run: Callable[..., Result]) -> None:
        asked = (
            "recommend",
            "--need",
            "vision",
            "--self-host",
            "--license",
            "osi",
            "--max-params",
            "1",
            "--format",
            "json",
        )
        shown = run(*asked)
        if shown.code in (0, 1):
            answer = json.loads(shown.out)
            assert not any("input" in way["relax"] for way in answer["relaxations"])

    def test_an_ability_of_its_own_ranks_only_those_who_were_measured(self, run: Callable[..., Result]) -> None:
        answer = json.loads(run("recommend", "--need", "health", "--self-host", "--top", "300", "--format", "json").out)
        own = {"health-consultation", "clinical-work"}
        for line in answer["ranking"]:
            assert any(part["criterion"] in own and part["on_topic"] for part in line["contributions"]), line["name"]
        assert any("other tests do not tell it" in each["why"] for each in answer["not_ranked"])

    def test_a_promising_first_names_the_best_tested_one(self, run: Callable[..., Result]) -> None:
        answer = json.loads(run("recommend", "--need", "reasoning", "--self-host", "--format", "json").out)
        verdict, first = answer["verdict"], answer["ranking"][0]
        if first["standing"] == "promising":
            assert verdict["state"] == "promising"
            assert verdict["best_tested"]
            assert 0 < verdict["chance_over_tested"] <= 0.8
            assert first["first_share"] <= 0.8

    def test_low_cost_on_ones_own_machines_asks_for_memory(self, run: Callable[..., Result]) -> None:
        answer = json.loads(run("recommend", "--need", "low-cost", "--self-host", "--format", "json").out)
        fields = [part["field"] for part in answer["ranking"][0]["contributions"] if part["field"]]
        assert fields == ["home.memory"]


class TestAsOf:
    def test_no_criterion_that_could_not_be_estimated_on_the_day(self, run: Callable[..., Result]) -> None:
        asked = ("recommend", "--need", "coding", "--as-of", "2026-03-31", "--format", "json")
        answer = json.loads(run(*asked).out)
        weighed = {each["benchmark"]: each["weight"] for each in answer["request"]["criteria"]}
        assert "terminal-bench-4.0" not in weighed
        assert sum(weighed.values()) == pytest.approx(1, abs=0.01)
        assert any("fewer than six models" in note for note in answer["notes"])
