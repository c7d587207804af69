"""Every model of a question by its best way, with its score: all that the order of a ranking needs.

Where columns were worked out beforehand, truths and scores come from them and no model is read; every other model is
asked itself (`modelpick.decide.candidate`), which says the same to the last digit and is the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from modelpick.decide import tally
from modelpick.decide.candidate import Candidate, candidate, candidate_of
from modelpick.decide.columns import CellColumn, Columns
from modelpick.decide.conditions import compared_truth, fields_of_test, operand_of_test
from modelpick.decide.constraints import Requirement
from modelpick.decide.question import Question
from modelpick.decide.routes import Route
from modelpick.decide.scoring import PRICE, Known, Score, Weighted, applies_on, at_home, cell_in_points, known_fact
from modelpick.decide.subject import CandidateView
from modelpick.decide.tally import Tally
from modelpick.decide.ways import of_routes
from modelpick.model.dates import Day
from modelpick.model.facts import Benchmark, Model
from modelpick.model.fields import Plain
from modelpick.model.logic import Truth
from modelpick.model.rules import Condition, Operator

_FAIL, _UNKNOWN, _PASS = 0, 1, 2
_CODES = {Truth.FAIL: _FAIL, Truth.UNKNOWN: _UNKNOWN, Truth.PASS: _PASS}


class Surveyed(Plain):
    """A model by its best way, as the order of a ranking sees it; `missed` are the places of the requirements that do
    not hold."""

    id: str
    name: str
    weights: str | None
    score: Score
    missed: tuple[int, ...]
    unproven: tuple[int, ...]
    """Those of `missed` that do not hold because something is not known."""
    way: int
    """Which of the ways to it that is, counted from 0."""

    @property
    def passes(self) -> bool:
        return not self.missed


def surveyed(question: Question) -> list[Surveyed | Candidate]:
    """Every model of `question` by its best way, in the order of the catalog."""
    columns = question.columns
    if columns is None or not _are_tabulated(question, columns):
        return [candidate(question, model) for model in question.models]
    found = _QuestionSurvey(question, columns).rows()
    question.ways_found.update((each.id, each.way) for each in found if isinstance(each, Surveyed))
    return found


def count_at_home(question: Question) -> int:
    """How many models with open weights meet every requirement on one's own machine."""
    columns = question.columns
    if columns is None or not _are_tabulated(question, columns):
        return sum(_passes_at_home(question, model) for model in question.models if model.weights == "open")
    ways = _CheckedWays(question, columns, own=True)
    found = 0
    for id_ in question.ids:
        place = columns.place_on(id_, question.day)
        if place is None:
            model = question.facts.models[id_]
            found += model.weights == "open" and _passes_at_home(question, model)
        else:
            found += columns.heads.weights[place] == "open" and ways.all_hold[place]
    return found


def _passes_at_home(question: Question, model: Model) -> bool:
    subject = CandidateView(Route("self_host", model, question.day), question.facts, setting=question.setting)
    return all(r.outcome(subject).holds for r in question.requirements)


def _are_tabulated(question: Question, columns: Columns) -> bool:
    """Whether there is a column for everything that the question asks."""
    if question.setting.depends_on_use:
        return False
    criteria = [*_criteria_asked(question), *of_routes(question)]
    named = {name for r in question.requirements for name in _fields_of(r.condition, r.operand)}
    named |= {w.criterion.field or "" for w in criteria if w.benchmark is None}
    tests = [(w.benchmark.id, w.criterion.tools) for w in criteria if w.benchmark]
    columns.read_ahead(named, tests)
    return all(columns.field(name, question.day) for name in named) and all(
        columns.cells(*each) is not None for each in tests
    )


def _criteria_asked(question: Question) -> list[Weighted]:
    """The criteria as they apply to the ways that the question is about."""
    own = question.self_host
    return [w for each in question.criteria if applies_on(w := at_home(each, None) if own else each, own)]


def _fields_of(condition: Condition, value: Any) -> Iterator[str]:
    if condition.joined_by:
        for member in condition.members:
            yield from _fields_of(member, value)
    else:
        yield from fields_of_test(condition, value)


