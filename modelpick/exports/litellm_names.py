"""How LiteLLM, and aider on top of it, call a provider's model, and where they find the key."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.exports.shortlist import Way

PREFIXES: Mapping[str, tuple[str, str]] = {
    "anthropic": ("anthropic", "ANTHROPIC_API_KEY"),
    "openai": ("openai", "OPENAI_API_KEY"),
    "google": ("gemini", "GEMINI_API_KEY"),
    "google-vertex": ("vertex_ai", ""),
    "amazon-bedrock": ("bedrock", ""),
    "azure": ("azure", "AZURE_API_KEY"),
    "openrouter": ("openrouter", "OPENROUTER_API_KEY"),
    "vercel": ("vercel_ai_gateway", "VERCEL_AI_GATEWAY_API_KEY"),
    "mistral": ("mistral", "MISTRAL_API_KEY"),
    "xai": ("xai", "XAI_API_KEY"),
    "deepseek": ("deepseek", "DEEPSEEK_API_KEY"),
    "cohere": ("cohere_chat", "COHERE_API_KEY"),
    "groq": ("groq", "GROQ_API_KEY"),
    "cerebras": ("cerebras", "CEREBRAS_API_KEY"),
    "togetherai": ("together_ai", "TOGETHERAI_API_KEY"),
    "fireworks-ai": ("fireworks_ai", "FIREWORKS_AI_API_KEY"),
    "deepinfra": ("deepinfra", "DEEPINFRA_API_KEY"),
    "novita-ai": ("novita", "NOVITA_API_KEY"),
    "nebius": ("nebius", "NEBIUS_API_KEY"),
    "moonshotai": ("moonshot", "MOONSHOT_API_KEY"),
    "zai": ("zai", "ZAI_API_KEY"),
    "minimax": ("minimax", "MINIMAX_API_KEY"),
    "alibaba": ("dashscope", "DASHSCOPE_API_KEY"),
    "perplexity": ("perplexity", "PERPLEXITYAI_API_KEY"),
    "sambanova": ("sambanova", "SAMBANOVA_API_KEY"),
    "nvidia": ("nvidia_nim", "NVIDIA_NIM_API_KEY"),
    "ovhcloud": ("ovhcloud", "OVHCLOUD_API_KEY"),
}
"""Provider -> the prefix of its ids, and the variable that holds the key; those without one sign in otherwise."""
SETTINGS: Mapping[str, Mapping[str, str]] = {
    "azure": {"api_base": "AZURE_API_BASE", "api_version": "AZURE_API_VERSION"},
    "amazon-bedrock": {"aws_region_name": "AWS_REGION_NAME"},
    "google-vertex": {"vertex_project": "VERTEXAI_PROJECT", "vertex_location": "VERTEXAI_LOCATION"},
}
"""Provider -> what else has to be said, and the variable that says it."""


def litellm_name(way: Way) -> str:
    """``bedrock/eu.anthropic.claude-opus-5``."""
    return f"{PREFIXES[way.provider][0]}/{way.id}"
