"""A recommendation as the configuration of another program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile

from modelpick.decide.constraints import RequirementOutcome
from modelpick.decide.question import Question
from modelpick.decide.quoting import quoted
from modelpick.decide.ways import CheckedRoute, checked_routes
from modelpick.documents.command import flags
from modelpick.documents.command import quoted as quoted_words
from modelpick.documents.export_reports import SCHEMA_VERSION, ExportedModel, ExportReport, LeftOut
from modelpick.documents.recommendation import Ranked, Recommendation
from modelpick.exports.registry import TARGETS, Target, target
from modelpick.exports.shortlist import Export, OwnServing, Pick, Shortlist, Way
from modelpick.exports.text import one_line
from modelpick.fit.estimate import asked_context, native_quant
from modelpick.fit.quants import find_quant
from modelpick.fit.repositories import gguf_type, repositories_of
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import AT_ONCE
from modelpick.model.fields import Plain, replace
from modelpick.model.names import fold, near_or_all
from modelpick.model.request import Request
from modelpick.model.rules import SELF_HOST
from modelpick.model.wording import count, listed
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.profile import profile_of

LOOKED_AT = 60
"""So many of a ranking are looked at for models that the program can call."""
MOST_FALLBACKS = 9
_OF_THE_SERVICE = (
    *("residency", "jurisdiction", "no-training", "zero-retention", "baa", "max-price", "max-price-in"),
    *("max-price-out", "max-monthly", "max-per-task", "not-retiring-within"),
)
"""Constraints on how a model is called, which a change of its provider may break."""


class _RankedPick(Plain):
    """A ranked model as a pick, or the reason for which it is none."""

    ranked: Ranked
    pick: Pick | None = None
    why: str = ""


def export(catalog: OpenCatalog, name: str, requests: Mapping[str, Request], fallbacks: int = 2) -> ExportReport:
    """The answers to `requests`, by the name that each has in the configuration of the program `name`.

    Raises:
        ModelpickError: no such program, nothing asked, or nothing that it can call.
    """
    if fold(name) not in TARGETS and name.lower() not in TARGETS:
        raise ModelpickError(f"unknown program {name!r} to export to", hint=near_or_all(name, TARGETS, 1))
    if not 0 <= fallbacks <= MOST_FALLBACKS:
        raise ModelpickError(f"is {fallbacks}, expected 0 to {MOST_FALLBACKS}", where="{fallbacks}")
    to = target(name.lower() if name.lower() in TARGETS else fold(name))
    lists, left_out, answers = [], [], []
    for called, request in requests.items():
        found, answer, missed = _list_for(catalog, to, called, request, fallbacks)
        answers.append(answer)
        left_out += missed
        lists += [found] if found.picks else []
    if not answers:
        raise ModelpickError("say what it is for", hint=f"For example: modelpick export {to.name} coding")
    first = answers[0]
    policy = catalog.facts_on(first.as_of).policy
    denied = tuple(entry.name for entry in policy.deny if entry.kind == "provider") if policy else ()
    made = Export(first.as_of, first.ask_again, tuple(lists), denied)
    return ExportReport(
        schema_version=SCHEMA_VERSION,
        as_of=first.as_of,
        target=to.name,
        text=_said_of_export(to, made, requests),
        files=to.files(made) if lists else (),
        models=tuple(_exported_model(called, pick) for called, pick in made.picks),
        left_out=tuple(left_out),
        remarks=tuple(dict.fromkeys(remark for each in lists for remark in each.remarks)),
        ask_again=first.ask_again,
    )


def _said_of_export(to: Target, made: Export, requests: Mapping[str, Request]) -> str:
    said = to.about.partition(":")[0]
    if not made.lists:
        return f"{said} can call nothing that is recommended for {listed(list(requests))}"
    parts = [f"{each.name}: {', then '.join(pick.name for pick in each.picks)}" for each in made.lists]
    if len(parts) > 1:
        parts = [f"{each.name}: {each.picks[0].name}{_fallbacks_text(each)}" for each in made.lists]
    return f"For {said}: {'; '.join(parts)}"


def _fallbacks_text(found: Shortlist) -> str:
    number = len(found.picks) - 1
    return f" and {count(number, 'fallback')}" if number else ""


def _exported_model(called: str, pick: Pick) -> ExportedModel:
    if pick.hosted:
        return ExportedModel(called, pick.model, pick.name, None, pick.hosted.repository)
    return ExportedModel(called, pick.model, pick.name, pick.way.provider, pick.way.id)


def _list_for(
    catalog: OpenCatalog, to: Target, called: str, request: Request, fallbacks: int
) -> tuple[Shortlist, Recommendation, list[LeftOut]]:
    asked = replace(request, top=max(request.top, LOOKED_AT))
    if to.hosts and not request.constraints.get(SELF_HOST):
        asked = replace(asked, constraints={**request.constraints, SELF_HOST: True}, or_hosted=False)
    answer, question = catalog.recommend(asked), catalog.question(asked)
    candidates = _ranked_picks(to, question, answer)
    taken = _taken_picks(candidates, fallbacks + 1, to.one_provider)
    picks = tuple(each.pick for each in taken if each.pick)
    last = taken[-1].ranked.rank if picks else LOOKED_AT
    missed = [
        LeftOut(called, each.ranked.model, each.ranked.name, each.why)
        for each in candidates
        if each.pick is None and each.ranked.rank < last
    ]
    hosts = _passing_hosts(question, picks)
    said = replace(asked, top=Request().top)
    found = Shortlist(
        name=called,
        summary=answer.request.summary,
        command=f"modelpick recommend {quoted_words(flags(said))}",
        picks=picks,
        limits=_limits_asked(question, asked),
        quant=asked.quant,
        hosts=hosts,
        remarks=tuple(_service_remarks(to, question, asked, picks, missed, hosts)),
        question=one_line({"list": called, "target": to.name, **profile_of(said), "ids": _ids_of(picks)}),
    )
    return found, answer, missed


def _ids_of(picks: Sequence[Pick]) -> dict[str, tuple[str, str | None]]:
    """What each id means: an id may be that of several models, of which a provider serves the newest."""
    known = (_exported_model("", pick) for pick in picks)
    return {each.id: (each.model, each.provider) for each in known}


def _ranked_picks(to: Target, question: Question, answer: Recommendation) -> list[_RankedPick]:
    make = _hosted_candidate if to.hosts else _called_candidate
    return [make(to, question, ranked) for ranked in answer.ranking]


def _taken_picks(candidates: Sequence[_RankedPick], most: int, one_provider: bool) -> list[_RankedPick]:
    taken: list[_RankedPick] = []
    for each in candidates:
        pick = each.pick
        if pick is not None and one_provider and taken and taken[0].pick:
            ways = tuple(way for way in pick.ways if way.provider == taken[0].pick.way.provider)
            pick = replace(pick, ways=ways) if ways else None
        if pick is not None and len(taken) < most:
            taken.append(replace(each, pick=pick))
    return taken


def _called_candidate(to: Target, question: Question, ranked: Ranked) -> _RankedPick:
    model = question.model(ranked.model)
    if to.labs and model.lab not in to.labs:
        return _RankedPick(ranked, why=f"it takes models of {listed(list(to.labs))} alone")
    known = [way for way in checked_routes(question, model) if _is_callable(way, to)]
    passing = [way for way in known if all(o.requirement.id in to.carries for o in _failed_outcomes(way))]
    if not passing:
        return _RankedPick(ranked, why=_why_not_called(known))
    named = (ranked.offering.provider, ranked.offering.id, ranked.offering.geography)
    passing.sort(key=lambda way: not _is_named_way(way, named))
    ways = tuple(_way_of(route) for route in passing)
    return _RankedPick(ranked, Pick(model.id, model.name, ranked.score, model.weights, ways))


def _is_callable(way: CheckedRoute, to: Target) -> bool:
    offering = way.subject.route.offering
    return bool(offering and offering.id and offering.provider in to.providers and offering.service in AT_ONCE)


def _is_named_way(way: CheckedRoute, named: tuple[str | None, str | None, tuple[str, ...]]) -> bool:
    offering = way.subject.route.offering
    return offering is not None and (offering.provider, offering.id, tuple(offering.geography)) == named


def _failed_outcomes(way: CheckedRoute) -> list[RequirementOutcome]:
    return [outcome for outcome in way.outcomes if not outcome.holds]


def _why_not_called(known: Sequence[CheckedRoute]) -> str:
    if not known:
        return "no id of it is known at a provider that it calls"
    nearest = min(known, key=lambda way: way.distance)
    reasons = dict.fromkeys(outcome.reason(nearest.subject)[0] for outcome in _failed_outcomes(nearest))
    provider = nearest.subject.route.provider
    return f"at {provider.name if provider else 'its provider'}: {'; '.join(reasons)}"


def _way_of(checked: CheckedRoute) -> Way:
    route = checked.subject.route
    offering, price = route.offering, quoted(route).price
    assert offering is not None
    assert offering.id is not None
    twins = [o for o in route.model.offerings if (o.provider, o.id) == (offering.provider, offering.id)]
    return Way(
        provider=offering.provider,
        provider_name=route.provider.name if route.provider else offering.provider,
        id=offering.id,
        geography=tuple(offering.geography),
        context=offering.context or (route.model.context.value if route.model.context else None),
        max_output=offering.max_output or (route.model.max_output.value if route.model.max_output else None),
        price_in=price.input if price else None,
        price_out=price.output if price else None,
        ambiguous=any(each.geography != offering.geography for each in twins),
    )


def _hosted_candidate(to: Target, question: Question, ranked: Ranked) -> _RankedPick:
    model, way = question.model(ranked.model), ranked.offering
    places = repositories_of(model, question.facts, question.day)
    if places.published is None:
        return _RankedPick(ranked, why="where its weights lie is not known")
    machine, quant = way.machine or way.smallest_machine, way.quant or way.smallest_quant
    if machine is None:
        return _RankedPick(ranked, why="no machine that holds it is known")
    setting = question.setting
    named = native_quant(model)
    taken = named if quant is None else find_quant(quant)
    hosted = OwnServing(
        repository=places.published,
        sure=places.sure,
        gguf=f"{places.gguf}:{gguf_type(taken)}" if places.gguf and taken else None,
        machine=machine,
        devices=setting.machine.count if setting.machine else _device_count(machine),
        quant=quant,
        published=quant is None or named is None or taken == named,
        context=asked_context(model, setting.use.context),
        concurrency=setting.use.concurrency,
    )
    why = to.refusal(hosted) if to.refusal else None
    if why:
        return _RankedPick(ranked, why=why)
    return _RankedPick(ranked, Pick(model.id, model.name, ranked.score, model.weights, hosted=hosted))


def _device_count(machine: str) -> int:
    """``2x H100 SXM`` are two."""
    digits = "".join(takewhile(str.isdigit, machine))
    return int(digits) if digits and machine[len(digits) :].startswith("x ") else 1


def _limits_asked(question: Question, request: Request) -> dict[str, object]:
    """What was asked, as the rules read it; what follows from other things is left out."""
    asked = {id_: value for id_, value in question.request.constraints.items() if id_ in request.constraints}
    return {id_: Decimal(str(value)) if _is_number(value) else value for id_, value in asked.items()}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _passing_hosts(question: Question, picks: Sequence[Pick]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for pick in picks if question.request.constraints else ():
        for way in checked_routes(question, question.model(pick.model)):
            provider = way.subject.route.provider
            if way.passes and provider is not None and provider.kind != "gateway":
                found.setdefault(provider.id)
    return tuple(found)


def _service_remarks(
    to: Target,
    question: Question,
    request: Request,
    picks: Sequence[Pick],
    missed: Sequence[LeftOut],
    hosts: Sequence[str],
) -> Iterator[str]:
    """What holds each constraint on the service, what is not known, and who is left out."""
    for each in question.requirements:
        if each.id in to.carries and each.id in request.constraints:
            yield f"{each.phrase}: {to.carries[each.id]}"
        elif each.id in to.holds and hosts:
            yield f"{each.phrase}: {to.holds[each.id]}"
        elif each.id in _OF_THE_SERVICE and not to.hosts:
            yield f"{each.phrase}: rests on the choice of provider and of its contract; nothing in the file holds it"
    for pick in picks:
        if pick.ways and pick.way.ambiguous and "residency" in request.constraints:
            where = f"{pick.way.provider_name} has the id {pick.way.id} in several regions"
            yield f"{where}: confine the calls to {listed(list(pick.way.geography)) or 'yours'}"
        if pick.ways and pick.way.price_in is None:
            yield f"What {pick.name} costs at {pick.way.provider_name} is not known"
    if missed:
        shown = "; ".join(f"{each.model_name} ({each.why})" for each in missed[:3])
        more = f"; and {count(len(missed) - 3, 'other model')}" if len(missed) > 3 else ""
        yield f"Left out, though ranked higher: {shown}{more}"
