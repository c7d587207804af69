"""How the model that an id names stands on a day: its API, its successor, the policy, the region."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from modelpick.audit.findings import EndSeen, ModelLifecycle
from modelpick.audit.ids import Meaning
from modelpick.decide.policy import allowed
from modelpick.decide.routes import Route, offered, routes
from modelpick.decide.subject import CandidateView
from modelpick.idents.ends import EndFound
from modelpick.model.dates import Day, days_between
from modelpick.model.facts import Facts, Model, Policy
from modelpick.model.wording import listed
from modelpick.use_cases.endings import answering, instead_of, price_text


class Lifecycles:
    """How ids and models stand on a day. Many ids are of one model: what is said of that is worked out once."""

    def __init__(self, facts: Facts, day: Day, regions: Sequence[str] = ()) -> None:
        self._facts, self._day, self._regions = facts, day, regions
        self._instead_of = cache(lambda row: instead_of(row, facts, day))
        self._offered = cache(lambda id_: offered(_model_called(id_, facts), facts, day))
        self._successor_of = cache(lambda id_: self._successor_sentence(_model_called(id_, facts)))

    def end_seen(self, found: EndFound, *, deployment: bool = False, doubt: str | None = None) -> EndSeen:
        """The end of an id as it is told. `deployment`: whether the place may hold the name of one; `doubt`: why else
        it may mean something else."""
        facts, row = self._facts, found.row
        may_be_deployment = deployment or found.reading.may_be_deployment
        doubts = ["it may be a deployment that somebody named so"] if may_be_deployment else []
        doubts += [doubt] if doubt else []
        if found.elsewhere:
            doubts.append(f"what {facts.provider_name(found.elsewhere)} says of it is not known")
        model = facts.models.get(row.model) if row.model else None
        return EndSeen(
            row=row,
            name=model.name if model and not row.version else "",
            at=facts.provider_name(row.provider),
            day=self._day,
            instead=self._instead_of(row),
            answers=answering(row, facts, self._day) if row.after else None,
            doubt="; ".join(doubts) or None,
            version=row.version if found.default_version else None,
        )

    def standing_of(
        self, meaning: Meaning, model: Model, *, end_known: bool = False, doubt: str | None = None
    ) -> ModelLifecycle:
        """The lifecycle of `model` at the provider that `meaning` names. `end_known`: whether that provider's own word
        on the end of the id is told already; `doubt`: why another may be asked.
        """
        facts, day = self._facts, self._day
        meant = _routes_meant(meaning, model, self._offered(model.id), facts, day)
        ways = _routes_called(meaning.called, meant)
        calls = ways or routes(model, facts, day)
        reason, of_license = _denied_by_policy(calls, facts.policy)
        outside, unproven = _outside_region(calls, facts, self._regions, meaning.geography)
        if not ways:
            unproven = None  # open weights of nobody in particular may run where their user is
        successor, cheaper = self._successor_of(model.id)
        unsure = doubt
        if not ways and model.weights == "closed" and meaning.provider and not end_known:
            # Nobody lists it there; what is only resold ends with the maker's own API.
            ways = [Route("none", model, day, provider=facts.providers.get(model.lab))]
            unsure = f"what {facts.provider_name(meaning.provider)} says of it is not known"
        if not ways:
            # Open weights run anywhere: that one provider takes them down ends nothing.
            return ModelLifecycle(
                model.name, denied=reason, denied_license=of_license, outside=outside, unproven=unproven
            )
        stages = {way.stage for way in ways}
        way = ways[0]
        asked = way.provider or facts.providers.get(model.lab)
        ends = way.retirement if all(each.retirement for each in ways) else None
        stage = way.stage if len(stages) == 1 else None
        event = next((e for e in reversed(way.events) if e.stage == stage and e.on <= day), None)
        return ModelLifecycle(
            name=model.name,
            stage=stage,
            since=event.on if event else None,
            retires_on=ends.on if ends else None,
            days=days_between(day, ends.on) if ends else None,
            at=asked.name if asked else None,
            successor=successor,
            cheaper=cheaper,
            denied=reason,
            denied_license=of_license,
            outside=outside,
            unproven=unproven,
            unsure=unsure,
        )

    def _successor_sentence(self, model: Model) -> tuple[str | None, bool]:
        """A sentence on the lab's successor with the prices of both, and whether it can be called and costs no more;
        where there is none, what is recommended instead of the lab's own ids."""
        facts, day = self._facts, self._day
        after = facts.models.get(model.successor or "")
        if after is None:
            own = (row for row in facts.ends.of_model(model.id) if row.provider == model.lab)
            return next((said for row in own if (said := self._instead_of(row))), None), False
        theirs, before = routes(after, facts, day)[0], routes(model, facts, day)[0]
        usable = theirs.access == "public" and theirs.stage != "deprecated"
        cheaper = (
            usable and theirs.blended is not None and before.blended is not None and theirs.blended <= before.blended
        )
        prices = [
            f"{name} {said}"
            for name, said in ((after.name, price_text(theirs.price)), (model.name, price_text(before.price)))
            if said
        ]
        cost = f" ({listed(prices)} per million tokens in / out)" if len(prices) == 2 else ""
        return f"Successor: {after.id}{cost}", cheaper


def _model_called(id_: str, facts: Facts) -> Model:
    model = facts.model(id_)
    assert model is not None
    return model


def _routes_meant(meaning: Meaning, model: Model, every: list[Route], facts: Facts, day: Day) -> list[Route]:
    """Those of `every` route that the id may mean: at its provider; without one, at its lab; without that, wherever it
    is called so.
    """
    if meaning.provider:
        found = [way for way in every if way.seller == meaning.provider]
        named = facts.providers.get(meaning.provider)
        return found or ([Route("none", model, day)] if named and model.lab == named.id else [])
    own = [way for way in every if way.seller == model.lab]
    if own and (not meaning.offered or model.lab in meaning.offered):
        return own
    if model.weights != "closed":
        return []
    found = [way for way in every if way.seller in meaning.offered]
    return found or own or [Route("none", model, day)]


def _routes_called(id_: str, ways: list[Route]) -> list[Route]:
    """The routes with exactly that id, if there are any (`us.` and `eu.` of one model are two offerings); otherwise
    all.
    """
    exact = [way for way in ways if way.offering and (way.offering.id or "").lower() == id_]
    return exact or ways


def _denied_by_policy(ways: Sequence[Route], policy: Policy | None) -> tuple[str | None, bool]:
    """The reason why no route is allowed, None where one is, and whether the reason is the license."""
    if policy is None:
        return None, False
    said = [allowed(way, policy) for way in ways]
    if any(value is not False for value, _ in said):
        return None, False
    reason = said[0][1] or "the policy denies it"
    return reason, reason.startswith("license ")


def _outside_region(
    ways: Sequence[Route], facts: Facts, regions: Sequence[str], geography: str | None
) -> tuple[str | None, str | None]:
    """Why no route keeps data in each of `regions`, and why nobody can say that one does. `geography`: what an id says
    of where its requests stay.
    """
    unproven = None
    for region in regions:
        if geography == region:
            continue
        if geography is not None:
            return f"is routed within {geography}, not {region}", None
        said = [CandidateView(way, facts).get(f"route.residency.{region}") for way in ways]
        if said and all(fact.value == "no" for fact in said):
            note = f": {said[0].note}" if said[0].note else ""
            return f"is not kept in {region}{note}", None
        if not any(fact.value in ("yes", "conditional") for fact in said):
            note = next((f": {fact.note}" for fact in said if fact.note), "")
            unproven = unproven or f"is not proven to stay in {region}{note}"
    return None, unproven
