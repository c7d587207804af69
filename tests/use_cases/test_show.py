"""`show` for everything that the catalog holds: benchmarks, providers, sources and terms beside models."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelpick.catalog.bundled import bundled
from modelpick.catalog.reader import read_yaml
from modelpick.cli import completion
from tests.conftest import DATA_DAY

Run = Callable[..., Any]
SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schema"
ON = ("--as-of", DATA_DAY)
OWN = """
sources: [{id: list, title: Price list, publisher: Cloud, kind: provider, date: 2026-04-08, url: "https://cloud.test/l"}]
providers:
  - {id: owl, name: Owl Cloud, country: DE, also: [owl_cloud],
     terms: {training: {is: no, source: list, on: 2026-05-01}}}
benchmarks:
  - {id: exam, name: Exam, family: exam, tests: answers, unit: percent, range: [0, 100], published: 2026-03,
     anchors: {worst: 25, best: 100, why: a quarter is chance}, noise: {tau0: 2, items: 400}, weaknesses: [easy]}
  - {id: exam-hard, name: Exam Hard, family: exam, tests: answers, unit: percent, range: [0, 100],
     anchors: {worst: 0, best: 100, why: all of it}, noise: {tau0: 2}}
glossary: [{id: owl, name: owl, says: A bird.}, {id: perch, name: perch, says: Where it sits., see_also: [owl]}]
models:
  - {id: owl/owl, name: Owl, released: 2026-04-01, measurements: [
     {benchmark: exam, value: 70, by: vendor, source: list, on: 2026-04-08},
     {benchmark: exam, value: 60, by: independent, evaluator: board, source: list, on: 2026-06-01}],
     offerings: [
     {provider: owl, id: owl-1, since: 2026-04-08, source: list, prices: [{on: 2026-04-08, in: 1, out: 2}]}]}
  - {id: owl/second, name: Second, released: 2026-04-01, measurements: [
     {benchmark: exam, value: 65, by: vendor, source: list, on: 2026-04-08}]}
