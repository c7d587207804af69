"""LiteLLM's price map: prices per token as floats, regional rows, steps, batch, and what is left out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from modelpick.market.records import OfferingRecord
from modelpick.model.facts import OffPeak, Tier
from modelpick.model.fields import replace
from tests.factories import money
from tests.sources.given import of, offerings, read, read_samples, read_upstream, sample


def test_every_chat_row_of_the_real_file_is_read() -> None:
    parsed = read_upstream("litellm", "litellm-prices-1.109.1.json")
    print(*parsed.notes, sep="\n")
    assert len(of(parsed, OfferingRecord)) == 3458
    assert parsed.skipped == []
    assert "rows left out (images, speech, embeddings and the like): 1051" in parsed.notes
    assert 3458 + 1051 + 28 + 14 + 2 == 4553  # and the two that are no rows
    assert not any("sample_spec" in record.id for record in of(parsed, OfferingRecord))
    places = {(o.routing, o.geography) for o in of(parsed, OfferingRecord)}
    assert {("geo", ("eu",)), ("in_region", ("de", "eu")), ("global", ()), ("geo", ("us-gov", "us"))} <= places


def test_no_drift_of_floats() -> None:
    found = offerings(read_samples("litellm", "litellm-prices.json"))
    assert str(found["databricks/databricks-claude-sonnet-4"].rates.input) == "2.99999"
    assert str(found["azure/eu/gpt-4o-2024-11-20"].rates.cache_write) == "1.38"


def test_places() -> None:
    found = offerings(read_samples("litellm", "litellm-prices.json"))
    told = {
        "azure/eu/gpt-4o-2024-11-20": ("geo", ("eu-efta",), "gpt-4o-2024-11-20"),
        "azure/global-standard/gpt-4o-2024-11-20": ("global", (), "gpt-4o-2024-11-20"),
        "bedrock/eu-west-1/meta.llama3-8b-instruct-v1:0": ("in_region", ("ie", "eu"), "meta.llama3-8b-instruct-v1:0"),
        "bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0": (
            "geo",
            ("eu",),
            "anthropic.claude-sonnet-4-5-20250929-v1:0",
        ),
        "vertex_ai/deepseek-ai/deepseek-v3.2-maas": ("global", (), None),
        "openai/gpt-5.4": ("unknown", (), None),
    }
    assert {key: (found[key].routing, found[key].geography, found[key].base) for key in told} == told


def test_steps_and_batch() -> None:
    found = offerings(read_samples("litellm", "litellm-prices.json"))
    gpt = found["openai/gpt-5.4"]
    assert gpt.charges.tiers == (Tier(272_000, money("5", "22.5", "0.5")),)
    assert gpt.charges.batch == money("1.25", "7.5", "0.13")
    assert gpt.charges.flex == money("1.25", "7.5", "0.13")
    assert gpt.charges.priority == money("5", "30", "0.5")
    qwen = found["dashscope/qwen3-max"]
    assert qwen.rates == money("1.2", "6")
    assert qwen.charges.tiers == (Tier(32_000, money("2.4", "12")), Tier(128_000, money("3", "15")))
    assert qwen.charges.batch is None
    table = {k: v for k, v in sample("litellm-prices.json").items() if k == "gpt-5.4"}
    del table["gpt-5.4"]["output_cost_per_token_batches"]
    assert offerings(read("litellm", table))["openai/gpt-5.4"].charges.batch is None, "half of a price is none"


def test_caches_kept_for_an_hour_have_their_own_price_in_every_tier() -> None:
    found = offerings(read_samples("litellm", "litellm-prices.json"))
    sonnet = next(o for o in found.values() if o.charges and any(t.rates.cache_write_1h for t in o.charges.tiers))
    assert sonnet.rates == replace(money("3.3", "16.5", "0.33", "4.125"), cache_write_1h=Decimal("6.6"))
    dearer = replace(money("6.6", "24.75", "0.66", "8.25"), cache_write_1h=Decimal("13.2"))
    assert sonnet.charges.tiers == (Tier(200_000, dearer),)


CLOCK = {
    "litellm_provider": "deepseek",
    "mode": "chat",
    "input_cost_per_token": 3e-7,
    "output_cost_per_token": 1.2e-6,
    "cache_creation_input_token_cost": 0.0,
    "off_peak_pricing": {
        "input_cost_per_token": 1.5e-7,
        "output_cost_per_token": 6e-7,
        "windows": [
            {"hours_utc": ["00:00-01:00", "04:00-06:00", "10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]},
            {"hours_utc": "00:00-00:00", "weekdays": [6, 7]},
        ],
    },
}


def test_the_price_is_that_of_the_peak_and_the_other_hours_stand_beside_it() -> None:
    found = offerings(read("litellm", {"deepseek-flash": CLOCK}))["deepseek/deepseek-flash"]
    assert found.rates == money("0.3", "1.2"), "a cache write at nothing is no gift"
    assert found.charges.off_peak == OffPeak(money("0.15", "0.6"), ("01:00-04:00", "06:00-10:00"), "weekdays")


@pytest.mark.parametrize(
    ("windows", "peak"),
    [
        ([{"hours_utc": "14:00-00:00"}], OffPeak(money("0.15", "0.6"), ("00:00-14:00",), "all")),
        ([{"hours_utc": "22:00-06:00"}], None),
        ([{"hours_utc": "14:00-00:00", "weekdays": [1]}], None),
        ([{"hours_utc": "14:00-00:00", "weekdays": ["Monday"]}], None),
        ([{"hours_utc": 14}], None),
        ([{"hours_utc": "00:00-00:00"}], None),
    ],
)
def test_a_calendar_that_is_not_understood_leaves_the_price_of_the_peak(windows: Any, peak: OffPeak | None) -> None:
    row = {**CLOCK, "off_peak_pricing": {**CLOCK["off_peak_pricing"], "windows": windows}}  # type: ignore[dict-item]
    found = offerings(read("litellm", {"deepseek-flash": row}))["deepseek/deepseek-flash"]
    assert found.charges.off_peak == peak
    assert found.rates == money("0.3", "1.2")


def test_what_is_left_out_is_counted() -> None:
    parsed = read_samples("litellm", "litellm-prices.json")
    assert sorted(parsed.notes) == [
        "prices left out (the provider's list is in euro, and the source repeats it as dollars): 1",
        "prices of 0 and 0 left out (free, part of a subscription, or unknown): 1",
        "rows left out (images, speech, embeddings and the like): 1",
        "rows left out (prices of fine-tuned models): 1",
        "rows left out (rented by the month): 1",
    ]
    assert parsed.skipped == []


def test_ids_stay_unique() -> None:
    row = {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}
    parsed = read("litellm", {"gpt-x": row, "openai/gpt-x": row, "openai/gpt-y": row})
    assert [record.id for record in of(parsed, OfferingRecord)] == ["gpt-x", "openai/gpt-x", "gpt-y"]


@pytest.mark.parametrize("price", [0.2, "a lot", float("nan"), float("inf"), 1e-30, [1]])
def test_a_bad_price_skips_its_row(price: object) -> None:
    table = sample("litellm-prices.json")
    table["gpt-5.4"]["input_cost_per_token"] = price
    parsed = read("litellm", table)
    assert "openai/gpt-5.4" not in offerings(parsed)
    assert parsed.skipped[0].path == "gpt-5.4.input_cost_per_token"
