"""Prices as a user's own file gives them, and what `show`, `cost`, `recommend` and `catalog diff` make of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from modelpick.catalog.load import check, load_facts
from modelpick.decide.routes import routes
from modelpick.model.asof import as_of
from modelpick.model.facts import Charges, Facts, Model, OffPeak, Price, Rates, Tier
from modelpick.model.pricing import price_on
from modelpick.snapshot.read import Snapshot
from modelpick.snapshot.write import write
from modelpick.use_cases.load import CatalogInputs, compiled
from tests.conftest import TODAY, Result, bundled_catalog
from tests.factories import money

Run = Callable[..., Result]
DAY = "2026-06-01"
OWN = """
sources:
- {id: list, title: A list, publisher: Shop, kind: provider, url: "https://shop.example/prices"}
providers:
- {id: shop, name: Shop, kind: host}
- {id: cloud, name: Cloud, kind: cloud}
models:
- id: lab/tiered
  name: Tiered
  released: 2026-01-01
  weights: closed
  offerings:
  - {provider: shop, id: tiered, since: 2026-01-01, source: list, is: ga, prices: [
      {on: 2026-01-01, in: 2.5, out: 15, cache_read: 0.25, cache_write: 3.125, cache_write_1h: 5,
       tiers: [{above: 500000, in: 10, out: 45}, {above: 272000, in: 5, out: 22.5, cache_read: 0.5}],
       batch: {in: 1.25, out: 7.5}, flex: {in: 1.5, out: 8}, priority: {in: 5, out: 30}, fast: {in: 6, out: 36}},
      {on: 2026-09-01, in: 5, out: 30, announced: 2026-05-15}]}
- id: lab/clock
  name: Clock
  released: 2026-01-01
  weights: closed
  offerings:
  - {provider: shop, id: clock, since: 2026-01-01, source: list, is: ga, prices: [{on: 2026-01-01, in: 0.3, out: 1.2,
      off_peak: {in: 0.15, out: 0.6, peak: ["01:00-04:00", "06:00-10:00"], days: weekdays}}]}
  - {provider: shop, id: "clock:batch", service: batch, since: 2026-01-01, source: list, is: ga,
     prices: [{on: 2026-01-01, in: 0.01, out: 0.02}]}
- id: lab/old
  name: Old
  released: 2026-01-01
  weights: closed
  offerings:
  - {provider: shop, id: old, since: 2026-01-01, source: list, is: ga, prices: [
      {on: 2026-01-01, in: 2, out: 8, batch_discount: 0.5, above: {tokens: 200000, in: 4, out: 12}},
      {on: 2026-04-01, until: 2026-06-30, in: 1, out: 4}]}
  - {provider: cloud, id: old, deployment: GlobalStandard, since: 2026-01-01, source: list, routing: global, is: ga,
     prices: [{on: 2026-01-01, in: 2, out: 8}]}
  - {provider: cloud, id: old, deployment: DataZoneStandard, version: 2026-01-01, since: 2026-01-01, source: list,
     routing: geo, geography: [eu], is: ga, prices: [{on: 2026-01-01, in: 2.2, out: 8.8}]}
  - {provider: cloud, id: old, deployment: DataZoneStandard, version: 2026-01-01, since: 2026-01-01, source: list,
     routing: geo, geography: [us], is: ga, prices: [{on: 2026-01-01, in: 2.3, out: 9}]}
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("own") / "own.yaml"
    file.write_text(OWN, "utf-8")
    return file


@pytest.fixture(scope="module")
def known(own: Path) -> Facts:
    return load_facts([[own]], DAY)


def laid(known: Facts, tmp_path: Path, text: str) -> Facts:
    (tmp_path / "over.yaml").write_text(dedent(text), "utf-8")
    return load_facts([[tmp_path / "over.yaml"]], DAY, known)


def paid(model: Model, day: str, place: int = 0) -> Price | None:
    return price_on(model.offerings[place].prices, day)


# What is read


def test_all_of_a_price_is_read(known: Facts) -> None:
    first, ahead = known.models["lab/tiered"].offerings[0].prices
    assert first.charges == Charges(
        Rates(*map(Decimal, ("2.5", "15", "0.25", "3.125", "5"))),
        (Tier(272_000, money("5", "22.5", "0.5")), Tier(500_000, money("10", "45"))),
        batch=money("1.25", "7.5"),
        flex=money("1.5", "8"),
        priority=money("5", "30"),
        fast=money("6", "36"),
    )
    assert (ahead.on, ahead.announced, ahead.input) == ("2026-09-01", "2026-05-15", 5)
    clock = known.models["lab/clock"].offerings[0].prices[0].charges
    assert clock.off_peak == OffPeak(money("0.15", "0.6"), ("01:00-04:00", "06:00-10:00"), "weekdays")


