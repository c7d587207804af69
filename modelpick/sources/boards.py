"""What the adapters of score boards share: their tables, their models' names, and the form of a score.

A board's adapter is a `ScoreBoard`, which finds the rows and gives one `ScoreRecord` a figure, with these conventions:

- `model` is the board's own name of the model without what says how it was run; `variant` is the effort or mode in the
  words of the catalog (`high`, `max`, `thinking`, `no-thinking`), None for the maker's default; `harness` is the
  agent or scaffold; `tools` is `with` or `none` where the board says so.
- `by` is `independent` only where the board itself ran the models and sells none. `evaluator` is its short id, as
  `data/` writes it (`livebench`, `sierra`).
- `on` is the day of the run, else that of the state of the board, as it says; None where it says neither: the figure
  then counts from the day on which it was first read with this value.
- A scale that is relative to its pool has its day in the benchmark's id (`dated`): two days are never one scale.
- Percentages run from 0 to 100 (`percent_of`).
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.model.errors import InputErrors
from modelpick.sources.adapter import Adapter, Kind, Parsed, ShapeChanged, SourceDocument
from modelpick.sources.board_names import BoardName
from modelpick.sources.reading import BadValue, JsonRow, Reader, decoded_text, finite, percent_of, shown
from modelpick.storage.archives import ARCHIVE_FAULTS, unpacked

MOST_ROWS = 50_000
MOST_COLUMNS = 400
MOST_FILES = 2_000
MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes that an archive may unpack to."""

Z_95 = Decimal("1.96")
"""Standard errors in half of a 95% interval."""
BoardRows = Iterator[tuple[str, Iterable[ScoreRecord]]]
"""The path of each row with its figures, which are read as they are taken: a bad one is noted, and ends its row."""

_CELL_DELIMITER = re.compile(r"\s*\|\s*")
_TABLE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?", re.ASCII)
_MARKDOWN_LINK = re.compile(r"!?\[([^\]\[]{0,300})\]\([^)\s]{0,600}\)")
_HTML_TAG = re.compile(r"<[^<>]{0,300}>")


@dataclass(frozen=True)
class ScoreBoard(Adapter):
    """A board of scores: rows, each with figures of one model."""

    kind: Kind = "scores"
    rows_called: str = ""
    """What its rows are in messages: ``rows of LiveBench``."""
    evaluator: str = ""
    """Who runs it, as `data/` writes it; by default the id of the board."""

    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:
        reader = Reader(day)
        for path, scores in self.read(reader, documents):
            reader.add_row(scores, path)
        return reader.done(self.rows_called)

    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        """The rows of all documents. Where some of the board may be missing, `reader.parsed.partial` says so.

        Raises:
            ShapeChanged: a document is not what this source published so far.
        """
        for document in documents:
            yield from self.rows(reader, document)

    def rows(self, reader: Reader, document: SourceDocument) -> BoardRows:
        """The rows of one document, where each can be read by itself.

        Raises:
            ShapeChanged: it is not what this source published so far.
        """
        raise NotImplementedError

    def score(self, model: BoardName, benchmark: str, value: float, on: Day | None, **more: Any) -> ScoreRecord:
        """A figure in percent that the board itself measured; `more`: what else is known of it, or is otherwise."""
        said = {"by": "independent", "evaluator": self.evaluator or self.id, "variant": model.variant, "url": self.home}
        return ScoreRecord(model.model, benchmark, value, on, **{**said, "unit": "percent", **more})


def text_of(document: SourceDocument, expected: str) -> str:
    """The text of a document that is neither empty nor a web page.

    Raises:
        ShapeChanged: it is none; `expected` says what should be there.
    """
    text = decoded_text(document, expected)
    if not text.strip():
        raise ShapeChanged(f"{expected} was expected, found nothing")
    if text.lstrip()[:14].lower().startswith(("<!doctype html", "<html")):
        raise ShapeChanged(f"{expected} was expected, found a page of HTML")
    return text


def load_yaml(document: SourceDocument, expected: str) -> Any:
    """The plain value of a YAML document; numbers with a point are exact, days are text.

    Raises:
        ShapeChanged: it is none, or more than the limits of the catalog's own files.
    """
    from modelpick.catalog.reader import parse_yaml

    try:
        return _exact_numbers(parse_yaml(text_of(document, expected), "document").data)
    except InputErrors as errors:
        first = errors.problems[0]
        place = f"line {first.line}" if first.line else "it"
        raise ShapeChanged(f"{expected} was expected, found no YAML that can be read ({place})") from errors


def _exact_numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _exact_numbers(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_exact_numbers(each) for each in value]
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else value
    return value


def csv_rows(document: SourceDocument, columns: Sequence[str], expected: str) -> Iterator[JsonRow]:
    """The rows of a CSV file by the names of its columns, all as text; `columns` must be among them.

    A row that is shorter or longer than the heading has what its columns say, and an entry `""` with the rest.

    Raises:
        ShapeChanged: it is no such file.
    """
    # A field that would be as long as the file is refused by the reader itself.
    reader = csv.reader(io.StringIO(text_of(document, expected), newline=""), strict=True)
    try:
        heading = [name.strip() for name in next(reader, [])]
        missing = [name for name in columns if name not in heading]
        if missing or len(heading) > MOST_COLUMNS or len(set(heading)) < len(heading):
            what = (
                f"one without the column '{shown(missing[0])}'"
                if missing
                else "one with columns that are not told apart"
            )
            raise ShapeChanged(f"{expected} was expected, found {what}")
        for number, cells in enumerate(reader, 2):
            if number > MOST_ROWS:
                raise ShapeChanged(f"{expected} was expected, found one of more than {MOST_ROWS:,} rows")
            if cells:
                yield JsonRow(f"line {number}", dict(zip(heading, cells, strict=False)))
    except csv.Error as error:
        raise ShapeChanged(f"{expected} was expected, found no CSV ({error})") from error


