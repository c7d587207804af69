"""Where the data come from, and which ids of the sources have no model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import modelpick.use_cases.unmatched as under_test
from modelpick.catalog.bundled import SHIPPED_ON
from modelpick.documents.market_reports import UnmatchedReport
from modelpick.market.checks import Check, note_check
from modelpick.market.identity import IdLink
from modelpick.market.merge import Merged
from modelpick.market.records import OfferingRecord
from modelpick.market.write import write
from modelpick.model.dates import days_between
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import replace
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.load import CatalogInputs, link_counts
from modelpick.use_cases.sources import data_layers, sources
from modelpick.use_cases.unmatched import unmatched
from tests.factories import facts, figure, model, provider, rulebook

TODAY = "2026-12-10"
KEY = "ARTIFICIAL_ANALYSIS_API_KEY"


@pytest.fixture
def market(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A market that models.dev was read into on two days, and asked on a third."""
    monkeypatch.setenv("MODELPICK_CACHE_DIR", str(tmp_path))
    file = tmp_path / "market.sqlite"
    for number, day in enumerate(("2026-12-01", "2026-12-05"), 1):
        write(file, "models-dev", day, ["https://x.test"], [OfferingRecord("p", f"m{n}") for n in range(number)])
    note_check(tmp_path, "models-dev", Check("2026-12-08"))
    return file


def catalog() -> OpenCatalog:
    return OpenCatalog(facts(model("a/one", figure(50))), rulebook(), TODAY, ("bundled",))


class TestSources:
    def test_each_upstream_tells_when_it_was_read_and_asked(self, market: Path) -> None:
        lines = {line.id: line for line in sources(catalog(), {}).upstreams}
        read = lines["models-dev"]
        assert (read.last_read, read.last_checked, read.rows) == ("2026-12-05", "2026-12-08", 2)
        assert read.kinds == {"offering": 2}
        never = lines["litellm"]
        assert (never.last_read, never.last_checked, never.rows, never.kinds) == (None, None, 0, {})

    def test_on_an_earlier_day_it_was_read_earlier(self, market: Path) -> None:
        read = next(line for line in sources(catalog(), {}, on="2026-12-03").upstreams if line.rows)
        assert (read.last_read, read.last_checked, read.rows, read.kinds) == ("2026-12-01", "2026-12-01", 1, {})

    def test_a_key_is_set_or_not_and_never_told(self, market: Path) -> None:
        def keys(environment: dict[str, str]) -> Any:
            report = sources(catalog(), environment)
            assert "very-secret" not in repr(report)
            return {line.key: line.key_set for line in report.upstreams}

        assert keys({KEY: "very-secret"}) == {None: None, KEY: True}
        assert keys({KEY: " "}) == keys({}) == {None: None, KEY: False}

    def test_what_the_data_rest_on_is_cited(self, market: Path) -> None:
        assert [(each.id, each.cited) for each in sources(catalog(), {}).cited] == [("board", 1)]


class TestLayers:
    def test_each_has_its_day_and_age(self, market: Path) -> None:
        bundled, synced, own = data_layers(("bundled", "my.yaml"), TODAY)
        assert (bundled.kind, bundled.day, bundled.age_days) == ("bundled", SHIPPED_ON, days_between(SHIPPED_ON, TODAY))
        assert (synced.name, synced.day, synced.checked, synced.rows, synced.age_days) == (
            "models-dev",
            "2026-12-05",
            "2026-12-08",
            2,
            2,
        )
        assert (own.kind, own.name, own.day, own.age_days) == ("own", "my.yaml", None, None)

    def test_nothing_lies_beneath_a_catalog_of_ones_own_alone(self, market: Path) -> None:
        assert [layer.kind for layer in data_layers(("my.yaml",), TODAY)] == ["own"]

    def test_on_an_earlier_day_they_were_younger(self, market: Path) -> None:
        (bundled,) = data_layers(("bundled",), "2026-06-01")
        assert (bundled.day, bundled.age_days) == ("2026-06-01", 0)

    def test_info_has_them(self, market: Path) -> None:
        info = catalog().info()
        assert [layer.name for layer in info.layers] == ["bundled", "models-dev"]
        assert info.warnings == ()


