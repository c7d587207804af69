"""models.dev: who serves which model at what price (`/api.json`), and the models themselves (`/models.json`).

`/catalog.json` holds both. Prices are dollars per million tokens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from modelpick.market.records import ModelRecord, OfferingRecord, ProviderRecord
from modelpick.model.dates import Day
from modelpick.model.facts import Rates, Stage, Tier
from modelpick.model.fields import replace
from modelpick.sources.adapter import Adapter, Parsed, ShapeChanged, SourceDocument
from modelpick.sources.reading import (
    EURO_NOTE,
    IN_EURO,
    NO_PRICE,
    UNCLEAR_ZERO,
    BadValue,
    JsonRow,
    Reader,
    charged,
    hugging_face_id,
    load_object,
    modalities,
    priced,
    sold_as,
)
from modelpick.sources.regions import placement
from modelpick.sources.scores import benchmark_score

EXPECTED = "a models.dev answer: an object of providers with `models`, or of models by `lab/model`"

STAGES: dict[str, Stage] = {"beta": "public_preview", "deprecated": "retired"}
"""models.dev says `deprecated` of a model that the provider's public API serves no longer. `alpha` is left unknown: it
does not say who may call it. No status says nothing."""

EURO_PROVIDERS = frozenset({"scaleway"})
"""Their price list is in euro, and models.dev repeats the figures as dollars."""

_FREE_SUFFIX = re.compile(r"[:/-]free$|[( ]free\)?$", re.IGNORECASE)


class ModelsDev(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:
        reader, seen = Reader(day), set[str]()
        for document in documents:
            providers, models = _providers_and_models(load_object(document, EXPECTED))
            if providers is not None:
                seen |= {"offering", "provider"}
                _read_providers(reader, providers)
            if models is not None:
                seen |= {"model", "score"}
                _read_models(reader, models)
        return reader.done("models.dev rows", partial={"offering", "provider", "model", "score"} - seen)


MODELS_DEV = ModelsDev(
    id="models-dev",
    title="models.dev",
    publisher="models.dev (SST and contributors)",
    home="https://models.dev",
    license="MIT",
    attribution="models.dev, MIT license",
    urls=("https://models.dev/api.json", "https://models.dev/models.json"),
)


def _providers_and_models(data: dict[str, Any]) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The providers and the models of a document, whichever of the three it is.

    Raises:
        ShapeChanged: it is none of them.
    """
    if isinstance(data.get("providers"), dict) and isinstance(data.get("models"), dict):
        return data["providers"], data["models"]
    rows = [value for value in data.values() if isinstance(value, dict)]
    providers = sum(isinstance(row.get("models"), dict) for row in rows)
    models = sum(isinstance(row.get("limit"), dict) and "models" not in row for row in rows)
    if 2 * max(providers, models) <= len(data):
        raise ShapeChanged(f"{EXPECTED} was expected, found an object with {len(data)} other entries")
    return (data, None) if providers > models else (None, data)


def _read_providers(reader: Reader, providers: dict[str, Any]) -> None:
    for id_, path, value in reader.entries(providers, ""):
        try:
            row = reader.row(value, path)
            models = row.table("models")
            reader.add(ProviderRecord(id_, row.text("name") or id_, row.url("doc") or row.url("api")), path)
        except BadValue as bad:
            reader.skip(bad.path, bad.reason)
            continue
        for model, place, data in reader.entries(models, row.at("models")):
            with reader.skipping():
                reader.add(_offering_record(reader, id_, model, reader.row(data, place)), place)


def _offering_record(reader: Reader, provider: str, id_: str, row: JsonRow) -> OfferingRecord:
    status = row.text("status")
    if status not in (None, "alpha", *STAGES):
        raise BadValue(row.at("status"), f"alpha, beta or deprecated was expected, found {status}")
    place = placement(provider, id_)
    record = OfferingRecord(
        provider=provider,
        id=id_,
        **_facts_of_row(row),
        stage=STAGES.get(status or ""),
        service=sold_as(id_),
        routing=place.routing,
        geography=place.geography,
        note="the source marks it alpha" if status == "alpha" else None,
    )
    cost = row.row("cost")
    return record if cost is None else _with_price(reader, record, cost, _fast_mode_rates(row))


