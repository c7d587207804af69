"""The LiteLLM proxy: a name for each model, and the order in which one falls back to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export, Pick, Way, named_picks
from modelpick.exports.text import comment, per_token, yaml_file

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
PROVIDERS = tuple(PREFIXES)
CARRIES = {"max-monthly": "max_budget, for 30 days"}
MORE = (
    "Keys are read from the environment when the proxy starts. With Azure, the id must be the name of your deployment.",
)


def files(export: Export) -> tuple[ExportedFile, ...]:
    """``config.yaml`` for ``litellm --config``."""
    router: dict[str, Any] = {"num_retries": 2, "timeout": 120}
    heads = [[name for name, _ in named_picks(each)] for each in export.lists]
    fallbacks = [{first: rest} for first, *rest in heads if rest]
    if fallbacks:
        router["fallbacks"] = fallbacks
    settings: dict[str, Any] = {"drop_params": True}
    budgets = [each.limits["max-monthly"] for each in export.lists if "max-monthly" in each.limits]
    if len(budgets) == len(export.lists) > 0:
        settings |= {"max_budget": sum(map(float, budgets)), "budget_duration": "30d"}
    body = {
        "model_list": [_proxy_deployment(name, pick) for name, pick in export.picks],
        "router_settings": router,
        "litellm_settings": settings,
        "general_settings": {"master_key": "os.environ/LITELLM_MASTER_KEY"},
    }
    return (ExportedFile("config.yaml", comment(export, "#", MORE) + yaml_file(body)),)


def _proxy_deployment(name: str, pick: Pick) -> dict[str, Any]:
    way = pick.way
    key = PREFIXES[way.provider][1]
    asked = {"api_key": key} if key else {}
    params = {"model": litellm_name(way)}
    params |= {what: f"os.environ/{name}" for what, name in {**asked, **SETTINGS.get(way.provider, {})}.items()}
    info: dict[str, Any] = {"mode": "chat"}
    if way.context:
        info["max_input_tokens"] = way.context
    if way.price_in is not None and way.price_out is not None:
        info |= {"input_cost_per_token": per_token(way.price_in), "output_cost_per_token": per_token(way.price_out)}
    return {"model_name": name, "litellm_params": params, "model_info": info}


def litellm_name(way: Way) -> str:
    """``bedrock/eu.anthropic.claude-opus-5``."""
    return f"{PREFIXES[way.provider][0]}/{way.id}"
