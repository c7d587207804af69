"""One offering out of everything that is said of it: the curated row, and the records of several sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from modelpick.market.records import OfferingRecord, R_co, Record, Stored
from modelpick.market.shared import NO_ORIGINS
from modelpick.model.dates import Day, days_between, last_day
from modelpick.model.facts import SERVICE_FIELDS, Charges, Offering, Price, Rates, ServiceFigures, Source, StatusEvent
from modelpick.model.fields import names_of, parts_of, replace
from modelpick.model.pricing import charges_agree, completed_charges

ORDER = ("models-dev", "openrouter", "litellm")
"""Who is asked first. A source speaks first of its own offerings, and a stale one last."""
_UNSAID = (None, (), "unknown")
STALE_DAYS = 30
"""A reading that is so much older than another one of the same offering comes after it."""
AGGREGATED = "date from an aggregator"
"""Prices and models were collected, and nobody read the provider's own page."""
_MERGED_FIELDS = tuple(
    part.name
    for part in parts_of(Offering)
    if part.optional and part.name in names_of(OfferingRecord) and part.name not in ("id", "note")
)
"""What a source may say of an offering that nobody else does."""
_service_of = attrgetter(*SERVICE_FIELDS)
_NOT_MEASURED = (None,) * len(SERVICE_FIELDS)
_TOLD_FIELDS = (*_MERGED_FIELDS, "routing", "geography")


class SourceListing(NamedTuple):
    """The records of all sources about one id of a provider, the preferred source first."""

    provider: str
    stored: tuple[Stored[OfferingRecord], ...]

    @property
    def id(self) -> str:
        return self.stored[0].record.id

    def said(self, name: str) -> Any:
        """The value of a field by the first source that has one; None where none has."""
        return self.told((name,)).get(name, (None, None))[1]

    def told(self, names: tuple[str, ...]) -> dict[str, tuple[Stored[OfferingRecord], Any]]:
        """Of the fields that a source has, the first record with each, and the value."""
        found: dict[str, tuple[Stored[OfferingRecord], Any]] = {}
        for each in self.stored:
            for name in names:
                value = getattr(each.record, name)
                if value not in _UNSAID and name not in found:
                    found[name] = each, value
        return found

    def all_said(self, name: str) -> Iterator[tuple[Stored[OfferingRecord], Any]]:
        """(record, value) of a field for every source that has one."""
        for each in self.stored:
            value = getattr(each.record, name)
            if value not in _UNSAID:
                yield each, value


def preferred(stored: Iterable[Stored[R_co]]) -> list[Stored[R_co]]:
    """`stored` in the order of preference of their sources."""
    group = list(stored)
    if len(group) == 1:
        return group
    newest = max((each.read for each in group), default="")
    return sorted(group, key=lambda each: _source_rank(each, newest))


def _source_rank(stored: Stored[Record], newest: Day) -> tuple[bool, bool, int, str]:
    own = getattr(stored.record, "provider", None) == stored.source
    place = ORDER.index(stored.source) if stored.source in ORDER else len(ORDER)
    return stored.read != newest and days_between(stored.read, newest) > STALE_DAYS, not own, place, stored.source


def offered(listing: SourceListing, known: Offering | None, sources: Mapping[str, Source]) -> Offering:
    """The offering that `listing` describes, over the curated one if there is one."""
    lead = listing.stored[0]
    read = max([each.read for each in listing.stored])
    first = min([each.first for each in listing.stored])
    newer = known is None or read > _read_on(known, sources)
    known = known or Offering(listing.provider, listing.id, first, lead.source)
    found: dict[str, Any] = {}
    origins = dict(known.origins)
    told = listing.told(_TOLD_FIELDS)
    for name in _MERGED_FIELDS:
        each, value = told.get(name, (lead, None))
        old = getattr(known, name)
        if value is not None and (old is None or (newer and value != old)):
            found[name] = value
            if each.source != known.source:
                origins[name] = each.source
    if known.routing == "unknown" and "routing" in told:
        _, geography = told.get("geography", (None, ()))
        found |= {"routing": told["routing"][1], "geography": geography}
    # How well it was served when each source that measures that was read last.
    figures = [(each, _service_of(each.record)) for each in listing.stored]
    measured = [
        ServiceFigures(each.read, each.source, **dict(zip(SERVICE_FIELDS, told, strict=True)))
        for each, told in figures
        if told != _NOT_MEASURED
    ]
    prices, disagree = _merged_prices(listing, known.prices)
    notes = [known.note, *[each.record.note for each in listing.stored], *disagree]
    return replace(
        known,
        **found,
        since=first if first == known.since else min(known.since, first, key=last_day),
        prices=prices,
        note="; ".join(dict.fromkeys([note.rstrip(".") for note in notes if note])) or None,
        served=(*known.served, *measured) if measured else known.served,
        origins=origins or NO_ORIGINS,
        read=read,
    )


