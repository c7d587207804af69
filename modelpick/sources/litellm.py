"""LiteLLM's price map: one object of rows by LiteLLM's own model name, prices in dollars per token.

A name is LiteLLM's route (`azure/eu/gpt-4o`, `bedrock/eu-west-1/...`, `openrouter/lab/model`). The provider's part is
taken off where that leaves a name of its own; a place stays in, so that regional rows are offerings of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from modelpick.catalogue.records import OfferingRecord
from modelpick.domain.dates import Day
from modelpick.sources.adapter import About, Document, Parsed, ShapeChanged
from modelpick.sources.reading import (
    EURO_NOTE,
    IN_EURO,
    NO_PRICE,
    UNCLEAR_ZERO,
    Bad,
    Reader,
    Row,
    as_object,
    good_id,
    load_json,
    modalities,
    priced,
)
from modelpick.sources.regions import Placement, placement, region

EXPECTED = "LiteLLM's price map: an object of rows with `litellm_provider` and `mode`"

NOT_ROWS = frozenset({"sample_spec", "fallback_generalizations"})
"""The map's own explanation, and its guesses for names that it does not hold."""

CHAT = frozenset({"chat", "responses", "completion"})

EURO_PROVIDERS = frozenset({"scaleway", "ovhcloud"})
"""Their price lists are in euro, and the map repeats the figures as dollars."""

_FAMILIES = {
    "azure_text": "azure",
    "bedrock_converse": "bedrock",
    "cohere_chat": "cohere",
    "text-completion-codestral": "codestral",
    "text-completion-inception": "inception",
    "text-completion-openai": "openai",
}
"""Names of one provider that differ only in how LiteLLM calls it."""

_PREFIXES = {"together_ai": ("together_ai", "together"), "gemini": ("gemini",)}
_COMMITMENT = re.compile(r"/\d+-month-commitment/", re.ASCII)
_STEP = re.compile(r"input_cost_per_token_above_(\d{1,7})k_tokens", re.ASCII)


@dataclass(frozen=True)
class LiteLLM(About):
    def parse(self, documents: Sequence[Document], day: Day) -> Parsed:  # noqa: ARG002  # the map dates nothing itself
        reader, rows = Reader(), 0
        for document in documents:
            table = as_object(load_json(document, EXPECTED), EXPECTED)
            known = sum(isinstance(row, dict) and "litellm_provider" in row for row in table.values())
            if 2 * known <= len(table):
                raise ShapeChanged(f"{EXPECTED} was expected, found an object with {len(table)} entries, {known} such")
            rows += len(table)
            names = _names(table)
            for key, path, value in reader.entries(table, ""):
                if key in NOT_ROWS:
                    continue
                try:
                    _read(reader, key, reader.row(value, path), names)
                except Bad as bad:
                    reader.skip(bad.path, bad.reason)
        return reader.done("rows of LiteLLM's price map", rows)


LITELLM = LiteLLM(
    id="litellm",
    title="LiteLLM price map",
    publisher="LiteLLM (BerriAI)",
    home="https://github.com/BerriAI/litellm",
    licence="MIT",
    attribution="LiteLLM price map, MIT licence",
    urls=("https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",),
)


def family(provider: str) -> str:
    """The provider itself: `vertex_ai-language-models` is `vertex_ai`, called in one of several ways."""
    for whole in ("vertex_ai", "fireworks_ai"):
        if provider.startswith(f"{whole}-"):
            return whole
    return _FAMILIES.get(provider, provider)


def _names(table: Mapping[str, Any]) -> Mapping[str, str]:
    """Key of the map -> id at the provider: without the provider's part, unless two keys would become one."""
    shorter, taken = {}, set[tuple[str, str]]()
    for key, row in table.items():
        provider = row.get("litellm_provider") if isinstance(row, dict) else None
        if isinstance(provider, str):
            whole = family(provider)
            heads = (f"{head}/" for head in (*_PREFIXES.get(whole, ()), provider, whole))
            head = next((head for head in heads if key.startswith(head) and len(key) > len(head)), None)
            if head:
                shorter[key] = (whole, key[len(head) :])
            else:
                taken.add((whole, key))
    counts: dict[tuple[str, str], int] = {}
    for name in shorter.values():
        counts[name] = counts.get(name, 0) + 1
    return {key: name[1] for key, name in shorter.items() if name not in taken and counts[name] == 1}


