"""The published JSON Schemas of the documents that commands answer with; `tools/schemas.py` makes them."""

from __future__ import annotations

import json
from typing import Any

from modelpick.catalog.bundled import bundled_schemas
from modelpick.model.errors import ModelpickError
from modelpick.model.names import did_you_mean

_SCHEMA_SUFFIX = ".schema.json"


def schema(command: str) -> dict[str, Any]:
    """The schema of the document that `command` answers with: ``recommend``, ``catalog diff``.

    Raises:
        ModelpickError: no command is called so; names the nearest.
    """
    folder = bundled_schemas()
    known = {path.name.removesuffix(_SCHEMA_SUFFIX): path for path in folder.glob(f"*{_SCHEMA_SUFFIX}")}
    name = command.strip().replace(" --", "-").replace(" ", "-")
    if name not in known:
        hint = did_you_mean(name, known) or f"Known: {', '.join(sorted(known))}"
        raise ModelpickError(f"no command {command!r} answers with a document", where="{command}", hint=hint)
    found: dict[str, Any] = json.loads(known[name].read_text(encoding="utf-8"))
    return found
