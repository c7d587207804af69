"""Three-valued logic."""

from __future__ import annotations

from itertools import permutations

from modelpick.model.logic import Truth, all_of, any_of

PASS, FAIL, UNKNOWN = Truth.PASS, Truth.FAIL, Truth.UNKNOWN


def test_not_known_stays_not_known() -> None:
    assert (~PASS, ~FAIL, ~UNKNOWN) == (FAIL, PASS, UNKNOWN)


def test_nothing_asked_is_met_and_no_way_is_no_way() -> None:
    assert all_of([]) is PASS
    assert any_of([]) is FAIL


def test_the_order_does_not_matter() -> None:
    for truths in permutations([PASS, FAIL, UNKNOWN]):
        assert all_of(truths) is FAIL
        assert any_of(truths) is PASS


def test_de_morgan() -> None:
    for left in Truth:
        for right in Truth:
            assert ~all_of([left, right]) is any_of([~left, ~right])
