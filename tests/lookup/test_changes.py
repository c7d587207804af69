"""What the facts of two days say differently."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from modelpick.documents.change_reports import Changes, Moved
from modelpick.lookup.changes import MODEL_FIELDS, compare_facts, sources_of
from modelpick.model.facts import (
    Charges,
    Facts,
    License,
    Model,
    Offering,
    Price,
    Rates,
    Size,
    StatusEvent,
    Term,
    TermRow,
    Tier,
)
from modelpick.model.fields import replace
from tests.factories import facts, figure, flat_price, model, offering, provider

SINCE, UNTIL = "2026-05-01", "2026-06-01"


def compared(before: Facts, after: Facts) -> Changes:
    return compare_facts(before, after, SINCE, UNTIL)


def served(*offerings: Offering, **more: Any) -> Facts:
    return facts(model("a/one", offerings=offerings, **more))


def priced(*prices: Price) -> Offering:
    return replace(offering(), prices=prices)


def dated(charges: Charges, on: str = "2026-01-01", announced: str | None = None) -> Price:
    return Price(on, charges, announced, source="terms")


def event(stage: str = "retired", on: str = "2026-09-01", **changes: Any) -> StatusEvent:
    return StatusEvent(on, "api", stage, "terms", **changes)  # type: ignore[arg-type]


def happened(*before: StatusEvent, now: tuple[StatusEvent, ...]) -> Changes:
    return compared(facts(model(status=before)), facts(model(status=now)))


def test_nothing_changes_between_the_same_facts() -> None:
    same = served(offering("1"), status=(event(),))
    assert compared(same, same) == Changes()


def test_a_new_model_is_told_once_with_its_cheapest_price() -> None:
    new = model("a/two", figure(50), offerings=(offering("2"), offering("1", "host")), released="2026-05-20")
    found = compared(facts(model()), facts(model(), new))
    (line,) = found.new_models
    assert (line.model, line.price_in, line.offerings, line.figures) == ("a/two", Decimal(1), 2, 1)
    assert line.sources == ("terms",)
    assert replace(found, new_models=()) == Changes()


def test_the_newest_models_come_first_and_undated_ones_last() -> None:
    new = [model("a/x"), model("a/y", released="2026-04"), model("a/z", released="2026-05-02")]
    assert [m.model for m in compared(facts(), facts(*new)).new_models] == ["a/z", "a/y", "a/x"]


def test_of_a_new_model_the_ends_that_lie_ahead_are_told_besides() -> None:
    found = compared(facts(), facts(model(status=(event("ga", "2026-05-10"), event()))))
    assert [(m.kind, m.stage) for m in found.retirements] == [("announced", "retired")]
    assert found.status == ()


def test_a_model_that_is_gone_is_told() -> None:
    assert [m.model for m in compared(facts(model(), model("a/two")), facts(model())).gone_models] == ["a/two"]


def test_a_price_moves_by_a_share_and_names_its_source_and_day() -> None:
    now = priced(flat_price("0.8", "2", "2026-05-10", "board"))
    (move,) = compared(served(offering("1")), served(now)).prices
    assert (move.was_in, move.now_in, move.share_in, move.share_out) == (Decimal(1), Decimal("0.8"), -0.2, 1.0)
    assert (move.on, move.source) == ("2026-05-10", "board")


@pytest.mark.parametrize(("was", "now"), [(None, "1"), ("1", None), ("0", "1")])
def test_a_price_that_was_not_known_or_was_nothing_has_no_share(was: str | None, now: str | None) -> None:
    (move,) = compared(served(offering(was)), served(offering(now))).prices
    assert (move.share_in, move.share_out) == (None, None)


def test_the_largest_price_moves_come_first_and_those_without_a_model_last() -> None:
    def at(*prices: str) -> Facts:
        hosts = tuple(offering(price, f"host-{n}") for n, price in enumerate(prices))
        odd = model("unlinked/x", offerings=(offering(prices[0]),), linked=False)
        return replace(facts(model(offerings=hosts)), unlinked={odd.id: odd})

    moves = compared(at("1", "10"), at("3", "1")).prices
    assert [(m.provider, m.linked) for m in moves] == [("host-0", True), ("host-1", True), ("cloud", False)]


def test_other_prices_move_too() -> None:
    price = dated(Charges(Rates(Decimal(1), Decimal(1), Decimal("0.5"))))
    dearer = Tier(200_000, Rates(Decimal(2), Decimal(3), Decimal("0.4")))
    now = dated(Charges(Rates(Decimal(1), Decimal(1), Decimal("0.25")), (dearer,)))
    (move,) = compared(served(priced(price)), served(priced(now))).prices
    assert move.others == (
        Moved("cache_read", 0.5, 0.25),
        Moved("tiers.200000.input", None, 2.0),
        Moved("tiers.200000.output", None, 3.0),
        Moved("tiers.200000.cache_read", None, 0.4),
    )
    assert (move.share_in, move.share_out) == (0.0, 0.0)


def test_a_change_that_is_announced_is_told_once_and_its_coming_as_a_move() -> None:
    now = dated(Charges(Rates(Decimal(1), Decimal(4))))
    ahead = dated(Charges(Rates(Decimal(2), Decimal(8))), "2027-01-01", "2026-05-10")
    (move,) = compared(served(priced(now)), served(priced(now, ahead))).prices
    assert (move.share_in, move.share_out) == (0.0, 0.0)
    assert move.others == (
        Moved("from 2027-01-01.input", None, 2.0),
        Moved("from 2027-01-01.output", None, 8.0),
    )
    both = served(priced(now, ahead))
    assert compare_facts(both, both, "2026-06-01", "2026-07-01").prices == ()
    (move,) = compare_facts(both, both, "2026-12-01", "2027-01-02").prices
    assert (move.was_in, move.now_in, move.others) == (1, 2, ())


def test_the_end_of_a_promotion_is_a_move() -> None:
    usual, cheap = flat_price("2", "8"), replace(flat_price("1", "4", "2026-04-01"), until="2026-05-15")
    both = served(priced(usual, cheap))
    (move,) = compared(both, both).prices
    assert (move.was_in, move.now_in) == (1, 2)


def test_deployments_of_one_id_are_told_apart() -> None:
    wide = offering("1", id="m", deployment="GlobalStandard")
    zone = offering("1", id="m", deployment="DataZoneStandard")
    dearer = replace(zone, prices=(flat_price("2", on="2026-05-02"),))
    found = compared(served(wide, zone), served(dearer, wide))
    assert [(move.was_in, move.now_in) for move in found.prices] == [(1, 2)]
    assert (found.new_offerings, found.gone_offerings) == ((), ())


def test_an_offering_is_known_again_by_its_id_and_where_that_is_several_by_its_region() -> None:
    eu, us = offering("1", id="x", geography=("eu",)), offering("1", id="x", geography=("us",))
    dearer = replace(us, prices=(flat_price("2", on="2026-05-02", source=None),))
    found = compared(served(eu, us), served(eu, dearer))
    assert [move.geography for move in found.prices] == [("us",)]
    moved = compared(served(eu), served(replace(eu, geography=("eu", "uk"))))
    assert [(m.moved.what, m.moved.now) for m in moved.facts] == [("geography", "eu, uk")]
    assert moved.new_offerings == moved.gone_offerings == ()


def test_offerings_come_and_go() -> None:
    found = compared(served(offering("1", "cloud", id="x")), served(offering("2", "host", id="y")))
    assert [(line.provider, line.id) for line in found.new_offerings] == [("host", "y")]
    assert [(line.provider, line.id) for line in found.gone_offerings] == [("cloud", "x")]


def test_an_end_that_lies_ahead_is_announced_moved_or_withdrawn() -> None:
    assert [m.kind for m in happened(now=(event(),)).retirements] == ["announced"]
    (move,) = happened(event(), now=(event(on="2026-12-01"),)).retirements
    assert (move.kind, move.on, move.was) == ("moved", "2026-12-01", "2026-09-01")
    assert [m.kind for m in happened(event(), now=()).retirements] == ["withdrawn"]


def test_what_came_into_force_is_no_end_ahead() -> None:
    known = event(on="2026-05-20", announced="2026-01-01")
    found = happened(known, now=(known,))
    assert [(m.kind, m.on) for m in found.status] == [("in_force", "2026-05-20")]
    assert found.retirements == ()
    assert happened(event(on="2026-04-20"), now=(event(on="2026-04-20"),)) == Changes()


def test_the_latest_changes_of_status_come_first() -> None:
    now = tuple(event("ga", on, provider=host) for host, on in (("x", "2026-05-02"), ("y", "2026-05-20")))
    assert [m.provider for m in happened(now=now).status] == ["y", "x"]


def test_the_stage_of_an_offering_is_told_with_whose_word_it_is() -> None:
    was = offering("1", stage="public_preview")
    (move,) = compared(served(was), served(replace(was, stage="ga", origins={"stage": "board"}))).status
    assert (move.was, move.stage, move.source, move.on) == ("public_preview", "ga", "board", None)


class TestScores:
    @staticmethod
    def moves(before: tuple[Any, ...], after: tuple[Any, ...]) -> list[tuple[float | None, float | None]]:
        found = compared(facts(model("a/one", *before)), facts(model("a/one", *after)))
        return [(move.was, move.now) for move in found.scores]

    def test_a_figure_is_new_another_or_gone(self) -> None:
        assert self.moves((), (figure(50),)) == [(None, 50)]
        assert self.moves((figure(50),), (figure(60),)) == [(50, 60)]
        assert self.moves((figure(50),), ()) == [(50, None)]

    def test_another_state_is_a_change(self) -> None:
        assert self.moves((figure(50),), (figure(50, state="disputed"),)) == [(50, 50)]

    def test_a_later_day_for_the_same_value_is_none(self) -> None:
        assert self.moves((figure(50),), (figure(50, on="2026-05-05"),)) == []

    def test_two_figures_of_one_day_are_two(self) -> None:
        both = (figure(50), figure(60))
        assert self.moves(both, both) == []
        assert self.moves(both, both[::-1]) == []
        assert self.moves(both, (figure(50), figure(70))) == [(60, 70)]

    def test_a_second_figure_beside_the_first_is_new(self) -> None:
        assert self.moves((figure(50),), (figure(50), figure(70, on="2026-05-05"))) == [(None, 70)]

    def test_the_figures_of_a_new_model_are_not_told_one_by_one(self) -> None:
        assert compared(facts(), facts(model("a/one", figure(50)))).scores == ()


class TestFacts:
    NOW: dict[str, Any] = {
        "license": License("mit", source="card"),
        "context": Size(1000, "card"),
        "inputs": ("text", "image"),
        "modalities_source": "card",
        "reasoning": True,
        "features_source": "card",
        "params_total_b": 70.0,
        "released": "2026-05-05",
    }

    @staticmethod
    def told(now: Model) -> dict[str, tuple[Any, Any, str | None]]:
        found = compared(facts(model()), facts(now)).facts
        return {move.moved.what: (move.moved.was, move.moved.now, move.source) for move in found}

    def test_each_fact_names_what_it_was_and_its_own_source(self) -> None:
        assert self.told(model(**self.NOW)) == {
            "license.id": (None, "mit", "card"),
            "context": (None, 1000, "card"),
            "input": (None, "text, image", "card"),
            "reasoning": (None, True, "card"),
            "params.total_b": (None, 70.0, None),
            "released": (None, "2026-05-05", None),
        }

    def test_a_fact_that_came_from_elsewhere_names_that_source(self) -> None:
        told = self.told(model(**self.NOW, origins=dict.fromkeys((each.origin for each in MODEL_FIELDS), "board")))
        assert {source for _, _, source in told.values()} == {"board"}

    def test_every_field_that_is_described_is_told(self) -> None:
        told = [each.name for each in MODEL_FIELDS]
        assert told[:4] == ["name", "released", "weights", "license.id"]
        assert {"context", "input", "reasoning", "params.total_b", "successor"} < set(told)

    def test_terms_of_a_provider_are_facts_and_unknown_is_no_word(self) -> None:
        yes = provider(training=Term("no", "terms"), residency={"eu": Term("yes", "board")})
        found = compared(facts(providers=[provider()]), facts(providers=[yes])).facts
        assert [(m.moved.what, m.moved.was, m.moved.now, m.source) for m in found] == [
            ("training", None, "no", "terms"),
            ("residency.eu", None, "yes", "board"),
        ]

    def test_a_provider_that_is_new_has_no_terms_that_changed(self) -> None:
        assert compared(facts(providers=[]), facts(providers=[provider(training=Term("no"))])).facts == ()


def test_ids_without_a_model_are_apart() -> None:
    odd = model("unlinked/x", linked=False)
    found = compared(facts(), replace(facts(), unlinked={odd.id: odd}))
    assert [line.model for line in found.unlinked_new] == ["unlinked/x"]
    assert found.new_models == ()
    back = compared(replace(facts(), unlinked={odd.id: odd}), facts())
    assert [line.model for line in back.unlinked_gone] == ["unlinked/x"]


def test_an_id_that_was_given_a_model_is_gone_from_those_without_one() -> None:
    odd = model("unlinked/x", offerings=(offering("1", id="x"),), linked=False)
    found = compared(replace(facts(model()), unlinked={odd.id: odd}), served(offering("1", id="x")))
    assert [line.model for line in found.unlinked_gone] == ["unlinked/x"]
    assert [line.id for line in found.new_offerings] == ["x"]


def test_sources_are_told_in_the_order_of_the_page() -> None:
    new = model("a/two", status=(event("ga", "2026-05-02"),))
    dearer = model("a/one", offerings=(priced(flat_price("2", on="2026-05-02", source="board")),))
    found = compared(served(offering("1")), facts(dearer, new))
    assert list(dict.fromkeys(sources_of(found))) == ["terms", "board"]


def test_terms_of_some_models_and_papers_that_end_are_changes() -> None:
    row = TermRow("cloud", "baa", "yes", ("lab/*",), on="2026-03-01", until="2026-05", document="contract")
    later = TermRow("*", "retention_days", 30.0, ("lab/one",), "page", "2026-04-01")
    known = Facts({}, {}, {}, {}, {}, terms={each.key: each for each in (row, later)})
    moves = [
        [(m.id, m.moved.what, m.moved.was, m.moved.now) for m in compare_facts(known, known, *days).facts]
        for days in (("2026-01-01", "2026-03-15"), ("2026-03-15", "2026-06-01"))
    ]
    assert moves == [
        [("cloud", "baa of lab/*", None, "yes")],
        [("cloud", "baa of lab/*", "yes", None), ("*", "retention_days of lab/one", None, 30.0)],
    ]
