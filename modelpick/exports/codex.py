"""Codex: the model in its configuration, and each model as a profile of its own."""

from __future__ import annotations

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export, Pick
from modelpick.exports.text import comment, one_line

PROVIDERS = ("openai",)
MORE = ("Codex has no fallbacks: `codex --profile NAME` takes the next one. The files lie in ~/.codex.",)


def files(export: Export) -> tuple[ExportedFile, ...]:
    """``config.toml``, and a profile ``NAME.config.toml`` for each model."""
    first = export.lists[0].picks[0]
    profiles = (ExportedFile(f"{name}.config.toml", _profile_text(pick)) for name, pick in export.picks)
    return (ExportedFile("config.toml", comment(export, "#", MORE) + _profile_text(first)), *profiles)


def _profile_text(pick: Pick) -> str:
    return f'model = {one_line(pick.way.id)}\nmodel_provider = "openai"\n'
