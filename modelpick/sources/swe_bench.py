"""SWE-bench's own boards: the runs of many models in one small agent, mini-SWE-agent.

The other rows are agents and products around one or more models. What such a system solves says little of the model
alone, and so they are counted and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.board_names import bracketed_mode, mode_word
from modelpick.sources.boards import BoardRows, ScoreBoard, percent_in
from modelpick.sources.reading import JsonRow, Reader, as_list, load_object

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


class SweBench(ScoreBoard):
    def rows(self, reader: Reader, document: SourceDocument) -> BoardRows:
        boards = as_list(load_object(document, EXPECTED).get("leaderboards"), EXPECTED)
        if not any(isinstance(board, dict) and board.get("name") in list(BOARDS) for board in boards):
            raise ShapeChanged(f"{EXPECTED} was expected, found none of {', '.join(BOARDS)}")
        for board in reader.objects(boards, "leaderboards"):
            name = board.data.get("name")
            if not isinstance(name, str) or name not in BOARDS:
                reader.count("boards left out (another subset, or not of one agent)")
                continue
            for row in reader.objects(as_list(board.data.get("results"), EXPECTED), name):
                yield row.path, _scores_of_run(reader, row, name)


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
    rows_called="runs of SWE-bench",
)


def _scores_of_run(reader: Reader, row: JsonRow, board: str) -> Iterator[ScoreRecord]:
    name = _model_name(row)
    if name is None:
        reader.count("runs left out (an agent or product around a model)")
    elif row.text("warning", 3000):
        reader.count("runs left out (the board warns of them)")
    elif not _in_one_attempt(row):
        reader.count("runs left out (more than one attempt)")
    elif reader.has(record := _score_of_run(reader, row, name, board)):
        reader.count("runs that stand on two boards")
    else:
        yield record


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


def _score_of_run(reader: Reader, row: JsonRow, name: str, board: str) -> ScoreRecord:
    benchmark, tasks = BOARDS[board]
    said = bracketed_mode(_RELEASE_SUFFIX.sub("", name))
    stated = row.text("reasoning_effort")
    version = row.text("mini-swe-agent_version")
    return SWE_BENCH.score(
        said._replace(variant=mode_word(stated)) if stated else said,
        benchmark,
        percent_in(row, "resolved"),
        row.day("date") or reader.day,
        name=name,
        harness=f"{AGENT} {version}" if version else AGENT,
        n=tasks,
    )
