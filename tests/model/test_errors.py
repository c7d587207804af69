"""How faults are worded."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import modelpick
from modelpick.model.errors import InputErrors, ModelpickError
from modelpick.model.exits import OPTIONS
from modelpick.model.problems import Problem

PACKAGE = Path(modelpick.__file__).parent


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


def _braced_words(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and word of each option in braces that an error of this module names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Error"):
            said = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "hint")]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("hint", "said"):
            said = [node.value]
        else:
            continue
        texts = (each for part in said for each in ast.walk(part) if isinstance(each, ast.Constant))
        for text in texts:
            yield from ((text.lineno, word) for word in re.findall(r"\{([a-z][a-z_-]*)\}", str(text.value)))


def test_each_option_that_an_error_names_in_braces_is_written_as_an_option() -> None:
    found = {
        f"{file.relative_to(PACKAGE)}:{line}": word
        for file in PACKAGE.rglob("*.py")
        for line, word in _braced_words(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert len(found) > 30
    assert {place: word for place, word in found.items() if word not in OPTIONS} == {}
