"""BullshitBench, Vectara, MMMU, EQ-Bench and Lech Mazur's boards: tables in text, and their traps."""

from __future__ import annotations

import pytest

from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.lechmazur import newest_update
from modelpick.sources.registry import ADAPTERS
from tests.sources.boards_given import at, scores, with_text
from tests.sources.given import DAY

BULLSHIT, MANIFEST = at("bullshitbench-leaderboard.csv"), at("bullshitbench-manifest.json")
VECTARA = at("vectara-readme.md")
WRITING, CONNECTIONS = at("lechmazur-writing.md"), at("lechmazur-connections.md")
CREATIVE, LONGFORM = at("eqbench-creative-writing.js"), at("eqbench-longform.js")


def test_bullshitbench() -> None:
    parsed, found = scores("bullshitbench", BULLSHIT, MANIFEST)
    assert {key[::2]: one.value for key, one in found.items()} == {
        ("anthropic/claude-opus-4.8", "none"): 95.0,
        ("anthropic/claude-sonnet-5", "max"): 78.0,
        ("x-ai/grok-4.5", "high"): 54.0,
        ("anthropic/claude-3.7-sonnet", "thinking"): 49.0,
        ("openai/gpt-5", None): 21.0,
    }
    assert {(one.benchmark, one.on, one.by, one.evaluator, one.n) for one in found.values()} == {
        ("bullshit-benchmark-v2", "2026-08-12", "independent", "petergpt", 100)
    }
    # Fable refuses more than a third: its 54 says nothing of what it sees through.
    assert [skip.path for skip in parsed.skipped] == ["line 3.refusal_rate"]
    assert "refuses 35%" in parsed.skipped[0].reason


def test_bullshitbench_without_a_day_or_of_another_size() -> None:
    parsed, found = scores("bullshitbench", with_text(BULLSHIT, "95,4,1,0,100,100,0", "52,2,1,0,55,55,0"))
    assert {one.on for one in found.values()} == {None}
    assert "line 2.nonsense_count" in [skip.path for skip in parsed.skipped]
    failed = with_text(BULLSHIT, "95,4,1,0,100,100,0", "95,4,1,0,94,100,6")
    assert "line 2.error_count" in [skip.path for skip in scores("bullshitbench", failed)[0].skipped]


def test_a_manifest_of_bullshitbench_that_says_something_twice_still_says_its_day() -> None:
    twice = SourceDocument("manifest.json", b'{"counts": 1, "counts": 2, "generated_at_utc": "2026-08-12T14:57:23Z"}')
    assert {one.on for one in scores("bullshitbench", BULLSHIT, twice)[1].values()} == {"2026-08-12"}


def test_the_earlier_file_of_bullshitbench_counts_no_refusals() -> None:
    heading = b"rank,model,org,reasoning,avg_score,green_rate,nonsense_count,error_count\n"
    old = heading + b"1,a/b@reasoning=low,a,low,1.9,0.9,100,0\n"
    assert scores("bullshitbench", SourceDocument("x", old))[1]["a/b", "bullshit-benchmark-v2", "low"].value == 90.0


def test_vectara() -> None:
    parsed, found = scores("vectara", VECTARA)
    rates = {key[::2]: one.value for key, one in found.items()}
    assert rates["microsoft/Phi-4", None] == 3.7
    assert rates["xai-org/grok-4-1-fast", "no-thinking"] == 17.8
    assert rates["xai-org/grok-4-1-fast", "thinking"] == 19.2
    first = found["microsoft/Phi-4", "vectara-hallucination-rate", None]
    assert (first.on, first.by, first.tools, first.note) == (
        "2026-03-10", "independent", "none", "wrote a summary for 80.7% of the texts",
    )  # fmt: skip
    assert (len(found), parsed.skipped, parsed.partial) == (7, [], frozenset())


def test_only_vectaras_present_table_is_read() -> None:
    old = VECTARA.data + b"\n|Model|Hallucination Rate|\n|---|---|\n|old/model|1%|\n"
    assert not [key for key in scores("vectara", SourceDocument("x", old))[1] if key[0] == "old/model"]
    with pytest.raises(ShapeChanged):
        ADAPTERS["vectara"].parse([with_text(VECTARA, "LEADERBOARD_START", "OLD_START")], DAY)


