"""The answer of `status` on one screen: can it be called, where data stays, for how much, until when."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from modelpick.documents.status_reports import EndLine, OfferingLine, Status, StatusReport
from modelpick.model import wording
from modelpick.model.fields import replace
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import Block, FactRow, Heading, Page
from modelpick.render.views.pricing import listed_price
from modelpick.render.views.status import page as full_page

_PLACES = {"eu": "EU", "eu-efta": "EU+EFTA", "us": "US"}
"""Places of which the price is shown -> how they read."""
ASKED = "as asked"
MOST_ENDS = 3
MANY = 3
"""From so many models on, one line each has to do."""


def page(report: StatusReport) -> Page:
    """The short page of `status`."""
    cite = Citer(report.sources)
    if len(report.models) >= MANY:
        details = lines.more("--details: offerings and history")
        return Page((*full_page(report).blocks[:1], *lines.fact_block([details])))
    blocks: list[Block] = []
    for status in report.models:
        sign = "✓" if status.usable else "✗"
        blocks.append(Heading(f"{sign} {status.brief}", 1, "good" if status.usable else "bad"))
        blocks += lines.fact_block(offered_lines(status, cite), joined=True)
    names = [lines.slug(status.model) for status in report.models]
    sold = any(line.stage != "retired" for status in report.models for line in status.offerings)
    told = [FactRow("Prices", "US dollars per million tokens, in / out", "muted")] if sold else []
    told += [FactRow("Note", note) for note in report.notes]
    after = [lines.slug(status.successor) for status in report.models if status.successor and not status.usable]
    if after:
        told.append(FactRow("Next", lines.command("status", *after)))
    elif sold:  # what nobody sells any more, nobody need be asked about
        told.append(FactRow("Next", f"{lines.command('status', *names, '--live')}  (asks the providers now)"))
    told.append(lines.more("--details: every offering and event"))
    return Page((*blocks, *lines.fact_block(told), *cite.listed()))


def offered_lines(status: Status, cite: Citer) -> list[FactRow]:
    """Where it is sold, by where the data is processed, with the price there; when it ends, and what comes after."""
    alive = [line for line in status.offerings if line.stage != "retired"]
    places = sorted({place for line in alive for place in line.geography if place in _PLACES})
    there = {place: [line for line in alive if place in line.geography] for place in places}
    facts = _asked_facts(status, cite)
    facts += [_region_fact(_place_label(place, there[place]), there[place], cite) for place in places]
    anywhere = [line for line in alive if not line.geography]
    if anywhere:
        facts.append(_region_fact("anywhere", anywhere, cite))
    facts += _end_facts(status, alive, cite)
    if status.successor:
        since = f" ({status.successor_on})" if status.successor_on else ""
        facts.append(FactRow("successor", f"{lines.slug(status.successor)}{since}"))
    return facts


def _asked_facts(status: Status, cite: Citer) -> list[FactRow]:
    """What is offered by whom the id that was asked about names."""
    if status.asked_at is None:
        return []
    if status.asked:
        places = {_PLACES.get(place, place) for line in status.asked for place in line.geography}
        where = f" ({', '.join(sorted(places))})" if places and all(line.geography for line in status.asked) else ""
        fact = _region_fact(ASKED, status.asked, cite)
        if status.asked_is_listed:
            return [replace(fact, text=fact.text + where)]
        other = f", which lists no {status.asked_id} that is known, but {status.asked[0].id}"
        return [replace(fact, text=fact.text + where + other, tone="warn")]
    return [FactRow(ASKED, f"not known to be sold at {lines.short_provider(status.asked_at)}", "warn")]


def _place_label(place: str, offerings: Sequence[OfferingLine]) -> str:
    """The place; with a doubt where no provider says that it stays there."""
    doubtful = all(line.place_proven is False for line in offerings)
    return f"{_PLACES[place]}, unproven" if doubtful else _PLACES[place]


def _region_fact(place: str, offerings: Sequence[OfferingLine], cite: Citer) -> FactRow:
    priced = [line for line in offerings if line.price_in is not None]
    # Another class of service (batch, flex) has a price of its own, which is not that of the model.
    priced = [line for line in priced if line.service is None] or priced
    cheapest = min(priced, key=lambda line: (line.price_in or 0) + (line.price_out or 0), default=None)
    price = listed_price(cheapest, rounded=True) if cheapest else "price unknown"
    if cheapest and cheapest.service:
        price += f" ({cheapest.service})"
    if cheapest and any(_listed_rates(line) != _listed_rates(cheapest) for line in offerings):
        price = f"from {price}"
    first = [cheapest] if cheapest else []
    names = list(dict.fromkeys(lines.short_provider(line.provider_name) for line in (*first, *offerings)))
    refs = cite(*(cheapest.sources or (cheapest.source,))) if cheapest else ()
    return FactRow(place, f"{price}: {wording.listed(names)}", refs=refs)


def _listed_rates(line: OfferingLine) -> tuple[Decimal | None, Decimal | None]:
    return line.price_in, line.price_out


def _end_facts(status: Status, alive: Sequence[OfferingLine], cite: Citer) -> list[FactRow]:
    """The ends that lie ahead, each where and on whose word, and those that have passed; else up to when nothing of
    the kind was read."""
    told = list(dict.fromkeys((end.provider, end.on) for end in status.ends if end.state in ("retired", "retiring")))
    first = [next(end for end in status.ends if (end.provider, end.on) == key) for key in told]
    ahead, past = ([end for end in first if end.state == state] for state in ("retiring", "retired"))
    several = {end.provider for end in ahead if sum(other.provider == end.provider for other in ahead) > 1}
    ends = [FactRow("", _end_text(end, end.provider in several), "warn", cite(end.source)) for end in ahead[:MOST_ENDS]]
    facts = lines.under_label("ends", ends) or _ends_of_offerings(alive, cite)
    if past and status.usable:
        gone = wording.listed(
            [f"{lines.short_provider(end.provider_name)} {end.on or ''}".strip() for end in past], MOST_ENDS
        )
        facts.append(FactRow("ended", gone, "muted", cite(*(end.source for end in past[:MOST_ENDS]))))
    if not facts and alive:
        # Under a first line that tells of an end, the others go on.
        told_above = bool(past)
        text = f"no end {none_known(status).removeprefix('none ')}" if told_above else none_known(status)
        facts.append(FactRow("elsewhere" if told_above else "ends", text, "muted"))
    return facts


def _ends_of_offerings(alive: Sequence[OfferingLine], cite: Citer) -> list[FactRow]:
    """The first end of an offering, where no row about ids tells of one."""
    ends = sorted((line.retires_on, line.provider_name, line.source) for line in alive if line.retires_on)
    if not ends:
        return []
    on, name, source = ends[0]
    alone = any(line.retires_on is None for line in alive) and len({end[1] for end in ends}) == 1
    return [FactRow("ends", f"{on} at {lines.short_provider(name)}{' only' if alone else ''}", "warn", cite(source))]


def _end_text(end: EndLine, by_id: bool = False) -> str:
    """Where and when an id ends, on whose word, and what speaks against it. `by_id`: whether it is named, as others of
    the model end there on other days.
    """
    words = {"primary": "its own word", "read_by_others": "as others read it", "aggregator": "by a price list alone"}
    named = [end.id] if by_id else []
    named += [f"version {end.version}"] if end.version else []
    which = f" ({wording.listed(named)})" if named else ""
    said = f"{end.on} at {lines.short_provider(end.provider_name)}{which}, {words[end.evidence]}"
    doubts = [*end.doubts, *(f"against it: {said}" for said in end.conflicts)]
    return f"{said}; {'; '.join(doubts)}" if doubts else said


def none_known(status: Status) -> str:
    """That no end is known, and whose sources were read up to when."""
    read = [f"{name} {on}" for name, on in status.ends_read.items()]
    return f"none known as of {status.as_of} (sources read: {wording.listed(read, 3) if read else 'none'})"
