"""Reading a tree of files for an audit: what git would ignore, what is no text and what others wrote is passed by.

The tree is somebody else's. No link in it is followed, nothing but regular files of a limited size is opened, and no
depth, name or pattern makes it take longer than its size.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelpick import interrupts
from modelpick.audit.filekinds import FileKind
from modelpick.audit.gitignore import IgnoreRules
from modelpick.audit.ignores import MARK, Ignore, ignores
from modelpick.audit.scan import ANY_PART, Mention, decoded, id_runs, mentions, word_places
from modelpick.model.arguments import PROJECT_FILE
from modelpick.storage.reading import LargeFile, UnreadableFile, read_regular

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext

LARGEST = 2_000_000
"""Bytes. What is larger is data."""
_LARGEST_IGNORES = 256 * 1024
"""Bytes of a file of patterns; a larger one ignores nothing."""
_SNIFFED_BYTES = 8192
_MARK = MARK.encode()
_CELL_MAGIC = re.compile(r"\s*%%(?:(?:writefile|file)[ \t]+(?:-a[ \t]+)?(?P<file>\S+)|(?:bash|sh)\b)")
"""With which a cell of a notebook begins that holds another file."""
_SCRIPT_SUFFIXES, _MINIFIED_WIDTH = (".js", ".mjs", ".cjs", ".css", ".html"), 250
"""Bytes a line on average, beyond which a program has written it."""
_PARALLEL_FROM = {"fork": 1000, "spawn": 4000}
"""Files from which on several processes are worth their start, by how they are started."""
_CHUNK = 200
"""Files that a process reads before it tells of them."""
_SKIPPED_FOLDERS = frozenset({
    ".git", ".hg", ".svn", ".venv", "venv", "node_modules", "bower_components", "vendor", "vendored", "third_party",
    "__pycache__", "site-packages", "_next", ".next", ".nuxt", ".svelte-kit", ".tox", ".nox", ".mypy_cache",
    ".ruff_cache", ".pytest_cache", ".terraform", "cdk.out",
})  # fmt: skip
_SKIPPED_FILES = frozenset(
    {"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "go.sum", ".terraform.lock.hcl"}
)
OWN_FILES = (PROJECT_FILE, ".modelpick-baseline.json")
"""What they name, they name for this program: what is allowed, what another id means, what was found before."""
_SKIPPED_SUFFIXES = (
    ".lock", ".min.js", ".min.css", ".map", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".pdf", ".zip", ".gz",
    ".whl", ".so", ".pyc", ".woff", ".woff2", ".ttf", ".mp3", ".mp4", ".wav", ".safetensors", ".gguf", ".parquet",
    ".sqlite",
)  # fmt: skip


FilePart = tuple[int | None, list[Mention], list[Ignore]]
"""The cell, if it is one of a notebook, with its candidates and ignores."""


class FileScan(NamedTuple):
    """What one file holds: candidates and ignores by notebook cell (None in other files), or why it was not read."""

    path: str
    parts: tuple[FilePart, ...] = ()
    skipped: str | None = None


Job = tuple[str, bool]
"""A file to read, and whether it may be a link, or anything else: one that the user named may."""


def read_all(paths: Sequence[Path], leave: Iterable[Path] = ()) -> tuple[list[FileScan], int, Counter[str]]:
    """What the files beneath `paths` contain that may be about models, how many were read, and a count for each
    reason to skip one.
    """
    skipped: Counter[str] = Counter()
    left = {os.path.abspath(path) for path in leave}
    jobs = [job for path in paths for job in _files_beneath(path, skipped)]
    if left:
        jobs = [job for job in jobs if os.path.abspath(job[0]) not in left]
    jobs = list({job[0]: job for job in jobs}.values())
    start = _start_of_processes()
    if len(jobs) > _PARALLEL_FROM[start]:
        quick_search()  # here, so that copies of this process have it
        found = _read_in_parallel(jobs, start)
    else:
        found = map(read, jobs)
    kept: list[FileScan] = []
    for each in found:
        if each.skipped:
            skipped[each.skipped] += 1
        elif each.parts:
            kept.append(each)
    unread = sum(skipped[why] for why in ("binary", "too large", "unreadable"))
    return kept, len(jobs) - unread, skipped


def _start_of_processes() -> Literal["fork", "spawn"]:
    """How processes are started: as copies of this one where that is safe and they need not import anything."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _read_in_parallel(jobs: Sequence[Job], start: Literal["fork", "spawn"]) -> Iterator[FileScan]:
    """What several processes read, in order. They know of no interrupt, and end when nobody takes what they found."""
    from multiprocessing import get_context, resource_tracker

    if start == "spawn" and os.name != "nt":
        resource_tracker.ensure_running()  # which would let interrupts through again
    context: ForkContext | SpawnContext = get_context("fork") if start == "fork" else get_context("spawn")
    chunks = [jobs[at : at + _CHUNK] for at in range(0, len(jobs), _CHUNK)]
    workers = min(len(chunks), os.cpu_count() or 1, 16)
    found: list[Connection] = []
    readers = []
    with interrupts.kept_from_children, _main_left_alone():
        for number in range(workers):
            reader, writer = context.Pipe(duplex=False)
            # A copy holds all that is open here: it must not keep alive what it would end by.
            inherited = [*found, reader] if start == "fork" else []
            told = (chunks[number::workers], writer, inherited)
            readers.append(context.Process(target=_send_read, args=told, daemon=True))
            readers[-1].start()
            writer.close()
            found.append(reader)
    for number, chunk in enumerate(chunks):
        try:
            part = found[number % workers].recv()
        except (EOFError, OSError):  # the system has ended that process
            part = _read_some(chunk)
        yield from part
    for each in readers:
        each.join()