def test_mmmu_rows_of_the_makers_are_theirs() -> None:
    parsed, found = scores("mmmu", at("mmmu.json"))
    by_tools = {(one.model, one.benchmark, one.variant, one.tools): (one.value, one.by) for one in parsed.records}  # type: ignore[union-attr]
    assert by_tools == {
        ("Example 1", "mmmu-pro", None, "none"): (73.9, "vendor"),
        ("Example 1", "mmmu-pro", None, "with"): (77.3, "vendor"),
        ("Gemini Example", "mmmu-pro", "high", None): (80.5, "vendor"),
        ("Example 3", "mmmu-pro", None, None): (51.9, "independent"),
        ("Example 3", "mmmu", None, None): (69.1, "independent"),
    }
    assert found["Example 1", "mmmu-pro", None].on == "2026-02-05"
    # Without Python it read more than without tools: nobody knows what was meant.
    assert [skip.path for skip in parsed.skipped] == ["leaderboardData[4].info.name"]
    assert parsed.notes == ["rows left out (people, and guessing): 1"]


def test_eqbench() -> None:
    parsed, found = scores("eqbench", CREATIVE, LONGFORM)
    assert {key: (one.value, one.unit) for key, one in found.items()} == {
        ("example-1", "eqbench-creative-writing-v3-elo", None): (2471.4, "elo"),
        ("example-1", "eqbench-creative-writing-v3-rubric", None): (17.07, "points of 20"),
        ("example-lab/Example-2-7B", "eqbench-creative-writing-v3-elo", None): (1411.5, "elo"),
        ("example-lab/Example-2-7B", "eqbench-creative-writing-v3-rubric", None): (12.5, "points of 20"),
        ("example-1", "eqbench-longform-writing", None): (86.3, "points of 100"),
        ("gpt-example", "eqbench-longform-writing", "high"): (73.1, "points of 100"),
    }
    assert {(one.on, one.by, one.evaluator) for one in found.values()} == {(None, "independent", "eq-bench")}
    assert (parsed.skipped, parsed.partial) == ([], frozenset())
    assert scores("eqbench", CREATIVE)[0].partial == {"score"}


def test_eqbench_values_outside_of_their_scale() -> None:
    parsed, found = scores("eqbench", with_text(CREATIVE, "2471.4,17.07", "2471.4,170.7"))
    assert ("example-1", "eqbench-creative-writing-v3-rubric", None) not in found
    assert [skip.path for skip in parsed.skipped] == ["leaderboardDataCreativeWritingV3 line 2.creative_writing_score"]


def test_writing_is_of_one_month_and_without_those_who_refused() -> None:
    parsed, found = scores("lechmazur", WRITING)
    assert {key: one.value for key, one in found.items()} == {
        ("Example 1", "lechmazur-writing-2026-07", "xhigh"): 92.0,
        ("Claude Example", "lechmazur-writing-2026-07", "xhigh"): 67.0,
        ("Example 2", "lechmazur-writing-2026-07", None): 45.0,
    }
    assert {one.on for one in found.values()} == {"2026-07-11"}
    assert [skip.reason for skip in parsed.skipped] == [
        "Claude Example (high): refused a part of the stories, and is judged by the rest alone"
    ]


def test_a_mark_that_nobody_explains_holds_a_row_back() -> None:
    parsed, _ = scores("lechmazur", with_text(WRITING, "| 4 | Example 2 |", "| 4 | Example 2§ |"))
    assert len(parsed.skipped) == 2


def test_connections_takes_the_whole_set_and_no_refusers() -> None:
    parsed, found = scores("lechmazur", CONNECTIONS)
    assert {key: one.value for key, one in found.items()} == {
        ("Example 1", "nyt-connections-extended", "xhigh"): 97.5,
        ("Example 2", "nyt-connections-extended", "none"): 32.8,
        ("Example 4", "nyt-connections-extended", "high"): 92.2,
    }
    assert {one.on for one in found.values()} == {"2026-07-17"}
    assert len(parsed.skipped) == 3
    assert parsed.partial == {"score"}
    assert scores("lechmazur", WRITING, CONNECTIONS)[0].partial == frozenset()


def test_a_pool_without_a_day_is_no_scale() -> None:
    undated = SourceDocument("x", WRITING.data.partition(b"## Recent Updates")[0])
    with pytest.raises(ShapeChanged, match="no day of its pool"):
        ADAPTERS["lechmazur"].parse([undated], DAY)


def test_days_of_updates() -> None:
    assert newest_update("- July 17, 2026: a\n- Jul 20, 2026: b\n- Foo 99, 2026: c\n") == "2026-07-20"
    assert newest_update("As of Feb 4, 2025, there is a new version") is None
