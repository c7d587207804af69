"""When the cheaper of two offerings changes, in words and in figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from modelpick.cost import breakeven
from modelpick.cost.price import tier_at
from modelpick.documents.costing import BreakEven, Cost
from modelpick.model.facts import Price
from modelpick.model.fields import Plain, replace
from modelpick.model.wording import listed, number, percent
from modelpick.model.workloads import Workload

_SMALL_SHARE = Decimal("0.005")


class PricedCost(Plain):
    """A cost with the price that it is computed from."""

    cost: Cost
    price: Price | None


def break_even_points(priced: Sequence[PricedCost], workload: Workload) -> tuple[BreakEven, ...]:
    """The break-even points between each two neighbors, cheapest first; costs without a figure are left out."""
    known = [each for each in priced if each.cost.per_month_usd.value is not None]
    found = (_break_even_of_pair(one, other, workload) for one, other in pairwise(known))
    return tuple(flip for flip in found if flip is not None)


def _break_even_of_pair(one: PricedCost, other: PricedCost, workload: Workload) -> BreakEven | None:
    near, far = _cost_line(one, workload), _cost_line(other, workload)
    if near is None or far is None or (one.cost.model == other.cost.model and near.total == far.total):
        return None
    rise, cut = breakeven.price_rise(near.total, far.total), breakeven.price_cut(near.total, far.total)
    outputs = breakeven.output_tokens(near, far, workload)
    inputs = None if workload.lengths else breakeven.input_tokens(near, far, workload)
    if inputs is not None and not (_same_tier(one, inputs, workload) and _same_tier(other, inputs, workload)):
        inputs = None  # another price would hold there
    factor = breakeven.token_factor(near, far.total)
    a, b = one.cost.name, other.cost.name
    if one.cost.model == other.cost.model:
        a, b = (each.cost.provider_name or each.cost.name for each in (one, other))
    found = BreakEven(one.cost.model, other.cost.model, "", rise, cut, factor, outputs, inputs)
    lengths = list(_lengths_at_break_even(found, workload))
    text = _break_even_text(a, b, one.cost, found) + "".join(_length_text(b, *each) for each in lengths)
    text += _overlap_text(one.cost, other.cost)
    return replace(found, text=text, brief=_in_brief(b, cut, lengths))


def _cost_line(priced: PricedCost, workload: Workload) -> breakeven.CostLine | None:
    factor = priced.cost.factor
    return breakeven.line(priced.price, workload, factor.value if factor else Decimal(1))


def _same_tier(priced: PricedCost, tokens: Decimal, workload: Workload) -> bool:
    return priced.price is not None and tier_at(priced.price, int(tokens)) == tier_at(
        priced.price, workload.input_tokens
    )


def _break_even_text(a: str, b: str, one: Cost, found: BreakEven) -> str:
    rise, cut, factor = found.price_rise, found.price_cut, found.token_factor
    if cut is not None and cut < _SMALL_SHARE:
        return f"{a} and {b} cost the same within half a percent"
    turns = [_price_rise_text(rise)] if rise is not None else []
    turns += [f"those of {b} fall by {percent(float(cut))}"] if cut is not None else []
    if factor is not None and found.cheaper != found.dearer and one.factor:
        times = number(float(factor / one.factor.value))
        turns.append(f"it takes {times} times the output tokens that are expected of it")
    until = listed(turns, joint="or") or "one of them is priced anew"
    return f"{a} is cheaper than {b} until {until}"


def _price_rise_text(rise: Decimal) -> str:
    if rise < 1:
        return f"its own prices rise by {percent(float(rise))}"
    return f"its own prices are {number(float(rise + 1))} times as high"


def _lengths_at_break_even(found: BreakEven, workload: Workload) -> Iterator[tuple[str, Decimal, int]]:
    """(what, so many tokens a request at break-even, so many now)."""
    if found.output_tokens is not None:
        yield "output", found.output_tokens, workload.output_tokens
    if found.input_tokens is not None:
        yield "input", found.input_tokens, workload.input_tokens


def _length_text(b: str, what: str, at: Decimal, now: int) -> str:
    side = "above" if at > now else "below"
    return f"; {side} {at:,} {what} tokens a request (now {now:,}) {b} is cheaper"


def _overlap_text(one: Cost, other: Cost) -> str:
    high, low = one.per_month_usd.high, other.per_month_usd.low
    if one.model == other.model or high is None or low is None or high < low:
        return ""
    return "; their ranges overlap, so longer answers alone could reverse it"


def _in_brief(b: str, cut: Decimal | None, lengths: Sequence[tuple[str, Decimal, int]]) -> str | None:
    """``requests have over 30,400 input tokens: then B is cheaper``."""
    turns = [f"{'over' if at > now else 'under'} {at:,} {what} tokens" for what, at, now in lengths]
    if turns:
        return f"{' or '.join(turns)} a request: then {b} is cheaper"
    return None if cut is None else f"{b} cuts its prices by {percent(float(cut))}"
