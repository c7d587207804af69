"""The vocabulary as a listing."""

from __future__ import annotations

from datetime import date

from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.catalog_reports import Listing
from modelpick.model import vocabulary


def field_list() -> Listing:
    """Every field that rules, `--where` and `--columns` may name, with its kind and meaning."""
    patterns = [(f"{f.name}NAME", f.kind, f.about) for f in vocabulary.PATTERNS.values()]
    rows = [(f.name, f.kind, f.about) for f in vocabulary.FIELDS.values()]
    every = (*rows, *patterns)
    return Listing(SCHEMA_VERSION, date.today().isoformat(), ("field", "kind", "about"), every, len(every))
