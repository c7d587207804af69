"""How much a model is used, and how many tokens it takes for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from modelpick.model.fields import Count, Day, Derived, Fact, Id, ModelId, Needed, Share, Text, Usd, Whole

ServiceClass = Literal["flex", "priority", "fast"]
"""A class of service beside the standard one that answers each request by itself."""
CacheTtl = Literal["5m", "1h"]
"""How long what is written to a cache is kept there."""


class LengthShare(Fact):
    """A share of the requests, whose input is evenly spread over the lengths from `least` to `most`."""

    share: Share
    """Of the requests."""
    least: Whole
    """Input tokens of the shortest."""
    most: Whole
    """Input tokens of the longest."""
    output_tokens: Whole | None = None
    """Of one of these requests, where it is not that of the workload."""

    def fault(self) -> str | None:
        return "`least` is more than `most`" if self.least > self.most else None


class WeekSpan(Fact):
    """Minutes of the week in UTC, from Monday 00:00: `begin` counts, `end` does not."""

    begin: Whole
    """The first minute."""
    end: Whole
    """The minute after the last."""


class Workload(Fact):
    """Requests of one kind in a month. Shares are from 0 to 1."""

    id: Id
    name: Text
    requests: Count
    """A month."""
    input_tokens: Whole
    """Of one request, those read from the cache included; the mean where `lengths` differ."""
    output_tokens: Whole
    """Of one request, as a model of the usual verbosity would answer."""
    cached: Share = Decimal(0)
    """The share of the input tokens that a cache holds."""
    hit_rate: Share = Decimal(1)
    """How often the cached part is found there; else it is written anew."""
    batch: Share = Decimal(0)
    """The share of the requests that may wait, and go through a batch interface."""
    requests_per_task: Count = 1
    basis: Annotated[Text, Needed] = ""
    """Where the figures come from."""
    sources: tuple[Id, ...] = ()
    cache_ttl: CacheTtl = "5m"
    """How long what is written to the cache is to be kept."""
    exact: bool = False
    """The output tokens are meant as they stand: no model is expected to take more or less."""
    lengths: tuple[LengthShare, ...] = ()
    """Where requests differ in length: the shares add up to 1, and each is priced at its own length."""
    parallel: Count = 1
    """How often each request is asked at the same time."""
    merge: bool = False
    """Whether one more call reads these answers, and the request, and writes one of them all."""
    service: ServiceClass | None = None
    """The class of service that is asked for; None: the standard one."""
    hours: Annotated[Text | None, Derived] = None
    """When requests come, as it was said; None where nobody said."""
    busy: Annotated[tuple[WeekSpan, ...], Derived] = ()
    """The same in UTC."""

    def fault(self) -> str | None:
        if self.lengths and abs(sum((each.share for each in self.lengths), Decimal(-1))) > Decimal("0.0001"):
            return "the shares of `lengths` do not add up to 1"
        return None

    @property
    def longest_input(self) -> int:
        """Input tokens of the longest request."""
        return max((each.most for each in self.lengths), default=self.input_tokens)


class TokenCount(Fact):
    """What one model took to run one suite of tasks, as somebody published it. Counts are of the whole run."""

    model: ModelId
    suite: Text
    tasks: Count
    source: Id
    on: Day
    output_tokens: Whole | None = None
    input_tokens: Whole | None = None
    cost_usd: Usd | None = None
    """What the whole run cost."""
    variant: Text | None = None
