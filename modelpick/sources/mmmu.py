"""MMMU and MMMU-Pro: the board's list, most of whose rows repeat what the makers say (`source: author`)."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import Adapter, Parsed, SourceDocument
from modelpick.sources.board_names import board_name
from modelpick.sources.boards import number_in, percent_in
from modelpick.sources.reading import BadValue, JsonRow, Reader, as_list, as_object, good_id, load_json, object_rows

EXPECTED = "MMMU's leaderboard: an object with `leaderboardData`"
BENCHMARKS = {"pro": "mmmu-pro", "validation": "mmmu"}
NO_MODELS = frozenset({"human_expert", "random_frequent"})
PAGE = "https://mmmu-benchmark.github.io/"


class MMMU(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:  # noqa: ARG002  # each figure has its own, or none
        reader, count = Reader(), 0
        for document in documents:
            answer = as_object(load_json(document, EXPECTED), EXPECTED)
            rows = as_list(answer.get("leaderboardData"), EXPECTED)
            count += len(rows)
            for row in object_rows(reader, rows, "leaderboardData"):
                with reader.skipping():
                    _read_row(reader, row)
        return reader.done("rows of MMMU's leaderboard", count)


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
    kind="scores",
)


def _read_row(reader: Reader, row: JsonRow) -> None:
    about = row.row("info")
    if about is None:
        raise BadValue(row.at("info"), "an object was expected, found nothing")
    if about.text("type") in NO_MODELS:
        reader.count("rows left out (people, and guessing)")
        return
    name = board_name(good_id(about.data.get("name"), about.at("name")))
    if " w/" in name.model:
        raise BadValue(about.at("name"), "what the model was given is not plain")
    on = about.day("date")
    for key, benchmark in BENCHMARKS.items():
        part = row.row(key)
        if part is None or number_in(part, "overall") is None:
            continue
        stated = part.text("source") == "author"
        reader.add(
            ScoreRecord(
                model=name.model,
                benchmark=benchmark,
                value=percent_in(part, "overall", texts=True),
                on=on,
                by="vendor" if stated else "independent",
                evaluator=None if stated else "mmmu",
                variant=name.variant,
                tools=name.tools,
                url=PAGE,
                unit="percent",
            ),
            part.path,
        )
