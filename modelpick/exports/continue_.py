"""Continue: the models in the order of its menu. It has no fallbacks."""

from __future__ import annotations

from typing import Any

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export, Pick
from modelpick.exports.text import comment, yaml_file

_PROVIDER_NAMES = {
    "anthropic": ("anthropic", "ANTHROPIC_API_KEY"),
    "openai": ("openai", "OPENAI_API_KEY"),
    "google": ("gemini", "GEMINI_API_KEY"),
    "amazon-bedrock": ("bedrock", ""),
    "openrouter": ("openrouter", "OPENROUTER_API_KEY"),
    "mistral": ("mistral", "MISTRAL_API_KEY"),
    "xai": ("xAI", "XAI_API_KEY"),
    "deepseek": ("deepseek", "DEEPSEEK_API_KEY"),
    "groq": ("groq", "GROQ_API_KEY"),
    "cerebras": ("cerebras", "CEREBRAS_API_KEY"),
    "togetherai": ("together", "TOGETHER_API_KEY"),
    "fireworks-ai": ("fireworks", "FIREWORKS_API_KEY"),
    "deepinfra": ("deepinfra", "DEEPINFRA_API_KEY"),
    "moonshotai": ("moonshot", "MOONSHOT_API_KEY"),
    "novita-ai": ("novita", "NOVITA_API_KEY"),
    "nebius": ("nebius", "NEBIUS_API_KEY"),
    "cohere": ("cohere", "COHERE_API_KEY"),
    "scaleway": ("scaleway", "SCALEWAY_API_KEY"),
    "ovhcloud": ("ovhcloud", "OVHCLOUD_API_KEY"),
}
PROVIDERS = tuple(_PROVIDER_NAMES)
MORE = ("Continue has no fallbacks: the order is that of its menu.",)


def files(export: Export) -> tuple[ExportedFile, ...]:
    """``config.yaml``."""
    body = {
        "name": "modelpick",
        "version": "1.0.0",
        "schema": "v1",
        "models": [_menu_entry(name, pick) for name, pick in export.picks],
    }
    return (ExportedFile("config.yaml", comment(export, "#", MORE) + yaml_file(body)),)


def _menu_entry(name: str, pick: Pick) -> dict[str, Any]:
    way = pick.way
    provider, key = _PROVIDER_NAMES[way.provider]
    found: dict[str, Any] = {"name": f"{name}: {pick.name}", "provider": provider, "model": way.id}
    if key:
        found["apiKey"] = f"${{{{ secrets.{key} }}}}"
    found["roles"] = ["chat", "edit", "apply"]
    if way.context:
        found["defaultCompletionOptions"] = {"contextLength": way.context}
    return found
