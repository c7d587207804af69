"""chi-bench: agents that administer health care, one folder a submission with a table of its results.

A row belongs to an agent and a model together; the agent is kept as the harness. What others sent in are systems of
their own and say little of the model inside, so that only the runs of the board's maker are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import Adapter, Parsed, ShapeChanged, SourceDocument, SourceRequest
from modelpick.sources.boards import csv_rows, number_in, percent_in, text_of
from modelpick.sources.reading import BadValue, JsonRow, Reader, as_list, good_id, load_json

EXPECTED = "chi-bench's list of submissions, its versions, or the results of a submission"
TASKS = 75
OWN_TEAMS = frozenset({"actava", "chi-bench leaderboard"})
"""Names under which the maker of the board sends in its own runs."""
VERSIONS = "schema/known-versions.txt"
PAGE = "https://github.com/actava-ai/leaderboard/tree/main/benchmarks/chi-bench/submissions/{}"
_DATASET_VERSION = re.compile(r"chi-bench-v(\d{1,3}(?:\.\d{1,3}){2})", re.ASCII)
_FOLDER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}", re.ASCII)
_RESULTS_PATH = re.compile(rf"(?:.*[/\\])?({_FOLDER_NAME.pattern})[/\\]results\.csv", re.ASCII | re.DOTALL)
_SERVING_SUFFIX = re.compile(r"(?::peft(?::\d+)?)$", re.ASCII)
"""How the maker's own server names a model that it runs."""


class ChiBench(Adapter):
    def follow(self, documents: Sequence[SourceDocument]) -> tuple[SourceRequest, ...]:
        roots = [one.url.removesuffix(VERSIONS) for one in documents if one.url.endswith(VERSIONS)]
        lists = [one for one in documents if not one.url.endswith((VERSIONS, "results.csv"))]
        return tuple(
            SourceRequest(f"{root}submissions/{folder}/results.csv")
            for root in roots
            for one in lists
            for folder in _submission_folders(one)
        )

    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:  # noqa: ARG002  # each figure has its own, or none
        reader, count, whole = Reader(), 0, False
        for document in documents:
            found = _RESULTS_PATH.fullmatch(document.url)
            if found:
                count += _read_results(reader, document, found[1])
            elif document.url.endswith(VERSIONS):
                if not _DATASET_VERSION.search(text_of(document, EXPECTED)):
                    raise ShapeChanged(f"{EXPECTED} were expected, found no version")
            else:
                whole = bool(_submission_folders(document))
        return reader.done("results of chi-bench", count, partial=() if whole else ("score",))


CHI_BENCH = ChiBench(
    id="chi-bench",
    title="chi-bench leaderboard",
    publisher="Actava",
    home="https://github.com/actava-ai/leaderboard",
    license="Apache-2.0",
    attribution="chi-bench leaderboard by Actava, Apache-2.0",
    urls=(
        "https://api.github.com/repos/actava-ai/leaderboard/contents/benchmarks/chi-bench/submissions",
        f"https://raw.githubusercontent.com/actava-ai/leaderboard/main/benchmarks/chi-bench/{VERSIONS}",
    ),
    max_bytes=16 * 1024 * 1024,
    about="overall results of the maker's own runs, with the agent and the cost of a task; no systems of others",
    kind="scores",
    form="text",
)


def _submission_folders(document: SourceDocument) -> list[str]:
    """The folders of submissions that a listing names.

    Raises:
        ShapeChanged: it is no listing.
    """
    rows = as_list(load_json(document, EXPECTED), EXPECTED)
    names = [row.get("name") for row in rows if isinstance(row, dict) and row.get("type") == "dir"]
    found = [name for name in names if isinstance(name, str) and _FOLDER_NAME.fullmatch(name)]
    if not found:
        raise ShapeChanged(f"{EXPECTED} were expected, found a list without folders")
    return found


def _read_results(reader: Reader, document: SourceDocument, folder: str) -> int:
    count = 0
    columns = ["dataset_version", "team", "agent", "model", "domain", "pass_at_1", "n_tasks"]
    for row in csv_rows(document, columns, EXPECTED):
        place = JsonRow(f"{folder} {row.path}", row.data, reader.parsed.skipped)
        if row.data.get("domain") != "overall":
            continue
        count += 1
        if str(row.data.get("team")).lower() not in OWN_TEAMS:
            reader.count("rows left out (systems of others)")
            continue
        with reader.skipping():
            _read_result(reader, place, folder)
    return count


def _read_result(reader: Reader, row: JsonRow, folder: str) -> None:
    version = _DATASET_VERSION.fullmatch(row.text("dataset_version") or "")
    if version is None or number_in(row, "n_tasks") != TASKS:
        raise BadValue(row.path, f"results on {TASKS} tasks of a version were expected, found others")
    model = good_id(row.data.get("model"), row.at("model"))
    trials = number_in(row, "n_trials")
    shared: dict[str, Any] = {
        "model": good_id(_SERVING_SUFFIX.sub("", model.removeprefix("openrouter/")), row.at("model")),
        "on": row.day("submitted_at"),
        "by": "independent",
        "evaluator": "actava",
        "harness": row.text("agent"),
        "tools": "with",
        "url": PAGE.format(folder),
        "n": int(trials) if trials is not None and 1 <= trials < 1_000_000 else None,
    }
    benchmark = f"chi-bench-{version[1]}"
    value = percent_in(row, "pass_at_1", fraction=True, texts=True)
    reader.add(ScoreRecord(benchmark=benchmark, value=round(value, 2), unit="percent", **shared), row.path)
    cost = number_in(row, "mean_cost_usd")
    if cost is not None and cost > 0:  # 0 stands for a cost that nobody wrote down
        spent = ScoreRecord(benchmark=f"{benchmark}-cost-per-task", value=round(float(cost), 4), unit="usd", **shared)
        reader.add(spent, row.at("mean_cost_usd"))
