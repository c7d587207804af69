"""``--where "FIELD OP VALUE"``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from modelpick.decide.where import comparisons, parse_where
from modelpick.model.errors import ModelpickError
from modelpick.model.rules import Condition, compared
from tests.conftest import DATA_DAY, Result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("context >= 200k", compared("context", "ge", 200_000)),
        ("context>=1M", compared("context", "ge", 1_000_000)),
        ("price.out < $2.50", compared("price.out", "lt", 2.5)),
        ("price.in <= 0.1", compared("price.in", "le", 0.1)),
        ("weights = open", compared("weights", "eq", "open")),
        ("weights == open", compared("weights", "eq", "open")),
        ("weights != closed", compared("weights", "ne", "closed")),
        ("reasoning = yes", compared("reasoning", "eq", True)),
        ("reasoning = FALSE", compared("reasoning", "eq", False)),
        ("released > 2026-04", compared("released", "gt", "2026-04")),
        ("input has image", compared("input", "has", ("image",))),
        ("lab in meta, openai", compared("lab", "in", ("meta", "openai"))),
        ("lab not in meta,openai", compared("lab", "not_in", ("meta", "openai"))),
        ("lab IN meta", compared("lab", "in", ("meta",))),
        ("score.swe-bench-verified > 70", compared("score.swe-bench-verified", "gt", 70)),
        ("route.residency.eu = yes", compared("route.residency.eu", "eq", "yes")),
        ("  name  =  Muse Spark  ", compared("name", "eq", "Muse Spark")),
        ("name = a in b", compared("name", "eq", "a in b")),
        ("tool-calling = yes", compared("tool_calling", "eq", True)),
        ("params.total-b < 40", compared("params.total_b", "lt", 40)),
    ],
)
def test_a_comparison_becomes_a_typed_test(text: str, expected: Condition) -> None:
    assert parse_where(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected FIELD OP VALUE"),
        ("context", "expected FIELD OP VALUE"),
        ("context >=", "expected FIELD OP VALUE"),
        (">= 5", "expected FIELD OP VALUE"),
        ("context ~ 5", "expected FIELD OP VALUE"),
        ("contxt >= 5", "unknown field 'contxt'"),
        ("score. >= 5", "unknown field 'score.'"),
        ("context >= much", "`context` is a number, got 'much'"),
        ("context >= 12q", "`context` is a number, got '12q'"),
        ("price.in <= nan", "`price.in` is a number, got 'nan'"),
        ("reasoning = maybe", "`reasoning` is yes or no, got 'maybe'"),
        ("released > 2026-02-30", "`released` is a date, got '2026-02-30'"),
        ("context in 5, many", "`context` is a number, got 'many'"),
        ("context >= 9999999999999999", "`context` is a number, got '9999999999999999'"),
        ("name < 20", "`name` is text, which is neither more nor less"),
        ("reasoning >= yes", "`reasoning` is yes or no, which is neither more nor less"),
        ("providers > openai", "`providers` is a list of words, which is neither more nor less"),
    ],
)
def test_what_means_nothing_is_refused_in_a_sentence(text: str, message: str) -> None:
    with pytest.raises(ModelpickError) as caught:
        parse_where(text)
    assert caught.value.message == message
    assert str(caught.value).startswith(f"where {text!r}: ")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("contxt >= 5", "Did you mean `context`"),
        ("model.context > 5", "Did you mean `route.context` or `context`?"),
        ("features.tools = yes", "Write 'tool_calling = yes'"),
        ("vision = yes", "Write 'input has image'"),
        ("swe-bench > 5", "See: list --fields"),
    ],
)
def test_a_field_that_is_none_is_told_what_to_write(text: str, hint: str) -> None:
    with pytest.raises(ModelpickError) as caught:
        parse_where(text)
    assert (caught.value.hint or "").startswith(hint)


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("weights = open and params.total_b < 40", ("weights = open", "params.total_b < 40")),
        ("weights=open,context>=1M", ("weights=open", "context>=1M")),
        ("lab in openai, google AND released > 2026-06", ("lab in openai, google", "released > 2026-06")),
        ("license.id = and", ("license.id = and",)),
    ],
)
def test_joined_comparisons_are_each_by_itself(text: str, each: tuple[str, ...]) -> None:
    assert comparisons([text]) == each
    assert comparisons(["context > 1k", text]) == ("context > 1k", *each)


def test_joined_comparisons_answer_as_single_ones(run: Callable[..., Result]) -> None:
    joined = "weights = open and params.total_b < 40"
    for ask in (("list",), ("recommend", "coding", "-f", "json")):
        single = [word for text in joined.split(" and ") for word in ("--where", text)]
        assert (
            run(*ask, "--where", joined, "--as-of", DATA_DAY).out == run(*ask, *single, "--as-of", DATA_DAY).out != ""
        )
