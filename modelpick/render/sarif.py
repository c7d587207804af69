"""An audit as SARIF 2.1.0, which code scanning of several hosts reads."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from modelpick.documents.audit_reports import KINDS, AuditReport, Finding, Kind
from modelpick.documents.base import escaped_json
from modelpick.render.frame import Frame

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_text(report: AuditReport, frame: Frame) -> str:
    """One run of the program's version, with every kind as a rule and every finding as a result."""
    index = {kind: at for at, kind in enumerate(KINDS)}
    driver = {
        "name": "modelpick",
        "version": frame.version or "",
        "rules": [_sarif_rule(kind) for kind in KINDS.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, index[finding.kind]) for finding in report.findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return escaped_json(json.dumps(log, indent=1, ensure_ascii=False)) + "\n"


def _sarif_rule(kind: Kind) -> dict[str, Any]:
    return {
        "id": kind.id,
        "name": "".join(word.capitalize() for word in kind.id.split("-")),
        "shortDescription": {"text": kind.title},
        "fullDescription": {"text": kind.about},
        "defaultConfiguration": {"level": kind.severity},
    }


def _file_uri(path: str) -> str:
    """`path` as an address; bytes of it that are no text, which it has written out, as the bytes that they are."""
    return re.sub(r"%5Cudc([89a-f][0-9a-f])", lambda found: f"%{found[1].upper()}", quote(path))


def _sarif_result(finding: Finding, rule: int) -> dict[str, Any]:
    text = f"{finding.text}. {finding.hint}" if finding.hint else finding.text
    if finding.cell is not None:
        text = f"{text} (cell {finding.cell}, line {finding.line})"
    where: dict[str, Any] = {"artifactLocation": {"uri": _file_uri(finding.path)}}
    if finding.cell is None:
        # A line of a cell is no line of the file.
        where["region"] = {
            "startLine": finding.line,
            "startColumn": finding.column,
            "endColumn": finding.end_column,
        }
    return {
        "ruleId": finding.kind,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": where}],
        "partialFingerprints": {"modelpick/v1": finding.fingerprint},
    }
