"""Opens the catalog and rules, with the synced market and the user's own layered over them.

What was asked before from the same files is opened compiled (`modelpick.snapshot`); else the files are read, checked
and compiled, which alone needs pydantic and yaml.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from modelpick.catalog.bundled import (
    COMPILED,
    Bundle,
    clock_day,
    clock_fault,
    current_bundle,
    current_file,
    shipped,
    shipped_reads,
    version_of,
    version_order,
)
from modelpick.decide.columns import Columns
from modelpick.evidence.cells import FittedParameters
from modelpick.model.dates import Day
from modelpick.model.facts import Facts
from modelpick.model.fields import Plain, field, replace
from modelpick.storage.folders import cache_folder, market_file
from modelpick.storage.reading import Reads
from modelpick.use_cases.catalog import OpenCatalog, no_columns

if TYPE_CHECKING:
    from modelpick.documents.market_reports import LinkCounts
    from modelpick.market.merge import Merged
    from modelpick.market.read import Market, Until
    from modelpick.snapshot.read import Snapshot
    from modelpick.snapshot.write import Compiled


_TAKE_ANEW = "modelpick catalog update --release"


class CatalogInputs(Plain):
    """The files and folders that a catalog is made from; later files win field by field, later folders rule by rule."""

    catalogs: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    with_bundled: bool = True
    """Whether the data and rules that ship with the program, and what was synced, lie beneath."""
    synced: bool = True
    """Whether what was synced does; the program that is shipped holds nothing of its builder's."""
    reads: Reads = field(default_factory=Reads)
    """What reads the user's files, once: what is kept of them is found by the bytes that it was made from."""
    bundle: Bundle = field(default_factory=shipped)
    """The data and rules beneath, where any are: those that ship with the program, or those of a data release."""

    @property
    def names(self) -> tuple[str, ...]:
        return (*(("bundled",) if self.with_bundled else ()), *map(str, self.catalogs))


def load(
    catalogs: Sequence[Path] = (),
    rules: Sequence[Path] = (),
    *,
    with_bundled: bool = True,
    today: Day | None = None,
    reads: Reads | None = None,
    version: str | None = None,
) -> OpenCatalog:
    """Open a catalog.

    Args:
        catalogs: the user's catalog files; later ones win, field by field, over earlier ones, the synced market and
            the bundled data.
        rules: folders of the user's own rules; later ones win, rule by rule.
        with_bundled: whether the data and rules that ship with the program, and what `modelpick catalog update`
            brought, lie beneath.
        today: the latest day that may be asked for; the calendar's by default.
        reads: what has read some of the files already.
        version: that of the data beneath, as `catalog info` tells it; the newest that is here by default.

    Raises:
        InputErrors: every fault of every file, with line and column.
        DamagedMarket: what was synced cannot be read.
        ModelpickError: data of that version are not here.
    """
    from modelpick.snapshot.read import CacheNotWritable

    bundle = current_bundle()
    if version is not None:
        from modelpick.use_cases.releases import bundle_of

        bundle = bundle_of(version)
    given = CatalogInputs(tuple(catalogs), tuple(rules), with_bundled, reads=reads or Reads(), bundle=bundle)
    found_out = (None if today else clock_fault(), _market_note(), _release_note(bundle) if version is None else None)
    notes = [note for note in found_out if note]
    day = today or clock_day()
    try:
        catalog = opened(given, day)
    except CacheNotWritable as error:
        notes.append(f"the cache folder {cache_folder()} {error}; every question reads the files anew")
        catalog = read(given, day)
    return replace(catalog, notes=tuple(notes)) if notes else catalog


def opened(given: CatalogInputs, today: Day) -> OpenCatalog:
    """The catalog of `given`, compiled if it is not yet.

    Raises:
        CacheNotWritable: the cache folder cannot be written.
    """
    now = _snapshot_at(given, today, None)
    days = now.about.read_days

    @cache
    def at(day: Day) -> _MarketView:
        # What was known on a day before the last read is what the sources said then.
        return _market_view(now) if not days or day >= days[-1] else _earlier_market(given, today, day)

    def after_reads(ids: frozenset[int]) -> OpenCatalog:
        then = _earlier_market(given, today, ids)
        return replace(catalog, on=then.facts, columns_on=then.columns_on, _days={})

    catalog = OpenCatalog(
        facts=now.facts(),
        rulebook=now.rulebook,
        today=today,
        origins=now.about.origins,
        rule_file=partial(now.rule_file, given.bundle.rules),
        bundle=given.bundle,
        fitted=now.fitted(),
        on=lambda day: at(day).facts(day),
        columns_on=lambda day: at(day).columns_on(day),
        draws=now.draws,
        after_reads=after_reads if days else None,
        brings=now.about.brings,
    )
    return catalog


