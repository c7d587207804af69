"""The Berkeley Function-Calling Leaderboard, version 4: one table of all models, with native calls or by prompt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import About, Document, Parsed
from modelpick.sources.boards import csv_rows, number_in, percent_of
from modelpick.sources.reading import Bad, Reader, Row, good_id

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

_NAME = re.compile(
    r"(?P<model>.+?)(?P<suffix>-(?:non-)?reasoning)? \((?P<how>FC|Prompt)(?: ?\+? ?(?P<mode>[Tt]hinking))?\)", re.ASCII
)
_MODES = {"-reasoning": "thinking", "-non-reasoning": "no-thinking"}
_HOW = {"FC": "function calling", "Prompt": "prompted, no function calling"}
_COST = {"FC": "native function calling", "Prompt": "prompted"}


@dataclass(frozen=True)
class Bfcl(About):
    def parse(self, documents: Sequence[Document], day: Day) -> Parsed:
        del day  # the table says no day
        reader, rows = Reader(), 0
        for document in documents:
            table = list(csv_rows(document, COLUMNS, EXPECTED))
            rows += len(table)
            native = {_mode(run) for run in map(_run_of, table) if run and run["how"] == "FC"}
            for row in table:
                reader.add_row(_scores(reader, row, native), row.path)
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


def _run_of(row: Row) -> re.Match[str] | None:
    """A name as the board writes it, apart; None if it does not say how functions were called."""
    name = row.data.get("Model")
    return _NAME.fullmatch(name) if isinstance(name, str) else None


def _mode(run: re.Match[str]) -> tuple[str, str | None]:
    """The model, and whether it thought."""
    return run["model"], "thinking" if run["mode"] else _MODES.get(run["suffix"] or "")


def _scores(reader: Reader, row: Row, native: Collection[tuple[str, str | None]]) -> Iterator[ScoreRecord]:
    """The figures of a row. `native`: the models that have a row with native calls, which is how they are used."""
    name = good_id(row.data.get("Model"), row.at("Model"))
    found = _run_of(row)
    if not found:
        reader.count("rows left out (they do not say whether calls were native)")
        return
    model, variant = _mode(found)
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
            harness = f"BFCL; {_HOW[found['how']]}"
            score = percent_of(value, row.at(column))
            yield ScoreRecord(benchmark=benchmark, value=score, harness=harness, unit="percent", **shared)
    cost = number_in(row, "Total Cost ($)")
    if cost is None or cost <= 0:
        reader.count("costs left out (0 or not given: unknown)")
        return
    if cost > 100_000:
        raise Bad(row.at("Total Cost ($)"), "more than a run costs")
    harness = f"Berkeley harness, whole run; {_COST[found['how']]}"
    yield ScoreRecord(benchmark="bfcl-v4-cost-of-run", value=float(cost), harness=harness, unit="USD", **shared)
