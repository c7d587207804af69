"""What if: ``prices=-80%,volume=x10,output=x2`` parsed, and applied to a price and a workload."""

from __future__ import annotations

import re
from decimal import Decimal

from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Price
from modelpick.model.fields import Plain, field, replace
from modelpick.model.names import did_you_mean
from modelpick.model.pricing import charges_times
from modelpick.model.workloads import LengthShare, Workload

WHERE = "{scenarios}"
CHANGES = ("prices", "volume", "input", "output")
"""What a scenario may change: all prices, requests a month, tokens in and out of a request."""
_PART_SYNONYMS = {"price": "prices", "requests": "volume", "in": "input", "out": "output"}
_PERCENT_FORM = re.compile(r"([-+])(\d{1,6}(?:\.\d{1,6})?)\s*%")
_FACTOR_FORM = re.compile(r"[x×*](\d{1,9}(?:\.\d{1,6})?)|(\d{1,9}(?:\.\d{1,6})?)[x×]")
_SCENARIO_HINT = "For example: prices=-80%,volume=x10"


class Scenario(Plain):
    """Factors by the part that they change; other parts stay."""

    text: str
    factors: dict[str, Decimal] = field(default_factory=dict)

    def of(self, what: str) -> Decimal:
        return self.factors.get(what, Decimal(1))

    def price(self, price: Price | None) -> Price | None:
        """`price` with every part that is known multiplied."""
        factor = self.of("prices")
        if price is None or factor == 1:
            return price
        return replace(price, charges=charges_times(price.charges, factor))

    def workload(self, workload: Workload) -> Workload:
        """`workload` at this volume and these lengths, to whole requests and tokens."""
        return replace(
            workload,
            requests=max(1, round(workload.requests * self.of("volume"))),
            input_tokens=round(workload.input_tokens * self.of("input")),
            output_tokens=round(workload.output_tokens * self.of("output")),
            lengths=tuple(self._length_share(each) for each in workload.lengths),
        )

    def _length_share(self, each: LengthShare) -> LengthShare:
        least, most = (round(length * self.of("input")) for length in (each.least, each.most))
        output = None if each.output_tokens is None else round(each.output_tokens * self.of("output"))
        return LengthShare(each.share, least, most, output)


def parse(text: str) -> Scenario:
    """``prices=-80%,volume=x10``.

    Raises:
        ModelpickError: not of that form, an unknown name, a factor below nothing.
    """
    factors: dict[str, Decimal] = {}
    for part in text.split(","):
        name, sign, value = part.partition("=")
        key = name.strip().lower()
        key = _PART_SYNONYMS.get(key, key)
        if not sign:
            raise ModelpickError(f"is {text!r}, expected NAME=CHANGE", where=WHERE, hint=_SCENARIO_HINT)
        if key not in CHANGES:
            hint = did_you_mean(key, CHANGES) or f"Known: {', '.join(CHANGES)}"
            raise ModelpickError(f"unknown part {name.strip()!r} of a scenario", where=WHERE, hint=hint)
        if key in factors:
            raise ModelpickError(f"says {key} twice", where=WHERE, hint=_SCENARIO_HINT)
        factors[key] = _change_factor(value.strip(), key)
    return Scenario(",".join(part.strip() for part in text.split(",")), factors)


def _change_factor(text: str, key: str) -> Decimal:
    if percent := _PERCENT_FORM.fullmatch(text):
        change = Decimal(percent[1] + percent[2]).scaleb(-2)
        if change < -1:
            raise ModelpickError(f"{key}={text} takes away more than there is", where=WHERE, hint="-100% is the most")
        factor = 1 + change
    elif times := _FACTOR_FORM.fullmatch(text):
        factor = Decimal(times[1] or times[2])
    else:
        raise ModelpickError(
            f"{key} is {text!r}, expected a change", where=WHERE, hint=f"Write -80%, +20% or x10. {_SCENARIO_HINT}"
        )
    if key == "volume" and not factor:
        raise ModelpickError("volume is nothing, expected a factor above 0", where=WHERE)
    return factor