@contextmanager
def _main_left_alone() -> Iterator[None]:
    """Processes that are started now do not run the script of whoever called: nothing of it is needed there, and one
    without `if __name__ == "__main__"` would do all that it does once more in each."""
    main = sys.modules["__main__"]
    spec = main.__spec__
    main.__spec__ = ModuleSpec("modelpick.__main__", None)  # with such a name there is nothing to run again
    try:
        yield
    finally:
        main.__spec__ = spec


def _send_read(chunks: Sequence[Sequence[Job]], to: Connection, inherited: Sequence[Connection]) -> None:
    interrupts.install()
    for each in inherited:
        each.close()
    with suppress(OSError):
        for chunk in chunks:
            to.send(_read_some(chunk))


@cache
def quick_search() -> Callable[[str], bool]:
    """Whether a text holds a part of an id: pydantic's core looks for all of them at once, many times faster than we
    could one after the other. It is worth its start where there are many files."""
    from pydantic_core import SchemaValidator, core_schema

    return SchemaValidator(core_schema.str_schema(pattern=ANY_PART)).isinstance_python


def _read_some(jobs: Sequence[Job]) -> list[FileScan]:
    """The results worth reporting: files with candidates or ignores, and files that were not read."""
    has_part = quick_search()
    return [each for job in jobs if (each := read(job, has_part)).parts or each.skipped]


def read(job: Job, has_part: Callable[[str], bool] | None = None) -> FileScan:
    """What a file holds of model ids, or why it was not read. `has_part` finds their parts quickly."""
    name, follow = job
    try:
        data = read_regular(name, limit=LARGEST, follow=follow, was_seen=not follow)
    except LargeFile:
        return FileScan(name, skipped="too large")
    except UnreadableFile:
        return FileScan(name, skipped="unreadable")
    if b"\0" in data[:_SNIFFED_BYTES]:
        return FileScan(name, skipped="binary")
    if (
        name.endswith(_SCRIPT_SUFFIXES)
        and len(data) > _SNIFFED_BYTES
        and len(data) / (data.count(b"\n") + 1) > _MINIFIED_WIDTH
    ):
        return FileScan(name, skipped="vendored or generated")
    if name.endswith(".ipynb"):
        parts = _read_notebook(data, name) if word_places(data, name) or _MARK in data else []
    elif (runs := id_runs(data, name, has_part)) or _MARK in data:
        text, runs = decoded(data, runs)
        parts = [(None, mentions(text, name, runs), ignores(text))]
    else:
        parts = []
    return FileScan(name, tuple(part for part in parts if part[1] or part[2]))


def _read_notebook(data: bytes, name: str) -> list[FilePart]:
    cells = _code_cells(data.decode("utf-8", "replace"))
    whole = FileKind(name, "\n".join(part for _, part in cells))
    return [(cell, mentions(part, _cell_name(part, name), whole=whole), ignores(part)) for cell, part in cells]


def _cell_name(source: str, name: str) -> str:
    """What a file is called that holds what a cell of the notebook `name` does: that which it writes, a script of the
    shell, else the notebook itself."""
    found = _CELL_MAGIC.match(source)
    return (found["file"] or ".sh") if found else name


def _code_cells(text: str) -> list[tuple[int | None, str]]:
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


def _files_beneath(path: Path, skipped: Counter[str]) -> Iterator[Job]:
    """The files beneath `path`, by name; `path` itself if it is one."""
    if path.is_file():
        yield os.fspath(path), True
        return
    top = os.fspath(path)
    above, ignored = _specs_above(path)
    if ignored:
        skipped["git ignores it"] += 1
        return
    yield from _walk_folder(top, above, skipped)


class _FolderRules(NamedTuple):
    """Rules, and how a path of the walk is seen from their folder: without its first characters, after `before`."""

    rules: IgnoreRules
    cut: int
    before: str = ""

    def ignores(self, path: str, is_folder: bool) -> bool | None:
        inside = path[self.cut :].replace(os.sep, "/")
        return self.rules.ignores(self.before + inside, is_folder)


