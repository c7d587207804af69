"""A result of n tasks weighs as much as n tasks do."""

from __future__ import annotations

import math

import pytest

from modelpick.evidence.cells import Evidence
from modelpick.evidence.own import Expected, expected_share, own_result
from modelpick.evidence.pooled import OwnResult
from modelpick.evidence.pooling import pool
from modelpick.model.facts import Measurement, Run
from tests.factories import benchmark, facts, figure, model

EXAM = benchmark("exam", unit="percent", range=(0.0, 100.0))


def own(passed: float, n: int, **tasks: float) -> Measurement:
    return figure(100 * passed / n, "self", run=Run(n, passed, tasks))


def test_without_an_own_run_nothing_is_another() -> None:
    asked = model("a/one", figure(60), figure(64, "vendor"))
    assert pool(asked, EXAM) == pool(asked, EXAM, own_alone=True)
    assert pool(asked, EXAM).own is None


def test_few_tasks_hardly_move_a_figure_and_many_do() -> None:
    before = pool(model("a/one", figure(80)), EXAM)
    few = pool(model("a/one", figure(80), own(1, 3)), EXAM)
    many = pool(model("a/one", figure(80), own(200, 600)), EXAM)
    assert 78 < few.value < before.value == 80
    assert few.basis == "independent"
    assert many.value < 60
    assert many.basis == "self"
    assert few.prior == before


def test_the_join_is_by_precision() -> None:
    cell = pool(model("a/one", figure(80), own(30, 60)), EXAM)
    a, b = 1 / cell.prior.sd**2, 1 / cell.own.sd**2
    assert cell.value == pytest.approx((a * cell.prior.value + b * cell.own.value) / (a + b))
    assert cell.sd == pytest.approx(1 / math.sqrt(a + b))


def test_no_count_of_tasks_stands_in_place_of_all_others() -> None:
    cell = pool(model("a/one", figure(80), figure(40, "self")), EXAM)
    assert (cell.value, cell.basis) == (40, "self")


def test_trusted_alone_it_stands_in_place_of_all_others() -> None:
    cell = pool(model("a/one", figure(80), own(1, 3)), EXAM, own_alone=True)
    assert cell.value == pytest.approx(100 / 3)
    assert cell.sd > 20


def test_all_right_is_no_certainty() -> None:
    found = own_result([own(3, 3)], EXAM)
    assert (found.value, found.sd > 20) == (100, True)


def test_attempts_at_one_task_count_as_one_task() -> None:
    single = own_result([own(2, 4, a=1, b=1, c=0, d=0)], EXAM)
    repeated = own_result([own(8, 16, a=1, b=1, c=0, d=0)], EXAM)
    assert repeated.sd == pytest.approx(single.sd)
    assert (repeated.tasks, repeated.n) == (4, 16)
    assert own_result([own(8, 16)], EXAM).sd < single.sd


def test_two_runs_of_the_same_tasks_are_joined_task_by_task() -> None:
    found = own_result([own(2, 2, a=1, b=1), own(0, 2, a=0, b=0)], EXAM)
    assert (found.value, found.tasks, found.n) == (50, 2, 4)


def test_a_hard_test_is_expected_to_be_hard_for_whoever_was_not_asked() -> None:
    strong, weak = Expected(1, 0.3), Expected(-1, 0.3)
    hard = [(weak, OwnResult(5, 3, 3, 60, 60))]
    easy = [(weak, OwnResult(90, 3, 54, 60, 60))]
    assert expected_share(strong, hard, 0.8)[0] < expected_share(strong, easy, 0.8)[0]
    assert expected_share(strong, easy, 0.8)[0] > expected_share(weak, easy, 0.8)[0]
    nothing = expected_share(weak, [], 0.8)
    assert nothing[1] > expected_share(weak, easy, 0.8)[1]


def test_what_nobody_was_asked_is_expected_by_the_results_of_others() -> None:
    mine = benchmark("mine", unit="percent", range=(0.0, 100.0), asked_of=("a/one",))
    asked, other = model("a/one", own(54, 60)), model("a/two")
    asked = model("a/one", figure(90, "self", benchmark="mine", run=Run(60, 54)))
    known = facts(asked, other)
    evidence = Evidence({"mine": mine}, models=known.model)
    found = evidence.cell(other, mine)
    assert found.basis == "estimated"
    assert 55 < found.value < 90
    assert evidence.cell(asked, mine).basis == "self"
