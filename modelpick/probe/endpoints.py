"""Whose list of models is asked for where, and which shape it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelpick.model.fields import Plain
from modelpick.probe.listing import Shape
from modelpick.probe.openrouter import OpenRouterShape
from modelpick.probe.shapes import Anthropic, Gemini, Ollama, OpenAILike


class Endpoint(Plain):
    """Where and how a provider is asked. `needs_key`: its list wants one; `local`: a server of one's own."""

    provider: str
    shape: Shape
    base: str
    key_env: tuple[str, ...] = ()
    status_page: str | None = None
    needs_key: bool = True
    local: bool = False
    base_env: str | None = None


_OPENAI_SHAPE = OpenAILike()


def _hosted_endpoint(provider: str, base: str, key: str, status: str | None = None, **more: Any) -> Endpoint:
    return Endpoint(provider, more.pop("shape", _OPENAI_SHAPE), base, (key,), status, **more)


def _local_endpoint(provider: str, base: str, **more: Any) -> Endpoint:
    return Endpoint(provider, more.pop("shape", _OPENAI_SHAPE), base, needs_key=False, local=True, **more)


PROVIDERS: Mapping[str, Endpoint] = {
    each.provider: each
    for each in (
        _hosted_endpoint("openai", "https://api.openai.com/v1", "OPENAI_API_KEY", "status.openai.com",
                base_env="OPENAI_BASE_URL"),
        _hosted_endpoint("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY", "status.claude.com",
                         shape=Anthropic()),
        Endpoint("google", Gemini(), "https://generativelanguage.googleapis.com/v1beta",
                 ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
        _hosted_endpoint("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
        _hosted_endpoint("xai", "https://api.x.ai/v1", "XAI_API_KEY"),
        _hosted_endpoint("meta", "https://api.meta.ai/v1", "MODEL_API_KEY"),
        _hosted_endpoint("deepseek", "https://api.deepseek.com", "DEEPSEEK_API_KEY", "status.deepseek.com"),
        _hosted_endpoint("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", "groqstatus.com"),
        _hosted_endpoint("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY", "status.cerebras.ai"),
        _hosted_endpoint("togetherai", "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
        _hosted_endpoint("deepinfra", "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY", needs_key=False),
        _hosted_endpoint("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", shape=OpenRouterShape(),
                needs_key=False),
        _local_endpoint("ollama", "http://127.0.0.1:11434", shape=Ollama(), base_env="OLLAMA_HOST"),
        _local_endpoint("vllm", "http://127.0.0.1:8000/v1"),
        _local_endpoint("lmstudio", "http://127.0.0.1:1234/v1"),
        _local_endpoint("llama-cpp", "http://127.0.0.1:8080/v1"),
    )
}  # fmt: skip
"""Provider id -> how it is asked. The local ones are no providers of the catalog."""
CUSTOM = "custom"
"""A server of nobody in particular."""


def endpoint_of(provider: str) -> Endpoint:
    """The endpoint of `provider`; of one without a shape of its own that of a server which is asked as OpenAI is."""
    return PROVIDERS.get(provider) or Endpoint(provider, _OPENAI_SHAPE, "", needs_key=False, local=True)
