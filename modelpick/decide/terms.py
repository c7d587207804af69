"""What a provider's terms say of one way to reach a model, and whose word that is.

The offering's own terms come first, then what holds of some models at a provider, then the provider's. A place is
proven by a page of the provider's; a price list that names one is a hint.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from modelpick.decide.routes import Route
from modelpick.decide.values import UNKNOWN, FieldValue
from modelpick.model.dates import days_between, last_day
from modelpick.model.facts import YOU, Facts, Published, Source, Term, TermRow, Terms
from modelpick.model.fields import Plain, replace
from modelpick.model.places import ZONE_WORDS, confined, lies_in, reaches_beyond

ANYWHERE = "*"
"""In a row of terms: at whatever provider."""
OWN_MACHINES = "on your own machines"
AT_HOME: dict[str, str | int] = {
    "training": "no",
    "zero_retention": "yes",
    "baa": "yes",
    "dpa": "yes",
    "human_review": "no",
    "customer_keys": "yes",
    "retention_days": 0,
}
"""What is true of the terms where nobody else serves the model."""
WRITTEN_BY_PROVIDER = ("vendor", "provider")
"""Kinds of sources that are pages of the lab's or the provider's own."""
MOST_AGE = 30
"""Days after which a figure of the service says nothing of the service of today."""
_DECIDED = ("yes", "no", "opt_out")
NO_TERMS = Terms()
_SHORT_OF_YES = {"on_request": "granted on request", "conditional": "only under conditions"}


class SaidTerm(Plain):
    """What is said of a term, and how closely: by the offering, by a row about some models, or by the provider."""

    said: Published
    by_row: bool = False


def term_fact(route: Route, facts: Facts, name: str) -> FieldValue:
    """The term `name` (``baa``, ``certified.c5``) on `route`; see `residency_fact` for places."""
    if route.kind == "self_host":
        return FieldValue(AT_HOME.get(name), note=OWN_MACHINES)
    own = _own_term(route, facts, name)
    found = SaidTerm(own) if own else _said_beside(route, facts, name)
    return _with_lapsed(fact_of(found.said) if found else UNKNOWN, route, facts, name)


def grounds_of_terms(route: Route) -> Hashable:
    """All but the rows of `Facts.terms` that terms and places of `route` rest on: routes that have it in common and of
    which no row speaks have their terms in common.
    """
    offering, provider = route.offering, route.provider
    if offering is None:
        return route.kind
    told = provider.id if provider and provider.terms != NO_TERMS else None  # of most in a large market nothing is
    return told, id(offering.terms), offering.routing, offering.geography, offering.source


def _own_term(route: Route, facts: Facts, name: str) -> Published | None:
    """What the offering itself says, unless it falls short of a yes and a paper of the user's says more."""
    own = route.offering.terms.said(name) if route.offering else None
    if own is None or own.value in _DECIDED or isinstance(own.value, int | float):
        return own
    row = closest_row(route, facts, name)
    return row.said if row is not None and row.document else own


def fact_of(said: Published) -> FieldValue:
    """A term as a fact: what is granted on request or under conditions is unknown, with a note."""
    sources = (said.source,) if said.source else ()
    if not isinstance(said, Term):
        value = int(said.value) if said.value is not None and said.value == int(said.value) else said.value
        return FieldValue(value, sources, said.note, said.on)
    if said.value in _DECIDED:
        return FieldValue(said.value, sources, said.note, said.on)
    words = _SHORT_OF_YES.get(said.value)
    note = ": ".join(part for part in (words, said.note) if part) or None
    return FieldValue(None, sources, note, said.on, said.value if words else None)


def residency_fact(route: Route, facts: Facts, region: str) -> FieldValue:
    """Whether processing can be confined to `region` on `route`."""
    if route.kind == "self_host":
        return FieldValue("yes", note=OWN_MACHINES)
    offering = route.offering
    if offering is None:
        return UNKNOWN
    own = _own_term(route, facts, f"residency.{region}")
    if own is not None:
        return fact_of(own)
    placed = offering.routing in ("in_region", "geo") and bool(offering.geography)
    if placed and not confined(offering.geography, region):
        return FieldValue("no", (offering.source,), _place_words(offering.geography, region))
    if offering.routing == "global":
        return FieldValue("no", (offering.source,), "this offering may run anywhere")
    found = _said_of_place(route, facts, region)
    fact = _placed_fact(route, facts, found) if placed else _unplaced_fact(found, region)
    return _with_lapsed(fact, route, facts, f"residency.{region}")


def _place_words(geography: tuple[str, ...], region: str) -> str:
    wider = reaches_beyond(geography, region)
    served = f"served from {', '.join(geography)}"
    return f"{served}, which reaches further: {ZONE_WORDS.get(wider, wider)}" if wider else served


