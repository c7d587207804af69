"""What the measurements of one cell (model x benchmark) add up to.

A cell never mixes protocols. Figures of a mode that users cannot get never count; figures at reduced effort, in a
board's shared scaffold, or under the other tools protocol count only where nothing better exists, and then with a
flag. Among comparable figures the best tier speaks: the user's own, independent, vendor, rival, press.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from modelpick.evidence.pooled import TIERS, Cell
from modelpick.model.access import access_at
from modelpick.model.facts import Benchmark, Measurement, Model
from modelpick.model.fields import replace
from modelpick.model.numbers import median

EFFORTS = ("no-thinking", "instant", "none", "minimal", "low", "medium", "high", "xhigh", "max")
"""Least first. A mode without a level (thinking, or none named) ranks with high."""
REDUCED_EFFORT = set(EFFORTS[: EFFORTS.index("high")])

SAME_FIGURE = 0.1
"""Values this close are one figure that was copied."""
CONFLICT_SHARE = 0.05
"""A spread beyond this share of the benchmark's scale is shown as a conflict: 5 points of a percentage."""
ROUNDING = 1e-9
"""80.9 - 80.8 is a little more than 0.1 in binary."""
PRIOR_WEIGHT = 3
"""How many observations the prior spread tau0 counts for."""
ROUNDING_SD = 0.5
"""Least sampling deviation of a reported figure, in points."""
DISPUTED_FACTOR = 3.0
"""A disputed figure is trusted a third as far."""


def figures_by_benchmark(
    model: Model, benchmarks: Mapping[str, Benchmark]
) -> list[tuple[Benchmark, list[Measurement]]]:
    """Every benchmark that `model` has a figure on, with its figures: efficiency last, then by domain and name."""
    found: dict[str, list[Measurement]] = {}
    for m in model.measurements:
        found.setdefault(m.benchmark, []).append(m)
    known = [(benchmarks[id_], figures) for id_, figures in found.items() if id_ in benchmarks]
    return sorted(known, key=lambda k: (k[0].kind == "efficiency", k[0].domains[:1], k[0].name))


def pool(
    model: Model, benchmark: Benchmark, tools: str | None = None, *, gap: float = 0.0, own_alone: bool = False
) -> Cell | None:
    """The pooled measurements of `model` on `benchmark`, under the asked or standard `tools` protocol; None when
    nothing counts.

    Args:
        gap: the extra deviation of a figure that no independent party confirmed.
        own_alone: whether the user's own results stand in place of all others.
    """
    figures = [m for m in model.measurements if m.benchmark == benchmark.id]
    return pool_figures(model, benchmark, figures, tools, gap=gap, own_alone=own_alone)


def pool_figures(
    model: Model,
    benchmark: Benchmark,
    figures: Iterable[Measurement],
    tools: str | None = None,
    *,
    gap: float = 0.0,
    own_alone: bool = False,
) -> Cell | None:
    """`pool`, for figures of the cell that were looked up already."""
    found = list(figures)
    if not any(m.run for m in found):
        return _widened_cell(_pooled_figures(model, benchmark, found, tools), gap)
    from modelpick.evidence.own import is_own_run, joined_cell, own_cell, own_result

    own = _same_protocol([m for m in found if is_own_run(m)], benchmark, tools or benchmark.tools, [])
    public = _widened_cell(_pooled_figures(model, benchmark, [m for m in found if not is_own_run(m)], tools), gap)
    if not own:
        return public
    result = own_result(own, benchmark)
    return own_cell(benchmark, result, own) if public is None or own_alone else joined_cell(public, result, own)


def _pooled_figures(
    model: Model, benchmark: Benchmark, figures: Sequence[Measurement], tools: str | None
) -> Cell | None:
    """The cell of figures that do not say of how many tasks they are."""
    usable = [m for m in figures if m.state in ("accepted", "disputed") and _is_variant_available(model, m.variant)]
    usable.sort(key=_measurement_order)
    flags: list[str] = []
    comparable = _same_protocol(usable, benchmark, tools or benchmark.tools, flags)
    if not comparable:
        return None
    accepted = [m for m in comparable if m.state == "accepted"]
    if not accepted:
        flags.append("disputed: contradicted by nothing, but from an unreliable source")
    comparable = _without_repeats(accepted or comparable)
    basis = comparable[0].by
    used = [m for m in comparable if m.by == basis]
    value = median([m.value for m in used])
    sd = deviation([m.value for m in comparable], value, benchmark)
    spread = max(m.value for m in comparable) - min(m.value for m in comparable)
    return Cell(
        benchmark=benchmark.id,
        value=value,
        sd=sd if accepted else sd * DISPUTED_FACTOR,
        basis=basis,
        used=tuple(used),
        comparable=tuple(comparable),
        conflict=spread > CONFLICT_SHARE * abs(benchmark.anchors.best - benchmark.anchors.worst) + ROUNDING,
        flags=tuple(flags),
        sources=tuple(dict.fromkeys(m.source for m in used)),
    )