def _facts_of_row(row: JsonRow) -> dict[str, Any]:
    """What a row says of the model itself, be it that of an offering or of the model."""
    limit, kinds, open_ = row.row("limit"), row.row("modalities"), row.flag("open_weights")
    return {
        "name": row.text("name"),
        "released": row.day("release_date"),
        "knowledge_cutoff": row.day("knowledge"),
        "weights": None if open_ is None else "open" if open_ else "closed",
        "context": limit.tokens("context") if limit else None,
        "max_output": limit.tokens("output") if limit else None,
        "inputs": modalities(kinds.words("input")) if kinds else None,
        "outputs": modalities(kinds.words("output")) if kinds else None,
        "reasoning": row.flag("reasoning"),
        "tool_calling": row.flag("tool_call"),
        "structured_output": row.flag("structured_output"),
    }


def _with_price(reader: Reader, record: OfferingRecord, cost: JsonRow, quicker: dict[str, Rates]) -> OfferingRecord:
    rates, tiers = _rates_of_cost(cost), _price_tiers(cost)
    if record.provider in EURO_PROVIDERS:
        reader.count(IN_EURO)
        return replace(record, note=_joined_notes(record.note, EURO_NOTE))
    free = bool(_FREE_SUFFIX.search(record.id) or _FREE_SUFFIX.search(record.name or ""))
    if not priced(rates.input, rates.output, free=free):
        if rates.input is None and rates.output is None:
            return record
        reader.count(NO_PRICE)
        return replace(record, note=_joined_notes(record.note, UNCLEAR_ZERO))
    return replace(record, charges=charged(rates, tiers=tiers, **quicker))


def _rates_of_cost(cost: JsonRow) -> Rates:
    return Rates(*(cost.usd(key, "million") for key in ("input", "output", "cache_read", "cache_write")))


def _fast_mode_rates(row: JsonRow) -> dict[str, Rates]:
    """The rates of the fast mode, by the service class that a request for it names; empty without one."""
    mode = _nested_row(row, "experimental", "modes", "fast")
    cost = _nested_row(mode, "cost") if mode else None
    rates = _rates_of_cost(cost) if cost else Rates()
    if mode is None or not rates.input or not rates.output:
        return {}
    body = _nested_row(mode, "provider", "body")
    asked = body.data.get("service_tier") if body else None
    return {"priority" if asked == "priority" else "fast": rates}


def _nested_row(row: JsonRow, *keys: str) -> JsonRow | None:
    """The object that `keys` lead to; None where one of them is missing or something else."""
    for key in keys:
        found = row.row(key) if isinstance(row.data.get(key), dict) else None
        if found is None:
            return None
        row = found
    return row


def _price_tiers(cost: JsonRow) -> tuple[Tier, ...]:
    """The prices by length of the prompt, the shortest first."""
    steps: dict[int, JsonRow] = {}
    for step in cost.rows("tiers"):
        bounds = step.row("tier")
        size = bounds.tokens("size") if bounds and bounds.text("type") == "context" else None
        if size:
            steps.setdefault(size, step)
    over = cost.row("context_over_200k")
    if not steps and over:
        steps[200_000] = over
    return tuple(Tier(size, _rates_of_cost(step)) for size, step in sorted(steps.items()))


def _joined_notes(*notes: str | None) -> str | None:
    return "; ".join(note for note in notes if note) or None


def _read_models(reader: Reader, models: dict[str, Any]) -> None:
    for id_, path, value in reader.entries(models, ""):
        try:
            row = reader.row(value, path)
            record = _model_record(id_, row)
            reader.add(record, path)
            scores = row.rows("benchmarks")
            changed = row.day("last_updated") or record.released or reader.day
        except BadValue as bad:
            reader.skip(bad.path, bad.reason)
            continue
        for score in reader.table(scores):
            with reader.skipping():
                reader.add(benchmark_score(id_, record.lab, score, changed), score.path)


def _model_record(id_: str, row: JsonRow) -> ModelRecord:
    pages = (hugging_face_id(weights.url("url")) for weights in row.rows("weights"))
    return ModelRecord(
        id=id_,
        lab=id_.partition("/")[0] if "/" in id_ else None,
        family=row.text("family"),
        license=row.text("license"),
        hugging_face=next((page for page in pages if page), None),
        **_facts_of_row(row),
    )
