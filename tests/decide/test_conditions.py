"""Conditions under three-valued logic."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from modelpick.decide.conditions import evaluate, truth_of
from modelpick.decide.values import FieldValue
from modelpick.model.logic import Truth
from modelpick.model.rules import compared, joined

PASS, FAIL, UNKNOWN = Truth.PASS, Truth.FAIL, Truth.UNKNOWN


class Given(dict[str, Any]):
    """A subject of which only the given facts are known."""

    def get(self, name: str, default: Any = None) -> FieldValue:
        return FieldValue(self[name]) if name in self else FieldValue()


SUBJECT = Given(yes=True, no=False)
TESTS = {
    PASS: compared("yes", "eq", True),
    FAIL: compared("no", "eq", True),
    UNKNOWN: compared("unsaid", "eq", True),
}


def truth(condition: Any, subject: Mapping[str, Any] = SUBJECT, value: Any = None) -> Truth:
    found = evaluate(condition, Given(subject), value).truth
    assert truth_of(condition, Given(subject), value) is found
    return found


def together(by: str, *truths: Truth) -> Truth:
    return truth(joined(by, tuple(TESTS[t] for t in truths)))


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        (PASS, PASS, PASS),
        (PASS, FAIL, FAIL),
        (PASS, UNKNOWN, UNKNOWN),
        (FAIL, FAIL, FAIL),
        (FAIL, UNKNOWN, FAIL),
        (UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_and(left: Truth, right: Truth, both: Truth) -> None:
    assert together("all", left, right) is both
    assert together("all", right, left) is both


@pytest.mark.parametrize(
    ("left", "right", "either"),
    [
        (PASS, PASS, PASS),
        (PASS, FAIL, PASS),
        (PASS, UNKNOWN, PASS),
        (FAIL, FAIL, FAIL),
        (FAIL, UNKNOWN, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_or(left: Truth, right: Truth, either: Truth) -> None:
    assert together("any", left, right) is either
    assert together("any", right, left) is either


@pytest.mark.parametrize(
    ("members", "neither"),
    [((PASS,), FAIL), ((FAIL,), PASS), ((UNKNOWN,), UNKNOWN), ((FAIL, UNKNOWN), UNKNOWN), ((PASS, UNKNOWN), FAIL)],
)
def test_not(members: tuple[Truth, ...], neither: Truth) -> None:
    assert together("none", *members) is neither


@pytest.mark.parametrize(
    "operator", ["eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "has", "has_all", "has_any", "has_only", "within"]
)
def test_a_comparison_with_what_is_not_known_is_not_known(operator: Any) -> None:
    assert truth(compared("unsaid", operator, "x")) is UNKNOWN


@pytest.mark.parametrize(
    ("field", "asked", "expected"), [("yes", True, PASS), ("unsaid", True, FAIL), ("unsaid", False, PASS)]
)
def test_only_whether_something_is_known_is_always_known(field: str, asked: bool, expected: Truth) -> None:
    assert truth(compared(field, "known", asked)) is expected


def test_false_and_zero_are_known() -> None:
    assert truth(compared("x", "known", True), {"x": 0}) is PASS
    assert truth(compared("x", "le", 0), {"x": 0}) is PASS
    assert truth(compared("x", "eq", False), {"x": False}) is PASS


@pytest.mark.parametrize(
    ("fact", "operator", "operand", "expected"),
    [
        (5, "lt", 5, FAIL),
        (5, "le", 5, PASS),
        (5, "ge", 5, PASS),
        (5, "gt", 5, FAIL),
        (Decimal("0.1"), "le", 0.1, PASS),
        (Decimal("0.1"), "eq", 0.1, PASS),
        (Decimal("0.1000001"), "le", 0.1, FAIL),
        ("2026-04-08", "gt", "2026-04-07", PASS),
        ("2026-04-08", "gt", "2026-04-08", FAIL),
        ("Open", "eq", "open", PASS),
        ("open", "ne", "closed", PASS),
        ("text", "lt", 5, FAIL),
        (5, "lt", "text", FAIL),
        ("meta", "in", ("Meta", "openai"), PASS),
        ("meta", "not_in", ("openai",), PASS),
        ("meta", "not_in", ("META",), FAIL),
        (("text", "image"), "has", "image", PASS),
        (("text", "image"), "has_all", ("image", "text"), PASS),
        (("text", "image"), "has_all", ("image", "audio"), FAIL),
        (("text", "image"), "has_any", ("image", "audio"), PASS),
        (("text",), "has_any", ("image", "audio"), FAIL),
        (("EU",), "has_only", ("EU", "US"), PASS),
        (("EU", "CN"), "has_only", ("EU", "US"), FAIL),
        (("EU", "CN"), "in", ("EU", "US"), FAIL),
    ],
)
def test_operators(fact: Any, operator: Any, operand: Any, expected: Truth) -> None:
    assert truth(compared("x", operator, operand), {"x": fact}) is expected


def test_the_operand_may_be_what_the_user_asked() -> None:
    assert truth(compared("x", "ge", "$value"), {"x": 5}, value=5) is PASS
    assert truth(compared("x", "ge", "$value"), {"x": 5}, value=6) is FAIL


def test_a_field_may_be_named_by_what_the_user_asked_and_every_one_has_to_hold() -> None:
    stays = compared("stays.$value", "eq", "yes")
    assert truth(stays, {"stays.eu": "yes"}, value=("eu",)) is PASS
    assert truth(stays, {"stays.eu": "yes", "stays.us": "no"}, value=("eu", "us")) is FAIL
    assert truth(stays, {"stays.eu": "yes"}, value=("eu", "us")) is UNKNOWN


def test_no_more_facts_are_looked_at_than_decide() -> None:
    looked: list[str] = []

    class Noted(Given):
        def get(self, name: str, default: Any = None) -> FieldValue:
            looked.append(name)
            return super().get(name, default)

    decided = joined("all", (TESTS[UNKNOWN], TESTS[FAIL], TESTS[PASS]))
    assert truth_of(joined("any", (decided, TESTS[PASS], TESTS[UNKNOWN])), Noted(SUBJECT)) is PASS
    assert looked == ["unsaid", "no", "yes"]


def test_the_facts_that_were_looked_at_are_told() -> None:
    found = evaluate(joined("any", (compared("x", "eq", 1), compared("y", "eq", 1))), Given(x=2))
    assert [(name, fact.value) for name, fact in found.facts] == [("x", 2), ("y", None)]


@pytest.mark.parametrize(
    ("released", "truth"),
    [("2026-03", Truth.FAIL), ("2026-04", Truth.UNKNOWN), ("2026-05", Truth.PASS), ("2026", Truth.UNKNOWN)],
)
def test_a_date_known_to_the_month_is_unknown_within_the_month(released: str, truth: Truth) -> None:
    found = evaluate(compared("released", "gt", "2026-04-15"), Given({"released": released}))
    assert found.truth is truth
