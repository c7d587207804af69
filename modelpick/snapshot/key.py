"""What a snapshot is called after: the content of everything that went into it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from modelpick.catalog.bundled import BUILD, PACKAGE, bundled
from modelpick.storage.folders import market_file
from modelpick.storage.reading import MAX_BYTES, Reads, UnreadableFile, open_regular, read_regular

FORMAT = "1"
"""Goes up when a file of this program can no longer be read as before."""
PARTS = (".py", ".yaml", ".json", ".html", ".css", ".js")
"""The files that an answer depends on: the program, its data and rules, the templates of its pages."""


@cache
def program() -> str:
    """A text that identifies the program with its data and rules: the build number in a wheel; in a checkout a digest
    of the sizes and times of its files, by which Python, too, tells whether a module is to be compiled anew.
    """
    if BUILD.is_file():
        return read_regular(BUILD, limit=MAX_BYTES).decode("ascii").strip()
    from modelpick.storage.digests import blake2b

    found = blake2b(FORMAT.encode(), digest_size=16)
    for folder in (PACKAGE, bundled("data"), bundled("rules")):
        for path, seen in sorted(_stamped_files(os.fspath(folder))):
            found.update(f"{path}\0{seen}\0".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def _stamped_files(folder: str) -> Iterator[tuple[str, str]]:
    """The files below `folder` that an answer depends on, each with its size and time."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _stamped_files(entry.path)
            elif entry.name.endswith(PARTS):
                seen = entry.stat()
                yield entry.path, f"{seen.st_size} {seen.st_mtime_ns}"


def program_of(*folders: Path, reads: Reads | None = None) -> str:
    """The number of a build from `folders`."""
    reads = reads or Reads()
    from modelpick.storage.digests import blake2b  # late: what ships with the program needs no key

    found = blake2b(FORMAT.encode(), digest_size=16)
    for folder in folders:
        for path in sorted(file for file in folder.rglob("*") if file.suffix in PARTS):
            found.update(f"{path.relative_to(folder)}\0".encode())
            found.update(_file_content(path, reads))
    return found.hexdigest()


def key_of(words: Iterable[str], files: Iterable[Path], reads: Reads | None = None) -> str:
    """A digest of `words`, the content of `files` and the program; a missing file counts as empty.

    Args:
        reads: what reads the files, for whoever then works with the same bytes.
    """
    reads = reads or Reads()
    from modelpick.storage.digests import blake2b

    found = blake2b(program().encode(), digest_size=16)
    for word in words:
        found.update(f"{word}\0".encode())
    for path in files:
        content = _file_content(path, reads)
        found.update(f"{os.path.realpath(path)}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        found.update(content)
    return found.hexdigest()


def rule_folder_files(folders: Iterable[Path], reads: Reads) -> list[Path]:
    """The folders of rules, and every file in them."""
    return [path for folder in folders for path in (folder, *reads.listed(folder, "*.yaml"))]


def market_state() -> str:
    """A text that changes with every change of the synced market; empty without one."""
    try:
        with open_regular(market_file()) as handle:
            # The header of an SQLite file counts the transactions that changed it.
            return f"{os.fstat(handle).st_mtime_ns} {os.read(handle, 100).hex()}"
    except UnreadableFile:
        return ""


def _file_content(path: Path, reads: Reads) -> bytes:
    try:
        return reads.read(path, MAX_BYTES)
    except UnreadableFile:
        return b""
