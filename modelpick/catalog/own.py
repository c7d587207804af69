"""What only the user can say: the prices they pay, their discounts, and what they may use."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from modelpick.catalog import schema as rows
from modelpick.catalog.validate import OWN as OWN_ID
from modelpick.catalog.validate import CheckedFile
from modelpick.model.dates import Day, days_after, first_day, last_day
from modelpick.model.facts import YOU, Model, Offering, Policy, PolicyEntry, Price, Source
from modelpick.model.fields import replace
from modelpick.model.pricing import charges_times, price_on

OWN = Source(OWN_ID, "Your own statement", YOU, "independent")
"""Whatever the user says on their own authority may name this as its source, without defining it."""

_KIND_OF_KEY = {"models": "model", "labs": "lab", "providers": "provider", "licenses": "license"}


def own_source(file: CheckedFile, at: tuple[Any, ...], what: str, names: Sequence[str]) -> Source:
    """The file and line that say `what` of the user's own, as a source: ``modelpick.yaml:12``.

    `names` are the files that there are: of two with one name the folder stands before it.
    """
    path = Path(file.document.file).resolve()
    alike = [name for name in names if Path(name).name == path.name]
    mark = file.document.mark(at)
    shown = path.name if len(alike) == 1 else f"{path.parent.name}/{path.name}"
    place = f"{shown}:{mark[0]}" if mark else shown
    return Source(place, f"Your own {what}, {place}", YOU, "independent")


def with_own_service(model: Model, row: rows.OwnServiceRow) -> Model:
    """`model` with what the user measured of the offerings that are meant; of one that nobody lists, nothing."""
    changed = tuple(
        replace(o, served=(*o.served, row.figures)) if o.provider == row.provider and row.id in (None, o.id) else o
        for o in model.offerings
    )
    return replace(model, offerings=changed)


def with_own_price(model: Model, row: rows.OwnPriceRow, source: str) -> Model:
    """`model` with the user's price, which `source` says, in place of the published one from its day on."""
    price = row.price if row.price.source else replace(row.price, source=source)
    meant = [o for o in model.offerings if o.provider == row.provider and row.id in (None, o.id)]
    if not meant:
        own = Offering(row.provider, row.id, since=price.on, source=price.source or source, prices=(price,))
        return replace(model, offerings=(*model.offerings, own))
    changed = tuple(_with_price_from(o, price) if o in meant else o for o in model.offerings)
    return replace(model, offerings=changed)


def _with_price_from(offering: Offering, price: Price) -> Offering:
    """`offering` with `price` from its day on, and the published prices before it and after it ends."""
    start = last_day(price.on)
    kept = [p for p in offering.prices if last_day(p.on) < start]
    later: list[Price] = []
    if price.until is not None:
        # Once it has ended, what was published meanwhile holds.
        end, resumed = last_day(price.until), price_on(offering.prices, days_after(price.until, 1))
        later = [p for p in offering.prices if last_day(p.on) > end]
        if resumed is not None and start <= last_day(resumed.on) <= end:
            later.insert(0, replace(resumed, on=days_after(price.until, 1)))
    return replace(offering, since=min(offering.since, price.on), prices=(*kept, price, *later))


def discounted(
    models: Mapping[str, Model], discounts: Sequence[tuple[CheckedFile, int]], sources: Mapping[str, Source]
) -> tuple[dict[str, Model], dict[str, Source]]:
    """`models` with `discounts` (file, number of the row) applied, and the sources that document each price."""
    known = [_DatedDiscount(number, file, index) for number, (file, index) in enumerate(discounts, 1)]
    made: dict[str, Source] = {}
    changed = {id_: _with_discounts(model, known, sources, made) for id_, model in models.items()}
    return changed, made


