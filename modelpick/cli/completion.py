"""The words that a shell completes, out of one small file made beforehand; nothing heavy is imported here.

The file lies in the wheel; in a checkout it is made once, kept in the cache folder, and made anew when data, rules or
commands change (`modelpick.cli.words` makes it).

What is offered begins with what was typed, so that every shell takes it: a model that is looked for by a part of its
name is offered by its name from that part on, `opus-4.6`, if this means that model and no other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
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


def _words_of(kind: str) -> Completer:
    def complete(incomplete: str) -> list[str]:
        return matching(words_file(), kind, incomplete)

    complete.kind = kind  # type: ignore[attr-defined]
    return complete


formats = choices(*FORMATS)
kinds = choices("model", "benchmark", "provider", "source", "term")
rule_kinds = choices("need", "constraint", "advisory", "persona")
modalities = choices("text", "image", "video", "audio", "pdf")
models, benchmarks, providers = _words_of("models"), _words_of("benchmarks"), _words_of("providers")
hardware, quants, workloads = _words_of("hardware"), _words_of("quants"), _words_of("workloads")
needs, personas, constraints, rules = (
    _words_of("needs"),
    _words_of("personas"),
    _words_of("constraints"),
    _words_of("rules"),
)
regions, jurisdictions, certificates = _words_of("regions"), _words_of("jurisdictions"), _words_of("certificates")
labs, families, fields = _words_of("labs"), _words_of("families"), _words_of("fields")
everything = _words_of("everything")
"""Whatever can be shown: models, benchmarks, providers, terms and sources."""


def matching(words: dict[str, Any], kind: str | list[str], incomplete: str) -> list[str]:
    """The words of `kind` that `incomplete` may become; after a comma, the next of several."""
    before, comma, last = incomplete.rpartition(",")
    known = [[word] for word in kind] if isinstance(kind, list) else words["words"].get(kind, [])
    found = list(spellings_beginning(known, last.lower())) or _spellings_containing(known, last.lower())
    return [f"{before}{comma}{word}" for word in found]


@cache
def words_file() -> dict[str, Any]:
    """The words as they are kept; without a file, as they are made now."""
    shipped = _read_words(SHIPPED)
    if shipped is not None:
        return shipped
    place, stamp = cache_folder() / "words.json", _source_stamp()
    kept = _read_words(place)
    if kept is not None and kept.get("stamp") == stamp:
        return kept
    words = import_module("modelpick.cli.words")  # by name: it imports every command, and they this module
    made = {**words.make_words(), "stamp": stamp}
    _write_words(place, made)
    return made


def spellings_beginning(known: Iterable[list[str]], typed: str) -> Iterator[str]:
    """Of each the first spelling that begins as typed."""
    for spellings in known:
        for spelling in spellings:
            if spelling.lower().startswith(typed):
                yield spelling
                break


def _spellings_containing(known: Iterable[list[str]], typed: str) -> list[str]:
    """The first spellings that contain what was typed; empty where a shell would replace it by something shorter."""
    found = [spellings[0] for spellings in known if any(typed in spelling.lower() for spelling in spellings)]
    return found if len(found) == 1 or typed in os.path.commonprefix(found) else []  # noqa: RUF071  # these are no paths


def _read_words(path: Path) -> dict[str, Any] | None:
    try:
        import json  # late: only completion reads the words

        found: dict[str, Any] = json.loads(read_regular(path, limit=LARGEST))
        return found if found["format"] == FORMAT and found["tree"] and found["words"] else None
    except (ModelpickError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _write_words(path: Path, words: dict[str, Any]) -> None:
    """Write the words for the next run; without a writable folder they are made each time."""
    from modelpick.storage.writing import write_file

    with suppress(OSError, ModelpickError):
        make_private(path.parent)
        import json

        write_file(path, json.dumps(words, separators=(",", ":")).encode(), private=True)


def _source_stamp() -> str:
    """A text that changes with the files that the words are made from."""
    files = [*bundled("data").glob("*.yaml"), *bundled("rules").glob("*/*.yaml"), *PACKAGE.glob("cli/*.py")]
    return f"{len(files)} {max(path.stat().st_mtime_ns for path in files)} {PACKAGE}"
