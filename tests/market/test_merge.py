"""The market over the curated facts: what stands, what is filled, whose word it is, and what stays unlinked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from modelpick.catalog.load import load_facts
from modelpick.decide.routes import open_routes, routes
from modelpick.market.merge import Merged, merge
from modelpick.market.records import (
    ModelRecord,
    OfferingRecord,
    ProviderRecord,
    Record,
    ScoreRecord,
    StatusRecord,
    Stored,
)
from modelpick.model.facts import Charges, Facts, Model, Offering, Price, Rates, ServiceFigures
from modelpick.model.fields import replace

BASE = """
sources:
- {id: page, title: A price page, publisher: Lab, kind: provider, date: 2026-04-01}
benchmarks:
- {id: exam, name: Exam, family: exam, tests: Things., unit: percent, range: [0, 100],
   anchors: {worst: 0, best: 100, why: x}, noise: {tau0: 2}}
providers:
- {id: lab, name: Lab, kind: lab}
- {id: cloud, name: Cloud, kind: cloud, also: [the_cloud]}
- {id: openrouter, name: OpenRouter, kind: gateway}
models:
- id: lab/one-5
  name: One 5
  weights: open
  context: {value: 100000, source: page}
  status:
  - {on: 2026-12-01, surface: api, is: retired, announced: 2026-04-01, source: page}
  measurements:
  - {benchmark: exam, value: 50, by: vendor, source: page, on: 2026-01-01}
  offerings:
  - {provider: lab, id: one-5, since: 2026-01-01, source: page, context: 64000,
     prices: [{on: 2026-04-01, in: 2, out: 8, batch_discount: 0.5}]}
