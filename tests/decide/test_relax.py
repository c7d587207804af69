"""Minimal relaxations, against trying every set of constraints."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelpick.decide.relax import RelaxationRoute, admitted, minimal_masks
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.use_cases.catalog import OpenCatalog
from tests.conftest import DATA_DAY

BITS = 5
WAYS = st.lists(
    st.builds(
        RelaxationRoute,
        model=st.sampled_from(["a/one", "a/two", "b/three"]),
        mask=st.integers(1, 2**BITS - 1),
        score=st.none() | st.sampled_from([0.0, 40.0, 80.0]),
    ),
    max_size=12,
)


def admits(dropped: int, ways: Sequence[RelaxationRoute]) -> bool:
    return any(way.mask & ~dropped == 0 for way in ways)


def by_trying(ways: Sequence[RelaxationRoute]) -> set[int]:
    """Every set whose removal admits something while that of none of its parts does."""
    opening = [mask for mask in range(1, 2**BITS) if admits(mask, ways)]
    return {mask for mask in opening if not any(other != mask and other & mask == other for other in opening)}


@given(WAYS)
@settings(max_examples=200)
def test_the_minimal_masks_are_those_found_by_trying_every_set(ways: list[RelaxationRoute]) -> None:
    assert set(minimal_masks(ways)) == by_trying(ways)


@given(WAYS)
@settings(max_examples=100)
def test_every_minimal_mask_admits_a_model_and_the_best_comes_first(ways: list[RelaxationRoute]) -> None:
    for mask in minimal_masks(ways):
        found = admitted(mask, ways)
        scores = [-1.0 if way.score is None else way.score for way in found]
        assert found
        assert scores == sorted(scores, reverse=True)
        assert len({way.model for way in found}) == len(found)


def test_nothing_in_the_way_means_nothing_to_give_up() -> None:
    assert minimal_masks([RelaxationRoute("a/one", 0, 50.0)]) == []


def test_zero_points_are_a_score_and_no_score_is_not() -> None:
    ways = [RelaxationRoute("a/one", 1, None), RelaxationRoute("a/one", 1, 0.0), RelaxationRoute("a/two", 1, None)]
    assert [(w.model, w.score) for w in admitted(1, ways)] == [("a/one", 0.0), ("a/two", None)]


QUESTIONS = [
    {"residency": ["eu"], "baa": True, "certified": ["hds"]},
    {"self-host": True, "max-price-out": 0.01, "min-context": 5_000_000, "license": "osi"},
    {"self-host": True, "max-price-out": 5},
    {"api": "ga", "max-price": 0.02, "input": ["image"], "min-context": 5_000_000},
]


@pytest.mark.parametrize("constraints", QUESTIONS, ids=" + ".join)
def test_each_relaxation_admits_what_it_says_once_it_is_made(catalog: OpenCatalog, constraints: dict) -> None:
    """Asked again without those constraints, the question has that best model, that score, that many models."""
    request = Request(needs={"coding": 1}, constraints=constraints, as_of=DATA_DAY, top=1000)
    answer = catalog.recommend(request)
    assert answer.verdict.state == "none"
    assert answer.relaxations
    for relaxation in answer.relaxations:
        kept = {id_: value for id_, value in constraints.items() if id_ not in relaxation.relax}
        # What can be had is given up in these words.
        kept |= {"api": "any"} if "available" in relaxation.relax else {}
        again = catalog.recommend(replace(request, constraints=kept))
        first = again.ranking[0]
        assert (relaxation.best, relaxation.score) == (first.model, first.score)
        assert relaxation.admits == len(again.ranking)
