"""Every Eval Ever: results of evaluation runs in the shared JSON format of the EvalEval coalition (`eval.schema.json`).

One document is one run: a model, and its results. A list of such runs is read too. There is nothing to fetch as a
whole: the user names the files.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import Adapter, Parsed, ShapeChanged, SourceDocument
from modelpick.sources.reading import BadValue, JsonRow, Reader, good_id, kind_of, load_json, percent_of
from modelpick.sources.scores import foreign_benchmark, our_benchmark, relation

EXPECTED = "an Every Eval Ever run: an object with `schema_version`, `model_info` and `evaluation_results`"


class EveryEvalEver(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:
        reader = Reader(day)
        for document in documents:
            for run, path in _evaluation_runs(load_json(document, EXPECTED)):
                _read_run(reader, run, path)
        return reader.done("results of evaluation runs", partial=("score",))


EVERY_EVAL_EVER = EveryEvalEver(
    id="every-eval-ever",
    title="Every Eval Ever results",
    publisher="EvalEval Coalition",
    home="https://evalevalai.com",
    license="each result is under the terms of the source that it names",
    attribution="Every Eval Ever (EvalEval Coalition), and the source that each result names",
    about="runs in the common format of that name, from files that you name with `--from`",
    kind="scores",
)


def _evaluation_runs(data: Any) -> list[tuple[dict[str, Any], str]]:
    runs = data if isinstance(data, list) else [data]
    for run in runs:
        if not isinstance(run, dict):
            raise ShapeChanged(f"{EXPECTED} was expected, found {kind_of(run)}")
        missing = [key for key in ("schema_version", "model_info", "evaluation_results") if key not in run]
        if missing:
            raise ShapeChanged(f"{EXPECTED} was expected, found one without `{missing[0]}`")
    return [(run, f"[{i}]" if isinstance(data, list) else "") for i, run in enumerate(runs)]


def _read_run(reader: Reader, run: dict[str, Any], path: str) -> None:
    try:
        head = reader.row(run, path)
        shared = _run_fields(head, reader.day)
        results = head.rows("evaluation_results")
    except BadValue as bad:
        reader.rows += 1
        reader.skip(bad.path, bad.reason)
        return
    for result in reader.table(results):
        with reader.skipping():
            reader.add(_score_of_result(result, shared), result.path)


def _run_fields(head: JsonRow, day: Day) -> dict[str, Any]:
    """The fields that all results of a run share."""
    info, source, library = head.row("model_info"), head.row("source_metadata"), head.row("eval_library")
    if info is None:
        raise BadValue(head.at("model_info"), "an object was expected, found nothing")
    evaluator = _known_text(source.text("source_organization_name")) if source else None
    stated = source.text("evaluator_relationship") if source else None
    return {
        "model": info.needed_id("id"),
        "on": head.moment("evaluation_timestamp") or head.moment("retrieved_timestamp") or day,
        "by": relation(evaluator, info.text("developer"), stated, head.at("source_metadata")),
        "evaluator": evaluator,
        "harness": _known_text(library.text("name")) if library else None,
    }


def _known_text(text: str | None) -> str | None:
    return None if text is None or text.lower() in ("unknown", "none", "n/a") else text


def _score_of_result(row: JsonRow, shared: dict[str, Any]) -> ScoreRecord:
    details, config = row.row("score_details"), row.row("metric_config")
    value = details.number("score") if details else None
    if details is None or value is None:
        raise BadValue(row.at("score_details"), "a score was expected, found nothing")
    name = _benchmark_name(row)
    low, high = (config.number("min_score"), config.number("max_score")) if config else (None, None)
    fraction, hundred = low == 0 and high == 1, low == 0 and high == 100
    ours = our_benchmark(name) if fraction or hundred else None
    error = _standard_error(details)
    if error is not None and ours and fraction:
        error *= 100
    return ScoreRecord(
        benchmark=ours or foreign_benchmark(name, "every-eval-ever"),
        value=percent_of(value, details.at("score"), fraction=fraction) if ours else float(value),
        name=name if ours else None,
        tools=_tools_of_run(row),
        stderr=None if error is None else float(error),
        url=_source_url(row),
        unit="percent" if ours or hundred else "fraction" if fraction else None,
        **{**shared, "on": row.moment("evaluation_timestamp") or shared["on"]},
    )


def _benchmark_name(row: JsonRow) -> str:
    """The data set, and the evaluation on it where that is not the whole of it."""
    name, data = row.text("evaluation_name"), row.row("source_data")
    dataset = data.text("dataset_name") if data else None
    if name is None:
        raise BadValue(row.at("evaluation_name"), "a name was expected, found nothing")
    same = dataset is None or dataset.lower().replace("-", " ") == name.lower().replace("-", " ")
    return good_id(name if same else f"{dataset}: {name}", row.at("evaluation_name"))


def _standard_error(details: JsonRow) -> Decimal | None:
    uncertainty = details.row("uncertainty")
    error = uncertainty.row("standard_error") if uncertainty else None
    value = error.number("value") if error else None
    if value is not None and value < 0:
        raise BadValue(details.at("uncertainty"), "a standard error below 0")
    return value


def _tools_of_run(row: JsonRow) -> Any:
    """`with` when the run lists tools; None otherwise, as no list says nothing."""
    config = row.row("generation_config")
    arguments = config.row("generation_args") if config else None
    agent = arguments.row("agentic_eval_config") if arguments else None
    return "with" if agent and agent.rows("available_tools") else None


def _source_url(row: JsonRow) -> str | None:
    data = row.row("source_data")
    urls = data.data.get("url") if data else None
    first = urls[0] if isinstance(urls, list) and urls else urls
    return JsonRow(row.path, {"url": first}).url("url") if isinstance(first, str) else None
