"""How a model stands at one provider: alone, or first where its id names whose API it asks."""

from __future__ import annotations

from modelpick.documents.results import Status
from modelpick.idents.ends import EndFound
from modelpick.model.dates import Day
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import replace
from modelpick.use_cases.endings import status_with_ends
from modelpick.use_cases.resolve import SoldAs


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


def with_offer_asked(found: Status, sold: SoldAs | None, facts: Facts) -> Status:
    """The status with what is offered as its id says, if that names whose API it asks and was not told of above."""
    if sold is None:
        return found
    theirs = [line for line in found.offerings if line.provider == sold.provider and line.stage != "retired"]
    exact = [line for line in theirs if sold.is_listed(line.id)]
    if not theirs and any(end.provider == sold.provider for end in found.ends):
        return found
    at = facts.provider_name(sold.provider)
    return replace(found, asked_at=at, asked_id=sold.id, asked=tuple(exact or theirs), asked_is_listed=bool(exact))
