"""Which listed model is the one that is meant: by exact ids, written in small letters, never by likeness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from modelpick.model.fields import Plain
from modelpick.probe.listing import ListedModel
from modelpick.probe.shapes import ID_PREFIX

_SNAPSHOT_SUFFIX = re.compile(r"-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)")
_FILE_SUFFIX = re.compile(r"(?:[-.](?:i?q\d\w*|bf16|f16|f32|fp8))?\.gguf")


class Match(Plain):
    """A listed model, and the id of ours by which it was recognized."""

    listed: ListedModel
    by: str


def clean(id_: str) -> str:
    """`id_` as ids are compared: lowercase, printable characters only."""
    return "".join(c for c in id_.strip().lower().removeprefix(ID_PREFIX) if c.isprintable())


def find(wanted: Sequence[str], listed: Iterable[ListedModel], *, loose: bool = False) -> Match | None:
    """The listed model with one of the ids `wanted`, otherwise a dated snapshot of it; None without either.

    `loose` ignores folders and file endings, for servers whose owners name the models.
    """
    names: dict[str, ListedModel] = {}
    for each in listed:
        for name in _names_compared(each, loose):
            # An id stands before an alias of another row, and one row's before a later one's.
            if name not in names or (name == clean(each.id) and name != clean(names[name].id)):
                names[name] = each
    for id_ in wanted:
        if (name := clean(id_)) in names:
            return Match(names[name], id_)
    for id_ in wanted:
        name = clean(id_)
        dated = [n for n in names if n.startswith(name) and _SNAPSHOT_SUFFIX.fullmatch(n, len(name))]
        if dated:
            return Match(names[max(dated)], id_)
    return None


def _names_compared(each: ListedModel, loose: bool) -> list[str]:
    names = [clean(name) for name in (each.id, *each.aliases)]
    if loose:
        tails = [re.split(r"[/\\]", name)[-1] for name in names]
        names += [_FILE_SUFFIX.sub("", tail) for tail in tails]
    return names
