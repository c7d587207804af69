"""What is asked once of many ways is what each of them would say."""

from __future__ import annotations

from modelpick.decide.columns import OF_WAYS, FieldCodes
from modelpick.decide.grounds import GroundedWays, ToldFields
from modelpick.decide.routes import Route, api_routes, routes
from modelpick.decide.subject import FIELDS, CandidateView
from modelpick.decide.truths import _added_up
from modelpick.market.identity import Identity, Named
from modelpick.model.facts import Facts, Model, Price, StatusEvent
from modelpick.model.fields import replace
from modelpick.model.pricing import price_on
from tests.conftest import DATA_DAY, bundled_catalog

DAYS = ("2025-06-01", DATA_DAY, "2027-09-01")
TERMS = ("route.residency.eu", "route.residency.us", "route.certified.iso27001", "route.baa", "route.unheard-of")


def test_each_way_has_the_fields_that_it_has_alone() -> None:
    facts, fields = bundled_catalog().facts, [name for name in (*FIELDS, *TERMS) if name.startswith(OF_WAYS)]
    for day in DAYS:
        told = ToldFields()
        codes = {name: FieldCodes() for name in fields}
        for model in _told_apart(facts):
            ways = GroundedWays(model, routes(model, facts, day), facts, told)
            for name in fields:
                found = [*ways.codes(name, codes[name].code_of)]
                alone = [Route(way.kind, model, day, way.offering, way.provider) for way in ways.ways]
                said = [CandidateView(way, facts).get(name).value for way in alone]
                assert found == [codes[name].code_of(value) for value in said], (model.id, name, day)


def test_what_events_say_of_many_offerings_is_what_they_say_of_each() -> None:
    facts = bundled_catalog().facts
    for day in DAYS:
        for model in _told_apart(facts):
            for way in api_routes(model, day, facts.providers):
                alone = Route("api", model, day, way.offering, way.provider)
                found = way.events, way.status, way.stage, way.access, way.retirement
                assert found == (alone.events, alone.status, alone.stage, alone.access, alone.retirement), model.id


def test_offerings_that_no_event_tells_apart_are_asked_once() -> None:
    model = max(bundled_catalog().facts.models.values(), key=lambda model: len(model.offerings))
    many = replace(model, status=(), offerings=tuple(replace(o, stage=None) for o in model.offerings))
    assert len({id(way.api) for way in api_routes(many, DATA_DAY, {})}) <= 2 < len(many.offerings)


def test_of_prices_of_one_day_the_first_holds() -> None:
    charges = next(p.charges for m in bundled_catalog().facts.models.values() for o in m.offerings for p in o.prices)
    first, second = Price("2026-01-01", charges, source="a"), Price("2026-01-01", charges, source="b")
    assert price_on([first, second], "2026-02-01") is first
    assert price_on([first, second], "2025-02-01") is None


def test_an_id_means_the_same_whoever_was_asked_for_it_before() -> None:
    facts = bundled_catalog().facts
    providers = ("", "shop", "chutes", "aihubmix", "google-vertex", "alibaba", "nvidia")
    ids = sorted({o.id for m in facts.models.values() for o in m.offerings if o.id})[::40]
    ids += [
        "shop-glm-5.3",
        "shop/glm-5.3",
        "deepseek-v3.1-turbo",
        "nvidia-glm-5.3",
        "claude-opus-4-6@default",
        "alibaba/qwen3-32b",
        "glm-5.3-coding",
    ]
    shared = Identity(facts)
    for provider in providers:
        fresh = Identity(facts)
        for id_ in ids:
            assert shared.find(Named(id_, provider)) == fresh.find(Named(id_, provider)), (provider, id_)


def _told_apart(facts: Facts) -> list[Model]:
    """Models of the catalog, some with an event of one provider and of one id."""
    models = [model for model in facts.models.values() if len(model.offerings) > 1][::9]
    return [_ended_in_part(model) if place % 2 else model for place, model in enumerate(models)]


def _ended_in_part(model: Model) -> Model:
    first, *_, last = model.offerings
    ends = [
        StatusEvent("2026-03-01", "api", "retired", "page", provider=first.provider),
        StatusEvent("2027-08-01", "api", "retired", "page", provider=last.provider, ids=((last.id or "").lower(),)),
    ]
    return replace(model, status=(*model.status, *ends))


def test_more_requirements_than_a_byte_counts_are_counted() -> None:
    assert list(_added_up([b"\1\0"] * 300, 2)) == [300, 0]
    assert list(_added_up([b"\1\0", b"\1\1"], 2)) == [2, 1]
