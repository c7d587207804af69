"""Links between two editions of a test: what a figure on the one says of the other.

A link is a straight line between the standard scores of two benchmarks of one skill, fitted offline on the models that
were measured on both (`tools/fit_links.py`). It exists only where it beats the estimator, which knows the other
edition too. Its value is the precision-weighted mean of the figure that is carried over and the estimate; the weights
do not depend on the figure, so that a better figure never lowers the value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from modelpick.model.dates import Day
from modelpick.model.fields import Plain


class EditionLink(Plain):
    """z of `target` = intercept + slope * z of `edition`, both in standard scores of the estimator's columns.

    `error` and `estimator` are the mean absolute errors of the link and of the estimator, in the target's unit, each
    on models left out of the fit; `sd` is the residual deviation in standard scores.
    """

    target: str
    edition: str
    n: int
    r: float
    slope: float
    intercept: float
    sd: float
    mean: float
    """Of the edition's standard scores; with `squares`, their sum of squares around it, the leverage of a figure."""
    squares: float
    error: float
    estimator: float
    on: Day

    @property
    def deviation(self) -> float:
        """The standard deviation of a carried figure, in standard scores of the target; larger with few models in
        common.
        """
        small = 1 + 1.5 / max(self.n - 3, 1)
        return self.sd * small * math.sqrt(1 + 1 / self.n)

    def carried(self, z: float) -> float:
        return self.intercept + self.slope * z

    def spread(self, z: float) -> float:
        """The standard deviation of what `z` is carried to; it grows with the distance from the models in common."""
        return math.hypot(self.deviation, self.sd * abs(z - self.mean) / math.sqrt(self.squares))


def links_from(data: Mapping[str, Any]) -> dict[str, tuple[EditionLink, ...]]:
    """The links of ``data/estimator.json`` by target, the most exact first."""
    found: dict[str, list[EditionLink]] = {}
    for row in data.get("links", ()):
        found.setdefault(row["target"], []).append(EditionLink(**row))
    return {target: tuple(sorted(some, key=lambda link: (link.sd, link.edition))) for target, some in found.items()}


def joined_estimate(link: EditionLink, z: float, estimate: float, estimate_sd: float) -> tuple[float, float]:
    """The value and deviation, in standard scores, of a figure carried over and an estimate.

    The two are not independent (the estimate knows the figure), so their deviations are added as if they erred alike.
    """
    of_link, of_estimate = link.deviation**-2, estimate_sd**-2
    share = of_link / (of_link + of_estimate)
    value = share * link.carried(z) + (1 - share) * estimate
    return value, share * link.spread(z) + (1 - share) * estimate_sd
