"""When the cheaper one changes, in closed form.

The cost of a request is linear in everything that a person may change: c = i x + f o y, with x and y the tokens in and
out, f the token factor, i and o the dollars that one token costs on average over cache, misses and batches.
"""

from __future__ import annotations

from decimal import Decimal

from modelpick.cost.cost import request_cost
from modelpick.documents.costing import PICO
from modelpick.model.facts import Price
from modelpick.model.fields import Plain
from modelpick.model.workloads import Workload

_SHARE_DIGITS = Decimal("0.0001")


class CostLine(Plain):
    """A request's cost as a line: dollars of its input, and of its output at factor 1."""

    input: Decimal
    output: Decimal
    factor: Decimal

    @property
    def total(self) -> Decimal:
        return self.input + self.output * self.factor


def line(price: Price | None, workload: Workload, factor: Decimal) -> CostLine | None:
    """The line of `price`; None where it has no full price."""
    given, whole = request_cost(price, workload, Decimal(0)), request_cost(price, workload, Decimal(1))
    return None if given is None or whole is None else CostLine(given, whole - given, factor)


def price_rise(cheaper: Decimal, dearer: Decimal) -> Decimal | None:
    """The share by which the prices of the cheaper must rise for both to cost the same: d / c - 1; None where the
    cheaper costs nothing.
    """
    return (dearer / cheaper - 1).quantize(_SHARE_DIGITS) if cheaper > 0 else None


def price_cut(cheaper: Decimal, dearer: Decimal) -> Decimal | None:
    """The share by which the prices of the dearer must fall for both to cost the same: 1 - c / d; None where the
    dearer costs nothing.
    """
    return (1 - cheaper / dearer).quantize(_SHARE_DIGITS) if dearer > 0 else None


def token_factor(cheaper: CostLine, dearer: Decimal) -> Decimal | None:
    """The factor at which the cheaper costs `dearer`: (d - input) / output. None: its output costs nothing."""
    if not cheaper.output:
        return None
    return ((dearer - cheaper.input) / cheaper.output).quantize(_SHARE_DIGITS)


def output_tokens(one: CostLine, other: CostLine, workload: Workload) -> Decimal | None:
    """Output tokens of a request, of usual verbosity, at which both cost the same; None if there are none.

    y = (i2 - i1) / (o1 f1 - o2 f2) with i the dollars of the whole input and o those of one token out.
    """
    if not workload.output_tokens:
        return None
    slope = (one.output * one.factor - other.output * other.factor) / workload.output_tokens
    return _crossing_point(other.input - one.input, slope)


def input_tokens(one: CostLine, other: CostLine, workload: Workload) -> Decimal | None:
    """Input tokens of a request at which both cost the same, cached shares as they are; None if there are none."""
    if not workload.input_tokens:
        return None
    slope = (one.input - other.input) / workload.input_tokens
    return _crossing_point(other.output * other.factor - one.output * one.factor, slope)


def _crossing_point(gap: Decimal, slope: Decimal) -> Decimal | None:
    if not slope:
        return None
    found = gap / slope
    return found.quantize(Decimal(1)) if found > 0 else None


def volume(fixed_usd: Decimal, request_usd: Decimal) -> Decimal | None:
    """Requests a month at which an API costs as much as `fixed_usd`; None where requests cost nothing."""
    return (fixed_usd / request_usd).quantize(_SHARE_DIGITS) if request_usd > PICO else None
