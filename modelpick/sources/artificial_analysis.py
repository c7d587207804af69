"""Artificial Analysis: its own measurements of models, for the user's own use.

Two answers are known: the list of `/api/v2/data/llms/models`, one document with all evaluations, and the pages of
`/api/v2/language/models/free`. Indices run from 0 to 100, single benchmarks are fractions. Its prices are medians over
providers and no offer of anybody, so they are not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelpick.market.records import ModelRecord, ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import Adapter, Parsed, ShapeChanged, SourceDocument
from modelpick.sources.reading import BadValue, JsonRow, Reader, as_list, good_id, load_object, percent_of
from modelpick.sources.scores import foreign_benchmark

EXPECTED = "an Artificial Analysis answer: an object with a list `data` of models"
EVALUATOR = "Artificial Analysis"
MODELS_PAGE = "https://artificialanalysis.ai/models"

FRACTIONS = {
    "aime_25": "aime-2025",
    "gpqa": "gpqa-diamond",
    "lcr": "aa-lcr",
    "math_500": "math-500",
    "mmlu_pro": "mmlu-pro",
    "scicode": "scicode",
    "terminalbench_hard": "terminal-bench-hard",
    "terminalbench_v2_1": "terminal-bench-2.1",
}
"""Evaluations that are one of our benchmarks, as a fraction. The others keep the name and value that they have there:
which subset, edition or task set they are is not said."""

INDEX = "artificial_analysis_intelligence_index"


class ArtificialAnalysis(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:
        reader, more = Reader(), False
        for document in documents:
            answer = load_object(document, EXPECTED)
            models = as_list(answer.get("data"), EXPECTED)
            if not models:
                raise ShapeChanged(f"{EXPECTED} was expected, found an empty list")
            more = more or _page_number(answer) != (1, False)
            version = _index_version(answer)
            for row in reader.objects(models, "data"):
                _read_model(reader, row, version, day)
        return reader.done("models of Artificial Analysis", partial=("model", "score") if more else ())


ARTIFICIAL_ANALYSIS = ArtificialAnalysis(
    id="artificial-analysis",
    title="Artificial Analysis data API",
    publisher="Artificial Analysis",
    home="https://artificialanalysis.ai",
    license="all rights reserved: your own use only, no redistribution without a contract",
    attribution="Artificial Analysis, https://artificialanalysis.ai",
    urls=("https://artificialanalysis.ai/api/v2/data/llms/models",),
    key_env="ARTIFICIAL_ANALYSIS_API_KEY",
    key_header="x-api-key",
    private=True,
    about="its own measurements and index, with your key; benchmarks whose edition it does not say keep their names",
    kind="scores",
)


def _answer_meta(answer: dict[str, Any]) -> dict[str, Any]:
    meta = answer.get("meta")
    return meta if isinstance(meta, dict) else answer


def _page_number(answer: dict[str, Any]) -> tuple[Any, bool]:
    """The number of the page, and whether more follow; the full list is one page."""
    pages = _answer_meta(answer).get("pagination")
    return (pages.get("page", 1), bool(pages.get("has_more"))) if isinstance(pages, dict) else (1, False)


def _index_version(answer: dict[str, Any]) -> str | None:
    version = str(_answer_meta(answer).get("intelligence_index_version") or "")
    return version if version.replace(".", "", 1).isdecimal() and version.isascii() and len(version) <= 6 else None


def _read_model(reader: Reader, row: JsonRow, version: str | None, day: Day) -> None:
    try:
        model = _model_record(row)
        evaluations = row.row("evaluations")
        reader.add(model, row.path)
    except BadValue as bad:
        reader.skip(bad.path, bad.reason)
        return
    if evaluations is None:
        return
    scores = JsonRow(f"data.{model.id}.evaluations", evaluations.data)
    for key in scores.data:
        with reader.skipping():
            record = _score_record(model, scores, key, version, day)
            if record:
                reader.add(record, scores.at(key))


def _model_record(row: JsonRow) -> ModelRecord:
    slug = row.needed_id("slug")
    creator = row.row("model_creator")
    lab = (creator.name("slug") or creator.name("name")) if creator else None
    return ModelRecord(
        id=good_id(f"{lab}/{slug}" if lab else slug, row.at("slug")),
        name=row.text("name"),
        lab=lab,
        released=row.day("release_date"),
    )


def _score_record(model: ModelRecord, row: JsonRow, key: str, version: str | None, day: Day) -> ScoreRecord | None:
    value = row.number(key)
    if value is None:
        return None
    name = good_id(key, row.at(key))
    ours = FRACTIONS.get(name)
    index = name.endswith("_index")
    name = (
        f"aa-intelligence-index-v{version}"
        if key == INDEX and version
        else foreign_benchmark(name, "artificial-analysis")
    )
    return ScoreRecord(
        model=model.id,
        benchmark=ours or name,
        value=percent_of(value, row.at(key), fraction=True) if ours else float(value),
        # The day of a measurement is not given; it is none of the day of reading, which would change with each update.
        on=model.released or day,
        by="independent",
        name=key if ours else None,
        evaluator=EVALUATOR,
        url=MODELS_PAGE,
        unit="percent" if ours else "index" if index else None,
    )
