"""How firmly an order stands: win shares from fixed simulations over values and weights, dominance, and break-evens.

Nothing here is random: the same question always meets the same simulations (`modelpick.decide.draws`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from operator import ge, mul, sub

from modelpick.decide.draws import SIMULATIONS, Draws, outcome, places
from modelpick.model.fields import Plain

WEIGHT_SPREAD = 0.3
"""v in w' = (1 - v) w + v s: how far the weights of an answer are one opinion among others."""
LEAST_CHANCE = 0.005
"""Models that beat the leader in fewer simulations than this are left out: their share would print as 0%."""
ALWAYS_DRAWN = 4
"""The strongest are drawn in any case: somebody has to be second and third."""


class Contender(Plain):
    """A model as the simulations see it: `utilities` in points per criterion, `score` (what is expected of it) and `sd`
    in points."""

    id: str
    score: float
    sd: float
    utilities: tuple[float, ...]


class Shares(Plain):
    """Shares of the simulations in which a model is first, and among the first three."""

    first: float
    top_three: float


NEVER = Shares(0.0, 0.0)


def shares(everyone: Sequence[Contender], weights: Sequence[float], draws: Draws | None = None) -> dict[str, Shares]:
    """Win and top-three share of each model.

    A simulation draws the error of every model's score, normal with its deviation, and weights w' = (1 - v) w + v s
    with s uniform on the simplex. Only models that can still be first are drawn; the others win in none.
    """
    drawn = contenders(everyone)
    if len(drawn) == 1:
        return {c.id: Shares(1.0, 1.0) if c is drawn[0] else NEVER for c in everyone}
    draws, k = draws or Draws(), len(weights)
    simplex, normals = draws.simplex(k), draws.normals(range(k, k + len(drawn)))
    first, three = places(_outcome_column(c, normal, simplex) for c, normal in zip(drawn, normals, strict=True))
    found = {c.id: Shares(first[i] / SIMULATIONS, three[i] / SIMULATIONS) for i, c in enumerate(drawn)}
    return {c.id: found.get(c.id, NEVER) for c in everyone}


def _outcome_column(c: Contender, normal: int, simplex: Sequence[int]) -> int:
    pulls = [WEIGHT_SPREAD * each for each in c.utilities]
    return outcome((1 - WEIGHT_SPREAD) * c.score, c.sd, pulls, normal, simplex)


def contenders(everyone: Sequence[Contender]) -> list[Contender]:
    """The models that beat the leader in more than `LEAST_CHANCE` of the simulations, and the strongest few in any
    case.
    """
    leader = max(everyone, key=lambda c: (c.score, c.id))
    strongest = {c.id for c in sorted(everyone, key=lambda c: (-c.score, c.id))[:ALWAYS_DRAWN]}
    return [c for c in everyone if c.id in strongest or chance_ahead(c, leader) > LEAST_CHANCE]


def chance_ahead(one: Contender, other: Contender) -> float:
    """Share of the simulations in which `one` scores above `other`, by the moments of the difference.

    Over the simplex sum_k s_k d_k has mean(d) and variance (mean(d^2) - mean(d)^2) / (K + 1).
    """
    d = list(map(sub, one.utilities, other.utilities))
    mean = sum(d) / len(d)
    variance = (sum(map(mul, d, d)) / len(d) - mean**2) / (len(d) + 1)
    expected = (1 - WEIGHT_SPREAD) * (one.score - other.score) + WEIGHT_SPREAD * mean
    spread = math.sqrt(WEIGHT_SPREAD**2 * max(variance, 0.0) + one.sd**2 + other.sd**2)
    if spread == 0:
        return 0.5 if expected == 0 else float(expected > 0)
    return 0.5 * (1 + math.erf(expected / spread / math.sqrt(2)))


def dominated_by(one: Contender, others: Iterable[Contender]) -> str | None:
    """The first of `others` that is at least as good on every criterion and better on one; None if there is none."""
    for other in others:
        if all(map(ge, other.utilities, one.utilities)) and other.utilities != one.utilities:
            return other.id
    return None


def break_even_weight(margin: float, weight: float, difference: float) -> float | None:
    """The weight of one criterion at which the second overtakes the first, the others keeping their proportions.

    `margin` = S1 - S2 and `difference` = U1k - U2k, both in points; t = R / (R - d), R = (m - w d) / (1 - w).
    None when no weight between 0 and 1 does it.
    """
    if weight >= 1 or margin <= 0:
        return None
    rest = (margin - weight * difference) / (1 - weight)
    if rest == difference:
        return None
    t = rest / (rest - difference)
    return t if 0 <= t <= 1 else None


def least_weight_moved(margin: float, weights: Sequence[float], differences: Sequence[float]) -> float | None:
    """The least weight that must move between criteria for the second to draw level; None when none suffices.

    Greedy and exact: take from where the first leads most, give to where the second leads most.
    """
    lowest = min(differences)
    moved = 0.0
    for difference, weight in sorted(zip(differences, weights, strict=True), reverse=True):
        gain = difference - lowest
        if gain <= 0:
            return None
        if margin <= weight * gain:
            return moved + margin / gain
        margin -= weight * gain
        moved += weight
    return None


def break_even_price(margin: float, weight: float, price: float, worst: float, best: float) -> float:
    """The price of the second at which it draws level: C exp(-(m / w) / 100 ln(C_worst / C_best)).

    For a logarithmic price criterion of `weight` between the anchors `worst` and `best`; `margin` in points.
    """
    return price * math.exp(-(margin / weight) / 100 * math.log(worst / best))
