"""Simon Willison's `llm`: a short name for each model."""

from __future__ import annotations

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export, Way
from modelpick.exports.text import about_file, json_file

_PLUGINS = {
    "openai": ("", ""),
    "anthropic": ("anthropic/", "llm-anthropic"),
    "openrouter": ("openrouter/", "llm-openrouter"),
    "google": ("gemini/", "llm-gemini"),
    "mistral": ("mistral/", "llm-mistral"),
    "groq": ("groq/", "llm-groq"),
}
"""Provider -> the prefix of its ids, and the plugin that calls it."""
PROVIDERS = tuple(_PLUGINS)
_OWN_OPENAI = "openai-api/"
"""Before what is said of OpenAI's models here, so that it never stands in the way of what the program has itself."""


def files(export: Export) -> tuple[ExportedFile, ...]:
    """``aliases.json``, and OpenAI's models, which may be newer than the program."""
    aliases = {name: _llm_id(pick.way) for name, pick in export.picks}
    plugins = sorted({_PLUGINS[pick.way.provider][1] for _, pick in export.picks} - {""})
    more = [f"Install the plugins: llm install {' '.join(plugins)}"] if plugins else []
    openai = dict.fromkeys(pick.way.id for _, pick in export.picks if pick.way.provider == "openai")
    rows = "".join(f'- model_id: "{_OWN_OPENAI}{id_}"\n  model_name: "{id_}"\n' for id_ in openai)
    own = (ExportedFile("extra-openai-models.yaml", rows),) if rows else ()
    return ExportedFile("aliases.json", json_file(aliases)), *own, about_file(export, more)


def _llm_id(way: Way) -> str:
    return _OWN_OPENAI + way.id if way.provider == "openai" else _PLUGINS[way.provider][0] + way.id
