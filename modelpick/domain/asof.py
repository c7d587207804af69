"""The catalogue as it stood on a day: every fact dated later is dropped.

An imprecise date counts from its last day. A later reading of an undated term or price is a later fact, so that an
old question gets the answer that could have been given then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from modelpick.domain.dates import Day, last_day
from modelpick.domain.facts import Facts, Model, Offering, Provider, Term, Variant


def as_of(facts: Facts, day: Day) -> Facts:
    """`facts` without anything that was not known on `day`."""
    return replace(
        facts,
        models=_models(facts.models, day),
        unlinked=_models(facts.unlinked, day),
        providers={id_: provider_as_of(provider, day) for id_, provider in facts.providers.items()},
        newest=None,
    )


def _models(models: Mapping[str, Model], day: Day) -> dict[str, Model]:
    return {id_: _model(model, day) for id_, model in models.items() if known_from(model) <= day}


def newest_fact(facts: Facts) -> Day | None:
    """The day of the newest figure, status event or price in `facts`."""
    return facts.newest or max((day for model in facts.models.values() for day in news_days(model)), default=None)


def news_days(model: Model) -> Iterator[Day]:
    """The days of its figures, status events and prices."""
    yield from (last_day(m.on) for m in model.measurements)
    yield from (last_day(event.known_on) for event in model.status)
    yield from (last_day(price.known_on) for offering in model.offerings for price in offering.prices)


def known_from(model: Model) -> Day:
    """The day from which `model` is known: its release or its first announcement; always, if it bears no date."""
    days = [last_day(event.known_on) for event in model.status]
    days += [last_day(model.released)] if model.released is not None else []
    return min(days, default="")


PARTS: dict[str, Callable[[Any, Day], Any]] = {
    "status": lambda events, day: tuple(e for e in events if last_day(e.known_on) <= day),
    "variants": lambda variants, day: tuple(v if last_day(v.on) <= day else _not_yet(v) for v in variants),
    "traits": lambda traits, day: tuple(t for t in traits if last_day(t.on) <= day),
    "measurements": lambda figures, day: tuple(m for m in figures if last_day(m.on) <= day),
    "offerings": lambda offers, day: tuple(_offering(o, day) for o in offers if last_day(o.since) <= day),
}
"""The parts of a model that bear dates, and what is left of each on a day."""


def _model(model: Model, day: Day) -> Model:
    return replace(model, **{name: cut(getattr(model, name), day) for name, cut in PARTS.items()})


def _not_yet(variant: Variant) -> Variant:
    return replace(variant, stage="none")


def _offering(offering: Offering, day: Day) -> Offering:
    if all(last_day(price.known_on) <= day for price in offering.prices) and not offering.terms:
        return offering
    return replace(
        offering,
        prices=tuple(price for price in offering.prices if last_day(price.known_on) <= day),
        terms={name: _term(term, day) for name, term in offering.terms.items()},
    )


def provider_as_of(provider: Provider, day: Day) -> Provider:
    """`provider` with the terms that were read by `day`."""
    return replace(
        provider,
        training=_term(provider.training, day),
        zero_retention=_term(provider.zero_retention, day),
        baa=_term(provider.baa, day),
        residency={region: _term(term, day) for region, term in provider.residency.items()},
    )


def _term(term: Term, day: Day) -> Term:
    if term.on is None or last_day(term.on) <= day:
        return term
    return Term("unknown", note=f"first read on {term.on}")
