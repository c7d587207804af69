"""Policy as code: whether the model that a profile pins is still allowed, there, good enough and cheap enough."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from modelpick.decide.policy import allowed
from modelpick.decide.question import Question
from modelpick.decide.routes import Route, open_routes, routes
from modelpick.decide.subject import CandidateView
from modelpick.documents.audit_reports import CheckLine, CheckReport, ExceptionLine, Outcome
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.recommendation import Ranked, Recommendation, SourceRef
from modelpick.idents.ends import EndFound
from modelpick.model.dates import Day, days_between, last_day
from modelpick.model.ends import EndedId
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain, filled_from, replace
from modelpick.model.logic import Truth
from modelpick.model.rules import ALLOWED, AVAILABLE, Rulebook
from modelpick.model.wording import count, listed, money
from modelpick.use_cases.catalog import OpenCatalog, model_known
from modelpick.use_cases.endings import answering, end_told, ends_asked, is_resale, maker_end, sources_read
from modelpick.use_cases.profile import ProfileFile, request_of
from modelpick.use_cases.request_checks import resolve_as_of
from modelpick.use_cases.resolve import resolve, resolve_provider, seller_named

_SEPARATE_CHECKS = (ALLOWED, AVAILABLE)
"""Constraints of which a check says more in lines of their own."""
EVERYONE = 10_000
"""So many are ranked that the pinned one is among them."""


class _PinnedModel(Plain):
    """The pinned model, the routes on which it is used, and the question of the profile."""

    model: Model
    provider: str | None
    ways: tuple[Route, ...]
    question: Question
    row: ProfileFile
    within: int


class _RivalModel(Plain):
    """Scores and costs of the pinned model and of the best one."""

    score: float | None = None
    best: Ranked | None = None
    cost: Decimal | None = None
    best_cost: Decimal | None = None
    by_month: bool = False


def check_row(catalog: OpenCatalog, profile: Path, row: ProfileFile, within: int, on: Day | None) -> CheckReport:
    """Whether the model that `row` pins satisfies its question."""
    if row.pinned is None:
        raise ModelpickError("pins no model", where=str(profile), hint="Add pinned: {model: NAME}")
    request = request_of(row)
    day = resolve_as_of(on or request.as_of, catalog.today)
    asked = replace(request, as_of=day, top=EVERYONE, only=())
    ranks = bool(asked.needs or asked.persona)
    limits = asked if ranks else replace(asked, needs={_need_without_limits(catalog.rulebook): 1.0})
    pinned = _pinned_model(catalog, row, catalog.question(limits), within)
    found = catalog.recommend(asked) if ranks else None
    rival = _best_rival(pinned, found) if found else _RivalModel()
    lines = (
        _policy_check(pinned),
        _availability_check(pinned, day),
        *_constraint_checks(pinned),
        *_rival_checks(pinned, rival),
    )
    exceptions = tuple(
        filled_from(each, ExceptionLine, in_force=last_day(each.expires_on) >= day) for each in row.exceptions
    )
    mine = [e for e in exceptions if resolve(e.model, catalog.facts) == pinned.model.id]
    waived = any(each.in_force for each in mine)
    lines = tuple(replace(line, waived=waived and line.outcome != "yes") for line in lines)
    notes = tuple(map(_exception_text, mine))
    return _check_report(profile, pinned, rival, lines, exceptions, notes, found.sources if found else ())


def _need_without_limits(rulebook: Rulebook) -> str:
    """A need that asks nothing of a model: without one nothing is ranked, and the limits of the profile hold alone."""
    return next((need.id for need in rulebook.needs.values() if not need.requires), next(iter(rulebook.needs), ""))


def _check_report(
    profile: Path,
    pinned: _PinnedModel,
    rival: _RivalModel,
    lines: tuple[CheckLine, ...],
    exceptions: tuple[ExceptionLine, ...],
    notes: tuple[str, ...],
    sources: tuple[SourceRef, ...],
) -> CheckReport:
    # What is not known satisfies no policy.
    against = [line for line in lines if line.outcome != "yes" and not line.waived]
    waived = [line for line in lines if line.waived]
    text = f"{pinned.model.name} still passes"
    if against:
        text = f"{pinned.model.name} no longer passes: {listed([line.id for line in against], 4)}"
    elif waived:
        text = f"{pinned.model.name} passes by an exception alone: {listed([line.id for line in waived], 4)}"
    best = rival.best
    return CheckReport(
        schema_version=SCHEMA_VERSION,
        as_of=pinned.question.day,
        profile=str(profile),
        model=pinned.model.id,
        name=pinned.model.name,
        provider=pinned.provider,
        passed=not against,
        text=text,
        score=rival.score,
        best=best.model if best else None,
        best_name=best.name if best else None,
        best_score=best.score if best else None,
        cost=rival.cost,
        best_cost=rival.best_cost,
        cost_of="a month" if rival.by_month else "per million tokens",
        lines=lines,
        exceptions=exceptions,
        notes=notes,
        sources=sources,
    )


def _pinned_model(catalog: OpenCatalog, row: ProfileFile, question: Question, within: int) -> _PinnedModel:
    assert row.pinned is not None
    id_ = catalog.resolve(row.pinned.model)
    model = model_known(question.facts, id_, question.day)
    provider = resolve_provider(row.pinned.provider, question.facts) if row.pinned.provider else None
    provider = provider or _seller_pinned(row.pinned.model, model, question.facts)
    ways = routes(model, question.facts, question.day, question.self_host, question.at_home)
    if provider:
        open_ways = () if question.self_host else open_routes(model, question.facts, question.day)
        ways = [way for way in open_ways if way.seller == provider]
    return _PinnedModel(model, provider, tuple(ways), question, row, within)


def _seller_pinned(name: str, model: Model, facts: Facts) -> str | None:
    """Whose API the pinned id itself names, where it is known to sell the model."""
    seller = seller_named(name, facts)
    return seller if any(each.provider == seller for each in model.offerings) else None


def _policy_check(pinned: _PinnedModel) -> CheckLine:
    policy = pinned.question.facts.policy
    if policy is None:
        return CheckLine(ALLOWED, "yes", "none of your files has a policy")
    said = [allowed(way, policy) for way in pinned.ways or (Route("none", pinned.model, pinned.question.day),)]
    if any(value for value, _ in said):
        return CheckLine(ALLOWED, "yes", "the policy of your files allows it")
    unknown = next((note for value, note in said if value is None), None)
    return CheckLine(ALLOWED, "unknown" if unknown else "no", unknown or said[0][1] or "the policy denies it")


def _availability_check(pinned: _PinnedModel, day: Day) -> CheckLine:
    """Whether it can be called today, and for how long."""
    where = f" at {pinned.question.facts.provider_name(pinned.provider)}" if pinned.provider else ""
    if any(way.kind == "self_host" for way in pinned.ways):
        return CheckLine(AVAILABLE, "yes", "on your own machines")
    ended = _ended_everywhere(pinned, day) or _end_of_named_seller(pinned)
    if ended:
        return ended
    alive = [way for way in pinned.ways if way.access == "public" or (way.offering and way.access is None)]
    if not alive and (row := _end_at_provider(pinned, day)):
        return _end_ahead(f"its API{where} ends", _RouteEnd(row.ends_on or day, row.source), pinned)
    if not alive:
        known = not pinned.ways or any(way.stage for way in pinned.ways)
        text = f"no API of it can be called{where}" if known else f"whether there is an API{where} is not known"
        return CheckLine(AVAILABLE, "no" if known else "unknown", text)
    ends = [_end_of_route(way, pinned) for way in alive]
    told = [end for end in ends if end is not None]
    if len(told) < len(alive):
        days = sources_read(pinned.model, pinned.question.facts, pinned.provider)
        read = listed([f"{name} {on}" for name, on in days.items()], 3)
        text = f"its API can be called{where}, and no end of it is known as of {day} (sources read: {read or 'none'})"
        return CheckLine(AVAILABLE, "yes", text)
    ending = _end_ahead(f"its API{where} ends", max(told), pinned)
    return replace(ending, sources=tuple(dict.fromkeys(end.source for end in told)))


def _end_ahead(what: str, end: _RouteEnd, pinned: _PinnedModel) -> CheckLine:
    """That an API is there until the day of `end`, which is enough where that is far away."""
    left = days_between(pinned.question.day, end.on)
    text = f"{what} on {end.on}, in {count(left, 'day')}{end.after}"
    return CheckLine(AVAILABLE, "no" if left <= pinned.within else "yes", text, sources=(end.source,))


def _ended_everywhere(pinned: _PinnedModel, day: Day) -> CheckLine | None:
    """That the id that is pinned, or the maker's own API of a closed model with all that passes calls on to it, has
    ended; None where it has not, or is sold elsewhere."""
    facts, model = pinned.question.facts, pinned.model
    asked = _end_of_pinned_id(pinned)
    row = asked.row if asked and asked.row.has_ended(day) else None
    if row is None and all(way.seller == model.lab or is_resale(way, model) for way in pinned.ways):
        row = maker_end(model, facts)
    if row is None or not row.has_ended(day) or row.after:
        return None
    return CheckLine(AVAILABLE, "no", end_told(row, facts, day), sources=(row.source,))


def _end_of_named_seller(pinned: _PinnedModel) -> CheckLine | None:
    """The end ahead of the id that is pinned, where the id itself says whose API it asks: `azure/gpt-4o-2024-08-06`."""
    found = _end_of_pinned_id(pinned)
    row = found.row if found and found.stated else None
    if row is None or row.on is None or not row.certain or row.state != "retired":
        return None
    at = pinned.question.facts.provider_name(row.provider)
    return _end_ahead(f"{row.spelled} ends at {at}", _RouteEnd(row.on, row.source, _what_answers(row, pinned)), pinned)


def _end_of_pinned_id(pinned: _PinnedModel) -> EndFound | None:
    """The end of the id that is pinned; None where a model's name is, or no end is known."""
    if pinned.row.pinned is None:
        return None
    facts = pinned.question.facts
    return ends_asked([pinned.row.pinned.model], facts, facts, pinned.question.day).get(pinned.model.id)


