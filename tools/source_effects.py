"""How far the figures of makers lie above those of independent parties, benchmark by benchmark.

Taken from the errors of cells that were hidden from the factor model: where makers' cells err upwards against what the
model's other scores say, and independent ones do not, the difference is the maker's. A benchmark with few of either is
drawn to what makers add in common.
"""

from __future__ import annotations

import numpy as np

from modelpick.evidence.pooled import TIERS
from tools.factor_model import Floats, Residuals, Scale

MAKER, OTHER = 0, 1
"""Columns of the effects: the model's own lab, and rival labs or the press."""
_TIERS_OF_GROUPS = {MAKER: ("vendor",), OTHER: ("rival", "press")}
DRAWN_TO = 10.0
"""How many pairs the common effect counts for in that of one benchmark."""
OUTLIER = 4.0
"""An error counts for at most this many standard scores."""


def effects_of(residuals: Residuals, tiers: Floats) -> Floats:
    """Standard scores that makers and others add to each benchmark (a row a benchmark; columns MAKER, OTHER)."""
    error = np.clip(residuals.error, -OUTLIER, OUTLIER)
    tier = tiers[residuals.row, residuals.column]
    columns = tiers.shape[1]
    base, count = _mean_errors(error, residuals.column, np.isin(tier, _tier_indexes(("self", "independent"))), columns)
    effects = np.zeros((columns, len(_TIERS_OF_GROUPS)))
    for group, names in _TIERS_OF_GROUPS.items():
        mean, n = _mean_errors(error, residuals.column, np.isin(tier, _tier_indexes(names)), columns)
        pairs = np.where((n > 0) & (count > 0), n * count / np.maximum(n + count, 1), 0.0)
        difference = np.where(pairs > 0, mean - base, 0.0)
        common = float(np.average(difference, weights=pairs)) if pairs.sum() else 0.0
        effects[:, group] = (pairs * difference + DRAWN_TO * common) / (pairs + DRAWN_TO)
    return effects


def levelled(scores: Floats, tiers: Floats, effects: Floats, scale: Scale) -> Floats:
    """`scores` as an independent party would have measured them."""
    shift = np.zeros_like(scores)
    for group, names in _TIERS_OF_GROUPS.items():
        shift += np.where(np.isin(tiers, _tier_indexes(names)), effects[:, group], 0.0)
    return np.where(np.isnan(scores), np.nan, scale.restore(scale.standard(scores) - shift))


def _tier_indexes(names: tuple[str, ...]) -> list[int]:
    return [TIERS.index(name) for name in names]  # type: ignore[arg-type]


def _mean_errors(error: Floats, column: Floats, chosen: Floats, columns: int) -> tuple[Floats, Floats]:
    """Mean error and number of the chosen cells, a value a benchmark."""
    j = np.asarray(column[chosen], int)
    n = np.bincount(j, minlength=columns).astype(float)
    total = np.bincount(j, weights=error[chosen], minlength=columns)
    return total / np.maximum(n, 1), n
