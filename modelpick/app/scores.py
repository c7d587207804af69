"""Adds a measurement of the user's own to a catalog file, whole or not at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from modelpick.app.catalogue import OpenCatalog
from modelpick.app.writing import put_catalogue
from modelpick.catalogue.reader import parse_yaml, read_text
from modelpick.domain.dates import Day
from modelpick.domain.errors import ModelpickError
from modelpick.domain.names import did_you_mean

MODELINE = "# modelpick: your own models, prices, aliases and scores, laid over the bundled catalog\n"


@dataclass(frozen=True, slots=True)
class OwnScore:
    model: str
    benchmark: str
    value: float
    on: Day
    variant: str | None = None
    tools: str | None = None
    note: str | None = None


def add_score(catalogue: OpenCatalog, score: OwnScore, file: Path) -> str:
    """Add `score` to the `scores:` of `file`, creating it if need be; the line that was added.

    The file is checked with the new line before it is replaced; comments and all else in it stay as they are.

    Raises:
        ModelpickError: an unknown model or benchmark.
        InputErrors: the file, or the file with the new line, is not a valid catalog.
    """
    id_ = catalogue.resolve(score.model)
    if score.benchmark not in catalogue.facts.benchmarks:
        known = catalogue.facts.benchmarks
        hint = did_you_mean(score.benchmark, known) or "Define it under `benchmarks:` of your file first"
        raise ModelpickError(f"unknown benchmark `{score.benchmark}`", hint=hint)
    line = _line(id_, score)
    text = read_text(file) if file.exists() else MODELINE
    put_catalogue(file, _inserted(text, line, str(file)), catalogue)
    return line


def _line(model: str, score: OwnScore) -> str:
    parts = [f"model: {model}", f"benchmark: {score.benchmark}", f"value: {_digits(score.value)}", f"on: {score.on}"]
    for key in ("variant", "tools", "note"):
        said = getattr(score, key)
        if said is not None:
            parts.append(f"{key}: {json.dumps(said, ensure_ascii=False)}")
    return "  - {" + ", ".join(parts) + "}"


def _digits(value: float) -> str:
    """All of them: a score is kept as it was given."""
    return str(int(value)) if value.is_integer() else repr(value)


def _inserted(text: str, line: str, name: str) -> str:
    """`text` with `line` after the last of its scores, or under a new `scores:` at the end."""
    document = parse_yaml(text, name)
    data = document.data if isinstance(document.data, dict) else {}
    lines = text.splitlines()
    if "scores" not in data:
        return "\n".join([*lines, "scores:", line, ""])
    scores = data["scores"]
    mark = document.mark(("scores", len(scores) - 1) if scores else ("scores",))
    place = mark[0] if mark else len(lines)
    while place < len(lines) and (not lines[place].strip() or lines[place].startswith("    ")):
        place += 1
    return "\n".join([*lines[:place], line, *lines[place:], ""])
