"""Names of boards: what is taken off says how a model ran, and never which model it is."""

from __future__ import annotations

import doctest

import pytest

from modelpick.sources import board_names
from modelpick.sources.board_names import board_name, effort


def test_examples() -> None:
    assert doctest.testmod(board_names).failed == 0


@pytest.mark.parametrize(
    ("name", "model", "variant"),
    [
        ("claude-opus-4-6-high", "claude-opus-4-6", "high"),
        ("claude-opus-4-5-20251101-high-32k", "claude-opus-4-5-20251101", "high"),
        ("claude-opus-4-1-20250805-thinking-16k", "claude-opus-4-1-20250805", "thinking"),
        ("claude-haiku-4.5-thinking-64k-high-effort", "claude-haiku-4.5", "high"),
        ("claude-sonnet-4-6_32K", "claude-sonnet-4-6", "thinking"),
        ("gpt-5.4-2026-03-05_xhigh", "gpt-5.4-2026-03-05", "xhigh"),
        ("gpt-5.4_unknown", "gpt-5.4", None),
        ("muse-spark-1.2 (xHigh)", "muse-spark-1.2", "xhigh"),
        ("GPT-5.5 (xhigh reasoning)", "GPT-5.5", "xhigh"),
        ("GPT-5.5 (no reasoning)", "GPT-5.5", "none"),
        ("mimo-v2-flash (non-thinking)", "mimo-v2-flash", "no-thinking"),
        ("gemini-3-flash (thinking-minimal)", "gemini-3-flash", "minimal"),
        ("Gemini 3.1 Pro Thinking (High)", "Gemini 3.1 Pro", "high"),
        ("xai-org/grok-4-1-fast-non-reasoning", "xai-org/grok-4-1-fast", "no-thinking"),
        ("kimi-k3-max", "kimi-k3", "max"),
        ("glm-5.3-max", "glm-5.3", "max"),
        ("kimi-k2.5-thinking", "kimi-k2.5", "thinking"),
    ],
)
def test_a_mode_is_taken_off(name: str, model: str, variant: str | None) -> None:
    found = board_name(name)
    assert (found.model, found.variant) == (model, variant)


@pytest.mark.parametrize(
    "name",
    [
        "qwen3.8-max",
        "qwen3.7-max-preview",
        "gpt-5.1-codex-max",
        "minimax-m3",
        "mistral-medium",
        "Kimi-K2-Thinking",
        "kimi-k2-thinking-turbo",
        "qwen3-max-thinking",
        "trinity-large-thinking",
        "GPT-4o (0513)",
        "Qwen3 Max (2026-01-23)",
        "GPT-5.2 Thinking w/o Python",
        "a (b) (c)",
        "(high)",
        "",
    ],
)
def test_a_part_of_a_models_own_name_stays(name: str) -> None:
    assert board_name(name) == board_names.BoardName(name)


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("deepseek-v4-pro-high-20260813", "deepseek-v4-pro-20260813"),
        ("DeepSeek V4 Pro (High) (0813)", "DeepSeek V4 Pro (0813)"),
        ("deepseek-v4-pro-high-preview", "deepseek-v4-pro-preview"),
        ("openai/gpt-5-high-2025-08-07", "openai/gpt-5-2025-08-07"),
    ],
)
def test_the_date_behind_an_effort_stays(name: str, model: str) -> None:
    assert board_name(name)[:2] == (model, "high")


def test_tools_and_harness() -> None:
    assert board_name("Claude Opus 4.6 w/ tools").tools == "with"
    assert board_name("Claude Opus 4.6 w/o tools").tools == "none"
    assert board_name("GLM-4.5V w/ Thinking")[:3] == ("GLM-4.5V", "thinking", None)
    assert board_name("gpt-5.6-sol-xhigh (codex-harness)").harness == "codex"


@pytest.mark.parametrize(
    ("word", "variant"),
    [("xHigh", "xhigh"), ("none", "none"), ("no", "none"), ("default", None), ("unknown", None), ("", None),
     (None, None), ("enabled", None)],
)  # fmt: skip
def test_stated_efforts(word: str | None, variant: str | None) -> None:
    assert effort(word) == variant