def _placed_fact(route: Route, facts: Facts, found: SaidTerm | None) -> FieldValue:
    """Of an offering that is said to run within the region: a yes where the provider says so, there or of its ids."""
    offering = route.offering
    assert offering is not None
    said = found.said if found else None
    answer = said.value if isinstance(said, Term) else None
    where = f"served from {', '.join(offering.geography)}"
    source = facts.sources.get(offering.source)
    if is_placed_by_provider(source):
        return FieldValue("yes", (offering.source,), where, source.date if source else None)
    if isinstance(said, Term) and answer == "yes" and said.offerings != "placed":
        sources = (*((said.source,) if said.source else ()), offering.source)
        return FieldValue("yes", tuple(dict.fromkeys(sources)), said.note or where, said.on)
    if isinstance(said, Term) and found is not None and (answer not in ("yes", "unknown") or found.by_row):
        return fact_of(said)
    return FieldValue(None, (offering.source,), f"{where} by a price list alone, which is no promise of a place")


def _unplaced_fact(found: SaidTerm | None, region: str) -> FieldValue:
    """Of an offering that does not say where it runs."""
    if found is None:
        return UNKNOWN
    said = found.said
    if isinstance(said, Term) and said.value == "yes" and said.offerings != "all" and not found.by_row:
        note = f"only where the offering itself is confined to {region}" + (f": {said.note}" if said.note else "")
        # No paper puts it there: another offering of the provider's is confined.
        return FieldValue(None, (said.source,) if said.source else (), note, said.on, "no")
    return fact_of(said)


def _said_of_place(route: Route, facts: Facts, region: str) -> SaidTerm | None:
    """What is said of `region`, or a yes to a place within it."""
    found = _said_beside(route, facts, f"residency.{region}")
    if found is not None and isinstance(found.said, Term) and found.said.value == "yes":
        return found
    told = route.provider.terms.residency if route.provider else {}
    inside = [
        term for place, term in told.items() if term.value == "yes" and place != region and lies_in(place, region)
    ]
    if inside and not (found and found.by_row):
        return SaidTerm(inside[0])
    return found


def _said_beside(route: Route, facts: Facts, name: str) -> SaidTerm | None:
    """What rows about some models say, else the provider."""
    row = closest_row(route, facts, name)
    if row is not None:
        return SaidTerm(row.said, by_row=True)
    said = route.provider.terms.said(name) if route.provider else None
    return SaidTerm(said) if said else None


def closest_row(route: Route, facts: Facts, name: str) -> TermRow | None:
    """Of the rows in force the one that names the model most closely, then the provider; of equals the later."""
    found = [
        (row.closeness(route.model.id), row.provider != ANYWHERE, place, row)
        for place, row in enumerate(_rows_about(route, facts, name))
        if row.holds_on(route.day)
    ]
    return max(found, key=lambda each: each[:3])[3] if found else None


def _rows_about(route: Route, facts: Facts, name: str) -> Iterator[TermRow]:
    """The rows on the term `name` that hold of the route's model at its provider and were known on its day."""
    provider = route.offering.provider if route.offering else None
    for row in facts.terms_by_name.get(name, ()):
        meant = provider is not None and row.provider in (ANYWHERE, provider)
        if meant and row.known_on(route.day) and row.is_about(route.model.id):
            yield row


def _with_lapsed(fact: FieldValue, route: Route, facts: Facts, name: str) -> FieldValue:
    """A fact that is unknown, with what held until it ended."""
    if fact.value is not None:
        return fact
    ended = [row for row in _rows_about(route, facts, name) if not row.holds_on(route.day)]
    if not ended:
        return fact
    last = max(ended, key=lambda row: last_day(row.until or ""))
    held = f"{last.document or 'what was said'} held until {last.until}"
    sources = dict.fromkeys([*((last.source,) if last.source else ()), *fact.sources])
    return replace(fact, sources=tuple(sources), note=f"{held}; {fact.note}" if fact.note else held)


def is_placed_by_provider(source: Source | None) -> bool:
    """Whether a page of the provider's own says where an offering runs, or the user does."""
    return source is not None and (source.kind in WRITTEN_BY_PROVIDER or source.publisher == YOU)


def reader_of_term(fact: FieldValue, facts: Facts) -> str | None:
    """Who read the term where nobody read it on the provider's own page; None where that was read, or is yours."""
    source = facts.sources.get(fact.sources[0]) if fact.sources else None
    if source is None or source.publisher == YOU:
        return None
    if source.via:
        return source.via
    return None if source.kind in WRITTEN_BY_PROVIDER else source.publisher


def service_fact(route: Route, name: str) -> FieldValue:
    """A figure of the service on `route` (``uptime``, ``first_token_s``, ``tokens_per_s``): the newest one of at most
    `MOST_AGE` days.
    """
    told = [
        figures for figures in (route.offering.served if route.offering else ()) if getattr(figures, name) is not None
    ]
    if not told:
        return UNKNOWN
    newest = max(told, key=lambda figures: last_day(figures.on))
    if days_between(newest.on, route.day) > MOST_AGE:
        return FieldValue(None, (newest.source,), f"last measured on {newest.on}, too long ago", newest.on)
    return FieldValue(getattr(newest, name), (newest.source,), f"measured on {newest.on}", newest.on)
