"""Finds what a catalog file may say and yet hardly means: figures of another model, figures that stand twice, wrong
tiers, ids of another release, dates that hide a fact.

Each is a fault that was found in the bundled data once. There they are errors; in a user's own files, warnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from modelpick.catalog.schema import AliasRow
from modelpick.catalog.validate import CheckedFile, Path
from modelpick.model.dates import Day, day_of_effect, days_after, first_day, last_day
from modelpick.model.facts import Measurement, Model, Source
from modelpick.model.fields import Plain
from modelpick.model.problems import Problem

EARLY_ACCESS_DAYS = 14
"""Boards and partners are let at a model so long before its release. What is older was measured on another one."""
STAMP_DAYS = 31
"""An id bears the day of its release or of a snapshot shortly before: so far apart they speak of two releases."""
SAME_FIGURE = 0.1
"""On a scale of points, values so close are one figure that was copied and perhaps rounded."""
_SCORED_STATES = ("accepted", "disputed")
POINTS = ("percent", "points", "index", "elo")
_DATE_STAMP = re.compile(r"(?<!\d)(20\d\d)[-.]?(0[1-9]|1[0-2])[-.]?([0-2]\d|3[01])(?!\d)")
_MONTH_YEAR = re.compile(r"(?<!\d)(0[1-9]|1[0-2])-(20\d\d)(?!\d)")
_FOUR_DIGITS = re.compile(r"(?<=[-@_])(\d\d)(\d\d)(?!\d)")
Span = tuple[date, date]


def doubts(files: Sequence[CheckedFile]) -> list[Problem]:
    """Every doubtful row of `files`, in the order of files and lines."""
    known = _CheckContext(files)
    found: list[tuple[CheckedFile, Problem]] = []
    for file in files:
        said = [*_aliases_of_another_release(file, known), *_hidden_facts(file, known), *_doubtful_figures(file, known)]
        found += ((file, problem) for problem in said)
    found += _figures_given_twice(known)
    place = {id(file): number for number, file in enumerate(files)}
    found.sort(key=lambda each: (place[id(each[0])], each[1].line or 0, each[1].column or 0))
    return [problem for _, problem in found]


class _PlacedMeasurement(Plain):
    """A measurement with its file and position."""

    file: CheckedFile
    path: Path
    model: str
    row: Measurement


class _CheckContext:
    """Everything in all files by which one row is judged against another."""

    def __init__(self, files: Sequence[CheckedFile]):
        self.files = files
        self.sources: dict[str, Source] = {row.id: row for f in files for row in f.rows.sources}
        self.released = {m.id: m.released for f in files for m in f.rows.models if m.released}
        self.earliest = {id_: days_after(first_day(day), -EARLY_ACCESS_DAYS) for id_, day in self.released.items()}
        self.labs = {m.id.split("/")[0] for f in files for m in f.rows.models}
        self.units = {b.id: b.unit for f in files for b in f.rows.benchmarks}
        self.inputs = {b.id: set(b.inputs) for f in files for b in f.rows.benchmarks if b.inputs}

    @cached_property
    def figures(self) -> list[_PlacedMeasurement]:
        return [
            _PlacedMeasurement(file, ("models", number, "measurements", place), model.id, row)
            for file in self.files
            for number, model in enumerate(file.rows.models)
            for place, row in enumerate(model.measurements)
        ]

    @cached_property
    def slugs(self) -> dict[str, str]:
        """The models by their own part of the id, however it is punctuated."""
        return {_spelled_alike(m.id): m.id for f in self.files for m in f.rows.models}

    @cached_property
    def starts(self) -> Mapping[str, list[Day]]:
        """The days from which each model could be had."""
        days: dict[str, list[Day]] = {}
        for file in self.files:
            for model in file.rows.models:
                said = [model.released] if model.released else []
                said += [event.on for event in model.status if event.stage in ("ga", "public_preview")]
                days.setdefault(model.id, []).extend(said)
        return days

    def read(self, source: str) -> Day | None:
        row = self.sources.get(source)
        return row.read if row else None


def _doubtful_figures(file: CheckedFile, known: _CheckContext) -> Iterator[Problem]:
    for number, model in enumerate(file.rows.models):
        for place, row in enumerate(model.measurements):
            if row.state in _SCORED_STATES:
                figure = _PlacedMeasurement(file, ("models", number, "measurements", place), model.id, row)
                yield from _older_than_its_model(figure, known)
                yield from _wrong_tier(figure, known)
                yield from _lacks_input(figure, model, known)


def _older_than_its_model(figure: _PlacedMeasurement, known: _CheckContext) -> Iterator[Problem]:
    row, document = figure.row, figure.file.document
    source = known.sources.get(row.source)
    published = source.date if source else None
    released = known.released.get(figure.model)
    oldest = min(last_day(row.on), last_day(published) if published else "9999")
    if released and oldest < known.earliest[figure.model]:
        what = f"source {row.source!r}" if published and oldest == last_day(published) else "figure"
        said = published if what != "figure" else row.on
        message = f"the {what} is of {said}, older than {figure.model} of {released}: {row.benchmark} {row.value:.10g}"
        hint = "Move it to the model that was measured, quarantine it, or mend the date of the source"
        yield document.problem((*figure.path, "on"), message, hint)
    elif published and first_day(row.on) > last_day(published):
        message = f"{row.benchmark} of {figure.model} is dated {row.on}, after its source {row.source!r} of {published}"
        yield document.problem((*figure.path, "on"), message, "A figure is no younger than its source: give that date")


def _lacks_input(figure: _PlacedMeasurement, model: Model, known: _CheckContext) -> Iterator[Problem]:
    """A problem where a model that takes no images has a figure on a test with images."""
    if model.modalities is None:
        return
    lacks = known.inputs.get(figure.row.benchmark, set()) - set(model.modalities.inputs)
    if lacks:
        inputs = " or ".join(sorted(lacks))
        message = f"{figure.model} has a figure on {figure.row.benchmark}, and is said to take no {inputs}"
        yield figure.file.document.problem(
            figure.path, message, "Mend `modalities`, or move the figure to another model"
        )


def _wrong_tier(figure: _PlacedMeasurement, known: _CheckContext) -> Iterator[Problem]:
    """A problem where a lab's figure is marked `press`: it is the maker's own or a rival's, whoever prints it."""
    row, own = figure.row, figure.model.split("/")[0]
    source = known.sources.get(row.source)
    who = row.evaluator or (source.publisher if source and source.kind in ("vendor", "rival") else None)
    if row.by != "press" or who is None or (row.evaluator and row.evaluator not in known.labs):
        return
    tier = "vendor" if row.evaluator == own else "rival" if row.evaluator else "vendor or rival"
    message = f"{row.benchmark} of {figure.model} is `press`, but {who} is a lab"
    yield figure.file.document.problem((*figure.path, "by"), message, f"Write `by: {tier}`")


