"""What the benchmarks of the decision rest on: each reduction is judged by its own figures, each board by its need."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelpick.catalog.bundled import bundled
from modelpick.evidence.cells import FittedParameters
from modelpick.model.facts import Facts
from tests.conftest import DATA_DAY
from tests.factories import figure, model

pytest.importorskip("numpy")

import numpy as np

from benchmarks.backtest import Chance, _clustered_error, reduced_to
from benchmarks.boards import need_for, ranks, without_board
from benchmarks.deciding import Judge, criteria_of
from benchmarks.leads import NEWEST, newest_lists
from modelpick.evidence.links import links_from
from tools import factor_model
from tools.fit_estimator import row_of
from tools.source_effects import effects_of


def test_two_reductions_of_a_model_are_judged_by_their_own_figures(shipped_facts: Facts, shipped_rules: Any) -> None:
    data = json.loads((bundled("data") / "estimator.json").read_text(encoding="utf-8"))
    judge = Judge.of(shipped_facts, data, DATA_DAY)
    criteria = criteria_of("coding", shipped_rules, shipped_facts, FittedParameters(data))
    whole = model("openai/new", figure(90, benchmark="deepswe-1.1"), figure(20, benchmark="swe-bench-pro"))
    strong, weak = (judge.score(reduced_to(whole, {test}), criteria) for test in ("deepswe-1.1", "swe-bench-pro"))
    assert strong.value > weak.value


@pytest.mark.parametrize(
    ("board", "need"),
    [
        ("finance-agent-v2", "finance"),
        ("legal-agent-bench-vals", "legal"),
        ("vectara-hallucination-rate", "rag"),
        ("medqa-vals", "medical-documents"),
        ("gpqa-diamond", "reasoning"),
        ("livebench-2026-06-25", "general"),
        ("bfcl-v4", "agentic"),
    ],
)
def test_a_board_is_judged_by_the_need_that_weighs_its_skill_most(
    board: str, need: str, shipped_facts: Facts, shipped_rules: Any
) -> None:
    assert need_for(shipped_facts.benchmarks[board], shipped_rules, shipped_facts) == need


def test_a_hidden_board_leaves_its_skill_to_the_edition_with_the_most_figures(shipped_facts: Facts) -> None:
    hidden = without_board(shipped_facts, "terminal-bench-2.1")
    assert not any(m.benchmark == "terminal-bench-2.1" for each in hidden.models.values() for m in each.measurements)
    assert hidden.skills["terminal-work"].reference == "terminal-bench-2.0"
    assert "terminal-bench-2.1" not in hidden.skills["terminal-work"].editions
    assert hidden.skills["hard-science"] == shipped_facts.skills["hard-science"]


def test_many_fields_of_one_model_are_no_more_certain_than_one() -> None:
    def chances(models: int, fields: int) -> list[Chance]:
        return [Chance(0.5, i % 2 == 0, f"m{i}", "2026-01-01") for i in range(models) for _ in range(fields)]

    assert _clustered_error(chances(16, 1)) == _clustered_error(chances(16, 9)) == pytest.approx(0.125)


def test_equals_share_their_place() -> None:
    assert list(ranks(np.array([0.0, 3.0, 0.0, 0.0, 1.0]))) == [1.0, 4.0, 1.0, 1.0, 3.0]


def test_the_lists_of_newest_models_are_of_the_catalog(shipped_facts: Facts) -> None:
    for _, models in newest_lists(shipped_facts):
        assert len({m.id for m in models}) == NEWEST


def test_a_fitted_link_is_written_as_it_is_read() -> None:
    data = json.loads((bundled("data") / "estimator.json").read_text(encoding="utf-8"))
    link = next(iter(links_from(data).values()))[0]
    assert row_of(link) in data["links"]


def test_what_makers_add_is_drawn_to_what_they_add_in_common() -> None:
    found = effects_of([[[0.6] * 30, []], [[0.0] * 10, [1.0]], [[], []]])
    makers, others = found[:, 0], found[:, 1]
    assert makers[2] == pytest.approx(0.45)
    assert makers[0] == pytest.approx((30 * 0.6 + 10 * 0.45) / 40)
    assert makers[1] == pytest.approx(0.45 / 2)
    assert others[1] == pytest.approx(1.0)


def test_a_test_that_the_strongest_alone_report_is_no_easier_for_the_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    ability = np.sort(rng.normal(size=90))
    scores = 50 + 12 * (ability[:, None] + rng.normal(0, 0.4, (90, 12)))
    truth, scores[:80, 0] = scores[:80, 0].copy(), np.nan
    bounded = np.ones(12, bool)

    def bias() -> float:
        z, scale = factor_model.standardize(scores, bounded)
        values = scale.restore(factor_model.fit(z, np.zeros((90, 1))).predict(z, np.zeros((90, 1)))[0])
        return float((values[:80, 0] - truth).mean())

    drawn = bias()
    monkeypatch.setattr(factor_model, "RANGE_PRIOR", 4.0)
    assert abs(drawn) < 0.75 * abs(bias())


def test_a_test_that_few_report_is_foreseen_by_those_of_its_kind() -> None:
    rng = np.random.default_rng(7)
    one, other = rng.normal(size=(2, 120))
    kinds = np.repeat([0, 1], 8)
    ability = np.where(kinds == 0, one[:, None], 0.3 * one[:, None] + 0.9 * other[:, None])
    scores = 50 + 12 * (ability + rng.normal(0, 0.3, (120, 16)))
    truth, scores[7:, 15] = scores[7:, 15].copy(), np.nan
    z, scale = factor_model.standardize(scores, np.ones(16, bool))

    def error(known: factor_model.Ints | None) -> float:
        side = np.zeros((120, 1))
        values = scale.restore(factor_model.fit(z, side, kinds=known).predict(z, side)[0])
        return float(np.abs(values[7:, 15] - truth).mean())

    assert error(kinds) < 0.95 * error(None)


def test_a_lab_of_few_models_says_less_than_one_of_many() -> None:
    labs = ["few"] * 3 + ["many"] * 30 + ["rest"] * 60
    side, _ = factor_model.lab_columns(labs, ["few", "many"])
    rng = np.random.default_rng(3)
    ability = np.array([0.0 if lab == "rest" else 1.5 for lab in labs])
    z = ability[:, None] + rng.normal(0, 0.4, (93, 10))
    factors = factor_model.fit(z - z.mean(0), side)
    few, many, rest = factors.predict(np.full((3, 10), np.nan), side[[0, 3, 33]])[0].mean(1)
    assert 0 < few - rest < 0.75 * (many - rest)
