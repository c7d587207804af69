"""Every model of a question by its best way, with its score: all that the order of a ranking needs.

Where columns were worked out beforehand, truths and scores come from them and hardly a model is read. What they do not
hold is asked of the models (`modelpick.decide.asked`), and so is a model whose row is of other days. The candidate that
a model makes of itself (`modelpick.decide.candidate`) says the same to the last digit and is the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import compress
from typing import Any

from modelpick.decide import tally
from modelpick.decide.asked import AskedColumns
from modelpick.decide.candidate import Candidate, candidate, candidate_of
from modelpick.decide.columns import CellColumn, Columns, FieldColumn
from modelpick.decide.question import FoundWay, Question
from modelpick.decide.routes import Route
from modelpick.decide.scoring import (
    MONTH,
    PRICE,
    Known,
    Score,
    Weighted,
    applies_on,
    at_home,
    cell_in_points,
    cells_of,
    known_cell,
    known_fact,
    utility,
)
from modelpick.decide.subject import CandidateView
from modelpick.decide.tally import Tally
from modelpick.decide.truths import CheckedWays, fields_named
from modelpick.decide.ways import of_routes, weighs_routes
from modelpick.model.facts import Benchmark, Model
from modelpick.model.fields import Plain


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
    way: FoundWay

    @property
    def passes(self) -> bool:
        return not self.missed


def surveyed(question: Question) -> list[Surveyed | Candidate]:
    """Every model of `question` by its best way, in the order of the catalog."""
    columns = columns_of_day(question)
    if columns is None or question.at_home:
        return [candidate(question, model) for model in question.models]
    found = _QuestionSurvey(question, columns).rows()
    question.ways_found.update((each.id, each.way) for each in found if isinstance(each, Surveyed))
    return found


def count_at_home(question: Question) -> int:
    """How many models with open weights meet every requirement on one's own machine."""
    columns = columns_of_day(question)
    if columns is None:
        return sum(_passes_at_home(question, model) for model in question.models if model.weights == "open")
    asked = AskedColumns(question, columns)
    ways = CheckedWays(question.requirements, asked, own=True)
    found = 0
    for id_, place in zip(question.ids, asked.places, strict=True):
        if place is None:
            model = question.model(id_)
            found += model.weights == "open" and _passes_at_home(question, model)
        else:
            found += columns.heads.weights[place] == "open" and ways.all_hold[place]
    return found


def columns_of_day(question: Question) -> Columns | None:
    """The columns as they stand on the day of the question; None where there are none."""
    columns, key = question.columns, (question.day, question.ids)
    if columns is None or columns.hold_on(question.day):
        return columns
    if columns.last_asked is None or columns.last_asked[0] != key:
        from modelpick.decide.days import DayColumns  # late: most questions are of today

        columns.last_asked = key, DayColumns(columns, *key)
    return columns.last_asked[1]


def _passes_at_home(question: Question, model: Model) -> bool:
    subject = CandidateView(Route("self_host", model, question.day), question.facts, setting=question.setting)
    return all(r.outcome(subject).holds for r in question.requirements)


def _criteria_asked(question: Question) -> list[Weighted]:
    """The criteria as they apply to the ways that the question is about."""
    own, rent = question.self_host, question.setting.rent_an_hour
    valued = [at_home(each, rent) if own else each for each in question.criteria]
    return [w for w in valued if applies_on(w, own, month=own and rent is not None)]


def _read_ahead(question: Question, columns: Columns, criteria: Sequence[Weighted]) -> None:
    """Read at once the columns that the question will ask for."""
    named = {name for r in question.requirements for name in fields_named(r.condition, r.operand)}
    named |= {w.criterion.field or "" for w in (*criteria, *of_routes(question)) if w.benchmark is None}
    columns.read_ahead(named, [(w.benchmark.id, w.criterion.tools) for w in criteria if w.benchmark])