def _figures_given_twice(known: _CheckContext) -> Iterator[tuple[CheckedFile, Problem]]:
    cells: dict[tuple[Any, ...], list[_PlacedMeasurement]] = {}
    for figure in known.figures:
        row = figure.row
        if row.state == "accepted":
            cells.setdefault((figure.model, row.benchmark, row.variant, row.tools, row.by), []).append(figure)
    for figures in cells.values():
        for place, figure in enumerate(figures):
            first = next((one for one in figures[:place] if _is_copy(one, figure, known)), None)
            if first is not None:
                yield figure.file, _copy_problem(first, figure)


def _copy_problem(first: _PlacedMeasurement, figure: _PlacedMeasurement) -> Problem:
    document = first.file.document
    line, _ = document.mark(first.path) or (None, None)
    where = f"line {line}" if first.file is figure.file else f"{document.file}, line {line}"
    row = figure.row
    message = f"{row.benchmark} {row.value:.10g} of {figure.model} stands in {where} already, from {first.row.source!r}"
    hint = "Keep the better source; mark a copy that is worth showing `state: superseded`"
    return figure.file.document.problem(figure.path, message, hint)


def _is_copy(one: _PlacedMeasurement, other: _PlacedMeasurement, known: _CheckContext) -> bool:
    """Whether two figures of one cell and tier are one measurement.

    Press figures repeat others. Two other figures are one only if they have the same date, and name the same scaffold
    or none, or if they agree exactly and have one publisher.
    """
    a, b = one.row, other.row
    near = SAME_FIGURE + 1e-9 if known.units.get(a.benchmark) in POINTS else 0.0
    if abs(a.value - b.value) > near or not _same_or_unsaid(_measured_by(one), _measured_by(other)):
        return False
    if a.by == "press":
        return True
    if a.on != b.on:
        return False
    if _same_or_unsaid(a.harness, b.harness):
        return True
    publishers = {known.sources[row.source].publisher for row in (a, b) if row.source in known.sources}
    return a.source != b.source and a.value == b.value and len(publishers) == 1


