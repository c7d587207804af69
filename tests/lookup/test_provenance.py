"""Models that are written alike, how much rests on each source, and what is too old."""

from __future__ import annotations

import pytest

from modelpick.documents.catalog_reports import LayerLine
from modelpick.lookup.cited import data_sets
from modelpick.lookup.listing import info
from modelpick.lookup.nearest import Alike
from modelpick.model.facts import License, Size, StatusEvent, Term, Terms
from modelpick.model.fields import replace
from tests.factories import facts, figure, model, offering, provider

DAY = "2026-11-21"


class TestNearest:
    ALIKE = Alike(
        [
            model("qwen/qwen3-vl-30b-a3b-instruct", name="Qwen3 VL 30B"),
            model("qwen/qwen3-30b-a3b"),
            model("openai/gpt-5.2"),
            model("mistral/mistral-small"),
        ]
    )

    def ids(self, id_: str, most: int = 3) -> list[str]:
        return [near.model for near in self.ALIKE.nearest(id_, most)]

    def test_the_most_alike_comes_first_and_folders_do_not_count(self) -> None:
        assert self.ids("accounts/fireworks/models/Qwen3-VL-30B-A3B-Thinking", 1) == ["qwen/qwen3-vl-30b-a3b-instruct"]

    @pytest.mark.parametrize("id_", ["us.openai.gpt-5.2", "eu/gpt-5.2", "a/b.c.gpt-5.2"])
    def test_neither_do_regions_and_labs_before_points(self, id_: str) -> None:
        assert self.ALIKE.nearest(id_)[0].likeness == 1.0

    def test_marks_are_all_one(self) -> None:
        assert self.ids("gpt_5-2")[0] == "openai/gpt-5.2"
        assert self.ALIKE.nearest("gpt_5-2")[0].likeness == 1.0

    def test_what_is_not_alike_is_not_named(self) -> None:
        assert self.ids("whisper-large-v3") == []
        assert self.ids("") == []

    def test_a_catalog_without_models_is_like_nothing(self) -> None:
        assert Alike([]).nearest("gpt-5.2") == ()


def test_every_citation_of_a_source_counts_and_the_most_cited_comes_first() -> None:
    whole = model(
        "a/one",
        figure(50),
        figure(60),
        context=Size(1, "card"),
        license=License("mit", source="card"),
        inputs=("text",),
        modalities_source="card",
        status=(StatusEvent(DAY, "api", "ga", "card"),),
        offerings=(
            offering("1", source="board", origins={"context": "elsewhere"}, terms=Terms(baa=Term("yes", "card"))),
        ),
    )
    found = data_sets(facts(whole, providers=[provider(training=Term("no", "terms"))]))
    assert [(each.id, each.cited) for each in found] == [("card", 5), ("board", 3), ("terms", 2), ("elsewhere", 1)]
    assert (found[0].title, found[-1].title) == ("Card", "elsewhere")


def test_ids_without_a_model_cite_their_source_too() -> None:
    odd = model("unlinked/x", offerings=(offering(),), linked=False)
    assert [(each.id, each.cited) for each in data_sets(replace(facts(), unlinked={odd.id: odd}))] == [("terms", 1)]


def layer(kind: str, age: int, title: str = "North list") -> LayerLine:
    return LayerLine(kind, "x", title, "2026-01-01", None, None, age)  # type: ignore[arg-type]


def warned(*layers: LayerLine) -> tuple[str, ...]:
    return info(facts(), DAY, ("bundled",), layers).warnings


def test_bundled_data_are_stale_after_sixty_days_if_nothing_was_synced() -> None:
    assert warned(layer("bundled", 60)) == ()
    (said,) = warned(layer("bundled", 61))
    assert "61 days old" in said
    assert "`modelpick catalog update`" in said
    assert warned(layer("bundled", 61), layer("synced", 0)) == ()


def test_synced_sources_are_stale_two_weeks_after_they_were_asked() -> None:
    assert warned(layer("synced", 14)) == ()
    assert warned(layer("synced", 15)) == (
        "North list (15 days ago) was last asked too long ago: run `modelpick catalog update`",
    )
    (both,) = warned(layer("synced", 15), layer("synced", 20, "South"))
    assert both.startswith("North list (15 days ago) and South (20 days ago) were last asked")


def test_files_of_ones_own_do_not_grow_old() -> None:
    assert warned(LayerLine("own", "x.yaml", "x.yaml", None, None, None, None)) == ()


def test_ids_without_a_model_are_counted_apart() -> None:
    odd = model("unlinked/x", linked=False)
    found = info(replace(facts(model()), unlinked={odd.id: odd}), DAY, ())
    assert (found.counts["models"], found.unlinked) == (1, 1)
