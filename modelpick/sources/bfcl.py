"""The Berkeley Function-Calling Leaderboard, version 4: one table of all models, with native calls or by prompt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import Adapter, Parsed, SourceDocument
from modelpick.sources.boards import csv_rows, number_in, percent_of
from modelpick.sources.reading import BadValue, JsonRow, Reader, good_id

EXPECTED = "the overall table of BFCL v4: CSV with a column `Overall Acc` and those of web search and memory"
COLUMNS = (
    "Model",
    "Overall Acc",
    "Multi Turn Acc",
    "Web Search Acc",
    "Memory Acc",
    "Format Sensitivity Max Delta",
    "Total Cost ($)",
)
"""Web search, memory and format came with version 4; a table without them is of another version."""
PERCENT = {"Overall Acc": "bfcl-v4", "Multi Turn Acc": "bfcl-v4-multi-turn"}

_RUN_NAME = re.compile(
    r"(?P<model>.+?)(?P<suffix>-(?:non-)?reasoning)? \((?P<how>FC|Prompt)(?: ?\+? ?(?P<mode>[Tt]hinking))?\)", re.ASCII
)
_MODES_OF_SUFFIXES = {"-reasoning": "thinking", "-non-reasoning": "no-thinking"}
_HARNESS_OF_CALLS = {"FC": "function calling", "Prompt": "prompted, no function calling"}
_COST_NOTES = {"FC": "native function calling", "Prompt": "prompted"}


class Bfcl(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:
        del day  # the table says no day
        reader, rows = Reader(), 0
        for document in documents:
            table = list(csv_rows(document, COLUMNS, EXPECTED))
            rows += len(table)
            native = {_model_and_mode(run) for run in map(_run_of, table) if run and run["how"] == "FC"}
            for row in table:
                reader.add_row(_scores_of_row(reader, row, native), row.path)
        return reader.done("rows of BFCL", rows)


BFCL = Bfcl(
    id="bfcl",
    title="Berkeley Function-Calling Leaderboard",
    publisher="UC Berkeley, Gorilla project",
    home="https://gorilla.cs.berkeley.edu/leaderboard.html",
    license="Apache-2.0",
    attribution="Berkeley Function-Calling Leaderboard (Gorilla project), Apache-2.0",
    about="overall and multi-turn accuracy of version 4 and the cost of a run, with native calls, or by prompt where a "
    "model has no row with native calls; no day is given",
    urls=("https://raw.githubusercontent.com/ShishirPatil/gorilla/gh-pages/data_overall.csv",),
    max_bytes=4 * 1024 * 1024,
    kind="scores",
    form="text",
)


def _run_of(row: JsonRow) -> re.Match[str] | None:
    """The parts of a row's name; None if it does not say how functions were called."""
    name = row.data.get("Model")
    return _RUN_NAME.fullmatch(name) if isinstance(name, str) else None


def _model_and_mode(run: re.Match[str]) -> tuple[str, str | None]:
    """The model, and its variant by whether it thought."""
    return run["model"], "thinking" if run["mode"] else _MODES_OF_SUFFIXES.get(run["suffix"] or "")


def _scores_of_row(reader: Reader, row: JsonRow, native: Collection[tuple[str, str | None]]) -> Iterator[ScoreRecord]:
    """The figures of a row. `native`: the models that have a row with native calls, which is how they are used."""
    name = good_id(row.data.get("Model"), row.at("Model"))
    found = _run_of(row)
    if not found:
        reader.count("rows left out (they do not say whether calls were native)")
        return
    model, variant = _model_and_mode(found)
    if found["how"] == "Prompt" and (model, variant) in native:
        reader.count("rows left out (by prompt, of a model that has a row with native calls)")
        return
    shared: dict[str, Any] = {
        "model": model,
        "on": None,
        "by": "independent",
        "name": name,
        "evaluator": "berkeley",
        "variant": variant,
        "url": BFCL.home,
    }
    for column, benchmark in PERCENT.items():
        value = number_in(row, column)
        if value is not None:
            harness = f"BFCL; {_HARNESS_OF_CALLS[found['how']]}"
            score = percent_of(value, row.at(column))
            yield ScoreRecord(benchmark=benchmark, value=score, harness=harness, unit="percent", **shared)
    cost = number_in(row, "Total Cost ($)")
    if cost is None or cost <= 0:
        reader.count("costs left out (0 or not given: unknown)")
        return
    if cost > 100_000:
        raise BadValue(row.at("Total Cost ($)"), "more than a run costs")
    harness = f"Berkeley harness, whole run; {_COST_NOTES[found['how']]}"
    yield ScoreRecord(benchmark="bfcl-v4-cost-of-run", value=float(cost), harness=harness, unit="USD", **shared)
