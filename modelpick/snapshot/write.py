"""Compiles a catalog into one SQLite file: what answers need, ready to be read in parts.

What does not depend on a question is worked out here, once (`modelpick.decide.columns`). A fact is kept as the row of
its values in the order of its fields. What the fields are is part of the program, and the program is part of the name
of the file: a file of other fields is never opened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any
from zlib import crc32

from msgspec import msgpack

from modelpick.decide.beneath import ColumnsBeneath
from modelpick.decide.draws import normal_column, normal_name, simplex_columns, simplex_name
from modelpick.decide.scoring import benchmark_id
from modelpick.decide.tabulate import tabulate
from modelpick.documents.market_reports import LinkCounts
from modelpick.evidence.cells import Evidence, FittedParameters, other_editions
from modelpick.lookup.choices import gathered_choices
from modelpick.lookup.meanings import gathered_meanings
from modelpick.model.asof import as_of, known_from, known_whole
from modelpick.model.dates import Day
from modelpick.model.ends import EndedId
from modelpick.model.facts import CalledId, Facts, Model, Policy, Skill
from modelpick.model.fields import Plain, names_of, replace
from modelpick.model.freshness import news_days
from modelpick.model.rules import Rulebook
from modelpick.model.workloads import TokenCount
from modelpick.snapshot.layout import (
    APPLICATION,
    LARGEST_MIX,
    MODELS,
    RULES_BY_SECTION,
    SECTIONS,
    CatalogOrigins,
    kinds_of_rows,
)
from modelpick.snapshot.read import KeptModels, Snapshot
from modelpick.snapshot.rows import plan_of

OPTIONAL_PARTS = ("fitted",)
"""Parts that are not there where nothing is known of them."""
PAGE = 16384
"""Bytes that are read at once: a question reads large columns, in a thousand pages of the usual size."""
DIMENSIONS = 96
"""So many normals of the simulations are kept: enough for a need of 12 criteria and 84 close contenders."""
_TABLE_DEFINITIONS = f"""
PRAGMA application_id = {APPLICATION};
CREATE TABLE parts (name TEXT PRIMARY KEY, body BLOB NOT NULL, sum INTEGER NOT NULL);
CREATE TABLE models (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, linked INTEGER NOT NULL,
                     known_from TEXT NOT NULL, known_whole TEXT NOT NULL, name TEXT NOT NULL, family TEXT NOT NULL);
CREATE TABLE model_bodies (place INTEGER PRIMARY KEY, body BLOB NOT NULL, sum INTEGER NOT NULL);
CREATE TABLE rows (section TEXT, id TEXT, place INTEGER NOT NULL, body BLOB NOT NULL, sum INTEGER NOT NULL,
                   PRIMARY KEY (section, id)) WITHOUT ROWID;
CREATE TABLE ends (place INTEGER PRIMARY KEY, id TEXT NOT NULL, model TEXT, provider TEXT NOT NULL,
                   read TEXT, known_from TEXT NOT NULL, body BLOB NOT NULL, sum INTEGER NOT NULL);
CREATE INDEX models_linked ON models (place) WHERE linked;
CREATE INDEX ends_by_id ON ends (id);
CREATE INDEX ends_by_model ON ends (model) WHERE model IS NOT NULL;
CREATE INDEX ends_by_provider ON ends (provider, read);
"""


class Compiled(Plain):
    """All that a snapshot holds. `fitted` is what was fitted offline, as it stands in its file."""

    facts: Facts
    rulebook: Rulebook
    rule_files: Mapping[tuple[str, str], Path]
    fitted: Mapping[str, Any] | None
    about: CatalogOrigins
    links: LinkCounts = LinkCounts(0, 0, 0)
    rules: Path | None = None
    """The folder of the rules beneath the user's own, which may lie elsewhere when the snapshot is read."""
    beneath: Snapshot | None = None
    """The same without the user's own: what these do not touch is taken from there."""


def write(path: Path, compiled: Compiled, day: Day) -> None:
    """Write `compiled` to the new file `path`, with the columns of its facts as they stand on `day`."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        pragmas = f"PRAGMA page_size={PAGE}; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;"
        connection.executescript(pragmas + _TABLE_DEFINITIONS)
        # In the order of their keys: the file is smaller, and the same bytes whenever the content is the same.
        parts = sorted(_snapshot_parts(compiled, day))
        connection.executemany(
            "INSERT INTO parts VALUES (?, ?, ?)", ((name, *_with_checksum(body)) for name, body in parts)
        )
        kept = _models_kept(compiled)
        connection.executemany("INSERT INTO models VALUES (NULL, ?, ?, ?, ?, ?, ?)", _model_rows(compiled, kept))
        connection.executemany("INSERT INTO model_bodies VALUES (NULL, ?, ?)", _model_bodies(compiled, kept))
        rows = sorted(_section_rows(compiled), key=itemgetter(0, 1))
        connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", rows)
        connection.executemany("INSERT INTO ends VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", _ended_rows(compiled))
        connection.execute("COMMIT")
    finally:
        connection.close()


def _with_checksum(body: bytes) -> tuple[bytes, int]:
    return body, crc32(body)


def _snapshot_parts(compiled: Compiled, day: Day) -> Iterator[tuple[str, bytes]]:
    facts = compiled.facts
    parts: dict[str, Any] = {
        **{name: getattr(facts, name) for name in names_of(facts) if name not in (*MODELS, *SECTIONS)},
        "choices": gathered_choices(facts),
        "meanings": gathered_meanings(facts),
        "editions": other_editions(facts.skills),
        "news": sorted({day for model in _all_models(facts) for day in news_days(model)}),
        "rule_files": [(*key, *_rule_file_place(file, compiled.rules)) for key, file in compiled.rule_files.items()],
        "fitted": compiled.fitted,
        "about": compiled.about,
        "links": compiled.links,
        "plan": plan_of(CatalogOrigins, LinkCounts, Model, Policy, TokenCount, EndedId, *kinds_of_rows().values()),
    }
    for name, body in parts.items():
        if body is not None or name not in OPTIONAL_PARTS:
            yield name, msgpack.encode(body)
    own = ((id_, None) for id_, benchmark in facts.benchmarks.items() if benchmark.asked_of)
    weighed = [*_benchmarks_weighed(compiled.rulebook, facts.skills), *own]
    weighed = list(dict.fromkeys(weighed))
    beneath = compiled.beneath
    columns = ColumnsBeneath(beneath.columns, beneath.whole, facts, day) if beneath else None
    today = as_of(facts, day)
    parameters = FittedParameters(compiled.fitted) if compiled.fitted else None
    evidence = Evidence(facts.benchmarks, parameters, facts.skills, models=today.model)
    for name, column in tabulate(facts, day, evidence, weighed, columns, today):
        yield f"columns/{name}", column
    for name, make in _draw_columns(compiled.rulebook):
        yield f"draws/{name}", (beneath.body(f"draws/{name}") if beneath else None) or make()


def _draw_columns(rulebook: Rulebook) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Of the simulations, the columns that questions about a need ask for, and those about a mix of several."""
    largest = max((len(need.criteria) for need in rulebook.needs.values()), default=0)
    for k in range(1, max(largest, LARGEST_MIX) + 1 if largest else 1):
        yield simplex_name(k), partial(simplex_columns, k)
    for dimension in range(DIMENSIONS):
        yield normal_name(dimension), partial(normal_column, dimension)


