"""Every command in every machine format, over the bundled data."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from modelpick.use_cases import validation
from tests.conftest import DATA_DAY, Result

Run = Callable[..., Result]

ON = ("--as-of", DATA_DAY)
LISTS = {
    ("recommend", "--need", "coding"): "ranking",
    ("recommend", "--need", "coding", "--self-host", "--hardware", "rtx-4090"): "ranking",
    ("recommend", "--need", "rag", "--workload", "rag", "--max-monthly", "2000"): "ranking",
    ("status", "gpt-5.4", "opus-4.6"): "models",
    ("list",): None,
    ("list", "--columns", "id,price.in,price.out,context,released,reasoning,providers"): None,
    ("list", "--fields"): None,
    ("cost", "opus-4.6", "gpt-5.5", "--workload", "rag"): "rows",
    ("cost", "gpt-oss-20b", "--workload", "chat", "--self-host", "--hardware", "h100-80gb"): "rows",
    ("fit", "--hardware", "rtx-4090"): "rows",
    ("evidence", "gpt-5.4"): None,
    ("retirements",): "lines",
    ("rules", "list"): "rules",
    ("rules", "test"): "checks",
    ("catalog", "sources"): "upstreams",
    ("catalog", "validate"): None,
    ("config", "show"): "values",
    ("config", "path"): "folders",
}
"""Command line -> the list of its JSON that NDJSON has line by line; None where its lines are made of more."""
OTHERS = (
    ("compare", "muse-spark", "opus-4.6", "--need", "coding"),
    ("explain", "muse-spark", "--need", "coding"),
    ("explain", "llama-4-scout", "--need", "coding", "--license", "osi"),
    ("show", "gpt-5.5"),
    ("show", "swe-bench-verified"),
    ("show", "amazon-bedrock"),
    ("show", "kv-cache"),
    ("catalog", "info"),
    ("rules", "show", "self-host"),
)
TEXTS = {"id", "version", "text", "reason", "path", "value", "field", "name", "variant", "what", "example"}
"""Columns of text in which a text may look like a number."""


_ANSWERS: dict[tuple[str, ...], str] = {}


def json_of(run: Run, words: tuple[str, ...]) -> Any:
    """The JSON of a command, asked for once."""
    if words not in _ANSWERS:
        _ANSWERS[words] = run(*dated(words), "--format", "json").out
    return json.loads(_ANSWERS[words])


@pytest.fixture(autouse=True)
def _checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled files are checked once, however what was found is written."""
    monkeypatch.setattr(validation, "check", _check_once)


def _check_once(layers: Sequence[Sequence[Path]], today: str) -> Any:
    return _checked(tuple(map(tuple, layers)), today)


_check = validation.check


@functools.cache
def _checked(layers: tuple[tuple[Path, ...], ...], today: str) -> Any:
    return _check(layers, today)


def dated(words: tuple[str, ...]) -> tuple[str, ...]:
    return words if words[0] == "config" or words[1:2] == ("validate",) else (*words, *ON)


@pytest.mark.parametrize("words", [*LISTS, *OTHERS], ids=" ".join)
def test_a_csv_has_columns_of_one_kind(run: Run, words: tuple[str, ...]) -> None:
    result = run(*dated(words), "--format", "csv")
    assert (result.code, result.err) == (0, "")
    table = list(csv.reader(io.StringIO(result.out)))
    assert {len(row) for row in table} == {len(table[0])}
    for key, *cells in zip(*table, strict=True):
        filled = [cell for cell in cells if cell]
        if key in TEXTS:
            continue
        numbers = [cell for cell in filled if re.fullmatch(r"-?\d+(\.\d+)?", cell)]
        assert not numbers or len(numbers) == len(filled), (key, set(filled) - set(numbers))
        assert not {"yes", "no"} & set(filled) or key == "outcome", (key, set(filled))
        assert not any(re.match(r"[$€]\d", cell) for cell in filled), key


@pytest.mark.parametrize("words", [*LISTS, *OTHERS], ids=" ".join)
def test_yaml_is_the_json(run: Run, words: tuple[str, ...]) -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    assert yaml.load(run(*dated(words), "--format", "yaml").out, Loader=loader) == json_of(run, words)


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_list_has_a_line_for_each(run: Run, words: tuple[str, ...]) -> None:
    result = run(*dated(words), "--format", "ndjson")
    assert (result.code, result.err) == (0, "")
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert all(isinstance(line, dict) for line in lines)
    assert lines or words in {("config", "show"), ("catalog", "validate")}
    key = LISTS[words]
    if key is not None:
        answer = json_of(run, words)
        assert lines == (answer if isinstance(answer, list) else answer[key])


@pytest.mark.parametrize("words", OTHERS, ids=" ".join)
def test_what_is_no_list_is_refused_in_a_sentence(run: Run, words: tuple[str, ...]) -> None:
    result = run(*dated(words), "--format", "ndjson")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "error: --format ndjson: is for answers that are a list, and this one is not. Use --format json\n"
    )


def test_an_audit_and_a_calendar_have_lines_and_keep_their_own_formats(run: Run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "app.py").write_text('MODEL = "gpt-4-32k"\nOTHER = "gpt-5.44"\n', "utf-8")
    result = run("audit", tmp_path, *ON, "--format", "ndjson")
    findings = json.loads(run("audit", tmp_path, *ON, "--format", "json").out)["findings"]
    assert findings
    assert [json.loads(line) for line in result.out.splitlines()] == findings
    assert json.loads(run("audit", tmp_path, *ON, "--format", "sarif").out)["runs"]
    assert run("retirements", *ON, "--format", "ics").out.startswith("BEGIN:VCALENDAR")
    assert "expected one of table, json, yaml, ndjson, csv, markdown, ics" in run("retirements", "-f", "sarif").err


def test_without_values_of_ones_own_no_file_is_read_to_show_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelpick.catalog.load.read_yaml", lambda path: pytest.fail(f"{path} is read"))
    assert json.loads(run("config", "show", "--format", "json").out)["values"] == []
