"""The catalog as rows of fields, filtered and sorted, and as numbers about itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from modelpick.decide.conditions import evaluate
from modelpick.decide.routes import Route, offered, routes
from modelpick.decide.subject import CandidateView
from modelpick.decide.where import parse_where
from modelpick.documents.results import SCHEMA_VERSION, CatalogInfo, LayerLine, Listing
from modelpick.evidence.pooling import figures_by_benchmark, pool_figures
from modelpick.model.asof import newest_fact
from modelpick.model.dates import Day
from modelpick.model.facts import Facts, Model
from modelpick.model.freshness import BUNDLED_DAYS, SYNCED_DAYS
from modelpick.model.logic import Truth
from modelpick.model.wording import listed


def listing(
    models: Sequence[Model],
    facts: Facts,
    day: Day,
    columns: Sequence[str],
    where: Sequence[str],
    *,
    sort: str,
    descending: bool,
    provider: str | None = None,
) -> Listing:
    """Rows of `columns` for those of `models` that satisfy every `where`, each on its cheapest route; unknowns last.

    With a `provider` what it serves alone, as it serves it.
    """
    conditions = [parse_where(text) for text in where]
    subjects = [
        CandidateView(route, facts) for model in models if (route := _route_of_listing(model, facts, day, provider))
    ]
    kept = [s for s in subjects if all(evaluate(c, s).truth is Truth.PASS for c in conditions)]
    kept.sort(key=lambda s: s.model.id)
    known = [s for s in kept if s.get(sort).value is not None]
    unknown = [s for s in kept if s.get(sort).value is None]
    known.sort(key=lambda s: _sort_key_of_value(s.get(sort).value), reverse=descending)
    rows = tuple(tuple(s.get(column).value for column in columns) for s in [*known, *unknown])
    return Listing(SCHEMA_VERSION, day, tuple(columns), rows, len(models))


def _route_of_listing(model: Model, facts: Facts, day: Day, provider: str | None) -> Route | None:
    """The best route to `model`, at `provider` if one is named; None if that provider does not serve it."""
    if provider is None:
        return routes(model, facts, day)[0]
    own = [r for r in offered(model, facts, day) if r.offering and r.offering.provider == provider]
    return min(own, key=lambda r: r.stage in ("retired", "none"), default=None)


def info(
    facts: Facts, day: Day, origins: Sequence[str], layers: Sequence[LayerLine] = (), most: int | None = None
) -> CatalogInfo:
    """What the catalog holds: counts, age, coverage of each benchmark, and the licenses of the data."""
    models = facts.models.values()
    measurements = [m for model in models for m in model.measurements]
    covered: Counter[str] = Counter()
    for model in models:
        for benchmark, figures in figures_by_benchmark(model, facts.benchmarks):
            if pool_figures(model, benchmark, figures):
                covered[benchmark.id] += 1
    licenses = Counter((s.publisher, s.license) for s in facts.sources.values() if s.license)
    return CatalogInfo(
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
            "GGUF repositories": len(facts.gguf),
            "precision figures": sum(map(len, facts.precision.values())),
        },
        newest=newest_fact(facts),
        origins=tuple(origins),
        coverage=tuple(
            (id_, facts.benchmarks[id_].name, n) for id_, n in sorted(covered.items(), key=lambda c: (-c[1], c[0]))
        ),
        by_tier=dict(Counter(m.by for m in measurements).most_common()),
        by_state=dict(Counter(m.state for m in measurements).most_common()),
        licenses=tuple(sorted((publisher, license or "") for publisher, license in licenses)),
        unlinked=len(facts.unlinked),
        layers=tuple(layers),
        warnings=tuple(_stale_layer_warnings(layers)),
        most=most,
    )


def _stale_layer_warnings(layers: Sequence[LayerLine]) -> Iterator[str]:
    """A warning for each layer that is too old to be relied on, with the command that renews it."""
    synced = [layer for layer in layers if layer.kind == "synced"]
    for layer in layers:
        if layer.kind == "bundled" and not synced and (layer.age_days or 0) > BUNDLED_DAYS:
            yield (
                f"the bundled data are {layer.age_days} days old (of {layer.day}) and nothing was synced since: "
                "`modelpick catalog update` fetches what is newer"
            )
    old = [layer for layer in synced if (layer.age_days or 0) > SYNCED_DAYS]
    if old:
        said = listed([f"{layer.title} ({layer.age_days} days ago)" for layer in old], len(old))
        yield f"{said} {'was' if len(old) == 1 else 'were'} last asked too long ago: run `modelpick catalog update`"


def _sort_key_of_value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return float(value)
    return ", ".join(value) if isinstance(value, tuple) else value.lower() if isinstance(value, str) else value
