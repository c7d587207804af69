"""MMMU and MMMU-Pro: the board's list, most of whose rows repeat what the makers say (`source: author`)."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import SourceDocument
from modelpick.sources.board_names import board_name
from modelpick.sources.boards import BoardRows, ScoreBoard, number_in, percent_in
from modelpick.sources.reading import BadValue, JsonRow, Reader, as_list, load_object

EXPECTED = "MMMU's leaderboard: an object with `leaderboardData`"
BENCHMARKS = {"pro": "mmmu-pro", "validation": "mmmu"}
NO_MODELS = frozenset({"human_expert", "random_frequent"})
PAGE = "https://mmmu-benchmark.github.io/"


class MMMU(ScoreBoard):
    def rows(self, reader: Reader, document: SourceDocument) -> BoardRows:
        rows = as_list(load_object(document, EXPECTED).get("leaderboardData"), EXPECTED)
        for row in reader.objects(rows, "leaderboardData"):
            yield row.path, _scores_of_row(reader, row)


MMMU_BOARD = MMMU(
    id="mmmu",
    title="MMMU leaderboard",
    publisher="MMMU team",
    home=PAGE,
    license="CC BY-SA 4.0 (the site, by its README): your own use only here",
    attribution="MMMU leaderboard, https://mmmu-benchmark.github.io, CC BY-SA 4.0",
    urls=("https://raw.githubusercontent.com/MMMU-Benchmark/mmmu-benchmark.github.io/main/leaderboard_data.json",),
    max_bytes=8 * 1024 * 1024,
    private=True,
    about="MMMU-Pro and MMMU (validation); rows that repeat a maker's word are a maker's word",
    rows_called="rows of MMMU's leaderboard",
)


def _scores_of_row(reader: Reader, row: JsonRow) -> Iterator[ScoreRecord]:
    about = row.row("info")
    if about is None:
        raise BadValue(row.at("info"), "an object was expected, found nothing")
    if about.text("type") in NO_MODELS:
        reader.count("rows left out (people, and guessing)")
        return
    name = board_name(about.needed_id("name"))
    if " w/" in name.model:
        raise BadValue(about.at("name"), "what the model was given is not plain")
    on = about.day("date")
    for key, benchmark in BENCHMARKS.items():
        part = row.row(key)
        if part is None or number_in(part, "overall") is None:
            continue
        theirs = {"by": "vendor", "evaluator": None} if part.text("source") == "author" else {}
        yield MMMU_BOARD.score(name, benchmark, percent_in(part, "overall", texts=True), on, tools=name.tools, **theirs)
