"""The calendar of announced ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator

from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Model, StatusEvent
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.retirements import retirements
from tests.conftest import DATA_DAY, Result
from tests.factories import criterion, facts, figure, model, need, offering, rulebook

TODAY = "2026-06-01"
RULES = rulebook(need("exams", criterion("exam")))
SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schema" / "retirements.schema.json"


def event(on: str, stage: Any = "retired", provider: str | None = None, **more: Any) -> StatusEvent:
    return StatusEvent(on, more.pop("surface", "api"), stage, "terms", provider, **{"announced": "2026-05-01", **more})


OLD = model(
    "a/old",
    figure(60),
    status=(
        event("2026-09-01", provider="cloud"),
        event("2026-07", "deprecated"),
        event("2026-05-10", provider="host"),
    ),
    successor="a/new",
    offerings=(offering("5", id="old-1"), offering("4", "host", id="old-h")),
)
NEW = model(
    "a/new", figure(70), released="2026-05", offerings=(offering("2", "host", id="new-h"), offering("3", id="new-1"))
)
SOON = model("b/soon", figure(50), status=(event("2026-06-05"), event("2026-06-05", surface="consumer_app")))
CATALOG = OpenCatalog(facts(OLD, NEW, SOON, providers=("cloud", "host")), RULES, TODAY)


def told(*models: str, **how: Any) -> list[tuple[str, str, str | None, int]]:
    return [(line.model, line.on, line.provider, line.days_left) for line in retirements(CATALOG, models, **how).lines]


class TestTheCalendar:
    def test_tells_the_soonest_first_and_nothing_of_the_past(self) -> None:
        assert told() == [
            ("b/soon", "2026-06-05", None, 4),
            ("a/old", "2026-07", None, 60),
            ("a/old", "2026-09-01", "cloud", 92),
        ]

    def test_says_what_comes_after_and_at_which_price_of_the_same_provider(self) -> None:
        line = retirements(CATALOG, ["old"]).lines[1]
        assert (line.ids, line.price_in) == (("old-1",), Decimal(5))
        assert (line.successor, line.successor_provider, line.successor_price_in) == ("a/new", "Cloud", Decimal(3))
        assert retirements(CATALOG, ["old"]).lines[0].successor_price_in == Decimal(2)
        assert [source.id for source in retirements(CATALOG).sources] == ["terms"]

    def test_ends_with_the_days_asked_for_and_reaches_back(self) -> None:
        assert [line[1] for line in told(within="60d")] == ["2026-06-05", "2026-07"]
        assert [line[1] for line in told(within="1w", past="30")] == ["2026-05-10", "2026-06-05"]

    def test_of_a_provider_tells_its_own_and_what_holds_everywhere(self) -> None:
        assert [line[1] for line in told(provider="Cloud")] == ["2026-07", "2026-09-01"]
        assert [line[1] for line in told(provider="host", past="90d")] == ["2026-05-10", "2026-07"]

    def test_of_named_models_says_where_nothing_is_announced(self) -> None:
        report = retirements(CATALOG, ["new", "soon"])
        assert ([line.model for line in report.lines], report.without) == (["b/soon"], ("a/new",))
        assert report.text == "1 model loses an API, as announced; next: Soon on 2026-06-05, in 4 days."

    def test_of_a_question_tells_the_models_that_answer_it(self) -> None:
        request = Request(needs={"exams": 1.0}, top=2)
        assert {line.model for line in retirements(CATALOG, request=request).lines} == {"a/old"}

    def test_knows_only_what_was_announced_by_then(self) -> None:
        assert retirements(CATALOG, on="2026-04-01").lines == ()

    @pytest.mark.parametrize("wrong", ["soon", "-3", "", "1.5d", "3 eons"])
    def test_refuses_what_is_no_number_of_days(self, wrong: str) -> None:
        with pytest.raises(ModelpickError, match="expected a number of days") as error:
            retirements(CATALOG, within=wrong)
        assert error.value.where == "within"

    @pytest.mark.parametrize(
        "after",
        [(), (replace(NEW, released="2026-06-02"),), (replace(NEW, released=None, offerings=(), measurements=()),)],
    )
    def test_a_successor_that_is_not_known_on_the_day_is_not_named(self, after: tuple[Model, ...]) -> None:
        line = retirements(OpenCatalog(facts(OLD, *after, providers=("cloud", "host")), RULES, TODAY)).lines[0]
        assert (line.successor, line.successor_name, line.successor_price_in) == (None, None, None)


class TestTheCommand:
    def test_answers_from_the_bundled_catalog(self, run: Callable[..., Result]) -> None:
        found = run("retirements", "--within", "120d", "--as-of", DATA_DAY, "-f", "json")
        document = json.loads(found.out)
        assert (found.code, found.err) == (0, "")
        assert document["lines"]
        Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(document)

    def test_writes_a_calendar_file_that_is_the_same_every_time(self, run: Callable[..., Result]) -> None:
        first = run("retirements", "--as-of", DATA_DAY, "-f", "ics")
        assert first.code == 0
        assert first.out == run("retirements", "--as-of", DATA_DAY, "-f", "ics").out
        listed = json.loads(run("retirements", "--as-of", DATA_DAY, "-f", "json").out)["lines"]
        ends = Calendar.from_ical(first.out).walk("VEVENT")
        assert len(ends) == len(listed)
        assert len({str(end["UID"]) for end in ends}) == len(ends)

    def test_takes_a_saved_question(self, run: Callable[..., Result], tmp_path: Path) -> None:
        (tmp_path / "mine.yaml").write_text("needs: {coding: 1}\n", "utf-8")
        assert run("retirements", "--profile", tmp_path / "mine.yaml", "--as-of", DATA_DAY).code == 0

    def test_refuses_other_formats(self, run: Callable[..., Result]) -> None:
        found = run("retirements", "-f", "rss")
        assert found.code == 2
        assert "markdown, ics" in found.err


@pytest.mark.parametrize("within", [None, "3d", "30d", "60d", "90d", "400d"])
def test_a_shorter_calendar_is_offered_only_where_it_is_shorter(run, within):
    shown = run("retirements", *(["--within", within] if within else []), "--as-of", DATA_DAY).out
    offered = re.search(r"--within (\d+)d", shown)
    assert offered is None or within is None or int(offered[1]) < int(within[:-1])
    if within in ("60d", "400d", None):
        assert offered


def test_a_provider_may_be_named_as_models_are(run):
    asked = ("--as-of", DATA_DAY, "--format", "json")
    named = json.loads(run("retirements", "bedrock", *asked).out)
    assert named == json.loads(run("retirements", "--provider", "amazon-bedrock", *asked).out)
    assert named["lines"]
    # A lab with models of its own stays one, whoever else sells under its name.
    assert {line["provider"] for line in json.loads(run("retirements", "openai", *asked).out)["lines"]} > {"azure"}
