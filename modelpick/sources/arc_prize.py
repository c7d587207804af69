"""ARC Prize: the verified runs on the semi-private sets of ARC-AGI-1, 2 and 3, one row a model and effort.

Rows that the board does not display, systems built around a model, people and estimates are no scores of a model.
Two forms are read: `evaluations.json` with `models.json`, and the later file an edition that holds both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.board_names import BoardName, board_name
from modelpick.sources.boards import BoardRows, ScoreBoard, percent_in
from modelpick.sources.reading import JsonRow, Reader, as_list, load_json, make_row

EXPECTED = "the evaluations of ARC Prize, and its models"
DATASETS = {"v1_Semi_Private": "arc-agi-1", "v2_Semi_Private": "arc-agi-2", "v3_Semi_Private": "arc-agi-3"}
"""Sets that only the board can run -> our benchmarks. The public ones may have been trained on."""
MODELS = frozenset({"CoT", "Base LLM"})
"""Kinds of rows that are a model alone."""
PAGE = "https://arcprize.org/leaderboard"


class ArcPrize(ScoreBoard):
    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        lists = [load_json(document, EXPECTED) for document in documents]
        models = _models_by_id(lists)
        for rows, on in _evaluation_lists(reader, lists):
            for row in reader.objects(rows, "evaluations"):
                yield row.path, _scores_of_row(reader, row, models, on)


ARC_PRIZE = ArcPrize(
    id="arc-prize",
    title="ARC Prize leaderboard",
    publisher="ARC Prize Foundation",
    home=PAGE,
    license="none stated: single figures with a link; your own use only",
    attribution="ARC Prize, https://arcprize.org/leaderboard",
    urls=("https://arcprize.org/media/data/evaluations.json", "https://arcprize.org/media/data/models.json"),
    max_bytes=32 * 1024 * 1024,
    private=True,
    about=(
        "displayed rows of models on the semi-private sets of ARC-AGI-1, 2 and 3; no systems, people, "
        "estimates or public sets. With `--from` also the later file of one edition"
    ),
    rows_called="evaluations of ARC Prize",
)


def _models_by_id(lists: Sequence[Any]) -> Mapping[str, Mapping[str, Any]]:
    """The rows of the models' list by id."""
    return {
        model["id"]: model
        for one in lists
        if isinstance(one, list)
        for model in one
        if isinstance(model, dict) and isinstance(model.get("id"), str) and "datasetId" not in model
    }


def _evaluation_lists(reader: Reader, lists: Sequence[Any]) -> Iterator[tuple[list[Any], Day | None]]:
    """The lists of evaluations, each with the day that it is of, where it says so."""
    found = False
    for one in lists:
        if isinstance(one, dict):
            found = True
            on = JsonRow("", one, reader.parsed.skipped).day("generatedAt")
            yield as_list(one.get("evaluations"), EXPECTED), on
        elif isinstance(one, list):
            if any(isinstance(row, dict) and "datasetId" in row for row in one):
                found = True
                yield one, None
        else:
            raise ShapeChanged(f"{EXPECTED} were expected, found neither")
    if not found:
        raise ShapeChanged(f"{EXPECTED} were expected, found no evaluations")


def _scores_of_row(
    reader: Reader, row: JsonRow, models: Mapping[str, Mapping[str, Any]], on: Day | None
) -> Iterator[ScoreRecord]:
    if row.flag("display") is not True:
        reader.count("rows left out (not displayed)")
        return
    benchmark = DATASETS.get(row.text("datasetId") or "")
    if benchmark is None:
        reader.count("rows left out (public sets and others)")
        return
    if row.flag("estimated"):
        reader.count("rows left out (estimates)")
        return
    id_ = row.needed_id("modelId")
    about = row if "modelType" in row.data else make_row(models.get(id_), f"models.{id_}")
    if about.text("modelType") not in MODELS:
        reader.count("rows left out (systems around models, and people)")
        return
    name = _model_and_effort(id_, about.text("displayName") or about.text("modelDisplayName"))
    yield ARC_PRIZE.score(name, benchmark, percent_in(row, "score", fraction=True), on, tools="none")


def _model_and_effort(id_: str, title: str | None) -> BoardName:
    """The model and the effort that an id names; a title such as `GPT-5.6 Sol (Max)` settles what its ending means."""
    name, told = board_name(id_), board_name(title or "").variant
    return name if name.variant or told is None else BoardName(name.model.removesuffix(f"-{told}"), told)
