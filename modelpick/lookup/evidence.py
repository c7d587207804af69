"""The cells of one model in full: measurements, tier, pooled value, spread, estimates and what drives them."""

from __future__ import annotations

from modelpick.decide.cell_views import cell_view
from modelpick.decide.citing import references
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.evidence_reports import EvidenceCell, EvidenceReport
from modelpick.evidence.cells import Evidence, is_weakly_known
from modelpick.evidence.own import own_runs
from modelpick.evidence.pooled import Cell
from modelpick.evidence.pooling import figures_by_benchmark
from modelpick.lookup.own_results import own_evidence, paired_with_others
from modelpick.model.dates import Day
from modelpick.model.facts import Benchmark, Facts, Measurement, Model
from modelpick.model.numbers import Z80


def evidence(
    model: Model, facts: Facts, known: Evidence, day: Day, benchmark: Benchmark | None = None
) -> EvidenceReport:
    """The evidence report of `model`, for all benchmarks or for `benchmark`; `facts` and `known` are those of `day`."""
    measured = tuple(
        _evidence_cell(b, cell, figures, facts)
        for b, figures in figures_by_benchmark(model, facts.benchmarks)
        if benchmark in (None, b) and ((cell := known.measured(model, b)) or not own_runs(model, b))
    )
    wanted = [benchmark] if benchmark else list(facts.benchmarks.values())
    estimated = tuple(
        _evidence_cell(b, known.estimated(model, b), _figures_on(model, b), facts)
        for b in wanted
        if known.measured(model, b) is None and known.estimated(model, b) is not None
    )
    cited = (f.source for each in (*measured, *estimated) for f in each.cell.figures)
    scores = len(known.known(model))
    return EvidenceReport(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        model=model.id,
        name=model.name,
        measured=measured,
        estimated=estimated,
        known_scores=scores,
        notes=_estimate_notes(scores, bool(estimated)),
        sources=references(facts.sources, cited),
        own=own_evidence(model, wanted, known),
        paired=paired_with_others(model, facts, benchmark),
    )


def _figures_on(model: Model, benchmark: Benchmark) -> list[Measurement]:
    """The figures of an estimated cell: too few tasks of the user's own to make up half of it."""
    return own_runs(model, benchmark) if model.id in benchmark.asked_of else []


def _evidence_cell(benchmark: Benchmark, cell: Cell | None, figures: list[Measurement], facts: Facts) -> EvidenceCell:
    low, high = (None, None) if cell is None else _interval_in_range(cell, benchmark)
    drivers = tuple(facts.benchmarks[id_].name for id_ in cell.drivers) if cell else ()
    return EvidenceCell(cell_view(benchmark, cell, figures), low, high, drivers)


def _interval_in_range(cell: Cell, benchmark: Benchmark) -> tuple[float, float]:
    """The 80% interval of the cell, cut to the range of the benchmark, in its unit."""
    least, most = benchmark.range
    low, high = cell.value - Z80 * cell.sd, cell.value + Z80 * cell.sd
    return (low if least is None else max(low, least)), (high if most is None else min(high, most))


def _estimate_notes(scores: int, estimated: bool) -> tuple[str, ...]:
    if not estimated:
        return ()
    if scores == 0:
        return ("No published figure at all: every estimate is what models of its kind and age have",)
    if is_weakly_known(scores):
        return (f"Only {scores} known scores: every estimate here is weak",)
    return (
        f"Estimates rest on {scores} known scores and on what else is known of the model; they satisfy no constraint",
    )
