"""How much a model is used, and how many tokens it takes for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from modelpick.model.fields import Count, Day, Fact, Id, ModelId, Needed, Share, Text, Usd, Whole


class Workload(Fact):
    """Requests of one kind in a month. Shares are from 0 to 1."""

    id: Id
    name: Text
    requests: Count
    """A month."""
    input_tokens: Whole
    """Of one request, those read from the cache included."""
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
