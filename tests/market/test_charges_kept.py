"""How the synced market keeps a whole price, and lays prices over the curated ones."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from modelpick.catalog.load import load_facts
from modelpick.market.merge import merge
from modelpick.market.records import OfferingRecord, Stored
from modelpick.market.rows import decoded, encoded
from modelpick.model.facts import Charges, Facts, Offering, OffPeak, Tier
from modelpick.model.fields import replace
from modelpick.model.pricing import price_on
from tests.factories import money

DAY = "2026-07-02"
WHOLE = Charges(
    money("0.3", "1.2", "0.006"),
    (Tier(272_000, money("0.6", "1.8")), Tier(500_000, money("1", "3", "0.1"))),
    batch=money("0.15", "0.6"),
    batch_discount=Decimal("0.5"),
    priority=money("0.6", "2.4"),
    off_peak=OffPeak(money("0.15", "0.6"), ("01:00-04:00",), "weekdays"),
)
BASE = """
sources:
- {id: page, title: A page, publisher: Shop, kind: provider, url: "https://shop.example"}
providers:
- {id: shop, name: Shop, kind: host}
- {id: azure, name: Azure, kind: cloud}
models:
- id: lab/clock
  name: Clock
  offerings:
  - {provider: shop, id: clock, since: 2026-01-01, source: page, prices: [{on: 2026-06-01, in: 0.3, out: 1.2,
      off_peak: {in: 0.15, out: 0.6, peak: ["01:00-04:00"]}}, {on: 2027-01-01, in: 1, out: 2, announced: 2026-06-01}]}
- id: lab/zoned
  name: Zoned
  offerings:
  - {provider: azure, id: zoned, deployment: DataZoneStandard, since: 2026-01-01, source: page, routing: geo,
     geography: [us]}
  - {provider: azure, id: zoned, deployment: DataZoneStandard, since: 2026-01-01, source: page, routing: geo,
     geography: [eu]}
  - {provider: azure, id: zoned, deployment: GlobalStandard, since: 2026-01-01, source: page, routing: global}
aliases:
- {alias: clock, model: lab/clock}
- {alias: zoned, model: lab/zoned}
"""


@pytest.fixture
def base(tmp_path: Path) -> Facts:
    (tmp_path / "base.yaml").write_text(dedent(BASE), "utf-8")
    return load_facts([[tmp_path / "base.yaml"]], DAY)


def laid(base: Facts, *records: OfferingRecord, source: str = "models-dev", day: str = DAY) -> Facts:
    return merge(base, [Stored(source, r, day, day, day, ((day, r.charges),)) for r in records], {}).facts


def zoned(facts: Facts) -> dict[Any, Offering]:
    return {(o.deployment, o.geography): o for o in facts.models["lab/zoned"].offerings}


@pytest.mark.parametrize("charges", [None, Charges(money("0.3")), WHOLE, replace(WHOLE, tiers=(), off_peak=None)])
def test_a_row_comes_back_as_it_was(charges: Charges | None) -> None:
    record = OfferingRecord("shop", "m", charges=charges, service="batch")
    assert decoded("offering", encoded(record)) == record


@pytest.mark.parametrize("charges", ['{"rates":7}', '{"rates":{"inn":"1"}}', '{"tiers":[{"above":1}]}', '"much"'])
def test_a_row_that_is_no_price_is_refused(charges: str) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, ArithmeticError)):
        decoded("offering", f'{{"provider":"shop","id":"m","charges":{charges}}}')


def test_a_list_that_gives_the_cheaper_hours_alone_does_not_make_them_the_price(base: Facts) -> None:
    found = laid(base, OfferingRecord("shop", "clock", charges=Charges(money("0.15", "0.6"))))
    prices = found.models["lab/clock"].offerings[0].prices
    assert [price.on for price in prices] == ["2026-06-01", "2027-01-01"]
    assert price_on(prices, DAY).input == Decimal("0.3")  # type: ignore[union-attr]


def test_a_list_that_gives_the_peak_completes_what_is_known(base: Facts) -> None:
    found = laid(base, OfferingRecord("shop", "clock", charges=Charges(money("0.3", "1.2", "0.006"))))
    first = found.models["lab/clock"].offerings[0].prices[0]
    assert first.charges.rates == money("0.3", "1.2", "0.006")
    assert first.charges.off_peak is not None


def test_a_price_that_is_read_today_leaves_what_is_announced(base: Facts) -> None:
    found = laid(base, OfferingRecord("shop", "clock", charges=Charges(money("0.4", "1.6"))))
    prices = found.models["lab/clock"].offerings[0].prices
    assert [(price.on, price.input) for price in prices] == [
        ("2026-06-01", Decimal("0.3")), (DAY, Decimal("0.4")), ("2027-01-01", 1),
    ]  # fmt: skip


def test_a_list_without_a_place_speaks_of_the_global_deployment(base: Facts) -> None:
    found = zoned(laid(base, OfferingRecord("azure", "zoned", charges=Charges(money("1", "2")))))
    assert len(found) == 3
    assert [key for key, offering in found.items() if offering.prices] == [("GlobalStandard", ())]


def test_a_list_with_a_place_speaks_of_the_deployment_there(base: Facts) -> None:
    record = OfferingRecord(
        "azure", "eu/zoned", base="zoned", routing="geo", geography=("eu",), charges=Charges(money("1.1", "2.2"))
    )
    found = zoned(laid(base, record, source="litellm"))
    assert len(found) == 3
    assert [key for key, offering in found.items() if offering.prices] == [("DataZoneStandard", ("eu",))]
