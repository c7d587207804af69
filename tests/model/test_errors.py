"""How faults are worded."""

from __future__ import annotations

from modelpick.model.errors import InputErrors, ModelpickError
from modelpick.model.problems import Problem


def test_an_error_says_where_what_and_what_to_do() -> None:
    assert str(ModelpickError("is odd", where="--top", hint="Write 5")) == "--top: is odd. Write 5"
    assert str(ModelpickError("is odd")) == "is odd"


def test_a_problem_stands_at_its_line_and_column() -> None:
    assert str(Problem("a.yaml", 3, 7, "is odd", "Write 5")) == "a.yaml:3:7: is odd. Write 5"
    assert str(Problem("a.yaml", None, None, "is missing")) == "a.yaml: is missing"


def test_all_the_problems_are_told_one_a_line() -> None:
    error = InputErrors([Problem("a.yaml", 1, 1, "one"), Problem("b.yaml", 2, 1, "two")])
    assert str(error).splitlines() == ["a.yaml:1:1: one", "b.yaml:2:1: two"]
    assert error.code == 2
