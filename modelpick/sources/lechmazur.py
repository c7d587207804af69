"""Lech Mazur's boards that stand as tables in a README: pairwise story quality, and the extended Connections puzzles.

The share of the pool that a model's stories beat holds within one state of the board, so that its month is a part of
the benchmark's id. Refusals are traps on both: a model that refuses wrote stories for the rest alone, and a refused
puzzle counts as not solved at all. Where a board says that a model refuses a good part, its row is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.board_names import board_name, spelled_day
from modelpick.sources.boards import BoardRows, ScoreBoard, dated, markdown_rows, number_in, percent_in, text_of
from modelpick.sources.reading import BadValue, JsonRow, Reader

EXPECTED = "a README of Lech Mazur's writing or Connections board"
WINS, PUZZLES = "Win Prob vs Pool", "#Puzzles"
WHOLE_SET = 940
"""Puzzles of the extended Connections board; a later, larger set is another test."""
LEAST_WRITTEN = 95
"""Percent of the stories that a model must have written."""
_RAW_URL = "https://raw.githubusercontent.com/lechmazur/"
_PAGE_URLS = {
    "writing": "https://github.com/lechmazur/writing",
    "connections": "https://github.com/lechmazur/nyt-connections",
}
_UPDATE_LINE = re.compile(r"^[ \t]{0,8}[-*][ \t]{1,8}([A-Z][a-z]{2,8}\.? \d{1,2}, 20\d\d)[ \t]{0,8}:", re.MULTILINE)
_COMPLETED_STORIES = re.compile(
    r"^[ \t]{0,8}[-*][ \t]{0,8}([†‡§]{1,4})[ \t][^\n]{0,600}?"
    r"(\d[\d,]{0,8}) completed stor(?:y|ies) out of (\d[\d,]{0,8})",
    re.MULTILINE,
)
_REFUSALS_LINE = re.compile(r"^[ \t]{0,8}[-*][ \t]{1,8}([^\n]{3,600}?) have counted refusals", re.MULTILINE)
_FOOTNOTE_MARKS = "†‡§"


class Lechmazur(ScoreBoard):
    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        seen: set[str] = set()
        for document in documents:
            text = text_of(document, EXPECTED)
            which = "writing" if WINS in text else "connections" if PUZZLES in text else None
            if which is None:
                raise ShapeChanged(f"{EXPECTED} was expected, found neither")
            seen.add(which)
            on = newest_update(text)
            yield from (_rows_of_writing if which == "writing" else _rows_of_connections)(reader, text, on)
        if seen != set(_PAGE_URLS):
            reader.parsed.partial = frozenset({"score"})


LECHMAZUR = Lechmazur(
    id="lechmazur",
    title="Lech Mazur's writing and Connections boards",
    publisher="Lech Mazur",
    home="https://github.com/lechmazur",
    license="no license file: single figures with a link; your own use only",
    attribution="Lech Mazur, https://github.com/lechmazur",
    urls=(f"{_RAW_URL}writing/main/README.md", f"{_RAW_URL}nyt-connections/main/README.md"),
    max_bytes=8 * 1024 * 1024,
    private=True,
    about=(
        "pairwise story writing (within one month's pool) and the extended Connections puzzles; not where a "
        "model refused a good part"
    ),
    rows_called="rows of Lech Mazur's boards",
    form="text",
)


def newest_update(text: str) -> Day | None:
    """The latest day in a list of updates: ``- July 17, 2026: Kimi K3 added.``"""
    days = (spelled_day(told) for told in _UPDATE_LINE.findall(text))
    return max((day for day in days if day), default=None)


def _rows_of_writing(reader: Reader, text: str, on: Day | None) -> BoardRows:
    if on is None:
        raise ShapeChanged(f"{EXPECTED} was expected, found no day of its pool")
    written = {mark: _completed_share(done, of) for mark, done, of in _COMPLETED_STORIES.findall(text)}
    for row in reader.table(markdown_rows(text, ["Model", WINS], EXPECTED)):
        yield row.path, _writing_scores(row, on, written)


def _writing_scores(row: JsonRow, on: Day, written: Mapping[str, float]) -> Iterator[ScoreRecord]:
    named = row.needed_id("Model")
    plain = named.rstrip(_FOOTNOTE_MARKS).rstrip()
    mark = named[len(plain) :].strip()
    if mark and written.get(mark, 0.0) < LEAST_WRITTEN:
        raise BadValue(row.path, f"{plain}: refused a part of the stories, and is judged by the rest alone")
    value = percent_in(row, WINS, fraction=True, texts=True)
    note = "share of the pool that its stories beat, in this state of the board only"
    benchmark = dated("lechmazur-writing", on[:7])
    yield LECHMAZUR.score(board_name(plain), benchmark, value, on, tools="none", url=_PAGE_URLS["writing"], note=note)


def _completed_share(done: str, of: str) -> float:
    whole = int(of.replace(",", ""))
    return 100 * int(done.replace(",", "")) / whole if whole else 0.0


def _rows_of_connections(reader: Reader, text: str, on: Day | None) -> BoardRows:
    """The rows of the whole set; the table of the newest hundred puzzles is another test."""
    start = re.search(r"^#{1,6}[ \t]{0,8}Leaderboard: Extended Version[ \t]{0,8}$", text, re.MULTILINE)
    end = re.search(r"^#{1,6}[ \t]", text[start.end() :], re.MULTILINE) if start else None
    if start is None:
        raise ShapeChanged(f"{EXPECTED} was expected, found no `Leaderboard: Extended Version`")
    part = text[start.end() : start.end() + end.start()] if end else text[start.end() :]
    refusers = _refusing_models(text)
    for row in reader.table(markdown_rows(part, ["Model", "Score %", PUZZLES], EXPECTED)):
        yield row.path, _connections_scores(row, on, refusers)


def _connections_scores(row: JsonRow, on: Day | None, refusers: Sequence[str]) -> Iterator[ScoreRecord]:
    named = row.needed_id("Model")
    if number_in(row, PUZZLES) != WHOLE_SET:
        raise BadValue(row.at(PUZZLES), f"{named}: {WHOLE_SET} puzzles were expected, found another number")
    if any(named == each or named.startswith(f"{each} (") for each in refusers):
        raise BadValue(row.path, f"{named}: refused or blocked puzzles are counted as unsolved")
    value, page = percent_in(row, "Score %", texts=True), _PAGE_URLS["connections"]
    yield LECHMAZUR.score(board_name(named), "nyt-connections-extended", value, on, tools="none", url=page)


def _refusing_models(text: str) -> list[str]:
    """The models whose refusals are counted, by the line ``A, B xhigh, and C have counted refusals``; an effort
    stands in brackets, as in the table.
    """
    found = _REFUSALS_LINE.search(text)
    names = re.split(r",\s*(?:and\s+)?|\s+and\s+", found[1]) if found else []
    return [
        re.sub(r"\s+(low|medium|high|xhigh|max)$", r" (\1 reasoning)", name.strip()) for name in names if name.strip()
    ]
