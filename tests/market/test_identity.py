"""What an id means: one model or nothing, and never a model that it merely resembles."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from modelpick.market.identity import Identity, Named
from modelpick.market.merge import merge
from modelpick.market.records import ModelRecord, Stored
from modelpick.model.facts import Facts
from modelpick.model.fields import replace
from modelpick.use_cases.catalog import OpenCatalog
from tests.sources.given import UPSTREAM, read_upstream

DAY = "2026-07-02"


@pytest.fixture(scope="session")
def identity(catalog: OpenCatalog) -> Identity:
    return Identity(catalog.facts)


@pytest.mark.parametrize(
    ("provider", "id_", "model"),
    [
        ("anthropic", "claude-opus-4-6", "anthropic/claude-opus-4.6"),
        ("anthropic", "claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4.5"),
        ("amazon-bedrock", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic/claude-sonnet-4.5"),
        ("amazon-bedrock", "global.anthropic.claude-opus-4-6-v1", "anthropic/claude-opus-4.6"),
        ("google-vertex", "claude-opus-4-6@default", "anthropic/claude-opus-4.6"),
        ("google-vertex", "claude-sonnet-4-5@20250929", "anthropic/claude-sonnet-4.5"),
        ("azure", "eu/gpt-5.4", "openai/gpt-5.4"),
        ("openrouter", "openai/gpt-oss-120b:free", "openai/gpt-oss-120b"),
        ("deepinfra", "meta-llama/Llama-3.3-70B-Instruct-Turbo", "meta/llama-3.3-70b-instruct"),
        ("cloudflare-workers-ai", "@cf/openai/gpt-oss-120b", "openai/gpt-oss-120b"),
        ("venice", "openai-gpt-54", "openai/gpt-5.4"),
        ("", "xai-org/grok-4-1-fast", "xai/grok-4.1-fast"),
    ],
)
def test_the_many_spellings_of_one_model(identity: Identity, provider: str, id_: str, model: str) -> None:
    assert identity.find(Named(id_, provider)).model == model


@pytest.mark.parametrize(
    "id_",
    [
        "TeichAI/Qwen3-8B-Claude-4.6-Opus-Distilled",
        "Qwen3-30B-A3B-Claude-4.6-Opus-Distilled",
        "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B",
        "gpt-5.4-mini-distill",
        "claude-opus-4-6-lite",
        "llama-3.3-70b-instruct-abliterated",
        "nousresearch/hermes-4-llama-3.1-405b",
        "gpt-oss-120b-uncensored",
        "gpt-5.44",
        "gpt-15.4",
        "claude-opus-46-reranker",
        "qwen3-235b-a22b-instruct-2507-medical",
        "",
        "~",
        "../../etc/passwd",
        "gpt-5.4\x1b[31m",
    ],
)
def test_false_friends_are_nobody(identity: Identity, id_: str) -> None:
    assert identity.find(Named(id_)).model is None


def test_a_word_means_what_it_means_where_it_is_said(identity: Identity) -> None:
    """What was found for one provider is not what another one means."""
    for _ in range(2):
        found = {name: identity.find(Named("gpt-5.4-coding", name)).model for name in ("neon", "aihubmix", "deepinfra")}
        assert found == {"neon": None, "aihubmix": "openai/gpt-5.4", "deepinfra": None}


def test_a_model_that_is_added_may_be_what_an_id_means(catalog: OpenCatalog) -> None:
    identity, new = Identity(catalog.facts), catalog.facts.models["openai/gpt-5.4"]
    assert identity.find(Named("zeta-9-instruct", "neon")).model is None
    identity.add(replace(new, id="zeta/zeta-9", weights="open"))
    assert identity.find(Named("zeta-9-instruct", "neon")).model == "zeta/zeta-9"


def test_an_id_and_a_name_that_are_two_models_are_nobody(identity: Identity) -> None:
    found = identity.find(Named("claude-sonnet-4", "neon", "Claude Sonnet 4.5"))
    assert found.model is None
    assert set(found.candidates) == {"anthropic/claude-sonnet-4", "anthropic/claude-sonnet-4.5"}


def test_a_name_that_has_nothing_of_the_id_casts_doubt(identity: Identity) -> None:
    assert identity.find(Named("deepseek/deepseek-r1", "host", "DeepSeek R1")).model == "deepseek/deepseek-r1"
    assert identity.find(Named("deepseek/deepseek-r1", "host", "DeepSeek Reasoner")).model is None
    # A name of another kind says nothing against the id.
    assert identity.find(Named("gpt-5.4", "host", "Our fastest")).model == "openai/gpt-5.4"


def test_a_date_long_before_the_release_casts_doubt(identity: Identity) -> None:
    dated = "mistral-small-2503"
    assert identity.find(Named(dated, "host", None, None, None, "2025-03-17")).model is not None
    assert identity.find(Named(dated, "host", None, None, None, "2026-03-16")).model is None


def test_every_model_is_known_by_its_own_id_and_aliases(catalog: OpenCatalog, identity: Identity) -> None:
    facts = catalog.facts
    for name, model in [*((id_, id_) for id_ in facts.models), *facts.aliases.items()]:
        assert identity.find(Named(name)).model == model, name


MISLABELLED = {
    "friendli/Qwen/Qwen3-235B-A22B-Instruct-2507",  # id and name say 2507, the base is the earlier Qwen3 235B
    "scaleway/qwen3-235b-a22b-instruct-2507",  # the same
    "routing-run/route/mimo-v2.5",  # id and name say V2.5, the base is V2.5 Pro
    "cloudflare-workers-ai/@cf/deepseek-ai/deepseek-r1-distill-qwen-32b",  # a distilled Qwen, the base is R1 itself
}
"""Rows whose base, as models.dev states it, contradicts their own id and name."""


def test_the_rows_of_models_dev_whose_base_is_known(catalog: OpenCatalog) -> None:
    truth_file = UPSTREAM / "models-dev-base-model-of.json"
    parsed = read_upstream("models-dev", "models-dev-api-2026-07-02.json", "models-dev-models-2026-07-02.json")
    truth = {row: base for row, base in json.loads(truth_file.read_text("utf-8")).items() if base}
    merged = merge(catalog.facts, [Stored("models-dev", r, DAY, DAY, DAY) for r in parsed.records], {})
    model_of = {link.id: link.model for link in merged.links if link.kind == "model"}
    found = {f"{link.provider}/{link.id}": link.model for link in merged.links if link.kind == "offering"}
    assert len(found) == 5276
    assert all(model_of.values())
    said = Counter("right" if found[row] == model_of[base] else "none" if found[row] is None else row
                   for row, base in truth.items())  # fmt: skip
    assert said.pop("right") / len(truth) >= 0.95
    said.pop("none")
    assert set(said) == MISLABELLED


def test_two_models_of_one_name_are_both_candidates() -> None:
    from modelpick.model.facts import Model

    models = {id_: Model(id_, "Nova", weights="open") for id_ in ("acme/nova", "bolt/nova")}
    found = Identity(Facts(models, {}, {}, {}, {})).find(Named("nova"))
    assert (found.model, set(found.candidates)) == (None, set(models))
    assert Identity(Facts(models, {}, {}, {}, {})).find(Named("acme/nova")).model == "acme/nova"


def test_a_model_that_only_sources_know_is_a_model(catalog: OpenCatalog) -> None:
    record = ModelRecord("sakana/fugu-9", "Fugu 9", "sakana", weights="closed", context=128_000)
    bare = ModelRecord("nobody/knows-this")
    merged = merge(catalog.facts, [Stored("models-dev", r, DAY, DAY, DAY) for r in (record, bare)], {})
    new = merged.facts.models["sakana/fugu-9"]
    assert new.context is not None
    assert (new.context.value, new.origins["weights"]) == (128_000, "models-dev")
    assert "nobody/knows-this" not in merged.facts.models
