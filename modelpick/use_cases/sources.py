"""Where the data come from: what ships with the program, the synced sources, the user's own files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from modelpick.catalog.bundled import SHIPPED_ON
from modelpick.documents.change_reports import SourceLine, SourcesReport
from modelpick.documents.results import SCHEMA_VERSION, LayerLine
from modelpick.lookup.cited import data_sets
from modelpick.market.read import Market, Read
from modelpick.model.dates import Day, days_between
from modelpick.sources.adapter import Adapter
from modelpick.sources.registry import ADAPTERS
from modelpick.storage.folders import market_file
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.reads import last_asked, last_reads, title_of
from modelpick.use_cases.request_checks import day_asked

BUNDLED = "bundled"


def sources(
    catalog: OpenCatalog, environment: Mapping[str, str], *, on: Day | None = None, most: int | None = None
) -> SourcesReport:
    """Every upstream and every cited document with its license. Of a key only whether it is set is told."""
    day = day_asked(on, catalog.today)
    reads = last_reads(market_file(), day)
    upstreams = tuple(_upstream(known, reads.get(known.id), environment, day) for known in ADAPTERS.values())
    return SourcesReport(SCHEMA_VERSION, day, upstreams, data_sets(catalog.facts_on(day)), most)


def data_layers(origins: Sequence[str], day: Day) -> tuple[LayerLine, ...]:
    """The layers of a catalog as they were on `day`. `origins`: what it was made from, as its `origins` say."""
    own = tuple(LayerLine("own", name, name, None, None, None, None) for name in origins if name != BUNDLED)
    if BUNDLED not in origins:
        return own
    until = min(SHIPPED_ON, day)
    title = "the data that ship with the program"
    shipped = LayerLine("bundled", BUNDLED, title, until, None, None, days_between(until, day))
    return (shipped, *(_synced(read, day) for read in last_reads(market_file(), day).values()), *own)


def _synced(read: Read, day: Day) -> LayerLine:
    asked = last_asked(market_file(), read, day)
    return LayerLine("synced", read.source, title_of(read.source), read.day, asked, read.rows, days_between(asked, day))


def _upstream(known: Adapter, read: Read | None, environment: Mapping[str, str], day: Day) -> SourceLine:
    return SourceLine(
        id=known.id,
        title=known.title,
        publisher=known.publisher,
        home=known.home,
        license=known.license,
        attribution=known.attribution,
        private=known.private,
        key=known.key_env,
        key_set=bool(environment.get(known.key_env, "").strip()) if known.key_env else None,
        urls=known.urls,
        last_read=read.day if read else None,
        last_checked=last_asked(market_file(), read, day) if read else None,
        rows=read.rows if read else 0,
        kinds=_kinds(read) if read else {},
    )


def _kinds(read: Read) -> dict[str, int]:
    """How many rows of each kind there are; only the newest read knows."""
    with Market(market_file()) as market:
        return market.counts(read.source) if market.last(read.source) == read else {}
