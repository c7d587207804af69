"""The workload that a question is about: a preset, parts of it as the user says instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from modelpick.cost.amounts import share, whole_number
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain, replace
from modelpick.model.names import did_you_mean, fold
from modelpick.model.numbers import TOKENS_OR_NONE
from modelpick.model.wording import listed
from modelpick.model.workloads import Workload

USUAL = "chat"
"""The preset that is meant where none is named."""
OVERRIDES: dict[str, tuple[str, str, Callable[[str, str], Any]]] = {
    "requests": ("requests", "requests a month", lambda text, where: whole_number(text, where, 1)),
    "in": ("input_tokens", "input tokens", TOKENS_OR_NONE.count),
    "out": ("output_tokens", "output tokens", TOKENS_OR_NONE.count),
    "cached": ("cached", "cached share", share),
    "hit-rate": ("hit_rate", "hit rate", share),
    "batch": ("batch", "batch share", share),
    "per-task": ("requests_per_task", "requests a task", lambda text, where: whole_number(text, where, 1)),
}
"""Name of the option -> field, what it is in words, how it is read."""


class Usage(Plain):
    """Tokens of one request, on the average of hits and misses of the cache."""

    fresh: Decimal
    """Input that no cache holds."""
    read: Decimal
    written: Decimal
    output: Decimal


def workload_from(
    presets: Mapping[str, Workload], name: str | None = None, overrides: Mapping[str, str] | None = None
) -> Workload:
    """The preset `name` with the parts in `overrides` (keys of `OVERRIDES`) replaced.

    Raises:
        ModelpickError: unknown preset or part, or a value that it cannot have.
    """
    base = _preset_workload(presets, name)
    said = {key: text for key, text in (overrides or {}).items() if text is not None}
    changes: dict[str, Any] = {}
    for key, text in said.items():
        if key not in OVERRIDES:
            raise ModelpickError(f"unknown part `{key}` of a workload", hint=did_you_mean(key, OVERRIDES))
        field, _, read = OVERRIDES[key]
        changes[field] = read(text, f"{{{key}}}")
    if not changes:
        return base
    words = listed([OVERRIDES[key][1] for key in said], len(said))
    return replace(base, **changes, basis=f"{words} as you say; the rest: {base.basis}")


def _preset_workload(presets: Mapping[str, Workload], name: str | None) -> Workload:
    wanted = fold(name) if name is not None else USUAL
    if wanted in presets:
        return presets[wanted]
    if name is None and not presets:
        return Workload(USUAL, "Chat", 100_000, 1000, 300, basis="a stated assumption, to be overridden")
    if name is None:
        return next(iter(presets.values()))
    hint = did_you_mean(name, presets) or f"Known: {', '.join(presets)}"
    raise ModelpickError(f"unknown workload {name!r}", where="{workload}", hint=hint)


@lru_cache(maxsize=64)
def usage(workload: Workload) -> Usage:
    """The tokens of one request by what they are billed as: input = fresh + read + written."""
    given = Decimal(workload.input_tokens)
    held = given * workload.cached
    read = held * workload.hit_rate
    return Usage(given - held, read, held - read, Decimal(workload.output_tokens))


def tokens_per_request(workload: Workload, factor: Decimal = Decimal(1)) -> Decimal:
    """Input and output tokens of one request, for a model that takes `factor` times the usual output."""
    return workload.input_tokens + workload.output_tokens * factor
