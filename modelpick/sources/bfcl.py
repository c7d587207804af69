"""The Berkeley Function-Calling Leaderboard, version 4: one table of all models, with native calls or by prompt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import SourceDocument
from modelpick.sources.board_names import BoardName
from modelpick.sources.boards import BoardRows, ScoreBoard, csv_rows, number_in
from modelpick.sources.reading import BadValue, JsonRow, Reader, percent_of

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


class Bfcl(ScoreBoard):
    def rows(self, reader: Reader, document: SourceDocument) -> BoardRows:
        table = list(csv_rows(document, COLUMNS, EXPECTED))
        native = {_model_and_mode(run) for run in map(_run_of, table) if run and run["how"] == "FC"}
        for row in reader.table(table):
            yield row.path, _scores_of_row(reader, row, native)


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
    rows_called="rows of BFCL",
    evaluator="berkeley",
    form="text",
)


def _run_of(row: JsonRow) -> re.Match[str] | None:
    """The parts of a row's name; None if it does not say how functions were called."""
    name = row.data.get("Model")
    return _RUN_NAME.fullmatch(name) if isinstance(name, str) else None


def _model_and_mode(run: re.Match[str]) -> BoardName:
    """The model, and its variant by whether it thought."""
    return BoardName(run["model"], "thinking" if run["mode"] else _MODES_OF_SUFFIXES.get(run["suffix"] or ""))


def _scores_of_row(reader: Reader, row: JsonRow, native: Collection[BoardName]) -> Iterator[ScoreRecord]:
    """The figures of a row. `native`: the models that have a row with native calls, which is how they are used."""
    shared: dict[str, Any] = {"name": row.needed_id("Model")}
    found = _run_of(row)
    if not found:
        reader.count("rows left out (they do not say whether calls were native)")
        return
    model = _model_and_mode(found)
    if found["how"] == "Prompt" and model in native:
        reader.count("rows left out (by prompt, of a model that has a row with native calls)")
        return
    harness = f"BFCL; {_HARNESS_OF_CALLS[found['how']]}"
    for column, benchmark in PERCENT.items():
        value = number_in(row, column)
        if value is not None:
            yield BFCL.score(model, benchmark, percent_of(value, row.at(column)), None, harness=harness, **shared)
    cost = number_in(row, "Total Cost ($)")
    if cost is None or cost <= 0:
        reader.count("costs left out (0 or not given: unknown)")
        return
    if cost > 100_000:
        raise BadValue(row.at("Total Cost ($)"), "more than a run costs")
    shared |= {"harness": f"Berkeley harness, whole run; {_COST_NOTES[found['how']]}", "unit": "USD"}
    yield BFCL.score(model, "bfcl-v4-cost-of-run", float(cost), None, **shared)
