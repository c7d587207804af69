"""A source, and what rests on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.card_reports import CitedIn, FactLine, SourceCard
from modelpick.lookup.cited import cited_in_model, cited_in_provider
from modelpick.model.dates import Day, last_day
from modelpick.model.facts import Facts, Source
from modelpick.model.weight_files import known_on

SOURCE_FACTS: dict[str, Callable[[Source], str | None]] = {
    "title": lambda s: s.title,
    "publisher": lambda s: s.publisher,
    "kind": lambda s: s.kind,
    "of": lambda s: s.date,
    "page": lambda s: s.url,
    "license": lambda s: s.license,
    "trust": lambda s: s.trust,
    "to know": lambda s: s.note,
}
"""Label -> how it reads, in the order of the card."""
_OPTIONAL_LABELS = {"license", "trust", "to know"}


def source_card(source: Source, facts: Facts, day: Day) -> SourceCard:
    """The card of `source` with all that cites it; `facts` are those of `day`."""
    rests: Counter[str] = Counter()
    models, benchmarks, providers = Counter[str](), Counter[str](), Counter[str]()
    for model in facts.models.values():
        parts = [part for part, cited in cited_in_model(model) if cited == source.id]
        if parts:
            rests.update(parts)
            models[model.id] += len(parts)
            benchmarks.update(m.benchmark for m in model.measurements if m.source == source.id)
    for provider in facts.providers.values():
        parts = [part for part, cited in cited_in_provider(provider) if cited == source.id]
        if parts:
            rests.update(parts)
            providers[provider.id] += len(parts)
    rests.update("hardware" for d in facts.hardware.values() if source.id in (d.source, *d.sources))
    quotes = (rental for rentals in facts.rentals.values() for rental in rentals)
    rests.update("rents" for rental in quotes if rental.source == source.id and _is_known_on(rental.on, day))
    rests.update("GGUF repositories" for row in facts.gguf.values() if row.source == source.id and known_on(row, day))
    measured = (row for rows in facts.precision.values() for row in rows)
    rests.update("precision figures" for row in measured if row.source == source.id and known_on(row, day))
    rests.update("token counts" for t in facts.token_counts if t.source == source.id and last_day(t.on) <= day)
    lines = [FactLine(label, how(source)) for label, how in SOURCE_FACTS.items()]
    return SourceCard(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        source=source.id,
        title=source.title,
        publisher=source.publisher,
        facts=tuple(line for line in lines if line.value is not None or line.label not in _OPTIONAL_LABELS),
        rests=dict(rests.most_common()),
        models=_cited_in(models, {m.id: m.name for m in facts.models.values()}),
        benchmarks=_cited_in(benchmarks, {b.id: b.name for b in facts.benchmarks.values()}),
        providers=_cited_in(providers, {p.id: p.name for p in facts.providers.values()}),
    )


def _is_known_on(on: Day | None, day: Day) -> bool:
    return on is None or last_day(on) <= day


def _cited_in(found: Counter[str], names: Mapping[str, str]) -> tuple[CitedIn, ...]:
    """What cites the source, with its name and how often; the most cited first."""
    ranked = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return tuple(CitedIn(id_, names.get(id_, id_), n) for id_, n in ranked)
