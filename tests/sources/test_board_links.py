"""What the names that boards write mean in the catalog: the model and the effort, never a sibling."""

from __future__ import annotations

import pytest

from modelpick.market.identity import Identity, Named
from modelpick.sources.arc_prize import DATASETS
from modelpick.sources.board_names import board_name
from modelpick.sources.epoch import TABLES
from modelpick.sources.eqbench import TABLES as WRITING
from modelpick.sources.mmmu import BENCHMARKS
from modelpick.sources.openhands import TESTS
from modelpick.sources.terminal_bench import EDITIONS
from tests.conftest import bundled_catalog


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity(bundled_catalog().facts)


@pytest.mark.parametrize(
    ("name", "model", "variant"),
    [
        # Arena
        ("claude-opus-4-8-high", "anthropic/claude-opus-4.8", "high"),
        ("gpt-5.6-sol-xhigh (codex-harness)", "openai/gpt-5.6-sol", "xhigh"),
        ("kimi-k3-max", "moonshotai/kimi-k3", "max"),
        ("muse-spark-1.2 (xHigh)", "meta/muse-spark-1.2", "xhigh"),
        ("GLM 5.2 (Max)", "zai/glm-5.2", "max"),
        ("qwen3.5-397b-a17b", "qwen/qwen3.5-397b-a17b", None),
        # Terminal-Bench, DeepSWE, ARC Prize, Epoch
        ("Claude Opus 4.8", "anthropic/claude-opus-4.8", None),
        ("gpt-5-6-sol", "openai/gpt-5.6-sol", None),
        ("claude-fable-5", "anthropic/claude-fable-5", None),
        ("anthropic-claude-fable-5-high", "anthropic/claude-fable-5", "high"),
        ("openai-gpt-5-6-sol-max", "openai/gpt-5.6-sol", "max"),
        ("gpt-5.4-2026-03-05_xhigh", "openai/gpt-5.4", "xhigh"),
        ("claude-sonnet-4-6_32K", "anthropic/claude-sonnet-4.6", "thinking"),
        # OpenHands, BullshitBench, Vectara, MMMU, EQ-Bench, Lech Mazur
        ("Kimi-K2-Thinking", "moonshotai/kimi-k2-thinking", None),
        ("x-ai/grok-4.5", "xai/grok-4.5", None),
        ("xai-org/grok-4-1-fast-non-reasoning", "xai/grok-4.1-fast", "no-thinking"),
        ("openai/gpt-5-high-2025-08-07", "openai/gpt-5", "high"),
        ("Gemini 3.1 Pro Thinking (High)", "google/gemini-3.1-pro", "high"),
        ("moonshotai/Kimi-K2-Instruct", "moonshotai/kimi-k2-instruct", None),
        ("Claude Sonnet 4.6 Thinking 16K", "anthropic/claude-sonnet-4.6", "thinking"),
    ],
)
def test_a_name_means_a_model(identity: Identity, name: str, model: str, variant: str | None) -> None:
    found = board_name(name)
    assert (identity.find(Named(found.model)).model, found.variant) == (model, variant)


@pytest.mark.parametrize(
    "name",
    [
        "qwen3.7-max-preview",  # a preview is not the release
        "gpt-5.2-chat-latest-20260210",
        "llama-3.1-nemotron-70b-instruct",
        "nvidia-llama-3.3-nemotron-super-49b-v1.5",
        "gemma-2-9b-it-simpo",
        "Gemini 2.5 Pro Deep-Think",
        "amazon-nova-experimental-chat-26-02-10",
        "sam-paech/gemma-3-27b-it-antislop",
        "ox-alpha-max",
    ],
)
def test_a_relative_is_not_meant(identity: Identity, name: str) -> None:
    assert identity.find(Named(board_name(name).model)).model is None


AWAITED = {
    *("eqbench-creative-writing-v3-elo", "eqbench-creative-writing-v3-rubric", "eqbench-longform-writing"),
    *("vectara-hallucination-rate", "nyt-connections-extended"),
    *("commit0-lite-cost-per-task", "swt-bench-verified-cost-per-task"),
}
"""Defined together with the first bundled figures on them."""


def named_benchmarks() -> dict[str, str]:
    """Benchmarks that stand in the adapters, each with its unit; those that bear a day are none of them."""
    found = {id_: "percent" for table in (DATASETS, TABLES, BENCHMARKS) for id_ in table.values()}
    found |= {f"terminal-bench-{edition}": "percent" for edition in EDITIONS}
    found |= {test.benchmark: "percent" for test in TESTS.values()}
    found |= {test.cost: "usd" for test in TESTS.values() if test.cost}
    for table in WRITING.values():
        found |= {column.benchmark: column.unit.partition(" ")[0] for column in table.columns.values()}
    percent = ("deepswe-1.1", "bullshit-benchmark-v2", "vectara-hallucination-rate", "nyt-connections-extended")
    return found | dict.fromkeys(percent, "percent")


def test_every_benchmark_that_is_named_is_one_of_ours_in_its_unit() -> None:
    ours = bundled_catalog().facts.benchmarks
    named = named_benchmarks()
    assert named.keys() - ours.keys() <= AWAITED
    assert {id_: ours[id_].unit for id_ in named if id_ in ours} == {id_: named[id_] for id_ in named if id_ in ours}
