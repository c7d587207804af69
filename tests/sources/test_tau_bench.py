"""tau-bench: the list leads to the submissions; only what compares with each other is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import Parsed, ShapeChanged, SourceDocument
from modelpick.sources.registry import ADAPTERS
from tests.sources.given import DAY, of, sample

KNOWN = ADAPTERS["tau2-bench"]
AT = "https://x.test/submissions"


def submission(content: Any, name: str = "one") -> SourceDocument:
    data = sample(content) if isinstance(content, str) else content
    return SourceDocument(f"{AT}/{name}/submission.json", json.dumps(data).encode())


MANIFEST = SourceDocument(f"{AT}/manifest.json", json.dumps(sample("tau2-bench-manifest.json")).encode())
OPUS, GPT, CUSTOM = (submission(f"tau2-bench-{name}.json", name) for name in ("opus", "gpt", "custom"))


def read(*documents: SourceDocument) -> Parsed:
    return KNOWN.parse(documents, DAY)


def test_the_list_leads_to_submissions_by_text_of_this_edition() -> None:
    assert [request.url for request in KNOWN.follow([MANIFEST, OPUS])] == [
        f"{AT}/claude-opus-4-5_sierra_2026-02-26/submission.json",
        f"{AT}/gpt-5-2-none_sierra_2026-02-26/submission.json",
        f"{AT}/distyl-buttonagent_distyl_2026-03-25/submission.json",
    ]


@pytest.mark.parametrize("name", ["../secret", "https://evil.test/a", "a b", "", 1, None, "a/b"])
def test_a_list_that_leads_astray_is_refused(name: Any) -> None:
    with pytest.raises(ShapeChanged, match="an entry that is no id"):
        KNOWN.follow([MANIFEST._replace(data=json.dumps({"submissions": [name]}).encode())])


def test_scores() -> None:
    parsed = read(MANIFEST, OPUS, GPT, CUSTOM)
    found = {(one.model, one.benchmark): one for one in of(parsed, ScoreRecord)}
    assert {key: one.value for key, one in found.items()} == {
        ("Claude Opus 4.5", "tau3-bench-airline"): 84,
        ("Claude Opus 4.5", "tau3-bench-retail"): 79.61,
        ("Claude Opus 4.5", "tau3-bench-telecom"): 92.32,
        ("Claude Opus 4.5", "tau3-bench-banking"): 24.74,
        ("GPT-5.2", "tau3-bench-airline"): 52.5,
        ("GPT-5.2", "tau3-bench-retail"): 75,
        ("GPT-5.2", "tau3-bench-telecom"): 57.23684210526315,
    }
    banking = found["Claude Opus 4.5", "tau3-bench-banking"]
    assert (banking.by, banking.evaluator, banking.variant, banking.on) == (
        "independent",
        "sierra",
        "high",
        "2026-05-05",
    )
    assert banking.harness == "tau2-bench 1.0.1 standard agent, retrieval alltools"
    assert banking.url == f"{AT}/opus/submission.json"
    assert found["GPT-5.2", "tau3-bench-airline"].variant == "none"
    assert parsed.skipped == []
    assert parsed.notes == [
        "banking results left out (with another retrieval, which does not compare): 1",
        "submissions left out (a custom agent, or by voice): 1",
    ]
    assert parsed.partial == frozenset()
    assert read(OPUS).partial == {"score"}


@pytest.mark.parametrize(
    ("who", "by"), [("Sierra", "independent"), ("Anthropic", "vendor"), ("OpenAI", "rival"), ("Somebody", "press")]
)
def test_who_ran_it(who: str, by: str) -> None:
    data = sample("tau2-bench-opus.json") | {"submitting_organization": who}
    assert {one.by for one in of(read(submission(data)), ScoreRecord)} == {by}


@pytest.mark.parametrize(
    "change", [{"modality": "voice"}, {"submission_type": "custom"}, {"methodology": {"tau2_bench_version": "0.2.1"}}]
)
def test_another_test_is_left_out(change: dict[str, Any]) -> None:
    parsed = read(OPUS, submission(sample("tau2-bench-gpt.json") | change, "other"))
    assert {one.model for one in of(parsed, ScoreRecord)} == {"Claude Opus 4.5"}
    assert len(parsed.notes) == 1


def test_a_bad_submission_is_skipped_and_named() -> None:
    data = sample("tau2-bench-gpt.json")
    data["results"]["airline"]["pass_1"] = 140
    parsed = read(OPUS, submission(data, "gpt-5-2"))
    assert [skip.path for skip in parsed.skipped] == ["gpt-5-2.results.airline.pass_1"]
    assert {one.model for one in of(parsed, ScoreRecord)} == {"Claude Opus 4.5"}
