"""chi-bench: agents that administer health care, one folder a submission with a table of its results.

A row belongs to an agent and a model together; the agent is kept as the harness. What others sent in are systems of
their own and say little of the model inside, so that only the runs of the board's maker are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import ShapeChanged, SourceDocument, SourceRequest
from modelpick.sources.board_names import BoardName
from modelpick.sources.boards import BoardRows, ScoreBoard, csv_rows, number_in, percent_in, text_of, whole_count
from modelpick.sources.reading import BadValue, JsonRow, Reader, good_id, load_list

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


class ChiBench(ScoreBoard):
    def follow(self, documents: Sequence[SourceDocument]) -> tuple[SourceRequest, ...]:
        roots = [one.url.removesuffix(VERSIONS) for one in documents if one.url.endswith(VERSIONS)]
        lists = [one for one in documents if not one.url.endswith((VERSIONS, "results.csv"))]
        return tuple(
            SourceRequest(f"{root}submissions/{folder}/results.csv")
            for root in roots
            for one in lists
            for folder in _submission_folders(one)
        )

    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        whole = False
        for document in documents:
            found = _RESULTS_PATH.fullmatch(document.url)
            if found:
                yield from _rows_of_results(reader, document, found[1])
            elif document.url.endswith(VERSIONS):
                if not _DATASET_VERSION.search(text_of(document, EXPECTED)):
                    raise ShapeChanged(f"{EXPECTED} were expected, found no version")
            else:
                whole = bool(_submission_folders(document))
        if not whole:
            reader.parsed.partial = frozenset({"score"})


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
    rows_called="results of chi-bench",
    evaluator="actava",
    form="text",
)


def _submission_folders(document: SourceDocument) -> list[str]:
    """The folders of submissions that a listing names.

    Raises:
        ShapeChanged: it is no listing.
    """
    rows = load_list(document, EXPECTED)
    names = [row.get("name") for row in rows if isinstance(row, dict) and row.get("type") == "dir"]
    found = [name for name in names if isinstance(name, str) and _FOLDER_NAME.fullmatch(name)]
    if not found:
        raise ShapeChanged(f"{EXPECTED} were expected, found a list without folders")
    return found


def _rows_of_results(reader: Reader, document: SourceDocument, folder: str) -> BoardRows:
    columns = ["dataset_version", "team", "agent", "model", "domain", "pass_at_1", "n_tasks"]
    overall = (row for row in csv_rows(document, columns, EXPECTED) if row.data.get("domain") == "overall")
    for row in reader.table(overall, folder):
        if str(row.data.get("team")).lower() in OWN_TEAMS:
            yield row.path, _scores_of_row(row, folder)
        else:
            reader.count("rows left out (systems of others)")


def _scores_of_row(row: JsonRow, folder: str) -> Iterator[ScoreRecord]:
    version = _DATASET_VERSION.fullmatch(row.text("dataset_version") or "")
    if version is None or number_in(row, "n_tasks") != TASKS:
        raise BadValue(row.path, f"results on {TASKS} tasks of a version were expected, found others")
    model = row.needed_id("model")
    trials = number_in(row, "n_trials")
    name = BoardName(good_id(_SERVING_SUFFIX.sub("", model.removeprefix("openrouter/")), row.at("model")))
    on = row.day("submitted_at")
    shared: dict[str, Any] = {
        "harness": row.text("agent"), "tools": "with", "url": PAGE.format(folder), "n": whole_count(trials)
    }  # fmt: skip
    benchmark = f"chi-bench-{version[1]}"
    value = percent_in(row, "pass_at_1", fraction=True, texts=True)
    yield CHI_BENCH.score(name, benchmark, round(value, 2), on, **shared)
    cost = number_in(row, "mean_cost_usd")
    if cost is not None and cost > 0:  # 0 stands for a cost that nobody wrote down
        spent = round(float(cost), 4)
        yield CHI_BENCH.score(name, f"{benchmark}-cost-per-task", spent, on, **{**shared, "unit": "usd"})
