"""The workload that a question is about: a preset with what the user says instead, or exactly what the user says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

from modelpick.cost.amounts import requests_a_month, share
from modelpick.model.arguments import USE
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import replace
from modelpick.model.names import did_you_mean, fold
from modelpick.model.numbers import AT_A_TIME, AT_LEAST_ONE, TOKENS_OR_NONE
from modelpick.model.wording import listed, shown
from modelpick.model.workloads import LengthShare, ServiceClass, Workload

_OTHER_WORDS = {
    "support": "chat", "customer-support": "chat", "chatbot": "chat", "assistant": "chat", "conversation": "chat",
    "documents": "rag", "search": "rag", "qa": "rag", "summarization": "long-document", "summary": "long-document",
    "coding": "coding-agent", "code": "coding-agent", "agent": "coding-agent", "agentic": "coding-agent",
    "extraction": "batch-extraction", "data-extraction": "batch-extraction", "classification": "batch-extraction",
}  # fmt: skip
"""What people call a workload -> the preset that comes nearest; its figures stand in the answer."""
USUAL = "chat"
"""The preset that is meant where none is named."""
EXACT = Workload("as-given", "As given", 1, 0, 0, exact=True, basis="nothing: one request, no cache, no batches")
"""What is meant where no preset is named but the tokens of a request are."""
_LENGTHS_HINT = "Write 3k, 2k..300k, or 2k..8k=70%,8k..300k=30%"
_MOST_LENGTHS = 1000


def workload_from(
    presets: Mapping[str, Workload],
    name: str | None = None,
    overrides: Mapping[str, str] | None = None,
    day: Day | None = None,
) -> Workload:
    """The preset `name` with the parts in `overrides` (keys of `USE`) replaced.

    Without a name, tokens in or out are meant exactly: the other parts are none, and no model takes more or less. With
    a cached share alone, all of it is found in the cache. `day` is the one whose offset a time zone has.

    Raises:
        ModelpickError: unknown preset or part, or a value that it cannot have.
    """
    said = {key: text for key, text in (overrides or {}).items() if text is not None}
    for key in said:
        if key not in USE:
            raise ModelpickError(f"unknown part {key!r} of a workload", hint=did_you_mean(key, USE))
    exactly = name is None and ("in" in said or "out" in said)
    base = EXACT if exactly else _preset_workload(presets, name)
    if name is None and "cached" in said:
        base = replace(base, hit_rate=Decimal(1))
    changes: dict[str, Any] = {}
    for key, text in sorted(said.items(), key=lambda part: part[0] == "cached"):  # of an input that is known by then
        if key in _PARTS:
            changes |= _PARTS[key](text, f"{{{key}}}", replace(base, **changes))
    changes |= _hours_said(said, day)
    if not changes:
        return base
    if changes.get("merge", base.merge) and changes.get("parallel", base.parallel) < 2:
        raise ModelpickError("merges the answers of several calls", where="{merge}", hint="Add {parallel} 4")
    words = listed([USE[key].words for key in said], len(said))
    return replace(base, **changes, basis=f"{words} as you say; the rest: {base.basis}")


def lengths_of(rows: Iterator[LengthShare], where: str) -> dict[str, Any]:
    """The fields of a workload whose requests have the lengths in `rows`, whose shares may be any weights.

    Raises:
        ModelpickError: there are none, too many, or none with a weight.
    """
    found = tuple(rows)
    total = sum(each.share for each in found)
    if not total or len(found) > _MOST_LENGTHS:
        what = f"more than {_MOST_LENGTHS:,} lengths" if total else "no requests"
        raise ModelpickError(f"holds {what}", where=where, hint=_LENGTHS_HINT)
    lengths = tuple(replace(each, share=each.share / total) for each in found)
    mean = sum(each.share * (each.least + each.most) / 2 for each in lengths)
    return {"lengths": lengths, "input_tokens": round(mean)}


def _read_input(text: str, where: str, _: Workload) -> dict[str, Any]:
    if ".." not in text and "=" not in text:
        return {"input_tokens": TOKENS_OR_NONE.count(text, where), "lengths": ()}
    return lengths_of((_length_share(part, where) for part in text.split(",")), where)


def _length_share(text: str, where: str) -> LengthShare:
    """``2k..8k=70%``; a part alone weighs 1."""
    lengths, equals, weight = text.partition("=")
    least, most = length_range(lengths, where, _LENGTHS_HINT)
    return LengthShare(share(weight, where) if equals else Decimal(1), least, most)


def length_range(text: str, where: str, hint: str) -> tuple[int, int]:
    """The least and the most tokens of ``2k..8k``; both are the same of ``3k``.

    Raises:
        ModelpickError: they are no numbers, or in the wrong order.
    """
    least, dots, most = text.partition("..")
    low = TOKENS_OR_NONE.count(least, where)
    high = TOKENS_OR_NONE.count(most, where) if dots else low
    if low > high:
        raise ModelpickError(f"is {shown(text)}: the first is more than the second", where=where, hint=hint)
    return low, high


def _read_output(text: str, where: str, base: Workload) -> dict[str, Any]:
    lengths = tuple(replace(each, output_tokens=None) for each in base.lengths)
    return {"output_tokens": TOKENS_OR_NONE.count(text, where), **({"lengths": lengths} if lengths else {})}


def _read_cached(text: str, where: str, base: Workload) -> dict[str, Any]:
    """A share of the input, or so many of its tokens: ``60%``, ``21.6k``."""
    said = text.strip()
    if not (said[-1:].lower() in ("k", "m") or (said.isdecimal() and len(said) < 16 and int(said) > 100)):
        return {"cached": share(text, where)}
    count = TOKENS_OR_NONE.count(text, where)
    if count > base.input_tokens:
        more = f"is {shown(text)} of {base.input_tokens:,} tokens in"
        raise ModelpickError(more, where=where, hint="Say at most as many as {in}, or a share: 60%")
    return {"cached": Decimal(count) / base.input_tokens if count else Decimal(0)}


def _read_ttl(text: str, where: str, _: Workload) -> dict[str, Any]:
    life = {"5m": "5m", "5min": "5m", "300s": "5m", "1h": "1h", "60m": "1h", "3600s": "1h"}.get(fold(text))
    if life is None:
        raise ModelpickError(f"is {shown(text)}, expected 5m or 1h", where=where)
    return {"cache_ttl": life}


def _read_service(text: str, where: str, _: Workload) -> dict[str, Any]:
    known = get_args(ServiceClass)
    asked = fold(text)
    if asked not in known and asked != "standard":
        hint = "Batches are said by their share: {batch} 100%" if asked == "batch" else did_you_mean(asked, known)
        raise ModelpickError(f"is {shown(text)}, expected {listed(list(known))}", where=where, hint=hint)
    return {"service": None if asked == "standard" else asked}


def _read_switch(text: str, where: str) -> bool:
    if fold(text) not in ("true", "false"):
        raise ModelpickError(f"is {shown(text)}, expected true or false", where=where)
    return fold(text) == "true"


def _plain_part(name: str, read: Callable[[str, str], Any]) -> Callable[[str, str, Workload], dict[str, Any]]:
    return lambda text, where, _: {name: read(text, where)}


_PARTS: dict[str, Callable[[str, str, Workload], dict[str, Any]]] = {
    "requests": _plain_part("requests", requests_a_month),
    "in": _read_input,
    "out": _read_output,
    "cached": _read_cached,
    "hit-rate": _plain_part("hit_rate", share),
    "cache-ttl": _read_ttl,
    "batch": _plain_part("batch", share),
    "service": _read_service,
    "per-task": _plain_part("requests_per_task", AT_LEAST_ONE.count),
    "parallel": _plain_part("parallel", AT_A_TIME.count),
    "merge": _plain_part("merge", _read_switch),
    "typical-length": _plain_part("exact", lambda text, where: not _read_switch(text, where)),
}
"""How each part of `USE` is read into fields of the workload; what is said of the clock is read together."""


def _hours_said(said: Mapping[str, str], day: Day | None) -> dict[str, Any]:
    """When requests come, and in which part of the week in UTC that is."""
    hours, zone = said.get("hours"), said.get("tz")
    if hours is None:
        if zone is not None:
            raise ModelpickError("says where hours are counted, and none are named", where="{tz}", hint="Add {hours}")
        return {}
    from modelpick.cost.clock import busy_spans  # late: few ask by the clock

    return {"hours": f"{hours} {zone or 'UTC'}", "busy": busy_spans(hours, zone, day or "2026-01-01")}


def _preset_workload(presets: Mapping[str, Workload], name: str | None) -> Workload:
    wanted = fold(name) if name is not None else USUAL
    if wanted in presets:
        return presets[wanted]
    if name is None and not presets:
        return Workload(USUAL, "Chat", 100_000, 1000, 300, basis="a stated assumption, to be overridden")
    if name is None:
        return next(iter(presets.values()))
    if (meant := _OTHER_WORDS.get(wanted, "")) in presets:
        return presets[meant]
    hint = did_you_mean(name, presets) or f"Known: {', '.join(presets)}"
    raise ModelpickError(f"unknown workload {name!r}", where="{workload}", hint=hint)


def tokens_per_request(workload: Workload, factor: Decimal = Decimal(1)) -> Decimal:
    """Input and output tokens of all calls of one request, for a model that takes `factor` times the usual output."""
    answer, calls = workload.output_tokens * factor, workload.parallel + workload.merge
    merged = answer * workload.parallel if workload.merge else 0
    return (workload.input_tokens + answer) * calls + merged


def longest_call(workload: Workload, factor: Decimal = Decimal(1)) -> int:
    """Tokens of the longest call, its answer included; one that merges reads the other answers, too."""
    merged = round(workload.parallel * workload.output_tokens * factor) if workload.merge else 0
    return workload.longest_input + merged + workload.output_tokens
