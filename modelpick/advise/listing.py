"""The catalogue as rows of fields, filtered and sorted, and as numbers about itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from modelpick.advise.conditions import evaluate
from modelpick.advise.routes import routes
from modelpick.advise.subject import Subject
from modelpick.advise.where import parse_where
from modelpick.domain.asof import newest_fact
from modelpick.domain.dates import Day
from modelpick.domain.facts import Facts
from modelpick.domain.logic import Truth
from modelpick.domain.results import SCHEMA_VERSION, CatalogueInfo, Listing
from modelpick.evidence.pooling import figures_by_benchmark, pool_figures

DEFAULT_COLUMNS = ("id", "name", "released", "weights", "licence.id", "context", "price.in", "price.out", "api")


def listing(
    facts: Facts, day: Day, columns: Sequence[str], where: Sequence[str], *, sort: str, descending: bool
) -> Listing:
    """Rows of `columns` for the models that satisfy every `where`, each on its cheapest route; unknowns sort last."""
    conditions = [parse_where(text) for text in where]
    subjects = [Subject(routes(model, facts, day)[0], facts) for model in facts.models.values()]
    kept = [s for s in subjects if all(evaluate(c, s).truth is Truth.PASS for c in conditions)]
    kept.sort(key=lambda s: s.model.id)
    known = [s for s in kept if s.get(sort).value is not None]
    unknown = [s for s in kept if s.get(sort).value is None]
    known.sort(key=lambda s: _key(s.get(sort).value), reverse=descending)
    rows = tuple(tuple(s.get(column).value for column in columns) for s in [*known, *unknown])
    return Listing(SCHEMA_VERSION, day, tuple(columns), rows, len(facts.models))


def info(facts: Facts, day: Day, origins: Sequence[str]) -> CatalogueInfo:
    """Counts, age, coverage per benchmark, and the licences that the data come under."""
    models = facts.models.values()
    measurements = [m for model in models for m in model.measurements]
    covered: Counter[str] = Counter()
    for model in models:
        for benchmark, figures in figures_by_benchmark(model, facts.benchmarks):
            if pool_figures(model, benchmark, figures):
                covered[benchmark.id] += 1
    licences = Counter((s.publisher, s.licence) for s in facts.sources.values() if s.licence)
    return CatalogueInfo(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        counts={
            "models": len(facts.models),
            "measurements": len(measurements),
            "benchmarks": len(facts.benchmarks),
            "offerings": sum(len(m.offerings) for m in models),
            "providers": len(facts.providers),
            "sources": len(facts.sources),
            "aliases": len(facts.aliases),
        },
        newest=newest_fact(facts),
        origins=tuple(origins),
        coverage=tuple(
            (id_, facts.benchmarks[id_].name, n) for id_, n in sorted(covered.items(), key=lambda c: (-c[1], c[0]))
        ),
        by_tier=dict(Counter(m.by for m in measurements).most_common()),
        by_state=dict(Counter(m.state for m in measurements).most_common()),
        licences=tuple(sorted((publisher, licence or "") for publisher, licence in licences)),
    )


def _key(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return float(value)
    return ", ".join(value) if isinstance(value, tuple) else value.lower() if isinstance(value, str) else value
