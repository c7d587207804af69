"""The models that a configuration of another program names, and the questions that it was written for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from modelpick.audit.ids import Ids
from modelpick.catalog.reader import parse_yaml
from modelpick.catalog.validate import read_as
from modelpick.exports.text import MARK
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts
from modelpick.model.fields import Plain, field, replace
from modelpick.use_cases.profile import PinnedRow, ProfileFile

_COMMENT = re.compile(r"\s*(?:#|//)")
_WORD = re.compile(r"[A-Za-z0-9@][A-Za-z0-9._:/@-]{2,119}", re.ASCII)
_NAME = re.compile(r"(.+?)(?:-fallback-(\d))?")
KEPT = ("list", "target", "ids")
"""What a marked question says beside the question itself."""
_READABLE = ("known", "floating", "wrong-prefix")


class PinnedName(Plain):
    """A model of a configuration: what it is called there, and the question that it must satisfy."""

    called: str
    row: ProfileFile


class _AskedList(Plain):
    """A question that a configuration was written for, and what the ids in it meant then: model and provider."""

    row: ProfileFile
    ids: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)


class _NamedModel(Plain):
    """A model at a place of a configuration: the list, and what it is called there."""

    list: str
    called: str
    model: str
    provider: str | None


def marked(text: str) -> bool:
    """Whether `text` says what question it was written for."""
    return MARK in text


def pinned_names(text: str, file: Path, facts: Facts, question: ProfileFile | None = None) -> list[PinnedName]:
    """Every model that the configuration `text` names, in order; `question` instead of those that it was written for.

    Raises:
        ModelpickError: it names no known model, or does not say what it is for.
        InputErrors: what it says of that is no question.
    """
    lists = {"": _AskedList(question)} if question is not None else dict(_asked_lists(text, file))
    if not lists:
        hint = "Name the question that it is to satisfy with {profiles}"
        raise ModelpickError("does not say what question it was written for", where=str(file), hint=hint)
    found = _each_once(_models_named(text, facts, lists))
    if not found:
        raise ModelpickError(
            "names no model that the catalog knows", where=str(file), hint="`modelpick audit` says more"
        )
    rows = (replace(lists[each.list].row, pinned=PinnedRow(each.model, each.provider)) for each in found)
    return [PinnedName(each.called or each.model, row) for each, row in zip(found, rows, strict=True)]


def _asked_lists(text: str, file: Path) -> Iterator[tuple[str, _AskedList]]:
    for line in text.splitlines():
        _, sign, said = line.partition(MARK)
        if not sign:
            continue
        try:
            data = json.loads(said)
            extra = {name: data.pop(name, None) for name in KEPT}
            ids = {str(id_): (str(model), at) for id_, (model, at) in (extra["ids"] or {}).items()}
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise ModelpickError(f"holds a {MARK} that is none", where=str(file)) from None
        row = read_as(parse_yaml(json.dumps(data), str(file)), ProfileFile)
        yield str(extra["list"] or ""), _AskedList(row, ids)


def _models_named(text: str, facts: Facts, lists: Mapping[str, _AskedList]) -> Iterator[_NamedModel]:
    """The models of every id, in the order of the text."""
    ids = Ids(facts)
    exported = {model for each in lists.values() for model, _ in each.ids.values()}
    called = name = ""
    for line in text.splitlines():
        if _COMMENT.match(line):
            continue
        for word in _WORD.findall(line):
            head, _, _ = word.partition(":")
            if (told := _NAME.fullmatch(head)) and told[1] in lists:
                called, name = head, told[1]
            spellings = _id_spellings(word)
            written = {key: each for key, each in lists.items() if any(spelled in each.ids for spelled in spellings)}
            for key in [name] if name in written else written:
                model, at = next(written[key].ids[spelled] for spelled in spellings if spelled in written[key].ids)
                yield _NamedModel(key, called if key == name else "", model, at)
            meant = None if written else _model_meant(spellings, ids, facts)
            if meant and meant[0] not in exported:  # a label says again what stands beside it
                yield _NamedModel(name or next(iter(lists)), called, *meant)
            if written or meant:
                called = ""


def _id_spellings(word: str) -> list[str]:
    """A word, and what is left of it without what programs put before an id."""
    forms = (word, word.partition(":")[2], word.rpartition(":")[2], word.partition("/")[2], word.rpartition("/")[2])
    return [form for form in dict.fromkeys((*forms, forms[1].partition("/")[2])) if form]


def _model_meant(spellings: Sequence[str], ids: Ids, facts: Facts) -> tuple[str, str | None] | None:
    for spelled in spellings:
        found = ids.meaning(spelled)
        if found and found.model and found.reading in _READABLE and found.model in facts.models and found.called:
            at = found.provider if found.provider in facts.providers and found.provider in found.offered else None
            return found.model, at
    return None


def _each_once(found: Iterator[_NamedModel]) -> list[_NamedModel]:
    """Each model of a list once, where it has a name there."""
    kept: dict[tuple[str, str], _NamedModel] = {}
    for each in found:
        before = kept.get((each.list, each.model))
        if before is None or (each.called and not before.called):
            kept[each.list, each.model] = each
    order = list(dict.fromkeys(each.list for each in kept.values()))
    return sorted(kept.values(), key=lambda each: order.index(each.list))
