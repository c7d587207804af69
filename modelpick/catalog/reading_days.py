"""Gives facts that are dated by a month or year alone the day from which they count: that on which they were read."""

from __future__ import annotations

from collections.abc import Mapping
from operator import is_
from typing import Any

from modelpick.model.dates import Day, day_of_effect, last_day
from modelpick.model.facts import Announced, Model, Source
from modelpick.model.fields import replace

_DATED_LISTS = ("status", "variants", "traits", "measurements")


def with_reading_days(model: Model, sources: Mapping[str, Source]) -> Model:
    """`model` with `known` set to the day its source was read, for facts whose date ends later than that."""
    changed: dict[str, Any] = {}
    for name in _DATED_LISTS:
        facts = getattr(model, name)
        # Nearly every fact bears a full day: nothing is to be made anew.
        if any(_is_vague(fact, _day_of_fact(fact)) for fact in facts):
            made = tuple(_with_known_day(fact, _day_of_fact(fact), fact.source, sources) for fact in facts)
            changed |= {} if all(map(is_, made, facts)) else {name: made}
    if any(
        _is_vague(offer, offer.since) or any(_is_vague(p, _day_of_fact(p)) for p in offer.prices)
        for offer in model.offerings
    ):
        offers = tuple(_offering_with_days(offer, sources) for offer in model.offerings)
        changed |= {} if all(map(is_, offers, model.offerings)) else {"offerings": offers}
    return replace(model, **changed) if changed else model


def _offering_with_days(offering: Any, sources: Mapping[str, Source]) -> Any:
    prices = tuple(_with_known_day(p, _day_of_fact(p), p.source or offering.source, sources) for p in offering.prices)
    found = _with_known_day(offering, offering.since, offering.source, sources)
    return found if all(map(is_, prices, offering.prices)) else replace(found, prices=prices)


def _day_of_fact(fact: Any) -> Day:
    """The day on which the fact was stated: its announcement, or else its date."""
    said: Day = (fact.announced or fact.on) if isinstance(fact, Announced) else fact.on
    return said


def _is_vague(fact: Any, said: Day) -> bool:
    return len(said) < 10 or fact.known is not None


def _with_known_day(fact: Any, said: Day, source_id: str, sources: Mapping[str, Source]) -> Any:
    source = sources.get(source_id)
    day = day_of_effect(said, source.read if source else None)
    known = day if day != last_day(said) else None
    return fact if fact.known == known else replace(fact, known=known)
