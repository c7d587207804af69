"""What the adapters of boards share: tables of several forms, and names with an effort in them."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from modelpick.sources import boards
from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.board_names import bracketed_mode
from modelpick.sources.reading import BadValue, JsonRow


def document(text: str | bytes) -> SourceDocument:
    return SourceDocument("x", text.encode() if isinstance(text, str) else text)


def test_csv() -> None:
    rows = list(boards.csv_rows(document('\ufeffmodel, score\r\n"a, b",77.5%\r\n\r\nc,\r\n'), ("model",), "a table"))
    assert [row.data for row in rows] == [{"model": "a, b", "score": "77.5%"}, {"model": "c", "score": ""}]
    assert boards.number_in(rows[0], "score") == Decimal("77.5")
    assert boards.number_in(rows[1], "score") is None


@pytest.mark.parametrize(
    "text",
    ["", "score\n1\n", "model,model\n", b"\xff\xfe", "<!doctype html><p>", 'model\n"open', "model\n" + "x" * 200_000],
)
def test_no_csv(text: str | bytes) -> None:
    with pytest.raises(ShapeChanged, match="a table was expected"):
        list(boards.csv_rows(document(text), ("model",), "a table"))


def test_a_missing_column_of_any_length_is_named_in_a_sentence() -> None:
    with pytest.raises(ShapeChanged) as told:
        list(boards.csv_rows(document("model\na\n"), ("[" * 5000,), "a table"))
    assert len(str(told.value)) < 200


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,503", "1503"), ("8.9%", "8.9"), ("-1.5", "-1.5"), ("N/A", None), (" - ", None), ("", None), (None, None)],
)
def test_numbers_as_tables_write_them(text: str | None, number: str | None) -> None:
    found = boards.number_in(JsonRow("", {"x": text}), "x")
    assert found == (None if number is None else Decimal(number))


@pytest.mark.parametrize("text", ["about 5", "0x10", "1e999999", "5 ± 2", [], True])
def test_no_number(text: object) -> None:
    with pytest.raises(BadValue):
        boards.number_in(JsonRow("", {"x": text}), "x")


TABLE = """
# A board
| Rank | Other |
|---|---|
| 1 | 2 |

| Model | Rate |
|:--|--:|
| [**A**](https://example.org/a) | 8.9% |
| B `2` | - |

Text | with a bar
"""


def test_markdown() -> None:
    rows = boards.markdown_rows(TABLE, ("Model", "Rate"), "a table")
    assert [row.data for row in rows] == [{"Model": "A", "Rate": "8.9%"}, {"Model": "B 2", "Rate": "-"}]
    with pytest.raises(ShapeChanged, match="found none with the columns Model, Score"):
        boards.markdown_rows(TABLE, ("Model", "Score"), "a table")
    with pytest.raises(ShapeChanged, match="found 2 of them"):
        boards.markdown_rows(TABLE + TABLE, ("Model", "Rate"), "a table")


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_archive() -> None:
    data = packed({"a.csv": b"1", "b.txt": b"2", "in/c.csv": b"3"})
    found = boards.packed_files(document(data), "an archive", suffix=".csv")
    assert {name: each.data for name, each in found.items()} == {"a.csv": b"1", "in/c.csv": b"3"}


@pytest.mark.parametrize("what", ["none", "cut", "too large", "too many"])
def test_no_archive(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({f"{n}.csv": b"0" * 100_000 for n in range(3)})
    if what == "too large":
        monkeypatch.setattr(boards, "MOST_UNPACKED", 250_000)
    if what == "too many":
        monkeypatch.setattr(boards, "MOST_FILES", 2)
    data = {"none": b"no archive", "cut": data[:-30]}.get(what, data)
    with pytest.raises(ShapeChanged, match="an archive was expected"):
        boards.packed_files(document(data), "an archive")


@pytest.mark.parametrize("name", ["gpt-5.4-mini", "claude-3-opus", "o3", "kimi-k3 (preview)"])
def test_a_name_without_a_mode_stays(name: str) -> None:
    assert bracketed_mode(name)[:2] == (name, None)


def test_yaml() -> None:
    found = boards.load_yaml(document("- {model: a, rate: 35.6, on: 2025-02-25, n: 225, none: }\n"), "runs")
    assert found == [{"model": "a", "rate": Decimal("35.6"), "on": "2025-02-25", "n": 225, "none": None}]


@pytest.mark.parametrize("text", ["", "a: [", "a: 1\na: 2\n", "- &a b\n- *a\n", "[" * 500, b"\xff", "<!DOCTYPE html>"])
def test_no_yaml(text: str | bytes) -> None:
    with pytest.raises(ShapeChanged, match="runs was expected"):
        boards.load_yaml(document(text), "runs")


def test_an_archive_with_a_file_without_a_name_is_none_that_can_be_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        nameless = zipfile.ZipInfo("a")
        nameless.filename = ""
        archive.writestr(nameless, b"x", zipfile.ZIP_STORED)
    with pytest.raises(ShapeChanged, match="no archive that can be read"):
        boards.packed_files(document(packed.getvalue()), "an archive")
