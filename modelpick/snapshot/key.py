"""What a snapshot is called after: the content of everything that went into it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

from modelpick.catalogue.bundled import BUILD, PACKAGE, bundled
from modelpick.catalogue.places import market_file

FORMAT = "1"
"""Goes up when a file of this program can no longer be read as before."""
PARTS = (".py", ".yaml", ".json", ".html", ".css", ".js")
"""The files that an answer depends on: the program, its data and rules, the templates of its pages."""


@cache
def program() -> str:
    """The program with its data and rules: the build's number in a wheel, the content of the files in a checkout."""
    if BUILD.is_file():
        return BUILD.read_text(encoding="ascii").strip()
    return program_of(PACKAGE, bundled("data"), bundled("rules"))


def program_of(*folders: Path) -> str:
    """The number of a build from `folders`."""
    found = blake2b(FORMAT.encode(), digest_size=16)
    for folder in folders:
        for path in sorted(file for file in folder.rglob("*") if file.suffix in PARTS):
            found.update(f"{path.relative_to(folder)}\0".encode())
            found.update(_content(path))
    return found.hexdigest()


def key_of(words: Iterable[str], files: Iterable[Path]) -> str:
    """The key of what `words` say and `files` hold, beside the program itself. A file that is missing is empty."""
    found = blake2b(program().encode(), digest_size=16)
    for word in words:
        found.update(f"{word}\0".encode())
    for path in files:
        content = _content(path)
        found.update(f"{path.resolve()}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()


def inside(folders: Iterable[Path]) -> list[Path]:
    """The folders of rules and every file in them."""
    return [path for folder in folders for path in (folder, *sorted(folder.rglob("*.yaml")))]


def market_state() -> str:
    """A short text that changes with every change of the synced market; empty without one."""
    try:
        with market_file().open("rb") as file:
            # The header of an SQLite file counts the transactions that changed it.
            return f"{os.fstat(file.fileno()).st_mtime_ns} {file.read(100).hex()}"
    except OSError:
        return ""


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
