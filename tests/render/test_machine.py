"""JSON and YAML carry the document itself."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
import yaml

from modelpick.render import to_data
from modelpick.render.machine import json_text
from tests.render import documents
from tests.render.showing import text


def test_a_recommendation_has_the_published_keys() -> None:
    data = json.loads(text(documents.recommendation(), "json"))
    keys = ["schema_version", "as_of", "request", "verdict", "ranking", "excluded", "relaxations", "notes"]
    assert set(keys) <= set(data)
    first = data["ranking"][0]
    assert {
        "rank",
        "model",
        "name",
        "score",
        "coverage",
        "offering",
        "contributions",
        "for",
        "against",
        "cautions",
        "unknown",
    } <= set(first)
    part = ["criterion", "benchmark", "value", "unit", "weight", "points", "basis", "sources"]
    assert set(part) <= set(first["contributions"][0])
    assert first["for"][0]["sources"] == ["board"]
    assert data["excluded"][0]["failed"][0] == {
        "constraint": "license",
        "outcome": "fail",
        "reason": "license is proprietary, not approved by the OSI",
        "sources": ["press"],
    }


def test_the_status_of_one_model_is_one_object() -> None:
    data = json.loads(text(documents.report(), "json"))
    assert data["api"] == {"is": "private_preview", "since": "2026-04-08", "source": "card"}
    assert list(data)[:4] == ["schema_version", "model", "name", "as_of"]
    assert {"usable", "surfaces", "offerings", "history"} <= set(data)
    several = json.loads(text(documents.report(2), "json"))
    assert [status["usable"] for status in several["models"]] == [False, True]


def test_json_reads_back_as_the_data() -> None:
    for document in (documents.recommendation(), documents.comparison(), documents.card(), documents.explanation()):
        shown = text(document, "json", terminal=True, width=20, color=True)
        assert json.loads(shown) == to_data(document)


def test_yaml_reads_back_as_the_data() -> None:
    for document in (documents.recommendation(), documents.report(2), documents.listing()):
        assert yaml.safe_load(text(document, "yaml")) == to_data(document)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1.25", 1.25),
        ("10.0", 10),
        ("0.075", 0.075),
        ("1E+1", 10),
        ("0.12345678901234567890", "0.12345678901234567890"),
    ],
)
def test_money_is_a_number_written_exactly(value: str, number: object) -> None:
    assert to_data(Decimal(value)) == number


@pytest.mark.parametrize("value", [0.0, -0.0, 1e-4, 9.999e-5, -3e-7, 0.1, 123456.789, 1e15, 1e16, 1.5e300, 2.0**53])
def test_numbers_in_json_are_written_as_python_writes_them(value: float) -> None:
    assert json_text({"value": value}) == json.dumps({"value": value}, indent=2) + "\n"


def test_what_no_json_number_can_say_is_null() -> None:
    assert to_data([float("nan"), float("inf"), None]) == [None, None, None]
