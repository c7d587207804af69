"""promptfoo: the shortlist as providers, labeled so that results map back."""

from __future__ import annotations

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export
from modelpick.exports.text import comment, yaml_file

FORMS = {
    "anthropic": "anthropic:messages:",
    "openai": "openai:chat:",
    "google": "google:",
    "google-vertex": "vertex:",
    "amazon-bedrock": "bedrock:",
    "azure": "azure:chat:",
    "openrouter": "openrouter:",
    "mistral": "mistral:",
    "xai": "xai:",
    "deepseek": "deepseek:",
    "cohere": "cohere:",
    "groq": "groq:",
    "cerebras": "cerebras:",
    "togetherai": "togetherai:",
}
"""Provider -> how its ids begin."""
PROVIDERS = tuple(FORMS)
MORE = ("Put tasks of your own in the place of the one below; `modelpick scores` takes what comes of them.",)


def files(export: Export) -> tuple[ExportedFile, ...]:
    """``promptfooconfig.yaml``."""
    picks = {pick.model: pick for _, pick in export.picks}
    body = {
        "description": f"A test of your own: {', '.join(each.name for each in export.lists)}",
        "prompts": ["{{task}}"],
        "providers": [{"id": FORMS[p.way.provider] + p.way.id, "label": model} for model, p in picks.items()],
        "tests": [{"vars": {"task": "Write a Python one-liner that reverses a string."},
                   "assert": [{"type": "contains", "value": "[::-1]"}]}],
    }  # fmt: skip
    return (ExportedFile("promptfooconfig.yaml", comment(export, "#", MORE) + yaml_file(body)),)