def test_the_older_form_of_a_tier_is_read(known: Facts) -> None:
    charges = known.models["lab/old"].offerings[0].prices[0].charges
    assert charges.tiers == (Tier(200_000, money("4", "12")),)
    assert charges.batch_discount == Decimal("0.5")


def test_a_snapshot_gives_back_every_part(own: Path, known: Facts, tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    write(path, compiled(CatalogInputs(catalogs=(own,), with_bundled=False), TODAY), TODAY)
    snapshot = Snapshot(path)
    for id_, model in known.models.items():
        assert snapshot.facts().models[id_].offerings == model.offerings
        for day in ("2026-05-14", "2026-05-15"):
            assert snapshot.facts(day).models[id_].offerings == as_of(known, day).models[id_].offerings


@pytest.mark.parametrize(
    ("price", "message"),
    [
        ("{on: 2027-01-01, in: 1}", "`on` is 2027-01-01, after today"),
        ("{on: 2027-01-01, in: 1, announced: 2026-12-01}", "`announced` is 2026-12-01, after today"),
        ("{on: 2026-01-01, in: 1, until: 2025-12-31}", "`until` lies before `on`"),
        ("{on: 2026-01-01, in: 1, tiers: [{above: 9, in: 2}], above: {tokens: 9, in: 2}}", "older form of `tiers`"),
        ("{on: 2026-01-01, in: 1, tiers: [{above: 9, in: 2}, {above: 9, in: 3}]}", "above the same length"),
        ("{on: 2026-01-01, in: 1, off_peak: {in: 2, peak: ['01:00-02:00']}}", "`off_peak` costs more"),
        ("{on: 2026-01-01, in: 1, off_peak: {in: 0.5, peak: ['1-2']}}", "`0` is '1-2'"),
        ("{on: 2026-01-01, in: 1, batch: {inn: 2}}", "unknown key 'inn'"),
        ("{on: 2026-01-01, in: 1, tiers: [{above: 0, in: 2}]}", "`above` is 0"),
    ],
)
def test_a_price_that_makes_no_sense_is_refused(known: Facts, tmp_path: Path, price: str, message: str) -> None:
    own = f"prices: [{{model: lab/old, provider: shop, {price[1:]}]"
    said = f"{{provider: shop, id: x, since: 2026-01-01, source: list, prices: [{price}]}}"
    for text in (own, f"models: [{{id: lab/old, offerings: [{said}]}}]"):
        (tmp_path / "bad.yaml").write_text(text, "utf-8")
        found = check([[tmp_path / "bad.yaml"]], DAY, known)[1]
        assert any(message in problem.message for problem in found), found


# What is laid over it


def test_an_own_price_with_an_end_gives_way_to_what_is_published(known: Facts, tmp_path: Path) -> None:
    text = "prices: [{model: lab/tiered, provider: shop, on: 2026-02-01, until: 2026-03-31, in: 1, out: 9}]"
    model = laid(known, tmp_path, text).models["lab/tiered"]
    assert [paid(model, day).input for day in ("2026-01-31", "2026-02-01", "2026-03-31", "2026-04-01")] == [
        Decimal("2.5"), 1, 1, Decimal("2.5"),
    ]  # fmt: skip
    assert paid(model, "2026-09-01").input == 5
    over = "prices: [{model: lab/old, provider: shop, on: 2026-03-01, until: 2026-05-31, in: 3, out: 9}]"
    model = laid(known, tmp_path, over).models["lab/old"]
    days = ("2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01", "2026-07-01")
    assert [paid(model, day).input for day in days] == [2, 3, 3, 1, 2]


def test_a_discount_reaches_tiers_batches_and_what_is_announced(known: Facts, tmp_path: Path) -> None:
    model = laid(known, tmp_path, "discounts: [{provider: shop, percent: 50}]").models["lab/tiered"]
    charges = paid(model, DAY).charges
    assert charges.tiers[0].rates == money("2.5", "11.25", "0.25")
    assert charges.batch == money("0.625", "3.75")
    assert paid(model, "2026-09-01").input == Decimal("2.5")
    old = laid(known, tmp_path, "discounts: [{provider: shop, percent: 50}]").models["lab/old"]
    assert [paid(old, day).input for day in ("2026-06-30", "2026-07-01")] == [Decimal("0.5"), 1], "its end is kept"


@pytest.mark.parametrize(
    ("row", "places"),
    [
        ("deployment: GlobalStandard", [1]),
        ("deployment: DataZoneStandard, geography: [us]", [3]),
        ("deployment: DataZoneStandard, geography: [eu]", [2]),
        ("version: 2026-01-01, geography: [us]", [3]),
        ("geography: [us]", [3]),
    ],
)
def test_a_row_speaks_of_the_deployment_that_it_names(
    known: Facts, tmp_path: Path, row: str, places: list[int]
) -> None:
    said = f"{{provider: cloud, id: old, {row}, since: 2026-01-01, source: list, context: 7}}"
    text = f"models: [{{id: lab/old, offerings: [{said}]}}]"
    offerings = laid(known, tmp_path, text).models["lab/old"].offerings
    assert len(offerings) == 4
    assert [place for place, offering in enumerate(offerings) if offering.context == 7] == places


@pytest.mark.parametrize("row", ["deployment: ProvisionedManaged", "version: 2026-03-01", "geography: [jp]"])
def test_another_deployment_version_or_place_is_another_offering(known: Facts, tmp_path: Path, row: str) -> None:
    text = (
        f"models: [{{id: lab/old, offerings: [{{provider: cloud, id: old, {row}, since: 2026-01-01, source: list}}]}}]"
    )
    assert len(laid(known, tmp_path, text).models["lab/old"].offerings) == 5


# What is answered


def told(run: Run, own: Path, *args: object) -> str:
    result = run(*args, "--catalog", own)
    assert result.code == 0, result.err
    return " ".join(result.out.split())


def test_show_tells_every_price_and_what_is_announced(run: Run, own: Path) -> None:
    shown = told(run, own, "show", "lab/tiered", "--details", "--as-of", DAY)
    assert "above 272k tokens $5 / $22.50, cached $0.50" in shown
    assert "above 500k tokens $10 / $45" in shown
    assert "$0.25, write $3.125 (1 h $5)" in shown
    for text in ("batch $1.25 / $7.50", "flex $1.50 / $8", "priority $5 / $30", "fast $6 / $36"):
        assert text in shown
    assert "from 2026-09-01 $5 / $30, twice as much (announced 2026-05-15)" in shown
    assert "2026-09-01" not in told(run, own, "show", "lab/tiered", "--details", "--as-of", "2026-05-14")
    after = told(run, own, "show", "lab/tiered", "--details", "--as-of", "2026-09-01")
    assert "Prices to come" not in after
    assert "$5 / $30" in after


def test_show_names_both_prices_of_a_clock_and_never_the_cheaper_one_alone(run: Run, own: Path) -> None:
    shown = told(run, own, "show", "lab/clock", "--details", "--as-of", DAY)
    assert "$0.30 / $1.20 at the peak" in shown
    assert "at the peak (01:00-04:00, 06:00-10:00 UTC on weekdays); at all other hours $0.15 / $0.60" in shown


@pytest.mark.parametrize("command", ["show", "status"])
def test_a_short_page_names_the_dear_hours_and_no_price_of_another_service(run: Run, own: Path, command: str) -> None:
    shown = told(run, own, command, "lab/clock", "--as-of", DAY)
    assert "$0.30 / $1.20 at the peak: Shop" in shown
    assert "$0.01" not in shown


def test_a_service_that_is_all_there_is_bears_its_name(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(OWN.replace("{provider: shop, id: clock, since", "{provider: shop, id: clock, service: flex, since"))
    assert "anywhere from $0.01 / $0.02 (batch): Shop" in told(run, own, "show", "lab/clock", "--as-of", DAY)


def test_the_end_of_a_promotion_is_a_price_to_come(run: Run, own: Path) -> None:
    shown = told(run, own, "show", "lab/old", "--details", "--as-of", DAY)
    assert "until 2026-06-30" in shown
    assert "from 2026-07-01 $2 / $8, twice as much (the price before it ends then)" in shown


def test_a_document_holds_the_whole_price(run: Run, own: Path) -> None:
    card = json.loads(run("show", "lab/tiered", "--as-of", DAY, "--catalog", own, "--format", "json").out)
    (line,) = card["status"]["offerings"]
    assert (line["price_in"], line["price_out"]) == (2.5, 15)
    assert [tier["above"] for tier in line["price"]["charges"]["tiers"]] == [272_000, 500_000]
    assert line["price"]["charges"]["batch"]["input"] == 1.25
    assert [(change["on"], change["price"]["charges"]["rates"]["input"]) for change in line["ahead"]] == [
        ("2026-09-01", 5)
    ]


def test_cost_says_what_the_month_will_cost(run: Run, own: Path) -> None:
    args = ("cost", "lab/tiered", "--catalog", own, "--requests", "1k", "--in", "1M", "--out", "0", "--cached", "0")
    now = json.loads(run(*args, "--as-of", DAY, "--format", "json").out)["rows"][0]
    assert now["per_month_usd"]["value"] == 10_000, "the price of the longest prompts"
    (change,) = now["ahead"]
    assert (change["on"], change["announced"], change["per_month_usd"]["value"]) == ("2026-09-01", "2026-05-15", 5000)
    shown = told(run, own, *args[:2], *args[4:], "--details", "--as-of", DAY)
    assert "Tiered via Shop halves on 2026-09-01, to $5,000 a month (announced 2026-05-15)" in shown
    assert json.loads(run(*args, "--as-of", "2026-05-14", "--format", "json").out)["rows"][0]["ahead"] == []
    then = json.loads(run(*args, "--as-of", "2026-09-02", "--format", "json").out)["rows"][0]
    assert (then["per_month_usd"]["value"], then["ahead"]) == (5000, [])


def test_the_price_of_a_batch_is_never_that_of_the_model(run: Run, own: Path, known: Facts) -> None:
    assert [way.offering.id for way in routes(known.models["lab/clock"], known, DAY) if way.offering] == ["clock"]
    args = ("cost", "lab/clock", "--requests", "1M", "--in", "1k", "--out", "0", "--cached", "0")
    shown = told(run, own, *args, "--hours", "1-3", "--as-of", DAY)
    assert "Clock costs $257.14 a month via Shop" in shown
    assert "$10" not in shown


def test_recommend_knows_the_prices_of_april(run: Run) -> None:
    args = ("recommend", "--need", "coding", "--max-price-out", "20", "--as-of", "2026-04-30", "--format", "json")
    answer = json.loads(run(*args).out)
    assert len(answer["ranking"]) >= 10
    for ranked in answer["ranking"]:
        assert ranked["offering"]["price_out"] <= 20
        assert ranked["offering"]["price_on"] <= "2026-04-30"
    assert "openai/gpt-5.4" in [ranked["model"] for ranked in answer["ranking"]]


def test_every_provider_of_gpt_5_5_has_a_price_of_long_prompts(run: Run) -> None:
    args = ("cost", "gpt-5.5", "--in", "1M", "--out", "1k", "--requests", "1", "--cached", "0", "--all-offerings")
    rows = json.loads(run(*args, "--as-of", "2026-11-26", "--format", "json").out)["rows"]
    priced = [row for row in rows if row["per_month_usd"]["value"] is not None]
    assert len(priced) >= 12
    assert all(row["parts"]["input"] >= 10 for row in priced), "twice the $5 of short prompts, and more in a region"


def test_the_bundled_prices_are_those_of_their_day(run: Run) -> None:
    args = ("show", "gemini-3.8-flash", "--format", "json")
    card = json.loads(run(*args, "--as-of", "2026-11-26").out)
    line = next(o for o in card["status"]["offerings"] if o["provider"] == "google")
    assert (line["price_in"], line["price_out"]) == (0.75, 3.75)
    (change,) = line["ahead"]
    rates = change["price"]["charges"]["rates"]
    assert (change["on"], rates["input"], rates["output"]) == ("2027-01-01", 1.5, 7.5)


def test_azure_deployments_bear_the_name_that_azure_takes(run: Run) -> None:
    card = json.loads(run("show", "gpt-5.5", "--as-of", "2026-11-26", "--format", "json").out)
    azure = [o for o in card["status"]["offerings"] if o["provider"] == "azure"]
    assert {(o["id"], o["deployment"], *o["geography"]) for o in azure} >= {
        ("gpt-5.5", "GlobalStandard"),
        ("gpt-5.5", "DataZoneStandard", "eu-efta"),
        ("gpt-5.5", "DataZoneStandard", "us"),
    }
    facts = bundled_catalog().facts
    ids = [str(o.id) for model in facts.models.values() for o in model.offerings if o.provider == "azure"]
    assert not [id_ for id_ in ids if "Standard" in id_ or "," in id_]
    assert not [alias for alias in facts.aliases if "standard" in alias]


def test_no_bundled_price_is_that_of_the_cheaper_hours() -> None:
    clocks = [
        price.charges
        for model in bundled_catalog().facts.models.values()
        for offering in model.offerings
        for price in offering.prices
        if price.charges.off_peak
    ]
    assert clocks
    assert all(c.off_peak and (c.rates.input or 0) > (c.off_peak.rates.input or 0) for c in clocks)
