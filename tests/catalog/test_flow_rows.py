"""Rows of one line are read as YAML reads them, and whatever is not quite a row is left to YAML."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from modelpick.catalog import reader
from modelpick.catalog.flow_rows import rows_taken_out
from modelpick.catalog.reader import YamlDocument, parse_yaml
from modelpick.model.errors import InputErrors

DATA = Path(reader.__file__).parents[2] / "data"
SIGNS = [*"{}[]:,#\"'&*!|>%@\t~-? \\é\u2028\x07", ": ", ", ", " #", "- ", "''", "1", "\r", "\n", "\n  "]
ROWS = [
    "- {a: 1, b: x y, c: [1, two, -3.5], d: {e: https://a.b/c?d=1#f, f: 2026-01-02}}",
    '- {on: 2026-11, note: "a, b: {c}", why: \'d "e"\', licence: null, by: Epoch\'s, n: 1e-3}',
    "    - {id: x, prices: [{in: 1, out: .5, tiers: [{above: 2}]}, {in: 3}], is: no, at: 10:30}",
]
TEXTS = [
    *("rows:\n{}\n{}\n", "a: |\n  {}\nrows:\n  {}\n", "a: 'x\n  {}'\n", "- - {}\n", "a:\n  b: c\n  {}\n"),
    *("rows:\n{}\n   - x\n", "rows:\n{}\n  : y\n", "# {}\n{}\n", "{}\n{}\n...\n", "a: [\n{}\n]\n", "{}\n---\n{}\n"),
]


def whole(text: str) -> tuple[Any, ...]:
    """What YAML alone says of a text, with the place of all that is in it, or what is at fault."""
    return _said(lambda: reader._parsed_events(text, "x"), text)


def _said(parse: Any, text: str) -> tuple[Any, ...]:
    try:
        document = parse()
    except (InputErrors, reader.yaml.YAMLError) as error:
        return (str(getattr(error, "problems", "YAML")),)
    places = [(path, document.mark(path)) for path in _paths(document.data)]
    return repr(document.data), places, [document.mark((*path, "no")) for path in _paths(document.data)]


def _paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(each for key, value in items for each in _paths(value, (*path, key)))]


def _alike(text: str) -> bool:
    """Whether a text is read the same by rows and by YAML alone; a fault of its syntax is told after both."""
    by_rows, alone = _said(lambda: parse_yaml(text, "x"), text), whole(text)
    return by_rows == alone or (alone == ("YAML",) and len(by_rows) == 1)


@pytest.mark.parametrize("frame", TEXTS)
def test_wherever_a_row_stands_it_is_read_as_yaml_reads_it(frame: str) -> None:
    for first in ROWS:
        for second in ROWS:
            assert _alike(frame.format(first, second))


def test_a_row_with_any_sign_in_it_is_read_as_yaml_reads_it() -> None:
    rand = random.Random(20261127)
    for _ in range(1000):
        text = rand.choice(TEXTS).format(rand.choice(ROWS), rand.choice(ROWS))
        for _ in range(rand.choice([1, 1, 2, 3])):
            place = rand.randrange(len(text))
            text = text[:place] + rand.choice(SIGNS) + text[place + rand.choice([0, 1]) :]
        assert _alike(text), text


def test_rows_as_deep_as_they_may_be_are_no_deeper_than_a_file() -> None:
    rand = random.Random(8)
    for indent in range(0, 44, 2):
        for depth in range(1, 12):
            row = f"- {'{a: [' * depth}1{']}' * depth}"
            around = "".join(f"{' ' * step}{rand.choice(['- a:', 'a:'])}\n" for step in range(0, indent, 2))
            assert _alike(f"{around}{' ' * indent}{row}\n")


def test_nearly_all_rows_of_the_catalog_are_read_as_rows() -> None:
    text = (DATA / "models.yaml").read_text("utf-8")
    document: YamlDocument = parse_yaml(text, "models.yaml")
    assert len(document.rows) > 0.99 * text.count("\n    - {")


def test_what_stands_for_a_row_may_be_said_in_a_file() -> None:
    text = f"rows:\n- {{a: 1}}\n- {reader._ROW}\n"
    assert parse_yaml(text, "x").data == {"rows": [{"a": 1}, reader._ROW]}
    assert rows_taken_out("- {a: b}]}", "x", {"b": 1}, {"a": "a"}) == ("- {a: b}]}", [])