class _QuestionSurvey:
    """The columns of one question, and the rows that are taken from them."""

    def __init__(self, question: Question, columns: Columns) -> None:
        self._question, self._columns = question, columns
        self._criteria = _criteria_asked(question)
        _read_ahead(question, columns, self._criteria)
        self._asked = AskedColumns(question, columns)
        self._own = question.self_host
        self._ways = CheckedWays(question.requirements, self._asked, self._own)
        self._facts: list[tuple[Weighted, _FactColumn]] = []
        self._weighs_routes = weighs_routes(question)

    def rows(self) -> list[Surveyed | Candidate]:
        """Every model of the question, in the order of the catalog."""
        held, ids = self._held_rows(), zip(self._question.ids, self._asked.places, strict=True)
        return [candidate_of(self._question, id_) if place is None else next(held) for id_, place in ids]

    def _held_rows(self) -> Iterator[Surveyed]:
        """The models of which the columns say something."""
        places = [place for place in self._asked.places if place is not None]
        taken = [(place, place if self._own else self._best_way(place)) for place in places]
        found = tally.scores([self._tally_of_criterion(w, taken) for w in self._criteria], len(taken))
        heads, ways, offerings = self._columns.heads, self._ways, () if self._own else self._columns.offerings
        for (place, way), score in zip(taken, found, strict=True):
            found_way = FoundWay(0) if self._own else FoundWay(way - heads.starts[place], offerings[way])
            told = heads.ids[place], heads.names[place], heads.weights[place], score
            yield Surveyed(*told, ways.missed(way), ways.unproven(way), found_way)

    def _tally_of_criterion(self, weighted: Weighted, taken: Sequence[tuple[int, int]]) -> Tally:
        benchmark = weighted.benchmark
        if benchmark is None:
            column = self._fact_column(weighted)
            return tally.tally_of(weighted, [column.known(*each) for each in taken])
        cells = self._columns.cells(benchmark.id, weighted.criterion.tools)
        places = [place for place, _ in taken]
        if cells is None:
            return tally.tally_of(weighted, [self._known_cell(weighted, self._columns.heads.ids[n]) for n in places])
        return _tally_of_column(weighted, benchmark, cells, self._question.strict).of(places)

    def _known_cell(self, weighted: Weighted, id_: str) -> Known | None:
        question = self._question
        (cell,) = cells_of([weighted], question.model(id_), question.evidence, question.strict).values()
        return known_cell(weighted, cell) if cell else None

    def _fact_column(self, weighted: Weighted) -> _FactColumn:
        known = next((column for w, column in self._facts if w == weighted), None)
        if known is None:
            known = _FactColumn(weighted, self._asked, self._own)
            self._facts.append((weighted, known))
        return known

    def _best_way(self, place: int) -> int:
        """As `modelpick.decide.ways.best_way` chooses, by the numbers of the ways."""
        start, end = self._columns.heads.starts[place : place + 2]
        held = self._ways.all_hold
        if held.find(1, start, end) < 0:
            return self._ways.nearest(range(start, end))
        if not self._weighs_routes and (first := self._open_and_held.find(1, start, end)) >= 0:
            return first
        passing = compress(range(start, end), held[start:end])
        return min(passing, key=self._ranks_of_ways.__getitem__)

    @cached_property
    def _open_and_held(self) -> bytes:
        """1 for each way that anybody may call and on which all requirements hold, else 0."""
        held = self._ways.all_hold
        both = int.from_bytes(held, "little") & int.from_bytes(self._columns.open, "little")
        return both.to_bytes(len(held), "little")

    @cached_property
    def _ranks_of_ways(self) -> Sequence[tuple[Any, ...]]:
        return _route_ranks(self._question, self._asked, self._columns.open)


def _route_ranks(question: Question, columns: AskedColumns, open_ways: bytes) -> list[tuple[Any, ...]]:
    """The sort key of every way, lower is better, as in `modelpick.decide.ways`; worked out once of all ways that have
    the same prices and sizes.
    """
    prices = columns.field(PRICE, own=False)
    costs = columns.field(MONTH, own=False) if question.setting.workload else prices
    facts = [columns.field(w.criterion.field or "", own=False) for w in of_routes(question)]
    weighed = zip(of_routes(question), facts, strict=True)
    points = [[_points_of(w, value) for value in field.values] for w, field in weighed]

    def rank(is_open: int, price_code: int, cost_code: int, *codes: int) -> tuple[Any, ...]:
        price, cost = prices.values[price_code], costs.values[cost_code]
        total = sum(told[code] for told, code in zip(points, codes, strict=True))
        return not is_open, not cost and price == 0, -round(total, 9), not cost, cost or 0

    by_way = [open_ways, *(_codes_by_way(field) for field in (prices, costs, *facts))]
    ranks = {row: rank(*row) for row in set(zip(*by_way, strict=True))}
    return list(map(ranks.__getitem__, zip(*by_way, strict=True)))


def _codes_by_way(field: FieldColumn) -> Sequence[int]:
    assert field.of_ways is not None
    return field.of_ways


def _points_of(weighted: Weighted, value: Any) -> float:
    """What a fact adds to the score of a way; an unknown one adds nothing, so that no way wins by silence."""
    unknown = value is None or isinstance(value, str)
    return 0.0 if unknown else weighted.weight * utility(float(value), weighted.anchors)


def _tally_of_column(weighted: Weighted, benchmark: Benchmark, cells: CellColumn, strict: bool) -> Tally:
    utilities, spreads, doubts = cells.utilities, cells.spreads, cells.doubts_in_points
    if weighted.anchors != benchmark.anchors:
        figures = zip(cells.values, cells.sds, cells.doubts, strict=True)
        rows = [cell_in_points(value, sd, doubt, weighted.anchors) for value, sd, doubt in figures]
        utilities, spreads, doubts = ([row[place] for row in rows] for place in range(3))
    kinds = cells.kinds_of_skill if weighted.skill else cells.kinds
    kinds = tally.strictly(kinds) if strict else kinds
    return Tally(weighted, kinds, cells.values, utilities, spreads, doubts, cells.correlations)


class _FactColumn:
    """What is known of a criterion that is a fact, model by model or way by way."""

    def __init__(self, weighted: Weighted, columns: AskedColumns, own: bool) -> None:
        self._weighted, self._columns, self._own = weighted, columns, own
        self._facts: dict[int, Known | None] = {}
        self._values: Sequence[Any] | None = None
        name = weighted.criterion.field or ""
        if not (name.startswith("fit.") and columns.is_of_question(name)):  # a speed has a range
            field = columns.field(name, own)
            self._values = field.values
            self._by_way = not own and field.of_ways is not None
            self._codes = (field.of_ways if self._by_way else None) or field.own

    def known(self, place: int, way: int) -> Known | None:
        if self._values is None:
            return self._columns.known(self._weighted, place, None if self._own else way)
        code = self._codes[way if self._by_way else place]
        if code not in self._facts:
            self._facts[code] = _known_fact(self._weighted, self._values[code])
        return self._facts[code]


def _known_fact(weighted: Weighted, value: Any) -> Known | None:
    """Without its sources, which nobody asks for before a model is shown."""
    return None if value is None or isinstance(value, str) else known_fact(weighted, float(value))
