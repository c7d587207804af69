"""One type for every number that people write."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpick.model import numbers
from modelpick.model.errors import ModelpickError
from modelpick.model.numbers import ANY, DAYS, SECONDS, SPEED, TOKENS, Bounded

KINDS = [each for each in vars(numbers).values() if isinstance(each, Bounded)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5), ("200k", 200_000), ("1.5M", 1_500_000), ("2B", 2_000_000_000), ("$3", 3), ("$0.25", Decimal("0.25")),
        ("1_000", 1000), ("1,000,000", 1_000_000), ("-1", -1), (" 7 ", 7), (".5", Decimal("0.5")), (7, 7),
        (0.1, Decimal("0.1")), ("000000000000000000000000000000000000000000000000001", 1),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: Any, value: Any) -> None:
    assert ANY.read(text, "--x") == value


@pytest.mark.parametrize(
    "said",
    [
        "",
        "k",
        "1e6",
        "inf",
        "nan",
        "1.2.3",
        "12q",
        "٣",
        "½",
        True,
        None,
        [],
        float("nan"),
        float("inf"),
        Decimal("NaN"),
    ],
)
def test_what_is_none_is_refused_with_what_works(said: Any) -> None:
    with pytest.raises(ModelpickError, match="expected a number from -1,000") as error:
        ANY.read(said, "--x")
    assert (error.value.where, error.value.hint) == ("--x", "3k, 1.5M and 2B work too")


@pytest.mark.parametrize(
    ("kind", "said", "message"),
    [
        (TOKENS, "0", "is 0, expected a number of tokens from 1 to 1,000,000,000"),
        (TOKENS, "2.5", "is 2.5, expected a number of tokens from 1 to 1,000,000,000"),
        (DAYS, "99999", "is 99999, expected a number of days from 0 to 36,500"),
        (SECONDS, "1h", "is '1h', expected seconds from 0.1 to 3,600"),
        (SPEED, 10**400, "is a number of 398 digits, expected tokens per second from 0.01 to 1,000,000"),
    ],
)
def test_the_message_names_the_range(kind: Bounded, said: Any, message: str) -> None:
    with pytest.raises(ModelpickError) as error:
        kind.read(said, "--x")
    assert error.value.message == message


def test_days_and_weeks() -> None:
    assert [DAYS.count(text, "--x") for text in ("90", "90d", "2W", " 7 d ")] == [90, 90, 14, 7]


@given(
    st.text(max_size=30)
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.from_regex(r"-?[0-9]{1,500}(\.[0-9]+)?[kMB]?")
)
def test_whatever_is_said_is_a_number_in_range_or_refused(said: Any) -> None:
    for kind in KINDS:
        with suppress(ModelpickError):
            assert Decimal(str(kind.least)) <= kind.read(said, "--x") <= Decimal(str(kind.most))


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_digits_without_end_are_out_of_bounds(kind: Bounded) -> None:
    for said in ("9" * 5000, "-" + "9" * 5000, 10**5000, -(10**5000), float("1e300")):
        with pytest.raises(ModelpickError, match="expected") as error:
            kind.read(said, "--x")
        assert len(str(error.value)) < 200
