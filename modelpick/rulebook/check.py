"""Faults of a rule that its schema cannot see: unknown fields, criteria named twice, examples of what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from modelpick.catalog.reader import YamlDocument
from modelpick.model import vocabulary
from modelpick.model.names import did_you_mean
from modelpick.model.problems import Problem
from modelpick.model.rules import Advisory, ConstraintRule, Need, Rule

_FIELD_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check_rule(rule: Rule, document: YamlDocument) -> list[Problem]:
    """Every fault of `rule`, with its place in `document`."""
    if isinstance(rule, Need):
        return list(_need_problems(rule, document))
    if isinstance(rule, ConstraintRule):
        return [*_field_problems(document), *_text_problems(document, {"fail": rule.fail, "unknown": rule.unknown})]
    if isinstance(rule, Advisory):
        return [*_field_problems(document), *_text_problems(document, {"says": rule.says})]
    return []


def _need_problems(need: Need, document: YamlDocument) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, criterion in enumerate(need.criteria):
        path = ("criteria", index)
        if criterion.id in seen:
            yield document.problem(path, f"criterion {criterion.id} is given twice", "Join their weights")
        seen.add(criterion.id)
        if criterion.field is not None and vocabulary.find(criterion.field) is None:
            yield _unknown_field(document, (*path, "field"), criterion.field)
        for number, home in enumerate(criterion.at_home):
            if vocabulary.find(home.field) is None:
                yield _unknown_field(document, (*path, "at_home", number, "field"), home.field)
    for index, example in enumerate(need.examples):
        for name in {*example.given, *(example.beats or {})} - seen:
            hint = did_you_mean(name, seen, 1)
            yield document.problem(("examples", index), f"the example names an unknown criterion {name!r}", hint)


def _field_problems(document: YamlDocument) -> Iterator[Problem]:
    """Every `field:` of a condition, and every field that an example gives."""
    for path, name in _named_fields(document.data):
        if not _is_known_field(name, document):
            yield _unknown_field(document, path, name)


def _text_problems(document: YamlDocument, texts: dict[str, str]) -> Iterator[Problem]:
    for key, text in texts.items():
        for name in _FIELD_PLACEHOLDER.findall(text):
            if name not in ("$value", "$name") and not _is_known_field(name, document):
                yield _unknown_field(document, (key,), name)


def _is_known_field(name: str, document: YamlDocument) -> bool:
    """Whether the field exists for every value that the user may ask."""
    parameter = document.data.get("parameter") or {}
    asked = parameter.get("choices") or ["x"]
    return all(vocabulary.find(name.replace("$value", word).replace("$name", "x")) for word in asked)


def _named_fields(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _named_fields(item, (*path, index))
    elif isinstance(data, dict):
        for key, value in data.items():
            if key == "field" and isinstance(value, str):
                yield (*path, key), value
            elif key == "given" and isinstance(value, dict):
                yield from (((*path, key, name), str(name)) for name in value)
            else:
                yield from _named_fields(value, (*path, key))


def _unknown_field(document: YamlDocument, path: tuple[Any, ...], name: str) -> Problem:
    hint = did_you_mean(name, vocabulary.FIELDS, 1) or "The fields are listed by `modelpick list --fields`"
    return document.problem(path, f"unknown field {name!r}", hint)