def markdown_rows(text: str, columns: Sequence[str], expected: str) -> list[JsonRow]:
    """The rows of the one Markdown table in `text` that has `columns`, its cells as plain text.

    Raises:
        ShapeChanged: there is none, or several.
    """
    tables = [rows for heading, rows in _markdown_tables(text) if set(columns) <= set(heading)]
    if len(tables) != 1:
        found = "none" if not tables else f"{len(tables)} of them"
        raise ShapeChanged(f"{expected} was expected, found {found} with the columns {', '.join(columns)}")
    return tables[0]


def _markdown_tables(text: str) -> Iterator[tuple[list[str], list[JsonRow]]]:
    lines = text.splitlines()
    at = 1
    while at < len(lines):
        if "|" in lines[at - 1] and len(lines[at]) < 5000 and _TABLE_RULE.fullmatch(lines[at].strip()):
            heading = _table_cells(lines[at - 1])
            rows = []
            at += 1
            while at < len(lines) and "|" in lines[at]:
                rows.append(JsonRow(f"line {at + 1}", dict(zip(heading, _table_cells(lines[at]), strict=False))))
                at += 1
            yield heading, rows
        at += 1


def _table_cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [plain_text(cell) for cell in _CELL_DELIMITER.split(inner)]


def plain_text(cell: str) -> str:
    """A cell of a Markdown table without links, emphasis and tags.

    >>> plain_text(" **[GPT-5.5](https://example.org)** (high)<br> ")
    'GPT-5.5 (high)'
    """
    text = _HTML_TAG.sub(" ", _MARKDOWN_LINK.sub(r"\1", cell)).replace("**", "").replace("`", "")
    return " ".join(text.split())


def packed_files(document: SourceDocument, expected: str, *, suffix: str = "") -> dict[str, SourceDocument]:
    """Name -> file of a zip archive, those that end in `suffix`.

    Raises:
        ShapeChanged: it is none, it is damaged, or what it holds is too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
            held = archive.infolist()
            if not all(each.filename for each in held):  # which some versions of Python take for a file
                raise zipfile.BadZipFile("a file has no name")
            chosen = [each for each in held if not each.is_dir() and each.filename.endswith(suffix)]
            if len(chosen) > MOST_FILES or sum(each.file_size for each in chosen) > MOST_UNPACKED:
                raise ShapeChanged(f"{expected} was expected, found an archive that unpacks to too much")
            read = ((each.filename, unpacked(archive, each, each.file_size)[: each.file_size]) for each in chosen)
            found = {name: SourceDocument(name, content) for name, content in read}
    except ARCHIVE_FAULTS as error:
        raise ShapeChanged(f"{expected} was expected, found no archive that can be read") from error
    return found


def number_in(row: JsonRow, key: str) -> Decimal | None:
    """A number that a table writes as text: ``77.47%``, ``1,503``; None for blanks, ``-``, ``N/A`` and the like.

    Raises:
        BadValue: something else stands there.
    """
    value = row.data.get(key)
    if value is None or not isinstance(value, str):
        return row.number(key)
    plain = value.strip().removesuffix("%").rstrip().replace(",", "")
    if plain.lower() in ("", "-", "–", "—", "n/a", "na", "nan", "none", "null", "?"):
        return None
    return finite(plain, row.at(key), texts=True)


def stderr_of(half: Decimal | None, most: int = 100, *, fraction: bool = False) -> float | None:
    """The standard error behind `half` the width of a 95% interval, in percent; None where it is none up to `most`."""
    if half is None or not 0 <= half <= most:
        return None
    return round(float((half * 100 if fraction else half) / Z_95), 2)


def whole_count(number: Decimal | None, below: int = 1_000_000) -> int | None:
    """Tasks, trials or votes; None where the number is none of these."""
    return int(number) if number is not None and 1 <= number < below else None


def needed(value: Decimal | None, row: JsonRow, key: str) -> Decimal:
    """`value`, which the row must have.

    Raises:
        BadValue: it is None.
    """
    if value is None:
        raise BadValue(row.at(key), "a number was expected, found nothing")
    return value


def percent_in(row: JsonRow, key: str, *, fraction: bool = False, texts: bool = False) -> float:
    """The percentage that `row` must have; `texts`: written as in a table (`number_in`).

    Raises:
        BadValue: it has none, or one outside of 0 to 100.
    """
    value = number_in(row, key) if texts else row.number(key)
    return percent_of(needed(value, row, key), row.at(key), fraction=fraction)


def dated(benchmark: str, day: Day) -> str:
    """The id of the edition of `benchmark` that its pool of `day` is, for scales that hold within one pool only.

    >>> dated("lmarena-text", "2026-10-08")
    'lmarena-text-2026-10-08'
    """
    return f"{benchmark}-{day}"