- {id: other/two, name: Two, weights: closed}
"""
DAY = "2026-06-01"


@pytest.fixture
def base(tmp_path: Path) -> Facts:
    (tmp_path / "base.yaml").write_text(dedent(BASE), "utf-8")
    return load_facts([[tmp_path / "base.yaml"]], DAY)


def stored(source: str, record: Record, day: str = DAY, *earlier: tuple[str, OfferingRecord]) -> Stored[Record]:
    first = earlier[0][0] if earlier else day
    states = (*earlier, (day, record)) if isinstance(record, OfferingRecord) and record.charges else ()
    prices = tuple((on, each.charges) for on, each in states)
    return Stored(source, record, first, day, day, prices)


def offering(provider: str, id_: str, **more: Any) -> OfferingRecord:
    usd = {name: Decimal(str(more.pop(name))) for name in ("input", "output") if name in more}
    return OfferingRecord(provider, id_, charges=Charges(Rates(**usd)) if usd else None, **more)


def merged(base: Facts, *rows: Stored[Record]) -> Merged:
    return merge(base, rows, {})


def one(found: Merged) -> Model:
    return found.facts.models["lab/one-5"]


def served(found: Merged, provider: str) -> Offering:
    (found_one,) = [o for o in one(found).offerings if o.provider == provider]
    return found_one


def paid(price: Price) -> tuple[str, Decimal | None, Decimal | None]:
    return price.on, price.input, price.output


# Models


def test_what_is_curated_stands_and_what_is_not_known_is_filled(base: Facts) -> None:
    record = ModelRecord("lab/one-5", weights="closed", context=9, released="2026-01-01", tool_calling=True)
    model = one(merged(base, stored("models-dev", record)))
    assert (model.weights, model.context and model.context.value) == ("open", 100_000)
    assert (model.released, model.features.tool_calling, model.features.source) == ("2026-01-01", True, "models-dev")
    assert model.origins == {"released": "models-dev", "features.tool_calling": "models-dev"}


def test_the_preferred_source_fills_first(base: Facts) -> None:
    families = {"litellm": "b", "models-dev": "a"}
    rows = [stored(source, ModelRecord("lab/one-5", family=family)) for source, family in families.items()]
    assert one(merged(base, *rows)).family == "a"


# Offerings


def test_a_newer_reading_of_an_offering_counts_and_the_price_keeps_its_history(base: Facts) -> None:
    found = served(
        merged(base, stored("models-dev", offering("lab", "One-5", input=1, output=4, context=80_000))), "lab"
    )
    assert [paid(p) for p in found.prices] == [("2026-04-01", 2, 8), (DAY, 1, 4)]
    assert (found.context, found.origins, found.read) == (80_000, {"context": "models-dev"}, DAY)
    assert found.prices[-1].source == "models-dev"


def test_an_older_reading_only_fills(base: Facts) -> None:
    row = stored("models-dev", offering("lab", "one-5", input=9, output=9, context=1, max_output=7), "2026-02-01")
    found = served(merged(base, row), "lab")
    assert [p.on for p in found.prices] == ["2026-02-01", "2026-04-01"]
    assert (found.context, found.max_output) == (64_000, 7)


def test_the_same_price_read_again_is_no_news_and_loses_nothing(base: Facts) -> None:
    found = served(merged(base, stored("models-dev", offering("lab", "one-5", input=2, output=8))), "lab")
    (price,) = found.prices
    assert (price.on, price.charges.batch_discount, price.source) == ("2026-04-01", Decimal("0.5"), "page")


def test_every_price_that_a_source_ever_said_is_kept(base: Facts) -> None:
    before = offering("cloud", "one-5", input=3, output=9)
    row = stored("models-dev", offering("cloud", "one-5", input=2, output=9), DAY, ("2026-05-01", before))
    found = served(merged(base, row), "cloud")
    assert [paid(p) for p in found.prices] == [("2026-05-01", 3, 9), (DAY, 2, 9)]
    assert found.since == "2026-05-01"


def test_two_sources_make_one_offering_and_a_disagreement_stays_visible(base: Facts) -> None:
    rows = [
        stored("litellm", offering("the_cloud", "one-5", input=3, output=9, max_output=5)),
        stored("models-dev", offering("cloud", "one-5", input=2, output=9, context=70_000)),
    ]
    found = served(merged(base, *rows), "cloud")
    assert [paid(p) for p in found.prices] == [(DAY, 2, 9)]
    assert (found.context, found.max_output, found.origins["max_output"]) == (70_000, 5, "litellm")
    assert found.note == f"litellm says 3 in and 9 out on {DAY}"


def test_a_source_speaks_first_of_its_own_offerings_and_a_stale_one_last(base: Facts) -> None:
    rows = [
        stored("models-dev", offering("openrouter", "lab/one-5", input=3, output=9)),
        stored("openrouter", offering("openrouter", "lab/one-5", input=2, output=9)),
    ]
    assert served(merged(base, *rows), "openrouter").prices[-1].input == 2
    old = replace(rows[1], read="2026-03-01")
    assert served(merged(base, rows[0], old), "openrouter").prices[-1].input == 3


def test_a_missing_price_is_unknown_and_a_free_tier_is_not_the_price(base: Facts) -> None:
    rows = [
        stored("models-dev", offering("cloud", "one-5")),
        stored("openrouter", offering("openrouter", "lab/one-5:free", input=0, output=0)),
    ]
    found = merged(base, *rows)
    assert served(found, "cloud").prices == ()
    known = one(found), found.facts, DAY
    assert [r.blended for r in open_routes(*known)] == [Decimal("3.5"), 0, None]
    assert [r.blended for r in routes(*known)] == [Decimal("3.5"), None]


def test_how_an_offering_was_served_bears_the_day_on_which_it_was_read(base: Facts) -> None:
    row = stored("openrouter", offering("openrouter", "lab/one-5", base="lab/one-5", uptime=99.4, tokens_per_s=71.5))
    found = next(o for o in one(merged(base, row)).offerings if o.provider == "openrouter")
    assert found.served == (ServiceFigures(DAY, "openrouter", uptime=99.4, tokens_per_s=71.5),)


def test_a_regional_key_is_an_offering_with_its_geography(base: Facts) -> None:
    row = stored("litellm", offering("cloud", "eu.lab.one-5-v1:0", base="one-5", routing="geo", geography=("eu",)))
    found = served(merged(base, row), "cloud")
    assert (found.routing, found.geography) == ("geo", ("eu",))


def test_an_unknown_provider_is_known_by_name_alone(base: Facts) -> None:
    rows = [
        stored("models-dev", ProviderRecord("new-host", "New Host", "https://new.example")),
        stored("models-dev", offering("new-host", "one-5")),
        stored("litellm", offering("new_host", "one-5", input=1, output=1)),
    ]
    found = merged(base, *rows)
    provider = found.facts.providers["new-host"]
    assert (provider.name, provider.country, provider.terms.training) == ("New Host", None, None)
    assert served(found, "new-host").prices[-1].source == "litellm"


def test_what_cannot_be_matched_is_usable_and_never_a_model(base: Facts) -> None:
    found = merged(base, stored("models-dev", offering("cloud", "One-5-Distilled", input=1, output=2, name="Odd")))
    (unlinked,) = found.facts.unlinked.values()
    assert (unlinked.id, unlinked.name, unlinked.linked) == ("unlinked/cloud/one-5-distilled", "Odd", False)
    assert unlinked.offerings[0].prices[0].input == 1
    assert set(found.facts.models) == set(base.models)
    assert [(link.model, link.rule) for link in found.links] == [(None, "no rule")]


def test_sources_that_mean_two_models_by_one_id_link_it_to_neither(base: Facts) -> None:
    rows = [
        stored("models-dev", offering("cloud", "x", base="lab/one-5")),
        stored("litellm", offering("cloud", "x", base="other/two")),
    ]
    found = merged(base, *rows)
    assert list(found.facts.unlinked) == ["unlinked/cloud/x"]
    assert {link.rule for link in found.links} == {"its sources do not agree on the model"}


# Ends


def test_an_end_is_announced_from_the_day_on_which_it_was_read(base: Facts) -> None:
    found = merged(base, stored("litellm", offering("cloud", "one-5", retires_on="2026-09-01")))
    event = next(e for e in one(found).status if e.provider == "cloud")
    assert (event.on, event.stage, event.announced, event.source) == ("2026-09-01", "retired", DAY, "litellm")


def test_a_day_that_passed_while_another_source_went_on_listing_is_no_end(base: Facts) -> None:
    rows = [
        stored("litellm", offering("cloud", "one-5", retires_on="2026-03-01")),
        stored("models-dev", offering("cloud", "one-5", input=1, output=1)),
    ]
    assert [e for e in one(merged(base, *rows)).status if e.provider == "cloud"] == []


def test_another_day_for_a_curated_end_is_noted_there(base: Facts) -> None:
    row = stored("modeldeprecations", StatusRecord("lab", "one-5", "retired", "2026-11-01", "2026-05-01"))
    (event,) = one(merged(base, row)).status
    assert (event.on, event.note) == ("2026-12-01", "modeldeprecations says 2026-11-01")


def test_an_end_elsewhere_is_an_event_of_that_provider(base: Facts) -> None:
    row = StatusRecord("cloud", "one-5", "retired", "2026-11-01", "2026-05-01", successor="two")
    model = one(merged(base, stored("modeldeprecations", row)))
    event = next(e for e in model.status if e.provider == "cloud")
    assert (event.on, event.announced, event.note) == ("2026-11-01", "2026-05-01", "replacement named: two")


# Figures


def figure(value: float, benchmark: str = "exam", model: str = "lab/one-5", **more: Any) -> ScoreRecord:
    return ScoreRecord(model, benchmark, value, "2026-05-01", more.pop("by", "independent"), **more)


def test_a_figure_is_a_measurement_with_its_source(base: Facts) -> None:
    found = merged(base, stored("models-dev", figure(61, url="https://board.example")))
    new = one(found).measurements[-1]
    assert (new.value, new.by, new.source, new.on) == (61, "independent", "models-dev", "2026-05-01")
    assert new.note == "read from https://board.example"


def test_a_figure_that_is_handed_on_counts_once(base: Facts) -> None:
    assert len(one(merged(base, stored("models-dev", figure(50.04, by="vendor")))).measurements) == 1
    assert len(one(merged(base, stored("models-dev", figure(51, by="vendor")))).measurements) == 2


def test_what_is_no_benchmark_of_ours_or_out_of_range_stays_out_and_is_told(base: Facts) -> None:
    rows = [stored("a", figure(1, "unheard-of")), stored("a", figure(400)), stored("a", figure(9, model="nobody"))]
    found = merged(base, *rows)
    assert len(one(found).measurements) == 1
    assert [(each.unmatched, each.unmatched_models) for each in found.scores] == [(1, 1)]
    assert found.notes == (
        "1 score left out: on benchmarks that the catalog does not know",
        "1 score left out: outside of the benchmark's range",
    )


@pytest.mark.parametrize(
    ("known", "again", "once"),
    [
        ({"by": "press", "evaluator": "a-board"}, {"evaluator": "A Board"}, True),
        ({"by": "press", "evaluator": "a-board"}, {"evaluator": "Others"}, False),
        ({"by": "press"}, {}, False),
        ({"variant": "high"}, {}, True),
        ({"variant": "high"}, {"variant": "max"}, False),
        ({"value": 60.0, "evaluator": "a-board"}, {"value": 60.38, "evaluator": "a-board"}, True),
        ({"value": 60.0, "evaluator": "a-board"}, {"value": 60.38, "evaluator": "Others"}, False),
        ({"value": 60.25}, {"value": 60.3}, True),
        ({"value": 60.25}, {"value": 60.31}, False),
    ],
)
def test_the_same_reading_in_another_spelling_counts_once(
    base: Facts, known: dict[str, Any], again: dict[str, Any], once: bool
) -> None:
    rows = [figure(**{"value": 60.3, **each}) for each in (known, again)]
    found = merged(base, *(stored(name, row) for name, row in zip("ab", rows, strict=True)))
    assert len(one(found).measurements) == (2 if once else 3)
    (first, second) = found.scores
    assert (first.used, second.used, second.repeated) == (1, 0 if once else 1, 1 if once else 0)


def test_what_became_of_each_score_is_counted(base: Facts) -> None:
    rows = [
        stored("board", figure(60)),
        stored("board", figure(50, by="vendor")),
        stored("board", figure(61, model="nobody")),
        stored("board", figure(62, model="nobody", variant="high")),
        stored("board", figure(1, "unheard-of")),
        stored("board", figure(1, "exam-2031-02", model="other/two")),
        stored("board", figure(400)),
    ]
    (found,) = merged(base, *rows).scores
    assert (found.source, found.read, found.used, found.repeated, found.unmatched) == ("board", 7, 1, 1, 2)
    assert (found.other_benchmarks, found.other_editions, found.out_of_range) == (2, 0, 1)
    assert (found.models, found.unmatched_models) == (2, 1)


ELO = """
benchmarks:
- {id: arena-2026-04, name: Arena, family: arena, tests: Taste., unit: elo, kind: elo, range: [null, null],
   anchors: {worst: 1000, best: 1500, why: x}, noise: {tau0: 9}}
