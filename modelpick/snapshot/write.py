"""Compiles a catalog into one SQLite file: what answers need, ready to be read in parts.

A fact is kept as the row of its values in the order of its fields. What the fields are is part of the program, and the
program is part of the name of the file: a file of other fields is never opened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import msgpack

from modelpick.catalog.bundled import bundled
from modelpick.decide.scoring import benchmark_id
from modelpick.documents.market_reports import LinkCounts
from modelpick.evidence.cells import Evidence, FittedParameters
from modelpick.evidence.pooling import Cell
from modelpick.model.asof import known_from, known_whole, news_days
from modelpick.model.dates import Day
from modelpick.model.facts import Dated, Facts, Model, Skill
from modelpick.model.fields import Plain, names_of
from modelpick.model.rules import Rulebook

MODELS = ("models", "unlinked", "newest", "ends")
"""The fields of facts that are rows of a table, or follow from these; each other one is a part of its own."""

APPLICATION = 0x6D70696B
"""The `application_id` of a snapshot: a file of another program has another one."""

_TABLE_DEFINITIONS = f"""
PRAGMA application_id = {APPLICATION};
CREATE TABLE parts (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE models (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, linked INTEGER NOT NULL,
                     known_from TEXT NOT NULL, known_whole TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE ends (place INTEGER PRIMARY KEY, id TEXT NOT NULL, model TEXT, provider TEXT NOT NULL,
                   read TEXT, known_from TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX ends_by_id ON ends (id);
CREATE INDEX ends_by_model ON ends (model) WHERE model IS NOT NULL;
CREATE INDEX ends_by_provider ON ends (provider, read);
CREATE TABLE cells (benchmark TEXT, tools TEXT, body BLOB NOT NULL, PRIMARY KEY (benchmark, tools)) WITHOUT ROWID;
"""


class CatalogOrigins(Plain):
    """What a catalog was made of. `read_days`: the days on which something new was read from an upstream."""

    origins: tuple[str, ...]
    read_days: tuple[Day, ...] = ()
    links: LinkCounts = LinkCounts(0, 0, 0)
    brings: tuple[Mapping[str, int], ...] = ()
    """Of each of the user's files: section -> entries."""


class Compiled(Plain):
    """All that a snapshot holds. `fitted` is what was fitted offline, as it stands in its file."""

    facts: Facts
    rulebook: Rulebook
    rule_files: Mapping[tuple[str, str], Path]
    fitted: Mapping[str, Any] | None
    about: CatalogOrigins


def write(path: Path, compiled: Compiled) -> None:
    """Write `compiled` to the new file `path`."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;" + _TABLE_DEFINITIONS)
        connection.executemany("INSERT INTO parts VALUES (?, ?)", _snapshot_parts(compiled))
        connection.executemany("INSERT INTO models VALUES (NULL, ?, ?, ?, ?, ?)", _model_rows(compiled.facts))
        connection.executemany("INSERT INTO ends VALUES (NULL, ?, ?, ?, ?, ?, ?)", _ended_rows(compiled.facts))
        connection.executemany("INSERT INTO cells VALUES (?, ?, ?)", _computed_cells(compiled))
        connection.execute("COMMIT")
    finally:
        connection.close()


def _snapshot_parts(compiled: Compiled) -> Iterator[tuple[str, bytes]]:
    from modelpick.audit.ids import called_ids

    facts = compiled.facts
    parts: dict[str, Any] = {
        **{name: getattr(facts, name) for name in names_of(facts) if name not in MODELS},
        "news": sorted({day for model in _all_models(facts) for day in news_days(model)}),
        "rulebook": compiled.rulebook,
        "rule_files": [(kind, id_, *_rule_file_place(file)) for (kind, id_), file in compiled.rule_files.items()],
        "fitted": compiled.fitted,
        "about": compiled.about,
        "called": called_ids(facts),
        "settled": {model.id: _settled_day(model) for model in facts.models.values()},
    }
    for name, body in parts.items():
        yield name, msgpack.encode(body)


def _rule_file_place(file: Path) -> tuple[bool, str]:
    """Whether `file` ships with the program, and its path, relative to the bundled rules if so."""
    rules = bundled("rules")
    return (True, file.relative_to(rules).as_posix()) if file.is_relative_to(rules) else (False, str(file))


def _all_models(facts: Facts) -> Iterator[Model]:
    return chain(facts.models.values(), facts.unlinked.values())


def _model_rows(facts: Facts) -> Iterator[tuple[str, bool, Day, Day, bytes]]:
    for model in _all_models(facts):
        yield model.id, model.linked, known_from(model), known_whole(model), msgpack.encode(model)


def _ended_rows(facts: Facts) -> Iterator[tuple[str, str | None, str, Day | None, Day, bytes]]:
    for row in facts.ends.rows:
        # What a price list says is no reading of its provider.
        read = None if row.evidence == "aggregator" else row.read
        yield row.id.lower(), row.model, row.provider, read, row.known_on, msgpack.encode(row)


def _computed_cells(compiled: Compiled) -> Iterator[tuple[str, str, bytes]]:
    """The cells that the needs ask for, as all facts together make them."""
    facts = compiled.facts
    evidence = Evidence(
        facts.benchmarks, FittedParameters.from_data(compiled.fitted) if compiled.fitted else None, facts.skills
    )
    for id_, tools in _benchmarks_weighed(compiled.rulebook, facts.skills):
        benchmark = facts.benchmarks.get(id_)
        if benchmark is None:
            continue
        column: dict[str, tuple[Cell | None, Cell | None]] = {}
        for model in facts.models.values():
            measured = evidence.measured(model, benchmark, tools)
            estimated = evidence.estimated(model, benchmark) if measured is None else None
            if measured or estimated:
                column[model.id] = (measured, estimated)
        yield id_, tools or "", msgpack.encode(column)


def _benchmarks_weighed(rulebook: Rulebook, skills: Mapping[str, Skill]) -> Iterable[tuple[str, str | None]]:
    """What needs ask for; estimates do not know of tools, so that each benchmark is there without them as well."""
    criteria = [c for need in rulebook.needs.values() for c in need.criteria]
    named = [(benchmark_id(c, skills), c.tools) for c in criteria]
    return dict.fromkeys((id_, each) for id_, tools in named if id_ for each in (None, tools))


def _settled_day(model: Model) -> Day:
    """The day since which no cell of `model` has changed: a figure counts from its day, and so does its mode."""
    facts: tuple[Dated, ...] = (*model.measurements, *model.variants)
    return max((fact.known_on for fact in facts), default="")
