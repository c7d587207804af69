"""The catalog as it stood on a day."""

from __future__ import annotations

from pathlib import Path

from modelpick.model.asof import as_of
from modelpick.model.dates import last_day
from modelpick.model.facts import ForecastOutcome, StatusEvent, Term, Terms, Trait, Variant
from modelpick.model.freshness import newest_fact
from modelpick.use_cases.catalog import OpenCatalog
from tests.factories import facts, figure, model, offering, provider


def test_a_model_is_known_once_it_is_released_or_announced() -> None:
    announced = StatusEvent("2026-09-01", "api", "ga", "card", announced="2026-03-01")
    known = facts(
        model("a/undated"),
        model("a/released", released="2026-03-01"),
        model("a/announced", released="2026-09-01", status=(announced,)),
        model("a/later", released="2026-03-02"),
        model("a/month", released="2026-03"),
        model("a/seen", figure(50, on="2026-02-01"), figure(60, on="2026-06-01")),
        model("a/seen-later", figure(50, on="2026-03-02"), offerings=(offering("1", since="2026-04-01"),)),
    )
    assert set(as_of(known, "2026-03-01").models) == {"a/undated", "a/released", "a/announced", "a/seen"}


def test_a_mode_of_later_is_not_available_yet() -> None:
    deep = Variant("deep", "thinks", "ga", "2026-04-01", "card")
    (early,) = as_of(facts(model("a/one", variants=(deep,))), "2026-03-01").models.values()
    (late,) = as_of(facts(model("a/one", variants=(deep,))), "2026-04-01").models.values()
    assert [v.stage for v in (*early.variants, *late.variants)] == ["none", "ga"]


def test_a_model_of_which_all_was_known_is_the_very_same() -> None:
    known = facts(
        model("a/one", figure(50, on="2026-02-01"), offerings=(offering("1", since="2026-01-01"),), successor="a/two"),
        model("a/two", figure(60, on="2026-06-01"), released="2026-02-01"),
    )
    late, early = as_of(known, "2026-07-01"), as_of(known, "2026-05-01")
    assert [late.models[id_] is known.models[id_] for id_ in known.models] == [True, True]
    assert [early.models[id_] is known.models[id_] for id_ in known.models] == [True, False]
    assert as_of(known, "2026-02-10").models["a/one"] is known.models["a/one"]
    assert as_of(known, "2026-01-10").models["a/one"].successor is None


def test_an_undated_term_holds_and_a_later_reading_is_unknown() -> None:
    host = provider(training=Term("no", "terms", "2026-04-01"), baa=Term("yes"))
    got = as_of(facts(providers=(host,)), "2026-03-31").providers["cloud"]
    assert (got.terms.training.value, got.terms.baa.value) == ("unknown", "yes")


def test_the_terms_of_an_offering_are_dated_too() -> None:
    served = offering("1", terms=Terms(baa=Term("yes", "terms", "2026-04-01")))
    (got,) = as_of(facts(model("a/one", offerings=(served,))), "2026-03-31").models.values()
    assert got.offerings[0].terms.baa.value == "unknown"


def test_the_newest_fact_is_the_last_day_that_a_date_may_mean() -> None:
    assert newest_fact(facts(model("a/one", figure(1, on="2026-04"), figure(1, on="2026-04-08")))) == "2026-04-30"
    assert newest_fact(facts()) is None


def test_nothing_dated_later_is_left_in_the_bundled_catalog(catalog: OpenCatalog) -> None:
    day = "2026-04-30"
    known = as_of(catalog.facts, day)
    dates = [m.on for each in known.models.values() for m in (*each.measurements, *each.traits)]
    dates += [e.known_on for each in known.models.values() for e in each.status]
    dates += [p.on for each in known.models.values() for o in each.offerings for p in o.prices]
    dates += [o.since for each in known.models.values() for o in each.offerings]
    assert len(dates) > 1000
    assert max(map(last_day, dates)) <= day


def test_a_day_taken_twice_is_the_day_taken_once(catalog: OpenCatalog) -> None:
    known = as_of(catalog.facts, "2026-06-20")
    assert as_of(known, "2026-06-20") == known
    assert as_of(as_of(catalog.facts, "2026-08-01"), "2026-06-20").models.keys() == known.models.keys()


def test_a_successor_is_named_from_the_day_on_which_it_is_known() -> None:
    announced = StatusEvent("2026-09-01", "api", "ga", "card", announced="2026-04-10")
    known = facts(
        model("a/first", released="2026-01-01", successor="a/out"),
        model("a/second", released="2026-01-01", successor="a/announced"),
        model("a/third", released="2026-01-01", successor="a/undated"),
        model("a/fourth", released="2026-01-01", successor="a/nobody"),
        model("a/out", released="2026-05-01"),
        model("a/announced", status=(announced,)),
        model("a/undated"),
    )

    def named(day: str) -> list[str | None]:
        return [as_of(known, day).models[f"a/{each}"].successor for each in ("first", "second", "third", "fourth")]

    assert named("2026-04-09") == [None, None, None, None]
    assert named("2026-04-10") == [None, "a/announced", None, None]
    assert named("2026-05-01") == ["a/out", "a/announced", None, None]


def test_what_became_of_a_forecast_is_not_known_before() -> None:
    outcome = ForecastOutcome("true", "2026-06-02", "card")
    said = Trait("forecast", "weights follow", "press", "2026-04-08", due="2026-12", outcome=outcome)
    known = facts(model("a/one", traits=(said,)))
    seen = {day: as_of(known, day).models["a/one"].traits for day in ("2026-04-07", "2026-06-01", "2026-06-02")}
    assert seen["2026-04-07"] == ()
    assert [t.outcome for t in seen["2026-06-01"]] == [None]
    assert seen["2026-06-02"] == (said,)


def test_a_compiled_catalog_forgets_later_successors_as_well(tmp_path: Path, catalog: OpenCatalog) -> None:
    from modelpick.snapshot.layout import CatalogOrigins
    from modelpick.snapshot.read import Snapshot
    from modelpick.snapshot.write import Compiled, write

    write(
        tmp_path / "made.sqlite", Compiled(catalog.facts, catalog.rulebook, {}, None, CatalogOrigins(())), "2026-11-26"
    )
    compiled = Snapshot(tmp_path / "made.sqlite")
    for day in ("2026-06-01", "2026-10-01"):
        expected = {id_: each.successor for id_, each in as_of(catalog.facts, day).models.items()}
        assert {id_: each.successor for id_, each in compiled.facts(day).models.items()} == expected
        assert any(expected.values())
    assert any(each.successor and not expected[id_] for id_, each in catalog.facts.models.items() if id_ in expected)
