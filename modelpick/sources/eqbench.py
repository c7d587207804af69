"""EQ-Bench's writing boards: creative writing v3 (rubric and Elo) and longform, judged by a model.

The tables stand as text in the scripts of the site. Elo moves with the pool; the scripts bear no day, so that a figure
counts from the day on which it was first read with its value. A star marks what is new on the board, and is no part of
a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.board_names import board_name
from modelpick.sources.boards import BoardRows, ScoreBoard, csv_rows, needed, number_in, text_of
from modelpick.sources.reading import BadValue, JsonRow, Reader, good_id

EXPECTED = "a script of EQ-Bench with the table of creative or longform writing"
_RAW_URL = "https://raw.githubusercontent.com/EQ-bench/EQ-bench-site/main/"
_TABLE_IN_SCRIPT = re.compile(r"let[ \t]{1,8}(leaderboardData\w{1,40})[ \t]{0,8}=[ \t]{0,8}`([^`]*)`", re.ASCII)


class ScoreColumn(NamedTuple):
    benchmark: str
    unit: str
    most: int


class ScoreTable(NamedTuple):
    page: str
    columns: dict[str, ScoreColumn]


TABLES = {
    "leaderboardDataCreativeWritingV3": ScoreTable(
        "https://eqbench.com/creative_writing.html",
        {
            "elo_score": ScoreColumn("eqbench-creative-writing-v3-elo", "elo", 4000),
            "creative_writing_score": ScoreColumn("eqbench-creative-writing-v3-rubric", "points of 20", 20),
        },
    ),
    "leaderboardDataLongformV3": ScoreTable(
        "https://eqbench.com/creative_writing_longform.html",
        {"overall_score_100": ScoreColumn("eqbench-longform-writing", "points of 100", 100)},
    ),
}


class EQBench(ScoreBoard):
    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        seen: set[str] = set()
        for document in documents:
            found = _TABLE_IN_SCRIPT.findall(text_of(document, EXPECTED))
            known = {name: text for name, text in found if name in TABLES}
            if not known:
                raise ShapeChanged(f"{EXPECTED} was expected, found none")
            for name, text in known.items():
                seen.add(name)
                yield from _cells_of_table(reader, name, SourceDocument(document.url, text.strip().encode()))
        if seen != set(TABLES):
            reader.parsed.partial = frozenset({"score"})


EQBENCH = EQBench(
    id="eqbench",
    title="EQ-Bench writing boards",
    publisher="EQ-Bench (Sam Paech)",
    home="https://eqbench.com",
    license="not read: your own use only; single figures with a link",
    attribution="EQ-Bench, https://eqbench.com",
    urls=(f"{_RAW_URL}creative_writing.js", f"{_RAW_URL}creative_writing_longform.js"),
    max_bytes=32 * 1024 * 1024,
    private=True,
    about=(
        "creative writing v3 (Elo and rubric) and longform writing; undated, so that a figure counts from the "
        "day on which it was first read"
    ),
    rows_called="rows of EQ-Bench",
    evaluator="eq-bench",
    form="text",
)


def _cells_of_table(reader: Reader, name: str, table: SourceDocument) -> BoardRows:
    about = TABLES[name]
    rows = csv_rows(table, ["model_name", *about.columns], EXPECTED)
    for row in reader.table((row for row in rows if row.data.get("model_name") != "__metadata__"), name):
        reader.rows += len(about.columns) - 1  # each figure counts by itself
        for key, column in about.columns.items():
            yield row.at(key), _scores_of_cell(row, key, column, about.page)


def _scores_of_cell(row: JsonRow, key: str, column: ScoreColumn, page: str) -> Iterator[ScoreRecord]:
    named = row.data.get("model_name")
    plain = named.removeprefix("*") if isinstance(named, str) else named
    name = board_name(_without_repeated_ending(good_id(plain, row.at("model_name"))))
    value = needed(number_in(row, key), row, key)
    if not 0 <= value <= column.most:
        raise BadValue(row.at(key), f"{value} is outside of 0 to {column.most}")
    yield EQBENCH.score(name, column.benchmark, float(value), None, tools="none", url=page, unit=column.unit)


def _without_repeated_ending(name: str) -> str:
    """The name without an ending that the board repeats: `gpt-5-2025-08-07-high-reasoning-high-reasoning`."""
    return re.sub(r"(-[a-z]+-reasoning)\1$", r"\1", name).removesuffix("-reasoning")
