"""Epoch AI's benchmark hub: an archive with one table a benchmark, of which those that Epoch ran itself are read.

Tables that end in `_external` repeat others' boards. Those of FrontierMath disagree with Epoch's own page and are left
out. Of several runs of one model and effort the newest counts.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.board_names import board_name
from modelpick.sources.boards import BoardRows, ScoreBoard, csv_rows, number_in, packed_files, percent_in
from modelpick.sources.reading import JsonRow, Reader

EXPECTED = "Epoch AI's archive of benchmark tables"
TABLES = {
    "gpqa_diamond.csv": "gpqa-diamond",
    "math_level_5.csv": "math-level-5",
    "otis_mock_aime_2024_2025.csv": "otis-mock-aime-2024-2025",
    "simpleqa_verified.csv": "simpleqa-verified",
    "swe_bench_verified.csv": "swe-bench-verified-epoch-subset",
}
"""Tables of Epoch's own runs -> our benchmarks."""
BEST, MEAN = "Best score (across scorers)", "mean_score"
"""The score that Epoch's page shows, and what stands in its place in a table with one scorer."""
PAGE = "https://epoch.ai/benchmarks/{}"
_MOST_RATIO = 200
"""So many times as large as the archive its tables may be together: text packs some ten times."""


class Epoch(ScoreBoard):
    def rows(self, reader: Reader, document: SourceDocument) -> BoardRows:
        tables = packed_files(document, EXPECTED, suffix=".csv")
        if sum(len(each.data) for each in tables.values()) > _MOST_RATIO * len(document.data):
            raise ShapeChanged(f"{EXPECTED} was expected, found an archive that unpacks to too much")
        known = {PurePosixPath(path).name: table for path, table in tables.items()}
        if not TABLES.keys() & known.keys():
            raise ShapeChanged(f"{EXPECTED} was expected, found none of the tables that are known")
        reader.count("tables left out (of other publishers, of FrontierMath, or without a benchmark here)",
                     len(known.keys() - TABLES.keys()))  # fmt: skip
        for table, benchmark in TABLES.items():
            if table in known:
                yield from _newest_runs(reader, known[table], table, benchmark)
            else:
                reader.count(f"{table} is missing")


EPOCH = Epoch(
    id="epoch",
    title="Epoch AI benchmark hub",
    publisher="Epoch AI",
    home="https://epoch.ai/benchmarks",
    license="CC BY 4.0",
    attribution="Epoch AI, Capabilities & Benchmarking, https://epoch.ai/benchmarks, CC BY 4.0",
    urls=("https://epoch.ai/data/benchmark_data.zip",),
    max_bytes=32 * 1024 * 1024,
    about=(
        "tables of Epoch's own runs (GPQA Diamond, MATH level 5, OTIS Mock AIME, SimpleQA Verified, its "
        "subset of SWE-bench Verified), the newest run of each; not FrontierMath, whose file and page "
        "disagree, nor the boards of others that it repeats"
    ),
    rows_called="rows of Epoch AI's tables",
    evaluator="epoch-ai",
    form="archive",
)


def _newest_runs(reader: Reader, table: SourceDocument, name: str, benchmark: str) -> BoardRows:
    newest: dict[str, tuple[str, ScoreRecord, str]] = {}
    before = reader.rows
    for row in reader.table(csv_rows(table, ["Model version"], f"{EXPECTED}: {name}"), name):
        with reader.skipping():
            version = row.needed_id("Model version")
            record = _score_of_run(row, version, benchmark, name)
            started = str(row.data.get("Started at") or "")
            if version not in newest or started > newest[version][0]:
                newest[version] = (started, record, row.path)
    for _, record, path in newest.values():
        yield path, [record]
    if others := reader.rows - before - len(newest):
        reader.count("rows left out (earlier runs of the same model and effort, or unreadable)", others)


def _score_of_run(row: JsonRow, version: str, benchmark: str, table: str) -> ScoreRecord:
    key = BEST if number_in(row, BEST) is not None else MEAN
    error = number_in(row, "stderr")
    return EPOCH.score(
        board_name(version),
        benchmark,
        round(percent_in(row, key, fraction=True, texts=True), 2),
        row.day("Started at"),
        tools="with" if "swe-bench" in benchmark else "none",
        stderr=round(float(error * 100), 2) if error is not None and 0 <= error <= 1 else None,
        url=PAGE.format(table.removesuffix(".csv").replace("_", "-")),
    )
