"""aider: the model, the fallbacks as aliases, and what its own list may not know of them yet."""

from __future__ import annotations

from typing import Any

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.litellm import PREFIXES, litellm_name
from modelpick.exports.shortlist import Export, Way
from modelpick.exports.text import comment, json_file, per_token, yaml_file, yaml_list

PROVIDERS = tuple(PREFIXES)
MORE = ("aider has no fallbacks: the aliases are the next ones to choose, as in `aider --model coding-fallback-1`.",)
_SETTINGS_FILE = ".aider.model.settings.yml"
_METADATA_FILE = ".aider.model.metadata.json"


def files(export: Export) -> tuple[ExportedFile, ...]:
    """``.aider.conf.yml``, and what it names."""
    body = {
        "model": litellm_name(export.lists[0].picks[0].way),
        "model-settings-file": _SETTINGS_FILE,
        "model-metadata-file": _METADATA_FILE,
        "alias": [f"{name}:{litellm_name(pick.way)}" for name, pick in export.picks],
    }
    known = {litellm_name(pick.way): _model_metadata(pick.way) for _, pick in export.picks}
    # Of a model that it does not know, aider would ask whole files instead of the lines that change.
    settings = ({"name": name, "edit_format": "diff", "use_repo_map": True} for name in known)
    return (
        ExportedFile(".aider.conf.yml", comment(export, "#", MORE) + yaml_file(body)),
        ExportedFile(_SETTINGS_FILE, yaml_list(settings)),
        ExportedFile(_METADATA_FILE, json_file(known)),
    )


def _model_metadata(way: Way) -> dict[str, Any]:
    found: dict[str, Any] = {"litellm_provider": PREFIXES[way.provider][0], "mode": "chat"}
    sizes = {"max_input_tokens": way.context, "max_output_tokens": way.max_output}
    costs = {"input_cost_per_token": way.price_in, "output_cost_per_token": way.price_out}
    found |= {name: value for name, value in sizes.items() if value}
    return found | {name: float(per_token(usd)) for name, usd in costs.items() if usd is not None}
