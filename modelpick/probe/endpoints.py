"""How a provider's list of models is asked for and read: the interface of the shapes, and who has which shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from modelpick.model.fields import Plain
from modelpick.probe.anthropic import Anthropic
from modelpick.probe.gemini import Gemini
from modelpick.probe.listing import Page
from modelpick.probe.ollama import Ollama
from modelpick.probe.openai_like import OpenAILike
from modelpick.probe.openrouter import OpenRouter


class Shape(Protocol):
    """One family of servers."""

    def first(self, base: str) -> str:
        """The URL of the first page of the list."""
        ...

    def headers(self, key: str | None) -> dict[str, str]:
        """Those that carry the key, and none without one."""
        ...

    @property
    def always(self) -> Mapping[str, str]:
        """Headers that go with every request, key or not."""
        ...

    def page(self, body: Any) -> Page:
        """What a page lists, and what asks for the next one.

        Raises:
            NotAList: it is no list of models.
        """
        ...


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


_OPENAI = OpenAILike()


def _hosted(provider: str, base: str, key: str, status: str | None = None, **more: Any) -> Endpoint:
    return Endpoint(provider, more.pop("shape", _OPENAI), base, (key,), status, **more)


def _local(provider: str, base: str, **more: Any) -> Endpoint:
    return Endpoint(provider, more.pop("shape", _OPENAI), base, needs_key=False, local=True, **more)


PROVIDERS: Mapping[str, Endpoint] = {
    each.provider: each
    for each in (
        _hosted("openai", "https://api.openai.com/v1", "OPENAI_API_KEY", "status.openai.com",
                base_env="OPENAI_BASE_URL"),
        _hosted("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY", "status.claude.com", shape=Anthropic()),
        Endpoint("google", Gemini(), "https://generativelanguage.googleapis.com/v1beta",
                 ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
        _hosted("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
        _hosted("xai", "https://api.x.ai/v1", "XAI_API_KEY"),
        _hosted("meta", "https://api.meta.ai/v1", "MODEL_API_KEY"),
        _hosted("deepseek", "https://api.deepseek.com", "DEEPSEEK_API_KEY", "status.deepseek.com"),
        _hosted("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", "groqstatus.com"),
        _hosted("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY", "status.cerebras.ai"),
        _hosted("togetherai", "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
        _hosted("deepinfra", "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY", needs_key=False),
        _hosted("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", shape=OpenRouter(),
                needs_key=False),
        _local("ollama", "http://127.0.0.1:11434", shape=Ollama(), base_env="OLLAMA_HOST"),
        _local("vllm", "http://127.0.0.1:8000/v1"),
        _local("lmstudio", "http://127.0.0.1:1234/v1"),
        _local("llama-cpp", "http://127.0.0.1:8080/v1"),
    )
}  # fmt: skip
"""Provider id -> how it is asked. The local ones are no providers of the catalog."""
CUSTOM = "custom"


def endpoint_of(provider: str) -> Endpoint | None:
    """How `provider` is asked; a server that is nobody's in particular is asked as OpenAI's is."""
    if provider == CUSTOM:
        return Endpoint(CUSTOM, _OPENAI, "", needs_key=False, local=True)
    return PROVIDERS.get(provider)