def _what_answers(row: EndedId, pinned: _PinnedModel) -> str:
    """What answers in place of an id that has ended, for the end of a sentence; empty where nobody says."""
    answers = answering(row, pinned.question.facts, pinned.question.day)
    return f"; from then on {answers} answers" if answers else ""


def _end_at_provider(pinned: _PinnedModel, day: Day) -> EndedId | None:
    """The end that the pinned provider itself has set: until then it serves the model, whether or not it is listed."""
    rows = pinned.question.facts.ends.of_model(pinned.model.id)
    ahead = [row for row in rows if row.provider == pinned.provider and row.certain and row.evidence != "aggregator"]
    return max((row for row in ahead if (row.ends_on or day) > day), key=lambda row: row.ends_on or "", default=None)


class _RouteEnd(NamedTuple):
    on: Day
    source: str
    after: str = ""


def _end_of_route(way: Route, pinned: _PinnedModel) -> _RouteEnd | None:
    """The known end of a route; one that passes calls on to the maker ends with the maker's own API."""
    facts = pinned.question.facts
    row = maker_end(pinned.model, facts) if is_resale(way, pinned.model) or way.seller == pinned.model.lab else None
    if row is not None and row.ends_on:
        return _RouteEnd(row.ends_on, row.source, _what_answers(row, pinned))
    return _RouteEnd(way.retirement.on, way.retirement.source) if way.retirement else None


