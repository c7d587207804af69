"""Checks catalogue files: first each against the schema, then what one row says of another.

Nothing stops at the first fault. Every problem says file, line, column, what was expected and the nearest valid name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from modelpick.catalogue.reader import Document
from modelpick.catalogue.schema import CatalogueFile, MeasurementRow, ModelRow, ScoreRow
from modelpick.domain.dates import Day, first_day, is_day
from modelpick.domain.errors import Problem
from modelpick.domain.names import did_you_mean, nearest

SECTIONS = ("models", "benchmarks", "sources", "providers")
_REFERENCES = {
    "source": "sources",
    "jurisdictions_source": "sources",
    "benchmark": "benchmarks",
    "provider": "providers",
    "successor": "models",
    "model": "models",
}
_PAST_ONLY = {"since", "date", "released", "published", "announced", "checked_on"}

Path = tuple[Any, ...]
Leaf = tuple[Path, str, Any]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    document: Document
    rows: CatalogueFile
    today: Day
    """The latest day that a fact of the file may bear."""


def check_schema(document: Document, schema: type[BaseModel]) -> tuple[Any | None, list[Problem]]:
    """Validate one document; the rows, or None with every problem found."""
    if not isinstance(document.data, dict):
        keys = ", ".join(f"`{name}:`" for name in schema.model_fields)
        found = "nothing" if document.data is None else f"a {_kind(document.data)}"
        return None, [Problem(document.file, 1, 1, f"expected a mapping with {keys}; found {found}")]
    try:
        return schema.model_validate(document.data), []
    except ValidationError as error:
        return None, [_schema_problem(document, schema, fault) for fault in error.errors(include_url=False)]


def check_references(files: Sequence[CheckedFile]) -> list[Problem]:
    """What the schema cannot see: ids used twice, dangling names, impossible values, dates ahead."""
    known = {section: {row.id for f in files for row in getattr(f.rows, section)} for section in SECTIONS}
    ranges: dict[str, tuple[float | None, float | None, str]]
    ranges = {b.id: (b.range[0], b.range[1], b.unit) for f in files for b in f.rows.benchmarks}
    named = {m.id for f in files for m in f.rows.models if m.name}
    problems: list[Problem] = []
    for file in files:
        problems += _ids_given_twice(file)
        problems += _aliases_given_twice(file, known["models"])
        for leaf in _leaves(file.document.data):
            problems += _dangling(file.document, leaf, known)
            problems += _date_ahead(file.document, leaf, file.today)
        problems += _own_scores(file, ranges)
        for index, model in enumerate(file.rows.models):
            place = ("models", index)
            if model.id not in named:
                problems.append(file.document.problem(place, f"{model.id} needs `name`: it is not in an earlier layer"))
            problems += _events_ahead(file.document, place, model, file.today)
            problems += _measurements(file.document, place, model, ranges)
    return problems


def _schema_problem(document: Document, schema: type[BaseModel], fault: Any) -> Problem:
    path, kind = tuple(fault["loc"]), fault["type"]
    field = path[-1] if path else ""
    if kind == "extra_forbidden":
        return document.problem(path, f"unknown key `{field}`", did_you_mean(str(field), _keys_at(schema, path[:-1])))
    if kind == "missing":
        return document.problem(path[:-1], f"`{field}` is missing", "Add it")
    if kind in ("literal_error", "enum"):
        allowed = [part.strip("' ") for part in fault["ctx"]["expected"].replace(" or ", ", ").split(",")]
        message = f"`{field}` is {fault['input']!r}, expected one of {', '.join(allowed)}"
        close = nearest(str(fault["input"]), allowed, 1)
        return document.problem(path, message, f"Did you mean `{close[0]}`?" if close else None)
    message = fault["msg"].removeprefix("Value error, ")
    shown = fault["input"]
    if isinstance(shown, dict | list | BaseModel):
        named = isinstance(field, str) and kind != "value_error"
        return document.problem(path, f"`{field}`: {message[0].lower()}{message[1:]}" if named else message)
    return document.problem(path, f"`{field}` is {shown!r}: {message[0].lower()}{message[1:]}")


def _keys_at(schema: type[BaseModel], path: Path) -> list[str]:
    """The keys that the schema knows where `path` leads."""
    here: Any = schema
    for step in path:
        if isinstance(step, str) and isinstance(here, type) and issubclass(here, BaseModel):
            by_key = {info.alias or name: info for name, info in here.model_fields.items()}
            here = _row_class(by_key[step].annotation) if step in by_key else None
    if not (isinstance(here, type) and issubclass(here, BaseModel)):
        return []
    return [info.alias or name for name, info in here.model_fields.items()]


def _row_class(annotation: Any) -> Any:
    """The row class inside an annotation such as ``list[MeasurementRow]`` or ``LicenceRow | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_row_class(part) for part in getattr(annotation, "__args__", ()))
    return next((found for found in inner if found is not None), None)


