"""The words that a shell completes, out of one small file made beforehand; nothing heavy is imported here.

The file lies in the wheel; in a checkout it is made once, kept in the cache folder, and made anew when data, rules or
commands change (`modelpick.cli.words` makes it).

What is offered begins with what was typed, so that every shell takes it: a model that is looked for by a part of its
name is offered by its name from that part on, `opus-4.6`, if this means that model and no other.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from modelpick.catalog.bundled import PACKAGE, bundled
from modelpick.cli.formats import FORMATS
from modelpick.model.exits import ModelpickError
from modelpick.storage.folders import cache_folder, make_private
from modelpick.storage.reading import read_regular

SHIPPED = PACKAGE / "_bundled" / "words.json"
"""In a wheel, the words of the bundled data."""
FORMAT = 1
"""Goes up when a file of words can no longer be read as before."""
LARGEST = 16 * 1024**2
FILES, VALUE = "files", "value"
"""Kinds of values that the shell completes, or nobody."""

Completer = Callable[[str], list[str]]


def choices(*words: str) -> Completer:
    """A completer for a fixed set of words."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    complete.kind = list(words)  # type: ignore[attr-defined]
    return complete


def _of(kind: str) -> Completer:
    def complete(incomplete: str) -> list[str]:
        return matching(words_file(), kind, incomplete)

    complete.kind = kind  # type: ignore[attr-defined]
    return complete


formats = choices(*FORMATS)
kinds = choices("model", "benchmark", "provider", "source", "term")
rule_kinds = choices("need", "constraint", "advisory", "persona")
modalities = choices("text", "image", "video", "audio", "pdf")
models, benchmarks, providers = _of("models"), _of("benchmarks"), _of("providers")
hardware, quants, workloads = _of("hardware"), _of("quants"), _of("workloads")
needs, personas, constraints, rules = _of("needs"), _of("personas"), _of("constraints"), _of("rules")
regions, jurisdictions, labs, families, fields = (
    _of("regions"), _of("jurisdictions"), _of("labs"), _of("families"), _of("fields")
)  # fmt: skip
everything = _of("everything")
"""Whatever can be shown: models, benchmarks, providers, terms and sources."""


def matching(words: dict[str, Any], kind: str | list[str], incomplete: str) -> list[str]:
    """The words of `kind` that `incomplete` may become; after a comma, the next of several."""
    before, comma, last = incomplete.rpartition(",")
    known = [[word] for word in kind] if isinstance(kind, list) else words["words"].get(kind, [])
    found = list(_beginning(known, last.lower())) or _holding(known, last.lower())
    return [f"{before}{comma}{word}" for word in found]


def asks_for(word: str) -> str | None:
    """The command that `word`, which is none, is probably meant for: a need for `recommend`, a model for `show`."""
    words = words_file()["words"]
    low = word.lower()
    if low in {spelling for spellings in words["needs"] for spelling in spellings}:
        return "recommend"
    return "show" if any(True for _ in _beginning(words["models"], low)) else None


@cache
def words_file() -> dict[str, Any]:
    """The words as they are kept, or as they are made now."""
    shipped = _read(SHIPPED)
    if shipped is not None:
        return shipped
    place, stamp = cache_folder() / "words.json", _stamp()
    kept = _read(place)
    if kept is not None and kept.get("stamp") == stamp:
        return kept
    from modelpick.cli.words import make_words

    made = {**make_words(), "stamp": stamp}
    _keep(place, made)
    return made


def _beginning(known: Iterable[list[str]], typed: str) -> Iterator[str]:
    """Of each the first spelling that begins as typed."""
    for spellings in known:
        for spelling in spellings:
            if spelling.lower().startswith(typed):
                yield spelling
                break


def _holding(known: Iterable[list[str]], typed: str) -> list[str]:
    """The first spellings of those that hold what was typed; none where a shell would put less in its place."""
    found = [spellings[0] for spellings in known if any(typed in spelling.lower() for spelling in spellings)]
    return found if len(found) == 1 or typed in os.path.commonprefix(found) else []  # noqa: RUF071  # these are no paths


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(read_regular(path, limit=LARGEST))
        return found if found["format"] == FORMAT and found["tree"] and found["words"] else None
    except (ModelpickError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _keep(path: Path, words: dict[str, Any]) -> None:
    """Keep the words for the next time; where that cannot be, they are made then."""
    from modelpick.storage.writing import write_file

    with suppress(OSError, ModelpickError):
        make_private(path.parent)
        write_file(path, json.dumps(words, separators=(",", ":")).encode(), private=True)


def _stamp() -> str:
    """Changes with every change of the files that the words are made of."""
    files = [*bundled("data").glob("*.yaml"), *bundled("rules").glob("*/*.yaml"), *PACKAGE.glob("cli/*.py")]
    return f"{len(files)} {max(path.stat().st_mtime_ns for path in files)} {PACKAGE}"
