"""The catalogue as it stood on a day."""

from __future__ import annotations

from modelpick.app.catalogue import Catalogue
from modelpick.domain.asof import as_of, newest_fact
from modelpick.domain.dates import last_day
from modelpick.domain.facts import StatusEvent, Term, Variant
from tests.factories import facts, figure, model, offering, provider


def test_a_model_is_known_once_it_is_released_or_announced() -> None:
    announced = StatusEvent("2026-09-01", "api", "ga", "card", announced="2026-03-01")
    known = facts(
        model("a/undated"),
        model("a/released", released="2026-03-01"),
        model("a/announced", released="2026-09-01", status=(announced,)),
        model("a/later", released="2026-03-02"),
        model("a/month", released="2026-03"),
    )
    assert set(as_of(known, "2026-03-01").models) == {"a/undated", "a/released", "a/announced"}


def test_a_mode_of_later_is_not_available_yet() -> None:
    deep = Variant("deep", "thinks", "ga", "2026-04-01", "card")
    (early,) = as_of(facts(model("a/one", variants=(deep,))), "2026-03-01").models.values()
    (late,) = as_of(facts(model("a/one", variants=(deep,))), "2026-04-01").models.values()
    assert [v.stage for v in (*early.variants, *late.variants)] == ["none", "ga"]


def test_an_undated_term_holds_and_a_later_reading_is_unknown() -> None:
    host = provider(training=Term("no", "terms", "2026-04-01"), baa=Term("yes"))
    got = as_of(facts(providers=(host,)), "2026-03-31").providers["cloud"]
    assert (got.training.value, got.baa.value) == ("unknown", "yes")


def test_the_terms_of_an_offering_are_dated_too() -> None:
    served = offering("1", terms={"baa": Term("yes", "terms", "2026-04-01")})
    (got,) = as_of(facts(model("a/one", offerings=(served,))), "2026-03-31").models.values()
    assert got.offerings[0].terms["baa"].value == "unknown"


def test_the_newest_fact_is_the_last_day_that_a_date_may_mean() -> None:
    assert newest_fact(facts(model("a/one", figure(1, on="2026-04"), figure(1, on="2026-04-08")))) == "2026-04-30"
    assert newest_fact(facts()) is None


def test_nothing_dated_later_is_left_in_the_bundled_catalogue(catalogue: Catalogue) -> None:
    day = "2026-04-30"
    known = as_of(catalogue.facts, day)
    dates = [m.on for each in known.models.values() for m in (*each.measurements, *each.traits)]
    dates += [e.known_on for each in known.models.values() for e in each.status]
    dates += [p.on for each in known.models.values() for o in each.offerings for p in o.prices]
    dates += [o.since for each in known.models.values() for o in each.offerings]
    assert len(dates) > 1000
    assert max(map(last_day, dates)) <= day


def test_a_day_taken_twice_is_the_day_taken_once(catalogue: Catalogue) -> None:
    known = as_of(catalogue.facts, "2026-06-20")
    assert as_of(known, "2026-06-20") == known
    assert as_of(as_of(catalogue.facts, "2026-08-01"), "2026-06-20").models.keys() == known.models.keys()
