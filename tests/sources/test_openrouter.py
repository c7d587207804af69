"""OpenRouter: text prices per token, free and varying ones, and the endpoints of a model."""

from __future__ import annotations

from decimal import Decimal

from modelpick.market.records import OfferingRecord, ProviderRecord
from tests.sources.given import of, offerings, read, read_samples, read_upstream, sample


def test_every_row_of_the_real_file_is_read() -> None:
    parsed = read_upstream("openrouter", "openrouter-models-2026-05-12.json")
    print(*parsed.notes, sep="\n")
    assert len(of(parsed, OfferingRecord)) == 364
    assert parsed.skipped == []
    assert sum(o.rates.input is not None for o in of(parsed, OfferingRecord)) == 357
    assert of(parsed, ProviderRecord) == [ProviderRecord("openrouter", "OpenRouter", "https://openrouter.ai")]


def test_prices_per_token_become_exact_prices_per_million() -> None:
    found = offerings(read_samples("openrouter", "openrouter-models.json"))
    fast = found["openrouter/anthropic/claude-opus-4.7-fast"]
    prices = (fast.rates.input, fast.rates.output, fast.rates.cache_read, fast.rates.cache_write)
    assert [str(price) for price in prices] == ["30", "150", "3", "37.5"]
    assert (fast.base, fast.lab) == ("anthropic/claude-4.7-opus-fast-20260512", "anthropic")
    assert fast.inputs == ("text", "image", "pdf")
    assert (fast.tool_calling, fast.reasoning, fast.structured_output) == (True, True, True)
    assert (fast.stage, fast.released) == (None, None)


def test_free_zero_and_varying_prices() -> None:
    found = offerings(read_samples("openrouter", "openrouter-models.json"))
    free = found["openrouter/openai/gpt-oss-20b:free"]
    assert (free.rates.input, free.rates.output) == (0, 0)
    owl = found["openrouter/openrouter/owl-alpha"]
    assert (owl.rates.input, owl.rates.output) == (None, None)
    auto = found["openrouter/openrouter/auto"]
    assert (auto.rates.input, auto.note) == (None, "the price depends on what it is routed to")
    assert found["openrouter/x-ai/grok-4"].retires_on == "2026-05-15"


def test_endpoints_of_a_model() -> None:
    parsed = read_samples("openrouter", "openrouter-endpoints.json")
    first, second = offerings(parsed).values()
    assert (first.id, first.base) == ("ibm-granite/granite-4.1-8b@example-host/fp8", "ibm-granite/granite-4.1-8b")
    assert (first.rates.input, first.note) == (Decimal("0.05"), "served by Example Host in fp8")
    # The host's region is no promise of OpenRouter's.
    assert (second.routing, second.geography) == ("unknown", ())
    assert parsed.partial == {"offering", "provider"}


def test_how_an_endpoint_is_served_is_read_where_it_is_told() -> None:
    data = sample("openrouter-endpoints.json")
    told, odd = data["data"]["endpoints"]
    told |= {
        "uptime_last_1d": 99.4,
        "latency_last_30m": {"p50": 812, "p99": 9000},
        "throughput_last_30m": {"p50": 71.5},
    }
    odd |= {"uptime_last_1d": 140, "latency_last_30m": None, "throughput_last_30m": {"p50": "fast"}}
    first, second = offerings(read("openrouter", data)).values()
    assert (first.uptime, first.first_token_s, first.tokens_per_s) == (99.4, 0.812, 71.5)
    assert (second.uptime, second.first_token_s, second.tokens_per_s) == (None, None, None)


def test_a_price_without_end_skips_its_row() -> None:
    data = sample("openrouter-models.json")
    data["data"][0]["pricing"]["prompt"] = "1e400"
    data["data"][1]["pricing"]["prompt"] = "Infinity"
    data["data"][2]["id"] = None
    data["data"].append("grok")
    parsed = read("openrouter", data)
    assert len(parsed.skipped) == 4
    assert [skip.path for skip in parsed.skipped][2:] == ["data[2].id", f"data[{len(data['data']) - 1}]"]
    assert parsed.skipped[0].path.endswith(".pricing.prompt")
