"""LiteLLM's price map: prices per token as floats, regional rows, steps, batch, and what is left out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from modelpick.catalogue.records import OfferingRecord
from modelpick.sources.adapter import ShapeChanged
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
    assert str(found["databricks/databricks-claude-sonnet-4"].input) == "2.99999"
    assert str(found["azure/eu/gpt-4o-2024-11-20"].cache_write) == "1.38"


def test_places() -> None:
    found = offerings(read_samples("litellm", "litellm-prices.json"))
    told = {
        "azure/eu/gpt-4o-2024-11-20": ("geo", ("eu",), "gpt-4o-2024-11-20"),
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
    assert (gpt.tier_above, gpt.tier_input, gpt.tier_output) == (272_000, 5, Decimal("22.5"))
    assert gpt.batch_discount == Decimal("0.5")
    qwen = found["dashscope/qwen3-max"]
    assert (qwen.input, qwen.output, qwen.tier_above, qwen.tier_input) == (Decimal("1.2"), 6, 32_000, Decimal("2.4"))
    assert qwen.batch_discount is None
    table = {k: v for k, v in sample("litellm-prices.json").items() if k == "gpt-5.4"}
    del table["gpt-5.4"]["output_cost_per_token_batches"]
    assert offerings(read("litellm", table))["openai/gpt-5.4"].batch_discount is None


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


@pytest.mark.parametrize("value", [[], {}, {"a": 1}, {"data": []}, {"sample_spec": {}}])
def test_another_shape_is_refused(value: object) -> None:
    with pytest.raises(ShapeChanged):
        read("litellm", value)
