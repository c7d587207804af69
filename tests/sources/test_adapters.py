"""What all adapters have in common: names, licenses, and benchmarks that exist."""

from __future__ import annotations

import doctest

import pytest

from modelpick.catalog.bundled import bundled
from modelpick.catalog.reader import read_yaml
from modelpick.model.errors import ModelpickError
from modelpick.sources import boards, regions, scores
from modelpick.sources.adapter import ShapeChanged
from modelpick.sources.artificial_analysis import FRACTIONS
from modelpick.sources.reading import as_object, load_json
from modelpick.sources.registry import ADAPTERS, adapter, default_sources
from tests.sources.given import DAY, document, under_address


def test_by_name() -> None:
    assert adapter("models.dev") is adapter("Models-Dev") is ADAPTERS["models-dev"]
    assert adapter("modeldeprecations.dev").id == "modeldeprecations"
    assert adapter("artificial_analysis").id == "artificial-analysis"
    with pytest.raises(ModelpickError, match="Did you mean `openrouter`"):
        adapter("openruoter")


def test_what_an_update_reads() -> None:
    free = [one.id for one in default_sources({})]
    assert free[:4] == ["models-dev", "openrouter", "litellm", "modeldeprecations"]
    assert set(free[4:]) == {
        one.id for one in ADAPTERS.values() if one.kind == "scores" and one.urls and not one.key_env
    }
    keyed = default_sources({"ARTIFICIAL_ANALYSIS_API_KEY": "k"})
    assert {one.id for one in keyed} == {*free, "artificial-analysis"}


@pytest.mark.parametrize("known", ADAPTERS.values(), ids=ADAPTERS)
def test_each_says_whose_it_is(known: object) -> None:
    for part in ("title", "publisher", "home", "license", "attribution"):
        assert getattr(known, part)
    assert getattr(known, "kind", "") != "scores" or getattr(known, "about", "")
    assert all(url.startswith("https://") for url in getattr(known, "urls", ()))


def test_every_benchmark_that_is_named_is_one_of_ours_in_percent() -> None:
    named = {*scores.PERCENT.values(), *scores._AT_SOURCE.values(), *FRACTIONS.values()}
    ours = {row["id"]: row["unit"] for row in read_yaml(bundled("data") / "benchmarks.yaml").data["benchmarks"]}
    assert {id_: ours[id_] for id_ in named} == dict.fromkeys(named, "percent")


ODD_DOCUMENTS = (
    *(b"", b"<html>", b"<!doctype html><p>Sign in", b"\xff\xfe", b'"', b"a,b\n1,2\n", b"|Model|\n|---|\n|a|\n"),
    *(b"a: 1", b"- 1\n", b"- [", b"- {model: x}\n", b"let x = `a`", b"Win Prob vs Pool", b"#Puzzles"),
    *(b"<!-- LEADERBOARD_START --><!-- LEADERBOARD_END -->", b"[" * 9999, b"null", b"7", b"[]", b"{}", b"[1]", b"[{}]"),
    *(b'[{"a": 1}]', b'{"a": 1}', b'{"rows": {}}', b'{"rows": []}', b'{"rows": [', b'{"data": []}', b'{"data": {}}'),
    *(b'{"data": null}', b'{"data": [{}]}', b'{"data": {"id": "x"}}', b'{"models": []}', b'{"models": {}}'),
    *(b'{"models": [1]}', b'{"results": []}', b'{"error": "no key"}', b'{"error": {"code": 429}}'),
    *(b'{"sample_spec": {}}', b'{"schema_version": "0.2.1"}', b'{"leaderboards": []}', b'{"leaderboards": 1}'),
    *(b'{"leaderboards": [{"name": "Lite", "results": []}]}', b'{"leaderboards": [{"name": ["Verified"]}]}'),
)
"""What none of the sources says."""


@pytest.mark.parametrize("source", ADAPTERS)
def test_another_shape_is_refused(source: str) -> None:
    for data in ODD_DOCUMENTS:
        with pytest.raises(ShapeChanged, match="expected"):
            ADAPTERS[source].parse([under_address(source, data)], DAY)


@pytest.mark.parametrize("module", [boards, regions, scores])
def test_examples(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_numbers_are_exact_and_bounded() -> None:
    value = as_object(load_json(document(b'{"a": 0.1, "b": 1e9999999999999999999, "c": NaN}'), "x"), "x")
    assert str(value["a"]) == "0.1"
    assert isinstance(value["b"], float)
    assert isinstance(value["c"], float)
