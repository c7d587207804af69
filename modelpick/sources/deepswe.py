"""DeepSWE: long software-engineering tasks, run by Datacurve in one scaffold for all models, one row a configuration.

The costs in the file stand at the prices of the day of the run, which the page replaces by later ones: not taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.board_names import BoardName, effort
from modelpick.sources.boards import BoardRows, ScoreBoard, percent_in, stderr_of, whole_count
from modelpick.sources.reading import JsonRow, Reader, as_list, load_object

EXPECTED = "DeepSWE's leaderboard: an object with `n_tasks_in_set` and `rows`"
TASKS = 113
"""Tasks of edition 1.1."""
PAGE = "https://deepswe.datacurve.ai/"


class DeepSWE(ScoreBoard):
    def rows(self, reader: Reader, document: SourceDocument) -> BoardRows:
        answer = load_object(document, EXPECTED)
        rows = as_list(answer.get("rows"), EXPECTED)
        if answer.get("n_tasks_in_set") != TASKS:
            raise ShapeChanged(f"{EXPECTED} with {TASKS} tasks was expected, found another edition")
        on = _day_of(reader, answer)
        for row in reader.objects(rows, "rows"):
            yield row.path, _scores_of_row(reader, row, on)


DEEPSWE = DeepSWE(
    id="deepswe",
    title="DeepSWE leaderboard",
    publisher="Datacurve",
    home=PAGE,
    license="none stated: single figures with a link; your own use only",
    attribution="DeepSWE by Datacurve, https://deepswe.datacurve.ai",
    urls=("https://deepswe.datacurve.ai/artifacts/v1.1/leaderboard-live.json",),
    max_bytes=16 * 1024 * 1024,
    private=True,
    about=("edition 1.1, one row a model and effort, whole runs only; costs are not read (the page restates them)"),
    rows_called="rows of DeepSWE's leaderboard",
    evaluator="datacurve",
)


def _day_of(reader: Reader, answer: dict[str, Any]) -> Day | None:
    """The day of the last run; without one, the day of the file. None where neither is stated."""
    job = answer.get("latest_job")
    head = JsonRow("", answer, reader.parsed.skipped)
    ran = JsonRow("latest_job", job, reader.parsed.skipped).day("finished_at") if isinstance(job, dict) else None
    return ran or head.day("generated_at")


def _scores_of_row(reader: Reader, row: JsonRow, on: Day | None) -> Iterator[ScoreRecord]:
    model = row.needed_id("model")
    attempted, half = row.number("n_tasks_attempted"), row.number("ci_half")
    if attempted is not None and attempted < TASKS:
        reader.skip(row.path, f"{model}: only {attempted} of {TASKS} tasks were run")
        return
    n = row.number("n_attempted")
    yield DEEPSWE.score(
        BoardName(model, effort(row.text("reasoning_effort"))),
        "deepswe-1.1",
        percent_in(row, "pass_at_1", fraction=True),
        on,
        harness=row.text("harness"),
        tools="with",
        stderr=stderr_of(half, 1, fraction=True),
        n=whole_count(n),
    )
