"""Own machines: what they cost, what they do, and from which volume they beat an API."""

from __future__ import annotations

from decimal import Decimal

from modelpick.cost import selfhost
from modelpick.cost.cost import cost_of
from modelpick.cost.hosting import Hosted, against_api, hosted_cost
from modelpick.cost.selfhost import Speed, bought, capacity, points, rented, replicas
from modelpick.cost.tokens import USUAL
from tests.cost.given import price, workload
from tests.factories import model, offering

LOAD = workload(1_000_000, 1000, 500)
OPEN = model("a/open", weights="open")


def hosted(tokens_per_s: float = 2000, usd: str = "3650") -> Hosted:
    return Hosted("2x card", {"rent": Decimal(usd)}, Speed(tokens_per_s), Decimal("0.4"), ("rented",))


def test_a_month_of_rent_is_every_hour_of_it() -> None:
    assert rented(2, Decimal("2.5")) == {"rent": Decimal(3650)}


def test_a_month_of_owning() -> None:
    found = bought(2, Decimal(30_000), 700.0, 36, Decimal("0.15"))
    assert round(found["purchase"], 2) == Decimal("1666.67")
    assert found["power"] == Decimal("1.4") * 730 * Decimal("1.3") * Decimal("0.15")
    assert "power" not in bought(1, Decimal(1), None)


def test_capacity_counts_writing_and_reading_what_no_cache_holds() -> None:
    seconds = 730 * 3600 * 0.4
    assert float(capacity(LOAD, Speed(1000), Decimal("0.4"))) == seconds / 0.5
    assert float(capacity(LOAD, Speed(1000, 2000), Decimal("0.4"))) == seconds / 1.0
    held = workload(1, 1000, 500, cached="1", hit_rate="0.5")
    assert float(capacity(held, Speed(1000, 2000), Decimal("0.4"))) == round(seconds / 0.75, 3)
    assert float(capacity(LOAD, Speed(1000), Decimal("0.4"), 2.0)) == seconds / 1.0


def test_machines_come_whole() -> None:
    assert [replicas(Decimal(n), Decimal(100)) for n in (1, 100, 101, 250)] == [1, 1, 2, 3]


def test_volumes_are_round_and_machines_are_added() -> None:
    found = points(Decimal(100), Decimal("0.01"), Decimal(1000), Decimal(10_000), Decimal(50_000_000))
    assert [int(p.tokens) for p in found][:3] == [500_000, 1_000_000, 2_000_000]
    assert found[-1].replicas == 5
    assert found[-1].self_host_usd == 500
    assert found[0].api_usd == Decimal("5")


def test_the_sentence_says_from_which_volume_it_pays() -> None:
    api = cost_of(OPEN, offering("3"), price("2", "6"), LOAD, provider_name="Cloud")
    own = hosted_cost(OPEN, hosted(), LOAD, USUAL)
    found = against_api(OPEN, hosted(), own, api, LOAD)
    # 3,650 dollars a month over 0.005 dollars a request of 1,500 tokens
    assert found.break_even_tokens == Decimal(3650) / Decimal("0.005") * 1500
    assert found.text.startswith("Hosting Open on 2x card beats Open from Cloud from 1.1B tokens a month, 17% of")
    assert found.text.endswith("what one machine does: here $3,650 a month against $5,000")
    assert found.assumptions[0].endswith("which the API sells for $21,024; this workload has 1.5B and takes 1 machine")
    assert found.points


def test_the_sentence_says_when_it_never_pays() -> None:
    api = cost_of(OPEN, offering("3"), price("0.02", "0.06"), LOAD, provider_name="Cloud")
    own = hosted_cost(OPEN, hosted(), LOAD, USUAL)
    found = against_api(OPEN, hosted(), own, api, LOAD)
    assert found.break_even_tokens is None
    assert found.text.startswith(
        "Hosting Open on 2x card never beats Open from Cloud: here $3,650 a month against $50.00"
    )


def test_without_an_api_price_the_machine_is_told_alone() -> None:
    own = hosted_cost(OPEN, hosted(), LOAD, USUAL)
    found = against_api(OPEN, hosted(), own, None, LOAD)
    assert found.text.startswith("No API price of Open is known to set it against")
    assert (found.break_even_tokens, found.points, found.against) == (None, (), None)


def test_a_wordy_model_takes_more_machines() -> None:
    slow = hosted(300)
    own = hosted_cost(OPEN, slow, LOAD, USUAL)
    assert own.per_month_usd.low < own.per_month_usd.value < own.per_month_usd.high
    assert sum(own.parts.values()) == own.per_month_usd.value
    assert own.row().offering is None
    assert selfhost.HOURS == 730
