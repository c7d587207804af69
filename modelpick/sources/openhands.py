"""The OpenHands Index: models in the OpenHands agent on five tests, one file a model; a list names the files.

Some runs broke off and were published all the same: a model that repairs software as well as the others do and reads
less than half of what they read elsewhere. Such figures are held back. Effort is not stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import ShapeChanged, SourceDocument, SourceRequest
from modelpick.sources.board_names import BoardName
from modelpick.sources.boards import BoardRows, ScoreBoard, percent_in
from modelpick.sources.reading import BadValue, JsonRow, Reader, load_list

EXPECTED = "results of the OpenHands Index: a list of models, or a list of a model's scores"
_RAW_URL = "https://raw.githubusercontent.com/OpenHands/openhands-index-results/main/"
_RESULTS_PATH = re.compile(r"results/([A-Za-z0-9][A-Za-z0-9._-]{0,79})", re.ASCII)
_SCORES_PATH = re.compile(rf"(?:.*[/\\])?{_RESULTS_PATH.pattern}/scores\.json", re.ASCII | re.DOTALL)
PAGE = "https://github.com/OpenHands/openhands-index-results/blob/main/results/{}/scores.json"


class IndexTest(NamedTuple):
    benchmark: str
    metric: str
    cost: str | None
    """Our benchmark of what a task costs."""


TESTS = {
    "swe-bench": IndexTest("swe-bench-verified", "accuracy", "swe-bench-verified-cost-per-task"),
    "swe-bench-multimodal": IndexTest("swe-bench-multimodal-solvable", "solveable_accuracy", None),
    "swt-bench": IndexTest("swt-bench-verified", "accuracy", "swt-bench-verified-cost-per-task"),
    "commit0": IndexTest("commit0-lite", "accuracy", "commit0-lite-cost-per-task"),
    "gaia": IndexTest("gaia", "accuracy", "gaia-cost-per-task"),
}
REPAIR = "swe-bench"
"""The test that tells how able a model is in this agent."""
MAY_BREAK_OFF = ("gaia", "swt-bench")
"""Tests with so many tasks that a fall below half is no chance."""
ENOUGH = 8
"""Models from which on the middle of them says something."""


class OpenHands(ScoreBoard):
    def follow(self, documents: Sequence[SourceDocument]) -> tuple[SourceRequest, ...]:
        lists = [document for document in documents if not _model_of(document)]
        return tuple(
            SourceRequest(f"{one.url.rpartition('/')[0]}/{path}/scores.json")
            for one in lists
            for path in _listed_folders(one)
        )

    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        tables: dict[str, list[JsonRow]] = {}
        for document in documents:
            model = _model_of(document)
            if model is None:
                _listed_folders(document)
            else:
                tables[model] = list(reader.objects(load_list(document, EXPECTED), model))
        broken = _broken_off({model: _scores_by_benchmark(rows) for model, rows in tables.items()})
        for model, rows in tables.items():
            for row in rows:
                yield row.path, _scores_of_row(row, model, broken.get((model, str(row.data.get("benchmark")))))
        if len(tables) == len(documents):
            reader.parsed.partial = frozenset({"score"})


OPENHANDS = OpenHands(
    id="openhands",
    title="OpenHands Index",
    publisher="OpenHands (All Hands AI)",
    home="https://github.com/OpenHands/openhands-index-results",
    license="no license file: single figures with a link; your own use only",
    attribution="OpenHands Index, https://index.openhands.dev",
    urls=(f"{_RAW_URL}complete-models.json",),
    max_bytes=16 * 1024 * 1024,
    private=True,
    about=(
        "five tests in the OpenHands agent, with the cost of a task; a figure that looks like a run that "
        "broke off is held back"
    ),
    rows_called="scores of the OpenHands Index",
)


def _model_of(document: SourceDocument) -> str | None:
    """The model whose scores the document holds, by its folder; None for the list of models."""
    found = _SCORES_PATH.fullmatch(document.url)
    return found[1] if found else None


def _listed_folders(document: SourceDocument) -> list[str]:
    """The folders that the list of models names, without those of other agents.

    Raises:
        ShapeChanged: it is no such list.
    """
    rows = load_list(document, EXPECTED)
    paths = [row.get("model-path") if isinstance(row, dict) else None for row in rows]
    found = [path for path in paths if isinstance(path, str) and _RESULTS_PATH.fullmatch(path)]
    if not found:
        raise ShapeChanged(f"{EXPECTED} was expected, found one that names no model")
    return found


def _scores_by_benchmark(rows: Sequence[JsonRow]) -> Mapping[str, float]:
    values = {}
    for row in rows:
        score = row.data.get("score")
        if isinstance(score, int | Decimal) and not isinstance(score, bool) and 0 <= score <= 100:
            values[str(row.data.get("benchmark"))] = float(score)
    return values


def _broken_off(values: Mapping[str, Mapping[str, float]]) -> Mapping[tuple[str, str], str]:
    """Why a figure looks like an aborted run, by (model, test)."""
    if len(values) < ENOUGH:
        return {}
    middle = {test: median([one[test] for one in values.values() if test in one] or [0.0]) for test in TESTS}
    found = {}
    for model, own in values.items():
        able = own.get(REPAIR, 0.0) >= 0.9 * middle[REPAIR]
        for test in MAY_BREAK_OFF:
            if able and test in own and own[test] < middle[test] / 2:
                found[model, test] = (
                    f"{own[test]:g} on {test}, where half of the models reach {middle[test]:g}, and as good as they "
                    f"are at {REPAIR}: looks like a run that broke off"
                )
    return found


def _scores_of_row(row: JsonRow, model: str, broken: str | None) -> Iterator[ScoreRecord]:
    test, metric = TESTS.get(row.text("benchmark") or ""), row.text("metric")
    if test is None or metric != test.metric:
        raise BadValue(row.path, f"`{row.text('benchmark')}` by `{metric}` is no test that is known")
    if broken:
        raise BadValue(row.at("score"), broken)
    version = row.text("agent_version", 40)
    name, on = BoardName(model), row.day("submission_time")
    shared: dict[str, Any] = {
        "harness": f"OpenHands {version}" if version else "OpenHands", "tools": "with", "url": PAGE.format(model)
    }  # fmt: skip
    yield OPENHANDS.score(name, test.benchmark, percent_in(row, "score"), on, **shared)
    cost = row.number("cost_per_instance")
    if test.cost and cost is not None and cost > 0:
        shared |= {"unit": "usd", "note": "at the prices of the day of the run"}
        yield OPENHANDS.score(name, test.cost, float(cost), on, **shared)
