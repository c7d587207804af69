"""LiveBench: categories from tasks; what two releases share counts once, and what each has of its own stays apart."""

from __future__ import annotations

import pytest

from modelpick.market.records import ScoreRecord
from modelpick.sources import livebench
from modelpick.sources.adapter import Parsed, ShapeChanged, SourceDocument
from modelpick.sources.registry import ADAPTERS
from tests.sources.given import DAY, SAMPLES, of

TABLE = (SAMPLES / "livebench-table.csv").read_text("utf-8")
CATEGORIES = (SAMPLES / "livebench-categories.json").read_bytes()


def release(day: str, table: str = TABLE, categories: bytes = CATEGORIES) -> list[SourceDocument]:
    name = day.replace("-", "_")
    return [
        SourceDocument(f"https://x.test/table_{name}.csv", table.encode()),
        SourceDocument(f"https://x.test/categories_{name}.json", categories),
    ]


def read(*documents: SourceDocument) -> Parsed:
    return ADAPTERS["livebench"].parse(documents, DAY)


def values(parsed: Parsed, model: str) -> dict[str, float]:
    return {
        one.benchmark.removeprefix("livebench-"): one.value for one in of(parsed, ScoreRecord) if one.model == model
    }


def test_a_category_is_the_mean_of_its_tasks_and_the_whole_that_of_the_categories() -> None:
    found = values(read(*release("2026-06-25")), "gpt-5.5")
    assert found == {
        "2026-01-08-reasoning": 50,
        "2026-01-08-coding": 75,
        "2026-06-25-agentic-coding": 30,
        "2026-01-08-mathematics": 75,
        "2026-01-08-data-analysis": 60,
        "2026-01-08-language": 60,
        "2026-01-08-if": 62.5,
        "2026-06-25": 58.929,
    }


def test_what_both_releases_share_counts_once_and_the_newer_row_leads() -> None:
    """Only agentic coding, and so the mean over all, is another test in each."""
    before = TABLE.replace("gpt-5.5-xhigh,90.0", "gpt-5.5-xhigh,50.0").replace("kimi-k2-thinking", "glm-4.7")
    parsed = read(*release("2026-01-08", before), *release("2026-06-25"))
    found = values(parsed, "gpt-5.5")
    assert sorted(found) == sorted({*values(read(*release("2026-06-25")), "gpt-5.5"), *own("2026-01-08")})
    assert found["2026-01-08-mathematics"] == 75
    assert found["2026-01-08"] < found["2026-06-25"]
    assert parsed.skipped == []
    assert "2026-01-08-reasoning" in values(parsed, "glm-4.7")


def own(day: str) -> set[str]:
    return {day, f"{day}-agentic-coding"}


def test_a_missing_task_leaves_its_category_and_the_whole_out() -> None:
    found = values(read(*release("2026-06-25")), "kimi-k2-thinking")
    assert own("2026-06-25") & set(found) == set()
    assert len(found) == 6


def test_a_mean_too_large_for_any_percentage_leaves_its_row_out() -> None:
    parsed = read(*release("2026-06-25", TABLE.replace("gpt-5.5-xhigh,90.0", "gpt-5.5-xhigh,3e+27")))
    assert values(parsed, "gpt-5.5") == {}
    assert "a value from 0 to 100 was expected" in parsed.skipped[0].reason


def test_cover_names_are_left_out() -> None:
    parsed = read(*release("2026-06-25"))
    assert {one.model for one in of(parsed, ScoreRecord)} == {"gpt-5.5", "claude-opus-4-5-20251101", "kimi-k2-thinking"}
    assert parsed.notes == ["rows left out (cover names, and a fine-tune under another model's name): 1"]


def test_no_day_is_given_so_that_asking_again_changes_nothing() -> None:
    first, again = (ADAPTERS["livebench"].parse(release("2026-06-25"), day).records for day in (DAY, "2027-01-01"))
    assert first == again
    assert {one.on for one in first if isinstance(one, ScoreRecord)} == {None}


@pytest.mark.parametrize(
    ("name", "model", "variant", "harness"),
    [
        ("claude-opus-4-6-thinking-auto-high-effort", "claude-opus-4-6", "high", None),
        ("claude-4-sonnet-20250514-thinking-64k", "claude-4-sonnet-20250514", "thinking", "64k thinking budget"),
        ("claude-4-1-opus-20250805-base", "claude-4-1-opus-20250805", "no-thinking", None),
        ("claude-fable-5-max-effort", "claude-fable-5", "max", None),
        ("gpt-5.2-2025-12-11-nothinking", "gpt-5.2-2025-12-11", "no-thinking", None),
        ("gpt-5-mini", "gpt-5-mini", None, None),
        ("gpt-5-mini-minimal", "gpt-5-mini", "minimal", None),
        ("gemini-2.5-pro-06-05-highthinking", "gemini-2.5-pro-06-05", "high", None),
        ("grok-4-1-fast-non-reasoning", "grok-4-1-fast", "no-thinking", None),
        ("grok-4-1-fast-reasoning", "grok-4-1-fast", "thinking", None),
        ("kimi-k2.6-thinking", "kimi-k2.6", "thinking", None),
        ("kimi-k2-thinking", "kimi-k2-thinking", None, None),
        ("qwen3.8-max", "qwen3.8-max", None, None),
        ("qwen3-235b-a22b-thinking-2507", "qwen3-235b-a22b-thinking-2507", None, None),
        ("qwen3-next-80b-a3b-thinking", "qwen3-next-80b-a3b-thinking", None, None),
    ],
)
def test_names(name: str, model: str, variant: str | None, harness: str | None) -> None:
    assert livebench._run_of(name) == (model, variant, harness)


def test_a_row_beside_one_that_thinks_is_without_thinking() -> None:
    row = TABLE.splitlines()[1].partition(",")[2]
    names = [
        *("claude-sonnet-4-5-20250929", "claude-sonnet-4-5-20250929-thinking-64k"),
        *("claude-opus-4-5-high-effort", "claude-opus-4-5-thinking-64k-high-effort", "claude-opus-4-8-high-effort"),
        *("deepseek-v3.2", "deepseek-v3.2-thinking", "glm-5"),
    ]
    table = "\n".join([TABLE.splitlines()[0], *(f"{name},{row}" for name in names)])
    found = {(one.model, one.variant, one.harness) for one in of(read(*release("2026-06-25", table)), ScoreRecord)}
    assert found == {
        ("claude-sonnet-4-5-20250929", "no-thinking", None),
        ("claude-sonnet-4-5-20250929", "thinking", "64k thinking budget"),
        ("claude-opus-4-5", "no-thinking", "high effort"),
        ("claude-opus-4-5", "high", "64k thinking budget"),
        ("claude-opus-4-8", "high", None),
        ("deepseek-v3.2", "no-thinking", None),
        ("deepseek-v3.2", "thinking", None),
        ("glm-5", None, None),
    }


@pytest.mark.parametrize("what", ["alone", "another name", "categories", "column", "empty"])
def test_another_shape_is_refused(what: str) -> None:
    table, categories = release("2026-06-25")
    documents = {
        "alone": [table],
        "another name": [table._replace(url="https://x.test/board.csv"), categories],
        "categories": [table, categories._replace(data=CATEGORIES.replace(b'"IF"', b'"Vision"'))],
        "column": [table._replace(data=table.data.replace(b"zebra_puzzle", b"lion_puzzle", 1)), categories],
        "empty": [table._replace(data=table.data.splitlines(keepends=True)[0]), categories],
    }[what]
    with pytest.raises(ShapeChanged):
        read(*documents)
