"""Artificial Analysis: fractions become percent where the benchmark is plain; everything is private and attributed."""

from __future__ import annotations

from modelpick.market.records import ModelRecord, ScoreRecord
from modelpick.sources.registry import ADAPTERS
from tests.sources.given import of, read, read_samples, sample


def test_it_is_for_own_use_and_attributed() -> None:
    adapter = ADAPTERS["artificial-analysis"]
    assert (adapter.private, adapter.key_env, adapter.key_header) == (True, "ARTIFICIAL_ANALYSIS_API_KEY", "x-api-key")
    assert "Artificial Analysis" in adapter.attribution


def test_models_and_scores() -> None:
    parsed = read_samples("artificial-analysis", "artificial-analysis.json")
    assert of(parsed, ModelRecord)[0] == ModelRecord(
        "example-lab/example-1", name="Example 1", lab="example-lab", released="2026-09-01"
    )
    scores = {(s.model.partition("/")[2], s.benchmark): s for s in of(parsed, ScoreRecord)}
    assert (scores["example-1", "gpqa-diamond"].value, scores["example-1", "gpqa-diamond"].unit) == (50.0, "percent")
    assert scores["example-1", "terminal-bench-2.1"].value == 62.5
    # Which questions of it are asked is not said, so it is not our `hle`.
    assert scores["example-1", "artificial-analysis:hle"].value == 0.25
    assert scores["example-2-high", "artificial-analysis:artificial_analysis_intelligence_index"].unit == "index"
    assert {s.by for s in scores.values()} == {"independent"}
    assert {s.evaluator for s in scores.values()} == {"Artificial Analysis"}
    assert parsed.partial == frozenset()


def test_a_page_of_several_is_a_part() -> None:
    parsed = read_samples("artificial-analysis", "artificial-analysis-free.json")
    assert parsed.partial == {"model", "score"}
    assert "aa-intelligence-index-v4.3" in {s.benchmark for s in of(parsed, ScoreRecord)}


def test_a_value_that_is_no_fraction() -> None:
    data = sample("artificial-analysis.json")
    data["data"][0]["evaluations"]["gpqa"] = 93.7
    data["data"][1]["slug"] = None
    parsed = read("artificial-analysis", data)
    assert parsed.skipped == [
        ("data.example-lab/example-1.evaluations.gpqa", "a fraction from 0 to 1 was expected, found 93.7"),
        ("data[1].slug", "an id was expected, found nothing"),
    ]
