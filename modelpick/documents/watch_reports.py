"""Result documents about what lies ahead and what moved: announced ends of APIs, and what a watch has seen."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from modelpick.documents.base import Document
from modelpick.documents.change_reports import Placed
from modelpick.documents.recommendation import SourceRef
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart

Ending = Literal["retired", "deprecated"]
WatchKind = Literal["status", "price", "context", "retirement", "offering", "answer", "score", "successor"]
"""What a change is of."""


class RetirementLine(DocumentPart):
    """A dated end, or deprecation, of a model's API at one provider, or everywhere if none is named."""

    model: str
    name: str
    event: Ending
    on: Day
    days_left: int
    """To the last day that `on` may mean; below 0 where it has passed."""
    provider: str | None
    provider_name: str | None
    ids: tuple[str, ...]
    """What the provider calls it: the ids that stop to answer."""
    announced: Day | None
    price_in: Decimal | None
    price_out: Decimal | None
    """Of the cheapest offering that ends, in US dollars per million tokens."""
    successor: str | None
    successor_name: str | None
    successor_provider: str | None
    """Who sells the successor at the prices beside: the same provider if it does, else the cheapest."""
    successor_price_in: Decimal | None
    successor_price_out: Decimal | None
    note: str | None
    source: str
    source_date: Day | None
    source_url: str | None


class RetirementReport(Document):
    """The calendar of announced ends of APIs, the soonest first."""

    unwritten: ClassVar[tuple[str, ...]] = ("command",)
    schema_version: str
    as_of: Day
    text: str
    within: int | None
    """So many days ahead; None: all that is announced."""
    past: int
    """So many days back."""
    lines: tuple[RetirementLine, ...]
    without: tuple[str, ...]
    """Models that were asked for and of which nothing is announced in these days."""
    sources: tuple[SourceRef, ...]
    command: tuple[str, ...] = ()
    """The words of a command line that ask for the same: ``("--within", "30d")``."""


class SeenOffering(DocumentPart):
    """One offering as seen by a watch; prices are decimal text, to stay exact."""

    where: str
    """Who sells it, as what and for which region, in words."""
    stage: str | None
    context: int | None
    price_in: str | None
    price_out: str | None
    source: str | None
    """The address of the source, or its title."""


class SeenEnd(DocumentPart):
    """An announced end of an API; `near`: within the days that are watched."""

    where: str
    on: Day
    near: bool
    source: str | None


class SeenFigure(DocumentPart):
    """A figure as seen by a watch; `says` names the benchmark and evaluator."""

    says: str
    value: float
    shown: str
    source: str | None


class SeenKin(DocumentPart):
    """A model that came after one that is watched."""

    name: str
    said: str
    """Whether it is the successor, or of the family."""
    usable: bool
    """Whether anybody may call it."""
    since: Day | None
    source: str | None


class SeenModel(DocumentPart):
    """One model as seen by a watch; the keys of its mappings are stable."""

    name: str
    stage: str
    """What the API is, all that is known taken together."""
    said: str | None
    """What was last said of the API in general, whatever single providers say of theirs."""
    context: int | None
    offerings: dict[str, SeenOffering]
    ends: dict[str, SeenEnd]
    figures: dict[str, SeenFigure]
    source: str | None = None
    kin: dict[str, SeenKin] | None = None
    """What came after it; None in what was remembered before this was looked at."""


class SeenAnswer(DocumentPart):
    """The answer to a saved question as seen by a watch."""

    state: str
    tied_with: tuple[str, ...]
    text: str
    top: tuple[Placed, ...]


class Sighting(DocumentPart):
    """Everything that a run of a watch saw on the day `on`."""

    on: Day
    models: dict[str, SeenModel]
    answers: dict[str, SeenAnswer]


class WatchChange(DocumentPart):
    """One change; the same change always has the same `id`."""

    id: str
    on: Day
    """The day on which it was noticed."""
    kind: WatchKind
    subject: str
    """The id of the model, or the file of the question."""
    name: str
    text: str
    source: str | None


class UntilMet(DocumentPart):
    """What a watch waits for, and which models have come to it: the watched ones, or what came after them."""

    condition: str
    """As it was written: `api=public`."""
    met: bool
    """Whether it holds of one of them."""
    by: tuple[str, ...]
    """Their ids."""
    text: str


class WatchReport(Document):
    """What changed since this watch ran last."""

    schema_version: str
    as_of: Day
    since: Day | None
    """The day of the last run; None if there was none."""
    text: str
    state: Literal["first", "changed", "same", "damaged"]
    watch: str
    """The stable name of what is watched."""
    begun: Day
    within: int
    models: tuple[str, ...]
    profiles: tuple[str, ...]
    changes: tuple[WatchChange, ...]
    history: tuple[WatchChange, ...]
    """Changes of this run and of those before, the newest first; the feed is made of them."""
    notes: tuple[str, ...]
    until: UntilMet | None = None
    """What is waited for, where that was asked."""
