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
from benchmarks.boards import need_for, ranks
from benchmarks.deciding import Judge, criteria_of


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


def test_many_fields_of_one_model_are_no_more_certain_than_one() -> None:
    def chances(models: int, fields: int) -> list[Chance]:
        return [Chance(0.5, i % 2 == 0, f"m{i}", "2026-01-01") for i in range(models) for _ in range(fields)]

    assert _clustered_error(chances(16, 1)) == _clustered_error(chances(16, 9)) == pytest.approx(0.125)


def test_equals_share_their_place() -> None:
    assert list(ranks(np.array([0.0, 3.0, 0.0, 0.0, 1.0]))) == [1.0, 4.0, 1.0, 1.0, 3.0]
