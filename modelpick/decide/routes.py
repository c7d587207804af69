"""The ways to reach a model: each offering, or the user's own machines. Constraints hold for one route together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import Literal

from modelpick.model.access import access_after, access_at
from modelpick.model.dates import Day
from modelpick.model.facts import AT_ONCE, Access, Facts, Model, Offering, Price, Provider, StageSeen, StatusEvent
from modelpick.model.fields import Plain, cached_property
from modelpick.model.pricing import price_on

BLEND_INPUT, BLEND_OUTPUT = 3, 1
"""Blended price: three input tokens for one output token."""


class ApiEvents(Plain, dict=True):
    """What events and the offering itself say of an API: its stage, who may call it and when it ends.

    The same for all offerings that these do not tell apart (`api_routes`); without an offering of the model as a whole.
    """

    model: Model
    day: Day
    offering: Offering | None = None

    @cached_property
    def events(self) -> list[StatusEvent]:
        """API events that hold here, oldest first: the model's own, overruled by those of this provider."""
        if not self.model.status:
            return []
        seller = self.offering.provider if self.offering else None
        events = [e for e in self.model.status if e.surface == "api" and e.provider in (None, seller)]
        if any(e.ids for e in events):
            return _events_of_id(events, ((self.offering and self.offering.id) or "").lower())
        return events

    @cached_property
    def status(self) -> StatusEvent | None:
        """The newest API event in force; a provider's own event outranks a general one of an earlier day."""
        past = [e for e in self.events if e.in_force_on <= self.day]
        return max(past, key=lambda e: (e.in_force_on, e.provider is not None)) if past else None

    @cached_property
    def _deciding_events(self) -> list[StatusEvent]:
        """The events in force that decide the stage of this API, oldest first; empty where the offering itself
        decides.
        """
        dated = sorted([(e.in_force_on, place, e) for place, e in enumerate(self.events)])
        past = [e for on, _, e in dated if on <= self.day]
        if self.offering is None:
            return past
        own = [e for e in past if e.provider]
        if own:
            return past[: past.index(own[-1]) + 1]
        return [] if not past or self._offering_outranks(past) else past

    def _offering_outranks(self, general: list[StatusEvent]) -> bool:
        """Whether the offering outranks the model's `general` events.

        Anybody may serve open weights, and what is sold is more than announced; but a sale to invited customers is not
        open to everybody.
        """
        access, last = access_after(general), general[-1]
        if last.stage in ("ga", "public_preview", "deprecated", "retired"):
            return False
        if self.model.weights == "open":
            return True
        assert self.offering is not None
        return access == "nobody" and self.offering.known_on > last.in_force_on

    @cached_property
    def stage(self) -> StageSeen | None:
        """The stage of the API; `listed` where only a price list mentions it, None where nothing is known."""
        offering, told = self.offering, self._deciding_events
        if offering is not None and offering.stage and not (told and told[-1].provider):
            return offering.stage
        return told[-1].stage if told else "listed" if _is_priced(offering) else None

    @cached_property
    def access(self) -> Access | None:
        """Who may call the API; None where it is unknown. A deprecated API keeps its access."""
        offering, told = self.offering, self._deciding_events
        if offering is not None and offering.stage and not (told and told[-1].provider):
            held = access_at(offering.stage) or access_after(told)
        else:
            held = access_after(told)
        return held or ("public" if _is_priced(offering) else None)

    @cached_property
    def retirement(self) -> StatusEvent | None:
        """The next announced end of the API."""
        ahead = [e for e in self.events if e.stage == "retired" and e.in_force_on > self.day]
        return min(ahead, key=lambda e: e.on) if ahead else None


