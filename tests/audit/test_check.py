"""Policy as code: a pinned model against its profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from modelpick.use_cases.profile import read_profile
from tests.conftest import DATA_DAY

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def check(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def check(profile: str, *args: object):
        Path("p.yaml").write_text(profile, encoding="utf-8")
        found = run("check", "--profile", "p.yaml", "--as-of", DATA_DAY, "--format", "json", *args)
        assert found.err == ""
        report = json.loads(found.out)
        Draft202012Validator(json.loads((ROOT / "docs/schema/check.schema.json").read_text())).validate(report)
        assert report["passed"] is (found.code == 0)
        return report, {line["id"]: line["outcome"] for line in report["lines"]}

    return check


def test_what_is_allowed_there_and_good_enough_passes(check):
    report, lines = check(
        "needs: {coding: 1}\npinned: {model: claude-opus-5.5}\nwithin_points: 10\nwithin_cost: 400%\n"
    )
    assert report["passed"]
    assert lines == {"allowed": "yes", "available": "yes", "within_points": "yes", "within_cost": "yes"}


def test_what_lies_too_far_behind_does_not(check):
    report, lines = check("needs: {coding: 1}\npinned: {model: gpt-4o}\nwithin_points: 1\n")
    assert not report["passed"]
    assert lines["within_points"] == "no"
    assert report["best_score"] > report["score"]


def test_what_costs_too_much_does_not(check):
    _, lines = check("needs: {low-cost: 1}\npinned: {model: gpt-5.5-pro}\nwithin_cost: 10%\n")
    assert lines["within_cost"] == "no"


def test_a_retirement_ahead_counts_within_the_days_asked(check):
    profile = "pinned: {model: gpt-4o, provider: openai}\n"
    assert check(profile)[0]["passed"]
    report, lines = check(profile, "--within", "90d")
    assert (report["passed"], lines["available"]) == (False, "no")


def test_an_id_that_says_whose_api_it_asks_ends_there(check):
    profile = "pinned: {model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'}\n"
    report, lines = check(profile, "--within", "90d")
    assert (report["provider"], lines["available"]) == ("amazon-bedrock", "yes")
    assert "ends at Amazon Bedrock on 2027-04-08" in next(
        line["text"] for line in report["lines"] if line["id"] == "available"
    )
    assert check(profile, "--within", "180d")[1]["available"] == "no"


def test_the_end_that_a_provider_sets_tells_that_it_serves_the_model(check):
    profile = "pinned: {model: gpt-5, provider: azure}\n"
    assert check(profile, "--within", "60d")[1]["available"] == "yes"
    assert check(profile, "--within", "90d")[1]["available"] == "no"


def test_an_undated_name_of_what_has_ended_says_so(check):
    report, _ = check("pinned: {model: claude-3-haiku}\n")
    assert "was retired at Anthropic on 2026-04-20" in report["lines"][1]["text"]


def test_a_retired_model_is_not_there(check):
    assert check("pinned: {model: gpt-3.5-turbo, provider: openai}\n")[1]["available"] == "no"


def test_the_policy_of_ones_files_is_asked(check):
    Path("modelpick.yaml").write_text(
        "policy:\n  deny:\n    - {providers: [openai], because: no contract}\n", encoding="utf-8"
    )
    report, lines = check("pinned: {model: gpt-5.5, provider: openai}\n")
    assert lines["allowed"] == "no"
    assert "no contract" in report["lines"][0]["text"]


def test_a_constraint_of_the_profile_is_asked(check):
    _, lines = check("pinned: {model: claude-opus-5.5}\nconstraints: {license: osi}\n")
    assert lines["license"] == "no"


EXCEPTED = """
pinned: {{model: gpt-3.5-turbo, provider: openai}}
exceptions:
  - {{model: gpt-3.5-turbo, approver: Jo, expires_on: {until}, because: the old bot}}
"""


def test_an_exception_lets_it_pass_until_it_ends(check):
    report, _ = check(EXCEPTED.format(until=DATA_DAY))
    assert report["passed"]
    assert "by an exception alone" in report["text"]
    assert report["exceptions"][0]["in_force"]
    report, _ = check(EXCEPTED.format(until="2026-11-20"))
    assert not report["passed"]
    assert report["notes"] == ["The exception of Jo expired on 2026-11-20 and counts no longer"]


def test_another_models_exception_is_nothing_to_it(check):
    text = EXCEPTED.replace("- {{model: gpt-3.5-turbo", "- {{model: gpt-4o").format(until="2027-01-01")
    assert not check(text)[0]["passed"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("needs: {coding: 1}\n", "pins no model"),
        ("pinned: {model: gpt-99}\n", "unknown model 'gpt-99'"),
        ("pinned: {model: gpt-4o}\nwithin_cost: cheap\n", "within_cost"),
        ("pinned: {model: gpt-4o}\nexceptions: [{model: gpt-4o}]\n", "approver"),
    ],
)
def test_a_faulty_profile_is_a_sentence(run, tmp_path, text, said):
    path = tmp_path / "p.yaml"
    path.write_text(text)
    found = run("check", "--profile", path)
    assert (found.code, said in found.err) == (2, True), found.err


def test_a_profile_that_pins_is_a_question_still(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text("needs: {coding: 2}\npinned: {model: gpt-4o}\nwithin_points: 3\n")
    assert read_profile(path).needs == {"coding": 2}


@pytest.mark.parametrize(
    ("model", "within", "code", "told"),
    [
        ("gpt-5.1", "30d", 0, "its API ends on 2027-04-01"),
        ("gpt-5.1", "180 days", 1, "its API ends on 2027-04-01"),
        (
            "azure/gpt-4o-2024-08-06",
            "90d",
            0,
            "gpt-4o 2024-08-06 ends at Azure OpenAI / Microsoft Foundry on 2027-04-14",
        ),
        ("azure/gpt-4o-2024-08-06", "6 months", 1, "on 2027-04-14"),
        ("mistral-medium-2508", "0d", 1, "mistral-medium-2508 was retired at Mistral AI on 2026-08-31"),
    ],
)
def test_a_model_can_be_checked_without_a_file(run, model, within, code, told):
    result = run("check", model, "--within", within, "--as-of", DATA_DAY, "-f", "json")
    report = json.loads(result.out)
    assert result.code == code
    assert told in next(line["text"] for line in report["lines"] if line["id"] == "available")
    assert [line["id"] for line in report["lines"]] == ["allowed", "available"]


def test_what_is_neither_a_file_nor_a_model_says_so(run):
    assert "is no file, and no model is called so" in run("check", "nosuchmodel", "--as-of", DATA_DAY).err
    assert "does not exist" in run("check", "nosuch.yaml", "--as-of", DATA_DAY).err
