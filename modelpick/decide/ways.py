"""Which way to reach a model an answer names, of several that pass, and which it names beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from modelpick.decide.constraints import RequirementOutcome, failing_outcomes
from modelpick.decide.question import FoundWay, Question
from modelpick.decide.routes import Route, routes
from modelpick.decide.scoring import Weighted, score
from modelpick.decide.subject import CandidateView
from modelpick.model.facts import Model
from modelpick.model.fields import Plain, replace
from modelpick.model.logic import Truth

APART = Decimal("0.1")
"""Two routes whose costs differ by more than this share of the lower one are both shown."""
_OF_ROUTES = ("route.", "price.", "cost.")


class CheckedRoute(Plain):
    """A route to a model with the outcome of every constraint on it."""

    subject: CandidateView
    outcomes: tuple[RequirementOutcome, ...]
    number: int = 0
    """Which of the ways to its model it is, counted from 0."""

    @property
    def passes(self) -> bool:
        return not failing_outcomes(self.outcomes)

    @property
    def missed(self) -> tuple[int, ...]:
        """The places of the requirements that do not hold."""
        return tuple(place for place, outcome in enumerate(self.outcomes) if not outcome.holds)

    @property
    def unproven(self) -> tuple[int, ...]:
        """Those of the missed that do not hold because something is not known."""
        return tuple(place for place in self.missed if self.outcomes[place].truth is Truth.UNKNOWN)

    @property
    def distance(self) -> tuple[int, int]:
        missed = failing_outcomes(self.outcomes)
        return len(missed), sum(o.truth is Truth.FAIL for o in missed)

    @property
    def cost(self) -> Decimal | None:
        """US dollars: of the workload a month if one is named, otherwise the blended price of a million tokens.

        None: unknown, or free, which says nothing of a month.
        """
        if self.subject.setting.workload is None:
            return self.subject.route.blended or None
        return self.subject.month_usd or None


def checked_routes(question: Question, model: Model) -> Iterator[CheckedRoute]:
    """Every route to `model` that the question allows, cheapest list price first."""
    for number, route in enumerate(_routes_allowed(question, model)):
        yield checked(question, route, number)


def _routes_allowed(question: Question, model: Model) -> list[Route]:
    return routes(model, question.facts, question.day, question.self_host, question.at_home)


def checked(question: Question, route: Route, number: int = 0) -> CheckedRoute:
    subject = CandidateView(route, question.facts, setting=question.setting)
    return CheckedRoute(subject, tuple(r.outcome(subject) for r in question.requirements), number)


def known_way(question: Question, model: Model, way: FoundWay) -> CheckedRoute:
    """The route to `model` that was found already, with the outcome of every constraint on it."""
    if not way.offering:
        return checked(question, Route("self_host" if question.self_host else "none", model, question.day), way.number)
    offering = model.offerings[way.offering - 1]
    provider = question.facts.providers.get(offering.provider)
    return checked(question, Route("api", model, question.day, offering, provider), way.number)


def best_way(question: Question, model: Model) -> CheckedRoute:
    """The route that the answer names: of those that pass the best, otherwise the one nearest to passing.

    The user's own machine comes before hosted ones; then routes open to everybody, then sold ones; then by score where
    the needs weigh cost or served context; then the cheapest, then the lab's own.
    """
    tried: list[CheckedRoute] = []
    choosy = weighs_routes(question)
    for way in checked_routes(question, model):
        tried.append(way)
        if way.passes and (way.subject.route.kind == "self_host" or (not choosy and _is_open(way))):
            break
    passing = [way for way in tried if way.passes]
    if not passing:
        return min(tried, key=lambda way: way.distance)
    return min(passing, key=lambda way: _route_merit(question, way)) if len(passing) > 1 else passing[0]


def told_of_way(question: Question, way: CheckedRoute, place: int) -> tuple[str, tuple[str, ...]]:
    """Why the requirement in that place does not hold on `way`, and the sources of that. Where it is not known there
    but known to fail on another route, who would have to say so, and what is known of the other.
    """
    outcome, route = way.outcomes[place], way.subject.route
    text, sources = outcome.reason(way.subject)
    if outcome.truth is not Truth.UNKNOWN or route.provider is None:
        return text, sources
    others = checked_routes(question, way.subject.model)
    failing = [w for w in others if w.outcomes[place].truth is Truth.FAIL]
    if not failing:
        return text, sources
    cheapest = min(failing, key=lambda w: (w.cost is None, w.cost or Decimal(0)))
    known, more = cheapest.outcomes[place].reason(cheapest.subject)
    return f"{text.rstrip('.')} at {route.provider.name}; elsewhere {known}", tuple(dict.fromkeys((*sources, *more)))


def second_way(question: Question, chosen: CheckedRoute) -> CheckedRoute | None:
    """Another passing route of the same model that costs at least a tenth more or less; None if there is none.

    The cheapest, unless that is chosen; otherwise the lab's own; otherwise the next in order.
    """
    if chosen.cost is None or chosen.subject.route.kind != "api":
        return None
    model = chosen.subject.model
    ways = _routes_allowed(question, model)
    priced = [CheckedRoute(CandidateView(way, question.facts, setting=question.setting), ()) for way in ways]
    apart = [w.subject.route for w in priced if w.subject.route.kind == "api" and _costs_differ(w, chosen)]
    others = [w for w in (checked(question, route) for route in apart) if w.passes]
    if not others:
        return None
    return min(others, key=lambda w: _second_route_order(w, chosen))


def _second_route_order(way: CheckedRoute, chosen: CheckedRoute) -> tuple[bool, Decimal, bool]:
    assert way.cost is not None
    assert chosen.cost is not None
    cheaper = way.cost < chosen.cost
    return not cheaper, way.cost if cheaper else Decimal(0), not _is_own(way)


def _costs_differ(way: CheckedRoute, chosen: CheckedRoute) -> bool:
    one, other = way.cost, chosen.cost
    if one is None or other is None:
        return False
    return abs(one - other) > APART * min(one, other)


def _is_own(way: CheckedRoute) -> bool:
    offering = way.subject.route.offering
    return offering is not None and offering.provider == way.subject.model.lab


def _is_open(way: CheckedRoute) -> bool:
    return way.subject.route.access in ("public", None)


def weighs_routes(question: Question) -> bool:
    """Whether the needs weigh more of a route than its list price."""
    return question.setting.workload is not None or any(True for _ in of_routes(question))


def of_routes(question: Question) -> Iterator[Weighted]:
    """The weighed criteria on which routes of one model can differ: cost and served context."""
    for w in question.criteria:
        field = w.criterion.field or ""
        if field == "context":
            yield replace(w, criterion=replace(w.criterion, field="route.context"))
        elif field.startswith(_OF_ROUTES):
            yield w


def _route_merit(question: Question, way: CheckedRoute) -> tuple[bool, bool, bool, float, bool, Decimal]:
    """The sort key of a route, lower is better; ties keep the order of list prices.

    An unknown fact adds nothing, so that no route wins by silence.
    """
    route = way.subject.route
    found = score(of_routes(question), way.subject, {})
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
