"""Token factors: from published counts, pulled towards 1, with a range; 1 with a wide range where there are none."""

from __future__ import annotations

from decimal import Decimal

from modelpick.cost.tokens import USUAL, WITHIN, WITHOUT, factors
from modelpick.model.workloads import TokenCount
from modelpick.use_cases.catalog import OpenCatalog


def count(model: str, tokens: int, suite: str = "suite", variant: str | None = None, tasks: int = 10) -> TokenCount:
    return TokenCount(model, suite, tasks, "board", "2026-01-01", output_tokens=tokens, variant=variant)


COUNTS = [count("a/terse", 250), count("a/usual", 1000), count("a/wordy", 4000)]


def test_a_factor_is_that_of_the_suite_pulled_towards_one() -> None:
    found = factors(COUNTS)
    assert found.of("a/usual").value == 1
    assert Decimal(1) < found.of("a/wordy").value < 4
    assert Decimal("0.25") < found.of("a/terse").value < 1
    assert found.of("a/wordy").sources == ("board",)
    assert "suite" in found.of("a/wordy").basis


def test_the_range_is_narrower_where_something_is_known() -> None:
    known, unknown = factors(COUNTS).of("a/wordy"), factors(COUNTS).of("a/stranger")
    assert unknown is USUAL
    assert (unknown.value, unknown.high) == (1, Decimal(str(WITHOUT)))
    assert abs(float(known.high / known.value) - WITHIN) < 0.01
    assert abs(float(known.value / known.low) - WITHIN) < 0.01


def test_more_suites_are_believed_more() -> None:
    twice = [*COUNTS, *(count(c.model, (c.output_tokens or 0) * 7, "other", tasks=1) for c in COUNTS)]
    assert factors(twice).of("a/wordy").value > factors(COUNTS).of("a/wordy").value


def test_a_mode_has_its_own_factor_and_a_model_the_middle_of_them() -> None:
    modes = [count("a/both", 500, variant="low"), count("a/both", 4000, variant="high")]
    found = factors([*COUNTS, *modes])
    low, high = found.of("a/both", "low").value, found.of("a/both", "high").value
    assert low < found.of("a/both").value < high
    assert found.of("a/both", "unheard") == found.of("a/both")


def test_counts_are_a_task_and_small_suites_say_nothing() -> None:
    same = [count("a/x", 100, tasks=1), count("a/y", 1000, tasks=10), count("a/z", 10_000, tasks=100)]
    assert all(factors(same).of(c.model).value == 1 for c in same)
    assert factors(COUNTS[:2]).of("a/terse") is USUAL
    assert factors([TokenCount("a/x", "s", 1, "board", "2026")]).by_model == {}


def test_the_bundled_counts(catalog: OpenCatalog) -> None:
    found = factors(catalog.facts.token_counts)
    assert len(found.by_model) >= 30
    assert set(found.by_model) <= set(catalog.facts.models)
    assert all(count.source in catalog.facts.sources for count in catalog.facts.token_counts)
    assert found.of("xai/grok-4").value > 2
    assert found.of("anthropic/claude-opus-4").value < 1
