"""The calendar of announced ends: which API ends or is deprecated where, when, and what comes after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modelpick.decide.routes import Route, offered, open_routes
from modelpick.documents.watch_reports import RetirementLine
from modelpick.idents.ends import live_replacement
from modelpick.model.access import endings_of
from modelpick.model.dates import Day, days_between
from modelpick.model.ends import EndedId
from modelpick.model.facts import Facts, Model, StatusEvent
from modelpick.model.fields import Plain, replace
from modelpick.model.wording import count, listed


class Window(Plain):
    """The days that a calendar covers, counted from `day`: the next `within` days (None: all future ones) and the
    last `past` days.
    """

    day: Day
    within: int | None = None
    past: int = 0

    def holds(self, on: Day) -> bool:
        left = days_between(self.day, on)
        return -self.past <= left and (self.within is None or left <= self.within)


def retirements(
    models: Iterable[Model], facts: Facts, window: Window, provider: str | None = None, *, ended: bool = False
) -> tuple[RetirementLine, ...]:
    """The ends and deprecations of `models` in `window`, the soonest first; `facts` are those of its day.

    With `provider` only those that concern its own API, or every API of a model that it sells. With `ended` also those
    of ids that are no model of the catalog, and those that something speaks against.
    """
    lines = [line for model in models for line in _retirement_lines_of(model, facts, window, provider)]
    lines += _ended_lines(lines, facts, window, provider) if ended else []
    return tuple(sorted(lines, key=lambda line: (line.days_left, line.model, line.provider or "", line.event)))


def summary(lines: tuple[RetirementLine, ...], window: Window) -> str:
    """The calendar in a sentence."""
    ends = [line for line in lines if line.event == "retired" and line.days_left > 0]
    span = f" in the next {count(window.within, 'day')}" if window.within is not None else ""
    if not ends:
        gone = {line.name for line in lines if line.event == "retired"}
        lost = count(len(gone), "model") if gone else "none"
        past = f"; {lost} lost one in the last {count(window.past, 'day')}" if window.past else ""
        return f"No end of an API is known{span or ' ahead for what was asked about'} as of {window.day}{past}"
    names = list(dict.fromkeys(line.name for line in ends))
    said = f"{count(len(names), 'model')} {'loses' if len(names) == 1 else 'lose'} an API{span or ', as announced'}"
    first = [line for line in ends if line.days_left == ends[0].days_left]
    soonest = listed(list(dict.fromkeys(line.name for line in first)))
    return f"{said}; next: {soonest} on {ends[0].on}, in {count(ends[0].days_left, 'day')}."


def _retirement_lines_of(model: Model, facts: Facts, window: Window, provider: str | None) -> Iterator[RetirementLine]:
    ending = [event for event in endings_of(model) if window.holds(event.on)]
    served = offered(model, facts, window.day) if ending else []
    sellers = {route.seller for route in served}
    seen: set[tuple[str, Day, str | None]] = set()
    for event in ending:
        elsewhere = event.provider != provider if event.provider else provider not in sellers
        key = (event.stage, event.on, event.provider)
        if (provider and elsewhere) or key in seen:
            continue
        seen.add(key)
        at = provider if provider and not event.provider else event.provider
        yield _retirement_line(
            model, event, [r for r in served if at in (None, r.seller) and _is_about(event, r)], facts, window.day
        )


def _ended_lines(
    known: list[RetirementLine], facts: Facts, window: Window, provider: str | None
) -> list[RetirementLine]:
    """The ends of ids that `known` does not have: of text models alone, as the catalog is about these."""
    told = {(line.model, line.provider or line.model.partition("/")[0], line.on) for line in known}
    found: dict[tuple[str, str, Day], RetirementLine] = {}
    for row in facts.ends.rows:
        on = row.on
        if row.state != "retired" or on is None or row.kind or provider not in (None, row.provider):
            continue
        key = (row.model or row.id, row.provider, on)
        if key in told or not window.holds(on):
            continue
        if key in found:
            found[key] = replace(found[key], ids=(*found[key].ids, row.spelled))
        else:
            found[key] = _ended_line(row, on, facts, window.day)
    return list(found.values())


def _ended_line(row: EndedId, on: Day, facts: Facts, day: Day) -> RetirementLine:
    model, source = facts.model(row.model or ""), facts.sources.get(row.source)
    said = [row.after, *row.doubts, *(f"against it: {each}" for each in row.conflicts)]
    return RetirementLine(
        model=row.model or row.unlinked_id,
        name=model.name if model else row.spelled,
        event="retired",
        on=on,
        days_left=days_between(day, on),
        provider=row.provider,
        provider_name=facts.provider_name(row.provider),
        ids=(row.spelled,),
        announced=row.announced,
        price_in=None,
        price_out=None,
        successor=None,
        successor_name=live_replacement(facts.ends, row, day),
        successor_provider=None,
        successor_price_in=None,
        successor_price_out=None,
        note="; ".join(each for each in said if each) or None,
        source=row.source,
        source_date=source.date if source else None,
        source_url=source.url if source else None,
    )


def _retirement_line(model: Model, event: StatusEvent, ending: list[Route], facts: Facts, day: Day) -> RetirementLine:
    price = ending[0].price if ending else None
    next_model = facts.model(model.successor) if model.successor else None
    after = _successor_route(next_model, event.provider, facts, day) if next_model else None
    next_price = after.price if after else None
    source = facts.sources.get(event.source)
    return RetirementLine(
        model=model.id,
        name=model.name,
        event="retired" if event.stage == "retired" else "deprecated",
        on=event.on,
        days_left=days_between(day, event.on),
        provider=event.provider,
        provider_name=facts.provider_name(event.provider) if event.provider else None,
        ids=tuple(dict.fromkeys(r.offering.id for r in ending if r.offering and r.offering.id)) or event.ids,
        announced=event.announced,
        price_in=price.input if price else None,
        price_out=price.output if price else None,
        successor=model.successor,
        successor_name=next_model.name if next_model else _recommended_id(model, event, facts, day),
        successor_provider=after.seller_name if after else None,
        successor_price_in=next_price.input if next_price else None,
        successor_price_out=next_price.output if next_price else None,
        note=event.note,
        source=event.source,
        source_date=source.date if source else None,
        source_url=source.url if source else None,
    )


def _recommended_id(model: Model, event: StatusEvent, facts: Facts, day: Day) -> str | None:
    """What the provider recommends in place of the id that ends, where the catalog names no successor."""
    rows = [row for row in facts.ends.of_model(model.id) if row.on == event.on]
    own = [row for row in rows if row.provider == (event.provider or model.lab)]
    return next((found for row in own if (found := live_replacement(facts.ends, row, day))), None)


def _is_about(event: StatusEvent, route: Route) -> bool:
    """Whether the event is about the id of the route."""
    return not event.ids or (route.offering is not None and (route.offering.id or "").lower() in event.ids)


def _successor_route(successor: Model, provider: str | None, facts: Facts, day: Day) -> Route | None:
    """The route to the successor: at the same provider if it sells it, otherwise the cheapest; None without any."""
    ways = open_routes(successor, facts, day)
    return next((route for route in ways if route.seller == provider), ways[0] if ways else None)
