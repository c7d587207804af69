"""A machine of one's own: what it costs a month, how much it does, from which volume it beats an API.

    rent   count x dollars per hour x 730 h, used or not
    buy    count x price / months + count x watts / 1000 x 730 h x 1.3 x dollars per kWh
    does   730 h x utilization / seconds that one request keeps the machine busy

with 1.3 for cooling and the rest of the server on top of the accelerators' rated power.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from modelpick.documents.costing import PICO, VolumePoint
from modelpick.model.fields import Plain
from modelpick.model.workloads import Workload

HOURS = Decimal(730)
"""Of a month: 365 x 24 / 12."""
OVERHEAD = Decimal("1.3")
"""Power of the whole server and its cooling over the rated power of its accelerators; a stated assumption."""
UTILIZATION = Decimal("0.4")
"""The share of the month in which a machine is busy; a stated assumption."""
MONTHS = 36
KWH = Decimal("0.15")
"""US dollars; a stated assumption."""


def rented(count: int, usd_per_hour: Decimal) -> dict[str, Decimal]:
    """A month of `count` devices that are never switched off."""
    return {"rent": usd_per_hour * count * HOURS}


def bought(
    count: int, price_usd: Decimal, tdp_w: float | None, months: int = MONTHS, usd_per_kwh: Decimal = KWH
) -> dict[str, Decimal]:
    """A month of `count` devices: their price spread over `months`, and their power at the rated load."""
    parts = {"purchase": (price_usd * count / months).quantize(PICO)}
    if tdp_w is not None:
        watts = Decimal(str(tdp_w)) * count
        parts["power"] = (watts / 1000 * HOURS * OVERHEAD * usd_per_kwh).quantize(PICO)
    return parts


class Speed(Plain):
    """Tokens a second of one machine over all its streams. `prefill` None: only writing is counted."""

    decode: float
    prefill: float | None = None


def seconds_per_request(workload: Workload, speed: Speed, factor: float = 1.0) -> float:
    """How long one request keeps the machine busy: reading what no cache holds, and writing."""
    fresh = workload.input_tokens * (1 - float(workload.cached * workload.hit_rate))
    answer = workload.output_tokens * factor
    calls = workload.parallel + workload.merge
    read = fresh * calls + (answer * workload.parallel if workload.merge else 0)
    return (read / speed.prefill if speed.prefill else 0.0) + answer * calls / speed.decode


def capacity(workload: Workload, speed: Speed, utilization: Decimal, factor: float = 1.0) -> Decimal:
    """Requests a month that one machine does."""
    busy = seconds_per_request(workload, speed, factor)
    if not busy:
        return Decimal(workload.requests)
    return (HOURS * 3600 * utilization / Decimal(repr(busy))).quantize(Decimal("0.001"))


def replicas(requests: Decimal, capacity_: Decimal) -> int:
    """Machines that take so many requests a month, at least one."""
    return max(1, math.ceil(requests / capacity_)) if capacity_ > 0 else 1


def points(
    machine_usd: Decimal, request_usd: Decimal, tokens: Decimal, capacity_: Decimal, most: Decimal
) -> list[VolumePoint]:
    """Both costs at round volumes, from a hundredth of `most` tokens a month up to it. `tokens` are of one request."""
    found = []
    for volume in _round_volumes(most):
        requests = volume / tokens
        number = replicas(requests, capacity_)
        found.append(VolumePoint(volume, (requests * request_usd).quantize(PICO), machine_usd * number, number))
    return found


def _round_volumes(most: Decimal) -> Iterator[Decimal]:
    """1, 2, 5, 10 ... times a power of ten."""
    power = (most / 100).adjusted()
    for exponent in range(power, most.adjusted() + 1):
        for digit in (1, 2, 5):
            volume = Decimal(digit).scaleb(exponent)
            if most / 100 <= volume <= most:
                yield volume
