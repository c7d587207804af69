"""Opens the catalog and rules, with the synced market and the user's own layered over them.

What was asked before from the same files is opened compiled (`modelpick.snapshot`); else the files are read, checked
and compiled, which alone needs pydantic and yaml.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modelpick.app.catalogue import OpenCatalog
from modelpick.catalogue.bundled import COMPILED, bundled
from modelpick.catalogue.places import cache_folder, market_file
from modelpick.domain.asof import as_of
from modelpick.domain.dates import Day
from modelpick.domain.facts import Facts
from modelpick.domain.market_reports import LinkCounts
from modelpick.evidence.cells import Column, Fitted, no_column

if TYPE_CHECKING:
    from modelpick.catalogue.market import Until
    from modelpick.catalogue.merge import Merged
    from modelpick.snapshot.read import Snapshot
    from modelpick.snapshot.write import Compiled


@dataclass(frozen=True, slots=True)
class Given:
    """What a catalog is made from: later files win, field by field; later folders win, rule by rule."""

    catalogs: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    with_bundled: bool = True
    """Whether the data and rules that ship with the program, and what was synced, lie beneath."""
    synced: bool = True
    """Whether what was synced does; the program that is shipped holds nothing of its builder's."""

    @property
    def names(self) -> tuple[str, ...]:
        return (*(("bundled",) if self.with_bundled else ()), *map(str, self.catalogs))


def load(
    catalogs: Sequence[Path] = (),
    rules: Sequence[Path] = (),
    *,
    with_bundled: bool = True,
    today: Day | None = None,
) -> OpenCatalog:
    """Open a catalog.

    Args:
        catalogs: the user's catalog files; later ones win, field by field, over earlier ones, the synced market and
            the bundled data.
        rules: folders of the user's own rules; later ones win, rule by rule.
        with_bundled: whether the data and rules that ship with the program, and what `modelpick catalog update`
            brought, lie beneath.
        today: the latest day that may be asked for; the calendar's by default.

    Raises:
        InputErrors: every fault of every file, with line and column.
        DamagedMarket: what was synced cannot be read.
    """
    from modelpick.snapshot.keep import Unkept

    given = Given(tuple(catalogs), tuple(rules), with_bundled)
    day = today or date.today().isoformat()
    try:
        return opened(given, day)
    except Unkept as error:
        note = f"the cache folder {cache_folder()} cannot be written ({error}); every question reads the files anew"
        return replace(read(given, day), notes=(note,))


def opened(given: Given, today: Day) -> OpenCatalog:
    """The catalog of `given`, compiled if it is not yet.

    Raises:
        Unkept: the cache folder cannot be written.
    """
    now = _snapshot(given, today, None)
    days = now.about["read_days"]

    @cache
    def at(day: Day) -> _Seen:
        # What was known on a day before the last read is what the sources said then.
        return _Seen(now.facts, now.column) if not days or day >= days[-1] else _seen(given, today, day)

    def after_reads(ids: frozenset[int]) -> OpenCatalog:
        then = _seen(given, today, ids)
        return replace(catalogue, on=then.facts, column=then.column, _days={})

    catalogue = OpenCatalog(
        facts=now.facts(),
        rulebook=now.rulebook,
        today=today,
        origins=tuple(now.about["origins"]),
        rule_files=now.rule_files,
        fitted=now.fitted(),
        on=lambda day: at(day).facts(day),
        column=lambda day, benchmark, tools: at(day).column(day, benchmark, tools),
        after_reads=after_reads if days else None,
        brings=tuple(now.about["brings"]),
    )
    return catalogue


def read(given: Given, today: Day) -> OpenCatalog:
    """The catalog that the files of `given` hold, read and checked now."""
    made = compiled(given, today)
    fitted = Fitted.from_data(made.fitted) if made.fitted else None

    def on(day: Day) -> Facts:
        earlier = made.read_days and day < made.read_days[-1]
        return as_of(compiled(given, today, day).facts if earlier else made.facts, day)

    def after_reads(ids: frozenset[int]) -> OpenCatalog:
        then = compiled(given, today, ids).facts
        return replace(catalogue, on=lambda day: as_of(then, day), _days={})

    catalogue = OpenCatalog(
        facts=made.facts,
        rulebook=made.rulebook,
        today=today,
        origins=made.origins,
        rule_files=dict(made.rule_files),
        fitted=fitted,
        on=on,
        after_reads=after_reads if made.read_days else None,
        brings=made.brings,
    )
    return catalogue


