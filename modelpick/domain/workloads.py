"""How much a model is used, and how many tokens it takes for it."""

from __future__ import annotations

from decimal import Decimal

from modelpick.domain.dates import Day
from modelpick.domain.fields import Fact


class Workload(Fact):
    """Requests of one kind in a month. Shares are from 0 to 1."""

    id: str
    name: str
    requests: int
    """A month."""
    input_tokens: int
    """Of one request, those read from the cache included."""
    output_tokens: int
    """Of one request, as a model of the usual verbosity would answer."""
    cached: Decimal = Decimal(0)
    """The share of the input tokens that a cache holds."""
    hit_rate: Decimal = Decimal(1)
    """How often the cached part is found there; else it is written anew."""
    batch: Decimal = Decimal(0)
    """The share of the requests that may wait, and go through a batch interface."""
    requests_per_task: int = 1
    basis: str = ""
    """Where the figures come from."""
    sources: tuple[str, ...] = ()


class TokenCount(Fact):
    """What one model took to run one suite of tasks, as somebody published it. Counts are of the whole run."""

    model: str
    suite: str
    tasks: int
    source: str
    on: Day
    output_tokens: int | None = None
    input_tokens: int | None = None
    cost_usd: Decimal | None = None
    variant: str | None = None
