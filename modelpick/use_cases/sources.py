"""Where the data come from: when each source was read and asked, every read that brought something new, and the
licenses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from modelpick.catalog.bundled import SHIPPED_ON, Bundle, shipped
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.catalog_reports import LayerLine
from modelpick.documents.change_reports import LogReport, ReadLine, SkippedLine, SourceLine, SourcesReport
from modelpick.lookup.cited import data_sets
from modelpick.market.checks import read_checks
from modelpick.market.read import Market, MarketRead, is_counted
from modelpick.model.dates import Day, days_between
from modelpick.model.fields import filled_from
from modelpick.sources.adapter import Adapter
from modelpick.sources.registry import ADAPTERS, adapter
from modelpick.storage.folders import market_file
from modelpick.use_cases.config_files import BUNDLED
from modelpick.use_cases.request_checks import resolve_as_of

if TYPE_CHECKING:
    from modelpick.use_cases.catalog import OpenCatalog


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


def log(
    source: str | None = None, *, on: Day | None = None, today: Day | None = None, most: int | None = None
) -> LogReport:
    """Every read that brought something new; for one `source` also the rows that its last read skipped."""
    day = today or max(date.today().isoformat(), SHIPPED_ON)
    if on is not None:
        day = resolve_as_of(on, day)
    asked = adapter(source).id if source else None
    with Market(market_file()) as market:
        reads = [read for read in market.reads() if asked in (None, read.source) and read.day <= day]
        skips = market.skipped(asked) if asked and reads and market.last(asked) == reads[-1] else []
    last = {read.source: read for read in reads}
    return LogReport(
        schema_version=SCHEMA_VERSION,
        reads=tuple(map(read_line, reversed(reads))),
        rows={id_: read.rows for id_, read in last.items()},
        checked={id_: last_asked(market_file(), read, day) for id_, read in last.items()},
        skipped=tuple(SkippedLine(asked or "", *skip) for skip in skips),
        source=asked,
        most=most,
    )


def last_reads(path: Path, on: Day | None = None) -> dict[str, MarketRead]:
    """The newest read of each source, on or before `on`."""
    with Market(path) as market:
        return {read.source: read for read in market.reads() if is_counted(read, on)}


def last_asked(path: Path, read: MarketRead, on: Day) -> Day:
    """The day, on or before `on`, on which the source of `read` was last asked whether it has anything new."""
    check = read_checks(path.parent).get(read.source)
    return check.day if check and read.day <= check.day <= on else read.day


def title_of(source: str) -> str:
    """The display title of a source."""
    return ADAPTERS[source].title if source in ADAPTERS else source


def read_line(read: MarketRead) -> ReadLine:
    """A read as a line of a result document."""
    return filled_from(read, ReadLine, title=title_of(read.source))


def data_layers(origins: Sequence[str], day: Day, bundle: Bundle | None = None) -> tuple[LayerLine, ...]:
    """The layers of a catalog as they were on `day`.

    Args:
        origins: what it was made from, as its `origins` say.
        bundle: the data beneath; those that ship with the program by default.
    """
    own = tuple(LayerLine("own", name, name, None, None, None, None) for name in origins if name != BUNDLED)
    if BUNDLED not in origins:
        return own
    beneath = bundle or shipped()
    until = min(beneath.day, day)
    title = f"the data release {beneath.version}" if beneath.release else "the data that ship with the program"
    name = f"release {beneath.version}" if beneath.release else BUNDLED
    bundled = LayerLine("bundled", name, title, until, None, None, days_between(until, day))
    return (bundled, *(_synced_layer(read, day) for read in last_reads(market_file(), day).values()), *own)


def _synced_layer(read: MarketRead, day: Day) -> LayerLine:
    asked = last_asked(market_file(), read, day)
    return LayerLine("synced", read.source, title_of(read.source), read.day, asked, read.rows, days_between(asked, day))
