"""Puts new rows into the files of the catalog, those that raise no doubt, and nothing else into any line.

All of it is tried on a copy first. The files are replaced only when the copy passes what `modelpick catalog validate`
asks, and when every line that was there before is there still.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from modelpick.catalog.bundled import SHIPPED_ON
from modelpick.catalog.doubts import doubts
from modelpick.catalog.load import BUNDLED_FILES, check
from modelpick.model.dates import Day
from modelpick.model.errors import InputErrors, ModelpickError
from modelpick.model.problems import Problem
from tools.catalog_text import ModelsText, flow, parsed, sources_text
from tools.refresh_rows import LeftOut, NewRow

CHANGED = ("models.yaml", "sources.yaml")
_FaultKey = tuple[str, str, str]
"""File, message without line numbers, and the line that it is about: a fault, wherever that line stands."""


def files_of(data: Path) -> list[Path]:
    """The catalog files of the folder.

    Raises:
        ModelpickError: one is missing.
    """
    paths = [data / name for name in BUNDLED_FILES]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise ModelpickError("is not there", where=str(missing[0]), hint="--data names a folder like data/")
    return paths


def put(data: Path, rows: Sequence[NewRow], day: Day, *, dry: bool = False) -> tuple[list[NewRow], list[LeftOut]]:
    """Add `rows` to the files in `data`. What entered, or would if this were not `dry`, and what raised a doubt.

    Raises:
        InputErrors: the files are not valid as they are.
        ModelpickError: a line that is there would not stay as it is.
    """
    files_of(data)
    with TemporaryDirectory() as place:
        kept, left_out = _sound_rows(data, Path(place), rows, day)
        contents = {name: (Path(place) / name).read_bytes() for name in CHANGED} if kept else {}
    for name, content in contents.items():
        if not _only_added((data / name).read_bytes(), content):
            raise ModelpickError("has lines that adding rows would move or change", where=str(data / name))
    for name, content in contents.items() if not dry else ():
        _replace_file(data / name, content)
    return kept, left_out


def _sound_rows(data: Path, work: Path, rows: Sequence[NewRow], day: Day) -> tuple[list[NewRow], list[LeftOut]]:
    """`rows` as far as they raise no fault, written to a copy of the files in `work`."""
    _copy_files(data, work)
    before = _faults_of_files(work, day)
    schema = [problem for problem, certain in before.values() if certain]
    if schema:
        raise InputErrors([Problem(str(data / p.file), p.line, p.column, p.message, p.hint) for p in schema])
    kept, left_out = list(rows), list[LeftOut]()
    while kept:
        _copy_files(data, work)
        _write_rows(work, kept)
        news = [problem for key, (problem, _) in _faults_of_files(work, day).items() if key not in before]
        if not news:
            break
        at_fault = _rows_at_fault(work, kept, news)
        if not at_fault:
            raise InputErrors(news)
        left_out += [LeftOut(kept[n].upstream, kept[n].about, why) for n, why in at_fault.items()]
        kept = [row for number, row in enumerate(kept) if number not in at_fault]
    return kept, left_out


def _copy_files(data: Path, work: Path) -> None:
    for path in files_of(data):
        shutil.copy(path, work / path.name)


def _write_rows(work: Path, rows: Sequence[NewRow]) -> None:
    models, sources = ModelsText(work / "models.yaml"), sources_text(work)
    for new in rows:
        if models.models[new.model].add(new.section, new.row):
            sources.add(new.source)
    models.write()
    sources.write()


def _faults_of_files(work: Path, day: Day) -> dict[_FaultKey, tuple[Problem, bool]]:
    """Every fault of the files in `work`, and whether it is one for certain or a doubt; files without their folder."""
    checked, problems = check([files_of(work)], max(day, SHIPPED_ON))
    lines = {path.name: path.read_text("utf-8").splitlines() for path in files_of(work)}
    found: dict[_FaultKey, tuple[Problem, bool]] = {}
    for problem, certain in [*((p, True) for p in problems), *((p, False) for p in doubts(checked))]:
        name = Path(problem.file).name
        plain = Problem(name, problem.line, problem.column, problem.message, problem.hint)
        line = lines[name][problem.line - 1] if problem.line else ""
        found[name, re.sub(r"line \d+", "line", problem.message), line] = plain, certain
    return found


def _rows_at_fault(work: Path, rows: Sequence[NewRow], problems: Sequence[Problem]) -> dict[int, str]:
    """Number of a row -> what is wrong with it.

    A fault is told at one of two lines that do not go together. Where that is an old one, the new rows of the same
    model and benchmark are its reason.
    """
    models = (work / "models.yaml").read_text("utf-8").splitlines()
    sources = (work / "sources.yaml").read_text("utf-8").splitlines()
    found: dict[int, str] = {}
    for problem in problems:
        if problem.file == "models.yaml" and problem.line:
            model, line = _model_at(models, problem.line), models[problem.line - 1]
            own = [n for n, row in enumerate(rows) if row.model == model and line == f"    - {flow(row.row)}"]
            about = parsed(line) if line.startswith("    - ") else {}
            found |= dict.fromkeys(own or _related_rows(rows, model, about), problem.message)
        elif problem.file == "sources.yaml" and problem.line:
            line = sources[problem.line - 1]
            own = [n for n, row in enumerate(rows) if line == f"- {flow(row.source)}"]
            found |= dict.fromkeys(own, problem.message)
    return found


def _model_at(lines: Sequence[str], number: int) -> str:
    """The model in whose block the line stands."""
    return next(parsed(line)["id"] for line in reversed(lines[:number]) if line.startswith("- id: "))


def _related_rows(rows: Sequence[NewRow], model: str, about: Mapping[str, object]) -> list[int]:
    """The new rows of the model on the benchmark that `about` names; all of the model's where it names none."""
    mine = [n for n, row in enumerate(rows) if row.model == model]
    return [n for n in mine if rows[n].row.get("benchmark") == about.get("benchmark")] or mine


def _only_added(before: bytes, after: bytes) -> bool:
    """Whether `after` is `before` with whole lines put in, those that were there in their order and byte for byte."""
    rest = iter(after.splitlines(keepends=True))
    return all(line in rest for line in before.splitlines(keepends=True))


def _replace_file(path: Path, content: bytes) -> None:
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content)
    os.replace(new, path)