def _widened_cell(cell: Cell | None, gap: float) -> Cell | None:
    """`cell` with the extra standard deviation of a figure that no independent party confirmed."""
    if cell is None or not gap or cell.basis in ("self", "independent"):
        return cell
    return replace(cell, sd=float((cell.sd**2 + gap**2) ** 0.5))


def deviation(values: Sequence[float], center: float, benchmark: Benchmark) -> float:
    """Standard deviation of a pooled value in the benchmark's unit.

    tau2 = (3 tau0^2 + sum (x - center)^2) / (k + 2); s^2 = tau2 (1 + 1/k) + max(p (1 - p) / N, 0.5^2), calibrated on
    8,677 cells of a public collection.
    """
    k = len(values)
    tau2 = (PRIOR_WEIGHT * benchmark.noise.tau0**2 + sum((x - center) ** 2 for x in values)) / (k + PRIOR_WEIGHT - 1)
    sampling = 0.0
    if benchmark.unit == "percent":
        p = min(max(center / 100, 0.0), 1.0)
        sampling = max(p * (1 - p) / benchmark.noise.items * 100**2 if benchmark.noise.items else 0.0, ROUNDING_SD**2)
    return float((tau2 * (1 + 1 / k) + sampling) ** 0.5)


def _measurement_order(m: Measurement) -> tuple[float, str, str, str, str]:
    """A sort key by content: the order of rows in a file is no evidence."""
    return (m.value, m.source, m.on, m.variant or "", m.harness or "")


def _is_variant_available(model: Model, variant: str | None) -> bool:
    return all(access_at(v.stage) in ("public", None) for v in model.variants if v.id == variant)


def _same_protocol(
    figures: Sequence[Measurement], benchmark: Benchmark, tools: str | None, flags: list[str]
) -> list[Measurement]:
    """The figures that may be compared with one another, after the standard protocol if any follow it."""
    chosen = list(figures)
    if tools is not None:
        stated = [m for m in chosen if m.tools == tools]
        silent = [m for m in chosen if m.tools is None]
        if not stated and silent:
            flags.append(f"sources do not say whether it was run {'with' if tools == 'with' else 'without'} tools")
        chosen = stated or silent
    own = [m for m in chosen if not _in_shared_scaffold(m, benchmark)]
    if chosen and not own:
        flags.append(f"measured only in a shared scaffold ({chosen[0].harness})")
    chosen = own or chosen
    full = [m for m in chosen if m.variant not in REDUCED_EFFORT]
    if chosen and not full:
        flags.append(f"measured only at reduced effort ({chosen[0].variant})")
    return _highest_effort(full or chosen)


def _highest_effort(figures: Sequence[Measurement]) -> list[Measurement]:
    """Of each evaluator's series over efforts only the highest, as the others are no second opinion."""
    best: dict[tuple[str | None, ...], int] = {}
    for m in figures:
        series = (m.source, m.evaluator, m.harness, m.tools)
        best[series] = max(best.get(series, 0), _effort_rank(m))
    return [m for m in figures if _effort_rank(m) == best[m.source, m.evaluator, m.harness, m.tools]]


def _effort_rank(measurement: Measurement) -> int:
    variant = measurement.variant
    return EFFORTS.index(variant) if variant in EFFORTS else EFFORTS.index("high")


def _in_shared_scaffold(measurement: Measurement, benchmark: Benchmark) -> bool:
    if measurement.by != "independent" or measurement.harness is None:
        return False
    return measurement.harness.startswith(benchmark.scaffolds)


def _without_repeats(figures: Sequence[Measurement]) -> list[Measurement]:
    """Best tier first; a figure that repeats a better one's value is dropped, the newest of equals kept."""
    by_trust = sorted(figures, key=lambda m: m.on, reverse=True)
    by_trust.sort(key=lambda m: TIERS.index(m.by))
    kept: list[Measurement] = []
    for m in by_trust:
        if all(abs(m.value - other.value) > SAME_FIGURE + ROUNDING for other in kept):
            kept.append(m)
    return kept
