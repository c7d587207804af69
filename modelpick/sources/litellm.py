"""LiteLLM's price list: one object of rows by LiteLLM's own model name, prices in dollars per token.

A name is LiteLLM's route (`azure/eu/gpt-4o`, `bedrock/eu-west-1/...`, `openrouter/lab/model`). The provider's part is
taken off where that leaves a name of its own; a place stays in, so that regional rows are offerings of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from modelpick.market.records import OfferingRecord
from modelpick.model.dates import Day
from modelpick.model.facts import Charges, OffPeak, Rates, Tier
from modelpick.model.pricing import RATES
from modelpick.sources.adapter import Adapter, Parsed, ShapeChanged, SourceDocument
from modelpick.sources.reading import (
    EURO_NOTE,
    IN_EURO,
    NO_PRICE,
    UNCLEAR_ZERO,
    JsonRow,
    Reader,
    charged,
    load_object,
    modalities,
    priced,
    sold_as,
)
from modelpick.sources.regions import Placement, placement, region

EXPECTED = "LiteLLM's price list: an object of rows with `litellm_provider` and `mode`"

NOT_ROWS = frozenset({"sample_spec", "fallback_generalizations"})
"""The map's own explanation, and its guesses for names that it does not hold."""

CHAT = frozenset({"chat", "responses", "completion"})

EURO_PROVIDERS = frozenset({"scaleway", "ovhcloud"})
"""Their price lists are in euro, and the map repeats the figures as dollars."""

_PROVIDER_FAMILIES = {
    "azure_text": "azure",
    "bedrock_converse": "bedrock",
    "cohere_chat": "cohere",
    "text-completion-codestral": "codestral",
    "text-completion-inception": "inception",
    "text-completion-openai": "openai",
}
"""Names of one provider that differ only in how LiteLLM calls it."""

_PROVIDER_PREFIXES = {"together_ai": ("together_ai", "together"), "gemini": ("gemini",)}
_COMMITMENT_TERM = re.compile(r"/\d+-month-commitment/", re.ASCII)
_RATE_KEYS = (
    "input_cost_per_token",
    "output_cost_per_token",
    "cache_read_input_token_cost",
    "cache_creation_input_token_cost",
    "cache_creation_input_token_cost_above_1hr",
)
"""The map's names of our rates, in their order."""
_SERVICE_SUFFIXES = {"batch": "_batches", "flex": "_flex", "priority": "_priority"}
_HOURS_RANGE = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)
_TIER_KEY = re.compile(r"input_cost_per_token_above_(\d{1,7})k_tokens", re.ASCII)


