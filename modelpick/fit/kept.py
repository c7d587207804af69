"""What a model keeps of its scores at a precision: as far as that was measured of the very model, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.documents.fitting import KeptScores, PrecisionFigure
from modelpick.fit.estimate import native_quant
from modelpick.fit.quants import Quant, find_quant
from modelpick.model import wording
from modelpick.model.dates import Day
from modelpick.model.facts import Facts, Model
from modelpick.model.numbers import median
from modelpick.model.weight_files import MeasuredPrecision, known_on

_INTEGERS_OF_FOUR = ("awq", "gptq", "w4a16-g32")
"""Four-bit integers with 16-bit activations: a figure of one speaks for the others, under its own name."""
ABOUT_FOUR = 5.0
"""Bits a weight: below that weights are published at about four."""
NOT_MEASURED = "not measured at this precision"


def kept_at(model: Model, quant: Quant, facts: Facts, day: Day) -> KeptScores:
    """What `model` keeps at `quant`, by what was known on `day`."""
    if quant == native_quant(model):
        text = f"{quant.name} as released: nothing is lost to the precision"
        return KeptScores(text, as_released=True, worth_saying=quant.bits < ABOUT_FOUR)
    rows = [row for row in facts.precision.get(model.id, ()) if known_on(row, day) and _is_of(row, quant)]
    if not rows:
        return KeptScores(NOT_MEASURED)
    shares = sorted(row.value / row.full for row in rows)
    figures = (
        PrecisionFigure(r.test, r.value, r.full, r.precision, r.full_precision, r.by, r.source, r.method) for r in rows
    )
    return KeptScores(
        _kept_text(quant, rows, shares), False, median(shares), shares[0], shares[-1], tuple(figures), True
    )


def _is_of(row: MeasuredPrecision, quant: Quant) -> bool:
    measured = find_quant(row.precision)
    if measured is None:
        return False
    return measured == quant or {measured.name, quant.name} <= set(_INTEGERS_OF_FOUR)


def _kept_text(quant: Quant, rows: Sequence[MeasuredPrecision], shares: Sequence[float]) -> str:
    """``at q4_k_m it keeps 99% of its score at bf16 on MMLU (Unsloth)``."""
    named, full = rows[0].precision, wording.listed(list(dict.fromkeys(row.full_precision for row in rows)))
    at = named if find_quant(named) == quant else f"{named}, 4 bits like {quant.name},"
    by = wording.listed(list(dict.fromkeys(row.by for row in rows)))
    tests = list(dict.fromkeys(row.test for row in rows))
    if len(tests) == 1 and len(rows) == 1:
        return f"at {at} it keeps {wording.percent(shares[0])} of its score at {full} on {tests[0]} ({by})"
    what = tests[0] if len(tests) == 1 else wording.count(len(tests), "test")
    between = f"{100 * shares[0]:.0f} to {wording.percent(shares[-1])} on {what}"
    return f"at {at} it keeps {wording.percent(median(shares))} of its scores at {full} ({between}, {by})"
