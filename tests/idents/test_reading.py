"""How a text is taken apart: whose API, which id, which geography."""

from __future__ import annotations

import pytest

from modelpick.idents.providers import provider_of_class, provider_of_host, provider_of_key, takes_deployments
from modelpick.idents.reading import name_and_version, readings, same_id, spellings

READ = [
    ("anthropic.claude-3-haiku-20240307-v1:0", "amazon-bedrock", "anthropic.claude-3-haiku-20240307-v1:0"),
    ("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "amazon-bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0"),
    ("us-gov.amazon.nova-premier-v1:0", "amazon-bedrock", "amazon.nova-premier-v1:0"),
    ("bedrock/converse/us.meta.llama3-1-70b-instruct-v1:0", "amazon-bedrock", "meta.llama3-1-70b-instruct-v1:0"),
    ("bedrock/us-east-1/anthropic.claude-v2:1", "amazon-bedrock", "anthropic.claude-v2:1"),
    ("arn:aws:bedrock:*::foundation-model/anthropic.claude-v2:1", "amazon-bedrock", "anthropic.claude-v2:1"),
    ("arn:aws-us-gov:bedrock:us-gov-west-1:1:inference-profile/us-gov.amazon.nova-pro-v1:0",
     "amazon-bedrock", "amazon.nova-pro-v1:0"),
    ("vertex_ai/claude-opus-4@20250514", "google-vertex", "claude-opus-4@20250514"),
    ("claude-3-7-sonnet@20250219", "google-vertex", "claude-3-7-sonnet@20250219"),
    ("projects/p/locations/eu/publishers/google/models/gemini-1.5-pro-002", "google-vertex", "gemini-1.5-pro-002"),
    ("models/gemini-2.0-flash", "google", "gemini-2.0-flash"),
    ("https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-flash-8b:generateContent",
     "google", "gemini-1.5-flash-8b"),
    ("openrouter/google/gemini-2.0-flash-exp:free", "openrouter", "google/gemini-2.0-flash-exp:free"),
    ("github:openai/gpt-4o-mini", "github-models", "openai/gpt-4o-mini"),
    ("openai:chat:gpt-4-0613", "openai", "gpt-4-0613"),
    ("anthropic:messages:claude-2.1", "anthropic", "claude-2.1"),
    ("fireworks_ai/accounts/fireworks/models/kimi-k2p6", "fireworks-ai", "accounts/fireworks/models/kimi-k2p6"),
    ("ft:gpt-3.5-turbo-0125:acme:triage:9zyx", "openai", "gpt-3.5-turbo-0125"),
    ("meta-llama/Llama-3.3-70B-Instruct:together", "togetherai", "meta-llama/Llama-3.3-70B-Instruct"),
    ("ollama/llama3.1:8b", "", "llama3.1:8b"),
    ("gpt-35-turbo", "azure", "gpt-35-turbo"),
    ("gpt-4-turbo", None, "gpt-4-turbo"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "provider", "id_"), READ, ids=[text for text, _, _ in READ])
def test_the_last_reading_is_the_barest(text, provider, id_):
    last = readings(text)[-1]
    assert (last.provider, last.id) == (provider, id_)


def test_who_is_asked_reads_the_whole_text_first():
    first, *_ = readings("openai/gpt-4o-mini", "github-models")
    assert (first.provider, first.id) == ("github-models", "openai/gpt-4o-mini")


@pytest.mark.parametrize(
    "text",
    [
        "https://contoso.openai.azure.com/openai/deployments/gpt-4/chat/completions",
        "https://api.openai.com/v1/models/gpt-4o",
        "arn:aws:bedrock:us-east-1:1:guardrail/claude-v2",
        "arn:aws:bedrock:us-east-1:1:knowledge-base/NOVA1PREM1",
        "file://gpt-4.txt/x",
    ],
)
def test_what_names_no_model_has_no_reading_of_one(text):
    assert not [each for each in readings(text) if each.provider]


def test_a_deployment_and_a_random_profile_are_known_as_such():
    assert readings("azure:chat:gpt-4")[-1].deployment
    assert readings("azure_openai:contract-bot")[-1].deployment
    assert readings("azure/gpt-4")[-1].may_be_deployment
    assert readings("arn:aws:bedrock:eu-west-1:1:application-inference-profile/k3v9")[-1].opaque
    assert readings("eu.amazon.nova-pro-v1:0")[-1].geography == "eu"


def test_spellings_of_one_id_at_a_provider():
    assert same_id("us.anthropic.claude-v2:1", "anthropic.claude-v2:1:200k", "amazon-bedrock")
    assert same_id("amazon.titan-text-express-v1", "amazon.titan-text-express-v1:0", "amazon-bedrock")
    assert same_id("claude-opus-5@default", "claude-opus-5", "google-vertex")
    assert same_id("kimi-k2p6", "accounts/fireworks/models/kimi-k2p6", "fireworks-ai")
    assert not same_id("gpt-4o", "gpt-4o-mini", "azure")
    assert "x/y" in spellings("x/y:free", "openrouter")


def test_an_id_of_azure_in_one_text():
    assert name_and_version("gpt-4o-2024-05-13") == ("gpt-4o", "2024-05-13")
    assert name_and_version("gpt-4-1106-preview") == ("gpt-4", "1106-preview")
    assert name_and_version("gpt-4o") == ("gpt-4o", None)


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("ChatGroq", "groq"), ("AsyncOpenAI", "openai"), ("AnthropicVertex", "google-vertex"),
        ("ChatBedrockConverse", "amazon-bedrock"), ("createOpenRouter", "openrouter"), ("ChatOllama", ""),
        ("GenerativeModel", "google"), ("Annotation", None), ("MyOwnClient", None),
    ],
)  # fmt: skip
def test_a_class_says_whose_api_it_asks(name, provider):
    assert provider_of_class(name) == provider


def test_a_host_and_a_setting_say_so_too():
    assert provider_of_host("europe-west1-aiplatform.googleapis.com") == "google-vertex"
    assert provider_of_host("localhost:8000") == provider_of_host("vllm") == ""
    assert provider_of_host("api.example.com") is None
    assert provider_of_key("GROQ_MODEL") == "groq"
    assert provider_of_key("planModeOpenRouterModelId") == "openrouter"
    assert provider_of_key("AZURE_OPENAI_MODEL") == "azure"
    assert provider_of_key("MODEL") is None
    assert provider_of_key("GroqModelName") == "groq"
    assert provider_of_key("OpenAIModel") == "openai"
    assert provider_of_key("deepSeekModel") == "deepseek"
    assert takes_deployments("AzureChatOpenAI")
    assert not takes_deployments("ChatOpenAI")
