"""Every Eval Ever: one run a document; who measured decides how far it is trusted."""

from __future__ import annotations

from typing import Any

import pytest

from modelpick.market.records import ScoreRecord
from modelpick.sources.registry import ADAPTERS
from tests.sources.given import of, read, read_samples, sample


@pytest.fixture
def run() -> Any:
    return sample("every-eval-ever.json")


def test_scores() -> None:
    parsed = read_samples("every-eval-ever", "every-eval-ever.json")
    assert parsed.skipped == []
    assert parsed.partial == {"score"}
    gpqa, german, gaia = of(parsed, ScoreRecord)
    assert (gpqa.benchmark, gpqa.value, gpqa.stderr, gpqa.unit) == ("gpqa-diamond", 51.25, 1.25, "percent")
    assert (gpqa.on, gpqa.by, gpqa.evaluator, gpqa.harness) == (
        "2026-02-07",
        "independent",
        "Example University",
        "inspect_ai",
    )
    assert (german.benchmark, german.value, german.unit) == ("global-mmlu-lite: German", 0.94, "fraction")
    assert (gaia.benchmark, gaia.tools) == ("GAIA: gaia_scorer", "with")
    assert german.tools is None


@pytest.mark.parametrize(
    ("organization", "developer", "relation", "by"),
    [
        ("Google DeepMind", "google", "third_party", "vendor"),
        ("Google DeepMind", "openai", "third_party", "rival"),
        ("Cohere Labs", "google", "third_party", "rival"),
        ("unknown", "openai", "third_party", "independent"),
        ("OpenAI", "openai", "first_party", "vendor"),
        ("A lab's partner", "openai", "collaborative", "vendor"),
        ("Somebody", "openai", "other", "press"),
    ],
)
def test_who_measured(run: Any, organization: str, developer: str, relation: str, by: str) -> None:
    run["source_metadata"] |= {"source_organization_name": organization, "evaluator_relationship": relation}
    run["model_info"]["developer"] = developer
    assert {s.by for s in of(read("every-eval-ever", run), ScoreRecord)} == {by}


def test_a_list_of_runs_and_bad_results(run: Any) -> None:
    other = {**run, "model_info": {"id": "example-lab/example-2"}}
    run["evaluation_results"][0]["score_details"]["score"] = "half"
    run["evaluation_results"][1]["score_details"] = {}
    parsed = read("every-eval-ever", [run, other])
    assert [skip.path for skip in parsed.skipped] == [
        "[0].evaluation_results[0].score_details.score",
        "[0].evaluation_results[1].score_details",
        "[1].evaluation_results[0].score_details.score",
        "[1].evaluation_results[1].score_details",
    ]
    assert len(parsed.records) == 2


def test_nothing_is_fetched() -> None:
    assert ADAPTERS["every-eval-ever"].urls == ()
