"""What figures, advisories and offerings add up to: derived, never a claim of a source, never a part of a score."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from modelpick.documents.card_reports import DerivedLine
from modelpick.evidence.cells import Evidence
from modelpick.lookup import derived as module
from modelpick.lookup.derived import derived
from modelpick.model.asof import as_of
from modelpick.model.facts import Facts, Model, Provider, Term
from modelpick.model.rules import Advisory, compared
from modelpick.use_cases.catalog import OpenCatalog
from tests.conftest import DATA_DAY
from tests.factories import benchmark, criterion, facts, figure, model, need, offering, provider

Run = Callable[..., Any]
DAY = "2026-06-01"
TESTS = ("first", "second", "third", "fourth")
SKILLED = need("code", *(criterion(test, 0.25) for test in TESTS))
PRICED = need("thrift", criterion("price", 0.6, field="price.blended"), *(criterion(t, 0.13) for t in TESTS[:3]))


def measured(id_: str, value: float, tests: Any = TESTS, released: str = "2026-01-01", **more: Any) -> Model:
    figures = [figure(value, benchmark=test) for test in tests]
    return model(id_, *figures, **{"released": released, "weights": "open", **more})


def lines(subject: Model, *others: Model, day: str = DAY, needs: Any = (SKILLED,), **more: Any) -> list[DerivedLine]:
    tests = [benchmark(test, domains=("shell",)) for test in TESTS]
    known = as_of(facts(subject, *others, benchmarks=tests, **more), day)
    if subject.id not in known.models:
        return []
    return list(derived(known.models[subject.id], known, Evidence(known.benchmarks), needs, (), day))


def skills(*models: Model, **more: Any) -> list[tuple[str, float | None, int | None]]:
    return [(x.topic, x.share, x.peers) for x in lines(*models, **more) if x.topic in ("strong", "weak")]


PEERS = tuple(measured(f"b/peer-{n}", 50 + n) for n in range(8))


def test_a_skill_is_strong_or_weak_against_peers_of_its_time() -> None:
    assert skills(measured("a/one", 90), *PEERS)[0] == ("strong", 1.0, 8)
    assert skills(measured("a/one", 10), *PEERS)[0] == ("weak", 0.0, 8)
    assert skills(measured("a/one", 53.5), *PEERS) == []
    assert skills(measured("a/one", 55), *PEERS) == []  # ahead of 5 and level with one of 8
    assert skills(measured("a/one", 55.5), *PEERS)[0] == ("strong", 0.75, 8)


def test_too_few_tests_or_peers_say_nothing() -> None:
    assert skills(measured("a/one", 90, TESTS[:2]), *PEERS) == []
    assert skills(measured("a/one", 90, TESTS[:3]), *PEERS)[0][0] == "strong"
    assert skills(measured("a/one", 90), *PEERS[:4]) == []
    assert skills(measured("a/one", 90), *PEERS[:5])[0][2] == 5
    assert skills(measured("a/one", 90, released=None), *PEERS) == []


def test_only_models_within_a_year_are_peers() -> None:
    old = tuple(measured(f"c/old-{n}", 99, released="2024-12-31") for n in range(20))
    near = tuple(measured(f"c/near-{n}", 99, released="2025-01-01") for n in range(20))
    assert skills(measured("a/one", 90), *PEERS, *old)[0] == ("strong", 1.0, 8)
    assert skills(measured("a/one", 90), *PEERS, *near) == []


def test_what_was_not_known_on_the_day_counts_for_nothing() -> None:
    later = tuple(measured(f"c/late-{n}", 99, released="2026-05-01") for n in range(20))
    assert skills(measured("a/one", 90), *PEERS, *later, day="2026-04-30")[0] == ("strong", 1.0, 8)
    assert skills(measured("a/one", 90), *PEERS, *later, day="2026-05-01") == []
    unmeasured = model("a/one", *(figure(90, benchmark=t, on="2026-05-02") for t in TESTS), released="2026-01-01")
    assert skills(unmeasured, *PEERS, day="2026-05-01") == []


def test_quarantined_figures_make_no_skill() -> None:
    bad = [figure(90, benchmark=t, state="quarantined", why="made up") for t in TESTS]
    assert skills(model("a/one", *bad, released="2026-01-01"), *PEERS) == []


def test_a_need_about_prices_is_no_skill_and_a_lower_value_may_be_the_better() -> None:
    named = [x.text for x in lines(measured("a/one", 90), *PEERS, needs=(PRICED,)) if x.topic == "strong"]
    assert [text.partition(":")[0] for text in named] == ["shell"]
    lower = [benchmark(t, better="lower") for t in TESTS]
    known = facts(measured("a/one", 10), *PEERS, benchmarks=lower)
    found = derived(known.models["a/one"], known, Evidence(known.benchmarks), (SKILLED,), (), DAY)
    assert found[0].topic == "strong"


def test_a_line_names_the_figures_that_it_rests_on_and_their_sources() -> None:
    found = lines(measured("a/one", 90), *PEERS)[0]
    assert (sorted(found.rests_on), found.sources, found.derived) == (sorted(TESTS), ("board",), True)
    assert "8 models" in found.text


def served(subject: Model, *hosts: Provider) -> list[str]:
    return [x.text for x in lines(subject, providers=hosts) if x.topic == "offering"]


def test_offerings_say_where_how_and_for_how_much() -> None:
    eu = provider("cloud", residency={"eu": Term("yes", "terms", "2026-01-01"), "us": Term("on_request", "terms")})
    said = served(
        model("a/one", weights="closed", offerings=(offering("2"), offering("4", "host"))), eu, provider("host")
    )
    assert said == [
        "to be had through an API only: its weights are not published",
        "processing can be confined to eu at Cloud",
        "$2 to $4 per million tokens, three in for one out, at 2 providers",
    ]
    assert served(model("a/one", weights="open", offerings=(offering(),)), provider())[-1] == (
        "no price is known of it, at 1 provider"
    )
    assert served(model("a/one", weights="open"), provider()) == [
        "its weights can be run on machines of your own",
        "no provider is known to serve it",
    ]


def test_an_advisory_that_speaks_is_a_caution() -> None:
    rule = Advisory("shut", "Shut", "about", compared("weights", "eq", "closed"), "Its weights are {weights}", ())
    known: Facts = facts(model("a/one", weights="closed"), model("a/two", weights="open"))
    for id_, expected in (("a/one", ["Its weights are closed"]), ("a/two", [])):
        found = derived(known.models[id_], known, Evidence(known.benchmarks), (), (rule,), DAY)
        assert [x.text for x in found if x.topic == "caution"] == expected


def test_the_card_keeps_them_apart_from_what_sources_say(run: Run) -> None:
    on = ("--as-of", DATA_DAY)
    card = json.loads(run("show", "gpt-6-astra", "--format", "json", *on).out)
    assert {line["topic"] for line in card["derived"]} >= {"strong", "offering"}
    assert all(line["derived"] is True for line in card["derived"])
    assert not {line["text"] for line in card["derived"]} & {trait["text"] for trait in card["traits"]}
    known = {source["id"] for source in card["sources"]}
    assert all(set(line["sources"]) <= known for line in card["derived"])
    shown = run("show", "gpt-6-astra", "--details", *on).out
    heading = shown.partition("From the figures")[2]
    assert "no source says so" in heading
    assert card["derived"][0]["text"] in heading
    assert card["derived"][0]["text"].partition(" on the median")[0] in run("show", "gpt-6-astra", *on).out


def test_no_score_and_no_reason_knows_of_them(run: Run, monkeypatch: pytest.MonkeyPatch, catalog: OpenCatalog) -> None:
    ask = ("recommend", "--need", "coding", "--format", "json", "--as-of", DATA_DAY)
    before = run(*ask).out

    def refuse(*_: object) -> None:
        raise AssertionError("derived lines were asked for")

    first = json.loads(before)["ranking"][0]
    said = {line.text for line in catalog.model_card(first["model"], DATA_DAY).derived if line.topic != "caution"}
    assert said
    assert not said & {reason["text"] for kind in ("for", "against", "cautions", "unknown") for reason in first[kind]}
    monkeypatch.setattr(module, "derived", refuse)
    assert run(*ask).out == before
