"""BullshitBench v2: how often a model calls out well-worded nonsense; one row a model and effort.

A model that refuses to answer is not counted as taken in, nor as having seen through it: where it refuses more than a
tenth of the questions its share says little of what it can tell apart, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.board_names import BoardName, effort
from modelpick.sources.boards import BoardRows, ScoreBoard, csv_rows, number_in, percent_in
from modelpick.sources.reading import BadValue, JsonRow, Reader, load_object

EXPECTED = "BullshitBench's leaderboard: a CSV file with `model`, `green_rate` and `nonsense_count`"
QUESTIONS = 100
MOST_REFUSED = 10
"""Percent of the questions that a model may refuse."""
MOST_ERRORS = 5
"""Questions that may have failed for technical reasons."""
PAGE = "https://github.com/petergpt/bullshit-benchmark"
_RAW_URL = "https://raw.githubusercontent.com/petergpt/bullshit-benchmark/main/data/v2/latest/"
_RUN_NAME = re.compile(r"([^@\s]+)@reasoning=([a-z]+)", re.ASCII)


class BullshitBench(ScoreBoard):
    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        tables = [one for one in documents if one.data.lstrip()[:1] != b"{"]
        manifests = [load_object(one, EXPECTED) for one in documents if one not in tables]
        # Whatever else is wrong with one, its day is all that is taken of it.
        days = [JsonRow("manifest", each, reader.parsed.skipped).day("generated_at_utc") for each in manifests]
        on = next((found for found in days if found), None)
        if not tables:
            raise ShapeChanged(f"{EXPECTED} was expected, found none")
        for table in tables:
            for row in reader.table(csv_rows(table, ["model", "green_rate", "nonsense_count"], EXPECTED)):
                yield row.path, _scores_of_row(row, on)


BULLSHITBENCH = BullshitBench(
    id="bullshitbench",
    title="BullshitBench v2",
    publisher="Peter Gostev",
    home=PAGE,
    license="MIT",
    attribution="BullshitBench v2, MIT license",
    urls=(f"{_RAW_URL}leaderboard.csv", f"{_RAW_URL}manifest.json"),
    max_bytes=8 * 1024 * 1024,
    about="v2, one row a model and effort; not where a model refuses more than a tenth of the questions",
    rows_called="rows of BullshitBench",
    evaluator="petergpt",
    form="text",
)


def _scores_of_row(row: JsonRow, on: Day | None) -> Iterator[ScoreRecord]:
    whole = row.needed_id("model")
    named = _RUN_NAME.fullmatch(whole)
    model, level = (named[1], named[2]) if named else (whole, None)
    if model.endswith(":thinking"):
        model, level = model.removesuffix(":thinking"), "thinking" if level in (None, "default") else level
    asked, refused = number_in(row, "nonsense_count"), number_in(row, "refusal_rate")
    if asked != QUESTIONS:
        raise BadValue(row.at("nonsense_count"), f"{QUESTIONS} questions were expected, found {asked}")
    if (number_in(row, "error_count") or 0) > MOST_ERRORS:
        raise BadValue(row.at("error_count"), f"{whole}: too many questions failed for technical reasons")
    if refused is not None and refused * 100 > MOST_REFUSED:
        part = f"{refused:.0%}" if 0 <= refused <= 1 else "more than all"
        raise BadValue(row.at("refusal_rate"), f"{whole}: refuses {part} of the questions, which is no inability")
    share = percent_in(row, "green_rate", fraction=True, texts=True)
    name = BoardName(model, effort(level))
    yield BULLSHITBENCH.score(name, "bullshit-benchmark-v2", share, on, tools="none", n=QUESTIONS)
