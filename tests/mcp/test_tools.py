"""What an agent may ask, and that it is told what the command line tells."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import modelpick
from modelpick.mcp.answers import answer_of, answer_schema
from modelpick.mcp.tools import Tool, checked, tools
from modelpick.model.errors import ModelpickError
from tests.conftest import DATA_DAY, Result

Run = Callable[..., Result]

ROOT = Path(__file__).resolve().parents[2]
ASKED: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "recommend": ({"needs": ["coding"], "constraints": {"self-host": True}}, ("recommend", "coding", "--self-host")),
    "recommend ": ({"needs": "health", "constraints": {"api": "ga", "residency": ["eu"]}},
                   ("recommend", "health", "--residency", "eu", "--api", "ga")),
    "compare": ({"models": ["muse-spark", "opus-4.6"], "needs": {"coding": 1}},
                ("compare", "muse-spark", "opus-4.6", "--need", "coding")),
    "explain": ({"model": "llama-4-scout", "needs": "coding", "constraints": {"license": "osi"}},
                ("explain", "llama-4-scout", "--need", "coding", "--license", "osi")),
    "status": ({"models": "gpt-5.4"}, ("status", "gpt-5.4")),
    "cost": ({"models": ["opus-4.6"], "workload": "rag", "usage": {"requests": "200k"}},
             ("cost", "opus-4.6", "--workload", "rag", "--requests", "200k")),
    "fit": ({"hardware": "rtx-4090", "context": "32k"}, ("fit", "--hardware", "rtx-4090", "--context", "32k")),
    "retirements": ({"within": "90d"}, ("retirements", "--within", "90d")),
}  # fmt: skip


@pytest.fixture
def catalog(run: Run) -> Any:
    """`run` puts the bundled catalog in the place of what is compiled."""
    return modelpick.load(project=False)


def called(catalog: Any, name: str, given: dict[str, Any]) -> dict[str, Any]:
    tool = tools(catalog)[name.strip()]
    return answer_of(tool.call(catalog, checked(tool, given)), details=bool(given.get("details")))


@pytest.mark.parametrize("name", ASKED)
def test_a_document_is_the_one_of_the_command_line(catalog: Any, run: Run, name: str) -> None:
    given, words = ASKED[name]
    found = called(catalog, name, {**given, "as_of": DATA_DAY, "details": True})
    said = run(*words, "--as-of", DATA_DAY, "--format", "json")
    assert found["document"] == json.loads(said.out)
    Draft202012Validator(answer_schema(name.strip())).validate(found)


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_is_short_unless_asked(catalog: Any, name: str) -> None:
    given, _ = ASKED[name]
    found = called(catalog, name, {**given, "as_of": DATA_DAY})
    assert found["document"] is None
    assert 0 < len(found["text"].split()) < 260
    assert "--details" not in found["text"]
    Draft202012Validator(answer_schema(name.strip())).validate(found)


def test_a_text_is_audited_where_it_stands(catalog: Any) -> None:
    text = 'MODEL = "gpt-4o-2024-05-13"\n'
    found = called(catalog, "audit_text", {"text": text, "name": "a.py", "as_of": DATA_DAY, "details": True})
    (finding,) = found["document"]["findings"]
    assert (finding["kind"], finding["path"], finding["line"], finding["column"]) == ("retired", "a.py", 1, 10)
    Draft202012Validator(answer_schema("audit")).validate(found)


def test_what_is_unknown_is_said_in_words_and_is_null(catalog: Any) -> None:
    asked = {"model": "muse-spark", "needs": "coding", "constraints": {"max-price-out": 5}, "as_of": DATA_DAY}
    found = called(catalog, "explain", {**asked, "details": True})
    assert "not known" in found["text"]
    assert any(each["outcome"] == "unknown" for each in found["document"]["excluded"]["failed"])


@pytest.mark.parametrize(
    ("name", "given", "fault"),
    [
        ("recommend", {"neds": "coding"}, "takes no 'neds'. Did you mean `needs`?"),
        ("recommend", {"needs": 5}, "`needs` is not what recommend takes"),
        ("recommend", {"needs": "coding", "constraints": {"residency": 1}}, "`constraints.residency`"),
        ("recommend", {"needs": "coding", "constraints": {"api": "gone"}}, "Expected: one of ga, preview, any"),
        ("recommend", {"needs": "coding", "constraints": {"resdency": "eu"}}, "`constraints` is not"),
        ("recommend", {"needs": "basketry"}, "unknown need 'basketry'"),
        ("recommend", {}, "say what it is for"),
        ("explain", {"needs": "coding"}, "'model' is a required property"),
        ("status", {"models": ["no such model"]}, "no such model"),
        ("fit", {"hardware": "abacus"}, "abacus"),
    ],
)
def test_what_makes_no_sense_says_what_to_write(catalog: Any, name: str, given: dict[str, Any], fault: str) -> None:
    with pytest.raises(ModelpickError) as caught:
        called(catalog, name, given)
    assert fault in str(caught.value), str(caught.value)


def test_every_tool_has_schemas_that_are_schemas(catalog: Any) -> None:
    made = tools(catalog)
    assert list(made) == ["recommend", "compare", "explain", "status", "cost", "fit", "retirements", "audit_text"]
    for tool in made.values():
        assert isinstance(tool, Tool)
        Draft202012Validator.check_schema(tool.schema)
        Draft202012Validator.check_schema(answer_schema(tool.command))
        assert len(json.dumps(tool.schema)) < 9000
    assert set(made["recommend"].schema["properties"]["constraints"]["properties"]) == set(catalog.rulebook.constraints)


def test_the_configurations_of_the_documentation_start_the_server() -> None:
    text = (ROOT / "docs" / "mcp.md").read_text("utf-8")
    found = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]
    desktop, code, cursor, opencode = found
    for each in (desktop["mcpServers"], code["servers"], cursor["mcpServers"]):
        assert [each["modelpick"]["command"], *each["modelpick"]["args"]] == ["modelpick", "mcp"]
    assert opencode["mcp"]["modelpick"]["command"] == ["modelpick", "mcp"]
    (toml,) = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert tomllib.loads(toml)["mcp_servers"]["modelpick"] == {"command": "modelpick", "args": ["mcp"]}


def test_without_the_package_the_command_says_how_to_get_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "mcp", None)
    monkeypatch.delitem(__import__("sys").modules, "modelpick.mcp.server", raising=False)
    found = run("mcp")
    assert (found.code, "pip install 'modelpick[mcp]'" in found.err) == (2, True), found.err
    assert run("mcp", "--http", "80").code == 2
