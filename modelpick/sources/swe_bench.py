"""SWE-bench's own boards: the runs of many models in one small agent, mini-SWE-agent.

The other rows are agents and products around one or more models. What such a system solves says little of the model
alone, and so they are counted and left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import Adapter, Parsed, ShapeChanged, SourceDocument
from modelpick.sources.boards import bracketed_mode, effort, percent_in
from modelpick.sources.reading import JsonRow, Reader, as_list, as_object, load_json, object_rows

EXPECTED = "SWE-bench's leaderboards: an object with a list `leaderboards` of boards with `name` and `results`"
BOARDS = {
    "Verified": ("swe-bench-verified", 500),
    "bash-only": ("swe-bench-verified", 500),
    "Multilingual": ("swe-bench-multilingual", 300),
}
"""Name of a board -> our benchmark, and how many tasks it has. The one called bash-only has the tasks of Verified."""
AGENT = "mini-SWE-agent"

_OLD_NAME = re.compile(r"mini-SWE-agent(?: v?[\d.]+)? \+ (?P<model>.+)", re.ASCII | re.IGNORECASE)
_RELEASE_SUFFIX = re.compile(r" \((?:20\d{6}|20\d\d-\d\d-\d\d)\)(?= \(|\Z)", re.ASCII)
_ONE_ATTEMPT = "System: Attempts - 1"


class SweBench(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:
        reader, rows = Reader(), 0
        for document in documents:
            boards = as_list(as_object(load_json(document, EXPECTED), EXPECTED).get("leaderboards"), EXPECTED)
            if not any(isinstance(board, dict) and board.get("name") in list(BOARDS) for board in boards):
                raise ShapeChanged(f"{EXPECTED} was expected, found none of {', '.join(BOARDS)}")
            for board in object_rows(reader, boards, "leaderboards"):
                name = board.data.get("name")
                results = board.data.get("results")
                if not isinstance(name, str) or name not in BOARDS:
                    reader.count("boards left out (another subset, or not of one agent)")
                    continue
                rows += len(as_list(results, EXPECTED))
                for row in object_rows(reader, as_list(results, EXPECTED), name):
                    _read_run(reader, row, name, day)
        return reader.done("runs of SWE-bench", rows)


SWE_BENCH = SweBench(
    id="swe-bench",
    title="SWE-bench leaderboards",
    publisher="SWE-bench team",
    home="https://www.swebench.com",
    license="CC BY-NC 4.0: for your own, non-commercial use",
    attribution="SWE-bench leaderboards, https://www.swebench.com, CC BY-NC 4.0",
    about="Verified and Multilingual, the runs of models in mini-SWE-agent in one attempt; agents and products around "
    "models are left out",
    urls=("https://raw.githubusercontent.com/SWE-bench/swe-bench.github.io/master/data/leaderboards.json",),
    private=True,
    kind="scores",
)


def _read_run(reader: Reader, row: JsonRow, board: str, day: Day) -> None:
    with reader.skipping():
        name = _model_name(row)
        if name is None:
            reader.count("runs left out (an agent or product around a model)")
            return
        if row.text("warning", 3000):
            reader.count("runs left out (the board warns of them)")
            return
        if not _in_one_attempt(row):
            reader.count("runs left out (more than one attempt)")
            return
        record = _score_of_run(row, name, board, day)
        if reader.has(record):
            reader.count("runs that stand on two boards")
        else:
            reader.add(record, row.path)


def _model_name(row: JsonRow) -> str | None:
    """The board's name of the model that ran in mini-SWE-agent; None for every other agent."""
    agent, name = row.text("agent"), row.text("name")
    if agent is not None:
        return row.text("model_display") or name if agent == AGENT else None
    found = _OLD_NAME.fullmatch(name or "")
    return found["model"] if found else None


def _in_one_attempt(row: JsonRow) -> bool:
    tags = row.data.get("tags")
    attempts = [tag for tag in tags if isinstance(tag, str) and "Attempts" in tag] if isinstance(tags, list) else []
    return attempts in ([], [_ONE_ATTEMPT])


def _score_of_run(row: JsonRow, name: str, board: str, day: Day) -> ScoreRecord:
    benchmark, tasks = BOARDS[board]
    said = bracketed_mode(_RELEASE_SUFFIX.sub("", name))
    stated = row.text("reasoning_effort")
    version = row.text("mini-swe-agent_version")
    return ScoreRecord(
        model=said.model,
        benchmark=benchmark,
        value=percent_in(row, "resolved"),
        on=row.day("date") or day,
        by="independent",
        name=name,
        evaluator="swe-bench",
        variant=effort(stated) if stated else said.variant,
        harness=f"{AGENT} {version}" if version else AGENT,
        url=SWE_BENCH.home,
        unit="percent",
        n=tasks,
    )
