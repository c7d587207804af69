"""Columns of one question: what no column of the catalog holds is asked of every way that the question is about.

That is what depends on the machine or the use that is named, and fields that only some need or constraint of the user's
looks at. The rest of the question need not ask the models for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelpick.decide.columns import Columns, FieldColumn
from modelpick.decide.question import Question
from modelpick.decide.routes import Route, routes
from modelpick.decide.scoring import Known, Weighted, known_criterion
from modelpick.decide.subject import OF_SETTING, CandidateView

_NOT_ASKED = 0
"""The code of the ways that the question is not about: nothing is known of them."""


class AskedColumns:
    """The columns of a catalog on the day of a question, and those that the question makes itself."""

    def __init__(self, question: Question, columns: Columns) -> None:
        self._question, self._columns = question, columns
        self._made: dict[tuple[str, bool], FieldColumn] = {}
        self._own: dict[int, CandidateView] = {}
        self._ways: dict[int, list[CandidateView]] = {}
        self.places = [columns.place_on(id_, question.day) for id_ in question.ids]
        """Of each model of the question; None where its row is of other days."""
        self._uses_setting = question.setting.depends_on_use

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
        if held is not None:
            return held
        if (name, own) not in self._made:
            self._made[name, own] = self._asked_field(name, own)
        return self._made[name, own]

    def value_on_way(self, name: str, way: int) -> Any:
        """The value of a field that differs by way; None where it is not known."""
        column = self.field(name, own=False)
        assert column.of_ways is not None
        return column.values[column.of_ways[way]]

    def known(self, weighted: Weighted, place: int, way: int | None) -> Known | None:
        """What is known of a criterion on a way to a model; without a way, on its user's own machine."""
        return known_criterion(weighted, self._view_of(place, way), {})

    def _asked_field(self, name: str, own: bool) -> FieldColumn:
        codes: dict[Any, int] = {(type(None), None): _NOT_ASKED}
        found = [_NOT_ASKED] * self.ways(own)
        starts = self._columns.heads.starts
        for place in self.places:
            if place is None:
                continue
            first = place if own else starts[place]
            for number, view in enumerate([self._view_of(place, None)] if own else self._views_of_ways(place)):
                value = view.get(name).value
                found[first + number] = codes.setdefault((type(value), value), len(codes))
        values = tuple(value for _, value in codes)
        return FieldColumn(values, found) if own else FieldColumn(values, (), found)

    def _view_of(self, place: int, way: int | None) -> CandidateView:
        if way is not None:
            return self._views_of_ways(place)[way - self._columns.heads.starts[place]]
        if place not in self._own:
            (self._own[place],) = self._views_of(place, own=True)
        return self._own[place]

    def _views_of_ways(self, place: int) -> Sequence[CandidateView]:
        if place not in self._ways:
            self._ways[place] = self._views_of(place, own=False)
        return self._ways[place]

    def _views_of(self, place: int, own: bool) -> list[CandidateView]:
        question = self._question
        model = question.facts.models[self._columns.heads.ids[place]]
        ways = [Route("self_host", model, question.day)] if own else routes(model, question.facts, question.day)
        return [CandidateView(way, question.facts, setting=question.setting) for way in ways]
