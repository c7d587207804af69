"""Gives facts that are dated by a month or year alone the day from which they count: that on which they were read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelpick.model.dates import Day, counts_from, last_day
from modelpick.model.facts import Announced, Model, Source
from modelpick.model.fields import replace

_DATED = ("status", "variants", "traits", "measurements")


def with_reading_days(model: Model, sources: Mapping[str, Source]) -> Model:
    """`model`, in whose facts `known` says when their source was read, if that is earlier than their date ends."""
    changed: dict[str, Any] = {}
    for name in _DATED:
        facts = getattr(model, name)
        # Nearly every fact bears a full day: nothing is to be made anew.
        if any(_is_vague(fact, _said(fact)) for fact in facts):
            changed[name] = tuple(_known(fact, _said(fact), fact.source, sources) for fact in facts)
    if any(
        _is_vague(offer, offer.since) or any(_is_vague(p, _said(p)) for p in offer.prices) for offer in model.offerings
    ):
        changed["offerings"] = tuple(_offering(offer, sources) for offer in model.offerings)
    return replace(model, **changed) if changed else model


def _offering(offering: Any, sources: Mapping[str, Source]) -> Any:
    prices = tuple(_known(p, _said(p), p.source or offering.source, sources) for p in offering.prices)
    return replace(_known(offering, offering.since, offering.source, sources), prices=prices)


def _said(fact: Any) -> Day:
    """The date that says when the fact became known."""
    said: Day = (fact.announced or fact.on) if isinstance(fact, Announced) else fact.on
    return said


def _is_vague(fact: Any, said: Day) -> bool:
    return len(said) < 10 or fact.known is not None


def _known(fact: Any, said: Day, source_id: str, sources: Mapping[str, Source]) -> Any:
    source = sources.get(source_id)
    day = counts_from(said, source.read if source else None)
    known = day if day != last_day(said) else None
    return fact if fact.known == known else replace(fact, known=known)
