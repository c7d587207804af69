"""The days on which what is known of a model may change, and since when and until when it is as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set
from functools import cache
from typing import Any

from msgspec import json

from modelpick.decide.columns import LAST_DAY
from modelpick.decide.terms import ANYWHERE, MOST_AGE, NO_TERMS
from modelpick.model.asof import known_from
from modelpick.model.dates import Day, days_after, first_day, is_day, last_day
from modelpick.model.facts import Facts, Model, Provider, TermRow
from modelpick.model.fields import replace

_DATE = re.compile(rb'"(\d{4}(?:-\d{2}(?:-\d{2})?)?)"')


def span_of_fields(model: Model, facts: Facts, day: Day) -> tuple[Day, Day]:
    """Since when the fields of `model` are as they are on `day`, and the day on which that ends; its scores aside.

    Every day that stands anywhere in its events and offerings, in the terms of its providers, or in those of its
    successor may be one on which something changes; so may the day after one that is named as a last day.
    """
    providers = {o.provider for o in model.offerings} & facts.providers.keys()
    spoken = providers | {ANYWHERE}
    rows = [row for row in facts.terms.values() if row.provider in spoken and row.is_about(model.id)]
    turns = turns_of_fields(model, facts)
    turns |= set(_days_of_terms((facts.providers[id_] for id_ in providers), rows))
    turns |= {days_after(figures.on, MOST_AGE + 1) for o in model.offerings for figures in o.served}
    return _span_between(turns, day)


def turns_of_fields(model: Model, facts: Facts) -> set[Day]:
    """The days on which a field of `model` may change, its scores and the terms of its providers aside."""
    said = _days_in((model.status, model.offerings))
    successor = facts.model(model.successor or "")
    said |= {known_from(successor)} if successor else set()
    last_days = {last_day(price.until) for o in model.offerings for price in o.prices if price.until}
    turns = {turning for each in said for turning in _turning_days(each)}
    return turns | {days_after(last, 1) for last in last_days if last < LAST_DAY}


def without_figures(model: Model) -> Model:
    """`model` without what no field but its scores depends on."""
    return replace(model, measurements=(), variants=(), traits=(), origins={})


def span_of_cells(model: Model, day: Day) -> tuple[Day, Day]:
    """Since when the cells of `model` are as they are on `day`, and the day on which that ends."""
    turns = {m.known_on for m in model.measurements} | {variant.known_on for variant in model.variants}
    return _span_between(turns, day)


def _span_between(turns: Set[Day], day: Day) -> tuple[Day, Day]:
    """The last of `turns` until `day`, and the next after it."""
    order = sorted(turns)
    place = bisect_right(order, day)
    return order[place - 1] if place else "", order[place] if place < len(order) else LAST_DAY


def _days_of_terms(providers: Iterable[Provider], rows: Iterable[TermRow]) -> Iterator[Day]:
    """The days from which each term counts, and the days after the last ones of those that end."""
    for provider in providers:
        if provider.terms != NO_TERMS:  # of most in a large market nothing is said
            yield from (last_day(said.on) for said in provider.terms.named().values() if said.on)
    for row in rows:
        if row.on:
            yield last_day(row.on)
        if row.until:
            yield days_after(last_day(row.until), 1)


def _days_in(facts: tuple[Any, ...]) -> set[Day]:
    """Every text in some facts, however deep, that looks like a day."""
    return {found.decode("ascii") for found in _DATE.findall(json.encode(facts))}


@cache
def _turning_days(said: Day) -> tuple[Day, ...]:
    """The days on which a fact with the date `said` may begin to count."""
    return (first_day(said), last_day(said)) if said and is_day(said) else ()
