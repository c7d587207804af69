"""Columns of one question: what no column of the catalog holds is asked of every way that the question is about.

That is what depends on the machine or the use that is named, and fields that only some need or constraint of the user's
looks at. The rest of the question need not ask the models for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from modelpick.decide.columns import Columns, FieldColumn
from modelpick.decide.question import Question
from modelpick.decide.routes import Route, routes
from modelpick.decide.scoring import MONTH, Known, Weighted, known_criterion
from modelpick.decide.subject import OF_SETTING, CandidateView
from modelpick.model.facts import Price
from modelpick.model.fields import replace

_OF_COST = "cost."
_NOT_ASKED = 0
"""The code of the ways that the question is not about: nothing is known of them."""


class AskedColumns:
    """The columns of a catalog on the day of a question, and those that the question makes itself."""

    def __init__(self, question: Question, columns: Columns) -> None:
        self._question, self._columns = question, columns
        self._made: dict[tuple[str, bool], FieldColumn] = {}
        self._own: dict[tuple[int, bool], CandidateView] = {}
        self._ways: dict[int, list[CandidateView]] = {}
        self.places = [columns.places.get(id_) for id_ in question.ids]
        """Of each model of the question; None where the columns say nothing of it."""
        self._uses_setting = question.setting.depends_on_use
        self._setting = replace(question.setting, told=False)

    def ways(self, own: bool) -> int:
        return self._columns.ways(own)

    def repeated(self, of_models: bytes) -> bytes:
        return self._columns.repeated(of_models)

    def is_of_question(self, name: str) -> bool:
        """Whether no column of the catalog holds that field as the question means it."""
        of_setting = self._uses_setting and name.startswith(OF_SETTING)
        return of_setting or self._columns.field(name, self._question.day) is None

    def field(self, name: str, own: bool) -> FieldColumn:
        """The column of a field by way, or of users' `own` machines; it holds codes for these alone where the question
        makes it."""
        held = None if self.is_of_question(name) else self._columns.field(name, self._question.day)
        gaps = self._columns.gaps(name, own)
        if held is not None and not gaps:
            return held
        if (name, own) not in self._made:
            is_cost = held is None and name.startswith(_OF_COST)
            made = self._cost_column(name, own) if is_cost else self._asked_column(name, own, held, gaps)
            self._made[name, own] = made
        return self._made[name, own]

    def known(self, weighted: Weighted, place: int, way: int | None) -> Known | None:
        """What is known of a criterion on a way to a model; without a way, on its user's own machine."""
        return known_criterion(weighted, self._view_of(place, way, weighted.criterion.field or ""), {})

    def _cost_column(self, name: str, own: bool) -> FieldColumn:
        """A field of the cost."""
        setting, what = self._question.setting, name.removeprefix(_OF_COST)
        if own:
            return FieldColumn((setting.cost_field(what, setting.month_of_rent),), bytes(self.ways(own)))
        months = self._month_costs
        return FieldColumn(tuple([setting.cost_field(what, month) for month in months.values]), (), months.of_ways)

    @cached_property
    def _month_costs(self) -> FieldColumn:
        """What a month costs on each way, by its charges: no model need be read but for the gaps."""
        setting, found = self._question.setting, [_NOT_ASKED] * self.ways(own=False)
        if setting.workload is None:
            return FieldColumn((None,), (), found)
        quotes, heads, gaps = self._columns.quotes, self._columns.heads, self._columns.gaps(MONTH, False)
        places = [place for place in self.places if place is not None]
        codes: dict[tuple[int, Decimal], int] = {}
        for place, factor in zip(places, setting.factors_of([heads.ids[place] for place in places]), strict=True):
            if place not in gaps:
                ways = slice(heads.starts[place], heads.starts[place + 1])
                asked = [(code, factor.value) for code in quotes.of_ways[ways]]
                found[ways] = [codes.setdefault(each, len(codes) + 1) for each in asked]
        prices = [None if charges is None else Price("", charges) for charges in quotes.charges]
        values = [None, *setting.months_at([(prices[code], factor) for code, factor in codes])]
        for place in set(places).intersection(gaps):
            told = [view.month_usd for view in self._views_of_ways(place)]
            found[heads.starts[place] : heads.starts[place + 1]] = range(len(values), len(values) + len(told))
            values += told
        return FieldColumn(tuple(values), (), found)

    def _asked_column(self, name: str, own: bool, held: FieldColumn | None, gaps: Collection[int]) -> FieldColumn:
        """A field that the models are asked for, or those at the `gaps` of the column that is `held`."""
        codes: dict[Any, int] = {(type(None), None): _NOT_ASKED}
        found = [_NOT_ASKED] * self.ways(own)
        starts = self._columns.heads.starts
        for place in self.places:
            if place is None:
                continue
            first, last = (place, place + 1) if own else starts[place : place + 2]
            if held is None or place in gaps:
                views = [self._view_of(place, None, name)] if own else self._views_of_ways(place)
                values = [view.get(name).value for view in views]
            else:
                of_ways = None if own else held.of_ways
                told = of_ways[first:last] if of_ways is not None else [held.own[place]] * (last - first)
                values = [held.values[code] for code in told]
            found[first:last] = [codes.setdefault((type(value), value), len(codes)) for value in values]
        distinct = tuple(value for _, value in codes)
        return FieldColumn(distinct, found) if own else FieldColumn(distinct, (), found)

    def _view_of(self, place: int, way: int | None, name: str) -> CandidateView:
        if way is not None:
            return self._views_of_ways(place)[way - self._columns.heads.starts[place]]
        needs_it_whole = not name.startswith(OF_SETTING)
        if (place, needs_it_whole) not in self._own:
            self._own[place, needs_it_whole] = self._view_at_home(place, needs_it_whole)
        return self._own[place, needs_it_whole]

    def _view_at_home(self, place: int, whole: bool) -> CandidateView:
        question, columns = self._question, self._columns
        model = question.facts.models[columns.heads.ids[place]] if whole else columns.bare_models[place]
        return CandidateView(Route("self_host", model, question.day), question.facts, setting=self._setting)

    def _views_of_ways(self, place: int) -> Sequence[CandidateView]:
        if place not in self._ways:
            question = self._question
            model = question.facts.models[self._columns.heads.ids[place]]
            ways = routes(model, question.facts, question.day)
            self._ways[place] = [CandidateView(way, question.facts, setting=self._setting) for way in ways]
        return self._ways[place]
