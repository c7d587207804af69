"""A benchmark, who was measured on it, and which needs weigh it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from modelpick.decide.citing import references
from modelpick.decide.scoring import editions_of
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.card_reports import BenchmarkCard, EvaluatorLine, FactLine, PlacedModel, WeighingNeed
from modelpick.evidence.cells import Evidence
from modelpick.evidence.pooled import TIERS
from modelpick.model.dates import Day, last_day
from modelpick.model.facts import Benchmark, Facts
from modelpick.model.fields import filled_from
from modelpick.model.rules import Need
from modelpick.model.wording import figure


def _range_text(benchmark: Benchmark) -> str | None:
    low, high = (None if end is None else figure(end, benchmark.unit) for end in benchmark.range)
    if low and high:
        return f"{low} to {high}"
    return f"{low} and more" if low else f"up to {high}" if high else None


def _anchors_text(benchmark: Benchmark) -> str:
    anchors, unit = benchmark.anchors, benchmark.unit
    scale = ", on a log scale" if anchors.scale == "log" else ""
    return f"{figure(anchors.worst, unit)} is worth 0 points, {figure(anchors.best, unit)} is worth 100{scale}"


BENCHMARK_FACTS: dict[str, Callable[[Benchmark], str | None]] = {
    "edition": lambda b: b.edition,
    "family": lambda b: b.family,
    "domains": lambda b: ", ".join(b.domains) or None,
    "unit": lambda b: b.unit,
    "better": lambda b: b.better,
    "possible values": _range_text,
    "items": lambda b: f"{b.noise.items:,}" if b.noise.items else None,
    "reports differ by": lambda b: f"{figure(b.noise.tau0, b.unit)}, one standard deviation, before any is known",
    "worth": _anchors_text,
    "because": lambda b: b.anchors.why or None,
    "standard protocol": lambda b: {"none": "without tools", "with": "with tools"}.get(b.tools or ""),
    "shared scaffolds": lambda b: ", ".join(b.scaffolds) or None,
    "published": lambda b: b.published,
    "page": lambda b: b.url,
}
"""Label -> how it reads, in the order of the card. What is None is left out, or unknown if it is `_OPTIONAL_LABELS`."""
_OPTIONAL_LABELS = {"edition", "items", "published"}


def benchmark_card(
    benchmark: Benchmark, facts: Facts, evidence: Evidence, needs: Iterable[Need], day: Day
) -> BenchmarkCard:
    """The card of `benchmark`; `facts` and `evidence` are those of `day`."""
    lines = [FactLine(label, how(benchmark)) for label, how in BENCHMARK_FACTS.items()]
    figures = [m for model in facts.models.values() for m in model.measurements if m.benchmark == benchmark.id]
    by = Counter((m.evaluator, m.by) for m in figures)
    places = _models_by_rank(benchmark, facts, evidence)
    return BenchmarkCard(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        benchmark=benchmark.id,
        name=benchmark.name,
        tests=benchmark.tests,
        unit=benchmark.unit,
        better=benchmark.better,
        facts=tuple(line for line in lines if line.value is not None or line.label in _OPTIONAL_LABELS),
        weaknesses=benchmark.weaknesses,
        editions=tuple(b.id for b in facts.benchmarks.values() if b.family == benchmark.family and b is not benchmark),
        figures=len(figures),
        places=places,
        evaluators=tuple(
            EvaluatorLine(evaluator, tier, n)
            for (evaluator, tier), n in sorted(by.items(), key=lambda e: (TIERS.index(e[0][1]), -e[1], e[0][0] or ""))
        ),
        weighed_by=tuple(
            WeighingNeed(need.id, need.title, criterion.says, criterion.weight / sum(c.weight for c in need.criteria))
            for need in needs
            for criterion in need.criteria
            if benchmark.id in editions_of(criterion, facts.skills)
        ),
        sources=references(facts.sources, (source for place in places for source in place.sources)),
        notes=_not_yet_published(benchmark, day),
    )


def _models_by_rank(benchmark: Benchmark, facts: Facts, evidence: Evidence) -> tuple[PlacedModel, ...]:
    measured = [(m, cell) for m in facts.models.values() if (cell := evidence.measured(m, benchmark))]
    sign = -1 if benchmark.better == "higher" else 1
    measured.sort(key=lambda pair: (sign * pair[1].value, pair[0].id))
    values = [cell.value for _, cell in measured]
    return tuple(
        filled_from(
            cell, PlacedModel, rank=values.index(cell.value) + 1, model=model.id, name=model.name, on=cell.newest
        )
        for model, cell in measured
    )


def _not_yet_published(benchmark: Benchmark, day: Day) -> tuple[str, ...]:
    later = benchmark.published is not None and last_day(benchmark.published) > day
    return (f"published in {benchmark.published}, after {day}",) if later else ()
