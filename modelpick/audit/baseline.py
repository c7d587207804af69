"""Findings that were there before: known by what and in which file they are, not by the line, which moves."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from modelpick.documents.audit_reports import Finding

VERSION = "1.0"
OLD_KINDS = {"licence": "license"}
"""Kinds of findings as baselines of earlier versions spell them."""


def fingerprint(kind: str, path: str, id_: str) -> str:
    """The same wherever in the file the id stands."""
    return hashlib.sha256("\0".join((kind, path, id_.lower())).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def to_data(findings: Iterable[Finding]) -> dict[str, Any]:
    """The baseline that holds `findings`: each once, with how often it is there."""
    counts: Counter[str] = Counter()
    rows: dict[str, dict[str, Any]] = {}
    for each in findings:
        counts[each.fingerprint] += 1
        rows.setdefault(
            each.fingerprint,
            {"fingerprint": each.fingerprint, "kind": each.kind, "path": each.path, "id": each.id},
        )
    ordered = sorted(rows.values(), key=lambda row: (row["path"], row["kind"], row["id"], row["fingerprint"]))
    return {"schema_version": VERSION, "findings": [{**row, "count": counts[row["fingerprint"]]} for row in ordered]}


def from_data(data: Any) -> dict[str, int]:
    """Fingerprint -> how often.

    Raises:
        ValueError: it is no baseline.
    """
    if (
        not isinstance(data, dict)
        or data.get("schema_version") != VERSION
        or not isinstance(data.get("findings"), list)
    ):
        raise ValueError("is no baseline of modelpick")
    counts: dict[str, int] = {}
    for row in data["findings"]:
        found, count = (row.get("fingerprint"), row.get("count", 1)) if isinstance(row, dict) else (None, None)
        if not isinstance(found, str) or not isinstance(count, int) or isinstance(count, bool):
            raise ValueError("is no baseline of modelpick: a finding has no fingerprint or no count")
        if row.get("kind") in OLD_KINDS:
            found = fingerprint(OLD_KINDS[row["kind"]], str(row.get("path")), str(row.get("id")))
        counts[found] = count
    return counts


def new_findings(findings: Iterable[Finding], known: Mapping[str, int]) -> list[Finding]:
    """The findings that `known` does not cover; of more than it has, the last."""
    left = dict(known)
    fresh = []
    for each in findings:
        if left.get(each.fingerprint, 0) > 0:
            left[each.fingerprint] -= 1
        else:
            fresh.append(each)
    return fresh
