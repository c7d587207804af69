"""What a workload costs: results that the use cases answer with. Money is exact `Decimal` US dollars.

`None` is "not known": a price that nobody states gives no figure, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from modelpick.documents.base import Document
from modelpick.documents.recommendation import SourceRef
from modelpick.documents.spans import Span
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart, field, replace
from modelpick.model.workloads import Workload

PARTS = ("input", "cache_read", "cache_write", "output", "batch_saving")
"""What a month at an offering is made of."""
MICRO = Decimal("0.000001")
PICO = Decimal("1e-12")


class TokenFactor(DocumentPart):
    """The output tokens of a model relative to one of usual verbosity, with a range."""

    value: Decimal
    low: Decimal
    high: Decimal
    basis: str
    sources: tuple[str, ...] = ()
    variant: str | None = None


class OfferingKey(DocumentPart):
    """Which offering: the provider, and its own name of the model where that is known."""

    provider: str
    id: str | None
    deployment: str | None = None


class CostAhead(DocumentPart):
    """The cost of a month from the day `on`, after an announced price change or the end of a promotion."""

    on: Day
    per_month_usd: Span
    announced: Day | None = None
    """The day on which it became known; None at the end of a promotion."""
    source: str | None = None


class Cost(DocumentPart):
    """What `workload` costs on one offering, or on the user's own machines.

    `parts` are US dollars a month and add up to `per_month_usd.value`; a saving is negative.
    """

    model: str
    name: str
    offering: OfferingKey | None
    provider_name: str | None
    per_request_usd: Decimal | None
    per_month_usd: Span
    per_thousand_tasks_usd: Span
    parts: dict[str, Decimal]
    basis: str
    unknown: tuple[str, ...] = ()
    factor: TokenFactor | None = None
    price_on: Day | None = None
    sources: tuple[str, ...] = ()
    scenario: str | None = None
    fits: bool = True
    """False: the offering does not take requests as long as these."""
    ahead: tuple[CostAhead, ...] = ()
    """Changes of the price that are known already, the soonest first."""
    price_in: Decimal | None = None
    """US dollars per million tokens in, at the tier and class of service of its largest part; None on own machines."""
    price_out: Decimal | None = None
    """The same for tokens out."""

    def row(self) -> CostRow:
        """The row for machines: in micro-dollars a month, with parts that add up to the value."""
        parts = {name: _rounded_to_micro(usd) for name, usd in self.parts.items()}
        month = self.per_month_usd
        value, low, high = _span_places(month)
        ahead = tuple(replace(each, per_month_usd=Span(*_span_places(each.per_month_usd))) for each in self.ahead)
        if parts and value is not None:
            value = sum(parts.values(), Decimal(0))
        request = None if self.per_request_usd is None else _rounded_to_micro(self.per_request_usd, PICO)
        basis = f"scenario {self.scenario}: {self.basis}" if self.scenario else self.basis
        return CostRow(
            self.model, self.offering, request, Span(value, low, high), parts, basis, self.unknown, ahead=ahead,
            price_in=self.price_in, price_out=self.price_out,
        )  # fmt: skip


class CostRow(DocumentPart):
    """One line of the JSON of `cost`. `parts` are dollars a month and add up to `per_month_usd.value`.

    What is not known is null: a model whose price nobody states has no figure. A row of a scenario says so in `basis`.
    """

    model: str
    offering: OfferingKey | None
    per_request_usd: Decimal | None
    per_month_usd: Span
    parts: dict[str, Decimal]
    basis: str
    unknown: tuple[str, ...]
    read_as: str | None = None
    """How the name that was asked was read, where it is not the model's own."""
    ahead: tuple[CostAhead, ...] = ()
    price_in: Decimal | None = None
    """US dollars per million tokens in, at the tier and class of service of its largest part; null on own machines."""
    price_out: Decimal | None = None
    """The same for tokens out."""


class BreakEven(DocumentPart):
    """A break-even point: where the cheaper of two models changes; `cheaper` is the one that costs less now."""

    cheaper: str
    dearer: str
    text: str
    price_rise: Decimal | None = None
    """By what share the prices of `cheaper` would have to rise, 0.25 for a quarter."""
    price_cut: Decimal | None = None
    """By what share those of `dearer` would have to fall."""
    token_factor: Decimal | None = None
    """How verbose `cheaper` would have to be."""
    output_tokens: Decimal | None = None
    """The output tokens of a request at which both cost the same."""
    input_tokens: Decimal | None = None
    """The input tokens of a request at which both cost the same."""
    brief: str | None = None
    """`text` in a few words."""


class VolumePoint(DocumentPart):
    """The cost of `tokens` a month: by API, and on as many own machines as they take."""

    tokens: Decimal
    api_usd: Decimal
    self_host_usd: Decimal
    replicas: int


class SelfHost(DocumentPart):
    """Hosting a model against calling an API. Tokens are those of the workload, in and out, a month."""

    text: str
    """The answer in a sentence."""
    hardware: str
    machine_usd: Decimal
    """One machine, a month."""
    parts: dict[str, Decimal]
    replicas: int
    """Machines that the workload takes."""
    tokens: Decimal
    """Tokens of the workload a month."""
    capacity_tokens: Decimal
    """What one machine does a month, at `utilization`."""
    utilization: Decimal
    break_even_tokens: Decimal | None
    """None: the API has no known price, or one machine cannot take as many."""
    against: str | None
    """The model and provider whose API price is met."""
    points: tuple[VolumePoint, ...]
    assumptions: tuple[str, ...]


