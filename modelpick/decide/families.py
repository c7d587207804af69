"""What the name of a family means on a day: its newest model, or the several of one release that differ in tier.

A family's label holds its generation (`gpt-5`, `kimi-k3`); its stem is what the generations have in common (`gpt`,
`kimi`). A nickname is any word of both or of the models' own names: `opus`, `gemini flash`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from modelpick.model.dates import Day, last_day
from modelpick.model.facts import Model
from modelpick.model.names import fold, parts

_GENERATION = re.compile(r"(-[a-z]?)?\d[\d.]*$")
_VERSION = re.compile(r"(?<![\d.])\d+(?:\.\d+)*(?![\d.bt])")
"""The first number that is no size: 3.8 of `qwen3.8-27b`, none of `gpt-oss-20b`."""
_DATED = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{4,})(?=-|$)")
_BLANK = frozenset({"exp", "instruct", "it", "preview"})
"""Words that tell no two members of a family apart."""
_OUT = ("ga", "public_preview", "deprecated", "private_preview")
"""Stages at which somebody uses a model, though it be partners alone."""


class Family(NamedTuple):
    """Who is meant by a family's name.

    One in `newest`: that one. Several with one `stem`: siblings of one release. Several with different ones: the
    name fits several families, and these are the newest of each. `others` are the rest, the newest first.
    """

    newest: tuple[Model, ...]
    others: tuple[Model, ...]
    stems: frozenset[tuple[str, str]]


def having(name: str, models: Iterable[Model]) -> list[Model]:
    """The models with every word and number of `name` in id, name or family."""
    words = parts(name)
    return [m for m in models if words and words <= parts(f"{m.id} {m.name} {m.family or ''}")]


def family(name: str, models: Iterable[Model], day: Day) -> Family | None:
    """Who is meant by `name` on `day`; None where no such model is out. `models` are those known on that day."""
    known = list(models)
    since = {m.id: out for m in known if (out := out_since(m, day))}
    found = _of_tier(name, _members(fold(name), [m for m in known if m.id in since]))
    if not found:
        return None
    found.sort(key=lambda m: m.id)
    found.sort(key=lambda m: since[m.id], reverse=True)
    stems = {_stem(m): m for m in reversed(found)}
    newest = _siblings(found, since) if len(stems) == 1 else [m for m in found if stems[_stem(m)] is m]
    meant = {m.id for m in newest}
    return Family(tuple(newest), tuple(m for m in found if m.id not in meant), frozenset(stems))


def _members(wanted: str, models: list[Model]) -> list[Model]:
    """Those of that label, else of that stem, else those that have all its words; a lab's name is no family's."""
    labelled = [m for m in models if m.family == wanted]
    if labelled:
        return labelled
    found = having(wanted, models)
    own = [m for m in found if _stem(m)[1] == wanted]
    return own or [m for m in found if not parts(wanted) <= parts(m.lab)]


def is_family(name: str, models: Iterable[Model]) -> bool:
    """Whether `name` is the label or the stem of a family, and not just a word of it."""
    wanted = fold(name)
    return any(wanted in (m.family, _stem(m)[1]) for m in models)


def out_since(model: Model, day: Day) -> Day | None:
    """The day on which `model` came out, if it had by `day`."""
    days = [last_day(model.released)] if model.released else []
    days += [last_day(event.on) for event in model.status if event.stage in _OUT]
    first = min(days, default=None)
    return first if first is not None and first <= day else None


def _siblings(found: list[Model], since: dict[str, Day]) -> list[Model]:
    """The newest, and those of its day or version that are another tier; of each tier the newest."""
    newest, version = found[0], _version(found[0])
    release = [m for m in found if since[m.id] == since[newest.id] or (version is not None and version == _version(m))]
    tiers: dict[str, Model] = {}
    for model in release:
        tiers.setdefault(_tier(model), model)
    return list(tiers.values())


def _of_tier(name: str, found: list[Model]) -> list[Model]:
    """Where a tier is named (`gemini flash`), the models of that tier and not of one with a longer name."""
    asked = _letters(name)
    plain = [m for m in found if _letters(_slug(m)) - _BLANK <= asked | _letters(m.lab) | _letters(_stem(m)[1])]
    beyond = all(asked - _letters(m.lab) - _letters(_stem(m)[1]) for m in found)
    return plain if plain and beyond else found


def _stem(model: Model) -> tuple[str, str]:
    label = model.family or _slug(model)
    return model.lab, _GENERATION.sub("", label) or label


def _slug(model: Model) -> str:
    return model.id.partition("/")[2]


def _version(model: Model) -> str | None:
    found = _VERSION.search(_slug(model))
    return found[0] if found else None


def _tier(model: Model) -> str:
    """What is left of an id without its version, its date and words that say nothing."""
    rest = _VERSION.sub("", _DATED.sub("", _slug(model)), count=1)
    return "-".join(word for word in rest.split("-") if word and word not in _BLANK)


def _letters(text: str) -> frozenset[str]:
    """The words of `text`; a single letter belongs to a version or a size: k3, 30b."""
    return frozenset(word for word in parts(text) if word.isalpha() and len(word) > 1)