_KnownRules = tuple[_FolderRules, ...]
"""Those of the innermost folder first."""
_FolderEntries = list[tuple[os.DirEntry[str], bool]]
"""What lies in a folder, the last by name first, and whether it is a folder."""


def _walk_folder(top: str, above: _KnownRules, skipped: Counter[str]) -> Iterator[Job]:
    """What is to be read, folder by folder. It keeps its own stack: a tree may be deeper than Python's goes."""
    entries = _folder_entries(top, skipped)
    waiting = [(entries, _with_rules_of(top, entries, above))]
    while waiting:
        entries, rules = waiting[-1]
        if not entries:
            waiting.pop()
            continue
        entry, is_folder = entries.pop()
        name = entry.name
        if why := _passed_by(name, is_folder):
            skipped[why] += 1
        elif _is_ignored(entry.path, is_folder, rules):
            skipped["git ignores it"] += 1
        elif is_folder:
            inner = _folder_entries(entry.path, skipped)
            waiting.append((inner, _with_rules_of(entry.path, inner, rules)))
        else:
            yield entry.path, False


def _passed_by(name: str, is_folder: bool) -> str | None:
    """Why a file or a folder of that name is not looked at; None for all others."""
    if is_folder:
        return "vendored or generated" if name in _SKIPPED_FOLDERS else None
    if name in OWN_FILES:
        return "settings of modelpick itself"
    generated = name in _SKIPPED_FILES or name.lower().endswith(_SKIPPED_SUFFIXES)
    return "vendored or generated" if generated else None


def _folder_entries(folder: str, skipped: Counter[str]) -> _FolderEntries:
    """The folders and the regular files in `folder`; no links."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name, reverse=True)
            kinds = [(entry, entry.is_dir(follow_symlinks=False)) for entry in entries]
            return [(entry, folder) for entry, folder in kinds if folder or entry.is_file(follow_symlinks=False)]
    except OSError:
        skipped["unreadable"] += 1
        return []


def _is_ignored(path: str, is_folder: bool, rules: _KnownRules) -> bool:
    """Whether git would ignore the path: the innermost rule that matches decides."""
    for each in rules:
        said = each.ignores(path, is_folder)
        if said is not None:
            return said
    return False


def _with_rules_of(folder: str, entries: _FolderEntries, above: _KnownRules) -> _KnownRules:
    """The rules in `folder`, before those of the folders above."""
    has_some = any(entry.name == ".gitignore" for entry, _ in entries)
    rules = _read_rules(os.path.join(folder, ".gitignore")) if has_some else None
    return above if rules is None else (_FolderRules(rules, len(os.path.join(folder, ""))), *above)


def _read_rules(file: str) -> IgnoreRules | None:
    try:
        data = read_regular(Path(file), limit=_LARGEST_IGNORES, follow=False)
    except UnreadableFile:
        return None
    return IgnoreRules(data.decode("utf-8", "surrogateescape"))


def _specs_above(path: Path) -> tuple[_KnownRules, bool]:
    """The rules of the repository that hold in `path`, and whether they ignore all of it."""
    whole = os.path.abspath(path)
    parents = [whole, *map(str, Path(whole).parents)]
    root = next((folder for folder in parents if os.path.lexists(os.path.join(folder, ".git"))), None)
    if root is None:
        return (), False
    excludes = os.path.join(root, ".git", "info", "exclude")
    linked = any(map(os.path.islink, (os.path.dirname(os.path.dirname(excludes)), os.path.dirname(excludes))))
    known = [(root, None if linked else _read_rules(excludes))]
    between = [folder for folder in reversed(parents[1:]) if len(folder) >= len(root)]
    seen: _KnownRules = ()
    cut = len(os.path.join(os.fspath(path), ""))
    known += [(folder, _read_rules(os.path.join(folder, ".gitignore"))) for folder in between]
    for folder, rules in known:
        if rules is not None:
            inside = os.path.relpath(whole, folder).replace(os.sep, "/")
            seen = (_FolderRules(rules, cut, "" if inside == "." else f"{inside}/"), *seen)
    return seen, _lies_in_ignored(whole, root, known)


def _lies_in_ignored(whole: str, root: str, known: Sequence[tuple[str, IgnoreRules | None]]) -> bool:
    """Whether `whole`, or a folder between it and the repository's root, is ignored."""
    parts = os.path.relpath(whole, root).split(os.sep)
    for at in range(1, len(parts) + 1):
        folder = os.path.join(root, *parts[:at])
        holding = [
            (home, rules) for home, rules in known if rules is not None and folder.startswith(os.path.join(home, ""))
        ]
        seen = tuple(_FolderRules(rules, len(os.path.join(home, ""))) for home, rules in reversed(holding))
        if whole != root and _is_ignored(folder, True, seen):
            return True
    return False
