"""genai-prices (PyPI) asked the same: it has its own prices and its own arithmetic. Where it differs, who is right."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from modelpick.cost.cost import request_cost
from modelpick.decide.quoting import quoted
from modelpick.decide.routes import Route
from modelpick.model.facts import Price
from modelpick.model.pricing import price_on
from modelpick.use_cases.catalog import OpenCatalog
from tests.conftest import DATA_DAY
from tests.cost.given import workload

genai_prices = pytest.importorskip("genai_prices")

DAY = datetime(2026, 11, 21, tzinfo=UTC)
USES = {"short": (1_000, 300, "0"), "long": (150_000, 2_000, "0"), "cached": (20_000, 500, "0.75")}
"""Tokens in, out, and the share of the input that is read from a cache."""

AGREED = [
    ("anthropic", "anthropic/claude-opus-4.6", "claude-opus-4-6"),
    ("anthropic", "anthropic/claude-opus-5", "claude-opus-5"),
    ("anthropic", "anthropic/claude-opus-5.5", "claude-opus-5-5"),
    ("anthropic", "anthropic/claude-haiku-5.5", "claude-haiku-5-5"),
    ("anthropic", "anthropic/claude-fable-5.1", "claude-fable-5-1"),
    ("google", "google/gemini-2.5-pro", "gemini-2.5-pro"),
    ("google", "google/gemini-3.1-pro", "gemini-3.1-pro-preview"),
    ("google", "google/gemini-4-argon", "gemini-4-argon"),
    ("openai", "openai/gpt-4.1", "gpt-4.1"),
    ("openai", "openai/gpt-5", "gpt-5"),
    ("openai", "openai/gpt-5.4", "gpt-5.4"),
    ("openai", "openai/gpt-6-sol", "gpt-6-sol"),
    ("x-ai", "xai/grok-4.7", "grok-4.7"),
    ("moonshotai", "moonshotai/kimi-k2.6", "kimi-k2.6"),
    ("groq", "openai/gpt-oss-120b", "openai/gpt-oss-120b"),
    ("fireworks", "zai/glm-5.1", "accounts/fireworks/models/glm-5p1"),
]


NAMES = {"x-ai": "xai", "fireworks": "fireworks-ai"}
"""What they call a provider -> what we do."""


def ours(catalog: OpenCatalog, model: str, id_: str, provider: str) -> Price:
    """The price in force where no region is asked for, which is the lowest of a provider."""
    offerings = catalog.facts_on(DATA_DAY).models[model].offerings
    own = [o for o in offerings if o.id == id_ and o.provider == NAMES.get(provider, provider) and o.prices]
    found = [price for o in own if (price := price_on(o.prices, DATA_DAY))]
    return min(found, key=lambda price: price.input or Decimal("Infinity"))


def theirs(provider: str, id_: str, **tokens: int) -> Decimal:
    usage = genai_prices.Usage(**tokens)
    found: Any = genai_prices.calc_price(usage, id_, provider_id=provider, genai_request_timestamp=DAY)
    total: Decimal = found.total_price
    return total


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(("provider", "model", "id_"), AGREED, ids=[row[1] for row in AGREED])
def test_both_say_the_same(catalog: OpenCatalog, provider: str, model: str, id_: str, use: str) -> None:
    into, out, cached = USES[use]
    mine = request_cost(ours(catalog, model, id_, provider), workload(1, into, out, cached=cached))
    read = int(into * Decimal(cached))
    assert mine == theirs(provider, id_, input_tokens=into, output_tokens=out, cache_read_tokens=read)


def test_on_long_prompts_both_charge_the_tier_for_the_whole_request(catalog: OpenCatalog) -> None:
    offer = ours(catalog, "openai/gpt-5.4", "gpt-5.4", "openai")
    mine = request_cost(offer, workload(1, 300_000, 1_000, cached="0.5"))
    asked = {"input_tokens": 300_000, "output_tokens": 1_000, "cache_read_tokens": 150_000}
    assert mine == theirs("openai", "gpt-5.4", **asked)


def test_both_charge_a_cache_write_above_the_input_price(catalog: OpenCatalog) -> None:
    # Anthropic's page: writing to the five-minute cache costs 1.25 times the input.
    offer = ours(catalog, "anthropic/claude-opus-5", "claude-opus-5", "anthropic")
    mine = request_cost(offer, workload(1, 10_000, 0, cached="1", hit_rate="0"))
    other = theirs("anthropic", "claude-opus-5", input_tokens=10_000, cache_write_tokens=10_000)
    assert mine == other == Decimal("0.0625")


def test_a_tier_that_the_newest_list_is_silent_on_is_that_of_an_earlier_one(catalog: OpenCatalog) -> None:
    # Google's page: Gemini 3 Pro costs $4 / $18 above 200,000 tokens. The price map of 2026-11-12 says nothing of it.
    model = catalog.facts_on(DATA_DAY).models["google/gemini-3-pro"]
    (offering,) = (o for o in model.offerings if (o.provider, o.id) == ("google", "gemini-3-pro-preview"))
    route = Route("api", model, DATA_DAY, offering)
    assert route.price is not None
    assert route.price.charges.tiers == ()
    mine = request_cost(quoted(route).price, workload(1, 300_000, 0))
    assert mine == theirs("google", "gemini-3-pro-preview", input_tokens=300_000) == Decimal("1.2")


def test_an_earlier_tier_is_over_where_the_maker_has_none(catalog: OpenCatalog) -> None:
    # Vertex listed $10 above 200,000 tokens in July; Anthropic charges Opus 4.8 the same at every length.
    model = catalog.facts_on(DATA_DAY).models["anthropic/claude-opus-4.8"]
    told = {"provider": "google-vertex", "id": "claude-opus-4-8", "routing": "global"}
    (offering,) = (o for o in model.offerings if all(getattr(o, name) == value for name, value in told.items()))
    price = quoted(Route("api", model, DATA_DAY, offering)).price
    assert request_cost(price, workload(1, 300_000, 0)) == Decimal("1.5")


def test_nobody_is_wrong_but_at_the_edge(catalog: OpenCatalog) -> None:
    # xAI: genai-prices charges the higher tier from 200,000 tokens on, the catalog above 200,000.
    offer = ours(catalog, "xai/grok-4.7", "grok-4.7", "x-ai")
    for tokens in (199_999, 200_001):
        assert request_cost(offer, workload(1, tokens, 0)) == theirs("x-ai", "grok-4.7", input_tokens=tokens)
    assert request_cost(offer, workload(1, 200_000, 0)) == theirs("x-ai", "grok-4.7", input_tokens=200_000) / 2