def _read(reader: Reader, key: str, row: Row, names: Mapping[str, str]) -> None:
    mode = row.text("mode")
    if mode not in CHAT:
        reader.count("rows left out (images, speech, embeddings and the like)")
    elif key.startswith("ft:"):
        reader.count("rows left out (prices of fine-tuned models)")
    elif _COMMITMENT.search(key):
        reader.count("rows left out (rented by the month)")
    else:
        provider = family(good_id(row.data.get("litellm_provider"), row.at("litellm_provider")))
        reader.add(_offering(reader, provider, names.get(key, key), row), row.path)


def _offering(reader: Reader, provider: str, id_: str, row: Row) -> OfferingRecord:
    place = _place(provider, id_, row)
    prices, note = _prices(reader, provider, row)
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
        **prices,
    )


def _place(provider: str, id_: str, row: Row) -> Placement:
    found = placement(provider, id_)
    regions = row.words("supported_regions") if found.plain is None else None
    return region(regions[0]) if regions and len(regions) == 1 else found


def _prices(reader: Reader, provider: str, row: Row) -> tuple[dict[str, Any], str | None]:
    steps = sorted(_steps(row))
    first = steps.pop(0)[1] if steps and steps[0][0] == 0 else None
    input_, output = (_base(row, first, f"{side}_cost_per_token") for side in ("input", "output"))
    if provider in EURO_PROVIDERS and (input_ or output):
        reader.count(IN_EURO)
        return {}, EURO_NOTE
    if not priced(input_, output, free=False):
        if input_ is None and output is None:
            return {}, None
        reader.count(NO_PRICE)
        return {}, UNCLEAR_ZERO
    prices: dict[str, Any] = {
        "input": input_,
        "output": output,
        "cache_read": _base(row, first, "cache_read_input_token_cost"),
        "cache_write": _base(row, first, "cache_creation_input_token_cost"),
        "batch_discount": _batch_discount(row, input_, output),
    }
    if steps:
        above, dearer = steps[0]
        prices |= {"tier_above": above, "tier_input": dearer[0], "tier_output": dearer[1]}
    return prices, None


_Step = tuple[Decimal | None, Decimal | None, Row | None]


def _base(row: Row, first: _Step | None, key: str) -> Decimal | None:
    """A price of the row, or of its first step where it only has steps."""
    price = row.usd(key, "token")
    return first[2].usd(key, "token") if price is None and first and first[2] else price


def _steps(row: Row) -> list[tuple[int, _Step]]:
    """Prices by length of prompt: from how many tokens, input, output."""
    steps: dict[int, _Step] = {}
    for key in row.data:
        found = _STEP.fullmatch(key)
        if found:
            suffix = f"_above_{found[1]}k_tokens"
            input_, output = (row.usd(f"{side}_cost_per_token{suffix}", "token") for side in ("input", "output"))
            if input_ is not None and output is not None:
                steps[int(found[1]) * 1000] = (input_, output, None)
    for step in row.rows("tiered_pricing"):
        bounds = step.data.get("range")
        if isinstance(bounds, list) and len(bounds) == 2:
            start = Row(step.at("range"), {"0": bounds[0]}).tokens("0") or 0
            pair = (step.usd("input_cost_per_token", "token"), step.usd("output_cost_per_token", "token"))
            steps.setdefault(start, (*pair, step))
    return list(steps.items())


def _batch_discount(row: Row, input_: Decimal | None, output: Decimal | None) -> Decimal | None:
    """Which part of the price batch saves, where the map has all four prices and both sides save the same part."""
    batch = [row.usd(f"{side}_cost_per_token_batches", "token") for side in ("input", "output")]
    if not input_ or not output or batch[0] is None or batch[1] is None:
        return None
    saved = sorted([1 - batch[0] / input_, 1 - batch[1] / output])
    discount = saved[0].quantize(Decimal("0.01"))
    # The map rounds its prices to two digits, which makes halves of them uneven.
    return discount.normalize() if 0 < discount < 1 and saved[1] - saved[0] <= Decimal("0.05") else None
