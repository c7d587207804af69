"""Compiles a catalog into one SQLite file: what answers need, ready to be read in parts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import chain
from pathlib import Path
from typing import Any

from modelpick.advise.scoring import benchmark_id
from modelpick.catalogue.bundled import bundled
from modelpick.domain.asof import known_from, news_days
from modelpick.domain.dates import Day
from modelpick.domain.facts import Facts, Model, Skill
from modelpick.domain.market_reports import LinkCounts
from modelpick.domain.rules import Rulebook
from modelpick.evidence.cells import Evidence, Fitted
from modelpick.snapshot.codec import encode

LATER = ("measurements", "offerings", "traits", "variants", "status", "architecture")
"""The fields of a model that are read when somebody looks."""

MAPPINGS = ("benchmarks", "skills", "sources", "providers", "hardware", "workloads", "glossary")
"""The fields of facts that are rows by id, each read when somebody asks for it."""

APPLICATION = 0x6D70696B
"""The `application_id` of a snapshot: a file of another program has another one."""

_TABLES = f"""
PRAGMA application_id = {APPLICATION};
CREATE TABLE parts (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE models (id TEXT PRIMARY KEY, measurements TEXT, offerings TEXT, traits TEXT, variants TEXT, status TEXT,
                     architecture TEXT);
CREATE TABLE cells (benchmark TEXT, tools TEXT, body TEXT NOT NULL, PRIMARY KEY (benchmark, tools)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Compiled:
    """All that a snapshot holds."""

    facts: Facts
    rulebook: Rulebook
    rule_files: Mapping[tuple[str, str], Path]
    fitted: Mapping[str, Any] | None
    """What was fitted offline, as it stands in its file."""
    origins: tuple[str, ...]
    read_days: tuple[Day, ...] = ()
    """The days on which something new was read from an upstream."""
    links: LinkCounts = field(default_factory=lambda: LinkCounts(0, 0, 0))
    brings: tuple[Mapping[str, int], ...] = ()
    """Of each of the user's files: section -> entries."""


def write(path: Path, compiled: Compiled) -> None:
    """Write `compiled` to the new file `path`."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;" + _TABLES)
        connection.executemany("INSERT INTO parts VALUES (?, ?)", _parts(compiled))
        connection.executemany("INSERT INTO models VALUES (?, ?, ?, ?, ?, ?, ?)", map(_model, _every(compiled.facts)))
        connection.executemany("INSERT INTO cells VALUES (?, ?, ?)", _cells(compiled))
        connection.execute("COMMIT")
    finally:
        connection.close()


def _parts(compiled: Compiled) -> Iterator[tuple[str, str]]:
    facts, rulebook, links = compiled.facts, compiled.rulebook, compiled.links
    extra = {f.name: getattr(facts, f.name) for f in fields(facts)}
    for name in ("models", "unlinked", *MAPPINGS, "aliases", "newest", "token_counts"):
        del extra[name]
    parts: dict[str, Any] = {
        "heads": [[known_from(model), encode_head(model)] for model in facts.models.values()],
        "unlinked": {id_: [known_from(model), encode_head(model)] for id_, model in facts.unlinked.items()},
        **{name: _rows(getattr(facts, name)) for name in MAPPINGS},
        "token_counts": encode(facts.token_counts),
        "aliases": dict(facts.aliases),
        "extra": {name: encode(value) for name, value in extra.items()},
        "news": sorted({day for model in _every(facts) for day in news_days(model)}),
        "rulebook": encode(rulebook),
        "rule_files": [[kind, id_, *_place(file)] for (kind, id_), file in compiled.rule_files.items()],
        "fitted": compiled.fitted,
        "about": {
            "origins": compiled.origins,
            "read_days": compiled.read_days,
            "links": encode(links),
            "brings": compiled.brings,
        },
        "settled": {model.id: _settled(model) for model in facts.models.values()},
    }
    for name, body in parts.items():
        yield name, _text(body)


def _place(file: Path) -> tuple[bool, str]:
    """Whether `file` ships with the program, and its path: that of a shipped one begins where the rules lie."""
    rules = bundled("rules")
    return (True, file.relative_to(rules).as_posix()) if file.is_relative_to(rules) else (False, str(file))


def _every(facts: Facts) -> Iterator[Model]:
    return chain(facts.models.values(), facts.unlinked.values())


def encode_head(model: Model) -> dict[str, Any]:
    """The fields of `model` that are read at once."""
    return {f.name: encode(getattr(model, f.name)) for f in fields(model) if f.name not in LATER and _says(model, f)}


def _says(model: Model, field: Any) -> bool:
    return getattr(model, field.name) not in (None, {}, ())


def _rows(values: Mapping[str, Any]) -> dict[str, Any]:
    return {id_: encode(value) for id_, value in values.items()}


def _model(model: Model) -> tuple[str | None, ...]:
    bodies = (getattr(model, name) for name in LATER)
    return model.id, *(_text(encode(body)) if body else None for body in bodies)


def _cells(compiled: Compiled) -> Iterator[tuple[str, str, str]]:
    """The cells that the needs ask for, as all facts together make them."""
    facts = compiled.facts
    evidence = Evidence(facts.benchmarks, Fitted.from_data(compiled.fitted) if compiled.fitted else None, facts.skills)
    for id_, tools in _criteria(compiled.rulebook, facts.skills):
        benchmark = facts.benchmarks.get(id_)
        if benchmark is None:
            continue
        column: dict[str, Any] = {}
        for model in facts.models.values():
            measured = evidence.measured(model, benchmark, tools)
            estimated = evidence.estimated(model, benchmark) if measured is None else None
            if measured or estimated:
                column[model.id] = [encode(cell) if cell else None for cell in (measured, estimated)]
        yield id_, tools or "", _text(column)


def _criteria(rulebook: Rulebook, skills: Mapping[str, Skill]) -> Iterable[tuple[str, str | None]]:
    """What needs ask for; estimates do not know of tools, so that each benchmark is there without them as well."""
    criteria = [c for need in rulebook.needs.values() for c in need.criteria]
    named = [(benchmark_id(c, skills), c.tools) for c in criteria]
    return dict.fromkeys((id_, each) for id_, tools in named if id_ for each in (None, tools))


def _settled(model: Model) -> Day:
    """The day since which no cell of `model` has changed: a figure counts from its day, and so does its mode."""
    return max((fact.known_on for fact in (*model.measurements, *model.variants)), default="")


def _text(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
