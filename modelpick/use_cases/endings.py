"""How the end of an id is told: whose API, what to take instead, what answers in its place, and at which price."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.decide.routes import Route, offered
from modelpick.decide.status import status
from modelpick.documents.status_reports import EndLine, Status
from modelpick.idents.ends import EndFound, ends_of, find_end, find_end_behind, replacement_near, replacement_of
from modelpick.idents.reading import readings, same_id
from modelpick.market.naming import POINT
from modelpick.model.dates import Day, days_between
from modelpick.model.ends import ANY_ID, ENDED, EndedId
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model, Offering, Price
from modelpick.model.fields import filled_from, replace
from modelpick.model.wording import count, listed, money
from modelpick.use_cases.resolve import SoldAs, end_named, is_models_own, last_end_anywhere, named_exactly, resolve

NEAR = 180
"""Days: a model that ends within them is on its way out."""


def instead_of(row: EndedId, facts: Facts, day: Day) -> str | None:
    """A sentence on what to take instead of an id: what its provider recommends, unless that has ended itself; what is
    recommended in place of the same model under another id; else the successor of its model."""
    replacement, told = replacement_of(facts.ends, row, day), row
    if replacement is None and row.state in ("retired", "deprecated") and row.id != ANY_ID:
        replacement, told = replacement_near(facts.ends, row, day) or (None, row)
    if replacement:
        price = _price_in_brackets(replacement.ids, told.provider, facts, day)
        until = f", which ends itself on {replacement.ends_on}" if replacement.ends_on else ""
        return f"{facts.provider_name(told.provider)} recommends {replacement.ids}{price}{until}"
    model = facts.models.get(row.model) if row.model else None
    after = live_successor(model, facts, day) if model else None
    return f"Successor: {after.id}" if after else None


def end_told(row: EndedId, facts: Facts, day: Day) -> str:
    """A sentence on an id that has ended, with what to take instead."""
    instead = instead_of(row, facts, day)
    on = f" on {row.on}" if row.on else ""
    said = f"{row.spelled} was retired at {facts.provider_name(row.provider)}{on}"
    return f"{said}. {instead}" if instead else said


def live_successor(model: Model, facts: Facts, day: Day) -> Model | None:
    """The first of the lab's successors of `model` that can still be called somewhere; None without one."""
    seen, after = {model.id}, facts.models.get(model.successor or "")
    while after is not None and after.id not in seen:
        ways = offered(after, facts, day)
        own = [row for row in facts.ends.of_model(after.id) if row.provider == after.lab and row.certain]
        gone = own and all(row.has_ended(day) for row in own)
        if not gone and (not ways or any(way.stage not in ("retired", "none") for way in ways)):
            return after
        seen.add(after.id)
        after = facts.models.get(after.successor or "")
    return None


def answering(row: EndedId, facts: Facts, day: Day) -> str | None:
    """What answers calls of `row`, with its price; None where nobody says."""
    if not row.replacement or row.replacement not in (row.after or ""):
        return None
    return f"{row.replacement}{_price_in_brackets(row.replacement, row.provider, facts, day) or ' at its price'}"


def _price_in_brackets(id_: str, provider: str, facts: Facts, day: Day) -> str:
    """The price of an id at a provider, in brackets; empty where it is not known."""
    for model in _models_called(id_, facts):
        for way in offered(model, facts, day):
            offering, price = way.offering, price_text(way.price)
            called = offering and offering.provider == provider and same_id(offering.id or "", id_, provider)
            if called and price:
                return f" ({price} per million tokens in / out)"
    return ""


def price_text(price: Price | None) -> str | None:
    """``$1.25 / $10``; None where input or output has no known price."""
    if price is None or price.input is None or price.output is None:
        return None
    return f"{money(price.input)} / {money(price.output)}"


def _models_called(id_: str, facts: Facts) -> list[Model]:
    """The model that an id of a provider is, by its name or an alias."""
    plain = id_.lower().rpartition("/")[2].rpartition(".")[2] if id_.count(".") > 1 else id_.lower().rpartition("/")[2]
    alias = facts.aliases.get(id_.lower()) or facts.aliases.get(plain)
    if alias and alias in facts.models:
        return [facts.models[alias]]
    spelled = (plain, POINT.sub(".", plain))
    return [facts.models[name] for name in facts.models if name.partition("/")[2] in spelled]


