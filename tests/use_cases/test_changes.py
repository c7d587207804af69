"""What changed by the last update or between two days, and every read of the market."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from modelpick.catalog.bundled import SHIPPED_ON
from modelpick.market.checks import Check, note_check
from modelpick.market.records import OfferingRecord
from modelpick.market.write import write
from modelpick.model.asof import as_of
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Charges, Facts, Rates
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.changes import DAYS_BACK, diff
from modelpick.use_cases.sources import log
from tests.factories import criterion, facts, figure, model, need, rulebook

TODAY = "2026-12-10"
RULES = rulebook(need("exams", criterion("exam")))
EXAMS = Request(needs={"exams": 1.0})
ONE, TWO = model("a/one", figure(60)), model("a/two", figure(50))


@pytest.fixture
def market(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the market file lies; there is none yet."""
    monkeypatch.setenv("MODELPICK_CACHE_DIR", str(tmp_path))
    return tmp_path / "market.sqlite"


def read(market: Path, source: str, day: str, price: int, *, skipped: int = 0) -> None:
    skips = [(f"row {n}", "is odd") for n in range(skipped)]
    write(
        market,
        source,
        day,
        [f"https://x.test/{price}"],
        [OfferingRecord("p", "m", charges=Charges(Rates(Decimal(price))))],
        skips,
    )


@dataclass
class Two:
    """A catalog, and what it said over earlier reads."""

    now: Facts
    before: Facts
    asked: list[frozenset[int]] = field(default_factory=list)

    @property
    def catalog(self) -> OpenCatalog:
        def after_reads(ids: frozenset[int]) -> OpenCatalog:
            self.asked.append(ids)
            return replace(found, on=lambda day: as_of(self.before, day), _days={})

        found = OpenCatalog(self.now, RULES, TODAY, ("bundled",), after_reads=after_reads)
        return found


class TestTheLastUpdate:
    def test_is_every_read_of_the_last_day_and_is_held_against_all_reads_before(self, market: Path) -> None:
        read(market, "models-dev", "2026-12-01", 1)
        read(market, "models-dev", "2026-12-08", 2)
        read(market, "litellm", "2026-12-08", 1)
        two = Two(facts(ONE, TWO), facts(ONE))
        report = diff(two.catalog, {})
        assert two.asked == [frozenset({1})]
        assert [(line.id, line.title) for line in report.reads] == [(2, "models.dev"), (3, "LiteLLM price list")]
        assert (report.basis, report.since, report.until) == ("last update", "2026-12-01", TODAY)
        assert [line.model for line in report.changes.new_models] == ["a/two"]
        assert (report.counts["new_models"], report.counts["prices"]) == (1, 0)
        assert report.notes == (
            "LiteLLM price list was first read here, for 2026-12-08: all that it alone says is new",
        )

    def test_the_first_of_all_is_held_against_what_ships_with_the_program(self, market: Path) -> None:
        read(market, "models-dev", "2026-12-08", 1)
        two = Two(facts(ONE), facts())
        report = diff(two.catalog, {})
        assert two.asked == [frozenset()]
        assert report.since == SHIPPED_ON

    def test_the_update_made_last_counts_though_its_data_are_older(self, market: Path) -> None:
        read(market, "litellm", "2026-12-08", 1)
        read(market, "openrouter", "2026-05-12", 1)
        report = diff(Two(facts(), facts()).catalog, {})
        assert [line.source for line in report.reads] == ["openrouter"]
        assert report.since == "2026-12-08"

    def test_as_of_an_earlier_day_it_is_the_last_one_known_then(self, market: Path) -> None:
        read(market, "models-dev", "2026-12-01", 1)
        read(market, "models-dev", "2026-12-08", 2)
        two = Two(facts(), facts())
        report = diff(two.catalog, {}, until="2026-12-03")
        assert two.asked == [frozenset()]
        assert ([line.day for line in report.reads], report.until) == (["2026-12-01"], "2026-12-03")

    def test_of_a_catalog_without_a_market_beneath_there_is_none(self, market: Path) -> None:
        read(market, "models-dev", "2026-12-08", 1)
        assert diff(replace(Two(facts(), facts()).catalog, after_reads=None), {}).basis == "last days"


def test_where_nothing_was_synced_the_last_days_of_the_catalog_are_told(market: Path) -> None:
    newest = model("a/two", figure(50, on="2026-11-20"))
    report = diff(Two(facts(ONE, newest), facts()).catalog, {})
    assert (report.basis, report.since, report.until) == ("last days", "2026-10-21", TODAY)
    assert f"the last {DAYS_BACK} days of the catalog" in report.notes[0]
    assert report.reads == ()


