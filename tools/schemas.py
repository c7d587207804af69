"""Write the JSON Schemas: of catalogue, rule and profile files from the pydantic classes that check them, of answers
from the result documents.

python tools/schemas.py            write them
python tools/schemas.py --check    exit 1 if a checked-in schema is not what the classes say
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from modelpick.app.profile import ProfileFile
from modelpick.catalogue.schema import CatalogueFile
from modelpick.domain import (
    audit_reports,
    card_reports,
    change_reports,
    config_reports,
    costing,
    fitting,
    live_reports,
    market_reports,
    results,
    watch_reports,
)
from modelpick.domain.rules import RULES

ANSWERS = {
    "recommend": results.Recommendation,
    "compare": results.Comparison,
    "explain": results.Explanation,
    "evidence": results.EvidenceReport,
    "cost": list[costing.CostRow],
    "fit": list[fitting.FitRow],
    "show": results.ModelCard,
    "show --kind benchmark": card_reports.BenchmarkCard,
    "show --kind provider": card_reports.ProviderCard,
    "show --kind source": card_reports.SourceCard,
    "show --kind term": card_reports.GlossaryCard,
    "status --live": live_reports.LiveReport,
    "list": results.Listing,
    "catalog info": results.CatalogueInfo,
    "catalog update": market_reports.UpdateReport,
    "catalog diff": change_reports.DiffReport,
    "catalog log": change_reports.LogReport,
    "catalog sources": change_reports.SourcesReport,
    "catalog unmatched": market_reports.UnmatchedReport,
    "retirements": watch_reports.RetirementReport,
    "watch": watch_reports.WatchReport,
    "audit": audit_reports.AuditReport,
    "check": audit_reports.CheckReport,
    "config show": config_reports.ConfigReport,
    "config path": config_reports.ConfigPaths,
}
"""Command -> the document that it answers with, or a list of its rows."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ABOUT = {
    "models": "The models: facts, dated status, measurements, traits and offerings. One model a list item.",
    "benchmarks": "The benchmarks: what each tests, its unit, range, fixed anchors, noise and known weaknesses.",
    "skills": "What several benchmarks and editions measure alike, and on whose scale each ability is valued.",
    "sources": "The documents and data sets that figures come from.",
    "providers": "Who serves models, and the data terms that they publish.",
    "hardware": "The accelerators and machines that models run on.",
    "aliases": "Ids and names that others use for the models of the catalogue.",
    "glossary": "The words of the field: what each is, and what it means for a choice.",
    "workloads": "How models are used in a month, and how many tokens they took for published suites.",
}
BESIDE = {"workloads": ("token_counts",)}
"""Sections that may stand in the file of another one."""


def schemas() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every schema with the file that it belongs in."""
    data, rules = ROOT / "data" / "schema", ROOT / "rules" / "schema"
    whole = TypeAdapter(CatalogueFile).json_schema()
    for section, about in ABOUT.items():
        properties = {name: whole["properties"][name] for name in (section, *BESIDE.get(section, ()))}
        part = {**whole, "properties": properties, "required": [section]}
        yield data / f"{section}.schema.json", _published(part, section, f"modelpick: {section}.yaml", about)
    yield (
        data / "catalogue.schema.json",
        _published(whole, "catalogue", "modelpick: a catalogue file", _about(CatalogueFile)),
    )
    profile = TypeAdapter(ProfileFile).json_schema()
    yield (
        data / "profile.schema.json",
        _published(profile, "profile", "modelpick: a saved question", _about(ProfileFile)),
    )
    for kind, row in RULES.items():
        rule = TypeAdapter(row).json_schema()
        yield rules / f"{kind}.schema.json", _published(rule, kind, f"modelpick: a rule of kind {kind}", _about(row))
    for name, document in ANSWERS.items():
        answer = _answer(TypeAdapter(document).json_schema(mode="validation"))
        file = name.replace(" --", "-").replace(" ", "-")
        yield (
            ROOT / "docs" / "schema" / f"{file}.schema.json",
            _published(answer, file, f"modelpick: the JSON answer of `modelpick {name}`", _about(_row(document))),
        )


def _answer(node: Any) -> Any:
    """The schema of a result document as it is written: every part is there, nothing is added."""
    if isinstance(node, list):
        return [_answer(each) for each in node]
    if not isinstance(node, dict):
        return node
    body = {key: _answer(value) for key, value in node.items() if key != "description"}
    if "properties" in body:
        body["required"] = sorted(body["properties"])
        body.pop("additionalProperties", None)
        body["additionalProperties"] = False
    return body


def text_of(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _published(schema: dict[str, Any], name: str, title: str, about: str) -> dict[str, Any]:
    body = {key: value for key, value in schema.items() if key not in ("title", "description", "$defs")}
    used = _reachable(body, schema.get("$defs", {}))
    head = {"$schema": DIALECT, "$id": f"urn:modelpick:schema:{name}", "title": title, "description": about}
    return {**head, **_tidy(body), "$defs": _tidy(used, names=True)}


def _reachable(node: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The definitions that `node` refers to, directly or not, in the order of their names."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for name in _references(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(definitions[name])
    return {name: definitions[name] for name in sorted(found)}


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix("#/$defs/")
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _tidy(node: Any, names: bool = False) -> Any:
    """Drop what says nothing; close the mappings whose keys have a pattern. `names`: the keys of `node` are data."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {key: _tidy(value) for key, value in node.items()}
    kept = {key: value for key, value in node.items() if key not in ("title", "default")}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return {key: _tidy(value, names=key in ("properties", "patternProperties")) for key, value in kept.items()}


def _row(document: Any) -> type:
    """The document, or that of which it is a list."""
    found: type = get_args(document)[0] if get_args(document) else document
    return found


def _about(row: type) -> str:
    return " ".join((row.__doc__ or "").split())


def main(arguments: list[str]) -> int:
    stale = [(path, text_of(schema)) for path, schema in schemas()]
    stale = [(path, text) for path, text in stale if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        for path, _ in stale:
            print(f"{path.relative_to(ROOT)} is stale: run python tools/schemas.py", file=sys.stderr)
        return 1 if stale else 0
    for path, text in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