def _kind(value: Any) -> str:
    return {list: "list", str: "text", bool: "true or false"}.get(type(value), "number")


def _ids_given_twice(file: CheckedFile) -> Iterator[Problem]:
    for section in SECTIONS:
        first: dict[str, int] = {}
        for index, row in enumerate(getattr(file.rows, section)):
            if row.id in first:
                line, _ = file.document.mark((section, first[row.id])) or (None, None)
                message = f"id {row.id} is used twice, first in line {line}"
                yield file.document.problem((section, index), message, "Merge the two entries")
            first.setdefault(row.id, index)


def _aliases_given_twice(file: CheckedFile, models: set[str]) -> Iterator[Problem]:
    meant: dict[str, str] = {}
    for index, row in enumerate(file.rows.aliases):
        alias = row.alias.lower()
        other = meant.setdefault(alias, row.model)
        if other != row.model or (alias in models and alias != row.model):
            clash = other if other != row.model else alias
            message = f"alias {row.alias!r} means {row.model} here and {clash} elsewhere"
            yield file.document.problem(("aliases", index), message, "An alias must mean one model")


def _dangling(document: Document, leaf: Leaf, known: dict[str, set[str]]) -> list[Problem]:
    path, key, value = leaf
    section = _REFERENCES.get(key)
    if section is None or not isinstance(value, str) or value in known[section]:
        return []
    message = f"{section[:-1]} `{value}` is not in the catalogue"
    close = did_you_mean(value, known[section], 1)
    return [document.problem(path, message, close or f"Add it to `{section}:`")]


def _date_ahead(document: Document, leaf: Leaf, today: Day) -> list[Problem]:
    path, key, value = leaf
    if key not in _PAST_ONLY and not (key == "on" and "status" not in path):
        return []
    text = str(value)  # a bare year is a number to YAML
    if not is_day(text) or first_day(text) <= today:
        return []
    return [document.problem(path, f"`{key}` is {value}, after today ({today})", "Facts are dated in the past")]


def _events_ahead(document: Document, place: Path, model: ModelRow, today: Day) -> Iterator[Problem]:
    for index, event in enumerate(model.status):
        if first_day(event.on) > today and not event.announced:
            message = f"{model.id}: an event on {event.on} lies ahead"
            yield document.problem((*place, "status", index), message, "Give `announced`, the day it became known")


def _measurements(
    document: Document, place: Path, model: ModelRow, ranges: Mapping[str, tuple[float | None, float | None, str]]
) -> Iterator[Problem]:
    first: dict[tuple[Any, ...], int] = {}
    for index, row in enumerate(model.measurements):
        path = (*place, "measurements", index)
        yield from _out_of_range(document, (*path, "value"), row, model.id, ranges)
        earlier = first.setdefault(_identity(row), index)
        if earlier != index:
            line, _ = document.mark((*place, "measurements", earlier)) or (None, None)
            message = f"{model.id} has this {row.benchmark} measurement already in line {line}"
            yield document.problem(path, message, "Keep one, or say what differs (variant, tools, harness, on)")


def _own_scores(file: CheckedFile, ranges: Mapping[str, tuple[float | None, float | None, str]]) -> Iterator[Problem]:
    first: dict[tuple[Any, ...], int] = {}
    for index, row in enumerate(file.rows.scores):
        path = ("scores", index)
        yield from _out_of_range(file.document, (*path, "value"), row, row.model, ranges)
        earlier = first.setdefault((row.model, row.benchmark, row.variant, row.tools, row.harness, row.on), index)
        if earlier != index:
            line, _ = file.document.mark(("scores", earlier)) or (None, None)
            message = f"{row.model} has this {row.benchmark} score already in line {line}"
            yield file.document.problem(path, message, "Keep one, or say what differs (variant, tools, harness, on)")


def _out_of_range(
    document: Document,
    path: Path,
    row: MeasurementRow | ScoreRow,
    model: str,
    ranges: Mapping[str, tuple[float | None, float | None, str]],
) -> Iterator[Problem]:
    low, high, unit = ranges.get(row.benchmark, (None, None, ""))
    if (low is not None and row.value < low) or (high is not None and row.value > high):
        ends = f"{_bound(low)} to {_bound(high)} {unit}"
        yield document.problem(path, f"{row.benchmark} of {model} is {row.value:g}, outside {ends}")


def _identity(row: MeasurementRow) -> tuple[Any, ...]:
    return (row.benchmark, row.variant, row.tools, row.harness, row.evaluator, row.by, row.on, row.source)


def _bound(value: float | None) -> str:
    return "any" if value is None else f"{value:g}"


def _leaves(data: Any, path: Path = ()) -> Iterator[Leaf]:
    """Every (path, key, value) of the mappings in `data` whose value is plain."""
    items: Iterable[tuple[Any, Any]] = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        if isinstance(value, dict | list):
            yield from _leaves(value, (*path, key))
        elif isinstance(key, str):
            yield (*path, key), key, value