def _measured_by(figure: _PlacedMeasurement) -> str | None:
    return figure.row.evaluator or (figure.model.split("/")[0] if figure.row.by == "vendor" else None)


def _same_or_unsaid(one: str | None, other: str | None) -> bool:
    return one == other or one is None or other is None


def _aliases_of_another_release(file: CheckedFile, known: _CheckContext) -> Iterator[Problem]:
    for place, row in enumerate(file.rows.aliases):
        other = known.slugs.get(_spelled_alike(row.alias), row.model)
        if other != row.model:
            message = f"alias {row.alias!r} means {row.model} here, but is the id of {other}"
            yield file.document.problem(("aliases", place), message, f"Write `model: {other}`")
        elif not _fits_a_release(row, known.starts.get(row.model, [])):
            day = min(known.starts[row.model])
            message = f"alias {row.alias!r} bears the date of another release than {row.model} of {day}"
            hint = "Name the model of that release; an id that no model is known for needs no alias"
            yield file.document.problem(("aliases", place), message, hint)


def _spelled_alike(id_: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", id_.lower().rsplit("/", 1)[-1])


def _fits_a_release(row: AliasRow, starts: Sequence[Day]) -> bool:
    """Whether a date in the id, in any way of reading it, is near a day from which the model could be had."""
    spans = list(_date_spans(row.alias, {int(day[:4]) for day in starts}))
    return not spans or not starts or any(_days_apart(span, day) <= STAMP_DAYS for span in spans for day in starts)


def _date_spans(alias: str, years: Iterable[int]) -> Iterator[Span]:
    """The spans of days that digits in `alias` may mean: 2026-07-31, 20260731, 0731 (month, day), 2607, 07-2026."""
    whole = _DATE_STAMP.search(alias)
    if whole:
        yield from _calendar_span(*map(int, whole.groups()))
        return
    for month, year in _MONTH_YEAR.findall(alias):
        yield from _calendar_span(int(year), int(month))
    for first, second in _FOUR_DIGITS.findall(alias):
        if 20 <= int(first) <= 39:
            yield from _calendar_span(2000 + int(first), int(second))
        for year in years:
            yield from _calendar_span(year, int(first), int(second))


def _calendar_span(year: int, month: int, day: int | None = None) -> Iterator[Span]:
    """The first and last day of a month, or the one day; nothing for an impossible date."""
    said = f"{year}-{month:02d}" if day is None else f"{year}-{month:02d}-{day:02d}"
    try:
        yield date.fromisoformat(first_day(said)), date.fromisoformat(last_day(said))
    except ValueError:
        return


def _days_apart(span: Span, day: Day) -> int:
    """How many days lie between a span and what `day` may mean; 0 where they overlap."""
    first, last = date.fromisoformat(first_day(day)), date.fromisoformat(last_day(day))
    return max((span[0] - last).days, (first - span[1]).days, 0)


def _hidden_facts(file: CheckedFile, known: _CheckContext) -> Iterator[Problem]:
    """A problem for each fact that takes no effect yet, because its date is a month or year that has not ended."""
    for place, score in enumerate(file.rows.scores):
        yield from _hidden_fact(file, ("scores", place), score.on, None, "Give the day on which you measured it")
    for number, model in enumerate(file.rows.models):
        for name in ("status", "variants", "traits", "measurements", "offerings"):
            for place, row in enumerate(getattr(model, name)):
                said = row.since if name == "offerings" else getattr(row, "announced", None) or row.on
                if len(said) == 10:
                    continue
                hint = f"Give the day, or `read` of the source {row.source!r}"
                path = ("models", number, name, place)
                yield from _hidden_fact(file, path, said, known.read(row.source), hint)


def _hidden_fact(file: CheckedFile, path: Path, said: Day, read: Day | None, hint: str) -> Iterator[Problem]:
    if len(said) < 10 and first_day(said) <= file.today < day_of_effect(said, read):
        message = f"a fact of {said} is not seen before {last_day(said)}"
        yield file.document.problem(path, message, hint)
