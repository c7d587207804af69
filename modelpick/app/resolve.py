"""What a user's word for a model means: id, alias, display name or unambiguous part, in any case."""

from __future__ import annotations

import re

from modelpick.domain.errors import ModelpickError
from modelpick.domain.facts import Facts
from modelpick.domain.names import fold, nearest

_PART = re.compile(r"[a-z]+|\d+(?:\.\d+)*")


def resolve(name: str, facts: Facts) -> str:
    """The id of the model that `name` means.

    Raises:
        ModelpickError: nothing or several models are meant; names the nearest.
    """
    wanted = fold(name)
    if wanted in facts.models:
        return wanted
    if alias := _alias(name, facts):
        return alias
    exact = [m.id for m in facts.models.values() if wanted in (m.id.split("/", 1)[1], fold(m.name))]
    if len(exact) == 1:
        return exact[0]
    meant = exact or _by_parts(wanted, facts)
    if len(meant) == 1:
        return meant[0]
    if meant:
        shown = ", ".join(meant[:6]) + (f" and {len(meant) - 6} more" if len(meant) > 6 else "")
        raise ModelpickError(f"model name {name!r} is ambiguous", hint=f"It may mean {shown}")
    raise ModelpickError(f"unknown model {name!r}", hint=_hint(name, facts))


def _alias(name: str, facts: Facts) -> str | None:
    for form in (name.strip().lower(), fold(name), fold(name).replace("-", " ")):
        if form in facts.aliases and facts.aliases[form] in facts.models:
            return facts.aliases[form]
    return None


def _by_parts(wanted: str, facts: Facts) -> list[str]:
    """Models whose id or name has every word and number of `wanted`, whole: 5.4 is not a part of 15.4."""
    parts = set(_PART.findall(wanted))
    if not parts:
        return []
    return sorted(m.id for m in facts.models.values() if parts <= set(_PART.findall(f"{m.id} {m.name}".lower())))


def _hint(name: str, facts: Facts) -> str:
    slugs = {m.id.split("/", 1)[1]: m.id for m in facts.models.values()}
    close = nearest(name, slugs)
    if not close:
        return "`modelpick list` shows the models of the catalogue"
    return f"Did you mean {' or '.join(f'`{slugs[slug]}`' for slug in close)}?"
