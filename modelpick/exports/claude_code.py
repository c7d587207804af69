"""Claude Code: its model and the fallbacks, in its settings."""

from __future__ import annotations

from typing import Any

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export
from modelpick.exports.text import about_file, json_file

PROVIDERS = ("anthropic", "amazon-bedrock", "google-vertex")
LABS = ("anthropic",)
_SWITCHES = {"amazon-bedrock": "CLAUDE_CODE_USE_BEDROCK", "google-vertex": "CLAUDE_CODE_USE_VERTEX"}
ONE_PROVIDER = True
"""All models are called at the provider of the first."""


def files(export: Export) -> tuple[ExportedFile, ...]:
    """``settings.json``; of several lists the first counts."""
    first, *rest = export.lists[0].picks
    body: dict[str, Any] = {
        "$schema": "https://json.schemastore.org/claude-code-settings.json",
        "model": first.way.id,
    }
    if rest:
        body["fallbackModel"] = [pick.way.id for pick in rest]
    if first.way.provider in _SWITCHES:
        body["env"] = {_SWITCHES[first.way.provider]: "1"}
    return ExportedFile("settings.json", json_file(body)), about_file(export)
