"""Arena's leaderboards: what visitors prefer in text chat, with pictures, documents and web pages, and from an agent.

The official data set is kept as Parquet; its host serves the rows of it as JSON too, a hundred at a time, which is what
is read here, so that nothing more has to be installed. Each board's rows stand under many categories, `overall` first.
A daily copy by somebody else, of the pages of arena.ai, is understood as well where the user names a file of it.

Ratings hold within the pool of their day, so that day is a part of the benchmark's id. The boards for text, vision and
documents are those with style control, as the site shows them. Net improvement of the agent board may be negative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import ShapeChanged, SourceDocument, SourceRequest
from modelpick.sources.board_names import board_name, spelled_day
from modelpick.sources.boards import Z_95, BoardRows, ScoreBoard, dated, needed, whole_count
from modelpick.sources.reading import BadValue, JsonRow, Reader, as_list, as_object, load_object

EXPECTED = "a page of rows of Arena's leaderboard data set, or a daily copy of one of its boards"
PAGE = 100
MOST_PAGES = 12
"""Pages of one board: its overall rows are fewer than so many hundred."""
_ROWS_URL = (
    "https://datasets-server.huggingface.co/rows?dataset=lmarena-ai%2Fleaderboard-dataset&config={}&split=latest"
)


class Board(NamedTuple):
    """One leaderboard: our benchmark without its day, and where people see it."""

    benchmark: str
    page: str
    copied_as: str
    """What the daily copy calls it."""
    agent: bool = False


BOARDS = {
    "text_style_control": Board("lmarena-text", "https://arena.ai/leaderboard/text", "text"),
    "vision_style_control": Board("lmarena-vision", "https://arena.ai/leaderboard/vision", "vision"),
    "document_style_control": Board("lmarena-document", "https://arena.ai/leaderboard/document", "document"),
    "webdev": Board("lmarena-webdev", "https://arena.ai/leaderboard/code/webdev", "code-webdev"),
    "agent": Board("arena-agent", "https://arena.ai/leaderboard/agent", "agent", agent=True),
}
"""Configurations of the data set that are read."""

_CONFIG_PARAMETER = re.compile(r"[?&]config=([a-z_]{1,40})(?:&|$)", re.ASCII)
_OFFSET_PARAMETER = re.compile(r"&offset=(\d{1,6})(?=&|$)", re.ASCII)


def page_url(config: str, offset: int) -> str:
    return f"{_ROWS_URL.format(config)}&offset={offset}&length={PAGE}"


class _BoardPage(NamedTuple):
    config: str
    offset: int
    rows: list[Any]
    total: int
    path: str
    url: str

    def goes_on(self) -> bool:
        """Whether the next page may hold more overall rows."""
        return len(self.rows) == PAGE and self.offset + PAGE < self.total and _row_category(self.rows[-1]) == "overall"


class Arena(ScoreBoard):
    def follow(self, documents: Sequence[SourceDocument]) -> tuple[SourceRequest, ...]:
        pages = [page for page in map(_parse_page, documents) if page]
        return tuple(
            SourceRequest(_OFFSET_PARAMETER.sub(f"&offset={page.offset + PAGE}", page.url))
            for page in pages
            if page.goes_on() and page.offset + PAGE < MOST_PAGES * PAGE and _OFFSET_PARAMETER.search(page.url)
        )

    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        pages: list[_BoardPage] = []
        for document in documents:
            page = _parse_page(document)
            if page:
                pages.append(page)
            else:
                yield from _rows_of_copy(reader, document)
        for config in dict.fromkeys(page.config for page in pages):
            yield from _rows_of_board(reader, config, [page for page in pages if page.config == config])
        if not _are_pages_complete(pages):
            reader.parsed.partial = frozenset({"score"})


ARENA = Arena(
    id="arena",
    title="Arena leaderboards",
    publisher="Arena (LMArena)",
    home="https://arena.ai/leaderboard",
    license="CC BY 4.0 (leaderboard data set)",
    attribution="Arena leaderboard data set by LMArena, CC BY 4.0",
    urls=tuple(page_url(config, 0) for config in BOARDS),
    max_bytes=32 * 1024 * 1024,
    about=(
        "the overall rows of text, vision, documents (with style control), web pages and agents, of the "
        "newest day; that day is a part of the benchmark. With `--from` also a daily copy of one board as "
        "JSON, whose preliminary rows are left out"
    ),
    rows_called="rows of Arena's boards",
    evaluator="lmarena",
)


def _parse_page(document: SourceDocument) -> _BoardPage | None:
    """A page of the data set; None where the document is a daily copy.

    Raises:
        ShapeChanged: it is neither.
    """
    answer = load_object(document, EXPECTED)
    if "models" in answer and "meta" in answer:
        return None
    rows, total = as_list(answer.get("rows"), EXPECTED), answer.get("num_rows_total")
    if not rows or len(rows) > PAGE or not isinstance(total, int) or isinstance(total, bool):
        raise ShapeChanged(f"{EXPECTED} was expected, found one with {len(rows)} rows of {total!r:.40}")
    config, offset = _CONFIG_PARAMETER.search(document.url), _OFFSET_PARAMETER.search(document.url)
    name = config[1] if config else re.split(r"[./\\]", document.url)[-2:-1]
    known = name if isinstance(name, str) else (name or [""])[0]
    if known not in BOARDS:
        raise ShapeChanged(f"{EXPECTED} was expected, found rows of a board that is not named in its address")
    at = int(offset[1]) if offset else 0
    return _BoardPage(known, at, rows, total, f"{known}[{at}]", document.url)


def _row_category(row: Any) -> str | None:
    inner = row.get("row") if isinstance(row, dict) else None
    return inner.get("category") if isinstance(inner, dict) else None


def _are_pages_complete(pages: Sequence[_BoardPage]) -> bool:
    """Whether every overall row of every board is there."""
    for config in BOARDS:
        mine = sorted((page for page in pages if page.config == config), key=lambda page: page.offset)
        if [page.offset for page in mine] != [PAGE * n for n in range(len(mine))] or not mine or mine[-1].goes_on():
            return False
    return True


def _rows_of_board(reader: Reader, config: str, pages: Sequence[_BoardPage]) -> BoardRows:
    """The overall rows of one board, of the newest day that it has."""
    found: list[tuple[Day, JsonRow]] = []
    for page in pages:
        for outer in reader.objects(page.rows, page.path):
            with reader.skipping():
                row = outer.row("row")
                if row is None:
                    raise BadValue(outer.at("row"), "an object was expected, found nothing")
                if row.text("category") == "overall":
                    found.append((_needed_day(row, "leaderboard_publish_date"), row))
    newest = max((day for day, _ in found), default="")
    for day, row in found:
        if day == newest:
            yield row.path, _rating_scores(row, BOARDS[config], day)
        else:
            reader.count("rows left out (an earlier state of their board)")


def _needed_day(row: JsonRow, key: str) -> Day:
    value = JsonRow(row.path, row.data).day(key)
    if value is None or len(value) != 10:
        raise BadValue(row.at(key), "the day of the board was expected, found none")
    return value


def _rating_scores(row: JsonRow, board: Board, day: Day) -> Iterator[ScoreRecord]:
    named = row.needed_id("model_name")
    if not board.agent:
        low, high = row.number("rating_lower"), row.number("rating_upper")
        half = (high - low) / 2 if low is not None and high is not None else None
        votes = row.number("vote_count")
        yield _score_record(named, board, day, needed(row.number("rating"), row, "rating"), half, votes, row)
        return
    value, low, high = (row.number(key) for key in ("score", "score_ci_lower", "score_ci_upper"))
    half = (high - low) * 50 if low is not None and high is not None else None
    rating = needed(value, row, "score") * 100
    yield _score_record(named, board, day, rating, half, row.number("session_count"), row)


def _score_record(
    named: str, board: Board, day: Day, value: Decimal, half: Decimal | None, votes: Decimal | None, row: JsonRow
) -> ScoreRecord:
    """`half`: half the width of the 95% interval."""
    name = board_name(named)
    if half is not None and half < 0:
        raise BadValue(row.path, "an interval whose ends are the wrong way round")
    if not (-100 <= value <= 100 if board.agent else 0 < value <= 4000):
        raise BadValue(row.path, f"{value} is no {'net improvement in points' if board.agent else 'rating'}")
    return ARENA.score(
        name,
        dated(board.benchmark, day),
        round(float(value), 2),
        day,
        harness=name.harness,
        tools="with" if board.agent else None,
        stderr=round(float(half / Z_95), 2) if half is not None else None,
        url=board.page,
        unit="points" if board.agent else "elo",
        n=whole_count(votes, 100_000_001),
    )


def _rows_of_copy(reader: Reader, document: SourceDocument) -> BoardRows:
    """A daily copy of one board: `meta` says which and of which day. Rows that are marked preliminary still move."""
    answer = load_object(document, EXPECTED)
    meta, models = as_object(answer["meta"], EXPECTED), as_list(answer["models"], EXPECTED)
    board = next((each for each in BOARDS.values() if each.copied_as == meta.get("leaderboard")), None)
    day = spelled_day(meta.get("last_updated"))
    if board is None or day is None:
        raise ShapeChanged(f"{EXPECTED} was expected, found a copy of another board, or of no known day")
    for row in reader.objects(models, board.copied_as):
        yield row.path, _scores_of_copy(reader, row, board, day)


def _scores_of_copy(reader: Reader, row: JsonRow, board: Board, day: Day) -> Iterator[ScoreRecord]:
    if row.flag("preliminary"):
        reader.count("rows left out (preliminary)")
        return
    named = row.needed_id("model")
    votes = row.number("votes")
    if not board.agent:
        half = row.number("ci_high")
        yield _score_record(named, board, day, needed(row.number("score"), row, "score"), half, votes, row)
        return
    signals = row.row("signals")
    net = signals.row("net_improvement") if signals else None
    if net is None:
        raise BadValue(row.at("signals"), "a net improvement was expected, found none")
    yield _score_record(named, board, day, needed(net.number("value"), net, "value"), net.number("ci"), votes, row)
