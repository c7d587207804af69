"""What the name of a family means on a day: its newest model, or the several of one release that differ in tier.

A family's label holds its generation (`gpt-5`, `kimi-k3`); its stem is what the generations have in common (`gpt`,
`kimi`). A nickname is any word of both or of the models' own names: `opus`, `gemini flash`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from modelpick.model.dates import Day, last_day
from modelpick.model.facts import Model, names_of_models
from modelpick.model.fields import Plain
from modelpick.model.names import fold, parts

# Patterns as text: what names no family compiles none.
_GENERATION_SUFFIX = r"(-[a-z]?)?\d[\d.]*$"
_VERSION_NUMBER = r"(?<![\d.])\d+(?:\.\d+)*(?![\d.bt])"
"""The first number that is no size: 3.8 of `qwen3.8-27b`, none of `gpt-oss-20b`."""
_NAME_OF_VERSION = r"(?P<stem>[a-z][a-z-]*?)-?v?(?P<version>\d+(?:\.\d+)*)(?:-[a-z]+|-\d+b(?:-a\d+b)?)*"
_DATE_SUFFIX = r"-(?:\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{4,})(?=-|$)"
_MEANINGLESS_WORDS = frozenset({"exp", "instruct", "it", "preview"})
"""Words that tell no two members of a family apart."""
_END_OF_TIME = "9999-12-31"
_RELEASED_STAGES = ("ga", "public_preview", "deprecated", "private_preview")
"""Stages at which somebody uses a model, though it be partners alone."""


class Family(Plain):
    """Who is meant by a family's name.

    One in `newest`: that one. Several with one `stem`: siblings of one release. Several with different ones: the
    name fits several families, and these are the newest of each. `others` are the rest, the newest first.
    """

    newest: tuple[Model, ...]
    others: tuple[Model, ...]
    stems: frozenset[tuple[str, str]]


def ids_having_words(name: str, models: Mapping[str, Model]) -> list[str]:
    """The ids of the models whose id, name or family contains every word and number of `name`."""
    words = parts(name)
    named = names_of_models(models).items()
    return [id_ for id_, (own, family) in named if words and words <= parts(f"{id_} {own} {family}")]


def having_words(name: str, models: Mapping[str, Model]) -> list[Model]:
    """These models; no other one is read."""
    return [models[id_] for id_ in ids_having_words(name, models)]


def models_having_words(name: str, models: Iterable[Model]) -> list[Model]:
    """The models whose id, name or family contains every word and number of `name`."""
    words = parts(name)
    return [m for m in models if words and words <= parts(f"{m.id} {m.name} {m.family or ''}")]


def family(name: str, models: Iterable[Model], day: Day) -> Family | None:
    """The family that `name` means on `day`; None where no such model is out. `models` are those known on that day."""
    known = list(models)
    since = {m.id: out for m in known if (out := out_since(m, day))}
    found = _of_tier(name, _family_members(fold(name), [m for m in known if m.id in since]))
    if not found:
        return None
    found.sort(key=lambda m: m.id)
    found.sort(key=lambda m: since[m.id], reverse=True)
    stems = {_family_stem(m): m for m in reversed(found)}
    newest = _release_siblings(found, since) if len(stems) == 1 else [m for m in found if stems[_family_stem(m)] is m]
    meant = {m.id for m in newest}
    return Family(tuple(newest), tuple(m for m in found if m.id not in meant), frozenset(stems))


def _family_members(wanted: str, models: list[Model]) -> list[Model]:
    """The models with that family label; without any, those with that stem; without any, those that have all its
    words.
    """
    labeled = [m for m in models if m.family == wanted]
    if labeled:
        return labeled
    found = models_having_words(wanted, models)
    own = [m for m in found if _family_stem(m)[1] == wanted]
    return own or [m for m in found if not parts(wanted) <= parts(m.lab)]


def is_family(name: str, models: Iterable[Model]) -> bool:
    """Whether `name` is the label or the stem of a family, and not just a word of it."""
    wanted = fold(name)
    return any(wanted in (m.family, _family_stem(m)[1]) for m in models)


def out_since(model: Model, day: Day) -> Day | None:
    """The day on which `model` was released; None if that was not before the end of `day`."""
    first = first_out(model)
    return first if first is not None and first <= day else None


def first_out(model: Model) -> Day | None:
    """The day on which `model` is released, as far as anybody says."""
    days = [last_day(model.released)] if model.released else []
    days += [last_day(event.on) for event in model.status if event.stage in _RELEASED_STAGES]
    return min(days, default=None)


def _release_siblings(found: list[Model], since: dict[str, Day]) -> list[Model]:
    """The newest model and the other tiers of its release, by day or version; the newest one of each tier."""
    newest, version = found[0], _model_version(found[0])
    release = [
        m for m in found if since[m.id] == since[newest.id] or (version is not None and version == _model_version(m))
    ]
    tiers: dict[str, Model] = {}
    for model in release:
        tiers.setdefault(_tier_name(model), model)
    return list(tiers.values())


def _of_tier(name: str, found: list[Model]) -> list[Model]:
    """Where a tier is named (`gemini flash`), the models of that tier and not of one with a longer name."""
    asked = _words_without_sizes(name)
    plain = [
        m
        for m in found
        if _words_without_sizes(_model_slug(m)) - _MEANINGLESS_WORDS
        <= asked | _words_without_sizes(m.lab) | _words_without_sizes(_family_stem(m)[1])
    ]
    beyond = all(asked - _words_without_sizes(m.lab) - _words_without_sizes(_family_stem(m)[1]) for m in found)
    return plain if plain and beyond else found


def _family_stem(model: Model) -> tuple[str, str]:
    label = model.family or _model_slug(model)
    return model.lab, re.sub(_GENERATION_SUFFIX, "", label) or label


def _model_slug(model: Model) -> str:
    return model.id.partition("/")[2]


def _model_version(model: Model) -> str | None:
    found = re.search(_VERSION_NUMBER, _model_slug(model))
    return found[0] if found else None


def _tier_name(model: Model) -> str:
    """The id without its version, date and words without meaning; empty for the main tier."""
    rest = re.sub(_VERSION_NUMBER, "", re.sub(_DATE_SUFFIX, "", _model_slug(model)), count=1)
    return "-".join(word for word in rest.split("-") if word and word not in _MEANINGLESS_WORDS)


def _words_without_sizes(text: str) -> frozenset[str]:
    """The words of `text` without single letters, which belong to a version or a size: k3, 30b."""
    return frozenset(word for word in parts(text) if word.isalpha() and len(word) > 1)


def newest_before_version(name: str, models: Iterable[Model]) -> tuple[str, list[Model]] | None:
    """The family whose next version `name` may be, with its newest models: those of `gpt` for `gpt-9`. None where there
    is no such family, or where it has a version that is as new."""
    found = re.fullmatch(_NAME_OF_VERSION, fold(name))
    if not found:
        return None
    stem = found["stem"]
    members = [m for m in models if _family_stem(m)[1] == stem or _model_slug(m).startswith(f"{stem}-")]
    versions = [_as_numbers(version) for m in members if (version := _model_version(m))]
    if not versions or _as_numbers(found["version"]) <= max(versions):
        return None
    meant = family(stem, members, _END_OF_TIME)
    return (stem, list(meant.newest)) if meant else None


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