def ends_asked(names: Sequence[str], facts: Facts, known: Facts, day: Day) -> dict[str, EndFound]:
    """Of the names that are ids of providers and no names of models: the model that each is -> its end; `known` are
    the facts of `day`. An id is one although the catalog has it for another spelling of a model: who writes
    `amazon.nova-premier-v1:0` asks Bedrock."""
    asked: dict[str, EndFound] = {}
    for name in names:
        found = _end_asked(name, facts, known, day)
        if found and (found[1].row.after or not is_models_own(name, facts)):
            asked[found[0]] = found[1]
    return asked


def _end_asked(name: str, facts: Facts, known: Facts, day: Day) -> tuple[str, EndFound] | None:
    """The model that an id of a provider is, and the end of the id; None of an id that has none, or is sold today."""
    found = end_named(name, known.ends, day)
    if found is not None:
        model = resolve(name, facts)
        return None if _is_sold_by_others(name, found.row, known.model(model), known, day) else (model, found)
    if " " not in name.strip() and not named_exactly(name, facts):
        behind = find_end_behind(known.ends, name.lower(), day=day)
        unlinked = _unlinked_id(name, facts) if behind else None
        if behind and unlinked:
            return unlinked, behind
    row = last_end_anywhere(name, known.ends)
    if row is None or not row.has_ended(day):
        return _end_with_seller(name, facts, known, day)
    model = resolve(name, facts)
    sold = _sold_today(known.model(model), known, day)
    if sold and name.strip().lower() == model.partition("/")[2]:
        return None  # a reseller that called it what everybody calls it is one of those that have ended it
    return None if _is_called(name, sold) else (model, EndFound(row, readings(name)[0], stated=False))


def _end_with_seller(name: str, facts: Facts, known: Facts, day: Day) -> tuple[str, EndFound] | None:
    """That the seller whose API the id itself names has ended all ids of its model, and sells it no longer: of
    `groq/kimi-k2-instruct-0905`, which is not quite how Groq wrote it."""
    reading = next((each for each in readings(name) if each.provider in facts.providers), None)
    if reading is None or " " in name.strip():
        return None
    try:
        model = resolve(name, facts)
    except ModelpickError:
        return None
    if model.startswith(f"{ENDED}/") and (row := last_end_anywhere(reading.id, known.ends)) and row.has_ended(day):
        return model, EndFound(row, reading, elsewhere=reading.provider)
    rows = [row for row in known.ends.of_model(model) if row.provider == reading.provider]
    if not rows or not all(row.has_ended(day) and row.certain for row in rows):
        return None
    is_sold = any(each.provider == reading.provider for each in _sold_today(known.model(model), known, day))
    return None if is_sold else (model, EndFound(max(rows, key=lambda row: row.ends_on or ""), reading))


def _sold_today(model: Model | None, facts: Facts, day: Day) -> list[Offering]:
    """Whatever of `model` is offered on `day` and not taken down."""
    ways = offered(model, facts, day) if model else []
    return [way.offering for way in ways if way.offering and way.stage != "retired"]


def _is_called(name: str, sold: Sequence[Offering]) -> bool:
    """Whether one of them is sold by exactly that id."""
    return any((each.id or "").lower() == name.strip().lower() for each in sold)


def _is_sold_by_others(name: str, row: EndedId, model: Model | None, facts: Facts, day: Day) -> bool:
    """Whether what `row` tells of is not what is called `name` today: open weights that another sells by that very id
    (`mistralai/devstral-small-2507` at OpenRouter), or a surface that was shut before its provider sold the model."""
    if model is None or (row.id != ANY_ID and (model.weights == "closed" or "/" not in name)):
        return False
    sold = _sold_today(model, facts, day)
    if row.id == ANY_ID:
        return any(each.provider == row.provider and (each.since or "") > (row.on or "9999") for each in sold)
    called = name.strip().lower()
    return any(each.provider != row.provider and (each.id or "").lower() == called for each in sold)


def _unlinked_id(name: str, facts: Facts) -> str | None:
    """What `name` means where that is an ended id of no model of the catalog; None of all else."""
    try:
        model = resolve(name, facts)
    except ModelpickError:
        return None
    return model if model.startswith(f"{ENDED}/") else None


