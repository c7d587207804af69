"""A saved request in YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from modelpick.catalog.reader import YamlDocument, read_yaml
from modelpick.catalog.validate import read_as
from modelpick.decide.question import unknown_name
from modelpick.model.errors import InputErrors, ModelpickError
from modelpick.model.fields import Day, Fact, Id, NotNegative, Pattern, Text, field, names_of
from modelpick.model.problems import Problem
from modelpick.model.request import RankingQuestion, Request
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.needs_named import need_named
from modelpick.use_cases.resolve import resolve

Value = bool | int | float | str | tuple[str, ...] | dict[str, float]
Usage = Literal[
    "requests", "in", "out", "cached", "hit-rate", "cache-ttl", "batch", "service", "per-task", "parallel", "merge",
    "hours", "tz", "typical-length",
]  # fmt: skip
"""The keys of `modelpick.model.arguments.USE`; the tests hold the two together."""


class PinnedRow(Fact):
    """The model in use and its provider; without one any provider counts."""

    model: Text
    provider: Text | None = None


class ExceptionRow(Fact):
    """A dated permission to use a model that a check rejects."""

    model: Text
    approver: Text
    expires_on: Day
    because: Text


class ProfileFile(RankingQuestion):
    """A question to ask again: the same words as the flags of `modelpick recommend`."""

    constraints: dict[Id, Value] = field(default_factory=dict)
    """Constraint id -> what is asked: true for switches, else a number, a word or a list."""
    usage: dict[Usage, bool | str | int | float] = field(default_factory=dict)  # type: ignore[assignment]  # its keys
    """What differs from the workload."""
    pinned: PinnedRow | None = None
    """For `modelpick check`: the model that must still be good enough."""
    within_points: NotNegative | None = None
    """How many points of the score it may lie behind the best."""
    within_cost: Annotated[str, Pattern(r"^\d{1,6}(\.\d{1,4})?\s?%$")] | None = None
    """How much more than the best it may cost: 20%."""
    exceptions: tuple[ExceptionRow, ...] = ()


def read_profile(path: Path, catalog: OpenCatalog | None = None) -> Request:
    """The request that `path` holds; names in it are looked up in `catalog` if there is one.

    Raises:
        InputErrors: with every fault of the file.
    """
    return request_of(read_file(path, catalog))


def read_file(path: Path, catalog: OpenCatalog | None = None) -> ProfileFile:
    """All that `path` holds; names in it are looked up in `catalog` if there is one.

    Raises:
        InputErrors: with every fault of the file.
    """
    document = read_yaml(path)
    row = read_as(document, ProfileFile)
    unknown = _unknown_names(document, row, catalog) if catalog is not None else []
    if unknown:
        raise InputErrors(unknown)
    return row


def _unknown_names(document: YamlDocument, row: ProfileFile, catalog: OpenCatalog) -> list[Problem]:
    """The names of `row` that mean nothing, each with its place in the file."""
    rulebook, facts = catalog.rulebook, catalog.facts
    looked_up: list[tuple[tuple[str | int, ...], Callable[[], object]]] = [
        *((("needs", need), partial(need_named, need, rulebook, facts)) for need in row.needs),
        *((("only", place), partial(resolve, name, facts)) for place, name in enumerate(row.only)),
    ]
    unknown: list[tuple[tuple[str | int, ...], ModelpickError]] = [
        (("constraints", id_), unknown_name("constraint", id_, rulebook.constraints))
        for id_ in row.constraints
        if id_ not in rulebook.constraints
    ]
    if row.persona is not None and row.persona not in rulebook.personas:
        unknown.append((("persona",), unknown_name("persona", row.persona, rulebook.personas)))
    for place, look_up in looked_up:
        try:
            look_up()
        except ModelpickError as error:
            unknown.append((place, error))
    found = [document.problem(place, error.message, error.hint) for place, error in unknown]
    return sorted(found, key=lambda problem: (problem.line or 0, problem.column or 0))


def request_of(row: ProfileFile) -> Request:
    """The question that a profile asks."""
    return Request(**{name: getattr(row, name) for name in names_of(RankingQuestion)})


def profile_of(request: Request) -> dict[str, Any]:
    """What a profile says that asks `request`; what it leaves open is left out."""
    plain = Request()
    said = {
        name: getattr(request, name)
        for name in names_of(RankingQuestion)
        if getattr(request, name) != getattr(plain, name)
    }
    return {name: _written_value(value) for name, value in said.items()}


def _written_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _written_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_written_value(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value