def read(given: CatalogInputs, today: Day) -> OpenCatalog:
    """The catalog that the files of `given` hold, read and checked now."""
    from modelpick.model.asof import as_of  # late: a compiled catalog is read as it stands

    made = compiled(given, today)
    fitted = FittedParameters(made.fitted) if made.fitted else None

    def on(day: Day) -> Facts:
        earlier = made.about.read_days and day < made.about.read_days[-1]
        return as_of(compiled(given, today, day).facts if earlier else made.facts, day)

    def after_reads(ids: frozenset[int]) -> OpenCatalog:
        then = compiled(given, today, ids).facts
        return replace(catalog, on=lambda day: as_of(then, day), _days={})

    catalog = OpenCatalog(
        facts=made.facts,
        rulebook=made.rulebook,
        today=today,
        origins=made.about.origins,
        rule_file=lambda kind, id_: made.rule_files.get((kind, id_)),
        bundle=given.bundle,
        fitted=fitted,
        on=on,
        after_reads=after_reads if made.about.read_days else None,
        brings=made.about.brings,
    )
    return catalog


def compiled(given: CatalogInputs, today: Day, synced_by: Until = None, market: Market | None = None) -> Compiled:
    """The content of a snapshot of `given`, with what was synced by a day, by some reads, or by now.

    Args:
        market: what was synced, if it is open already.

    Raises:
        InputErrors: every fault of every file, with line and column.
        DamagedMarket: what was synced cannot be read.
    """
    from modelpick.catalog.load import loaded
    from modelpick.rulebook.load import load_rules
    from modelpick.snapshot.layout import CatalogOrigins
    from modelpick.snapshot.write import Compiled

    _check_release(given)
    folders = [given.bundle.rules] if given.with_bundled else []
    rulebook, files = load_rules([*folders, *given.rules], reads=given.reads)
    layers = [[path] for path in given.catalogs]
    if not given.with_bundled:
        facts, brings = loaded(layers, today, reads=given.reads)
        return Compiled(facts, rulebook, files, None, CatalogOrigins(given.names, brings=brings))
    merged, days = facts_with_market(given, today, synced_by, market, with_links=False)
    facts, brings = loaded(layers, today, merged.facts, reads=given.reads)
    about = CatalogOrigins(given.names, tuple(days), brings)
    fitted = read_fitted(given.bundle.data)
    return Compiled(facts, rulebook, files, fitted, about, merged.counts, given.bundle.rules)


def _check_release(given: CatalogInputs) -> None:
    if given.bundle.release and given.with_bundled:
        from modelpick.use_cases.releases import check_kept

        check_kept(given.bundle)


def compiled_over(beneath: Snapshot, given: CatalogInputs, today: Day) -> Compiled:
    """The same as `compiled`, of the catalog `beneath` and the user's own files alone.

    Raises:
        InputErrors: every fault of every file, with line and column.
    """
    from modelpick.catalog.load import loaded
    from modelpick.snapshot.layout import CatalogOrigins
    from modelpick.snapshot.write import Compiled

    _check_release(given)
    rules = given.bundle.rules
    if given.rules:
        from modelpick.rulebook.load import load_rules

        rulebook, files = load_rules([rules, *given.rules], reads=given.reads)
    else:
        rulebook, files = beneath.rulebook, beneath.rule_files(rules)
    facts, brings = loaded([[path] for path in given.catalogs], today, beneath.whole, reads=given.reads)
    about = CatalogOrigins(given.names, beneath.about.read_days, brings)
    return Compiled(facts, rulebook, files, read_fitted(given.bundle.data), about, beneath.links, rules, beneath)


def link_counts(catalogs: Sequence[Path], today: Day) -> LinkCounts:
    """How the rows of the market relate to the catalog; `catalogs` are the user's files, whose aliases count.

    The catalog is compiled on the way, so that the first question after an update need not wait for it.
    """
    from modelpick.snapshot.read import CacheNotWritable

    given = CatalogInputs(tuple(catalogs), bundle=current_bundle())
    try:
        return _snapshot_at(given, today, None).links
    except CacheNotWritable:
        return compiled(given, today).links


