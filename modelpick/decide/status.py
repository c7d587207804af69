"""Is there an API, since when, where, until when: the dated status of a model."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.decide.routes import Route, offered
from modelpick.decide.subject import CandidateView
from modelpick.decide.terms import residency_fact
from modelpick.documents.status_reports import ApiStatus, OfferingLine, PriceAhead, Status, StatusLine
from modelpick.model.access import access_at
from modelpick.model.dates import Day, days_between
from modelpick.model.facts import Access, Facts, Model, StatusEvent
from modelpick.model.pricing import changes_ahead
from modelpick.model.wording import count, listed

STAGE_WORDS = {
    "ga": "generally available",
    "public_preview": "in public preview",
    "listed": "on a public price list that does not say at what stage",
    "private_preview": "in private preview, for selected partners only",
    "waitlist": "behind a waiting list",
    "announced": "announced, not yet there",
    "deprecated": "deprecated, still answering",
    "retired": "retired",
    "none": "not there",
}
ACCESS_WORDS: dict[Access, str] = {
    "public": "open to everybody",
    "invited": "by invitation only",
    "partners": "for selected partners only",
    "nobody": "closed to everybody",
}


def stage_said(
    stage: str | None, access: Access | None, since: str | None = None, words: Mapping[str, str] = STAGE_WORDS
) -> str:
    """The stage of an API in words, with the day since when, and with who may call it where the stage leaves that
    open.
    """
    said = words.get(stage or "", "there")
    told = access is None or access_at(stage) == access or (stage == "deprecated" and access == "public")
    said = said if told else said.removesuffix(", for selected partners only")
    said = f"{said} since {since}" if since else said
    return said if told or access is None else f"{said}, {ACCESS_WORDS[access]}"


API_STAGES = {
    **STAGE_WORDS,
    "ga": "generally available by API",
    "announced": "announced, without an API yet",
    "none": "without an API",
    "private_preview": "in private preview (selected partners only)",
    "retired": "retired",
}
"""What a model is by its API, for the sentence that answers."""
_EVENT_STAGES = ("retired", "announced")
"""What is told of without "has been"."""


def status(model: Model, facts: Facts, day: Day) -> Status:
    """`model`'s status on `day`; `facts` are those of that day."""
    subject = CandidateView(Route("none", model, day), facts)
    api = subject.get("api")
    served = offered(model, facts, day)
    alive = [r for r in served if r.stage != "retired"]
    stage = str(api.value or "unknown")
    access = subject.get("access")
    usable = access.value == "public"
    after = subject.get("successor")
    ends = [r.retirement.on for r in served if r.retirement] or [e.on for e in _announced_ends(model, day)]
    return Status(
        model=model.id,
        name=model.name,
        as_of=day,
        usable=usable,
        text=_status_sentence(model, stage, access.value, api.on, alive, day),
        brief=_stage_sentence(model, stage, access.value, api.on, alive) + ".",
        api=ApiStatus(stage, api.on, api.sources[0] if api.sources else None),
        access=access.value,
        lifecycle=subject.get("lifecycle").value,
        surfaces=_stage_by_surface(model, day),
        retires_on=min(ends) if ends else None,
        successor=after.value,
        successor_on=after.on,
        offerings=tuple(offering_line(route, facts) for route in served),
        history=tuple(_status_line(event, day) for event in sorted(model.status, key=lambda e: e.in_force_on)),
    )


def _stage_sentence(model: Model, stage: str, access: Access | None, since: str | None, served: list[Route]) -> str:
    if stage == "unknown":
        if served:
            sellers = count(len({r.offering.provider for r in served if r.offering}), "provider")
            return f"{model.name} is sold by {sellers}; no source states the stage of its API"
        return f"{model.name}: no API found"
    if stage == "retired" and since:
        return f"{model.name} was retired on {since}"
    has = "has been" if since and stage not in _EVENT_STAGES else "is"
    return f"{model.name} {has} {stage_said(stage, access, since, API_STAGES)}"


def _status_sentence(
    model: Model, stage: str, access: Access | None, since: str | None, served: list[Route], day: Day
) -> str:
    text = _stage_sentence(model, stage, access, since, served)
    if served:
        text += f", sold by {_providers_text(served)}"
    next_end = min(((e.on, e.provider) for e in _announced_ends(model, day)), default=None)
    names = {r.offering.provider: r.provider.name for r in served if r.provider and r.offering}
    if next_end and stage != "retired":
        where = f" at {names.get(next_end[1], next_end[1])}" if next_end[1] else ""
        text += f"; it ends{where} on {next_end[0]}, in {count(days_between(day, next_end[0]), 'day')}"
    return f"{text}."


def _providers_text(served: list[Route]) -> str:
    own_first = sorted(served, key=lambda r: r.offering is None or r.offering.provider != r.model.lab)
    names = list(dict.fromkeys(r.provider.name if r.provider else r.offering.provider for r in own_first if r.offering))
    return listed(names, 4)


def _announced_ends(model: Model, day: Day) -> list[StatusEvent]:
    return [e for e in model.status if e.surface == "api" and e.stage == "retired" and e.in_force_on > day]


def _stage_by_surface(model: Model, day: Day) -> dict[str, str]:
    """The newest stage of each surface; events of the model itself outrank those of single providers."""
    past = [e for e in model.status if e.in_force_on <= day and not e.ids]
    past.sort(key=lambda e: (e.provider is None, e.in_force_on))
    return {event.surface: event.stage for event in past}


def offering_line(route: Route, facts: Facts) -> OfferingLine:
    """The offering of `route` as a line of an answer."""
    from modelpick.cost.price import carried  # late: an answer asks for words of a stage alone

    offering, price = route.offering, route.price
    assert offering is not None
    origins = offering.origins.values()
    ahead = tuple(PriceAhead(day, then) for day, then in changes_ahead(offering.prices, route.day))
    later = (each.price.source for each in ahead)
    return OfferingLine(
        provider=offering.provider,
        provider_name=route.provider.name if route.provider else offering.provider,
        id=offering.id,
        stage=route.stage,
        access=route.access,
        since=offering.since,
        routing=offering.routing,
        geography=offering.geography,
        context=offering.context,
        max_output=offering.max_output,
        price_in=price.input if price else None,
        price_out=price.output if price else None,
        price_on=price.on if price else None,
        retires_on=route.retirement.on if route.retirement else None,
        source=offering.source,
        note=offering.note,
        sources=tuple(dict.fromkeys(s for s in (offering.source, price and price.source, *origins, *later) if s)),
        read=offering.read,
        deployment=offering.deployment,
        version=offering.version,
        service=offering.service,
        price=carried(price, offering.prices),
        ahead=ahead,
        served=offering.served,
        place_proven=_is_place_proven(route, facts) if offering.geography else None,
    )


def _is_place_proven(route: Route, facts: Facts) -> bool:
    places = route.offering.geography if route.offering else ()
    return any(residency_fact(route, facts, place).value == "yes" for place in places)


def _status_line(event: StatusEvent, day: Day) -> StatusLine:
    return StatusLine(
        event.on,
        event.surface,
        event.stage,
        event.provider,
        event.source,
        event.announced,
        event.in_force_on > day,
        event.note,
        event.access,
    )
