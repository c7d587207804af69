"""A name that no model of the catalog bears is answered with what it is, was, or may have been meant for."""

from __future__ import annotations

import pytest

from tests.conftest import DATA_DAY


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gpt-9", "No such version is known; the newest of gpt are GPT-6"),
        ("claude-opus-9", "the newest of claude-opus is Claude Opus 5.5 (`anthropic/claude-opus-5.5`)"),
        ("gemini-9-flash", "No such version is known; the newest of gemini are Gemini 4"),
        ("qwen9.9-27b", "No such version is known; the newest of qwen is "),
        ("chatgpt", "ChatGPT is an application"),
        ("text-embedding-9", "By its name it is an embedding model. This catalog holds models that answer in text"),
        ("whisper-large-v3", "By its name it is a speech model"),
        ("TheBloke/Mixtral-8x7B-Instruct-v0.1-GGUF", "ids of that name have ended: `open-mixtral-8x7b` (2025-03-30"),
        ("llama-3.2-3b", "ids of that name have ended: `llama-3.2-3b-preview` (2025-04-14, groq)"),
        ("clude-opus-4.6", "Did you mean `anthropic/claude-opus-4.6`"),
        ("pixtral-large-latest", "the last that is known is pixtral-large-2411, with its end on 2026-05-31; mistral-"),
        ("deepseek/deepseek-v3.1-terminus", "Did you mean `deepseek/deepseek-v3.1` or"),
        ("zzz", "`modelpick list` shows the models of the catalog"),
    ],
)
def test_an_unknown_model_is_told_what_it_may_be(run, name, told):
    result = run("status", name, "--as-of", DATA_DAY)
    assert result.code == 2
    assert told in result.err


def test_a_size_is_no_version(run):
    result = run("status", "qwen5", "--as-of", DATA_DAY)
    assert result.code == 2
    assert "No such version is known; the newest of qwen is" in result.err


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("swe-bench", "Several tests are called so: `swe-bench-verified`, `swe-bench-pro`"),
        ("gpqa", "`gpqa-diamond`"),
        ("tau2-bench", "`tau2-bench-telecom`"),
        ("flux", "By its name it is an image generator"),
        ("bard", "Bard is what the Gemini application was called"),
    ],
)
def test_show_tells_which_editions_a_test_has_and_what_a_name_is(run, name, told):
    result = run("show", name, "--as-of", DATA_DAY)
    assert result.code == 2
    assert told in result.err


def test_an_ended_id_before_its_end_was_known_says_so_without_an_inner_name(run):
    result = run("status", "gemini-pro", "--as-of", "2024-06-01")
    assert result.code == 2
    assert "no end of gemini-pro at google was known on 2024-06-01, and it is no model of the catalog" in result.err


def test_a_provider_named_to_a_command_of_terms_is_told_where_its_terms_are(run):
    result = run("terms", "openai")
    assert result.code == 2
    assert "`modelpick show openai --kind provider`" in result.err
