"""NDJSON: of an answer that is a list each record on a line of its own, for streams, logs and `jq`."""

from __future__ import annotations

import json
from typing import Any

from modelpick.documents.base import escaped_json
from modelpick.model.errors import ModelpickError
from modelpick.render.records import list_records


def write(document: Any) -> str:
    """The records as the JSON has them, without what stands around the list: its date, notes, sources.

    Raises:
        ModelpickError: `document` is no list.
    """
    records = list_records(document)
    if records is None:
        raise ModelpickError(
            "is for answers that are a list, and this one is not", where="--format ndjson", hint="Use --format json"
        )
    return "".join(f"{escaped_json(json.dumps(r, ensure_ascii=False, allow_nan=False))}\n" for r in records)