class _CheckedWays:
    """The truth of every requirement on every way to every model, or on their users' `own` machines."""

    def __init__(self, question: Question, columns: Columns, own: bool) -> None:
        asked = question.requirements
        self.truths = [
            _truths_of_condition(r.condition, r.operand, _ColumnsOn(columns, question.day, own)) for r in asked
        ]
        self.holds = [_held_codes(truths, r) for truths, r in zip(self.truths, asked, strict=True)]
        self.all_hold = _all_held(self.holds, columns.ways(own))

    def missed(self, way: int) -> tuple[int, ...]:
        return () if self.all_hold[way] else tuple(n for n, held in enumerate(self.holds) if not held[way])

    def distance(self, way: int) -> tuple[int, int]:
        """How far a way is from passing: how many requirements do not hold, and how many of them fail."""
        missed = self.missed(way)
        return len(missed), sum(self.truths[n][way] == _FAIL for n in missed)


class _QuestionSurvey:
    """The columns of one question, and the rows that are taken from them."""

    def __init__(self, question: Question, columns: Columns) -> None:
        self._question, self._columns = question, columns
        self._own = question.self_host
        self._ways = _CheckedWays(question, columns, self._own)
        self._facts: list[tuple[Weighted, _FactColumn]] = []
        self._merits = [] if self._own else [self._fact_column(w) for w in of_routes(question)]
        self._costs = columns.field(PRICE, question.day)

    def rows(self) -> list[Surveyed | Candidate]:
        """Every model of the question, in the order of the catalog."""
        ids = self._question.ids
        places = [self._columns.place_on(id_, self._question.day) for id_ in ids]
        taken = [(place, place if self._own else self._best_way(place)) for place in places if place is not None]
        criteria = [self._tally_of(w, taken) for w in _criteria_asked(self._question)]
        found = map(self._surveyed_model, taken, tally.scores(criteria, len(taken)))
        return [
            candidate_of(self._question, id_) if place is None else next(found)
            for id_, place in zip(ids, places, strict=True)
        ]

    def _surveyed_model(self, taken: tuple[int, int], score: Score) -> Surveyed:
        place, way = taken
        heads, missed = self._columns.heads, self._ways.missed(way)
        unproven = tuple(n for n in missed if self._ways.truths[n][way] == _UNKNOWN)
        number = 0 if self._own else way - heads.starts[place]
        return Surveyed(heads.ids[place], heads.names[place], heads.weights[place], score, missed, unproven, number)

    def _tally_of(self, weighted: Weighted, taken: Sequence[tuple[int, int]]) -> Tally:
        if weighted.benchmark is None:
            return self._fact_column(weighted).tally(taken)
        cells = self._columns.cells(weighted.benchmark.id, weighted.criterion.tools)
        assert cells is not None
        found = _tally_of_cells(weighted, weighted.benchmark, cells, self._question.strict)
        places = [place for place, _ in taken]
        return found if places == list(range(len(found.kinds))) else found.of(places)

    def _fact_column(self, weighted: Weighted) -> _FactColumn:
        known = next((column for w, column in self._facts if w == weighted), None)
        if known is None:
            known = _FactColumn(weighted, self._columns, self._question)
            self._facts.append((weighted, known))
        return known

    def _best_way(self, place: int) -> int:
        """As `modelpick.decide.ways.best_way` chooses, by the numbers of the ways."""
        start, end = self._columns.heads.starts[place : place + 2]
        held = self._ways.all_hold
        passing = [way for way in range(start, end) if held[way]]
        if not passing:
            return min(range(start, end), key=self._ways.distance)
        if not self._merits:
            first = next((way for way in passing if self._columns.open[way]), None)
            if first is not None:
                return first
        return min(passing, key=lambda way: self._route_merit(place, way)) if len(passing) > 1 else passing[0]

    def _route_merit(self, place: int, way: int) -> tuple[Any, ...]:
        """As `modelpick.decide.ways` orders them, without a workload."""
        costs = self._costs
        assert costs is not None
        assert costs.of_ways is not None
        cost = costs.values[costs.of_ways[way]]
        known = [each.known(place, way) for each in self._merits]
        points = sum(k.weighted.weight * k.utility for k in known if k)
        return (not self._columns.open[way], cost == 0, -round(points, 9), not cost, cost or 0)