def status_with_ends(model: Model, facts: Facts, day: Day, asked: EndFound | None) -> Status:
    """The status of `model` on `day` with all that is known of the ends of its ids, and with what leads: the end of
    the id that was asked about, or the successor that can be called.
    """
    asked = asked or _end_of_unlinked(model, facts, day)
    rows = ends_of(facts.ends, model.id, [(o.provider, o.id) for o in model.offerings if o.id])
    if asked and asked.row in rows:
        rows.remove(asked.row)
    rows.sort(key=lambda row: (row.state not in ("retired", "deprecated"), row.ends_on or "9999", row.provider, row.id))
    lines = tuple(end_line(row, facts, day) for row in ([asked.row] if asked else []) + rows)
    found = replace(status(model, facts, day), ends=lines, ends_read=sources_read(model, facts))
    if not asked and found.api.is_ == "retired":
        found = _told_of_retired(found, rows, facts)
    elsewhere = facts.provider_name(asked.elsewhere) if asked and asked.elsewhere else None
    lead = (_end_sentence(lines[0], model, asked, elsewhere) if asked else "") or _successor_lead(found, facts, day)
    gone = [row for row in rows if row.provider == model.lab and row.has_ended(day)]
    if not lead and gone and not model.offerings and found.api.is_ != "retired":
        lead = f"{model.name}: {end_told(gone[0], facts, day)}."
    if asked and asked.row.has_ended(day) and not asked.row.after:
        found = replace(found, usable=False)
    elif asked and asked.row.state in ("retired", "deprecated", "served"):
        found = replace(found, usable=True)  # until its day, whether or not that is sure
    if not lead:
        return found
    said = asked is not None and (not model.linked or _says_the_same(asked.row, found, model))
    return replace(
        found, text=lead if said else f"{lead} {found.text}", brief=lead if said else f"{lead} {found.brief}"
    )


def status_at(model: Model, provider: str, facts: Facts, day: Day, asked: EndFound | None) -> Status:
    """The status of `model` at `provider` on `day`; `asked` is the end of the id that was asked about."""
    theirs = tuple(each for each in model.offerings if each.provider == provider)
    events = tuple(each for each in model.status if each.provider in (None, provider))
    found = status_with_ends(replace(model, offerings=theirs, status=events), facts, day, asked)
    ends = tuple(end for end in found.ends if end.provider == provider)
    at = facts.provider_name(provider)
    gone = [end for end in ends if end.state == "retired"]
    alive = any(line.stage != "retired" for line in found.offerings)
    if alive or (asked and asked.row.provider == provider):
        text, usable = f"At {at}: {found.brief}", found.usable
    elif gone:
        instead = f" {gone[0].instead}." if gone[0].instead else ""
        text, usable = f"{model.name} was retired at {at}{f' on {gone[0].on}' if gone[0].on else ''}.{instead}", False
    elif served := [end for end in ends if end.state == "retiring"]:
        last = max(end.on or "" for end in served)
        text, usable = f"{at} serves {model.name} until {last}, by its list of ends.", True
    else:
        text, usable = f"{model.name} is not known to be sold at {at}.", False
    return replace(found, ends=ends, text=text, brief=text, usable=usable)


def with_offer_asked(found: Status, called: Sequence[SoldAs | None], facts: Facts) -> Status:
    """The status with what is offered as the last of its ids says that names whose API it asks, if that was not told of
    above."""
    sold = next(filter(None, reversed(called)), None)
    if sold is None:
        return found
    theirs = [line for line in found.offerings if line.provider == sold.provider and line.stage != "retired"]
    exact = [line for line in theirs if sold.is_listed(line.id)]
    if not theirs and any(end.provider == sold.provider for end in found.ends):
        return found
    at = facts.provider_name(sold.provider)
    return replace(found, asked_at=at, asked_id=sold.id, asked=tuple(exact or theirs), asked_is_listed=bool(exact))


def _says_the_same(row: EndedId, status: Status, model: Model) -> bool:
    """Whether the end of an id is all that can be said of its model: its maker's own API has ended on that day."""
    return row.provider == model.lab and status.api.is_ == "retired" and status.api.since == row.on


def _end_of_unlinked(model: Model, facts: Facts, day: Day) -> EndFound | None:
    """The end of an id that is linked to no model of the catalog; None for a model of it."""
    return find_end(facts.ends, model.name.lower(), model.maker, day=day) if model.id.startswith(f"{ENDED}/") else None


def _told_of_retired(found: Status, rows: Sequence[EndedId], facts: Facts) -> Status:
    """The status `found` of a retired model with who still serves it, by that provider's own word on its end, and with
    what the maker of the model recommends instead.
    """
    day = found.as_of
    serving = [row for row in rows if row.state == "retired" and row.certain and not row.has_ended(day)]
    said = [f"{facts.provider_name(row.provider)} still serves it, until {row.ends_on}" for row in serving]
    made_by = found.model.partition("/")[0]
    told = [instead_of(row, facts, day) for row in rows if row.provider == made_by and row.has_ended(day)]
    said += [text for text in told if text][:1]
    more = "".join(f" {text}." for text in dict.fromkeys(said))
    return replace(found, text=found.text + more, brief=found.brief + more, usable=found.usable or bool(serving))