def _constraint_checks(pinned: _PinnedModel) -> Iterator[CheckLine]:
    """A check for each constraint of the profile, on the route that meets most of them."""
    question = pinned.question
    asked = [each for each in question.requirements if each.id not in _SEPARATE_CHECKS]
    if not asked:
        return
    ways = pinned.ways or (Route("none", pinned.model, question.day),)
    subjects = [CandidateView(way, question.facts, setting=question.setting) for way in ways]
    tried = [(subject, [each.outcome(subject) for each in asked]) for subject in subjects]
    subject, outcomes = min(tried, key=lambda t: sum(not outcome.holds for outcome in t[1]))
    for outcome in outcomes:
        if outcome.holds:
            yield CheckLine(outcome.requirement.id, "yes", outcome.requirement.phrase)
        else:
            text, sources = outcome.reason(subject)
            found: Outcome = "unknown" if outcome.truth is Truth.UNKNOWN else "no"
            yield CheckLine(outcome.requirement.id, found, text, sources=sources)


def _best_rival(pinned: _PinnedModel, found: Recommendation) -> _RivalModel:
    """The best model beside the pinned one, which is compared even where a constraint excludes it; that has its own
    check.
    """
    mine = next((each for each in found.ranking if each.model == pinned.model.id), None)
    left_out = next((each for each in found.excluded if each.model == pinned.model.id), None)
    score = mine.score if mine else left_out.score if left_out else None
    best = found.ranking[0] if found.ranking else None
    if best is None:
        return _RivalModel(score)
    month = best.offering.month_usd
    if mine and month is not None and mine.offering.month_usd is not None and not pinned.provider:
        return _RivalModel(score, best, mine.offering.month_usd, month, True)
    own = next((way.blended for way in pinned.ways if way.blended is not None), None)
    return _RivalModel(score, best, own, best.offering.price_blended)


def _rival_checks(pinned: _PinnedModel, rival: _RivalModel) -> Iterator[CheckLine]:
    points, cost = pinned.row.within_points, pinned.row.within_cost
    if points is not None:
        yield _points_check(rival, points)
    if cost is not None:
        yield _cost_check(rival, Decimal(cost.removesuffix("%").strip()))


def _points_check(rival: _RivalModel, most: float) -> CheckLine:
    if rival.best is None:
        return CheckLine("within_points", "unknown", "nothing is ranked for this profile")
    if rival.score is None:
        return CheckLine("within_points", "unknown", "it has no score for this profile: too little is known of it")
    gap = rival.best.score - rival.score
    text = f"{gap:.1f} points behind {rival.best.name}; {most:g} are granted"
    if gap <= 0:
        text = f"nothing that passes is better; {rival.best.name} is first"
    return CheckLine("within_points", "yes" if round(gap, 9) <= most else "no", text)


def _cost_check(rival: _RivalModel, percent: Decimal) -> CheckLine:
    if rival.best is None or rival.cost is None or rival.best_cost is None:
        return CheckLine("within_cost", "unknown", "what it or the best one costs is not known")
    granted = rival.best_cost * (1 + percent / 100)
    unit = "a month" if rival.by_month else "per million tokens"
    own, best = (money(value.quantize(Decimal("0.0001"))) for value in (rival.cost, rival.best_cost))
    text = f"{own} {unit} against {best} of {rival.best.name}; {percent:g}% more are granted"
    return CheckLine("within_cost", "yes" if rival.cost <= granted else "no", text)


def _exception_text(found: ExceptionLine) -> str:
    if found.in_force:
        return f"Excepted until {found.expires_on} by {found.approver}: {found.because}"
    return f"The exception of {found.approver} expired on {found.expires_on} and counts no longer"