class CostReport(Document):
    """What models cost for a workload, cheapest first, and when the cheaper one changes."""

    schema_version: str
    as_of: Day
    workload: Workload
    rows: tuple[Cost, ...]
    scenarios: tuple[Cost, ...] = ()
    flips: tuple[BreakEven, ...] = ()
    self_host: SelfHost | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    tie: str | None = None
    """That the first two cannot be told apart by cost, in a sentence; None where they can."""
    plot: str | None = None
    """A drawing for the terminal, ready to print."""
    priced_on: Day | None = None
    """The day whose prices these are, where it is not that of the question."""

    read_as: dict[str, str] = field(default_factory=dict)
    """Model -> how its name was read, where that is not its own."""

    unwritten: ClassVar[tuple[str, ...]] = ("scenarios", "plot", "read_as")

    def written(self) -> Mapping[str, Any]:
        """With its rows, and those of the scenarios, as machines read them."""
        return {**Document.written(self), "rows": self.as_list()}

    def as_list(self) -> list[CostRow]:
        """The rows, then those of the scenarios: what JSON and YAML hold."""
        return [replace(each.row(), read_as=self.read_as.get(each.model)) for each in (*self.rows, *self.scenarios)]


class LoggedModel(DocumentPart):
    """The requests of a log to one model, at today's prices of whoever answered them."""

    logged: str
    """As the log spells it, with the provider where that stands beside it."""
    model: str | None
    """None: the catalog does not know what is meant."""
    name: str | None
    provider_name: str | None
    """Whose price it is: of the provider that the log names, else of the maker."""
    requests: int
    """How many went there."""
    input_tokens: Decimal
    """Of all of them, with what was read from a cache and written to it."""
    output_tokens: Decimal
    """Of all of them."""
    usd: Decimal | None
    """What they cost; None where no price is known there."""
    basis: str
    """What that rests on."""


class LogCost(DocumentPart):
    """What all requests of a log cost with one model. `parts` are US dollars and add up to `usd.value`."""

    model: str
    name: str
    offering: OfferingKey | None
    provider_name: str | None
    usd: Span
    """The range begins off-peak for requests whose hour is not told, where the price depends on the clock."""
    parts: dict[str, Decimal]
    change: Decimal | None
    """Against what the log costs as it is: -0.4 for 40% less."""
    basis: str
    unknown: tuple[str, ...] = ()
    fits: bool = True
    """False: it does not take requests as long as the longest."""
    price_on: Day | None = None
    sources: tuple[str, ...] = ()


class LoggedUsage(DocumentPart):
    """What a log holds, and what of it could not be read."""

    file: str
    """Its name."""
    lines: int
    """All of its lines."""
    requests: int
    """Those that are priced here."""
    bad_lines: int
    """Lines that could not be read; they count for nothing."""
    examples: tuple[str, ...]
    """The first lines that could not be read, with the reasons."""
    without_usage: int
    """Lines that tell of no tokens."""
    by_gateway: int
    """Requests that a gateway answered from its own cache, which are not counted."""
    first: Day | None
    """The first day in it."""
    last: Day | None
    """The last day in it."""
    input_tokens: Decimal
    """With what was read from a cache and written to it."""
    cache_read_tokens: Decimal
    """Read from caches."""
    cache_write_tokens: Decimal
    """Written to caches, for whatever time."""
    output_tokens: Decimal
    """Reasoning included."""
    longest_input: int
    """Input tokens of the longest request."""
    batched: int
    """Requests that went through a batch interface."""
    services: dict[str, int]
    """Requests of each other class of service beside the standard one."""
    recorded_usd: Decimal | None
    """What the log itself says that its requests cost; None where it says nothing."""
    recorded: int
    """Requests of which it says so."""


class LogCostReport(Document):
    """What a log of real use costs, as it is and with other models, each request at its own length and caching."""

    schema_version: str
    as_of: Day
    priced_on: Day
    """The day whose prices these are."""
    log: LoggedUsage
    """What the log holds."""
    usd: Decimal | None
    """As it is, at today's prices; None where a part of it has no known price."""
    used: tuple[LoggedModel, ...]
    """By model, the costliest first."""
    rows: tuple[LogCost, ...]
    """With other models, cheapest first."""
    notes: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()


def _span_places(span: Span) -> tuple[Decimal | None, ...]:
    return tuple(None if end is None else _rounded_to_micro(end) for end in (span.value, span.low, span.high))


def _rounded_to_micro(value: Decimal, unit: Decimal = MICRO) -> Decimal:
    """To micro-dollars, but to no more digits than a JSON number keeps."""
    digits = 15 - value.adjusted() - 1
    least = max(unit, Decimal(1).scaleb(-digits)) if digits < 12 else unit
    return value.quantize(least).normalize()


def tokens_in_words(value: Decimal) -> str:
    """``1.2B``, ``340M``, ``12k``."""
    for power, suffix in ((12, "T"), (9, "B"), (6, "M"), (3, "k")):
        if value >= Decimal(10) ** power:
            return f"{float(f'{value.scaleb(-power):.3g}'):g}{suffix}"
    return f"{value:.0f}"
