"""How far the figures of makers lie above those of independent parties, benchmark by benchmark.

Taken from the cells that both measured. A benchmark with few such pairs is drawn to what makers add in common. The
errors of cells that are hidden from the factor model say less: those of a model whose other figures are its maker's too
are small, as all are too high alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from modelpick.evidence.pooled import TIERS
from tools.factor_model import Floats, Scale

MAKER, OTHER = 0, 1
"""Columns of the effects: the model's own lab, and rival labs or the press."""
TIERS_OF_GROUPS = {MAKER: ("vendor",), OTHER: ("rival", "press")}
DRAWN_TO = 10.0
"""How many pairs the common effect counts for in that of one benchmark."""
OUTLIER = 2.0
"""A pair counts for at most this many standard scores."""


def effects_of(pairs: Sequence[Sequence[Sequence[float]]]) -> Floats:
    """Standard scores that makers and others add to each benchmark (a row a benchmark; columns MAKER, OTHER), of the
    differences in standard scores of each."""
    effects = np.zeros((len(pairs), len(TIERS_OF_GROUPS)))
    for group in TIERS_OF_GROUPS:
        found = [np.clip(np.array(each[group], float), -OUTLIER, OUTLIER) for each in pairs]
        n, total = (np.array([f(some) for some in found], float) for f in (len, np.sum))
        common = total.sum() / n.sum() if n.sum() else 0.0
        effects[:, group] = (total + DRAWN_TO * common) / (n + DRAWN_TO)
    return effects


def levelled(scores: Floats, tiers: Floats, effects: Floats, scale: Scale) -> Floats:
    """`scores` as an independent party would have measured them."""
    shift = np.zeros_like(scores)
    for group, names in TIERS_OF_GROUPS.items():
        of_group = np.isin(tiers, [TIERS.index(name) for name in names])  # type: ignore[arg-type]
        shift += np.where(of_group, effects[:, group], 0.0)
    return np.where(np.isnan(scores), np.nan, scale.restore(scale.standard(scores) - shift))
