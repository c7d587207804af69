"""Which way to reach a model an answer names, of several that pass, and which it names beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from modelpick.decide.constraints import Outcome, failing
from modelpick.decide.question import Question
from modelpick.decide.routes import routes
from modelpick.decide.scoring import Weighted, score
from modelpick.decide.subject import Subject
from modelpick.model.facts import Model
from modelpick.model.fields import Plain, replace
from modelpick.model.logic import Truth

APART = Decimal("0.1")
"""Two routes whose costs differ by more than this share of the lower one are both shown."""
_OF_ROUTES = ("route.", "price.", "cost.")


class Way(Plain):
    """A route of a model with what the constraints make of it."""

    subject: Subject
    outcomes: tuple[Outcome, ...]

    @property
    def passes(self) -> bool:
        return not failing(self.outcomes)

    @property
    def distance(self) -> tuple[int, int]:
        missed = failing(self.outcomes)
        return len(missed), sum(o.truth is Truth.FAIL for o in missed)

    @property
    def cost(self) -> Decimal | None:
        """What is to be paid: for the workload in a month, if one is named, else the blended price. None: not known,
        or given away, which says nothing of a month."""
        route, month = self.subject.route, self.subject.month
        if self.subject.setting.workload is None:
            return route.blended or None
        return (month.value or None) if month else None


def ways(question: Question, model: Model) -> Iterator[Way]:
    """Every way to reach `model` that the question leaves, cheapest list price first."""
    for route in routes(model, question.facts, question.day, question.self_host, question.at_home):
        subject = Subject(route, question.facts, setting=question.setting)
        yield Way(subject, tuple(r.outcome(subject) for r in question.requirements))


def best_way(question: Question, model: Model) -> Way:
    """The way that the answer names: of those that pass the best at what is asked for, else the one nearest to passing.

    The user's own machine comes before what others host. Then what anybody may call, and what is sold; then the way
    that scores best where the needs weigh cost or the context that is served; then the cheapest, then the lab's own.
    """
    tried: list[Way] = []
    choosy = _weighs_routes(question)
    for way in ways(question, model):
        tried.append(way)
        if way.passes and (way.subject.route.kind == "self_host" or (not choosy and _is_open(way))):
            break
    passing = [way for way in tried if way.passes]
    if not passing:
        return min(tried, key=lambda way: way.distance)
    return min(passing, key=lambda way: _merit(question, way)) if len(passing) > 1 else passing[0]


def second_way(question: Question, chosen: Way) -> Way | None:
    """Another way of the same model that passes and costs a tenth more or less; None where there is none.

    The cheapest, if that is not chosen; else the lab's own; else the next in order.
    """
    if chosen.cost is None or chosen.subject.route.kind != "api":
        return None
    model = chosen.subject.model
    others = [w for w in ways(question, model) if w.subject.route.kind == "api" and _differs(w, chosen) and w.passes]
    if not others:
        return None
    return min(others, key=lambda w: _beside(w, chosen))


def _beside(way: Way, chosen: Way) -> tuple[bool, Decimal, bool]:
    assert way.cost is not None
    assert chosen.cost is not None
    cheaper = way.cost < chosen.cost
    return not cheaper, way.cost if cheaper else Decimal(0), not _is_own(way)


def _differs(way: Way, chosen: Way) -> bool:
    one, other = way.cost, chosen.cost
    if one is None or other is None:
        return False
    return abs(one - other) > APART * min(one, other)


def _is_own(way: Way) -> bool:
    offering = way.subject.route.offering
    return offering is not None and offering.provider == way.subject.model.lab


def _is_open(way: Way) -> bool:
    return way.subject.route.access in ("public", None)


def _weighs_routes(question: Question) -> bool:
    """Whether the order of list prices is not the order that is asked for."""
    return question.setting.workload is not None or any(True for _ in _of_routes(question))


def _of_routes(question: Question) -> Iterator[Weighted]:
    """What the needs weigh and one route may do better than another: cost, and the context that is served."""
    for w in question.criteria:
        field = w.criterion.field or ""
        if field == "context":
            yield replace(w, criterion=replace(w.criterion, field="route.context"))
        elif field.startswith(_OF_ROUTES):
            yield w


def _merit(question: Question, way: Way) -> tuple[bool, bool, bool, float, bool, Decimal]:
    """Less is better; what is alike stays in the order of list prices.

    What is not known of a way adds nothing to it: it must not win by silence.
    """
    route = way.subject.route
    found = score(_of_routes(question), way.subject, {})
    points = sum(part.weighted.weight * part.utility for part in found.parts)
    free = route.kind == "api" and way.cost is None and route.blended == 0
    return (
        route.kind != "self_host",
        not _is_open(way),
        free,
        -round(points, 9),
        way.cost is None,
        way.cost or Decimal(0),
    )
