"""What a catalog file may hold: facts, each as its struct describes it, and what only the user can say.

A file is a mapping with any of the sections of `CatalogFile`, so that a private catalog may be one file and the
bundled one seven. Unknown keys are errors.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from modelpick.model.dates import first_day, last_day
from modelpick.model.ends import EndedId
from modelpick.model.facts import (
    Benchmark,
    GlossaryEntry,
    Model,
    Price,
    Provider,
    Run,
    ServiceFigures,
    Skill,
    Source,
    TermRow,
    Tools,
)
from modelpick.model.fields import Day, Fact, Id, Inline, ModelId, NotNegative, Number, Text, above, at_most
from modelpick.model.machines import Device, Rental
from modelpick.model.weight_files import GgufFiles, MeasuredPrecision
from modelpick.model.workloads import TokenCount, Workload

ROUNDED = 0.51
"""How far, in percent, a value may lie beside what passed."""


class AliasRow(Fact):
    """An id or name used elsewhere, any case."""

    alias: Text
    """An id or name used elsewhere, any case."""
    model: ModelId
    used_by: Text | None = None
    """Who uses it: a provider, a data set, a board."""


class OwnScore(Fact):
    """A measurement of the user's own. With `run` it weighs as much as its tasks; without, it stands in place of every
    published figure."""

    model: ModelId
    benchmark: Id
    value: float
    on: Day
    variant: Id | None = None
    tools: Tools | None = None
    harness: Text | None = None
    stderr: NotNegative | None = None
    note: Text | None = None
    run: Run | None = None
    """Of how many tasks it is."""

    def fault(self) -> str | None:
        if self.run and abs(self.value - 100 * self.run.passed / self.run.n) > ROUNDED:
            return f"the value is {self.value:g}, but {self.run.passed:g} of {self.run.n} passed"
        return None


class OwnPriceRow(Fact):
    """What you pay yourself, from `on`: it stands in place of the provider's published price from that day."""

    price: Annotated[Price, Inline]
    model: ModelId
    provider: Id
    id: Text | None = None
    """The provider's own id, where only one of several offerings is meant."""

    def fault(self) -> str | None:
        return "a price needs `in` or `out`" if self.price.input is None and self.price.output is None else None


class OwnServiceRow(Fact):
    """How well an offering was served when you measured it."""

    figures: Annotated[ServiceFigures, Inline]
    model: ModelId
    provider: Id
    id: Text | None = None
    """The provider's own id, where only one of several offerings is meant."""

    def fault(self) -> str | None:
        said = self.figures
        if said.uptime is None and said.first_token_s is None and said.tokens_per_s is None:
            return "expected `uptime`, `first_token_s` or `tokens_per_s`"
        return None


class DiscountRow(Fact):
    """Percent off the published prices of a provider. Your own prices are what you pay: nothing is taken off them."""

    provider: Id
    percent: Annotated[Decimal, above(0), at_most(100), Number()]
    model: ModelId | None = None
    """Only on this model; it stands in place of a discount on all of them."""
    since: Day | None = None
    until: Day | None = None
    """The last day on which it holds."""
    note: Text | None = None

    def fault(self) -> str | None:
        if self.since and self.until and first_day(self.since) > last_day(self.until):
            return "`until` lies before `since`"
        return None


class ListedRow(Fact):
    """Names that belong together, and why."""

    models: tuple[ModelId, ...] = ()
    labs: tuple[Id, ...] = ()
    providers: tuple[Id, ...] = ()
    licenses: tuple[Text, ...] = ()
    because: Text | None = None

    def fault(self) -> str | None:
        if not (self.models or self.labs or self.providers or self.licenses):
            return "expected one of `models`, `labs`, `providers`, `licenses`"
        return None


class PolicyRow(Fact):
    """What may be used. Lists of several files are joined; what is denied anywhere stays denied."""

    allow: tuple[ListedRow, ...] = ()
    """Of a kind that is listed here, nothing else may be used."""
    deny: tuple[ListedRow, ...] = ()


class CatalogFile(Fact):
    """Any of the sections; a private catalog may hold all of them in one file."""

    models: tuple[Model, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    skills: tuple[Skill, ...] = ()
    sources: tuple[Source, ...] = ()
    providers: tuple[Provider, ...] = ()
    aliases: tuple[AliasRow, ...] = ()
    scores: tuple[OwnScore, ...] = ()
    """Measurements of your own (`modelpick scores add`)."""
    prices: tuple[OwnPriceRow, ...] = ()
    """What you pay, where it is not the published price."""
    discounts: tuple[DiscountRow, ...] = ()
    terms: tuple[TermRow, ...] = ()
    """What holds of some models at a provider, or what a contract of yours says (`modelpick terms confirm`)."""
    service: tuple[OwnServiceRow, ...] = ()
    """What you measured of the service (`modelpick status --live --probe --record`)."""
    policy: PolicyRow = PolicyRow()
    hardware: tuple[Device, ...] = ()
    rentals: tuple[Rental, ...] = ()
    workloads: tuple[Workload, ...] = ()
    token_counts: tuple[TokenCount, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    ended: tuple[EndedId, ...] = ()
    """Ids of providers that have ended, are ending or never were."""
    gguf: tuple[GgufFiles, ...] = ()
    precision: tuple[MeasuredPrecision, ...] = ()
