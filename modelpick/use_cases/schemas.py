"""The published JSON Schemas of the documents that commands answer with; `tools/schemas.py` makes them."""

from __future__ import annotations

import json
from typing import Any

from modelpick.catalog.bundled import bundled_schemas
from modelpick.model.errors import ModelpickError
from modelpick.model.names import near_or_all

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
        said = f"no command {command!r} answers with a document"
        raise ModelpickError(said, where="{command}", hint=near_or_all(name, sorted(known)))
    found: dict[str, Any] = json.loads(known[name].read_text(encoding="utf-8"))
    return found
