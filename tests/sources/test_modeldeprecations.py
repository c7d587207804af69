"""modeldeprecations.dev: announced and firm dates are events, "not sooner than" is none."""

from __future__ import annotations

from modelpick.market.records import StatusRecord
from tests.sources.given import of, read, read_samples, sample


def test_events() -> None:
    parsed = read_samples("modeldeprecations", "modeldeprecations.json")
    assert parsed.skipped == []
    events = {record.key: record for record in of(parsed, StatusRecord)}
    assert sorted(events) == [
        "anthropic/claude-3-opus-20240229|deprecated",
        "anthropic/claude-3-opus-20240229|retired",
        "cohere/command-light|deprecated",
        "openai/gpt-4-32k|deprecated",
        "openai/gpt-4-32k|retired",
    ]
    gone = events["anthropic/claude-3-opus-20240229|retired"]
    assert (gone.on, gone.announced, gone.successor) == ("2026-01-05", "2025-06-30", "anthropic/claude-opus-4-8")
    assert events["cohere/command-light|deprecated"].successor == "cohere/command-r-08-2024"
    assert parsed.notes == [
        "dates left out (not a shutdown: the model stays at least that long): 1",
        "models without a deprecation or shutdown: 1",
    ]


def test_a_retirement_that_rests_on_a_soft_date_is_none() -> None:
    data = sample("modeldeprecations.json")
    data["models"][1]["status"] = "retired"
    told = {record.id for record in of(read("modeldeprecations", data), StatusRecord)}
    assert "claude-opus-4-5-20251101" not in told


def test_a_date_ahead_is_known_since_it_was_read() -> None:
    row = {
        "provider": "p",
        "model": "m",
        "status": "deprecated",
        "shutdown_on": "2027-01-01",
        "last_verified": "2026-08-01",
    }
    assert of(read("modeldeprecations", {"models": [row]}), StatusRecord) == [
        StatusRecord("p", "m", "retired", "2027-01-01", announced="2026-08-01")
    ]


def test_bad_rows_are_named() -> None:
    data = sample("modeldeprecations.json")
    data["models"][0]["status"] = "sunset"
    data["models"][2]["deprecated_on"] = "soon"
    data["models"].append(7)
    skipped = read("modeldeprecations", data).skipped
    assert [skip.path for skip in skipped] == [
        "models.anthropic/claude-3-opus-20240229.status",
        "models.cohere/command-light.deprecated_on",
        "models[4]",
    ]
