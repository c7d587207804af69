"""What a user's word for a model means: id, alias, display name or unambiguous part, in any case."""

from __future__ import annotations

import re
from collections.abc import Mapping

from modelpick.domain.errors import ModelpickError
from modelpick.domain.facts import Facts, Model
from modelpick.domain.names import did_you_mean, fold, nearest

_PART = re.compile(r"[a-z]+|\d+(?:\.\d+)*")


def resolve(name: str, facts: Facts) -> str:
    """The id of the model that `name` means.

    Raises:
        ModelpickError: nothing or several models are meant; names the nearest.
    """
    wanted = fold(name)
    for form in (wanted, name.strip().lower()):
        if facts.model(form) is not None:
            return form
    if alias := _alias(name, facts):
        return alias
    meant = _meant(wanted, facts.models) or _meant(wanted, facts.unlinked)
    if len(meant) == 1:
        return meant[0]
    if meant:
        shown = ", ".join(meant[:6]) + (f" and {len(meant) - 6} more" if len(meant) > 6 else "")
        raise ModelpickError(f"model name {name!r} is ambiguous", hint=f"It may mean {shown}")
    raise ModelpickError(f"unknown model {name!r}", hint=_hint(name, facts))


def resolve_provider(name: str, facts: Facts) -> str:
    """The id of the provider that `name` means: its id, another source's name of it, or its display name.

    Raises:
        ModelpickError: there is none; names the nearest.
    """
    called = {fold(word): p.id for p in facts.providers.values() for word in (p.name, *p.also)}
    called |= {fold(id_): id_ for id_ in facts.providers}
    if fold(name) in called:
        return called[fold(name)]
    hint = did_you_mean(name, called) or "`modelpick list --columns id,providers` shows who serves what"
    raise ModelpickError(f"unknown provider {name!r}", hint=hint)


def resolve_lab(name: str, facts: Facts) -> str:
    """The id of the lab `name`.

    Raises:
        ModelpickError: no model of the catalogue is of such a lab; names the nearest.
    """
    labs = {model.lab for model in facts.models.values()}
    if fold(name) in labs:
        return fold(name)
    raise ModelpickError(f"unknown lab {name!r}", hint=did_you_mean(name, labs) or f"Known: {', '.join(sorted(labs))}")


def _alias(name: str, facts: Facts) -> str | None:
    for form in (name.strip().lower(), fold(name), fold(name).replace("-", " ")):
        if form in facts.aliases and facts.aliases[form] in facts.models:
            return facts.aliases[form]
    return None


def _meant(wanted: str, models: Mapping[str, Model]) -> list[str]:
    exact = [m.id for m in models.values() if wanted in (m.id.split("/", 1)[1], fold(m.name))]
    return exact or _by_parts(wanted, models)


def _by_parts(wanted: str, models: Mapping[str, Model]) -> list[str]:
    """Models whose id or name has every word and number of `wanted`, whole: 5.4 is not a part of 15.4."""
    parts = set(_PART.findall(wanted))
    if not parts:
        return []
    return sorted(m.id for m in models.values() if parts <= set(_PART.findall(f"{m.id} {m.name}".lower())))


def _hint(name: str, facts: Facts) -> str:
    slugs = {m.id.split("/", 1)[1]: m.id for m in facts.models.values()}
    close = nearest(name, slugs)
    if not close:
        return "`modelpick list` shows the models of the catalogue"
    return f"Did you mean {' or '.join(f'`{slugs[slug]}`' for slug in close)}?"
