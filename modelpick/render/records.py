"""The rows of a result document: what NDJSON has a line for, and CSV a row.

CSV is made of the same values as the JSON, never of what a screen says: a number is a number, a day is ISO, a yes is
true, and what is not known is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from modelpick.documents.base import escaped_json
from modelpick.documents.change_reports import Changes, PriceMove
from modelpick.documents.costing import PARTS
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain
from modelpick.render.machine import to_data

Scalar = str | int | float | bool | None
Record = dict[str, Any]
Path = tuple[str, ...]
_CHANGE_KEYS = ("change", "model", "name", "provider", "id", "event", "what", "was", "now", "on", "source", "linked")


class Rows(Plain):
    """How a kind of document becomes rows.

    Args:
        records: the rows that CSV takes its columns from.
        columns: ``key``, or ``key=path.in.the.record``; ``key=#path`` counts a list. Or what makes them, where they
            follow from the document.
        lines: what NDJSON has a line for; the records where it is not given. None: the document is no list.
    """

    records: Callable[[Any], Iterable[Any]]
    columns: str | Callable[[Any], list[tuple[str, Path]]]
    lines: Callable[[Any], Iterable[Any]] | None = None
    listed: bool = True


def csv_table(document: Any) -> tuple[list[str], list[list[Scalar]]]:
    """The header and the rows of `document`. A list in a cell is joined with semicolons."""
    rows = _rows_of(document)
    columns = rows.columns(document) if callable(rows.columns) else _column_paths(rows.columns)
    records = [to_data(record) for record in rows.records(document)]
    return [key for key, _ in columns], [[_csv_value(record, path) for _, path in columns] for record in records]


def list_records(document: Any) -> list[Record] | None:
    """The rows of `document` in full, as its JSON has them; None of a document that is no list."""
    rows = _rows_of(document)
    if not rows.listed:
        return None
    return [to_data(record) for record in (rows.lines or rows.records)(document)]


def ndjson_text(document: Any) -> str:
    """The records as the JSON has them, each on a line of its own for streams, logs and `jq`; without what stands
    around the list: its date, notes, sources.

    Raises:
        ModelpickError: `document` is no list.
    """
    import json

    records = list_records(document)
    if records is None:
        raise ModelpickError(
            "is for answers that are a list, and this one is not", where="--format ndjson", hint="Use --format json"
        )
    return "".join(f"{escaped_json(json.dumps(r, ensure_ascii=False, allow_nan=False))}\n" for r in records)


def _rows_of(document: Any) -> Rows:
    name = type(document).__name__
    if name not in ROWS:
        raise TypeError(f"{name} is not a result document")
    return ROWS[name]


def _column_paths(columns: str) -> list[tuple[str, Path]]:
    """``"model month=per_month_usd.value"`` taken apart."""
    pairs = (word.partition("=") for word in columns.split())
    return [(key, tuple((path or key).split("."))) for key, _, path in pairs]


def _csv_value(record: Record, path: Path) -> Scalar:
    counted = path[0].startswith("#")
    value: Any = record
    for name in (path[0].lstrip("#"), *path[1:]):
        value = value.get(name) if isinstance(value, dict) else None
    if counted:
        return len(value or ())
    return _joined_text(value) if isinstance(value, list | dict) else value


def _joined_text(value: Any) -> str:
    """A list in one cell: ``eu; de``. A mapping: ``model 5; offering 7``."""
    if isinstance(value, dict):
        return "; ".join(f"{key} {_joined_text(each)}" for key, each in value.items())
    return "; ".join(map(_joined_text, value)) if isinstance(value, list) else str(value)


def _changed_records(changes: Changes) -> Iterator[dict[str, Any]]:
    """Records of one shape. `was` and `now` are numbers or None, what is no number is in `was_text` and `now_text`."""
    for row in _change_rows(changes):
        record = to_data(dict(zip(_CHANGE_KEYS, row, strict=True)))
        for side in ("was", "now"):
            number, text = _number_or_text(record[side])
            record |= {side: number, f"{side}_text": text}
        yield record


def _number_or_text(value: Any) -> tuple[int | float | None, str | None]:
    if value is None:
        return None, None
    if isinstance(value, bool):
        return None, str(value).lower()
    return (value, None) if isinstance(value, int | float) else (None, str(value))


def _change_rows(changes: Changes) -> Iterator[tuple[Any, ...]]:
    lines = {
        "new model": changes.new_models,
        "model gone": changes.gone_models,
        "new id": changes.unlinked_new,
        "id gone": changes.unlinked_gone,
    }
    for kind, models in lines.items():
        for m in models:
            yield kind, m.model, m.name, None, None, None, None, None, None, m.released, "; ".join(m.sources), m.linked
    for kind, events in {"end of an API": changes.retirements, "status": changes.status}.items():
        for e in events:
            happened: tuple[Any, ...] = (kind, e.model, e.name, e.provider, e.offering, e.kind, e.surface)
            yield *happened, e.was, e.stage, e.on, e.source, e.linked
    for price in changes.prices:
        yield from _price_rows(price)
    for s in changes.scores:
        yield "score", s.model, s.name, None, None, s.state, s.benchmark, s.was, s.now, s.on, s.source, True
    for kind, served in {"new offering": changes.new_offerings, "offering gone": changes.gone_offerings}.items():
        for o in served:
            yield kind, o.model, o.name, o.provider, o.id, None, None, None, None, None, o.source, o.linked
    for f in changes.facts:
        about = ("fact", f.id, f.name, f.provider, f.offering, None, f.moved.what)
        yield *about, f.moved.was, f.moved.now, None, f.source, f.linked


def _price_rows(move: PriceMove) -> Iterator[tuple[Any, ...]]:
    about = ("price", move.model, move.name, move.provider, move.id, None)
    moved: list[tuple[str, Any, Any]] = []
    if move.was_in != move.now_in:
        moved.append(("input", move.was_in, move.now_in))
    if move.was_out != move.now_out:
        moved.append(("output", move.was_out, move.now_out))
    moved += [(other.what, other.was, other.now) for other in move.others]
    for what, was, now in moved:
        yield *about, what, was, now, move.on, move.source, move.linked


def _compared_records(comparison: Any) -> Iterator[Record]:
    for cell in comparison.cells:
        values = {model: cell.cells[model].value if model in cell.cells else None for model in comparison.models}
        head = {"benchmark": cell.benchmark, "name": cell.benchmark_name, "unit": cell.unit}
        yield {**head, **values, "leader": cell.leader, "lead": cell.lead, "weight": cell.weight}


def _compared_columns(comparison: Any) -> list[tuple[str, Path]]:
    keys = ["benchmark", "name", "unit", *comparison.models, "leader", "lead"]
    return [(key, (key,)) for key in (*keys, *(["weight"] if comparison.request else []))]


def _listed_records(listing: Any) -> Iterator[Record]:
    return (dict(zip(listing.columns, row, strict=True)) for row in listing.rows)


def _listed_columns(listing: Any) -> list[tuple[str, Path]]:
    return [(name, (name,)) for name in listing.columns]


def _imported_records(report: Any) -> Iterator[Record]:
    """The rows of all files, each with its file."""
    for file in report.files:
        yield from ({"file": file.path, **to_data(line), "sha256": file.sha256} for line in file.lines)


def _figure_records(card: Any) -> Iterator[Record]:
    """The figures of a model, each with what all of its benchmark add up to."""
    for cell in card.cells:
        pooled = {"pooled": cell.value, "pooled_sd": cell.sd, "conflict": cell.conflict}
        yield from ({**to_data(figure), **pooled} for figure in cell.figures)


def _criterion_records(explanation: Any) -> Iterator[Any]:
    """What adds up to the score; of a model that has none, what was required of it."""
    if explanation.ranked:
        return iter(explanation.ranked.contributions)
    names = ("constraint", "outcome", "reason")
    return (dict(zip(names, each, strict=True)) for each in explanation.constraints)


def _criterion_columns(explanation: Any) -> list[tuple[str, Path]]:
    scored = "criterion says benchmark field value unit weight points sd basis estimated conflict sources"
    return _column_paths(scored if explanation.ranked else "constraint outcome reason")


def _cited_records(card: Any) -> Iterator[Record]:
    return _records_of_kinds({"model": card.models, "benchmark": card.benchmarks, "provider": card.providers})


def _problem_records(report: Any) -> Iterator[Record]:
    return _records_of_kinds({"error": report.problems, "warning": report.warnings})


def _records_of_kinds(kinds: dict[str, Iterable[Any]]) -> Iterator[Record]:
    return ({"kind": kind, **to_data(each)} for kind, rows in kinds.items() for each in rows)


def _place_records(report: Any) -> Iterator[Record]:
    """An id for each place where it stands, with the model that is written most alike."""
    for each in report.ids:
        head = {"id": each.id, "often": each.often, "nearest": to_data(each.nearest[0]) if each.nearest else None}
        yield from ({**to_data(place), "written": place.id, **head} for place in each.places)


def _coverage_records(info: Any) -> Iterator[Record]:
    return ({"benchmark": name, "models": models, "id": id_} for id_, name, models in info.coverage)


def _source_records(report: Any) -> Iterator[Record]:
    return ({**to_data(each), "total": sum(each.rows.values())} for each in report.sources)


def _setting_records(report: Any) -> Iterator[Record]:
    """A value of a file may be of any kind: in CSV it is the text of the JSON."""
    from json import dumps

    for each in report.values:
        data = to_data(each)
        before = dumps(data["instead_of"], ensure_ascii=False) if each.instead_of_origin else None
        yield {**data, "value": dumps(data["value"], ensure_ascii=False), "instead_of": before}


def _cost_records(report: Any) -> Iterator[Record]:
    """Costs with the figures of the JSON; what an offering charges nothing for is 0, what is not known is nothing."""
    for cost in (*report.rows, *report.scenarios):
        record = {**to_data(cost), **to_data(cost.row()), "scenario": cost.scenario}
        if cost.offering and cost.parts:
            record["parts"] = {**dict.fromkeys(PARTS, 0), **record["parts"]}
        yield record


ROWS = {
    "AuditReport": Rows(
        lambda report: report.findings,
        "path line column end_column cell severity kind id model provider text hint fingerprint",
    ),
    "BenchmarkCard": Rows(
        lambda card: ({**to_data(place), "unit": card.unit} for place in card.places),
        "rank model name value unit sd basis conflict on sources",
        listed=False,
    ),
    "CatalogInfo": Rows(_coverage_records, "benchmark models id", listed=False),
    "CheckReport": Rows(lambda report: report.lines, "check=id outcome waived text sources", listed=False),
    "Comparison": Rows(_compared_records, _compared_columns, listed=False),
    "ConfigPaths": Rows(lambda report: report.folders, "what path there"),
    "ConfigReport": Rows(
        _setting_records,
        "path value origin instead_of instead_of_origin layer",
        lines=lambda report: report.values,
    ),
    "CostReport": Rows(
        _cost_records,
        "scenario model name provider=offering.provider provider_name per_month=per_month_usd.value"
        " per_month_low=per_month_usd.low per_month_high=per_month_usd.high per_request=per_request_usd"
        " per_thousand_tasks=per_thousand_tasks_usd.value per_thousand_tasks_low=per_thousand_tasks_usd.low"
        " per_thousand_tasks_high=per_thousand_tasks_usd.high input=parts.input cache_read=parts.cache_read"
        " cache_write=parts.cache_write output=parts.output batch_saving=parts.batch_saving rent=parts.rent"
        " purchase=parts.purchase power=parts.power price_in price_out price_on fits unknown basis sources",
        lines=lambda report: report.as_list(),
    ),
    "LogCostReport": Rows(
        lambda report: report.rows,
        "model name provider=offering.provider provider_name usd=usd.value usd_low=usd.low change input=parts.input"
        " cache_read=parts.cache_read cache_write=parts.cache_write output=parts.output"
        " batch_saving=parts.batch_saving price_on fits unknown basis sources",
    ),
    "DecisionReport": Rows(lambda report: report.changes, "text matters why sources", listed=False),
    "DiffReport": Rows(
        lambda report: _changed_records(report.changes),
        "change model name provider id event what was now was_text now_text on source linked",
    ),
    "EvidenceReport": Rows(
        lambda report: (*report.measured, *report.estimated),
        "benchmark=cell.benchmark_name value=cell.value unit=cell.unit low high sd=cell.sd basis=cell.basis"
        " conflict=cell.conflict figures=#cell.figures benchmark_id=cell.benchmark drivers",
    ),
    "ExportReport": Rows(lambda report: report.models, "name model model_name provider id"),
    "Explanation": Rows(_criterion_records, _criterion_columns, listed=False),
    "FitReport": Rows(
        lambda report: report.as_list(),
        "model quant hardware fits memory=memory_gb.value memory_low=memory_gb.low memory_high=memory_gb.high"
        " weights=memory_gb.weights kv_cache=memory_gb.kv_cache overhead=memory_gb.overhead"
        " decode=decode_tokens_per_s.value decode_low=decode_tokens_per_s.low decode_high=decode_tokens_per_s.high"
        " prefill=prefill_tokens_per_s.value prefill_low=prefill_tokens_per_s.low"
        " prefill_high=prefill_tokens_per_s.high context concurrency basis notes engine"
        " cache_precision=kv_cache offload_gb first_token=first_token_s.value together=together_tokens_per_s.value",
    ),
    "ImportReport": Rows(
        _imported_records,
        "file model_written benchmark_written metric tasks_passed=passed n errors partial fate model benchmark on"
        " harness note hint sha256",
    ),
    "GlossaryCard": Rows(lambda card: [card], "term name says why", listed=False),
    "Listing": Rows(_listed_records, _listed_columns),
    "LiveReport": Rows(
        lambda report: report.lines,
        "model provider outcome id text replacement deprecated_on retires_on uptime latency_ms http_status"
        " catalog=catalog_stage catalog_retires_on host checked_on",
    ),
    "LogReport": Rows(lambda report: report.reads, "day source added changed gone rows skipped urls id"),
    "ModelCard": Rows(
        _figure_records,
        "benchmark benchmark_name value unit used state by evaluator variant tools harness on source why pooled"
        " pooled_sd conflict",
        listed=False,
    ),
    "PriceTable": Rows(
        lambda table: table.rows,
        "provider id model deployment geography service preferred prompt_from prompt_to input cache_read cache_write"
        " output batch_input batch_cache_read batch_cache_write batch_output price_on source",
    ),
    "ProviderCard": Rows(
        lambda card: card.offerings,
        "model name id=offering.id stage=offering.stage since=offering.since price_in=offering.price_in"
        " price_out=offering.price_out price_on=offering.price_on context=offering.context"
        " max_output=offering.max_output routing=offering.routing geography=offering.geography"
        " retires_on=offering.retires_on source=offering.source",
        listed=False,
    ),
    "Recommendation": Rows(
        lambda answer: answer.ranking,
        "rank model name lab score low high sd first=first_share top_three=top_three_share coverage tested standing"
        " measured estimated criteria conflicts price_in=offering.price_in price_out=offering.price_out"
        " price_blended=offering.price_blended price_on=offering.price_on month_usd=offering.month_usd"
        " month_usd_low=offering.month_usd_low month_usd_high=offering.month_usd_high offering=offering.provider_name"
        " machine=offering.machine quant=offering.quant memory_gb=offering.memory_gb"
        " tokens_per_s=offering.tokens_per_s tokens_per_s_low=offering.tokens_per_s_low"
        " tokens_per_s_high=offering.tokens_per_s_high context weights license api",
    ),
    "RetirementReport": Rows(
        lambda report: report.lines,
        "on days_left model name event provider ids price_in price_out successor successor_provider"
        " successor_price_in successor_price_out announced note source",
    ),
    "RuleList": Rows(lambda rules: rules.rules, "kind id title about origin"),
    "RulePage": Rows(
        lambda rule: ({"label": label, "text": text} for label, text in rule.lines), "label text", listed=False
    ),
    "RuleTest": Rows(lambda report: report.checks, "rule example passed text"),
    "SourceCard": Rows(_cited_records, "kind id name facts", listed=False),
    "SourcesReport": Rows(
        lambda report: report.upstreams,
        "id title last_read last_checked rows key key_set license home attribution private",
    ),
    "StatusReport": Rows(
        lambda report: report.models,
        "model name usable api=api.is since=api.since retires_on successor offerings=#offerings",
    ),
    "TrialPlan": Rows(lambda plan: plan.models, "model name called usd usd_low usd_high"),
    "UnmatchedReport": Rows(
        _place_records,
        "id source provider written name why often nearest=nearest.model likeness=nearest.likeness",
        lines=lambda report: report.ids,
    ),
    "UpdateReport": Rows(
        _source_records,
        "source=name outcome day rows=total kinds=rows added changed gone skipped message license private",
        lines=lambda report: report.sources,
    ),
    "Validation": Rows(_problem_records, "kind file line column message hint"),
    "WatchReport": Rows(lambda report: report.changes, "kind subject name change=text on source id"),
}
"""Name of a document's class -> its rows."""
