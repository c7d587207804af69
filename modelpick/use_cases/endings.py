"""How the end of an id is told: whose API, what to take instead, what answers in its place, and at which price."""

from __future__ import annotations

from modelpick.audit.findings import EndSeen
from modelpick.decide.routes import offered
from modelpick.idents.ends import EndFound, find_end, live_replacement
from modelpick.idents.reading import same_id
from modelpick.model.dates import Day
from modelpick.model.ends import ANY_ID, EndedId
from modelpick.model.facts import Facts, Model
from modelpick.model.wording import money


def end_seen(found: EndFound, facts: Facts, day: Day, *, doubt: bool = False) -> EndSeen:
    """The end of an id as it is told on `day`. `doubt`: whether the place may hold the name of a deployment."""
    row = found.row
    model = facts.models.get(row.model) if row.model else None
    return EndSeen(
        row=row,
        name=model.name if model and not row.version else row.spelled,
        at=provider_name(row.provider, facts),
        day=day,
        instead=instead_of(row, facts, day),
        answers=answering(row, facts, day) if row.after else None,
        doubt="it may be a deployment that somebody named so" if doubt or found.reading.may_be_deployment else None,
        version=row.version if found.default_version else None,
    )


def provider_name(id_: str, facts: Facts) -> str:
    """What the provider `id_` is called."""
    found = facts.providers.get(id_)
    return found.name if found and found.name else id_


def instead_of(row: EndedId, facts: Facts, day: Day) -> str | None:
    """A sentence on what to take instead of an id: what its provider recommends, unless that has ended itself; else
    the successor of its model."""
    replacement = live_replacement(facts.ends, row, day)
    if replacement:
        return f"{provider_name(row.provider, facts)} recommends {replacement}{_priced(replacement, row.provider, facts, day)}"
    model = facts.models.get(row.model) if row.model else None
    after = live_successor(model, facts, day) if model else None
    return f"Successor: {after.id}" if after else None


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
    return f"{row.replacement}{_priced(row.replacement, row.provider, facts, day) or ' at its price'}"


def _priced(id_: str, provider: str, facts: Facts, day: Day) -> str:
    """The price of an id at a provider, in brackets; empty where it is not known."""
    for model in _models_called(id_, facts):
        for way in offered(model, facts, day):
            offering, price = way.offering, way.price
            called = offering and offering.provider == provider and same_id(offering.id or "", id_, provider)
            if called and price and price.input is not None and price.output is not None:
                return f" ({money(price.input)} / {money(price.output)} per million tokens in / out)"
    return ""


def _models_called(id_: str, facts: Facts) -> list[Model]:
    """The model that an id of a provider is, by its name or an alias."""
    plain = id_.lower().rpartition("/")[2].rpartition(".")[2] if id_.count(".") > 1 else id_.lower().rpartition("/")[2]
    alias = facts.aliases.get(id_.lower()) or facts.aliases.get(plain)
    if alias and alias in facts.models:
        return [facts.models[alias]]
    return [facts.models[name] for name in facts.models if name.partition("/")[2] in (plain, plain.replace("p", "."))]


def end_of(text: str, facts: Facts, day: Day) -> EndFound | None:
    """The end of the id that a person names, at whatever provider it says; nothing of a whole surface."""
    found = find_end(facts.ends, text, day=day)
    return found if found and (found.row.id != ANY_ID or "/" in text or ":" in text) else None
