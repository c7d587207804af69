"""Opens the catalogue and rules, with the synced market and the user's own layered over them.

What was asked before from the same files is opened compiled (`modelpick.snapshot`); else the files are read, checked
and compiled, which alone needs pydantic and yaml.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from modelpick.app.catalogue import Catalogue
from modelpick.catalogue.bundled import COMPILED, bundled
from modelpick.catalogue.places import cache_folder
from modelpick.domain.dates import Day
from modelpick.evidence.cells import Fitted

if TYPE_CHECKING:
    from modelpick.snapshot.read import Snapshot
    from modelpick.snapshot.write import Compiled


@dataclass(frozen=True, slots=True)
class Given:
    """What a catalogue is made from: later files win, field by field; later folders win, rule by rule."""

    catalogs: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    with_bundled: bool = True

    @property
    def shipped_alone(self) -> bool:
        return self.with_bundled and not self.catalogs and not self.rules

    @property
    def names(self) -> tuple[str, ...]:
        return (*(("bundled",) if self.with_bundled else ()), *map(str, self.catalogs))


def load(
    catalogs: Sequence[Path] = (),
    rules: Sequence[Path] = (),
    *,
    with_bundled: bool = True,
    today: Day | None = None,
) -> Catalogue:
    """Open a catalogue.

    Args:
        catalogs: the user's catalogue files; later ones win, field by field, over earlier ones and the bundled data.
        rules: folders of the user's own rules; later ones win, rule by rule.
        with_bundled: whether the data and rules that ship with the program lie beneath.
        today: the latest day that may be asked for; the calendar's by default.

    Raises:
        InputErrors: every fault of every file, with line and column.
    """
    from modelpick.snapshot.keep import Unkept

    given = Given(tuple(catalogs), tuple(rules), with_bundled)
    day = today or date.today().isoformat()
    try:
        return opened(_snapshot(given, day), day)
    except Unkept as error:
        note = f"the cache folder {cache_folder()} cannot be written ({error}); every question reads the files anew"
        return replace(read(given, day), notes=(note,))


def opened(snapshot: Snapshot, today: Day) -> Catalogue:
    """The catalogue that `snapshot` holds."""
    return Catalogue(
        facts=snapshot.facts(),
        rulebook=snapshot.rulebook,
        today=today,
        origins=tuple(snapshot.about["origins"]),
        rule_files=snapshot.rule_files,
        fitted=snapshot.fitted(),
        on=snapshot.facts,
        column=snapshot.column,
    )


def read(given: Given, today: Day) -> Catalogue:
    """The catalogue that the files of `given` hold, read and checked now."""
    made = compiled(given, today)
    fitted = Fitted.from_data(made.fitted) if made.fitted else None
    return Catalogue(made.facts, made.rulebook, today, made.origins, dict(made.rule_files), fitted)


def compiled(given: Given, today: Day) -> Compiled:
    """All that a snapshot of `given` holds.

    Raises:
        InputErrors: every fault of every file, with line and column.
    """
    from modelpick.catalogue.load import bundled_files, load_facts
    from modelpick.rulebook.load import load_rules
    from modelpick.snapshot.write import Compiled

    folders = [bundled("rules")] if given.with_bundled else []
    rulebook, files = load_rules([*folders, *given.rules])
    layers = [bundled_files()] if given.with_bundled else []
    facts = load_facts([*layers, *([path] for path in given.catalogs)], today)
    fitted = read_fitted() if given.with_bundled else None
    return Compiled(facts, rulebook, files, fitted, given.names)


def read_fitted() -> dict[str, object] | None:
    """What was fitted offline, as it stands in its file; None where nothing was."""
    path = bundled("data") / "estimator.json"
    found: dict[str, object] | None = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    return found


def _snapshot(given: Given, today: Day) -> Snapshot:
    from modelpick.snapshot.keep import found_or_made, shipped
    from modelpick.snapshot.key import inside, key_of
    from modelpick.snapshot.write import write

    if given.shipped_alone:
        whole = shipped(COMPILED)
        if whole is not None:
            return whole
    key = key_of(["with bundled" if given.with_bundled else "alone"], [*given.catalogs, *inside(given.rules)])
    return found_or_made(cache_folder() / "snapshots", key, lambda path: write(path, compiled(given, today)))
