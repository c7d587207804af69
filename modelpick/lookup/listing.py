"""The catalog as rows of fields, filtered and sorted, and as numbers about itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from modelpick.decide.columns import Columns
from modelpick.decide.conditions import FactLookup, truth_of
from modelpick.decide.routes import Route, offered, routes
from modelpick.decide.subject import CandidateView
from modelpick.decide.values import FieldValue
from modelpick.decide.where import comparisons, parse_where
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.catalog_reports import CatalogInfo, LayerLine, Listing
from modelpick.evidence.pooling import figures_by_benchmark, pool_figures
from modelpick.model import vocabulary
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain
from modelpick.model.freshness import BUNDLED_DAYS, SYNCED_DAYS, newest_fact
from modelpick.model.logic import Truth
from modelpick.model.names import did_you_mean
from modelpick.model.wording import listed, shown

_FEW_WORDS = 8
_OF_WAYS = frozenset(("cost", "evidence", "fit", "home", "price", "route"))
"""What a field begins with that differs by way, machine or question."""
"""So many words of a field are all named where another is asked for."""


class TabulatedModel(Plain, dict=True):
    """A model on its cheapest route, of which columns say what they hold; it is read for anything else."""

    id: str
    place: int
    facts: Facts
    day: Day
    columns: Columns

    def get(self, name: str) -> FieldValue:
        """The value called `name`, without its sources."""
        field = self.columns.field(name, self.day)
        if field is None:
            return self._model_itself.get(name)
        way = self.columns.heads.starts[self.place]
        return FieldValue(field.values[field.own[self.place] if field.of_ways is None else field.of_ways[way]])

    @cached_property
    def _model_itself(self) -> CandidateView:
        return _cheapest_view(self.facts.models[self.id], self.facts, self.day)


def every_row(facts: Facts, day: Day, columns: Columns | None) -> list[FactLookup]:
    """A row for every model of `facts` on its cheapest route: read from `columns` where these hold it."""
    places = {id_: columns.place_on(id_, day) if columns else None for id_ in facts.models}
    return [
        _cheapest_view(facts.models[id_], facts, day)
        if columns is None or place is None
        else TabulatedModel(id_, place, facts, day, columns)
        for id_, place in places.items()
    ]


def rows_of(models: Sequence[Model], facts: Facts, day: Day, provider: str | None) -> list[FactLookup]:
    """`models` on their cheapest routes; with a `provider` what it serves alone, as it serves it."""
    if provider is None:
        return [_cheapest_view(model, facts, day) for model in models]
    served = (_route_at_provider(model, facts, day, provider) for model in models)
    return [CandidateView(route, facts) for route in served if route]


def _cheapest_view(model: Model, facts: Facts, day: Day) -> CandidateView:
    return CandidateView(routes(model, facts, day)[0], facts)


def listing(
    models: Sequence[FactLookup],
    day: Day,
    columns: Sequence[str],
    where: Sequence[str],
    *,
    sort: str,
    descending: bool,
    of: int,
) -> Listing:
    """Rows of `columns` for those of `models` that satisfy every `where`; unknowns last. `of`: how many were asked."""
    where = comparisons(where)
    conditions = [parse_where(text) for text in where]
    kept = [s for s in models if all(truth_of(c, s) is Truth.PASS for c in conditions)]
    if not kept:
        check_words(where, models)
    kept.sort(key=lambda s: s.get("id").value)
    known = [s for s in kept if s.get(sort).value is not None]
    unknown = [s for s in kept if s.get(sort).value is None]
    known.sort(key=lambda s: _sort_key_of_value(s.get(sort).value), reverse=descending)
    rows = tuple(tuple(s.get(column).value for column in columns) for s in [*known, *unknown])
    return Listing(SCHEMA_VERSION, day, tuple(columns), rows, of)


def check_words(where: Sequence[str], models: Sequence[FactLookup]) -> None:
    """Refuse a word that none of `models` has in the field that is compared with it.

    Raises:
        ModelpickError: one much like it is there, or the field has few; they are named.
    """
    for text in where:
        condition = parse_where(text)
        field = vocabulary.find(condition.field)
        if field is None or field.kind != "text" or condition.operator not in ("eq", "in"):
            continue
        asked = condition.operand if isinstance(condition.operand, tuple) else (condition.operand,)
        known = {str(value) for model in models if (value := model.get(field.name).value) is not None}
        if not known or field.name.partition(".")[0] in _OF_WAYS:  # the ways that were not looked at have others
            continue
        folded = {word.casefold() for word in known}
        for word in map(str, asked):
            few = f"It is {listed(sorted(known), len(known), 'or')}" if len(known) <= _FEW_WORDS else None
            hint = None if word.casefold() in folded else did_you_mean(word, sorted(known)) or few
            if hint:
                said = f"no model has {word!r} as its `{field.name}`"
                raise ModelpickError(said, where=f"{{where}} {shown(text)}", hint=hint)


def _route_at_provider(model: Model, facts: Facts, day: Day, provider: str) -> Route | None:
    """The best route to `model` at `provider`; None if that does not serve it."""
    own = [r for r in offered(model, facts, day) if r.seller == provider]
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
