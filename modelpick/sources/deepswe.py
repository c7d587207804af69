"""DeepSWE: long software-engineering tasks, run by Datacurve in one scaffold for all models, one row a configuration.

The costs in the file stand at the prices of the day of the run, which the page replaces by later ones: not taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import Adapter, Parsed, ShapeChanged, SourceDocument
from modelpick.sources.board_names import effort
from modelpick.sources.boards import percent_in
from modelpick.sources.reading import JsonRow, Reader, as_list, as_object, good_id, load_json, object_rows

EXPECTED = "DeepSWE's leaderboard: an object with `n_tasks_in_set` and `rows`"
TASKS = 113
"""Tasks of edition 1.1."""
PAGE = "https://deepswe.datacurve.ai/"
_Z_95 = Decimal("1.96")


class DeepSWE(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:  # noqa: ARG002  # each figure has its own, or none
        reader, count = Reader(), 0
        for document in documents:
            answer = as_object(load_json(document, EXPECTED), EXPECTED)
            rows = as_list(answer.get("rows"), EXPECTED)
            if answer.get("n_tasks_in_set") != TASKS:
                raise ShapeChanged(f"{EXPECTED} with {TASKS} tasks was expected, found another edition")
            on = _day_of(reader, answer)
            count += len(rows)
            for row in object_rows(reader, rows, "rows"):
                with reader.skipping():
                    _read_configuration(reader, row, on)
        return reader.done("rows of DeepSWE's leaderboard", count)


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
    kind="scores",
)


def _day_of(reader: Reader, answer: dict[str, Any]) -> Day | None:
    """The day of the last run; without one, the day of the file. None where neither is stated."""
    job = answer.get("latest_job")
    head = JsonRow("", answer, reader.parsed.skipped)
    ran = JsonRow("latest_job", job, reader.parsed.skipped).day("finished_at") if isinstance(job, dict) else None
    return ran or head.day("generated_at")


def _read_configuration(reader: Reader, row: JsonRow, on: Day | None) -> None:
    model = good_id(row.data.get("model"), row.at("model"))
    attempted, half = row.number("n_tasks_attempted"), row.number("ci_half")
    if attempted is not None and attempted < TASKS:
        reader.skip(row.path, f"{model}: only {attempted} of {TASKS} tasks were run")
        return
    n = row.number("n_attempted")
    reader.add(
        ScoreRecord(
            model=model,
            benchmark="deepswe-1.1",
            value=percent_in(row, "pass_at_1", fraction=True),
            on=on,
            by="independent",
            evaluator="datacurve",
            variant=effort(row.text("reasoning_effort")),
            harness=row.text("harness"),
            tools="with",
            stderr=round(float(half * 100 / _Z_95), 2) if half is not None and 0 <= half <= 1 else None,
            url=PAGE,
            unit="percent",
            n=int(n) if n is not None and 1 <= n < 1_000_000 else None,
        ),
        row.path,
    )
