"""Write the JSON Schemas: of catalog, rule and profile files from the pydantic classes that check them, of answers
from the result documents.

python tools/schemas.py            write them
python tools/schemas.py --check    exit 1 if a checked-in schema is not what the classes say
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from modelpick.catalog.schema import CatalogFile
from modelpick.documents import (
    audit_reports,
    card_reports,
    catalog_reports,
    change_reports,
    comparison_reports,
    config_reports,
    costing,
    decision_reports,
    evidence_reports,
    export_reports,
    fitting,
    live_reports,
    market_reports,
    recommendation,
    result_reports,
    rule_reports,
    status_reports,
    trial_reports,
    watch_reports,
)
from modelpick.documents import base as documents_base
from modelpick.model.fields import names_of
from modelpick.model.people import json_schema
from modelpick.model.rules import RULES
from modelpick.use_cases.profile import ProfileFile
from tools.document_fields import class_text, description

ANSWERS = {
    "recommend": recommendation.Recommendation,
    "compare": comparison_reports.Comparison,
    "explain": comparison_reports.Explanation,
    "evidence": evidence_reports.EvidenceReport,
    "cost": costing.CostReport,
    "cost --log": costing.LogCostReport,
    "fit": fitting.FitReport,
    "export": export_reports.ExportReport,
    "export prices": export_reports.PriceTable,
    "show": card_reports.ModelCard,
    "show --kind benchmark": card_reports.BenchmarkCard,
    "show --kind provider": card_reports.ProviderCard,
    "show --kind source": card_reports.SourceCard,
    "show --kind term": card_reports.GlossaryCard,
    "status": status_reports.StatusReport,
    "status --live": live_reports.LiveReport,
    "list": catalog_reports.Listing,
    "catalog info": catalog_reports.CatalogInfo,
    "catalog validate": catalog_reports.Validation,
    "catalog update": market_reports.UpdateReport,
    "catalog diff": change_reports.DiffReport,
    "catalog log": change_reports.LogReport,
    "catalog sources": change_reports.SourcesReport,
    "catalog unmatched": market_reports.UnmatchedReport,
    "retirements": watch_reports.RetirementReport,
    "watch": watch_reports.WatchReport,
    "audit": audit_reports.AuditReport,
    "scores import": result_reports.ImportReport,
    "trial init": trial_reports.TrialPlan,
    "check": audit_reports.CheckReport,
    "check decision": decision_reports.DecisionReport,
    "config show": config_reports.ConfigReport,
    "config path": config_reports.ConfigPaths,
    "rules list": rule_reports.RuleList,
    "rules show": rule_reports.RulePage,
    "rules test": rule_reports.RuleTest,
}
"""Command -> the document that it answers with."""
ROWS = {"CostReport": costing.CostRow, "FitReport": fitting.FitRow}
"""Document -> what the rows of its JSON are."""
ATTRIBUTES = {"for": "for_", "is": "is_"}
"""Fields whose names are Python keywords, as their classes have them."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ABOUT = {
    "models": "The models: facts, dated status, measurements, traits and offerings. One model a list item.",
    "benchmarks": "The benchmarks: what each tests, its unit, range, fixed anchors, noise and known weaknesses.",
    "skills": "What several benchmarks and editions measure alike, and on whose scale each ability is valued.",
    "sources": "The documents and data sets that figures come from.",
    "providers": "Who serves models, and the data terms that they publish.",
    "hardware": "The accelerators and machines that models run on.",
    "rentals": "What an hour of a rented device costs, by provider and day.",
    "aliases": "Ids and names that others use for the models of the catalog.",
    "glossary": "The words of the field: what each is, and what it means for a choice.",
    "ended": "Ids that have ended, are ending or never were, each as a provider spells it.",
    "gguf": "Where GGUF files of the weights lie, and what models score at other precisions.",
    "workloads": "How models are used in a month, and how many tokens they took for published suites.",
}
BESIDE = {"workloads": ("token_counts",), "providers": ("terms",), "gguf": ("precision",)}
"""Sections that may stand in the file of another one."""