class Route(Plain, dict=True):
    """One way to reach `model`: an offering, or the user's own machines.

    `kind` none: no provider is known, and its weights are not asked for.
    """

    kind: Literal["api", "self_host", "none"]
    model: Model
    day: Day
    offering: Offering | None = None
    provider: Provider | None = None

    @property
    def seller(self) -> str | None:
        """The id of the provider that is called; None where nobody is."""
        return self.offering.provider if self.offering else None

    @property
    def seller_name(self) -> str | None:
        """What that provider is called."""
        return self.provider.name if self.provider else self.seller

    @cached_property
    def api(self) -> ApiEvents:
        """What is said of the API here."""
        return ApiEvents(self.model, self.day, self.offering)

    @property
    def events(self) -> list[StatusEvent]:
        return self.api.events

    @property
    def status(self) -> StatusEvent | None:
        return self.api.status

    @property
    def stage(self) -> StageSeen | None:
        return self.api.stage

    @property
    def access(self) -> Access | None:
        return self.api.access

    @property
    def retirement(self) -> StatusEvent | None:
        return self.api.retirement

    @cached_property
    def price(self) -> Price | None:
        """The newest price in force."""
        return price_on(self.offering.prices, self.day) if self.offering else None

    @cached_property
    def blended(self) -> Decimal | None:
        """US dollars per million tokens at three input tokens for one output token."""
        price = self.price
        if price is None or price.input is None or price.output is None:
            return None
        return (BLEND_INPUT * price.input + BLEND_OUTPUT * price.output) / (BLEND_INPUT + BLEND_OUTPUT)

    @property
    def sort_key(self) -> tuple[bool, bool, bool, Decimal, bool, str, str]:
        """Cheapest first, then the lab's own, then by name: the same choice every time.

        What is given away comes after what is sold, and what does not answer now last of all: see `named_routes`.
        """
        offering = self.offering
        own = offering is not None and offering.provider == self.model.lab
        price = self.blended
        name = (offering.provider, offering.id or "") if offering else ("", "")
        return (not self.answers_now, price is None, price == 0, price or Decimal(0), not own, *name)

    @property
    def answers_now(self) -> bool:
        """Whether an ordinary request is answered at once, at that price: not so where the offering is a batch, flex,
        spot or free one.
        """
        return self.offering is None or self.offering.service in AT_ONCE


def _is_priced(offering: Offering | None) -> bool:
    """Whether somebody publishes a price above zero for an offering."""
    for price in offering.prices if offering else ():
        rates = price.charges.rates
        if rates.input or rates.output:
            return True
    return False


def _events_of_id(events: list[StatusEvent], id_: str) -> list[StatusEvent]:
    """The events that hold for the offering `id_`: what is said of the id outranks what is said of its provider."""
    own = {e.stage for e in events if id_ in e.ids}
    return [e for e in events if (id_ in e.ids if e.ids else e.provider is None or e.stage not in own)]


def routes(model: Model, facts: Facts, day: Day, self_host: bool = False, at_home: bool = False) -> list[Route]:
    """The routes to `model` of which an answer names one, best first; never empty.

    With `self_host` only the user's own machines; `at_home` adds them to the providers if the weights are open.
    Offerings taken down are left out.
    """
    own = Route("self_host", model, day)
    if self_host:
        return [own]
    if at_home and model.weights == "open":
        return [own, *(way for way in routes(model, facts, day) if way.kind == "api")]
    return named_routes(open_routes(model, facts, day)) or [Route("none", model, day)]


def open_routes(model: Model, facts: Facts, day: Day) -> list[Route]:
    """Every offering of `model` that is not taken down, of any class of service, best first."""
    return [r for r in offered(model, facts, day) if r.stage not in ("retired", "none")]


def named_routes(ways: list[Route]) -> list[Route]:
    """`ways` without those that stand for no ordinary request, where others are left.

    A batch, flex or spot price is paid for an answer later; a free tier is limited and says nothing of a month.
    """
    now = [way for way in ways if way.answers_now] or ways
    sold = [way for way in now if way.blended != 0]
    return sold if any(way.blended for way in sold) else now


def offered(model: Model, facts: Facts, day: Day) -> list[Route]:
    """Every offering of `model` as a route, best first, including those taken down."""
    return sorted(api_routes(model, day, facts.providers), key=lambda r: r.sort_key)


def api_routes(model: Model, day: Day, providers: Mapping[str, Provider]) -> list[Route]:
    """Every offering of `model` as a route, in their order.

    There may be thousands, of which events tell few apart: what these say is asked once of all that are alike to them.
    """
    events = [event for event in model.status if event.surface == "api"]
    sellers, ids = {event.provider for event in events}, {each for event in events for each in event.ids}
    told: dict[Hashable, ApiEvents] = {}
    found = []
    for offering in model.offerings:
        alike: Hashable = offering.stage, _is_priced(offering)
        if events:
            called = (offering.id or "").lower() if ids else ""
            seller = offering.provider if offering.provider in sellers else None
            alike = alike, seller, called if called in ids else None, offering.known_on
        if alike not in told:
            told[alike] = ApiEvents(model, day, offering)
        way = Route("api", model, day, offering, providers.get(offering.provider))
        way.__dict__["api"] = told[alike]
        found.append(way)
    return found
