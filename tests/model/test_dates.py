"""Dates of three precisions."""

from __future__ import annotations

import pytest

from modelpick.model.dates import days_between, first_day, is_day, last_day


@pytest.mark.parametrize("text", ["2026", "2026-04", "2026-04-08", "2024-02-29"])
def test_a_date_may_be_a_year_a_month_or_a_day(text: str) -> None:
    assert is_day(text)


@pytest.mark.parametrize("text", ["", "26", "2026-13", "2026-02-29", "2026-4-8", "2026-04-08 ", "08.04.2026", "0000"])
def test_what_is_no_day_of_the_calendar_is_no_date(text: str) -> None:
    assert not is_day(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-04", "2026-04-01", "2026-04-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-04-08", "2026-04-08", "2026-04-08"),
    ],
)
def test_an_imprecise_date_spans_its_days(text: str, first: str, last: str) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


def test_days_are_counted_from_the_ends() -> None:
    assert days_between("2026-04-30", "2026-05-01") == 1
    assert days_between("2026-04", "2026-05") == 31
    assert days_between("2026-05-01", "2026-04-30") == -1
