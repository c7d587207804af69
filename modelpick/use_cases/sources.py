"""Where the data come from: what ships with the program, the synced sources, the user's own files."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.change_reports import SourceLine, SourcesReport
from modelpick.lookup.cited import data_sets
from modelpick.market.read import Market, MarketRead
from modelpick.model.dates import Day
from modelpick.model.fields import filled_from
from modelpick.sources.adapter import Adapter
from modelpick.sources.registry import ADAPTERS
from modelpick.storage.folders import market_file
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.reads import last_asked, last_reads
from modelpick.use_cases.request_checks import resolve_as_of


def sources(
    catalog: OpenCatalog, environment: Mapping[str, str], *, on: Day | None = None, most: int | None = None
) -> SourcesReport:
    """Every upstream and every cited document with its license; of a key it says only whether it is set."""
    day = resolve_as_of(on, catalog.today)
    reads = last_reads(market_file(), day)
    upstreams = tuple(_upstream_line(known, reads.get(known.id), environment, day) for known in ADAPTERS.values())
    return SourcesReport(SCHEMA_VERSION, day, upstreams, data_sets(catalog.facts_on(day)), most)


def _upstream_line(known: Adapter, read: MarketRead | None, environment: Mapping[str, str], day: Day) -> SourceLine:
    return filled_from(
        known,
        SourceLine,
        key=known.key_env,
        key_set=bool(environment.get(known.key_env, "").strip()) if known.key_env else None,
        last_read=read.day if read else None,
        last_checked=last_asked(market_file(), read, day) if read else None,
        rows=read.rows if read else 0,
        kinds=_rows_by_kind(read) if read else {},
    )


def _rows_by_kind(read: MarketRead) -> dict[str, int]:
    """The number of rows of each kind; empty unless `read` is the newest one."""
    with Market(market_file()) as market:
        return market.counts(read.source) if market.last(read.source) == read else {}
