"""opencode: the model of the first question, and an agent for each further one. It has no fallbacks."""

from __future__ import annotations

from typing import Any

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export, Pick
from modelpick.exports.text import comment, json_file

PROVIDERS = (
    "anthropic", "openai", "google", "google-vertex", "amazon-bedrock", "azure", "openrouter", "vercel", "mistral",
    "xai", "deepseek", "cohere", "groq", "cerebras", "togetherai", "fireworks-ai", "deepinfra", "nebius", "novita-ai",
    "moonshotai", "moonshotai-cn", "zai", "zhipuai", "minimax", "alibaba", "huggingface", "baseten", "perplexity",
    "scaleway", "ovhcloud", "opencode", "github-copilot", "nvidia", "venice", "cortecs", "requesty", "synthetic",
    "ollama-cloud", "wandb", "siliconflow", "friendli", "inceptron", "stackit", "evroc", "regolo-ai", "privatemode-ai",
)  # fmt: skip
"""It knows the providers of models.dev by the same names."""
MORE = ("opencode has no fallbacks: the agents named so are the next ones to choose by hand.",)


def files(export: Export) -> tuple[ExportedFile, ...]:
    """``opencode.jsonc``."""
    first = export.lists[0].picks[0]
    body: dict[str, Any] = {
        "$schema": "https://opencode.ai/config.json",
        "model": _opencode_id(first),
        "agent": {
            name: {"model": _opencode_id(pick), "mode": "primary", "description": f"{pick.name}, for {name}"}
            for name, pick in export.picks
        },
        "enabled_providers": list(dict.fromkeys(pick.way.provider for _, pick in export.picks)),
    }
    return (ExportedFile("opencode.jsonc", comment(export, "//", MORE) + json_file(body)),)


def _opencode_id(pick: Pick) -> str:
    return f"{pick.way.provider}/{pick.way.id}"
