"""What columns say already of models that nothing was laid over: the others alone are worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from modelpick.decide.columns import Columns, FieldColumn
from modelpick.decide.terms import ANYWHERE
from modelpick.model.dates import Day
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain

_OF_POLICY = "route.allowed"


class ColumnsBeneath(Plain, dict=True):
    """The columns of some facts, `before`, and how far they hold for the facts that were laid over them, `now`."""

    columns: Columns
    before: Facts
    now: Facts
    day: Day

    def place(self, id_: str) -> int | None:
        """The place of a model of which everything is as it was; None of another."""
        return self.columns.place_on(id_, self.day) if id_ in self._untouched_models else None

    def unmoved_place(self, id_: str) -> int | None:
        """The place of a model whose cells are as they were on every steady benchmark; None of another."""
        return self.columns.cells_place_on(id_, self.day) if id_ in self._unmoved_models else None

    def is_steady(self, benchmark: str) -> bool:
        """Whether the cell of an unmoved model on a benchmark is as it was."""
        return benchmark in self._steady_benchmarks

    def cells_place(self, id_: str, benchmark: str) -> int | None:
        """The place of a model whose cell on a benchmark is as it was; None of another."""
        return self.unmoved_place(id_) if self.is_steady(benchmark) else None

    def steady_scores(self) -> dict[str, bytes]:
        """By steady benchmark, the columns of the scores, where nobody has results of their own."""
        return self.columns.scores_kept(sorted(self._steady_benchmarks))

    def benchmarks_of(self, models: Iterable[str]) -> set[str]:
        """The benchmarks that those models have, or had, figures on."""
        said = (facts.models.get(id_) for facts in (self.before, self.now) for id_ in models)
        return {m.benchmark for model in said if model for m in model.measurements}

    def fields_held(self, names: Iterable[str]) -> dict[str, FieldColumn]:
        """Of the fields of those names, the columns that hold at the places of untouched models."""
        found = ((name, self.columns.field(name, self.day)) for name in names)
        allowed = self.before.policy == self.now.policy
        return {name: column for name, column in found if column is not None and (allowed or name != _OF_POLICY)}

    @cached_property
    def holds_machines(self) -> bool:
        """Whether the smallest machine of an untouched model is what it was."""
        return not _changed_keys(self.before.hardware, self.now.hardware)

    @cached_property
    def _unmoved_models(self) -> frozenset[str]:
        """Models of which the very same is said."""
        before = self.before.models
        return frozenset(id_ for id_, model in self.now.models.items() if before.get(id_) == model)

    @cached_property
    def _untouched_models(self) -> frozenset[str]:
        """Of these, those of whose successor and providers the same is said as well."""
        providers = _changed_keys(self.before.providers, self.now.providers)
        rows = _changed_keys(self.before.terms, self.now.terms)
        providers |= {
            row.provider for each in (self.before.terms, self.now.terms) for row in map(each.get, rows) if row
        }
        if ANYWHERE in providers:
            return frozenset()
        return frozenset(id_ for id_ in self._unmoved_models if not self._is_touched(self.now.models[id_], providers))

    def _is_touched(self, model: Model, providers: set[str]) -> bool:
        follows = model.successor is not None and model.successor not in self._unmoved_models
        return follows or any(offering.provider in providers for offering in model.offerings)

    @cached_property
    def _steady_benchmarks(self) -> frozenset[str]:
        """Benchmarks on which a cell rests on its own model alone; none where what others are joined by changed."""
        before, now = self.before.benchmarks, self.now.benchmarks
        if _changed_keys(before, now) & before.keys() or _changed_keys(self.before.skills, self.now.skills):
            return frozenset()
        return frozenset(id_ for id_, each in now.items() if not (each.like or each.asked_of))


Runs = Sequence[tuple[range, range | None]]


def runs_of(places: Sequence[int | None]) -> Iterator[tuple[range, range | None]]:
    """Ranges of what follows one another, here and at the `places` there; None there for one that has no place."""
    start = 0
    for here in range(1, len(places) + 1):
        first, last = places[start], places[here - 1]
        goes_on = here < len(places) and last is not None and places[here] == last + 1
        if not goes_on:
            yield range(start, here), None if first is None or last is None else range(first, last + 1)
            start = here


def _changed_keys(before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """The keys of which not the same is said."""
    if before is now:
        return set()
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