"""


@pytest.fixture
def own(run: Run, tmp_path: Path) -> Run:
    (tmp_path / "own.yaml").write_text(OWN)
    return lambda *words: run(*words, "--no-bundled", "--catalog", tmp_path / "own.yaml")


def card(run: Run, *words: str) -> Any:
    return json.loads(run("show", *words, "--format", "json").out)


@pytest.mark.parametrize(
    ("name", "kind", "id_"),
    [
        ("swe-bench-verified", "benchmark", "swe-bench-verified"),
        ("SWE-bench Verified", "benchmark", "swe-bench-verified"),
        ("amazon-bedrock", "provider", "amazon-bedrock"),
        ("bedrock", "provider", "amazon-bedrock"),
        ("Amazon Bedrock", "provider", "amazon-bedrock"),
        ("anthropic", "provider", "anthropic"),
        ("agentconn-2026-04", "source", "agentconn-2026-04"),
        ("context-window", "term", "context-window"),
        ("context window", "term", "context-window"),
        ("MoE", "term", "mixture-of-experts"),
        ("quantisation", "term", "quantization"),
        ("Quantizations", "term", "quantization"),
        ("open source license", "term", "open-source-license"),
        ("P(best)", "term", "p-best"),
    ],
)
def test_a_name_finds_its_kind_and_the_answer_follows_its_schema(run: Run, name: str, kind: str, id_: str) -> None:
    found = card(run, name, *ON)
    assert (found["kind"], found[kind]) == (kind, id_)
    schema = json.loads((SCHEMAS / f"show-kind-{kind}.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(found)


def test_a_benchmark_says_what_its_figures_are_worth_and_who_leads(run: Run) -> None:
    found = card(run, "gpqa-diamond", *ON)
    facts = {line["label"]: line["value"] for line in found["facts"]}
    assert "worth 0 points" in facts["worth"]
    assert facts["because"]
    values = [place["value"] for place in found["places"]]
    assert values == sorted(values, reverse=True)
    assert len(values) > 20
    weights = {weighing["need"]: weighing["weight"] for weighing in found["weighed_by"]}
    assert {"general", "reasoning", "low-cost"} <= weights.keys()
    assert all(0 < weight < 1 for weight in weights.values())
    assert sum(line["figures"] for line in found["evaluators"]) == found["figures"]
    shown = run("show", "gpqa-diamond", *ON).out
    assert found["places"][0]["name"] in shown
    assert found["places"][-1]["name"] not in shown
    assert f"{len(values) - 8} more: --format json" in shown
    assert found["places"][-1]["model"] in run("show", "gpqa-diamond", "--format", "csv", *ON).out


def test_a_benchmark_ranks_by_what_counts_on_the_day(own: Run) -> None:
    before, after = (card(own, "exam", "--as-of", day) for day in ("2026-05-01", "2026-06-01"))
    assert [(p["rank"], p["model"], p["value"]) for p in before["places"]] == [
        (1, "owl/owl", 70),
        (2, "owl/second", 65),
    ]
    assert [(p["rank"], p["model"], p["value"]) for p in after["places"]] == [(1, "owl/second", 65), (2, "owl/owl", 60)]
    assert (before["editions"], before["weaknesses"]) == (["exam-hard"], ["easy"])
    assert card(own, "exam", "--as-of", "2026-03-30")["notes"] == ["published in 2026-03, after 2026-03-30"]


def test_a_provider_shows_terms_as_they_were_read_by_then(own: Run) -> None:
    before, after = (card(own, "owl", "--kind", "provider", "--as-of", day) for day in ("2026-04-30", "2026-05-01"))
    assert [(t["is"], t["source"]) for t in (before["terms"][0], after["terms"][0])] == [
        ("unknown", None),
        ("no", "list"),
    ]
    (served,) = after["offerings"]
    assert (served["model"], served["offering"]["price_in"], served["offering"]["id"]) == ("owl/owl", 1, "owl-1")
    assert card(own, "owl", "--kind", "provider", "--as-of", "2026-04-07")["offerings"] == []


def test_a_source_shows_what_rests_on_it(own: Run) -> None:
    found = card(own, "list", "--as-of", "2026-06-01")
    assert found["rests"] == {"measurements": 3, "offerings": 1, "prices": 1, "data terms": 1}
    assert [(each["id"], each["facts"]) for each in found["models"]] == [("owl/owl", 4), ("owl/second", 1)]
    assert [each["id"] for each in found["benchmarks"]] == ["exam"]
    assert card(own, "https://cloud.test/l", "--as-of", "2026-06-01")["source"] == "list"
    assert card(own, "list", "--as-of", "2026-03-01")["rests"] == {}


def test_a_model_comes_first_and_the_answer_names_the_others(own: Run) -> None:
    found = card(own, "owl")
    assert found["model"] == "owl/owl"
    (note,) = found["notes"]
    assert "a provider: `modelpick show owl --kind provider`" in note
    assert "a term: `modelpick show owl --kind term`" in note
    assert card(own, "owl", "--kind", "term")["says"] == "A bird."
    assert card(own, "perch")["see_also"] == [{"term": "owl", "name": "owl"}]


def test_an_id_beats_a_part_of_models_names_and_a_family_beats_an_id(run: Run) -> None:
    provider = card(run, "mistral", *ON)
    assert (provider["kind"], "modelpick list mistral" in provider["notes"][0]) == ("provider", True)
    family = card(run, "deepseek", *ON)
    assert (family["kind"], "--kind provider" in family["notes"][1]) == ("model", True)


def test_every_bundled_name_can_be_shown(catalog: Any) -> None:
    facts = catalog.facts
    for kind, ids in (("benchmark", facts.benchmarks), ("provider", facts.providers), ("term", facts.glossary)):
        for id_ in ids:
            assert getattr(catalog.show(id_, kind=kind, on=DATA_DAY), kind) == id_
    for entry in facts.glossary.values():
        for word in (entry.name, *entry.also):
            assert catalog.show(word, kind="term").term == entry.id


def test_the_glossary_is_about_as_many_words_as_it_promises() -> None:
    rows = read_yaml(bundled("data") / "glossary.yaml").data["glossary"]
    assert len(rows) >= 45
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert all(row["why"] and len(row["says"]) > 40 for row in rows)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{id: nest, name: nest, says: A home., see_also: [brid]}", "term 'brid' is not in the glossary"),
        ("{id: nest, name: nest, says: A home., also: [Perch]}", "'Perch' means nest here and perch elsewhere"),
        ("{id: nest, name: nest, say: A home.}", "unknown key 'say'"),
        ("{id: perch, name: seat, says: A home.}", "id perch is used twice"),
    ],
)
def test_a_faulty_glossary_is_refused(run: Run, tmp_path: Path, row: str, fault: str) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace("see_also: [owl]}]", f"see_also: [owl]}}, {row}]"))
    result = run("show", "perch", "--no-bundled", "--catalog", tmp_path / "own.yaml")
    assert result.code == 2
    assert fault in result.err


def test_completion_knows_every_kind() -> None:
    assert "swe-bench-verified" in completion.everything("swe-bench-v")
    assert "amazon-bedrock" in completion.everything("amazon-b")
    assert completion.everything("kv-") == ["kv-cache"]
    assert "muse-spark" in completion.everything("muse-spa")
    assert "meta/muse-spark" in completion.everything("meta/muse-spa")
    assert completion.kinds("p") == ["provider"]
