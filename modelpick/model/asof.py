"""The catalog as it stood on a day: every fact dated later is dropped.

A date that names a month or year alone counts from the day of it on which it was read, else from its last. A later
reading of an undated term or price is a later fact, so that an old question gets the answer that could have been
given then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from operator import is_
from typing import Any

from modelpick.model.dates import Day, first_day, last_day
from modelpick.model.facts import (
    Dated,
    Facts,
    Model,
    Offering,
    PromisedNumber,
    Provider,
    Published,
    Term,
    Terms,
    Trait,
    Variant,
)
from modelpick.model.fields import replace
from modelpick.model.freshness import news_days

_NO_TERMS = Terms()


def as_of(facts: Facts, day: Day) -> Facts:
    """`facts` without anything that was not known on `day`."""
    return replace(
        facts,
        models=_models_as_of(facts.models, day),
        unlinked=_models_as_of(facts.unlinked, day),
        providers={id_: provider_as_of(provider, day) for id_, provider in facts.providers.items()},
        newest=None,
        ends=facts.ends.as_of(day),
    )


def _models_as_of(models: Mapping[str, Model], day: Day) -> dict[str, Model]:
    dated = {id_: known_from(model) for id_, model in models.items()}
    known = [id_ for id_ in models if dated[id_] <= day]
    return {id_: model_as_of(models[id_], day, dated) for id_ in known}


def named_successor(successor: str | None, dated: Mapping[str, Day], day: Day) -> str | None:
    """`successor` if it was released or announced by `day`, otherwise None; `dated` holds the day since which each
    model is known. Without a known day it counts as unknown.
    """
    since = dated.get(successor or "", "")
    return successor if since and since <= day else None


def known_from(model: Model) -> Day:
    """The day from which `model` is known: its release or its first announcement, else the first day on which
    anything is known of it; always, if it bears no date.
    """
    days = [event.known_on for event in model.status]
    if model.released is not None:
        days.append(last_day(model.released))
    if model.released is None or len(model.released) < 10:
        # Released in some month: by the first day of it on which something is known of the model.
        said = [*(m.known_on for m in model.measurements), *(offering.known_on for offering in model.offerings)]
        days += [day for day in said if model.released is None or day >= first_day(model.released)]
    return min(days, default="")


_PARTS_CUT: dict[str, Callable[[Any, Day], Any]] = {
    "status": lambda events, day: tuple(e for e in events if e.known_on <= day),
    "variants": lambda variants, day: tuple(v if v.known_on <= day else _not_yet(v) for v in variants),
    "traits": lambda traits, day: tuple(_trait_as_of(t, day) for t in traits if t.known_on <= day),
    "measurements": lambda figures, day: tuple(m for m in figures if m.known_on <= day),
    "offerings": lambda offers, day: tuple(_offering_as_of(o, day) for o in offers if o.known_on <= day),
}
"""The parts of a model that bear dates, and what is left of each on a day."""


def model_as_of(model: Model, day: Day, dated: Mapping[str, Day]) -> Model:
    """`model` as it was known on `day`, the very same if all was known; `dated`: model -> the day from which it is
    known.
    """
    changed: dict[str, Any] = {}
    for name, cut in _PARTS_CUT.items():
        if facts := getattr(model, name):
            left = cut(facts, day)
            if len(left) < len(facts) or not all(map(is_, left, facts)):
                changed[name] = left
    successor = named_successor(model.successor, dated, day)
    if successor != model.successor:
        changed["successor"] = successor
    return replace(model, **changed) if changed else model


def known_whole(model: Model) -> Day:
    """The day since which all is known that is said of `model` itself: from then on it is as it stands."""
    said = [offering.terms for offering in model.offerings if offering.terms != _NO_TERMS]
    terms = [term.on for each in said for term in each.named().values()]
    settled = [trait.outcome.on for trait in model.traits if trait.outcome]
    facts: Iterator[Dated] = chain(model.status, model.variants, model.traits, model.measurements)
    days = [*news_days(model), *(fact.known_on for fact in facts), *(o.known_on for o in model.offerings)]
    days += [figures.known_on for offering in model.offerings for figures in offering.served]
    return max((*days, *(last_day(day) for day in (*terms, *settled) if day)), default="")


def _trait_as_of(trait: Trait, day: Day) -> Trait:
    """`trait` without an outcome that was not known yet."""
    settled = trait.outcome is not None and trait.outcome.on is not None and last_day(trait.outcome.on) > day
    return replace(trait, outcome=None) if settled else trait


def _not_yet(variant: Variant) -> Variant:
    return replace(variant, stage="none")


def _offering_as_of(offering: Offering, day: Day) -> Offering:
    dated: tuple[Dated, ...] = (*offering.prices, *offering.served)
    if all(fact.known_on <= day for fact in dated) and offering.terms == _NO_TERMS:
        return offering
    return replace(
        offering,
        prices=tuple(price for price in offering.prices if price.known_on <= day),
        served=tuple(figures for figures in offering.served if figures.known_on <= day),
        terms=_terms_as_of(offering.terms, day),
    )


def provider_as_of(provider: Provider, day: Day) -> Provider:
    """`provider` with the terms that were read by `day`."""
    return replace(provider, terms=_terms_as_of(provider.terms, day))


def _terms_as_of(terms: Terms, day: Day) -> Terms:
    return terms.each(lambda term: _term_as_of(term, day))


def _term_as_of(said: Published, day: Day) -> Published:
    if said.on is None or last_day(said.on) <= day:
        return said
    note = f"first read on {said.on}"
    return Term("unknown", note=note) if isinstance(said, Term) else PromisedNumber(None, note=note)
