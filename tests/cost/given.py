"""Prices and workloads made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from modelpick.domain.facts import Price
from modelpick.domain.workloads import Workload


def price(into: str | None = "3", out: str | None = "15", **more: Any) -> Price:
    """US dollars per million tokens; texts become decimals."""
    money = {name: Decimal(value) if isinstance(value, str) else value for name, value in more.items()}
    return Price(
        "2026-01-01",
        None if into is None else Decimal(into),
        None if out is None else Decimal(out),
        **{"source": "terms", **money},
    )


def workload(requests: int = 1, into: int = 1000, out: int = 100, **more: Any) -> Workload:
    """Shares as texts become decimals."""
    shares = {name: Decimal(value) if isinstance(value, str) else value for name, value in more.items()}
    return Workload("work", "Work", requests, into, out, **{"basis": "made up", **shares})