def _section_rows(compiled: Compiled) -> Iterator[tuple[str, str, int, bytes, int]]:
    facts, beneath = compiled.facts, compiled.beneath
    before = beneath.whole if beneath else None
    called = before.called if before and _same_ids(before, facts) else _called_ids(facts)
    wholes = [
        (replace(facts, called=called), before, SECTIONS),
        (compiled.rulebook, beneath.rulebook if beneath else None, RULES_BY_SECTION),
    ]
    for whole, known, sections in wholes:
        for name in sections:  # type: ignore[attr-defined]
            rows, old = getattr(whole, name), getattr(known, name, {})
            kept = beneath.kept_rows(name) if beneath else {}
            if rows is old:
                yield from ((name, id_, *row) for id_, row in kept.items())
                continue
            for place, (id_, row) in enumerate(rows.items()):
                if id_ in kept and old[id_] is row:
                    yield name, id_, place, *kept[id_][1:]
                else:
                    yield name, id_, place, *_with_checksum(msgpack.encode(row))


def _called_ids(facts: Facts) -> Mapping[str, CalledId]:
    from modelpick.audit.ids import called_ids

    return called_ids(facts)


def _same_ids(before: Facts, now: Facts) -> bool:
    """Whether every model has the ids that it had."""
    return now.aliases is before.aliases and all(
        known.keys() == models.keys() and all(known[id_].offerings is each.offerings for id_, each in models.items())
        for known, models in ((before.models, now.models), (before.unlinked, now.unlinked))
    )


def _rule_file_place(file: Path, rules: Path | None) -> tuple[bool, str]:
    """Whether `file` is of the bundled `rules`, and its path, relative to these if so."""
    ours = rules is not None and file.is_relative_to(rules)
    return (True, file.relative_to(rules).as_posix()) if rules and ours else (False, str(file))


def _all_models(facts: Facts) -> Iterator[Model]:
    return chain(facts.models.values(), facts.unlinked.values())


def _models_kept(compiled: Compiled) -> KeptModels:
    """Of the models that are as they were, the rows that are kept of them."""
    beneath = compiled.beneath
    if beneath is None:
        return {}
    models = {model.id: model for model in _all_models(compiled.facts)}
    return {id_: rows for id_, rows in beneath.kept_models().items() if beneath.whole.model(id_) is models.get(id_)}


def _model_rows(compiled: Compiled, kept: KeptModels) -> Iterator[tuple[Any, ...]]:
    """What is asked of all models at once, apart from their bodies."""
    for model in _all_models(compiled.facts):
        if model.id in kept:
            yield kept[model.id][0]
        else:
            yield model.id, model.linked, known_from(model), known_whole(model), model.name, model.family or ""


def _model_bodies(compiled: Compiled, kept: KeptModels) -> Iterator[tuple[bytes, int]]:
    for model in _all_models(compiled.facts):
        yield kept[model.id][1] if model.id in kept else _with_checksum(msgpack.encode(model))


def _ended_rows(compiled: Compiled) -> Iterator[tuple[Any, ...]]:
    facts, beneath = compiled.facts, compiled.beneath
    if beneath and facts.ends is beneath.whole.ends:
        yield from beneath.kept_ends()
        return
    for row in facts.ends.rows:
        # What a price list says is no reading of its provider.
        read = None if row.evidence == "aggregator" else row.read
        yield row.id.lower(), row.model, row.provider, read, row.known_on, *_with_checksum(msgpack.encode(row))


def _benchmarks_weighed(rulebook: Rulebook, skills: Mapping[str, Skill]) -> Iterable[tuple[str, str | None]]:
    """What needs ask for; estimates do not know of tools, so that each benchmark is there without them as well."""
    criteria = [c for need in rulebook.needs.values() for c in need.criteria]
    named = [(benchmark_id(c, skills), c.tools) for c in criteria]
    return dict.fromkeys((id_, each) for id_, tools in named if id_ for each in (None, tools))