def _read_on(known: Offering, sources: Mapping[str, Source]) -> Day:
    """The day for which a curated offering was read."""
    source = sources.get(known.source)
    days = [last_day(price.known_on) for price in known.prices]
    days += [last_day(source.date)] if source and source.date else []
    return max(days, default=last_day(known.since))


def _merged_prices(listing: SourceListing, known: Sequence[Price]) -> tuple[tuple[Price, ...], list[str]]:
    """The curated prices merged with those of the first source that has any, by day; and notes on sources that
    disagree.
    """
    priced = [each for each in listing.stored if each.prices]
    if not priced:
        return tuple(known), []
    lead = priced[0]
    synced = _prices_listed(lead.prices, lead.source)
    others = [each for each in listing.stored if each is not lead]
    disagree = [_disagreement_note(each) for each in others if _prices_disagree(each, lead)]
    if len(synced) == 1 and not known:
        return synced, disagree
    found: list[Price] = []
    for price in sorted([*known, *synced], key=lambda p: last_day(p.on)):
        last = found[-1] if found else None
        if last and price.source == lead.source and _is_off_peak(price, last):
            continue
        if last and price.source == lead.source and charges_agree(last.charges, price.charges):
            found[-1] = replace(last, charges=completed_charges(last.charges, price.charges))
        else:
            found.append(price)
    return tuple(found), disagree


@lru_cache(maxsize=1 << 16)
def _prices_listed(prices: tuple[tuple[Day, Charges | None], ...], source: str) -> tuple[Price, ...]:
    """The prices of a source. A large market has few: each is in memory once."""
    return tuple(Price(day, charges or Charges(), source=source) for day, charges in prices)


def _is_off_peak(price: Price, known: Price) -> bool:
    """Whether `price` is what `known` costs at the cheaper hours: some sources list nothing else."""
    cheap, listed = known.charges.off_peak, price.charges
    return cheap is not None and listed.off_peak is None and _base_rates(listed.rates) == _base_rates(cheap.rates)


def _base_rates(rates: Rates) -> tuple[Decimal | None, Decimal | None]:
    return rates.input, rates.output


def _prices_disagree(other: Stored[OfferingRecord], lead: Stored[OfferingRecord]) -> bool:
    mine, theirs = lead.record.rates, other.record.rates
    pairs = [(mine.input, theirs.input), (mine.output, theirs.output)]
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _disagreement_note(stored: Stored[OfferingRecord]) -> str:
    rates = stored.record.rates
    return f"{stored.source} says {rates.input} in and {rates.output} out on {stored.read}"


def ends(listing: SourceListing) -> Iterator[StatusEvent]:
    """The announced end of the offering by the first source that names one.

    A past day is ignored while another source still lists the offering: it was moved, or meant something else.
    """
    for each, day in listing.all_said("retires_on"):
        later = [o for o in listing.stored if o is not each and o.read > last_day(day) and _is_still_served(o)]
        if not later:
            yield StatusEvent(day, "api", "retired", each.source, listing.provider, each.since, AGGREGATED)
        return


def _is_still_served(stored: Stored[OfferingRecord]) -> bool:
    return stored.record.stage != "retired" and stored.record.retires_on is None