def facts_with_market(
    given: CatalogInputs,
    today: Day,
    synced_by: Until = None,
    market: Market | None = None,
    *,
    with_links: bool = True,
) -> tuple[Merged, list[Day]]:
    """The bundled facts merged with the market, and the days of its reads; without `with_links` these are counted
    alone."""
    from modelpick.catalog.load import aliases_of, bundled_files, load_facts
    from modelpick.market.merge import Merged
    from modelpick.use_cases.market_layer import read_days, with_market

    beneath = load_facts([bundled_files(given.bundle.data)], today)
    if not given.synced:
        return Merged(beneath), []
    aliases = aliases_of(given.catalogs, given.reads)
    with nullcontext(market) if market else _open_market() as synced:
        return with_market(beneath, synced, synced_by, aliases, with_links=with_links), read_days(synced)


def read_fitted(data: Path | None = None) -> dict[str, object] | None:
    """What was fitted offline and lies in the folder `data`, by default the shipped one; None where it is missing."""
    import json  # late: a compiled catalog holds what was fitted

    path = (data or shipped().data) / "estimator.json"
    found: dict[str, object] | None = json.loads(shipped_reads().read(path)) if path.is_file() else None
    return found


class _MarketView(Plain):
    """A state of the market: the facts of a day, and what was worked out on them beforehand."""

    facts: Callable[[Day], Facts]
    columns_on: Callable[[Day], Columns | None]


def _market_view(snapshot: Snapshot) -> _MarketView:
    return _MarketView(snapshot.facts, lambda _: snapshot.columns)


def _earlier_market(given: CatalogInputs, today: Day, synced_by: Until) -> _MarketView:
    """The facts at an earlier state of the market, compiled; read now where the cache cannot be written."""
    from modelpick.snapshot.read import CacheNotWritable

    try:
        found = _snapshot_at(given, today, synced_by)
    except CacheNotWritable:
        from modelpick.model.asof import as_of

        facts = compiled(given, today, synced_by).facts
        return _MarketView(partial(as_of, facts), no_columns)
    return _market_view(found)


def _snapshot_at(given: CatalogInputs, today: Day, synced_by: Until) -> Snapshot:
    from modelpick.snapshot.read import shipped_snapshot

    # The market stays open: the one that the key stands for is the one that is read.
    with _open_market() if given.with_bundled and _has_market() else nullcontext() as market:
        synced = market.generation(synced_by) if market else ""
        if given.with_bundled and not (synced or given.catalogs or given.rules or given.bundle.release):
            whole = shipped_snapshot(COMPILED)
            if whole is not None:
                return whole
        from modelpick.snapshot.keep import get_or_build  # late: what ships needs no cache
        from modelpick.snapshot.key import key_of, rule_folder_files

        words = [f"with bundled {given.bundle.release}".rstrip() if given.with_bundled else "alone", synced]
        key = key_of(words, [*given.catalogs, *rule_folder_files(given.rules, given.reads)], given.reads)

        def prepare() -> Callable[[Path], None]:
            beneath = _snapshot_beneath(given, today, synced_by)

            def make(path: Path) -> None:
                from modelpick.snapshot.write import write

                content = compiled_over(beneath, given, today) if beneath else compiled(given, today, synced_by, market)
                write(path, content, today)

            return make

        return get_or_build(cache_folder() / "snapshots", key, prepare)


def _snapshot_beneath(given: CatalogInputs, today: Day, synced_by: Until) -> Snapshot | None:
    """The catalog without the user's own files; None where there are none, or where they say what the market means."""
    if not given.with_bundled or not (given.catalogs or given.rules):
        return None
    from modelpick.catalog.load import aliases_of

    if given.synced and _has_market() and aliases_of(given.catalogs, given.reads):
        return None
    return _snapshot_at(replace(given, catalogs=(), rules=()), today, synced_by)


def _open_market() -> Market:
    from modelpick.market.read import Market

    return Market(market_file())


def _has_market() -> bool:
    return _market_fault() is None and market_file().exists()


def _market_fault() -> str | None:
    """Why nobody can say whether anything was synced; None where that is known."""
    try:
        os.stat(market_file())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return error.strerror or str(error)
    return None


def _release_note(bundle: Bundle) -> str | None:
    """That the data release that was taken last is gone, where older data answer in its place."""
    if bundle.release or not os.path.isfile(current_file()):
        return None
    from modelpick.use_cases.releases import last_taken

    version = version_of(last_taken())
    if version_order(version) <= version_order(bundle.version):
        return None
    return f"the data release {version} is gone: these are the data of {bundle.day}; take it anew with `{_TAKE_ANEW}`"


def _market_note() -> str | None:
    if fault := _market_fault():
        return f"the cache folder {cache_folder()} cannot be read ({fault}); what was synced does not count"
    return None