def schemas() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every schema with the file that it belongs in."""
    data, rules = ROOT / "data" / "schema", ROOT / "rules" / "schema"
    whole = json_schema(CatalogFile)
    for section, about in ABOUT.items():
        properties = {name: whole["properties"][name] for name in (section, *BESIDE.get(section, ()))}
        part = {**whole, "properties": properties, "required": [section]}
        yield data / f"{section}.schema.json", _published_schema(part, section, f"modelpick: {section}.yaml", about)
    yield (
        data / "catalog.schema.json",
        _published_schema(whole, "catalog", "modelpick: a catalog file", _class_text(CatalogFile)),
    )
    profile = json_schema(ProfileFile)
    yield (
        data / "profile.schema.json",
        _published_schema(profile, "profile", "modelpick: a saved question", _class_text(ProfileFile)),
    )
    for kind, row in RULES.items():
        rule = json_schema(row)
        yield (
            rules / f"{kind}.schema.json",
            _published_schema(rule, kind, f"modelpick: a rule of kind {kind}", _class_text(row)),
        )
    for name, document in ANSWERS.items():
        file = file_of(name)
        title = f"modelpick: the JSON answer of `modelpick {name}`"
        path = ROOT / "docs" / "schema" / f"{file}.schema.json"
        yield path, _published_schema(_answer_schema(document), file, title, _document_text(document))


def file_of(command: str) -> str:
    """What the schema of a command's answer is called."""
    return command.replace(" --", "-").replace(" ", "-")


def _answer_schema(document: type[documents_base.Document]) -> dict[str, Any]:
    """The schema of a document as it is written: every field is there, and nothing else."""
    body, definitions = _schema_parts(document)
    if document is status_reports.StatusReport:
        return {"type": "object", "oneOf": [_of_one_model(body, definitions), body], "$defs": definitions}
    return {**body, "$defs": definitions}


def _schema_parts(document: type[documents_base.Document]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The document itself, and the classes in it."""
    body = json_schema(document)
    definitions = body.pop("$defs", {})
    properties = body["properties"]
    if document.__name__ in ROWS:
        kind = ROWS[document.__name__]
        row = json_schema(kind)
        definitions |= row.pop("$defs", {}) | {kind.__name__: row}
        properties["rows"] = {"type": "array", "items": {"$ref": f"#/$defs/{kind.__name__}"}}
    for name in document.unwritten:
        properties.pop(name, None) if name != "rows" else None
    last = {name: properties.pop(name) for name in names_of(documents_base.Document)}
    properties["schema_version"] = {"const": documents_base.SCHEMA_VERSION}
    body["properties"] = {"schema_version": properties.pop("schema_version"), **properties, **last}
    closed = {name: _closed_schema(node, name) for name, node in _reachable_definitions(body, definitions).items()}
    whole = _closed_schema(body, document.__name__)
    whole["required"] = [name for name in whole["required"] if name not in document.only_if_any]
    return whole, closed


def _of_one_model(body: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """The status of one model: what is known of it stands at the top."""
    around = {name: value for name, value in body["properties"].items() if name not in ("models", "as_of")}
    properties = {"schema_version": around.pop("schema_version"), **definitions["Status"]["properties"], **around}
    return {**body, "properties": properties, "required": sorted(properties)}


def _closed_schema(node: dict[str, Any], cls: str) -> dict[str, Any]:
    """`node` with what each field means; no other field may stand there."""
    body: dict[str, Any] = _without_texts(node)
    if "properties" not in body:
        return body
    named = {}
    for name, value in body["properties"].items():
        text = description(cls, ATTRIBUTES.get(name, name))
        if text is None:
            raise SystemExit(f"{cls}.{name} is not described: say it below the field, or in tools/document_fields.py")
        named[name] = {"description": text, **value}
    return {**body, "properties": named, "required": sorted(named), "additionalProperties": False}


def _without_texts(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_texts(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {key: _without_texts(value) for key, value in node.items() if key != "description"}


def _document_text(document: type) -> str:
    """What the document is, in the words of its class."""
    text = class_text(document.__name__) or "All that the command answers."
    return " ".join(text.split())


def text_of(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _published_schema(schema: dict[str, Any], name: str, title: str, about: str) -> dict[str, Any]:
    body = {key: value for key, value in schema.items() if key not in ("title", "description", "$defs")}
    used = _reachable_definitions(body, schema.get("$defs", {}))
    head = {"$schema": DIALECT, "$id": f"urn:modelpick:schema:{name}", "title": title, "description": about}
    return {**head, **_tidy_schema(body), "$defs": _tidy_schema(used, names=True)}


def _reachable_definitions(node: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The definitions that `node` refers to, directly or not, in the order of their names."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for name in _referenced_names(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(definitions[name])
    return {name: definitions[name] for name in sorted(found)}


def _referenced_names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix("#/$defs/")
        for value in node.values():
            yield from _referenced_names(value)
    elif isinstance(node, list):
        for value in node:
            yield from _referenced_names(value)


def _tidy_schema(node: Any, names: bool = False) -> Any:
    """Drop what says nothing; close the mappings whose keys have a pattern. `names`: the keys of `node` are data."""
    if isinstance(node, list):
        return [_tidy_schema(each) for each in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {key: _tidy_schema(value) for key, value in node.items()}
    kept = {key: value for key, value in node.items() if key not in ("title", "default")}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return {key: _tidy_schema(value, names=key in ("properties", "patternProperties")) for key, value in kept.items()}


def _class_text(row: type) -> str:
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
