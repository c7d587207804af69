"""The fields of many ways, each asked of one way of a kind: those that have what it rests on in common have it.

A market of half a million ways has few prices, places, stages and sizes. What a field rests on is told here by its
name; a field of which nothing is told is asked of every way.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from typing import Any

from modelpick.decide.routes import Route
from modelpick.decide.subject import OF_TERMS, CandidateView
from modelpick.decide.terms import ANYWHERE, grounds_of_terms
from modelpick.model.facts import SERVICE_FIELDS, Facts, Model
from modelpick.model.fields import Plain, field
from modelpick.model.shown_facts import OF_OFFERING, OF_RATES


class ToldFields(Plain):
    """What was told of the ways of all models so far."""

    numbers: dict[str, dict[Hashable, int]] = field(default_factory=dict)
    """By what fields rest on, a number for each that there is of it."""
    codes: dict[str, dict[Hashable, int]] = field(default_factory=dict)
    """By field, the code of its value on each of its grounds."""


class _FieldGrounds(Plain):
    """What a field rests on, by way, and the first way of each."""

    by_way: Sequence[Hashable]
    first: dict[Hashable, int]

    @classmethod
    def of(cls, by_way: Sequence[Hashable]) -> _FieldGrounds:
        first: dict[Hashable, int] = {}
        for place, each in enumerate(by_way):
            first.setdefault(each, place)
        return cls(by_way, first)


class GroundedWays:
    """The ways to a model on a day, and the codes of their fields."""

    def __init__(self, model: Model, ways: Sequence[Route], facts: Facts, told: ToldFields) -> None:
        self.model, self.ways = model, ways
        self._facts, self._told = facts, told
        self._known_grounds: dict[str, _FieldGrounds] = {}

    def codes(self, name: str, code_of: Callable[[Any], int]) -> Iterable[int]:
        """The code of the field `name` on each way; `code_of` gives that of a value."""
        told = self._told.codes.setdefault(name, {})
        grounds = self._grounds_of_term(name) if name.startswith(OF_TERMS) else self._grounds_of(name)
        for each, place in grounds.first.items():
            if each not in told:
                told[each] = code_of(CandidateView(self.ways[place], self._facts).get(name).value)
        return map(told.__getitem__, grounds.by_way)

    def _grounds_of(self, name: str) -> _FieldGrounds:
        if name in _OF_EVENTS:
            return self._events_here
        if name == "route.allowed" and self._facts.policy is None:
            return self._numbered_grounds("nothing", lambda _: None)
        if name in _GROUNDS:
            return self._numbered_grounds(*_GROUNDS[name])
        return _FieldGrounds.of([(self.model.id, way.day, place) for place, way in enumerate(self.ways)])

    def _numbered_grounds(self, what: str, grounds: Callable[[Route], Hashable]) -> _FieldGrounds:
        """The grounds of each way as numbers, which are the same for all models."""
        if what not in self._known_grounds:
            known = self._told.numbers.setdefault(what, {})
            numbers = [known.setdefault(grounds(way), len(known)) for way in self.ways]
            self._known_grounds[what] = _FieldGrounds.of(numbers)
        return self._known_grounds[what]

    def _grounds_of_term(self, name: str) -> _FieldGrounds:
        """What a term rests on; where rows about some models speak of a provider, of this model alone."""
        found = self._numbered_grounds("terms", grounds_of_terms)
        ruled = {row.provider for row in self._facts.terms_by_name.get(name.removeprefix("route."), ())}
        if ruled.isdisjoint(self._sellers_here):
            return found
        every, id_ = ANYWHERE in ruled, self.model.id
        return _FieldGrounds.of(
            [
                (number, way.seller if way.seller in ruled else ANYWHERE, id_)
                if way.offering and (every or way.seller in ruled)
                else number
                for number, way in zip(found.by_way, self.ways, strict=True)
            ]
        )

    @cached_property
    def _events_here(self) -> _FieldGrounds:
        """What is said of the API on each way, which many have in common."""
        places: dict[int, int] = {}
        ways = [(way.kind, self.model.id, way.day, places.setdefault(id(way.api), len(places))) for way in self.ways]
        return _FieldGrounds.of(ways)

    @cached_property
    def _sellers_here(self) -> set[str | None]:
        """Whom rows of terms may name that hold here."""
        found = {way.seller for way in self.ways}
        return found | {ANYWHERE} if found - {None} else found


def _price_said(way: Route) -> Hashable:
    return way.price and way.price.charges.rates


def _figures_said(way: Route) -> Hashable:
    return way.offering and way.offering.served, way.day


def _said_by_offering(name: str) -> Callable[[Route], Hashable]:
    """What the offering says; without one, what the model does."""

    def said(way: Route) -> Hashable:
        return (way.kind, way.model.id, way.day) if way.offering is None else getattr(way.offering, name)

    return said


_OF_EVENTS = ("retires_on", "route.retires_on", "route.api", "route.access")
_GROUNDS: dict[str, tuple[str, Callable[[Route], Hashable]]] = {
    **{f"route.{name}": (name, _said_by_offering(*path)) for name, (path, *_) in OF_OFFERING.items() if len(path) == 1},
    **{f"price.{name}": ("price", _price_said) for name in ("blended", *OF_RATES)},
    **{f"route.{name}": ("figures", _figures_said) for name in SERVICE_FIELDS},
    "route.kind": ("kind", lambda way: way.kind),
    "route.provider": ("provider", lambda way: way.seller),
    "route.jurisdictions": ("jurisdictions", lambda way: way.provider and way.provider.jurisdictions),
}
"""Field -> the name of what it rests on, and what that is on a way."""
