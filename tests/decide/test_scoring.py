"""Value functions and the additive score, against worked examples with published results."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from modelpick.decide.routes import Route
from modelpick.decide.scoring import Score, cells_of, mix, score, slope, utility
from modelpick.decide.subject import CandidateView
from modelpick.evidence.cells import Evidence
from modelpick.model.facts import Anchors, Facts
from tests.conftest import Result
from tests.factories import DAY, criterion, facts, figure, model, need


@dataclass(frozen=True)
class Case:
    """A small decision problem with every number, and the result that it must have."""

    anchors: dict[str, Anchors]
    weights: dict[str, float]
    alternatives: dict[str, list[float]]
    scores: dict[str, float]
    ranking: list[str]
    tolerance: float


SPOTIS = Case(
    # Dezert, Tchamova, Han, Tacnet: The SPOTIS rank reversal free method for multi-criteria decision-making support,
    # FUSION 2020, example 1 (also in the tests of scikit-criteria). The score is 100 (1 - d) of the published
    # distances 0.1989, 0.3707, 0.3063, 0.7491; the printed 0.3707 is arithmetically 0.3705.
    anchors={"c1": Anchors(-5, 12), "c2": Anchors(10, -6), "c3": Anchors(-8, 5)},
    weights={"c1": 0.2, "c2": 0.3, "c3": 0.5},
    alternatives={"a1": [10.5, -3.1, 1.7], "a2": [-4.7, 0, 3.4], "a3": [8.1, 0.3, 1.3], "a4": [3.2, 7.3, -5.3]},
    scores={"a1": 80.11, "a2": 62.95, "a3": 69.37, "a4": 25.09},
    ranking=["a1", "a3", "a2", "a4"],
    tolerance=0.006,
)
RANK_REVERSAL = Case(
    # Constructed: min-max normalization, TOPSIS with min-max and VIKOR put B first once C is added.
    anchors={"coding": Anchors(0, 100), "cost": Anchors(100, 1, "log")},
    weights={"coding": 0.55, "cost": 0.45},
    alternatives={"a": [70, 10], "b": [60, 6], "c": [20, 11]},
    scores={"a": 61.0, "b": 60.5, "c": 33 - 22 + 45 * (1 - math.log10(11) / 2)},
    ranking=["a", "b", "c"],
    tolerance=0.05,
)
CASES = [pytest.param(SPOTIS, id="spotis-a"), pytest.param(RANK_REVERSAL, id="rank-reversal")]


@pytest.mark.parametrize("case", CASES)
def test_the_value_functions_give_the_published_result(case: Case) -> None:
    for name, values in case.alternatives.items():
        shares = zip(case.weights.items(), values, strict=True)
        got = sum(100 * w * utility(x, case.anchors[id_]) for (id_, w), x in shares)
        assert got == pytest.approx(case.scores[name], abs=case.tolerance)


@pytest.mark.parametrize("case", CASES)
def test_the_front_door_gives_the_published_result(case: Case, run: Callable[..., Result], tmp_path: Path) -> None:
    answer = through_the_front_door(case, run, tmp_path)
    assert [r["model"] for r in answer["ranking"]] == [f"lab/{name}" for name in case.ranking]
    for line in answer["ranking"]:
        assert line["score"] == pytest.approx(case.scores[line["model"].removeprefix("lab/")], abs=case.tolerance)
        assert sum(c["points"] for c in line["contributions"]) == pytest.approx(line["score"], abs=1e-9)


@pytest.mark.parametrize("without", ["a", "b", "c"])
def test_no_third_model_reverses_two_others(without: str, run: Callable[..., Result], tmp_path: Path) -> None:
    answer = through_the_front_door(RANK_REVERSAL, run, tmp_path, without)
    kept = [f"lab/{name}" for name in RANK_REVERSAL.ranking if name != without]
    assert [r["model"] for r in answer["ranking"]] == kept


def through_the_front_door(case: Case, run: Callable[..., Result], folder: Path, *without: str) -> Any:
    """``recommend --no-bundled --catalog FILE --rules DIR`` with a catalog and a need that hold the case."""
    rules = folder / "rules"
    rules.mkdir()
    catalog = {
        "sources": [{"id": "paper", "title": "The paper", "publisher": "Its authors", "kind": "independent"}],
        "benchmarks": [_benchmark(id_, anchors) for id_, anchors in case.anchors.items()],
        "models": [_model(n, case.weights, values) for n, values in case.alternatives.items() if n not in without],
    }
    rule = {
        "id": "case",
        "kind": "need",
        "title": "The case",
        "about": "A worked example",
        "because": "Its authors say so",
        "criteria": [{**_says(id_), "weight": w, "benchmark": id_} for id_, w in case.weights.items()],
        "examples": [{"given": {next(iter(case.weights)): 1}}],
    }
    (folder / "catalog.yaml").write_text(json.dumps(catalog), encoding="utf-8")
    (rules / "case.yaml").write_text(json.dumps(rule), encoding="utf-8")
    options = ["--no-bundled", "--catalog", folder / "catalog.yaml", "--rules", rules, "--format", "json"]
    result = run("recommend", "--need", "case", *options)
    assert result.code == 0, result.err
    return json.loads(result.out)


def _says(id_: str) -> dict[str, str]:
    return {"id": id_, "says": f"has a good {id_}", "because": "The case says so"}


def _benchmark(id_: str, anchors: Anchors) -> dict[str, Any]:
    better = "higher" if anchors.best > anchors.worst else "lower"
    ends = {"worst": anchors.worst, "best": anchors.best, "scale": anchors.scale, "why": "The case says so"}
    row = {"id": id_, "name": id_, "family": id_, "tests": "Something.", "unit": "index", "range": [None, None]}
    return {**row, "better": better, "anchors": ends, "noise": {"tau0": 0.01}}


def _model(name: str, criteria: Any, values: list[float]) -> dict[str, Any]:
    said = {"by": "independent", "source": "paper", "on": "2026-01-01"}
    figures = [{"benchmark": id_, "value": x, **said} for id_, x in zip(criteria, values, strict=True)]
    return {"id": f"lab/{name}", "name": name, "measurements": figures}


@pytest.mark.parametrize(("x", "v"), [(-5, 0.0), (0, 0.0), (25, 0.25), (100, 1.0), (130, 1.0)])
def test_a_linear_scale_ends_at_its_anchors(x: float, v: float) -> None:
    assert utility(x, Anchors(0, 100)) == pytest.approx(v)


@pytest.mark.parametrize(("x", "v"), [(0, 1.0), (0.5, 1.0), (1, 1.0), (10, 0.5), (100, 0.0), (1000, 0.0)])
def test_a_falling_log_scale_gives_what_is_free_full_marks(x: float, v: float) -> None:
    assert utility(x, Anchors(100, 1, "log")) == pytest.approx(v)


@pytest.mark.parametrize(("x", "v"), [(0, 0.0), (1000, 0.0), (10_000, 0.5), (100_000, 1.0)])
def test_a_rising_log_scale_gives_nothing_for_nothing(x: float, v: float) -> None:
    assert utility(x, Anchors(1000, 100_000, "log")) == pytest.approx(v)


@pytest.mark.parametrize("anchors", [Anchors(0, 80), Anchors(90, 10), Anchors(1, 1000, "log"), Anchors(500, 2, "log")])
def test_the_slope_is_that_of_the_value_function(anchors: Anchors) -> None:
    x, step = 40.0, 1e-6
    measured = abs(utility(x + step, anchors) - utility(x - step, anchors)) / (2 * step)
    assert slope(x, anchors) == pytest.approx(measured, rel=1e-4)


def scored(known: Facts, *criteria: Any) -> Score:
    (subject_of,) = known.models.values()
    weighted = mix({"job": 1.0}, {"job": need("job", *criteria)}, known)
    subject = CandidateView(Route("none", subject_of, DAY), known)
    return score(weighted, subject, cells_of(weighted, subject_of, Evidence(known.benchmarks)))


def test_the_score_is_over_the_known_weight() -> None:
    known = facts(model("a/one", figure(80), figure(40, benchmark="trial")))
    got = scored(known, criterion("exam", 3), criterion("trial", 1), criterion("speed", 4))
    assert got.value == pytest.approx((3 * 80 + 40) / 4)
    assert got.coverage == pytest.approx(0.5)
    assert [w.criterion.id for w in got.missing] == ["speed"]
    assert sum(p.points for p in got.parts) == pytest.approx(got.value)


def test_the_deviation_of_the_score_is_that_of_its_weighted_parts() -> None:
    known = facts(model("a/one", figure(80), figure(40, benchmark="trial")))
    got = scored(known, criterion("exam", 3), criterion("trial", 1))
    assert got.sd == pytest.approx(math.sqrt(8.25 * (0.75**2 + 0.25**2)))


def test_a_model_without_figures_has_no_coverage_and_is_not_enough() -> None:
    got = scored(facts(model()), criterion("exam"))
    assert (got.coverage, got.enough, got.parts) == (0, False, ())


@pytest.mark.parametrize(("known_weight", "enough"), [(39, False), (40, True), (41, True)])
def test_enough_begins_at_40_percent(known_weight: float, enough: bool) -> None:
    known = facts(model("a/one", figure(80)))
    assert scored(known, criterion("exam", known_weight), criterion("trial", 100 - known_weight)).enough is enough


def test_needs_mix_linearly_and_a_shared_test_counts_once() -> None:
    book = {
        "one": need("one", criterion("exam", 1), criterion("trial", 1)),
        "two": need("two", criterion("exam", 1), criterion("speed", 3)),
    }
    weighted = mix({"one": 1, "two": 3}, book, facts())
    assert {w.criterion.id: w.weight for w in weighted} == {
        "speed": pytest.approx(3 / 4 * 3 / 4),
        "exam": pytest.approx(1 / 4 * 1 / 2 + 3 / 4 * 1 / 4),
        "trial": pytest.approx(1 / 4 * 1 / 2),
    }
    assert [w.criterion.id for w in weighted] == ["speed", "exam", "trial"]
