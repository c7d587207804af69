"""The name of a family names its newest model that is out, or the tiers of its newest release."""

from __future__ import annotations

from typing import Any

import pytest

from modelpick.decide.families import family, models_having_words
from modelpick.model.facts import Model, StatusEvent
from tests.factories import model


def made(id_: str, released: str | None, label: str | None = None, **more: Any) -> Model:
    return model(id_, released=released, family=label, **more)


MODELS = (
    made("lab/owl-4", "2025-08-01", "owl-4"),
    made("lab/owl-5", "2026-01-01", "owl-5"),
    made("lab/owl-5.1-swift", "2026-03-01", "owl-5"),
    made("lab/owl-5.1-swift-lite", "2026-04-01", "owl-5"),
    made("lab/owl-oss-20b", "2026-05-01", "owl-oss"),
    made("lab/owl-6", None, "owl-6"),
    made("other/wise-owl-1", "2026-05-01", "wise-owl"),
    made("kite/kite-k2-instruct", "2025-07-01", "kite-k2"),
    made("kite/kite-k2-instruct-0905", "2025-09-05", "kite-k2"),
    made("kite/kite-k3-instruct", "2026-02-01", "kite-k3"),
    made("kite/kite-k3-coder", "2026-06-01", "kite-k3"),
    made("jay/jay-1-8b", "2026-01-01", "jay-1"),
    made("jay/jay-1-70b", "2026-01-01", "jay-1"),
)


def named(name: str, day: str = "2026-07-01", models: Any = MODELS) -> list[str]:
    found = family(name, models, day)
    return sorted(m.id.partition("/")[2] for m in found.newest) if found else []


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("owl", "2025-12-31", ["owl-4"]),
        ("owl", "2026-02-01", ["owl-5"]),
        ("OWL", "2026-03-01", ["owl-5.1-swift"]),
        ("owl", "2026-04-01", ["owl-5.1-swift", "owl-5.1-swift-lite"]),  # one version, two tiers
        ("owl swift", "2026-04-01", ["owl-5.1-swift"]),
        ("owl-swift-lite", "2026-04-01", ["owl-5.1-swift-lite"]),
        ("owl oss", "2026-07-01", ["owl-oss-20b"]),
        ("owl", "2025-07-31", []),
        ("kite", "2025-12-31", ["kite-k2-instruct-0905"]),  # the older one is of the same tier
        ("kite", "2026-05-31", ["kite-k3-instruct"]),
        ("kite", "2026-06-01", ["kite-k3-coder", "kite-k3-instruct"]),
        ("kite-k2", "2026-06-01", ["kite-k2-instruct-0905"]),
        ("jay", "2026-01-01", ["jay-1-70b", "jay-1-8b"]),  # sizes are tiers
        ("heron", "2026-07-01", []),
        ("", "2026-07-01", []),
    ],
)
def test_a_name_means_the_newest_that_is_out(name: str, day: str, expected: list[str]) -> None:
    assert named(name, day) == expected
    assert named(name, day, MODELS[::-1]) == expected


def test_a_word_of_several_families_names_the_newest_of_each() -> None:
    found = family("instruct", (*MODELS, made("jay/jay-2-instruct", "2026-01-02", "jay-2")), "2026-07-01")
    assert found is not None
    assert len(found.stems) == 2
    assert [m.id for m in found.newest] == ["kite/kite-k3-instruct", "jay/jay-2-instruct"]


def test_what_is_announced_or_retired_is_dated_by_its_events() -> None:
    said = StatusEvent("2026-06-01", "api", "announced", "card")
    out = StatusEvent("2026-06-10", "api", "public_preview", "card")
    models = (made("a/jay-1", "2026-01-01", "jay-1"), made("a/jay-2", None, "jay-2", status=(said, out)))
    assert named("jay", "2026-06-09", models) == ["jay-1"]
    assert named("jay", "2026-06-10", models) == ["jay-2"]


def test_the_rest_of_a_family_is_told_newest_first() -> None:
    found = family("kite", MODELS, "2026-05-31")
    assert found is not None
    assert [m.id for m in found.others] == ["kite/kite-k2-instruct-0905", "kite/kite-k2-instruct"]


def test_a_list_takes_every_word_whole() -> None:
    assert [m.id for m in models_having_words("owl-5.1", MODELS)] == ["lab/owl-5.1-swift", "lab/owl-5.1-swift-lite"]
    assert models_having_words("owl 1", MODELS) == [MODELS[6]]
    assert models_having_words("-", MODELS) == []
