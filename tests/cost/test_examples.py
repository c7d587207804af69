"""Published worked examples: tokens, prices and the total as somebody else printed them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest

from modelpick.cost.cost import request_cost
from tests.cost.given import price, workload

AIDER = "https://github.com/Aider-AI/aider/blob/main/aider/website/_data/polyglot_leaderboard.yml"
CLAUDE = "https://platform.claude.com/docs/en/about-claude/pricing"
BEDROCK = "https://aws.amazon.com/bedrock/pricing/"


class Example(NamedTuple):
    """Tokens and prices per million as published in `url`, and the total there; `priced` says where the prices are."""

    name: str
    tokens: tuple[int, int]
    prices: tuple[str, str]
    total: str
    url: str
    priced: str
    cached: str = "0"
    cache_read: str | None = None


RUNS = [
    Example("claude-opus-4, no thinking", (2671437, 380717), ("15", "75"), "68.6253", AIDER,
            "https://www.anthropic.com/news/claude-4"),
    Example("claude-opus-4, 32k thinking", (2567514, 363142), ("15", "75"), "65.7484", AIDER,
            "https://www.anthropic.com/news/claude-4"),
    Example("gemini-2.5-flash-preview-05-20, no thinking", (5512458, 514145), ("0.15", "0.60"), "1.1354", AIDER,
            "https://ai.google.dev/gemini-api/docs/pricing, state of May 2025: without thinking"),
    Example("gemini-2.5-pro-preview-06-05, 32k thinking", (2719961, 4648227), ("1.25", "10"), "49.8822", AIDER,
            "https://ai.google.dev/gemini-api/docs/pricing: prompts up to 200,000 tokens, as all of these were"),
    Example("o3-pro, high", (2372636, 1235902), ("20", "80"), "146.3249", AIDER,
            "https://platform.openai.com/docs/models/o3-pro"),
    Example("grok-4, high", (2815347, 3411480), ("3", "15"), "59.6182", AIDER,
            "https://docs.x.ai/docs/models/grok-4-0709"),
    Example("deepseek-v3.2-exp, chat", (2266868, 573477), ("0.28", "0.42"), "0.8756", AIDER,
            "https://api-docs.deepseek.com/news/news250929: cache misses"),
    Example("deepseek-v3.2-exp, reasoner", (2191446, 1645129), ("0.28", "0.42"), "1.3046", AIDER,
            "https://api-docs.deepseek.com/news/news250929; the board prints 1.3045, 0.00005 less"),
]  # fmt: skip
"""Rows of the board with tokens whose price of the day explains the total without a cache. Rows that a cache made
cheaper (claude-sonnet-4, o3, gpt-5, kimi-k2) are left out: how many tokens were read from it is not published."""

PAGES = [
    Example("coding session on Opus 5", (50000, 15000), ("5", "25"), "0.625", CLAUDE,
            "the page: $0.25 + $0.375, its session runtime of $0.08 left aside"),
    Example("the same, 40,000 tokens read from the cache", (50000, 15000), ("5", "25"), "0.445", CLAUDE,
            "the page: $0.05 + $0.02 + $0.375, runtime left aside", "0.8", "0.5"),
    Example("10,000 support tickets of 3,700 tokens on Haiku 4.5", (37000000, 0), ("1", "5"), "37.00", CLAUDE,
            "the page: about $37, which counts every token as input"),
    Example("Claude summarizes 11K tokens to 4K", (11000, 4000), ("8", "24"), "0.184", BEDROCK,
            "the page of 2024: $0.008 and $0.024 per thousand tokens, $0.088 + $0.096"),
    Example("Claude V2.1 summarizes 11K tokens to 4K", (11000, 4000), ("11.02", "32.68"), "0.25", BEDROCK,
            "an AWS solution's cost table: $0.01102 and $0.03268 per thousand tokens"),
]  # fmt: skip


@pytest.mark.parametrize("example", [*RUNS, *PAGES], ids=lambda e: e.name)
def test_a_published_total_is_reproduced_within_rounding(example: Example) -> None:
    offer = price(*example.prices, cache_read=example.cache_read)
    found = request_cost(offer, workload(1, *example.tokens, cached=example.cached))
    assert found is not None
    assert round(found, len(example.total.partition(".")[2])) == Decimal(example.total)


def test_a_batch_at_half_price_and_a_cache_multiply() -> None:
    # The Claude page: batch halves every price; cache reads are a tenth; "discounts can be combined".
    offer = price("5", "25", cache_read="0.5", batch_discount="0.5")
    half = request_cost(offer, workload(1, 50000, 15000, cached="0.8", batch="1"))
    assert half == Decimal("0.445") / 2


def test_a_long_prompt_pays_the_tier_for_every_token() -> None:
    # https://ai.google.dev/gemini-api/docs/pricing, Gemini 2.5 Pro: $1.25 / $10 to 200,000 tokens, $2.50 / $15 above.
    offer = price("1.25", "10", cache_read="0.125", tier_above=200_000, tier_input="2.5", tier_output="15")
    assert request_cost(offer, workload(1, 200_000, 1000)) == Decimal("0.26")
    assert request_cost(offer, workload(1, 200_001, 1000)) == Decimal("0.5150025")
    # Its cache reads double with it: $0.125 and $0.25.
    assert request_cost(offer, workload(1, 400_000, 0, cached="1")) == Decimal("0.1")