class _DatedDiscount:
    """A row of `discounts:` with the first and last day on which it holds."""

    def __init__(self, number: int, file: CheckedFile, index: int):
        self.row: rows.DiscountRow = file.rows.discounts[index]
        self.since: Day = first_day(self.row.since) if self.row.since else ""
        self.until: Day | None = last_day(self.row.until) if self.row.until else None
        self.place = said_in(file, ("discounts", index))
        self.id = f"own-discount-{number}"

    @property
    def turns(self) -> tuple[Day, ...]:
        """The days on which the discount begins or ends."""
        return self.since, days_after(self.until, 1) if self.until else ""

    def holds(self, model: str, day: Day) -> bool:
        inside = self.since <= day and (self.until is None or day <= self.until)
        return inside and self.row.model in (None, model)

    def off(self, price: Price, on: Day, sources: Mapping[str, Source], made: dict[str, Source]) -> Price:
        share = (100 - self.row.percent) / Decimal(100)
        source = self._discount_source(price.source, sources, made)
        return replace(price, charges=charges_times(price.charges, share), on=on, source=source)

    def _discount_source(self, of: str | None, sources: Mapping[str, Source], made: dict[str, Source]) -> str:
        """The id of a source that documents the discount, where it stands, and the source of the published price."""
        id_ = f"{self.id}-of-{of}" if of else self.id
        if id_ not in made:
            was = sources.get(of) if of else None
            said = f"{self.row.percent:f}% off ({self.row.note or 'your discount'}, {self.place})"
            published = Source(id_, "", "unknown", "provider") if was is None else was
            title = f"{published.title}, {said}" if published.title else said
            made[id_] = replace(published, id=id_, title=title)
        return id_


def _with_discounts(
    model: Model, discounts: Sequence[_DatedDiscount], sources: Mapping[str, Source], made: dict[str, Source]
) -> Model:
    providers = {d.row.provider for d in discounts if d.row.model in (None, model.id)}
    if not any(o.provider in providers for o in model.offerings):
        return model
    offerings = []
    for offering in model.offerings:
        mine = [d for d in discounts if d.row.provider == offering.provider and d.row.model in (None, model.id)]
        prices = tuple(_discounted_prices(model.id, offering.prices, mine, sources, made)) if mine else offering.prices
        offerings.append(replace(offering, prices=prices))
    return replace(model, offerings=tuple(offerings))


def _discounted_prices(
    model: str,
    prices: Sequence[Price],
    discounts: Sequence[_DatedDiscount],
    sources: Mapping[str, Source],
    made: dict[str, Source],
) -> Iterator[Price]:
    """`prices` with a new one on each day on which a discount begins or has ended."""
    published = sorted(prices, key=lambda price: last_day(price.on))
    days = {last_day(price.on): price.on for price in published}
    days |= {turn: turn for price in published if price.until and (turn := days_after(price.until, 1)) not in days}
    first = min(days, default="9999")
    for discount in discounts:
        days |= {turn: turn for turn in discount.turns if turn > first and turn not in days}
    for day, on in sorted(days.items()):
        price = price_on(published, day)
        if price is None:
            continue
        holding = [d for d in discounts if d.holds(model, day)] if not _is_own(price, sources) else []
        # One that names the model is more to the point; of several the last one wins.
        best = max(reversed(holding), key=lambda d: d.row.model is not None, default=None)
        yield best.off(price, on, sources, made) if best else replace(price, on=on)


def _is_own(price: Price, sources: Mapping[str, Source]) -> bool:
    """Whether a price is what the user pays already."""
    said = sources.get(price.source or "")
    return said is not None and said.publisher == YOU


def policy_of(base: Policy | None, files: Sequence[CheckedFile]) -> Policy | None:
    """The joined policy of `base` and all `files`; None without any."""
    allow, deny = (list(base.allow), list(base.deny)) if base else ([], [])
    for file in files:
        allow += _policy_entries(file, "allow")
        deny += _policy_entries(file, "deny")
    return Policy(tuple(allow), tuple(deny)) if allow or deny else None


def _policy_entries(file: CheckedFile, effect: str) -> Iterator[PolicyEntry]:
    listed: tuple[rows.ListedRow, ...] = getattr(file.rows.policy, effect)
    for index, row in enumerate(listed):
        for key, kind in _KIND_OF_KEY.items():
            for number, name in enumerate(getattr(row, key)):
                place = said_in(file, ("policy", effect, index, key, number))
                yield PolicyEntry(kind, name, place, row.because)  # type: ignore[arg-type]


def said_in(file: CheckedFile, path: tuple[object, ...]) -> str:
    """``/home/me/work/modelpick.yaml:12``: the file and line where the value at `path` stands."""
    mark = file.document.mark(path)
    place = os.path.realpath(file.document.file)
    return f"{place}:{mark[0]}" if mark else place
