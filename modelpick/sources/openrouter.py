"""OpenRouter: the list of models (`/api/v1/models`) and, when the user names one, the endpoints of a model.

Prices are text, in dollars per token; -1 stands for a price that varies. The list is OpenRouter's own offer; each
endpoint is the same model at one host, `lab/model@host/quantisation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from modelpick.market.records import OfferingRecord, ProviderRecord
from modelpick.model.dates import Day
from modelpick.model.facts import Rates
from modelpick.model.fields import replace
from modelpick.sources.adapter import Adapter, Parsed, SourceDocument
from modelpick.sources.reading import (
    NO_PRICE,
    UNCLEAR_ZERO,
    VARIES,
    BadValue,
    JsonRow,
    Reader,
    as_list,
    charged,
    good_id,
    load_object,
    modalities,
    priced,
    sold_as,
)

EXPECTED = "an OpenRouter answer: an object with a list `data`, or with the `endpoints` of one model"
PROVIDER = "openrouter"


class OpenRouter(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:  # noqa: ARG002  # OpenRouter dates what it says
        reader, listed = Reader(), False
        for document in documents:
            data = load_object(document, EXPECTED).get("data")
            if isinstance(data, dict):
                _read_endpoints(reader, data, as_list(data.get("endpoints"), EXPECTED))
            else:
                listed = True
                _read_list(reader, as_list(data, EXPECTED))
        parsed = reader.done("OpenRouter models", partial=() if listed else ("offering", "provider"))
        parsed.records.append(ProviderRecord(PROVIDER, "OpenRouter", self.home))
        return parsed


OPENROUTER = OpenRouter(
    id="openrouter",
    title="OpenRouter models",
    publisher="OpenRouter",
    home="https://openrouter.ai",
    license="no license stated; OpenRouter's terms apply",
    attribution="OpenRouter",
    urls=("https://openrouter.ai/api/v1/models",),
)


def _read_list(reader: Reader, models: list[Any]) -> None:
    for row in reader.objects(models, "data"):
        with reader.skipping():
            id_ = row.needed_id("id")
            place = JsonRow(f"data.{id_}", row.data, row.faults)
            reader.add(_offering_record(reader, id_, place), place.path)


def _offering_record(reader: Reader, id_: str, row: JsonRow) -> OfferingRecord:
    top, kinds = row.row("top_provider"), row.row("architecture")
    record = OfferingRecord(
        provider=PROVIDER,
        id=id_,
        name=row.text("name"),
        base=row.name("canonical_slug"),
        hugging_face=row.name("hugging_face_id"),
        lab=id_.removeprefix("~").partition("/")[0] if "/" in id_ else None,
        service=sold_as(id_),
        knowledge_cutoff=row.day("knowledge_cutoff"),
        context=(top.tokens("context_length") if top else None) or row.tokens("context_length"),
        max_output=top.tokens("max_completion_tokens") if top else None,
        inputs=modalities(kinds.words("input_modalities")) if kinds else None,
        outputs=modalities(kinds.words("output_modalities")) if kinds else None,
        retires_on=row.day("expiration_date"),
        **_abilities_of_parameters(row),
    )
    return _with_price(reader, record, row)


def _abilities_of_parameters(row: JsonRow) -> dict[str, Any]:
    """What the parameters that a model takes tell; None where none are listed."""
    words = row.words("supported_parameters")
    if words is None:
        return {}
    return {
        "reasoning": "reasoning" in words,
        "tool_calling": "tools" in words,
        "structured_output": "structured_outputs" in words,
    }


def _with_price(reader: Reader, record: OfferingRecord, row: JsonRow) -> OfferingRecord:
    pricing = row.row("pricing")
    if pricing is None:
        return record
    input_, output = pricing.usd("prompt", "token"), pricing.usd("completion", "token")
    read, write = pricing.usd("input_cache_read", "token"), pricing.usd("input_cache_write", "token")
    if input_ is None and output is None:
        if pricing.data.get("prompt") is not None:
            reader.count("prices left out (they vary with what the call is routed to)")
            return replace(record, note=VARIES)
        return record
    if not priced(input_, output, free=record.id.partition("@")[0].endswith(":free")):
        reader.count(NO_PRICE)
        return replace(record, note=UNCLEAR_ZERO)
    return replace(record, charges=charged(Rates(input_, output, read, write)))


def _service_figures(row: dict[str, Any]) -> dict[str, Any]:
    """How well an endpoint was served of late: the share that was answered in a day, and medians of half an hour.

    Without a key the medians are null, and what is no number in its bounds says nothing.
    """
    latency, speed = _median_of(row.get("latency_last_30m")), _median_of(row.get("throughput_last_30m"))
    uptime = _bounded_number(row.get("uptime_last_1d"))
    return {
        "uptime": uptime if uptime is not None and uptime <= _PERCENT else None,
        "first_token_s": None if latency is None else round(latency / _MS_A_SECOND, 3),
        "tokens_per_s": speed,
    }


_PERCENT, _MS_A_SECOND = 100, 1000


def _median_of(value: Any) -> float | None:
    return _bounded_number(value.get("p50") if isinstance(value, dict) else value)


def _bounded_number(value: Any) -> float | None:
    good = isinstance(value, int | float | Decimal) and not isinstance(value, bool) and 0 <= value < _LARGEST
    return float(value) if good else None


_LARGEST = 1e7


def _read_endpoints(reader: Reader, model: dict[str, Any], endpoints: list[Any]) -> None:
    try:
        head = reader.row(model, "data")
        id_ = head.needed_id("id")
    except BadValue as bad:
        reader.skip(bad.path, bad.reason)
        return
    for row in reader.objects(endpoints, f"data.{id_}.endpoints"):
        with reader.skipping():
            reader.add(_endpoint_record(reader, id_, head, row), row.path)


def _endpoint_record(reader: Reader, model: str, head: JsonRow, row: JsonRow) -> OfferingRecord:
    tag = row.needed_id("tag")
    kinds = head.row("architecture")
    # The host may name a region, but the call passes through OpenRouter first: that is no promise of residency.
    host, quantization = row.text("provider_name"), row.text("quantization")
    served = f"served by {host or tag}" + (f" in {quantization}" if quantization not in (None, "unknown") else "")
    record = OfferingRecord(
        provider=PROVIDER,
        id=good_id(f"{model}@{tag}", row.at("tag")),
        name=row.text("model_name") or head.text("name"),
        base=model,
        lab=model.removeprefix("~").partition("/")[0] if "/" in model else None,
        service=sold_as(model),
        context=row.tokens("context_length"),
        max_output=row.tokens("max_completion_tokens"),
        inputs=modalities(kinds.words("input_modalities")) if kinds else None,
        outputs=modalities(kinds.words("output_modalities")) if kinds else None,
        note=served,
        **_abilities_of_parameters(row),
        **_service_figures(row.data),
    )
    found = _with_price(reader, record, row)
    return found if found.note == served else replace(found, note=f"{served}; {found.note}")