def compiled(given: Given, today: Day, synced_by: Until = None) -> Compiled:
    """All that a snapshot of `given` holds, with what was synced by a day, by some reads, or by now.

    Raises:
        InputErrors: every fault of every file, with line and column.
        DamagedMarket: what was synced cannot be read.
    """
    from modelpick.catalogue.load import loaded
    from modelpick.rulebook.load import load_rules
    from modelpick.snapshot.write import Compiled

    folders = [bundled("rules")] if given.with_bundled else []
    rulebook, files = load_rules([*folders, *given.rules])
    layers = [[path] for path in given.catalogs]
    if not given.with_bundled:
        facts, brings = loaded(layers, today)
        return Compiled(facts, rulebook, files, None, given.names, brings=brings)
    merged, days = beneath_files(given, today, synced_by)
    facts, brings = loaded(layers, today, merged.facts)
    return Compiled(facts, rulebook, files, read_fitted(), given.names, tuple(days), merged.counts, brings)


def link_counts(catalogs: Sequence[Path], today: Day) -> LinkCounts:
    """How the rows of the market relate to the catalog; `catalogs` are the user's files, whose aliases count.

    The catalog is compiled on the way, so that the first question after an update need not wait for it.
    """
    from modelpick.snapshot.codec import decoder
    from modelpick.snapshot.keep import Unkept

    given = Given(tuple(catalogs))
    try:
        counts: LinkCounts = decoder(LinkCounts)(_snapshot(given, today, None).about["links"])
        return counts
    except Unkept:
        return compiled(given, today).links


def beneath_files(given: Given, today: Day, synced_by: Until = None) -> tuple[Merged, list[Day]]:
    """The bundled facts with the market over them, and the days of its reads."""
    from modelpick.app.market import read_days, with_market
    from modelpick.catalogue.load import aliases_of, bundled_files, load_facts
    from modelpick.catalogue.merge import Merged

    shipped = load_facts([bundled_files()], today)
    if not given.synced:
        return Merged(shipped), []
    merged = with_market(shipped, market_file(), synced_by, aliases_of(given.catalogs))
    return merged, read_days(market_file())


def read_fitted() -> dict[str, object] | None:
    """What was fitted offline, as it stands in its file; None where nothing was."""
    path = bundled("data") / "estimator.json"
    found: dict[str, object] | None = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    return found


class _Seen(NamedTuple):
    """What answers for a state of the market: the facts of a day, and cells that were worked out before."""

    facts: Callable[[Day], Facts]
    column: Callable[[Day, str, str | None], Column | None]


def _seen(given: Given, today: Day, synced_by: Until) -> _Seen:
    """An earlier state of the market: compiled, or read now where nothing can be kept."""
    from modelpick.snapshot.keep import Unkept

    try:
        found = _snapshot(given, today, synced_by)
    except Unkept:
        facts = compiled(given, today, synced_by).facts
        return _Seen(partial(as_of, facts), no_column)
    return _Seen(found.facts, found.column)


def _snapshot(given: Given, today: Day, synced_by: Until) -> Snapshot:
    from modelpick.snapshot.keep import found_or_made, shipped
    from modelpick.snapshot.key import inside, key_of
    from modelpick.snapshot.write import write

    synced = _generation(synced_by) if given.with_bundled else ""
    if given.with_bundled and not (synced or given.catalogs or given.rules):
        whole = shipped(COMPILED)
        if whole is not None:
            return whole
    words = ["with bundled" if given.with_bundled else "alone", synced]
    key = key_of(words, [*given.catalogs, *inside(given.rules)])
    make: Callable[[Path], None] = lambda path: write(path, compiled(given, today, synced_by))  # noqa: E731
    return found_or_made(cache_folder() / "snapshots", key, make)


def _generation(on: Until) -> str:
    """What stands for the synced market, as it was on a day, after some reads, or is; empty where there is none."""
    if not market_file().exists():
        return ""
    from modelpick.catalogue.market import Market

    with Market(market_file()) as market:
        return market.generation(on)