def _tally_of_cells(weighted: Weighted, benchmark: Benchmark, cells: CellColumn, strict: bool) -> Tally:
    utilities, spreads, doubts = cells.utilities, cells.spreads, cells.doubts_in_points
    if weighted.anchors != benchmark.anchors:
        figures = zip(cells.values, cells.sds, cells.doubts, strict=True)
        rows = [cell_in_points(value, sd, doubt, weighted.anchors) for value, sd, doubt in figures]
        utilities, spreads, doubts = ([row[place] for row in rows] for place in range(3))
    kinds = cells.kinds_of_skill if weighted.skill else cells.kinds
    kinds = tally.strictly(kinds) if strict else kinds
    return Tally(weighted, kinds, cells.values, utilities, spreads, doubts, cells.correlations)


class _FactColumn:
    """What is known of a criterion that is a fact of the catalog, model by model or way by way."""

    def __init__(self, weighted: Weighted, columns: Columns, question: Question) -> None:
        field = columns.field(weighted.criterion.field or "", question.day)
        assert field is not None
        self._weighted = weighted
        self._facts = [_known_fact(weighted, value) for value in field.values]
        self._by_way = not question.self_host and field.of_ways is not None
        self._codes = (field.of_ways if self._by_way else None) or field.own

    def known(self, place: int, way: int) -> Known | None:
        return self._facts[self._codes[way if self._by_way else place]]

    def tally(self, taken: Sequence[tuple[int, int]]) -> Tally:
        """The same of models by their ways."""
        found = [self.known(*each) for each in taken]
        kinds = bytes(tally.KNOWN | tally.MEASURED if each else 0 for each in found)
        values, utilities = ([getattr(k, name) if k else 0.0 for k in found] for name in ("value", "utility"))
        none = [0.0] * len(found)
        return Tally(self._weighted, kinds, values, utilities, none, none, none)


def _known_fact(weighted: Weighted, value: Any) -> Known | None:
    """Without its sources, which nobody asks for before a model is shown."""
    return None if value is None or isinstance(value, str) else known_fact(weighted, float(value))


class _ColumnsOn(Plain):
    """Columns on a day, by the ways to the models or by their users' own machines."""

    columns: Columns
    day: Day
    own: bool


def _truths_of_condition(condition: Condition, value: Any, on: _ColumnsOn) -> bytes:
    """The truth of a condition on every way: 0 fails, 1 is not known, 2 passes."""
    if condition.joined_by:
        parts = [_truths_of_condition(member, value, on) for member in condition.members]
        if condition.joined_by == "all":
            return _joined_truths(min, parts)
        return _joined_truths(max, parts).translate(_NOT if condition.joined_by == "none" else None)
    names, operand = fields_of_test(condition, value), operand_of_test(condition, value)
    found = [_truths_of_field(condition.operator, operand, name, on) for name in names]
    return _joined_truths(min, found) if found else bytes([_PASS]) * on.columns.ways(on.own)


def _joined_truths(join: Callable[..., int], parts: Sequence[bytes]) -> bytes:
    return bytes(map(join, *parts)) if len(parts) > 1 else parts[0]


def _truths_of_field(operator: Operator, operand: Any, name: str, on: _ColumnsOn) -> bytes:
    field = on.columns.field(name, on.day)
    assert field is not None
    table = bytes(_CODES[compared_truth(operator, value, operand)] for value in field.values)
    if on.own:
        return _looked_up(table, field.own)
    if field.of_ways is not None:
        return _looked_up(table, field.of_ways)
    return on.columns.repeated(_looked_up(table, field.own))


def _looked_up(table: bytes, codes: Sequence[int]) -> bytes:
    if len(table) <= 256:
        return bytes(codes).translate(table.ljust(256, b"\0"))
    return bytes(map(table.__getitem__, codes))


def _held_codes(truths: bytes, requirement: Requirement) -> bytes:
    """1 where the requirement holds, else 0."""
    return truths.translate(_ADMITTING if requirement.admit_unknown else _STRICT)


def _all_held(held: Sequence[bytes], ways: int) -> bytes:
    joined = int.from_bytes(b"\1" * ways, "little")
    for each in held:
        joined &= int.from_bytes(each, "little")
    return joined.to_bytes(ways, "little")


_NOT = bytes([_PASS, _UNKNOWN, _FAIL]).ljust(256, b"\0")
_STRICT = bytes([0, 0, 1]).ljust(256, b"\0")
_ADMITTING = bytes([0, 1, 1]).ljust(256, b"\0")
