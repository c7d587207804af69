"""What renting a machine costs an hour: the quotes that are known on a day, and what is usual among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from modelpick.model.dates import Day, first_day
from modelpick.model.fields import Plain
from modelpick.model.machines import Machine, Rental

USUAL_KINDS = ("on_demand", "marketplace")
"""What anybody can rent by the hour without a promise, best known first."""
_DOLLARS = "USD"


class Rent(Plain):
    """US dollars an hour for a whole machine."""

    usd: Decimal
    """The median of the quotes; a single quote stands for itself."""
    low: Decimal
    high: Decimal
    quotes: int
    kind: str
    """``on_demand``, ``marketplace``, or ``own``: what the user's own file says."""
    on: Day | None
    """The newest day of a quote; None where none is dated."""
    sources: tuple[str, ...]
    """Those of the quotes nearest to the median."""


def rent_of(machine: Machine, rentals: Mapping[str, Sequence[Rental]], day: Day | None = None) -> Rent | None:
    """The rent of `machine` as it was known on `day`; None where a device of it has none.

    Quotes of other currencies, spot and reserved ones, and endpoints that a provider runs are not counted.
    """
    parts = [
        _cards_rent(cards.device.id, cards.count, rentals, day) if cards.device else None for cards in machine.cards
    ]
    own = machine.device.rent if machine.device else None
    if own is not None and not machine.more:
        usd = own.usd * machine.count
        return Rent(usd, own.low * machine.count if own.low else usd, usd, 1, "own", own.on, (own.source,))
    found = [part for part in parts if part is not None]
    if len(found) < len(parts) or not found:
        return None
    if len(found) == 1:
        return found[0]
    return Rent(
        sum((part.usd for part in found), Decimal(0)),
        sum((part.low for part in found), Decimal(0)),
        sum((part.high for part in found), Decimal(0)),
        sum(part.quotes for part in found),
        found[0].kind,
        max((part.on for part in found if part.on), default=None),
        tuple(dict.fromkeys(source for part in found for source in part.sources)),
    )


def _cards_rent(device: str, count: int, rentals: Mapping[str, Sequence[Rental]], day: Day | None) -> Rent | None:
    known = [r for r in rentals.get(device, ()) if r.currency == _DOLLARS and _is_known(r, day)]
    for kind in USUAL_KINDS:
        quotes = [rental for rental in known if rental.kind == kind]
        if quotes:
            prices = sorted(quote.price for quote in quotes)
            usual = (prices[(len(prices) - 1) // 2] + prices[len(prices) // 2]) / 2
            near = min(quotes, key=lambda quote: abs(quote.price - usual))
            newest = max((quote.on for quote in quotes if quote.on), default=None)
            low, high = prices[0] * count, prices[-1] * count
            return Rent(usual * count, low, high, len(quotes), kind, newest, (near.source,))
    return None


def _is_known(rental: Rental, day: Day | None) -> bool:
    return day is None or rental.on is None or first_day(rental.on) <= day