def _end_sentence(line: EndLine, model: Model, asked: EndFound, elsewhere: str | None) -> str:
    """The first sentence about an id that was asked about; `elsewhere` is who is asked where the row is the maker's."""
    if asked.row.id == ANY_ID:
        return f"{line.provider_name} was shut down on {line.on}: {line.note}."
    told = model.linked and model.name.lower() != asked.row.spelled.lower()
    meant = model.name if told else other_kind(asked.row)
    name = f"{asked.row.spelled} ({meant})" if meant else asked.row.spelled
    if line.state == "never_existed":
        return f"{line.provider_name} has never had {name}{f'; {asked.row.meant} is meant' if asked.row.meant else ''}."
    if line.state == "served" and not model.linked:
        against = f"; against it: {listed(list(line.conflicts), 3)}" if line.conflicts else ""
        return f"{name} is served at {line.provider_name}, by its own word of {line.read}{against}."
    if line.state in ("not_before", "served") or (model.linked and asked.row.doubtful and line.state == "retiring"):
        return ""  # a promise, and a day that may be none, are told below
    on = f" on {line.on}" if line.on else ""
    said = {"retired": "was retired", "retiring": "will be retired", "deprecated": "is deprecated"}[line.state]
    said = f"{name} {said} at {line.provider_name}{on}"
    said += f", in {count(line.days_left, 'day')}" if line.days_left and line.days_left > 0 else ""
    said += f"; {line.after}" if line.after else ""
    doubts = [*line.doubts, *([f"what {elsewhere} says of it is not known"] if elsewhere else [])]
    said += f" ({'; '.join(doubts)})" if doubts else ""
    return f"{said}.{f' {line.instead}.' if line.instead else ''}"


def other_kind(row: EndedId) -> str | None:
    """What the model of an id is that does not answer in text."""
    if row.kind is None:
        return None
    from modelpick.idents.kinds import WHAT_IT_IS  # late: few are asked about

    return WHAT_IT_IS[row.kind]


def _successor_lead(status: Status, facts: Facts, day: Day) -> str:
    """That the successor can be called, where the model itself cannot, or will not be for long."""
    model = facts.models.get(status.model)
    after = live_successor(model, facts, day) if model else None
    leaving = status.lifecycle in ("deprecated", "retired")
    leaving |= status.retires_on is not None and days_between(day, status.retires_on) <= NEAR
    if after is None or (status.usable and not leaving):
        return ""
    ways = [way for way in offered(after, facts, day) if way.access == "public" and way.stage != "retired"]
    since = [e.on for way in ways for e in way.events if e.stage in ("ga", "public_preview") and e.in_force_on <= day]
    begun = min(since, default=min((way.offering.since for way in ways if way.offering), default=None))
    return f"{status.name}: its successor {after.name} can be called since {begun}." if begun else ""


def maker_end(model: Model, facts: Facts) -> EndedId | None:
    """The row about the end of the maker's own API of `model`, the last where its ids end on several days; None where
    no end is known that nothing speaks against, or where an id goes on."""
    rows = [row for row in facts.ends.of_model(model.id) if row.provider == model.lab and row.certain]
    ends = [row for row in rows if row.ends_on]
    goes_on = any(row.state == "served" for row in rows)
    return None if goes_on or not ends else max(ends, key=lambda row: row.ends_on or "")


def is_resale(way: Route, model: Model) -> bool:
    """Whether a route only passes calls on to the maker of a closed model, and ends with its API. The large clouds
    serve such models themselves, and say when they end."""
    if way.offering is None or model.weights != "closed" or way.offering.provider == model.lab:
        return False
    return way.provider is None or way.provider.kind not in ("cloud", "lab")


def sources_read(model: Model, facts: Facts, only: str | None = None) -> dict[str, Day]:
    """Who makes or sells `model` -> the day of the newest state of a source about ends there."""
    sellers = [only] if only else [model.lab, *(o.provider for o in model.offerings)]
    found = {id_: facts.ends.read_on(id_) for id_ in dict.fromkeys(sellers)}
    return {facts.provider_name(id_): on for id_, on in found.items() if on}


def end_line(row: EndedId, facts: Facts, day: Day) -> EndLine:
    """The end of an id as a line of an answer."""
    state = "retiring" if row.state == "retired" and not row.has_ended(day) else row.state
    return filled_from(
        row,
        EndLine,
        provider_name=facts.provider_name(row.provider),
        state=state,
        days_left=days_between(day, row.on) if row.on else None,
        answers=answering(row, facts, day) if row.after else None,
        instead=instead_of(row, facts, day) if row.state in ("retired", "deprecated") else None,
    )
