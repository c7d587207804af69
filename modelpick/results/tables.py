"""CSV: `model,benchmark,passed,total[,cost,seconds]`, a row a run; or a row a task with a column of verdicts, as a
ragas experiment has it. A spreadsheet's semicolons, byte order mark and day.month.year are read."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from io import StringIO

from modelpick.model.dates import Day, is_day
from modelpick.results.rows import MOST_ROWS, ReadResults, ResultFile, ResultRow, UnreadableResults

WHAT = "a table with the columns model, benchmark, passed and total"
NEEDED = ("model", "passed", "total")
VERDICTS = {"pass": 1.0, "fail": 0.0, "true": 1.0, "false": 0.0, "1": 1.0, "0": 0.0, "1.0": 1.0, "0.0": 0.0}
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
Line = Mapping[str, str]


def read(file: ResultFile) -> ReadResults:
    """The rows of the table."""
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableResults(f"is not {WHAT}: it is not in UTF-8") from None
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableResults(f"is not {WHAT}: {error}") from None
    names = [name.strip().lower() for name in lines[0]] if lines else []
    rows = [dict(zip(names, map(str.strip, line), strict=False)) for line in lines[1:] if any(line)]
    if all(name in names for name in NEEDED):
        if len(rows) > MOST_ROWS:
            raise UnreadableResults(f"has {len(rows):,} rows, more than are read", hint="Split it")
        return ReadResults("CSV", tuple(_row_of_run(row, place) for place, row in enumerate(rows, 2)))
    found = _rows_by_task(names, rows) if "model" in names else []
    if not found:
        raise UnreadableResults(f"is not {WHAT}", hint="Give it a first line with these names")
    return ReadResults("CSV", tuple(found))


def _row_of_run(row: Line, place: int) -> ResultRow:
    n, passed = _whole_number(row.get("total", ""), "total", place), _whole_number(row["passed"], "passed", place)
    if passed > n:
        raise UnreadableResults(f"has {passed} passed of {n} in line {place}")
    name, _, edition = row.get("benchmark", "").partition("@")
    if not row["model"]:
        raise UnreadableResults(f"names no model in line {place}")
    return ResultRow(
        model=row["model"],
        benchmark=name or None,
        edition=edition or None,
        metric="passed/total",
        n=n,
        passed=passed,
        mean=passed / n if n else None,
        attempts=n,
        harness=row.get("harness") or None,
        on=_day_in(row.get("date") or row.get("on") or "", place),
        why=_amount_spent(row),
    )


def _amount_spent(row: Line) -> str | None:
    said = [f"{row[name]} {unit}" for name, unit in (("cost", "USD"), ("seconds", "s")) if row.get(name)]
    return ", ".join(said) or None


def _whole_number(text: str, name: str, place: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise UnreadableResults(f"has {name} {text[:20]!r} in line {place}, expected a whole number")
    return int(text)


def _day_in(text: str, place: int) -> Day | None:
    if not text:
        return None
    if german := _GERMAN_DAY.fullmatch(text):
        day, month, year = german.groups()
        text = f"{year}-{int(month):02}-{int(day):02}"
    if not is_day(text):
        raise UnreadableResults(f"has the date {text[:20]!r} in line {place}", hint="Write it as 2026-04-08")
    return text


def _rows_by_task(names: Sequence[str], rows: Sequence[Line]) -> list[ResultRow]:
    """A row a model and column of verdicts, of a table with a line a task."""
    metrics = [name for name in names if name not in ("model", "benchmark") and _holds_verdicts(rows, name)]
    models = dict.fromkeys(row["model"] for row in rows if row.get("model"))
    return [_row_of_verdicts(model, name, rows, name == metrics[0]) for model in models for name in metrics]


def _holds_verdicts(rows: Sequence[Line], name: str) -> bool:
    said = [row.get(name, "") for row in rows]
    return any(said) and all(text.lower() in VERDICTS for text in said if text)


def _row_of_verdicts(model: str, name: str, rows: Sequence[Line], first: bool) -> ResultRow:
    mine = [(place, row.get(name, "").lower()) for place, row in enumerate(rows, 1) if row.get("model") == model]
    scored = {str(place): VERDICTS[text] for place, text in mine if text}
    benchmarks = {row.get("benchmark", "") for row in rows if row.get("model") == model}
    benchmark = benchmarks.pop() if len(benchmarks) == 1 else ""
    return ResultRow(
        model=model,
        benchmark=benchmark or None,
        metric=name,
        n=len(scored),
        passed=int(sum(scored.values())),
        mean=sum(scored.values()) / len(scored) if scored else None,
        errors=len(mine) - len(scored),
        attempts=len(mine),
        partial=False,
        reading=name,
        first=first,
    )
