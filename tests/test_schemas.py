"""The published JSON Schemas: current, and true of the bundled files."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelpick.catalog.reader import read_yaml
from tests.oldest import WRITES_SCHEMAS

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*(ROOT / "data").glob("*.yaml"), *(ROOT / "rules").rglob("*.yaml")])
ANSWERS = sorted((ROOT / "docs" / "schema").glob("*.json"))
SCHEMAS = sorted([*(ROOT / "data" / "schema").glob("*.json"), *(ROOT / "rules" / "schema").glob("*.json"), *ANSWERS])
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def schema_of(path: Path) -> Path:
    """The schema that the first line of `path` names."""
    with path.open(encoding="utf-8") as file:
        found = MODELINE.match(file.readline())
    assert found, f"{named(path)}: the first line names no schema"
    return (path.parent / found[1]).resolve()


def read_schema(name: str) -> Any:
    return json.loads((ROOT / name).read_text("utf-8"))


@WRITES_SCHEMAS
def test_schemas_are_current():
    spec = importlib.util.spec_from_file_location("tools_schemas", ROOT / "tools" / "schemas.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    made = dict(tool.schemas())
    stale = [named(path) for path, schema in made.items() if json.loads(path.read_text("utf-8")) != schema]
    assert not stale, f"run python tools/schemas.py: {stale}"
    assert sorted(made) == SCHEMAS


@pytest.mark.parametrize("path", SCHEMAS, ids=named)
def test_a_schema_is_one_and_is_closed(path):
    schema = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:modelpick:schema:{path.name.removesuffix('.schema.json')}"
    assert schema["title"]
    assert schema["description"]
    shapes = schema.get("oneOf", [schema])
    assert all(shape["type"] == "object" and shape["additionalProperties"] is False for shape in shapes)
    open_rows = [n for n, row in schema["$defs"].items() if "properties" in row and row["additionalProperties"]]
    assert not open_rows


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_bundled_file_follows_the_schema_that_it_names(path):
    schema = schema_of(path)
    assert schema in SCHEMAS
    checker = Draft202012Validator(json.loads(schema.read_text("utf-8")))
    faults = [f"{'/'.join(map(str, e.path))}: {e.message[:200]}" for e in checker.iter_errors(read_yaml(path).data)]
    assert not faults


@pytest.mark.parametrize(
    ("schema", "document"),
    [
        ("data/schema/models.schema.json", {"models": [{"id": "lab/slug", "wieghts": "open"}]}),
        ("data/schema/models.schema.json", {"models": [{"id": "no slash"}]}),
        ("data/schema/models.schema.json", {"benchmarks": []}),
        ("data/schema/models.schema.json", {"models": [{"id": "lab/slug", "released": "April 2026"}]}),
        ("data/schema/sources.schema.json", {"sources": [{"id": "a", "title": "A", "publisher": "P", "kind": "blog"}]}),
        ("data/schema/profile.schema.json", {"needs": {"coding": 0}}),
        ("data/schema/profile.schema.json", {"need": "coding"}),
        ("rules/schema/need.schema.json", {"id": "x", "kind": "need"}),
    ],
)
def test_a_schema_refuses(schema, document):
    assert not Draft202012Validator(read_schema(schema)).is_valid(document)


@pytest.mark.parametrize(
    ("schema", "document"),
    [
        ("data/schema/catalog.schema.json", {"models": [{"id": "lab/slug", "released": 2026}], "sources": []}),
        ("data/schema/profile.schema.json", {"needs": {"coding": 2}, "constraints": {"self-host": True, "lab": ["a"]}}),
    ],
)
def test_a_schema_accepts(schema, document):
    Draft202012Validator(read_schema(schema)).validate(document)


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("recommend", ["--need", "coding", "--self-host"]),
        ("recommend", ["--need", "coding", "--self-host", "--min-context", "5M", "--license", "osi"]),
        ("compare", ["muse-spark", "opus-4.6", "--need", "coding"]),
        ("explain", ["llama-4-scout", "--need", "coding", "--api", "ga"]),
        ("evidence", ["gpt-5.4"]),
        ("show", ["muse-spark"]),
        ("list", ["--where", "weights = open"]),
        ("status", ["muse-spark"]),
        ("status", ["muse-spark", "gpt-5.5"]),
        ("fit", ["--hardware", "h100"]),
        ("rules list", []),
        ("rules show", ["coding"]),
        ("cost", ["muse-spark", "opus 4.6", "--scenario", "prices=-80%,volume=x10"]),
    ],
)
def test_an_answer_in_json_is_what_its_schema_says(run, command: str, arguments: list[str]) -> None:
    answer = json.loads(run(*command.split(), *arguments, "--format", "json", "--as-of", "2026-11-21").out)
    Draft202012Validator(read_schema(f"docs/schema/{command.replace(' ', '-')}.schema.json")).validate(answer)


def test_every_field_of_an_answer_is_described() -> None:
    for path in ANSWERS:
        schema = json.loads(path.read_text("utf-8"))
        for shape in [*schema.get("oneOf", [schema]), *schema["$defs"].values()]:
            silent = [name for name, value in shape.get("properties", {}).items() if not value.get("description")]
            assert not silent, path.name


def test_every_document_has_a_schema_of_its_version() -> None:
    for path in ANSWERS:
        schema = json.loads(path.read_text("utf-8"))
        for shape in schema.get("oneOf", [schema]):
            assert shape["properties"]["schema_version"]["const"] == "1.0"
            assert "own_files" in shape["properties"]
