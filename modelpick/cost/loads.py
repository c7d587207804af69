"""Requests that are billed alike: a workload, or a log of use, cut where prices change with the prompt's length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from modelpick.model.fields import Plain, replace
from modelpick.model.workloads import LengthShare, Workload

ZERO, ONE = Decimal(0), Decimal(1)


class Usage(Plain):
    """Tokens by what they are billed as: the input is `fresh` + `read` + `written` + `kept`."""

    fresh: Decimal = ZERO
    """Input that no cache holds."""
    read: Decimal = ZERO
    written: Decimal = ZERO
    """To a cache that holds it for minutes."""
    kept: Decimal = ZERO
    """Written to a cache that holds it for an hour."""
    output: Decimal = ZERO


class CallLoad(Plain):
    """Requests billed at one length of prompt. `use` is of one of them, or of all, as whoever made it says."""

    prompt: int
    """Input tokens of the longest: all of them lie in one tier."""
    use: Usage
    share: Decimal = ONE
    """Of all requests; of each of them where it takes several calls."""
    batch: Decimal = ZERO
    """The share of these that goes through a batch interface."""
    service: str = ""
    """The class of service of these, where it is neither the standard one nor a batch."""
    calls: int = 1
    """How many requests `use` is of."""
    minute: int | None = None
    """The minute of the week in UTC at which the first of them came, where that is known and matters."""


def loads(workload: Workload, thresholds: Sequence[int] = (), factor: Decimal = ONE) -> tuple[CallLoad, ...]:
    """The calls that one request of `workload` makes, cut where a prompt passes one of `thresholds`.

    The shares add up to the calls of one request: 1, or more where it is asked several times in parallel. `factor` is
    that of the output tokens, which the call that merges several answers has to read.
    """
    plain = not workload.lengths and not workload.merge
    return _call_loads(workload, () if plain else tuple(thresholds), factor if workload.merge else ONE)


@lru_cache(maxsize=512)
def _call_loads(workload: Workload, thresholds: tuple[int, ...], factor: Decimal) -> tuple[CallLoad, ...]:
    lengths = workload.lengths or (LengthShare(ONE, workload.input_tokens, workload.input_tokens),)
    found: dict[int, CallLoad] = {}
    for each in lengths:
        output = Decimal(workload.output_tokens if each.output_tokens is None else each.output_tokens)
        for share, answers in _calls_of_request(workload):
            read = answers * output * factor
            for part, least, most in _cut_lengths(each.least, each.most, [above - int(read) for above in thresholds]):
                use = _usage_of(workload, Decimal(least + most) / 2, output)
                use = replace(use, fresh=use.fresh + read)
                share_of_all = share * part * each.share
                load = CallLoad(most + int(read), use, share_of_all, workload.batch, workload.service or "")
                tier = sum(load.prompt > above for above in thresholds)
                found[tier] = _merged_loads(found[tier], load) if tier in found else load
    return tuple(found[tier] for tier in sorted(found))


def _calls_of_request(workload: Workload) -> Iterator[tuple[int, int]]:
    """(how many calls, how many earlier answers each reads besides the request itself)."""
    yield workload.parallel, 0
    if workload.merge:
        yield 1, workload.parallel


def _cut_lengths(least: int, most: int, thresholds: Iterable[int]) -> Iterator[tuple[Decimal, int, int]]:
    """(share, shortest, longest) of lengths spread evenly over a range, cut at `thresholds`."""
    at, width = least, most - least
    for above in sorted(set(thresholds)):
        if at <= above < most and width:
            if above > at:
                yield Decimal(above - at) / width, at, above
            at = above
    yield (Decimal(most - at) / width if width else ONE), at, most


def _merged_loads(one: CallLoad, other: CallLoad) -> CallLoad:
    """Both as one load, with the tokens of their mean request."""
    share = one.share + other.share
    if not share:
        return one
    mean = {
        name: (getattr(one.use, name) * one.share + getattr(other.use, name) * other.share) / share
        for name in Usage.__struct_fields__
    }
    return replace(one, prompt=max(one.prompt, other.prompt), use=Usage(**mean), share=share)


def _usage_of(workload: Workload, given: Decimal, output: Decimal) -> Usage:
    held = given * workload.cached
    read = held * workload.hit_rate
    stored = {"kept" if workload.cache_ttl == "1h" else "written": held - read}
    return Usage(fresh=given - held, read=read, output=output, **stored)