LINKS = (
    IdLink("litellm", "bedrock", "x.gpt-5-turbo", None, "no rule", "none"),
    IdLink("models-dev", "amazon-bedrock", "X.GPT-5-Turbo", None, "no rule", "none", name="GPT 5 Turbo"),
    IdLink("models-dev", "north", "a-thing", None, "its id and its name are two models", "none", (("a/other", 1.0),)),
    IdLink("models-dev", "north", "gpt-5", "openai/gpt-5", "alias or id", "exact"),
    IdLink("models-dev", "", "gpt-5-turbo-x", None, "no rule", "none", kind="score"),
)


@pytest.fixture
def merged(monkeypatch: pytest.MonkeyPatch) -> None:
    known = facts(
        model("openai/gpt-5", name="GPT-5"),
        model("a/other"),
        providers=[replace(provider("amazon-bedrock"), also=("bedrock",)), "north"],
    )
    monkeypatch.setattr(under_test, "facts_with_market", lambda *_: (Merged(known, LINKS, ()), []))


def asked(**changes: Any) -> UnmatchedReport:
    return unmatched(CatalogInputs(), TODAY, **changes)


@pytest.mark.usefixtures("merged")
class TestUnmatched:
    def test_one_row_an_id_those_first_that_stand_in_most_places(self) -> None:
        report = asked()
        assert [(each.id, each.often) for each in report.ids] == [
            ("x.gpt-5-turbo", 2),
            ("a-thing", 1),
            ("gpt-5-turbo-x", 1),
        ]
        assert (report.linked, report.unlinked) == (1, 3)
        places = report.ids[0].places
        assert [(p.source, p.provider, p.provider_name, p.id, p.name) for p in places] == [
            ("litellm", "bedrock", "Amazon-Bedrock", "x.gpt-5-turbo", None),
            ("models-dev", "amazon-bedrock", "Amazon-Bedrock", "X.GPT-5-Turbo", "GPT 5 Turbo"),
        ]

    def test_says_why_and_who_is_nearest_those_first_that_the_rules_had_in_mind(self) -> None:
        by_id = {each.id: each for each in asked().ids}
        assert by_id["x.gpt-5-turbo"].why == "no model is called so"
        assert by_id["x.gpt-5-turbo"].nearest[0].model == "openai/gpt-5"
        assert by_id["a-thing"].why == "its id and its name are two models"
        assert [(near.model, near.likeness) for near in by_id["a-thing"].nearest] == [("a/other", 1.0)]
        assert by_id["gpt-5-turbo-x"].places[0].kinds == ("score",)

    def test_of_one_source_and_of_one_provider_however_it_is_called(self) -> None:
        report = asked(source="models.dev")
        assert (report.source, [each.id for each in report.ids]) == (
            "models-dev",
            ["x.gpt-5-turbo", "a-thing", "gpt-5-turbo-x"],
        )
        for name in ("bedrock", "amazon-bedrock"):
            report = asked(provider=name)
            assert report.provider == "amazon-bedrock"
            assert [(each.id, len(each.places)) for each in report.ids] == [("x.gpt-5-turbo", 2)]
        both = asked(source="litellm", provider="bedrock").ids
        assert [(each.often, len(each.places)) for each in both] == [(2, 1)]

    def test_a_name_that_nobody_bears_is_refused_with_the_nearest(self) -> None:
        with pytest.raises(ModelpickError, match="Did you mean `north`"):
            asked(provider="nort")
        with pytest.raises(ModelpickError, match="unknown source"):
            asked(source="north")


def test_links_are_counted_against_what_ships_with_the_program(market: Path) -> None:
    write(market, "litellm", TODAY, ["x"], [OfferingRecord("openai", "gpt-5.4"), OfferingRecord("p", "odd-thing")])
    counts = link_counts([], TODAY)
    assert (counts.linked, counts.new_models, counts.unlinked) == (1, 0, 3)
