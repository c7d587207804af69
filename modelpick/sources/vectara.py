"""Vectara's hallucination leaderboard: the share of summaries that say what their text does not; lower is better.

Only the table of the present data set is read; those of earlier ones stand under tags of the repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.board_names import board_name, spelled_day
from modelpick.sources.boards import BoardRows, ScoreBoard, markdown_rows, number_in, percent_in, text_of
from modelpick.sources.reading import JsonRow, Reader

EXPECTED = "Vectara's hallucination leaderboard: a Markdown table after `LEADERBOARD_START`"
RATE = "Hallucination Rate"
PAGE = "https://github.com/vectara/hallucination-leaderboard"
START, END = "<!-- LEADERBOARD_START -->", "<!-- LEADERBOARD_END -->"
_UPDATE_DATE = re.compile(r"Last updated on ([A-Z][a-z]{2,8} \d{1,2}, 20\d\d)")


class Vectara(ScoreBoard):
    def rows(self, reader: Reader, document: SourceDocument) -> BoardRows:
        _, start, rest = text_of(document, EXPECTED).partition(START)
        board, end, _ = rest.partition(END)
        if not start or not end:
            raise ShapeChanged(f"{EXPECTED} was expected, found none")
        updated = _UPDATE_DATE.search(board)
        on = spelled_day(updated[1] if updated else None)
        for row in reader.table(markdown_rows(board, ["Model", RATE], EXPECTED)):
            yield row.path, _scores_of_row(row, on)


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
    rows_called="rows of Vectara's leaderboard",
    form="text",
)


def _scores_of_row(row: JsonRow, on: Day | None) -> Iterator[ScoreRecord]:
    answered = number_in(row, "Answer Rate")
    name = board_name(row.needed_id("Model"))
    note = f"wrote a summary for {answered}% of the texts" if answered is not None and 0 <= answered <= 100 else None
    rate = percent_in(row, RATE, texts=True)
    yield VECTARA.score(name, "vectara-hallucination-rate", rate, on, tools="none", note=note)
