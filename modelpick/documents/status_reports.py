"""What `status` answers: whether a model can be called, where, for how much, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from modelpick.documents.base import Document
from modelpick.documents.recommendation import SourceRef
from modelpick.model.dates import Day
from modelpick.model.facts import Price, ServiceFigures
from modelpick.model.fields import DocumentPart, field, names_of


class StatusLine(DocumentPart):
    """A dated event in the status of a model: the stage of a surface from a day on."""

    on: Day
    surface: str
    stage: str
    provider: str | None
    source: str
    announced: Day | None
    ahead: bool
    note: str | None
    access: str | None = None
    """Who may call it from then on, where the source says so and the stage does not."""


class PriceAhead(DocumentPart):
    """The price from the day `on`: announced, or in force again after a promotion."""

    on: Day
    price: Price


class OfferingLine(DocumentPart):
    """One offering of a model: provider, prices in US dollars per million tokens, context in tokens, region and
    stage.
    """

    provider: str
    provider_name: str
    id: str | None
    stage: str | None
    access: str | None
    since: Day
    routing: str
    geography: tuple[str, ...]
    context: int | None
    max_output: int | None
    price_in: Decimal | None
    price_out: Decimal | None
    price_on: Day | None
    retires_on: Day | None
    source: str
    note: str | None
    sources: tuple[str, ...] = ()
    """All that the line rests on: the offering's own source, that of its price, and those of single fields."""
    read: Day | None = None
    """The day on which a synced source last listed it."""
    deployment: str | None = None
    version: str | None = None
    service: str | None = None
    """The class of service, where it is sold apart from the standard one."""
    price: Price | None = None
    """All of the price in force: tiers, caches, batches, services, the clock."""
    ahead: tuple[PriceAhead, ...] = ()
    """Changes of the price that are known already, the soonest first."""
    served: tuple[ServiceFigures, ...] = ()
    """How well it was served, each time that somebody measured it."""
    place_proven: bool | None = None
    """Whether the provider says that it stays in its geography; false where a price list alone does."""


class ApiStatus(DocumentPart):
    """The stage of the API, since when, and the source."""

    is_: str
    since: Day | None
    source: str | None


class EndLine(DocumentPart):
    """The end of one id at one provider: the day, on whose word, what speaks against it, and what to take instead.

    `state` is retired, retiring, deprecated, never_existed, not_before (a promise that it stays until `on`) or served
    (said to have ended, which the provider denies).
    """

    provider: str
    provider_name: str
    id: str
    version: str | None
    model: str | None
    state: str
    on: Day | None
    days_left: int | None
    """To `on`; below 0 where it has passed."""
    announced: Day | None
    after: str | None
    """What a call gets from then on, where it is not an error."""
    answers: str | None
    """The id that answers in its place, with its price."""
    instead: str | None
    """What to take instead; nothing that has ended itself."""
    doubts: tuple[str, ...]
    """Why it may not be so."""
    conflicts: tuple[str, ...]
    """What other sources say."""
    earlier: tuple[str, ...]
    """What the same provider said before."""
    note: str | None
    evidence: str
    """primary (the provider's own word), read_by_others or aggregator."""
    source: str
    read: Day
    """The day of the source's state."""


class Status(DocumentPart):
    """Whether a model can be called on a day: its API, surfaces, offerings and history."""

    model: str
    name: str
    as_of: Day
    usable: bool
    """Whether anybody may call it today."""
    text: str
    api: ApiStatus
    access: str | None
    """Who may call its API, the widest anywhere: public, invited, partners or nobody. A deprecation changes nothing
    of it."""
    lifecycle: str | None
    """Where its API stands: announced, preview, ga, deprecated or retired; None where that is not known or there is no
    API."""
    surfaces: dict[str, str]
    retires_on: Day | None
    successor: str | None
    offerings: tuple[OfferingLine, ...]
    history: tuple[StatusLine, ...]
    successor_on: Day | None = None
    """The day since which the successor is out, or announced."""
    brief: str = ""
    """Whether it can be called and since when, without by whom it is sold."""
    ends: tuple[EndLine, ...] = ()
    """What is known of the ends of its ids, at whatever provider; of the one that was asked about first."""
    ends_read: dict[str, Day] = field(default_factory=dict)
    """Who makes or sells it -> the day of the newest state of a source about ends there."""
    asked_at: str | None = None
    """The provider whose API the id that was asked about names."""
    asked_id: str | None = None
    """That id, without the route to it."""
    asked: tuple[OfferingLine, ...] = ()
    """What is offered there today: by that very id, else under other ids of the model."""
    asked_is_listed: bool = False
    """Whether it is offered by that very id."""


class StatusReport(Document):
    """The answer of `status`: the status of each model asked about."""

    schema_version: str
    as_of: Day
    models: tuple[Status, ...]
    sources: tuple[SourceRef, ...]
    notes: tuple[str, ...] = ()
    """How the names were read, where they are not the models' own."""

    def written(self) -> Mapping[str, Any]:
        """Of one model its status, with the rest around it; of several, a list of them."""
        body = Document.written(self)
        if len(self.models) != 1:
            return body
        (status,) = self.models
        own = {name: value for name, value in body.items() if name not in ("models", "as_of")}
        told = {name: getattr(status, name) for name in names_of(status)}
        return {"schema_version": own.pop("schema_version"), **told, **own}