models:
- id: lab/three
  name: Three
  measurements:
  - {benchmark: arena-2026-04, value: 1400, by: independent, source: page, on: 2026-04-02}
- {id: lab/four, name: Four}
"""


def test_a_scale_that_holds_for_a_day_is_never_beside_that_of_another_day(base: Facts, tmp_path: Path) -> None:
    """A board's month is one edition; another month is none that is known; a figure of another day is not pooled."""
    (tmp_path / "elo.yaml").write_text(dedent(ELO), "utf-8")
    known = load_facts([[tmp_path / "base.yaml", tmp_path / "elo.yaml"]], DAY)

    def score(model: str, day: str, value: float = 1420) -> Stored[Record]:
        return stored("arena", ScoreRecord(model, f"arena-{day}", value, day, "independent"))

    found = merged(
        known,
        score("lab/three", "2026-04-20"),
        score("lab/four", "2026-04-20"),
        score("lab/four", "2026-05-01"),
        score("lab/one-5", "2026-04-20", 1380),
    )
    values = {id_: [m.value for m in found.facts.models[f"lab/{id_}"].measurements] for id_ in ("three", "four")}
    assert values == {"three": [1400], "four": [1420]}
    (tally,) = found.scores
    assert (tally.used, tally.other_editions, tally.editions) == (2, 2, ("arena-2026-04-20", "arena-2026-05-01"))
    assert found.notes == (
        "2 scores left out: on editions that the catalog does not know (arena-2026-04-20 and arena-2026-05-01)",
    )


def test_a_figure_without_a_day_counts_from_the_day_on_which_it_was_first_read_so(base: Facts) -> None:
    undated = ScoreRecord("lab/one-5", "exam", 61, None, "independent")
    row = Stored("board", undated, "2026-03-01", "2026-04-01", DAY)
    assert one(merged(base, row)).measurements[-1].on == "2026-04-01"
