"""Opens the bundled catalogue and rules, with the user's own layered over them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from modelpick.app.catalogue import Catalogue
from modelpick.catalogue.bundled import bundled
from modelpick.catalogue.load import bundled_files, load_facts
from modelpick.domain.dates import Day
from modelpick.evidence.cells import Fitted
from modelpick.rulebook.load import load_rules


def read_fitted(path: Path) -> Fitted | None:
    """What was fitted offline; None where nothing was."""
    return Fitted.from_data(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


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
    day = today or date.today().isoformat()
    layers = [bundled_files()] if with_bundled else []
    layers += [[path] for path in catalogs]
    folders = [bundled("rules")] if with_bundled else []
    folders += rules
    rulebook, files = load_rules(folders)
    fitted = read_fitted(bundled("data") / "estimator.json") if with_bundled else None
    names = (["bundled"] if with_bundled else []) + [str(path) for path in catalogs]
    return Catalogue(load_facts(layers, day), rulebook, day, tuple(names), files, fitted)
