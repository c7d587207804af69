"""YAML 1.2 core, strictly and with positions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from modelpick.catalog.reader import MAX_BYTES, MAX_DEPTH, parse_yaml, read_yaml
from modelpick.model.errors import InputErrors
from modelpick.model.problems import Problem


def data(text: str) -> Any:
    return parse_yaml(text, "x.yaml").data


def fault(text: str) -> Problem:
    with pytest.raises(InputErrors) as caught:
        parse_yaml(text, "x.yaml")
    (problem,) = caught.value.problems
    return problem


def fault_of(path: Path) -> Problem:
    with pytest.raises(InputErrors) as caught:
        read_yaml(path)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("1e-6", 1e-6),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2026-04-08", "2026-04-08"),
        ("2026", 2026),
        ("007", 7),
        ("0x1F", "0x1F"),
        ("1.", 1.0),
        (".5", 0.5),
        ("-3", -3),
        ("1.2.3", "1.2.3"),
        ("'5'", "5"),
        ('"true"', "true"),
        ("''", ""),
        ("9" * 31, float("9" * 31)),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: Any) -> None:
    got = data(f"x: {text}")["x"]
    assert got == value
    assert type(got) is type(value)


def test_a_key_is_text_whatever_yaml_1_1_thinks() -> None:
    assert data("{on: 1, no: 2, y: 3}") == {"on": 1, "no": 2, "y": 3}


def test_blocks_flows_and_long_texts_are_read() -> None:
    text = "a:\n- {b: [1, 2]}\n- c: >\n    long\n    text\n"
    assert data(text) == {"a": [{"b": [1, 2]}, {"c": "long text\n"}]}


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "---\n"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert data(text) is None


def test_every_key_and_item_has_its_place() -> None:
    document = parse_yaml("a:\n  - b: 1\n    c: 2\n  - {d: 3}\n", "x.yaml")
    assert document.mark(("a",)) == (1, 1)
    assert document.mark(("a", 0, "c")) == (3, 5)
    assert document.mark(("a", 1, "d")) == (4, 6)


def test_a_missing_place_is_that_of_what_should_hold_it() -> None:
    document = parse_yaml("a:\n  - b: 1\n", "x.yaml")
    assert document.mark(("a", 0, "z", 5)) == (2, 5)
    assert document.mark(("z",)) is None


def test_a_key_given_twice_is_refused_with_both_lines() -> None:
    problem = fault("a: 1\nb: 2\na: 3\n")
    assert (problem.line, problem.column) == (3, 1)
    assert problem.message == "key 'a' is given twice, first in line 1"


def test_keys_of_different_mappings_do_not_clash() -> None:
    assert data("[{a: 1}, {a: 2}]") == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x [1]\nb: *x\n", "anchor &x is not allowed"),
        ("b: *x\n", "alias *x is not allowed"),
        ("a: !!python/object:os.system x\n", "tag tag:yaml.org,2002:python/object:os.system is not allowed"),
        ("a: !secret x\n", "tag !secret is not allowed"),
        ("a: !!binary aGk=\n", "tag tag:yaml.org,2002:binary is not allowed"),
        ("a: 1\n---\nb: 2\n", "a second YAML document"),
        ("? [a, b]\n: 1\n", "a key must be plain text"),
    ],
)
def test_tricks_are_refused(text: str, message: str) -> None:
    assert fault(text).message == message


def test_a_tab_is_named_and_placed() -> None:
    problem = fault("a:\n\tb: 1\n")
    assert problem.message == "a tab stands where YAML wants spaces"
    assert problem.line == 2


def test_a_syntax_error_has_a_place() -> None:
    problem = fault("a: [1, 2\nb: 3\n")
    assert problem.line == 2
    assert problem.message


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_depth_is_bounded_and_costs_no_stack(opening: str, closing: str) -> None:
    assert fault(opening * 100_000 + closing * 100_000).message == f"nested more than {MAX_DEPTH} deep"


def test_an_unclosed_depth_is_bounded_too() -> None:
    assert fault("- " * 100_000).message == f"nested more than {MAX_DEPTH} deep"


def test_the_allowed_depth_is_allowed() -> None:
    assert data("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_a_character_that_no_text_has_is_named() -> None:
    problem = fault("a: b\nc: \x07\n")
    assert "U+0007" in problem.message
    assert problem.line == 2


def test_bytes_that_are_not_utf_8_are_placed(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"name: x\nlab: caf\xe9\n")
    problem = fault_of(path)
    assert (problem.line, problem.column, problem.message) == (2, 9, "byte 0xe9 is not UTF-8")


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(path).data == {"a": 1}


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(200 * 1024**2)
    assert fault_of(path).message == f"the file has 200 MB, more than the limit of {MAX_BYTES // 1024**2} MB"


@pytest.mark.parametrize(("name", "message"), [("", "is a folder"), ("none.yaml", "does not exist")])
def test_what_is_no_file_is_said_to_be_none(tmp_path: Path, name: str, message: str) -> None:
    assert fault_of(tmp_path / name).message == message


def test_a_device_is_no_file() -> None:
    assert fault_of(Path("/dev/zero")).message == "is a device"