class LiteLLM(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:  # noqa: ARG002  # the map dates nothing itself
        reader = Reader()
        for document in documents:
            table = load_object(document, EXPECTED)
            known = sum(isinstance(row, dict) and "litellm_provider" in row for row in table.values())
            if 2 * known <= len(table):
                raise ShapeChanged(f"{EXPECTED} was expected, found an object with {len(table)} entries, {known} such")
            names = _ids_at_provider(table)
            for key, path, value in reader.entries(table, ""):
                if key in NOT_ROWS:
                    continue
                with reader.skipping():
                    _read_row(reader, key, reader.row(value, path), names)
        return reader.done("rows of LiteLLM's price list")


LITELLM = LiteLLM(
    id="litellm",
    title="LiteLLM price list",
    publisher="LiteLLM (BerriAI)",
    home="https://github.com/BerriAI/litellm",
    license="MIT",
    attribution="LiteLLM price list, MIT license",
    urls=("https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",),
)


def family(provider: str) -> str:
    """The provider itself: `vertex_ai-language-models` and its variants are `vertex_ai`."""
    for whole in ("vertex_ai", "fireworks_ai"):
        if provider.startswith(f"{whole}-"):
            return whole
    return _PROVIDER_FAMILIES.get(provider, provider)


def _ids_at_provider(table: Mapping[str, Any]) -> Mapping[str, str]:
    """Key of the map -> id at the provider: without the provider's part, unless two keys would become one."""
    shorter, taken = {}, set[tuple[str, str]]()
    for key, row in table.items():
        provider = row.get("litellm_provider") if isinstance(row, dict) else None
        if isinstance(provider, str):
            whole = family(provider)
            heads = (f"{head}/" for head in (*_PROVIDER_PREFIXES.get(whole, ()), provider, whole))
            head = next((head for head in heads if key.startswith(head) and len(key) > len(head)), None)
            if head:
                shorter[key] = (whole, key[len(head) :])
            else:
                taken.add((whole, key))
    counts: dict[tuple[str, str], int] = {}
    for name in shorter.values():
        counts[name] = counts.get(name, 0) + 1
    return {key: name[1] for key, name in shorter.items() if name not in taken and counts[name] == 1}


def _read_row(reader: Reader, key: str, row: JsonRow, names: Mapping[str, str]) -> None:
    mode = row.text("mode")
    if mode not in CHAT:
        reader.count("rows left out (images, speech, embeddings and the like)")
    elif key.startswith("ft:"):
        reader.count("rows left out (prices of fine-tuned models)")
    elif _COMMITMENT_TERM.search(key):
        reader.count("rows left out (rented by the month)")
    else:
        provider = family(row.needed_id("litellm_provider"))
        reader.add(_offering_record(reader, provider, names.get(key, key), row), row.path)


def _offering_record(reader: Reader, provider: str, id_: str, row: JsonRow) -> OfferingRecord:
    place = _placement_of_row(provider, id_, row)
    charges, note = _charges_and_note(reader, provider, row)
    return OfferingRecord(
        provider=provider,
        id=id_,
        base=place.plain,
        context=row.tokens("max_input_tokens"),
        max_output=row.tokens("max_output_tokens"),
        inputs=modalities(row.words("supported_modalities")),
        outputs=modalities(row.words("supported_output_modalities")),
        reasoning=row.flag("supports_reasoning"),
        tool_calling=row.flag("supports_function_calling"),
        structured_output=row.flag("supports_response_schema"),
        retires_on=row.day("deprecation_date"),
        routing=place.routing,
        geography=place.geography,
        note=note,
        charges=charges,
        service=sold_as(id_),
    )


def _placement_of_row(provider: str, id_: str, row: JsonRow) -> Placement:
    found = placement(provider, id_)
    regions = row.words("supported_regions") if found.plain is None else None
    return region(regions[0]) if regions and len(regions) == 1 else found


def _charges_and_note(reader: Reader, provider: str, row: JsonRow) -> tuple[Charges | None, str | None]:
    base, steps = _rates_with_suffix(row, ""), _rates_by_length(row)
    base = _rates_filled_from(base, steps.pop(0, Rates()))
    input_, output = base.input, base.output
    if provider in EURO_PROVIDERS and (input_ or output):
        reader.count(IN_EURO)
        return None, EURO_NOTE
    if not priced(input_, output, free=False):
        if input_ is None and output is None:
            return None, None
        reader.count(NO_PRICE)
        return None, UNCLEAR_ZERO
    charges = charged(
        base,
        tiers=tuple(Tier(above, rates) for above, rates in sorted(steps.items())),
        off_peak=_off_peak(row),
        **{name: rates for name, suffix in _SERVICE_SUFFIXES.items() if (rates := _service_rates(row, suffix, base))},
    )
    return charges, None


def _rates_with_suffix(row: JsonRow, suffix: str) -> Rates:
    """The prices of the row whose keys end in `suffix`."""
    return Rates(*(row.usd(f"{key}{suffix}", "token") for key in _RATE_KEYS))


def _rates_filled_from(rates: Rates, by: Rates) -> Rates:
    return Rates(*(getattr(by if getattr(rates, name) is None else rates, name) for name in RATES))


def _service_rates(row: JsonRow, suffix: str, base: Rates) -> Rates | None:
    """The rates of a service class; None where they are missing, or 0 where the standard price is not."""
    rates = _rates_with_suffix(row, suffix)
    if (base.input and not rates.input) or (base.output and not rates.output):
        return None
    return rates if rates.input is not None else None


def _rates_by_length(row: JsonRow) -> dict[int, Rates]:
    """Prices by length of prompt: from how many tokens, and what it costs then."""
    steps: dict[int, Rates] = {}
    for key in row.data:
        found = _TIER_KEY.fullmatch(key)
        if found:
            rates = _rates_with_suffix(row, f"_above_{found[1]}k_tokens")
            if rates.input is not None and rates.output is not None:
                steps[int(found[1]) * 1000] = rates
    for step in row.rows("tiered_pricing"):
        bounds = step.data.get("range")
        if isinstance(bounds, list) and len(bounds) == 2:
            start = JsonRow(step.at("range"), {"0": bounds[0]}).tokens("0") or 0
            steps.setdefault(start, _rates_with_suffix(step, ""))
    return steps


def _off_peak(row: JsonRow) -> OffPeak | None:
    """The cheaper hours with their rates; None where there are none, or where the schedule is finer than weekdays,
    so that the peak price alone is kept.
    """
    found = row.row("off_peak_pricing")
    if found is None:
        return None
    rates = _rates_with_suffix(found, "")
    days: dict[int, list[tuple[int, int]]] = {}
    for window in found.rows("windows"):
        hours = window.data.get("hours_utc")
        spans = [_minutes_of_range(text) for text in (hours if isinstance(hours, list) else [hours])]
        weekdays = window.data.get("weekdays") or range(1, 8)
        if None in spans or not all(type(day) is int and 1 <= day <= 7 for day in weekdays):
            return None
        for day in weekdays:
            days.setdefault(day, []).extend(span for span in spans if span)
    peaks = {day: _hours_outside(days.get(day, [])) for day in range(1, 8)}
    on_weekdays, on_weekends = ({tuple(peaks[day]) for day in group} for group in (range(1, 6), (6, 7)))
    if rates.input is None or rates.output is None or len(on_weekdays) > 1 or on_weekends not in (on_weekdays, {()}):
        return None
    peak = next(iter(on_weekdays))
    return OffPeak(rates, peak, "all" if on_weekends == on_weekdays else "weekdays") if peak else None


def _minutes_of_range(text: Any) -> tuple[int, int] | None:
    """The start and end of ``04:00-06:00`` in minutes, 24:00 for midnight at the end; None for other text."""
    found = _HOURS_RANGE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    start, end = (60 * int(found[at]) + int(found[at + 1]) for at in (1, 3))
    end = end or 24 * 60
    return (start, end) if start < end <= 24 * 60 else None


def _hours_outside(spans: Sequence[tuple[int, int]]) -> list[str]:
    """The hours of a day that none of `spans` holds."""
    found, at = [], 0
    for start, end in sorted([*spans, (24 * 60, 24 * 60)]):
        if start > at:
            found.append(f"{at // 60:02d}:{at % 60:02d}-{start // 60:02d}:{start % 60:02d}")
        at = max(at, end)
    return found
