"""CSV, NDJSON and YAML of every kind of document: the values of the JSON, and nothing that a reader stumbles over."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from typing import Any

import pytest
import yaml

from modelpick.cli.formats import EVERYWHERE
from modelpick.model.errors import Exit, ModelpickError
from modelpick.model.fields import replace
from modelpick.render import records, to_data
from modelpick.render.page import LAYOUTS
from modelpick.render.writers.comma import safe_cell
from tests.render import documents
from tests.render.everything import documents_by_name
from tests.render.showing import text

DOCUMENTS = documents_by_name()
NO_LISTS = {"BenchmarkCard", "CatalogInfo", "CheckReport", "Comparison", "Explanation", "GlossaryCard", "ModelCard",
            "ProviderCard", "RulePage", "SourceCard", "DecisionReport"}  # fmt: skip
OF_ANY_KIND = {("ConfigReport", "value"), ("ConfigReport", "instead_of")}
"""Columns whose values are what a file holds."""
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
DAYS = {"on", "day", "since", "announced", "price_on", "retires_on", "deprecated_on", "last_read", "last_checked",
        "checked_on", "released", "catalog_retires_on"}  # fmt: skip
YES_OR_NO = {"used", "conflict", "estimated", "waived", "there", "fits", "linked", "usable", "passed", "private",
             "key_set", "tool_calling", "matters", "preferred"}  # fmt: skip


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> Any:
    return DOCUMENTS[request.param]


def number(cell: str) -> float | None:
    return float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else None


def test_every_kind_of_document_is_tried_here_and_has_rows() -> None:
    assert set(records.ROWS) == set(LAYOUTS) == {type(each).__name__ for each in DOCUMENTS.values()}


def test_a_column_holds_numbers_or_something_else(document: Any) -> None:
    table = list(csv.reader(io.StringIO(text(document, "csv"))))
    assert {len(row) for row in table} == {len(table[0])}
    assert len(set(table[0])) == len(table[0])
    for key, *cells in zip(*table, strict=True):
        filled = [cell for cell in cells if cell]
        if (type(document).__name__, key) in OF_ANY_KIND:
            continue
        if any(number(cell) is not None for cell in filled):
            assert all(number(cell) is not None for cell in filled), (key, cells)
        if key in DAYS:
            assert all(DAY.fullmatch(cell) for cell in filled), (key, cells)
        if key in YES_OR_NO and (type(document).__name__, key) != ("Recommendation", "estimated"):
            assert set(filled) <= {"true", "false"}, (key, cells)
        assert not any(re.match(r"[$€]\d|\d+ ?%|[\d,.]+[kMB]$", cell) for cell in filled), (key, cells)


def test_a_number_of_the_json_is_that_number_in_csv(document: Any) -> None:
    known = records._rows_of(document)
    columns = known.columns(document) if callable(known.columns) else records._column_paths(known.columns)
    table = list(csv.DictReader(io.StringIO(text(document, "csv"))))
    assert len(table) == sum(1 for _ in known.records(document))
    for row, record in zip(table, map(to_data, known.records(document)), strict=True):
        for key, path in columns:
            value: Any = record
            for step in path:
                value = value.get(step.lstrip("#")) if isinstance(value, dict) else None
            if isinstance(value, bool):
                assert row[key] == str(value).lower()
            elif isinstance(value, int | float):
                assert number(row[key]) == value
            elif value is None:
                assert row[key] == ""


def test_what_is_not_known_is_an_empty_cell() -> None:
    rows = list(csv.DictReader(io.StringIO(text(documents.cost(), "csv"))))
    unpriced = next(row for row in rows if row["model"] == "lab/gamma-coder")
    figures = ("per_month", "per_month_low", "per_request", "per_thousand_tasks", "input", "cache_read", "rent")
    assert [unpriced[name] for name in figures] == [""] * len(figures)
    priced = next(row for row in rows if row["model"] == "lab/beta-2")
    assert (priced["per_month"], priced["per_request"], priced["cache_read"]) == ("7036", "0.00008", "0")
    assert [row["scenario"] for row in rows] == [""] * 3 + ["prices=-80%,volume=x10"] * 3


def test_a_price_is_a_number_for_each_side_of_it() -> None:
    rows = list(csv.DictReader(io.StringIO(text(documents.retirements(), "csv"))))
    names = ("days_left", "provider", "price_in", "price_out", "successor_price_in", "successor_price_out")
    assert [rows[1][name] for name in names] == ["100", "north", "0.15", "1.2", "2", ""]
    assert [rows[2][name] for name in names] == ["160", "", "", "", "2", ""]


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+1", "'+1+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("@octocat", "'@octocat"),
        ("\t=1", " '=1"),
        ("\r\n=1", "'\\x0d =1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\uff201", "'\uff201"),
        ("x;=1+1", "x;'=1+1"),
        ("x, =1+1", "x, '=1+1"),
        ('a;"=1+1', "a;\"'=1+1"),
        ("a|@b", "a|'@b"),
        ("-5", "-5"),
        ("-0.25", "-0.25"),
        ("-5,cmd|' /C calc'!A0", "'-5,cmd|' /C calc'!A0"),
        ("x;-5", "x;'-5"),
        ("gpt-5.4", "gpt-5.4"),
        ("a = b + c - d", "a = b + c - d"),
        ("jo@lab.test", "jo@lab.test"),
    ],
)
def test_a_spreadsheet_finds_no_formula(given: str, safe: str) -> None:
    if given.startswith("\r"):
        assert not safe_cell(given).startswith(("=", "\r", "\n"))
        return
    assert safe_cell(given) == safe


def test_formulas_in_any_cell_and_header_are_text_and_numbers_stay_numbers() -> None:
    evil = "=HYPERLINK(1)"
    answer = documents.comparison()
    cell = replace(answer.cells[0], benchmark=evil, benchmark_name=f"x;{evil}", lead=-4.25)
    cell = replace(cell, cells={evil: answer.cells[0].cells["lab/alpha-27b"]})
    shown = text(replace(answer, models={evil: evil}, cells=(cell,)), "csv")
    header, row = csv.reader(io.StringIO(shown))
    assert header[:4] == ["benchmark", "name", "unit", f"'{evil}"]
    assert row[:2] == [f"'{evil}", f"x;'{evil}"]
    assert row[header.index("lead")] == "-4.25"


def test_yaml_reads_back_as_the_json(document: Any) -> None:
    read = yaml.safe_load(text(document, "yaml"))
    assert read == json.loads(text(document, "json")) == to_data(document)
    assert json.dumps(read) == json.dumps(json.loads(text(document, "json")))


LIKE_OTHERS = ["1e-6", "1e5", "0o17", "0x1f", "12:30:45", "2026-11-26", "2026-11", "NO", "on", "y", "~", "null",
               "", " x ", "-", "- a", "a: b", "#c", "a #b", "=", "<<", "&a", "*a", "!t", "%d", "@x", "`x`", "|", ">",
               "'", '"', "\\", "a\nb", "a\r\nb\n", "a\tb", "\x00", "\x85", "\u2028", "\u202e", "é", "\U000e0041",
               ".inf", "1_000", ".5", "1.", "+5", "[x]", "{y}", "?"]  # fmt: skip


def test_yaml_keeps_texts_that_look_like_something_else() -> None:
    given = {"list": LIKE_OTHERS, "keys": {each: each for each in LIKE_OTHERS}, "numbers": [1e-06, 1e300, -0.5, 10**30]}
    shown = text_of_data(given)
    assert yaml.safe_load(shown) == given
    assert json.dumps(yaml.safe_load(shown)["numbers"]) == json.dumps(given["numbers"])
    for number_of_yaml_1_2 in ("1e-6", "1e5", "0o17"):
        assert f"- '{number_of_yaml_1_2}'\n" in shown


def text_of_data(data: Any) -> str:
    from modelpick.render.machine import yaml_text

    return yaml_text(data)


def test_ndjson_has_a_line_for_each_record_of_a_list(document: Any) -> None:
    name = type(document).__name__
    if name in NO_LISTS:
        with pytest.raises(ModelpickError, match="for answers that are a list") as refused:
            text(document, "ndjson")
        assert refused.value.code == Exit.USAGE
        return
    shown = text(document, "ndjson")
    assert shown == "" or shown.endswith("\n")
    assert shown.replace("\n", "").isprintable()
    lines = [json.loads(line) for line in shown.splitlines()]
    assert all(isinstance(line, dict) for line in lines)
    assert len({tuple(line) for line in lines}) <= 1
    assert all(math.isfinite(value) for line in lines for value in line.values() if isinstance(value, float))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("recommendation", "ranking"),
        ("audit", "findings"),
        ("retirements", "lines"),
        ("log", "reads"),
        ("unmatched", "ids"),
        ("rules", "rules"),
        ("sources", "upstreams"),
        ("status", "models"),
        ("update", "sources"),
        ("config", "values"),
        ("cost", "rows"),
        ("fit", "rows"),
    ],
)
def test_the_lines_are_the_list_of_the_json(name: str, key: str) -> None:
    data = json.loads(text(DOCUMENTS[name], "json"))
    assert [json.loads(line) for line in text(DOCUMENTS[name], "ndjson").splitlines()] == data[key]


def test_a_listing_has_an_object_a_model() -> None:
    lines = [json.loads(line) for line in text(documents.listing(), "ndjson").splitlines()]
    assert lines[0]["id"] == "lab/alpha-27b"
    assert (lines[0]["price.in"], lines[0]["tool_calling"], lines[0]["providers"]) == (0.15, True, ["north", "south"])
    assert lines[1]["context"] is None


def test_every_format_of_the_list_has_a_writer() -> None:
    for fmt in EVERYWHERE:
        assert text(documents.listing(), fmt)
