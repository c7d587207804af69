"""Prices and workloads made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from modelpick.model.facts import Charges, Price, Rates, Tier
from modelpick.model.pricing import RATES
from modelpick.model.workloads import Workload


def price(into: str | None = "3", out: str | None = "15", **more: Any) -> Price:
    """US dollars per million tokens; texts become decimals.

    `tier_above`, `tier_input`, `tier_output` make one tier; the names of rates are part of the standard price;
    anything else is a part of what is charged.
    """
    given = {name: Decimal(value) if isinstance(value, str) else value for name, value in more.items()}
    base = {name: given.pop(name) for name in RATES if name in given}
    if (above := given.pop("tier_above", None)) is not None:
        given["tiers"] = (Tier(above, Rates(given.pop("tier_input", None), given.pop("tier_output", None))),)
    for unused in ("tier_input", "tier_output"):
        given.pop(unused, None)
    rates = Rates(None if into is None else Decimal(into), None if out is None else Decimal(out), **base)
    return Price("2026-01-01", Charges(rates, **given), source="terms")


def workload(requests: int = 1, into: int = 1000, out: int = 100, **more: Any) -> Workload:
    """Shares as texts become decimals."""
    shares = {name: Decimal(value) if isinstance(value, str) else value for name, value in more.items()}
    return Workload("work", "Work", requests, into, out, **{"basis": "made up", **shares})
