"""Scores of the synced sources: which of them are new figures on a benchmark of the catalog, and which are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from modelpick.documents.market_reports import ScoreLinks
from modelpick.market.records import ScoreRecord
from modelpick.model.facts import Benchmark, Measurement
from modelpick.model.names import fold
from modelpick.model.wording import count, listed

Outcome = Literal["used", "repeated", "unmatched", "other benchmark", "other edition", "out of range"]

_DAY_SUFFIX = re.compile(r"(?P<board>.+)-(?P<month>20\d\d-[01]\d)-[0-3]\d", re.ASCII)
_EDITION_SUFFIX = re.compile(r"(?P<board>.+?)-(?:20\d\d(?:-\d\d){0,2}|v?\d+(?:\.\d+)*)(?:-.*)?", re.ASCII)
_MOST_EDITIONS = 5
_HALF_UNIT = 0.05 + 1e-9
"""Half of the last digit of a figure with one decimal."""


def edition_of(id_: str, benchmarks: Mapping[str, Benchmark]) -> Benchmark | None:
    """The benchmark that `id_` means; a benchmark dated to the day is also known by its month.

    None if there is none.
    """
    if id_ in benchmarks:
        return benchmarks[id_]
    dated = _DAY_SUFFIX.fullmatch(id_)
    return benchmarks.get(f"{dated['board']}-{dated['month']}") if dated else None


def is_other_edition(id_: str, benchmarks: Mapping[str, Benchmark]) -> bool:
    """Whether the catalog knows the board of `id_`, and not this edition of it."""
    board = _EDITION_SUFFIX.fullmatch(id_)
    return board is not None and any(known.startswith(f"{board['board']}-") for known in benchmarks)


def is_other_pool(known: Measurement, figure: Measurement, benchmark: Benchmark) -> bool:
    """Whether the two figures are from different days of a scale that is only valid within one pool of models."""
    return benchmark.kind == "elo" and known.benchmark == figure.benchmark and known.on != figure.on


def is_repeated_figure(known: Measurement, figure: Measurement) -> bool:
    """Whether `figure` is a copy of the reading `known`.

    A copy may be rounded, lack its mode and spell the evaluator differently, so that agreeing figures of one kind count
    once; a press copy is recognized by its evaluator.
    """
    if known.benchmark != figure.benchmark or not _agree_or_unstated(known.variant, figure.variant):
        return False
    if not _agree_or_unstated(known.tools, figure.tools):
        return False
    same_evaluator = bool(known.evaluator and figure.evaluator) and _one_evaluator(known.evaluator, figure.evaluator)
    if known.by != figure.by and not same_evaluator:
        return False
    return abs(known.value - figure.value) <= _HALF_UNIT or (same_evaluator and _is_rounded_copy(known, figure))


def _agree_or_unstated(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _one_evaluator(one: str | None, other: str | None) -> bool:
    return fold(one or "").replace("-", "") == fold(other or "").replace("-", "")


def _is_rounded_copy(known: Measurement, figure: Measurement) -> bool:
    """Whether one of two readings of a day is the other in whole numbers."""
    if known.on != figure.on:
        return False
    whole = known.value if known.value == int(known.value) else figure.value
    return whole == int(whole) and abs(known.value - figure.value) <= 0.5


class ScoreTally:
    """Counts what becomes of the scores of one source."""

    def __init__(self) -> None:
        self._outcomes: Counter[Outcome] = Counter()
        self._models: set[str] = set()
        self._unmatched: set[str] = set()
        self._editions: Counter[str] = Counter()

    def add(self, record: ScoreRecord, model: str | None, outcome: Outcome) -> None:
        self._outcomes[outcome] += 1
        if model is None:
            self._unmatched.add(record.model)
        else:
            self._models.add(model)
        if outcome == "other edition":
            self._editions[record.benchmark] += 1

    def done(self, source: str) -> ScoreLinks:
        """The counts, for the report of an update."""
        found = self._outcomes
        return ScoreLinks(
            source=source,
            read=found.total(),
            used=found["used"],
            repeated=found["repeated"],
            unmatched=found["unmatched"],
            other_benchmarks=found["other benchmark"],
            other_editions=found["other edition"],
            out_of_range=found["out of range"],
            models=len(self._models),
            unmatched_models=len(self._unmatched),
            editions=tuple(sorted(self._editions)[:_MOST_EDITIONS]),
        )


def left_out(scores: Iterable[ScoreLinks]) -> list[str]:
    """Sentences on why scores are left out of the answers, over all sources."""
    scores, notes = list(scores), []
    if foreign := sum(each.other_benchmarks for each in scores):
        notes.append(f"{count(foreign, 'score')} left out: on benchmarks that the catalog does not know")
    if editions := sum(each.other_editions for each in scores):
        names = listed(sorted({id_ for each in scores for id_ in each.editions}))
        notes.append(f"{count(editions, 'score')} left out: on editions that the catalog does not know ({names})")
    if outside := sum(each.out_of_range for each in scores):
        notes.append(f"{count(outside, 'score')} left out: outside of the benchmark's range")
    return notes
