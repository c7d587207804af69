"""When requests come, in the zone of whoever sends them, and how many of them at the peak of a price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from modelpick.cost.clock import busy_spans, share_at_peak
from modelpick.cost.cost import cost_of, monthly_cost
from modelpick.cost.workload import workload_from
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import OffPeak
from modelpick.model.fields import replace
from tests.cost.given import price
from tests.factories import model, money, offering

WINTER, SUMMER = "2026-11-26", "2026-07-01"
WEEKDAYS = OffPeak(money("1", "1"), ("01:00-04:00", "06:00-10:00"), "weekdays")
DAILY = OffPeak(money("1", "1"), ("22:00-24:00",))


@pytest.mark.parametrize(
    ("hours", "zone", "day", "at", "share"),
    [
        ("weekdays 9-17", "Europe/Berlin", WINTER, WEEKDAYS, Decimal(2) / 8),  # 8-16 UTC: two hours of eight
        ("weekdays 9-17", "Europe/Berlin", SUMMER, WEEKDAYS, Decimal(3) / 8),  # 7-15 UTC
        ("9-17", "Europe/Berlin", WINTER, WEEKDAYS, Decimal(10) / 56),  # the weekend has no peak
        ("weekdays 9-12,14-16", "Asia/Shanghai", WINTER, WEEKDAYS, Decimal(5) / 5),  # 1-4 and 6-8 UTC
        ("0-24", None, WINTER, DAILY, Decimal(2) / 24),
        ("22:30-6", "UTC", WINTER, DAILY, Decimal("1.5") / Decimal("7.5")),
        ("weekdays 9-17", "America/Los_Angeles", WINTER, DAILY, Decimal(2) / 8),  # 17-01 UTC, Friday's into Saturday
        ("22-24", "+05:30", WINTER, DAILY, Decimal(0)),
    ],
)
def test_the_share_at_the_peak(hours: str, zone: str | None, day: str, at: OffPeak, share: Decimal) -> None:
    assert share_at_peak(at, busy_spans(hours, zone, day)) == share


CLOCK = replace(
    price("4", "8"), charges=replace(price("4", "8").charges, off_peak=replace(WEEKDAYS, rates=money("2", "4")))
)
SAID = {"in": "1M", "out": "0", "requests": "100"}


def test_a_known_use_has_one_price_and_no_range_of_hours() -> None:
    load = workload_from({}, None, {**SAID, "hours": "weekdays 9-17", "tz": "Europe/Berlin"}, WINTER)
    found = monthly_cost(CLOCK, load)
    assert (found.low, found.value, found.high) == (250, 250, 250)
    basis = cost_of(model(), offering("4"), CLOCK, load).basis
    assert "25% of the requests at the hours of the peak, 01:00-04:00, 06:00-10:00 UTC on weekdays" in basis
    assert monthly_cost(CLOCK, workload_from({}, None, SAID)).low == 200


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"hours": "9"}, "hours: is '9', expected hours of the day. Write 9-17"),
        ({"hours": "9-9"}, "expected hours of the day"),
        ({"hours": "9-25"}, "expected hours of the day"),
        ({"hours": "9-17:75"}, "expected hours of the day"),
        ({"hours": "9-17", "tz": "Europe/Berln"}, "tz: no time zone is called 'Europe/Berln'. Did you mean `Europe/Be"),
        ({"hours": "9-17", "tz": "../../etc/passwd"}, "no time zone is called"),
        ({"hours": "9-17", "tz": "+99"}, "no time zone is called '+99'"),
        ({"tz": "Europe/Berlin"}, "tz: says where hours are counted, and none are named. Add hours"),
    ],
)
def test_hours_that_nobody_can_mean(said: dict[str, str], text: str) -> None:
    with pytest.raises(ModelpickError) as refusal:
        workload_from({}, None, {**SAID, **said})
    assert text in str(refusal.value)
