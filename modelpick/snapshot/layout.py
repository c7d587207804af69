"""What a compiled catalog holds: its parts, and what the rows of each section are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelpick.model.dates import Day
from modelpick.model.facts import Benchmark, CalledId, GlossaryEntry, Provider, Skill, Source, TermRow
from modelpick.model.fields import Plain
from modelpick.model.machines import Device, Rental
from modelpick.model.rules import Advisory, ConstraintRule, Need, Persona
from modelpick.model.weight_files import GgufFiles, MeasuredPrecision
from modelpick.model.workloads import Workload

LARGEST_MIX = 24
"""A question of so many criteria finds its simulations worked out."""
MODELS = ("models", "unlinked", "newest", "ends")
"""The fields of facts that are rows of `models`, or follow from these; each other one is a part of its own."""

APPLICATION = 0x6D70696B
"""The `application_id` of a snapshot: a file of another program has another one."""

SECTIONS: dict[str, type[Any] | None] = {
    "benchmarks": Benchmark,
    "sources": Source,
    "providers": Provider,
    "aliases": None,
    "hardware": Device,
    "device_names": None,
    "rentals": Rental,
    "workloads": Workload,
    "skills": Skill,
    "glossary": GlossaryEntry,
    "terms": TermRow,
    "called": CalledId,
    "repositories": None,
    "gguf": GgufFiles,
    "precision": MeasuredPrecision,
}
"""The fields of facts that are rows by id, of which a question looks at a few, and what each row is."""
ROWS_OF_SEVERAL = ("rentals", "precision")
"""Sections whose rows are lists of facts."""
RULES_BY_SECTION = {"needs": Need, "constraints": ConstraintRule, "advisories": Advisory, "personas": Persona}
"""The same of the rules."""


def kinds_of_rows() -> dict[str, type[Any]]:
    """What the rows of each section are, where they are facts or rules."""
    return {**{name: kind for name, kind in SECTIONS.items() if kind}, **RULES_BY_SECTION}


class CatalogOrigins(Plain):
    """What a catalog was made of. `read_days`: the days on which something new was read from an upstream."""

    origins: tuple[str, ...]
    read_days: tuple[Day, ...] = ()
    brings: tuple[Mapping[str, int], ...] = ()
    """Of each of the user's files: section -> entries."""
