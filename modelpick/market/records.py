"""What an upstream says, row by row, in our units: the common tongue of every adapter and of the synced market.

A record holds what its source states and nothing else; None means that the source does not say. Money is US dollars
per million tokens as `Decimal`. Which model of the catalog a record is about is decided later, by
`modelpick.market.identity`: a record keeps the source's own ids.
"""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from modelpick.model.dates import Day
from modelpick.model.facts import By, Charges, Rates, Routing, Service, Stage
from modelpick.model.fields import Plain


class OfferingRecord(Plain):
    """A model as a provider serves it. `provider` and `id` are the source's own words; together they are its key."""

    provider: str
    id: str
    name: str | None = None
    base: str | None = None
    """The source's id for the model behind it, where the source names one."""
    hugging_face: str | None = None
    lab: str | None = None
    released: Day | None = None
    knowledge_cutoff: Day | None = None
    weights: Literal["open", "closed"] | None = None
    context: int | None = None
    max_output: int | None = None
    inputs: tuple[str, ...] | None = None
    outputs: tuple[str, ...] | None = None
    reasoning: bool | None = None
    tool_calling: bool | None = None
    structured_output: bool | None = None
    stage: Stage | None = None
    service: Service | None = None
    retires_on: Day | None = None
    charges: Charges | None = None
    routing: Routing = "unknown"
    geography: tuple[str, ...] = ()
    note: str | None = None
    uptime: float | None = None
    """Percent of the requests that were answered, when it was read; see `ServiceFigures`."""
    first_token_s: float | None = None
    tokens_per_s: float | None = None

    @property
    def key(self) -> str:
        return f"{self.provider}/{self.id}"

    @property
    def rates(self) -> Rates:
        """The standard price; none of it is known where the source has no price."""
        return self.charges.rates if self.charges else Rates()


class ModelRecord(Plain):
    """A model as the source describes it, apart from who serves it."""

    id: str
    """The source's id, `lab/slug` where it has such."""
    name: str | None = None
    lab: str | None = None
    family: str | None = None
    released: Day | None = None
    knowledge_cutoff: Day | None = None
    weights: Literal["open", "closed"] | None = None
    license: str | None = None
    hugging_face: str | None = None
    context: int | None = None
    max_output: int | None = None
    inputs: tuple[str, ...] | None = None
    outputs: tuple[str, ...] | None = None
    reasoning: bool | None = None
    tool_calling: bool | None = None
    structured_output: bool | None = None

    @property
    def key(self) -> str:
        return self.id


class ProviderRecord(Plain):
    """Somebody who serves models."""

    id: str
    name: str
    url: str | None = None

    @property
    def key(self) -> str:
        return self.id


class ScoreRecord(Plain):
    """One reported value. `benchmark` is a benchmark id of ours where the adapter knows it, else the source's name."""

    model: str
    benchmark: str
    value: float
    on: Day | None
    """The day of the figure. Where the source gives none, it counts from the day on which it was first read so."""
    by: By
    name: str | None = None
    evaluator: str | None = None
    variant: str | None = None
    harness: str | None = None
    tools: Literal["none", "with"] | None = None
    stderr: float | None = None
    url: str | None = None
    unit: str | None = None
    n: int | None = None
    """Tasks, questions or votes that the figure is over."""
    note: str | None = None
    """What has to be known of this figure, in our words."""

    @property
    def key(self) -> str:
        parts = (self.model, self.benchmark, self.variant, self.harness, self.tools, self.evaluator, self.on, self.url)
        return "|".join(part or "" for part in parts)


class StatusRecord(Plain):
    """A dated change of an API, deprecated or retired, at one provider or at the model's own lab."""

    provider: str
    id: str
    stage: Stage
    on: Day
    announced: Day | None = None
    successor: str | None = None
    url: str | None = None

    @property
    def key(self) -> str:
        return f"{self.provider}/{self.id}|{self.stage}"


Record = OfferingRecord | ModelRecord | ProviderRecord | ScoreRecord | StatusRecord
R_co = TypeVar("R_co", bound=Record, covariant=True)
KINDS: dict[str, type[Record]] = {
    "offering": OfferingRecord,
    "model": ModelRecord,
    "provider": ProviderRecord,
    "score": ScoreRecord,
    "status": StatusRecord,
}
KIND_OF: dict[type[Record], str] = {cls: kind for kind, cls in KINDS.items()}


class Stored(Plain, Generic[R_co]):
    """A record as the market keeps it."""

    source: str
    record: R_co
    first: Day
    """The day on which this key was first read."""
    since: Day
    """The day on which it was first read with this content."""
    read: Day
    """The day on which it was last read."""
    prices: tuple[tuple[Day, Charges | None], ...] = ()
    """For an offering: each earlier or present price that differs from the one before, oldest first."""
