"""A cell and its figures, as the documents about evidence show them."""

from __future__ import annotations

from modelpick.documents.evidence_reports import CellView, Figure
from modelpick.evidence.pooled import Cell
from modelpick.model.facts import Benchmark, Measurement


def figure_view(m: Measurement, benchmark: Benchmark, used: bool) -> Figure:
    return Figure(
        benchmark=benchmark.id,
        benchmark_name=benchmark.name,
        value=m.value,
        unit=benchmark.unit,
        by=m.by,
        evaluator=m.evaluator,
        variant=m.variant,
        tools=m.tools,
        harness=m.harness,
        on=m.on,
        state=m.state,
        why=m.why,
        source=m.source,
        used=used,
        note=m.note,
    )


def cell_view(benchmark: Benchmark, cell: Cell | None, figures: list[Measurement]) -> CellView:
    """The pooled value and every figure of the cell, those that count first, then the newest first."""
    used = cell.used if cell else ()
    ordered = sorted(figures, key=lambda m: m.on, reverse=True)
    ordered.sort(key=lambda m: (m not in used, m.state != "accepted"))
    return CellView(
        benchmark=benchmark.id,
        benchmark_name=benchmark.name,
        unit=benchmark.unit,
        value=cell.value if cell else None,
        sd=cell.sd if cell else None,
        basis=cell.basis if cell else None,
        conflict=cell.conflict if cell else False,
        flags=cell.flags if cell else (),
        figures=tuple(figure_view(m, benchmark, m in used) for m in ordered),
    )
