"""One offering out of everything that is said of it: the curated row, and the records of several sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from modelpick.market.records import OfferingRecord, Stored
from modelpick.model.dates import Day, days_between, last_day
from modelpick.model.facts import Charges, Offering, Price, Rates, Source, StatusEvent
from modelpick.model.fields import names_of, parts_of, replace
from modelpick.model.pricing import agree, completed

ORDER = ("models-dev", "openrouter", "litellm")
"""Who is asked first. A source speaks first of its own offerings, and a stale one last."""
STALE_DAYS = 30
"""A reading that is so much older than another one of the same offering comes after it."""
AGGREGATED = "date from an aggregator"
"""Prices and models were collected, and nobody read the provider's own page."""
_FIELDS = tuple(
    part.name
    for part in parts_of(Offering)
    if part.optional and part.name in names_of(OfferingRecord) and part.name not in ("id", "note")
)
"""What a source may say of an offering that nobody else does."""


class Listing(NamedTuple):
    """What the sources say of one id of a provider, the first to be asked first."""

    provider: str
    stored: tuple[Stored, ...]

    @property
    def id(self) -> str:
        return _record(self.stored[0]).id

    def said(self, name: str) -> Any:
        """The first word on a field; None where nobody says anything."""
        return next((value for _, value in self.all_said(name)), None)

    def all_said(self, name: str) -> Iterator[tuple[Stored, Any]]:
        """Who says what of a field, of those that say something."""
        for each in self.stored:
            value = getattr(each.record, name)
            if value not in (None, (), "unknown"):
                yield each, value


def preferred(stored: Iterable[Stored]) -> list[Stored]:
    """`stored` in the order in which they are asked."""
    group = list(stored)
    newest = max((each.read for each in group), default="")
    return sorted(group, key=lambda each: _rank(each, newest))


def _rank(stored: Stored, newest: Day) -> tuple[bool, bool, int, str]:
    own = getattr(stored.record, "provider", None) == stored.source
    place = ORDER.index(stored.source) if stored.source in ORDER else len(ORDER)
    return stored.read != newest and days_between(stored.read, newest) > STALE_DAYS, not own, place, stored.source


def offered(listing: Listing, known: Offering | None, sources: Mapping[str, Source]) -> Offering:
    """The offering that `listing` describes, over the curated one if there is one."""
    lead = listing.stored[0]
    read = max(each.read for each in listing.stored)
    first = min(each.first for each in listing.stored)
    if known is None:
        known = Offering(listing.provider, listing.id, first, lead.source)
        newer = True
    else:
        newer = read > _read_on(known, sources)
    found: dict[str, Any] = {}
    origins = dict(known.origins)
    for name in _FIELDS:
        for each, value in listing.all_said(name):
            old = getattr(known, name)
            if old is None or (newer and value != old):
                found[name] = value
                if each.source != known.source:
                    origins[name] = each.source
            break
    if known.routing == "unknown" and listing.said("routing"):
        found |= {"routing": listing.said("routing"), "geography": listing.said("geography") or ()}
    prices, disagree = _prices(listing, known.prices)
    notes = [known.note, *(note for each in listing.stored if (note := _record(each).note)), *disagree]
    note = "; ".join(dict.fromkeys(note.rstrip(".") for note in notes if note)) or None
    since = min(known.since, first, key=last_day)
    return replace(known, **found, since=since, prices=prices, note=note, origins=origins, read=read)


def _read_on(known: Offering, sources: Mapping[str, Source]) -> Day:
    """The day for which a curated offering was read."""
    source = sources.get(known.source)
    days = [last_day(price.known_on) for price in known.prices]
    days += [last_day(source.date)] if source and source.date else []
    return max(days, default=last_day(known.since))


def _prices(listing: Listing, known: Sequence[Price]) -> tuple[tuple[Price, ...], list[str]]:
    """The curated prices and those of the first source that has any, by day; and which other source disagrees."""
    lead = next((each for each in listing.stored if each.prices), None)
    if lead is None:
        return tuple(known), []
    synced = [_price(day, record, lead.source) for day, record in lead.prices]
    found: list[Price] = []
    for price in sorted([*known, *synced], key=lambda p: last_day(p.on)):
        last = found[-1] if found else None
        if last and price.source == lead.source and _is_off_peak(price, last):
            continue
        if last and price.source == lead.source and agree(last.charges, price.charges):
            found[-1] = replace(last, charges=completed(last.charges, price.charges))
        else:
            found.append(price)
    return tuple(found), [_differs(each) for each in listing.stored if each is not lead and _disagrees(each, lead)]


def _price(day: Day, record: OfferingRecord, source: str) -> Price:
    return Price(day, record.charges or Charges(), source=source)


def _is_off_peak(price: Price, known: Price) -> bool:
    """Whether `price` is what `known` costs at the cheaper hours: some sources list nothing else."""
    cheap, listed = known.charges.off_peak, price.charges
    return cheap is not None and listed.off_peak is None and _base(listed.rates) == _base(cheap.rates)


def _base(rates: Rates) -> tuple[Decimal | None, Decimal | None]:
    return rates.input, rates.output


def _disagrees(other: Stored, lead: Stored) -> bool:
    mine, theirs = _record(lead).rates, _record(other).rates
    pairs = [(mine.input, theirs.input), (mine.output, theirs.output)]
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _differs(stored: Stored) -> str:
    rates = _record(stored).rates
    return f"{stored.source} says {rates.input} in and {rates.output} out on {stored.read}"


def ends(listing: Listing) -> Iterator[StatusEvent]:
    """The announced end of the offering, by the first source that names one.

    A day that has passed while another source went on listing the offering was moved, or meant something else.
    """
    for each, day in listing.all_said("retires_on"):
        later = [o for o in listing.stored if o is not each and o.read > last_day(day) and _alive(o)]
        if not later:
            yield StatusEvent(day, "api", "retired", each.source, listing.provider, each.since, AGGREGATED)
        return


def _alive(stored: Stored) -> bool:
    record = _record(stored)
    return record.stage != "retired" and record.retires_on is None


def _record(stored: Stored) -> OfferingRecord:
    assert isinstance(stored.record, OfferingRecord)
    return stored.record
