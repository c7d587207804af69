"""How many tokens a model takes for the same work, from published counts of what it took to run a suite.

A model's factor on a suite is its output tokens a task over the suite's median. Over `n` suites the logarithms are
averaged and pulled towards 0 by n / (n + 0.3): with a spread of models of x2.54 (median error without a factor) and
of x1.56 with one, the variance of one suite's word is 0.3 times that between models.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from modelpick.documents.costing import TokenFactor
from modelpick.model.fields import Plain, field
from modelpick.model.numbers import median
from modelpick.model.workloads import TokenCount, Workload

WITHIN = 1.56
"""A factor learned on some suites predicts the tokens of another within this, in the median (2026-11)."""
WITHOUT = 2.54
"""The same without a factor."""
_SHRINKAGE_PULL = 0.3
_LEAST_MODELS = 3
"""Models that a suite must have for its median to mean something."""


def _token_factor(
    value: float, within: float, basis: str, sources: tuple[str, ...], variant: str | None
) -> TokenFactor:
    middle, low, high = (Decimal(f"{each:.3g}") for each in (value, value / within, value * within))
    return TokenFactor(middle, low, high, basis, sources, variant)


USUAL = _token_factor(
    1.0, WITHOUT, f"as usual, unknown for this model: between 1/{WITHOUT} and {WITHOUT} times", (), None
)
"""The factor of a model of which nobody has published a count."""

EXACT = _token_factor(1.0, 1.0, "as they are given", (), None)
"""The factor of every model where the tokens are meant as they stand."""


class Factors(Plain):
    """Token factors by model, and by model and mode."""

    by_mode: Mapping[tuple[str, str | None], TokenFactor] = field(default_factory=dict)
    by_model: Mapping[str, TokenFactor] = field(default_factory=dict)

    def of(self, model: str, variant: str | None = None) -> TokenFactor:
        """The factor of `model` in a mode, else over its modes, else `USUAL`."""
        if variant is not None and (model, variant) in self.by_mode:
            return self.by_mode[model, variant]
        return self.by_model.get(model, USUAL)

    def expected(self, model: str, workload: Workload) -> TokenFactor:
        """The factor of `model` for `workload`: none where its tokens are meant as they stand."""
        return EXACT if workload.exact else self.of(model)


def factors(counts: Iterable[TokenCount]) -> Factors:
    """The factors of all models that `counts` speak of."""
    by_mode: dict[tuple[str, str | None], list[tuple[float, TokenCount]]] = defaultdict(list)
    by_model: dict[str, list[tuple[float, TokenCount]]] = defaultdict(list)
    for count, ratio in _suite_ratios(counts):
        by_mode[count.model, count.variant].append((ratio, count))
        by_model[count.model].append((ratio, count))
    return Factors(
        {key: _pooled_factor(found, key[1]) for key, found in by_mode.items()},
        {model: _pooled_factor(found, None) for model, found in by_model.items()},
    )


def _suite_ratios(counts: Iterable[TokenCount]) -> list[tuple[TokenCount, float]]:
    """Each count with its tokens a task over the median of the models of its suite."""
    suites: dict[str, list[TokenCount]] = defaultdict(list)
    for count in counts:
        if count.output_tokens:
            suites[count.suite].append(count)
    found = []
    for rows in suites.values():
        by_model: dict[str, list[float]] = defaultdict(list)
        for row in rows:
            by_model[row.model].append(_tokens_per_task(row))
        if len(by_model) >= _LEAST_MODELS:
            middle = median([_log_median(each) for each in by_model.values()])
            found += [(row, _tokens_per_task(row) / middle) for row in rows]
    return found


def _tokens_per_task(count: TokenCount) -> float:
    return (count.output_tokens or 0) / count.tasks


def _pooled_factor(found: list[tuple[float, TokenCount]], variant: str | None) -> TokenFactor:
    """One factor of ratios: the middle one of each suite, suites averaged, pulled towards 1."""
    suites: dict[str, list[float]] = defaultdict(list)
    for ratio, count in found:
        suites[count.suite].append(ratio)
    logs = [math.log(_log_median(each)) for each in suites.values()]
    number = len(logs)
    value = math.exp(math.fsum(logs) / number * number / (number + _SHRINKAGE_PULL))
    sources = tuple(dict.fromkeys(count.source for _, count in found))
    basis = f"x{float(f'{value:.3g}'):g} of the usual, from {' and '.join(suites)}, within x{WITHIN}"
    return _token_factor(value, WITHIN, basis, sources, variant)


def _log_median(values: list[float]) -> float:
    """The geometric mean of the middle of `values`."""
    return math.exp(median([math.log(value) for value in values]))
