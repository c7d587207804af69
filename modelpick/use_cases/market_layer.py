"""Lays the synced market over the bundled facts, as it stood on a day."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.market.merge import Merged, merge
from modelpick.market.read import Market, Until, is_counted
from modelpick.model.dates import Day
from modelpick.model.facts import Facts, Source
from modelpick.model.fields import replace
from modelpick.sources.registry import ADAPTERS


def with_market(
    facts: Facts, market: Market, on: Until, own_aliases: Mapping[str, str], *, with_links: bool = True
) -> Merged:
    """`facts` merged with each source's last read on or before `on`; without `on` with its present state.

    `own_aliases` are the user's, consulted last. Without `with_links` the links are counted alone.

    Raises:
        DamagedMarket: the market file cannot be read.
    """
    sources = {read.source: _source_of_read(read.source, read.day) for read in market.reads() if is_counted(read, on)}
    named = replace(facts, aliases={**facts.aliases, **own_aliases})
    return merge(named, market.each_stored(on), sources, with_links=with_links) or Merged(facts)


def read_days(market: Market) -> list[Day]:
    """The days on which something new was read, in order."""
    return sorted({read.day for read in market.reads()})


def _source_of_read(id_: str, day: Day) -> Source:
    about = ADAPTERS.get(id_)
    if about is None:
        return Source(id_, id_, id_, "aggregator", date=day, read=day)
    note = about.attribution or None
    return Source(id_, about.title, about.publisher, "aggregator", about.home, day, about.license, note=note, read=day)