class TestTwoDays:
    def test_the_facts_of_the_one_are_held_against_those_of_the_other(self, market: Path) -> None:
        late = model("a/one", figure(60), figure(70, "vendor", on="2026-11-05", source="card"))
        report = diff(Two(facts(late), facts()).catalog, {}, since="2026-10", until="2026-11-30")
        assert (report.basis, report.since, report.until) == ("asked", "2026-10-31", "2026-11-30")
        assert [(move.was, move.now) for move in report.changes.scores] == [(None, 70)]
        assert [source.id for source in report.sources] == ["card"]

    def test_the_reads_between_them_are_listed_and_first_reads_are_named(self, market: Path) -> None:
        for day, price in (("2026-12-01", 1), ("2026-12-05", 2), ("2026-12-08", 3)):
            read(market, "models-dev", day, price)
        report = diff(Two(facts(), facts()).catalog, {}, since="2026-12-01", until="2026-12-05")
        assert [line.day for line in report.reads] == ["2026-12-05"]
        assert report.notes == ()
        assert len(diff(Two(facts(), facts()).catalog, {}, since="2026-11-30").notes) == 1

    @pytest.mark.parametrize(
        ("since", "until", "where", "message"),
        [
            ("2026-12-05", "2026-12-05", "since", "expected a day before 2026-12-05"),
            ("2026-12-05", "2026-12-01", "since", "expected a day before 2026-12-01"),
            ("soon", None, "since", "expected a date"),
            (None, "2027-01-01", "until", "after today"),
        ],
    )
    def test_days_in_the_wrong_order_or_none_are_refused(
        self, market: Path, since: str | None, until: str | None, where: str, message: str
    ) -> None:
        with pytest.raises(ModelpickError, match=message) as error:
            diff(Two(facts(), facts()).catalog, {}, since=since, until=until)
        assert error.value.where == where


class TestAnswers:
    def test_each_question_is_asked_on_both_sides(self, market: Path) -> None:
        read(market, "models-dev", "2026-12-08", 1)
        better = model("a/two", figure(80))
        two = Two(facts(ONE, better), facts(ONE, TWO))
        report = diff(two.catalog, {"mine.yaml": EXAMS, "": replace(EXAMS, only=("a/one",))})
        first, second = report.answers
        assert (first.question, first.changed) == ("mine.yaml", ("first", "top three"))
        assert [placed.model for placed in first.was.top] == ["a/one", "a/two"]
        assert [(m.model, m.rank_was, m.rank_now) for m in first.moves] == [("a/two", 2, 1), ("a/one", 1, 2)]
        assert (second.question, second.changed) == ("exams · only 1 named model", ())
        assert [source.id for source in report.sources] == ["board"]

    def test_a_name_that_only_one_side_knows_may_be_asked_for(self, market: Path) -> None:
        read(market, "models-dev", "2026-12-08", 1)
        two = Two(facts(ONE, TWO), facts(ONE))
        (answer,) = diff(two.catalog, {"": replace(EXAMS, only=("a/one", "a/two"))}).answers
        assert answer.changed == ("top three",)

    def test_between_two_days_the_question_is_asked_on_both(self, market: Path) -> None:
        late = model("a/two", figure(80, on="2026-11-05"))
        report = diff(Two(facts(ONE, late), facts()).catalog, {"": EXAMS}, since="2026-10-01")
        (answer,) = report.answers
        assert (answer.was.as_of, answer.now.as_of) == ("2026-10-01", TODAY)
        assert "first" in answer.changed

    def test_a_question_that_cannot_be_asked_is_refused(self, market: Path) -> None:
        with pytest.raises(ModelpickError, match="say what it is for: a need or a persona"):
            diff(Two(facts(ONE), facts()).catalog, {"": Request()})


class TestTheLog:
    @pytest.fixture(autouse=True)
    def _reads(self, market: Path) -> None:
        read(market, "models-dev", "2026-12-01", 1, skipped=2)
        read(market, "litellm", "2026-12-02", 1)
        read(market, "models-dev", "2026-12-08", 2, skipped=1)
        note_check(market.parent, "models-dev", Check("2026-12-09"))

    def test_lists_every_read_the_newest_first(self) -> None:
        report = log(today=TODAY)
        assert [(line.source, line.day) for line in report.reads] == [
            ("models-dev", "2026-12-08"),
            ("litellm", "2026-12-02"),
            ("models-dev", "2026-12-01"),
        ]
        assert report.rows == {"models-dev": 1, "litellm": 1}
        assert report.checked == {"models-dev": "2026-12-09", "litellm": "2026-12-02"}
        assert report.skipped == ()

    def test_tells_what_the_last_read_of_one_source_skipped(self) -> None:
        report = log("models.dev", today=TODAY)
        assert {line.source for line in report.reads} == {"models-dev"}
        assert [(line.source, line.path, line.reason) for line in report.skipped] == [("models-dev", "row 0", "is odd")]

    def test_ends_with_the_day_that_is_asked_for(self) -> None:
        report = log("models-dev", on="2026-12-05", today=TODAY)
        assert [line.day for line in report.reads] == ["2026-12-01"]
        assert report.checked == {"models-dev": "2026-12-01"}
        assert report.skipped == ()

    def test_a_source_that_does_not_exist_is_refused_with_the_nearest(self) -> None:
        with pytest.raises(ModelpickError, match="Did you mean `litellm`"):
            log("litelm", today=TODAY)


def test_the_log_of_a_market_that_is_not_there_is_empty(market: Path) -> None:
    assert log(today=TODAY).reads == ()
