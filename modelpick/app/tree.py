"""Reading a tree of files for an audit: what git would ignore, what is no text and what others wrote is passed by."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modelpick.audit.ignores import Ignore, ignores
from modelpick.audit.scan import Mention, mentions

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

LARGEST = 2_000_000
"""Bytes. What is larger is data."""
_HEAD = 8192
_SCRIPTS, _WIDE = (".js", ".mjs", ".cjs", ".css", ".html"), 250
"""Bytes a line on average, beyond which a program has written it."""
_MANY = 2000
"""Files from which on several processes are worth their start."""
_FOLDERS = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "bower_components", "vendor", "vendored", "third_party"}
    | {"__pycache__", "site-packages", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".terraform"}
)
_FILES = frozenset(
    {"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "go.sum", ".terraform.lock.hcl", "modelpick.yaml"}
)
_ENDS = (
    *(
        ".lock",
        ".min.js",
        ".min.css",
        ".map",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".ico",
        ".pdf",
        ".zip",
        ".gz",
        ".whl",
    ),
    *(".so", ".pyc", ".woff", ".woff2", ".ttf", ".mp3", ".mp4", ".wav", ".safetensors", ".gguf", ".parquet", ".sqlite"),
)


class Read(NamedTuple):
    """What one file holds: candidates and ignores by notebook cell (None in other files), or why it was not read."""

    path: str
    parts: tuple[tuple[int | None, list[Mention], list[Ignore]], ...] = ()
    skipped: str | None = None


def read_all(paths: Sequence[Path], leave: Iterable[Path] = ()) -> tuple[list[Read], int, Counter[str]]:
    """What the files beneath `paths` hold that may be about models, how many were read, and why others were not."""
    skipped: Counter[str] = Counter()
    left = {os.path.abspath(path) for path in leave}
    files = [name for path in paths for name in _files(path, skipped) if os.path.abspath(name) not in left]
    files = list(dict.fromkeys(files))
    found = _parallel(files) if len(files) > _MANY else map(read, files)
    kept: list[Read] = []
    for each in found:
        if each.skipped:
            skipped[each.skipped] += 1
        elif each.parts:
            kept.append(each)
    unread = sum(skipped[why] for why in ("binary", "too large", "unreadable"))
    return kept, len(files) - unread, skipped


def _parallel(files: Sequence[str]) -> Iterator[Read]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    chunks = [files[at : at + 500] for at in range(0, len(files), 500)]
    workers = min(len(chunks), os.cpu_count() or 1, 16)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for part in pool.map(_read_some, chunks):
            yield from part


def _read_some(files: Sequence[str]) -> list[Read]:
    """What must be heard of: files with something in them, and those that were not read."""
    return [each for each in map(read, files) if each.parts or each.skipped]


def read(name: str) -> Read:
    """What the file `name` holds."""
    try:
        with open(name, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        return Read(name, skipped="unreadable")
    if len(data) > LARGEST:
        return Read(name, skipped="too large")
    if b"\0" in data[:_HEAD]:
        return Read(name, skipped="binary")
    if name.endswith(_SCRIPTS) and len(data) > _HEAD and len(data) / (data.count(b"\n") + 1) > _WIDE:
        return Read(name, skipped="vendored or generated")
    text = data.decode("utf-8", "replace")
    texts = _cells(text) if name.endswith(".ipynb") else [(None, text)]
    parts = ((cell, mentions(part, name), ignores(part)) for cell, part in texts)
    return Read(name, tuple(part for part in parts if part[1] or part[2]))


def _cells(text: str) -> list[tuple[int | None, str]]:
    """The sources of a notebook's code cells, counted from 1; the text itself where it is no notebook."""
    try:
        cells = json.loads(text)["cells"]
        return [
            (number, "".join(cell["source"]))
            for number, cell in enumerate(cells, 1)
            if cell.get("cell_type") != "markdown"
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [(None, text)]


def _files(path: Path, skipped: Counter[str]) -> Iterator[str]:
    """The files beneath `path`, by name; `path` itself if it is one."""
    if path.is_file():
        yield os.fspath(path)
        return
    yield from _walk(os.fspath(path), _above(path), skipped)


_Specs = list[tuple[str, "GitIgnoreSpec"]]
"""Folder -> what is ignored in it; inner folders last."""


def _walk(folder: str, specs: _Specs, skipped: Counter[str]) -> Iterator[str]:
    here = [*specs, *_spec(folder, os.path.join(folder, ".gitignore"))]
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        skipped["unreadable"] += 1
        return
    for entry in entries:
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder and not entry.is_file(follow_symlinks=False):
            continue
        name = entry.name
        if (name in _FOLDERS) if is_folder else (name in _FILES or name.lower().endswith(_ENDS)):
            skipped["vendored or generated"] += 1
        elif here and _ignored(entry.path, is_folder, here):
            skipped["git ignores it"] += 1
        elif is_folder:
            yield from _walk(entry.path, here, skipped)
        else:
            yield entry.path


def _ignored(path: str, is_folder: bool, specs: _Specs) -> bool:
    """What the innermost file with an opinion says."""
    whole = os.path.abspath(path)
    for folder, spec in reversed(specs):
        inside = os.path.relpath(whole, folder).replace(os.sep, "/") + ("/" if is_folder else "")
        include = spec.check_file(inside).include
        if include is not None:
            return include
    return False


def _spec(folder: str, file: str) -> _Specs:
    try:
        with open(file, encoding="utf-8", errors="replace") as lines:
            text = lines.read().splitlines()
    except OSError:
        return []
    from pathspec import GitIgnoreSpec

    return [(os.path.abspath(folder), GitIgnoreSpec.from_lines(text))]


def _above(path: Path) -> _Specs:
    """The rules of the repository that hold for `path`: its excludes, and the files of the folders above."""
    whole = Path(os.path.abspath(path))
    for root in (whole, *whole.parents):
        if (root / ".git").exists():
            between = [folder for folder in reversed(whole.parents) if folder == root or root in folder.parents]
            specs = _spec(os.fspath(root), os.fspath(root / ".git" / "info" / "exclude"))
            return specs + [each for f in between for each in _spec(os.fspath(f), os.fspath(f / ".gitignore"))]
    return []
