"""Vectara's hallucination leaderboard: the share of summaries that say what their text does not; lower is better.

Only the table of the present data set is read; those of earlier ones stand under tags of the repository.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import Adapter, Parsed, ShapeChanged, SourceDocument
from modelpick.sources.board_names import board_name, spelled_day
from modelpick.sources.boards import markdown_rows, number_in, percent_in, text_of
from modelpick.sources.reading import JsonRow, Reader, good_id

EXPECTED = "Vectara's hallucination leaderboard: a Markdown table after `LEADERBOARD_START`"
RATE = "Hallucination Rate"
PAGE = "https://github.com/vectara/hallucination-leaderboard"
START, END = "<!-- LEADERBOARD_START -->", "<!-- LEADERBOARD_END -->"
_UPDATE_DATE = re.compile(r"Last updated on ([A-Z][a-z]{2,8} \d{1,2}, 20\d\d)")


class Vectara(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:  # noqa: ARG002  # each figure has its own, or none
        reader, count = Reader(), 0
        for document in documents:
            _, start, rest = text_of(document, EXPECTED).partition(START)
            board, end, _ = rest.partition(END)
            if not start or not end:
                raise ShapeChanged(f"{EXPECTED} was expected, found none")
            updated = _UPDATE_DATE.search(board)
            on = spelled_day(updated[1] if updated else None)
            for row in markdown_rows(board, ["Model", RATE], EXPECTED):
                count += 1
                with reader.skipping():
                    reader.add(_score_of_row(row, on), row.path)
        return reader.done("rows of Vectara's leaderboard", count)


VECTARA = Vectara(
    id="vectara",
    title="Vectara hallucination leaderboard",
    publisher="Vectara",
    home=PAGE,
    license="Apache-2.0",
    attribution="Vectara hallucination leaderboard, Apache-2.0",
    urls=("https://raw.githubusercontent.com/vectara/hallucination-leaderboard/main/README.md",),
    max_bytes=8 * 1024 * 1024,
    about="the table of the present data set; lower is better",
    kind="scores",
    form="text",
)


def _score_of_row(row: JsonRow, on: Day | None) -> ScoreRecord:
    answered = number_in(row, "Answer Rate")
    name = board_name(good_id(row.data.get("Model"), row.at("Model")))
    return ScoreRecord(
        model=name.model,
        benchmark="vectara-hallucination-rate",
        value=percent_in(row, RATE, texts=True),
        on=on,
        by="independent",
        evaluator="vectara",
        variant=name.variant,
        tools="none",
        url=PAGE,
        unit="percent",
        note=f"wrote a summary for {answered}% of the texts" if answered is not None and 0 <= answered <= 100 else None,
    )
