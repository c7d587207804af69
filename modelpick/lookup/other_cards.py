"""The cards of what is no model: a benchmark, a provider, a source, a term of the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from modelpick.decide.citing import references
from modelpick.decide.routes import Route
from modelpick.decide.scoring import editions_of
from modelpick.decide.status import offering_line
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.card_reports import (
    BenchmarkCard,
    CitedIn,
    EvaluatorLine,
    FactLine,
    GlossaryCard,
    PlacedModel,
    ProviderCard,
    RelatedTerm,
    ServedModel,
    SourceCard,
    TermLine,
    WeighingNeed,
)
from modelpick.evidence.cells import Evidence
from modelpick.evidence.pooled import TIERS
from modelpick.lookup.cited import cited_in_model, cited_in_provider
from modelpick.model.asof import known_from
from modelpick.model.dates import Day, last_day
from modelpick.model.facts import (
    CERTIFIED,
    RESIDENCY,
    Benchmark,
    Facts,
    GlossaryEntry,
    Provider,
    Published,
    Source,
    Terms,
)
from modelpick.model.fields import filled_from, shown_in
from modelpick.model.rules import Need
from modelpick.model.weight_files import known_on
from modelpick.model.wording import figure, listed


def _told_facts(lines: Iterable[FactLine], left_out: Container[str]) -> tuple[FactLine, ...]:
    """`lines` without those of `left_out` that are unknown."""
    return tuple(line for line in lines if line.value is not None or line.label not in left_out)


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
"""Label -> how it reads, in the order of the card."""
_OF_SOME_BENCHMARKS = BENCHMARK_FACTS.keys() - {"edition", "items", "published"}
"""What is left out of the card where it is unknown."""


def benchmark_card(
    benchmark: Benchmark, facts: Facts, evidence: Evidence, needs: Iterable[Need], day: Day
) -> BenchmarkCard:
    """The card of `benchmark`; `facts` and `evidence` are those of `day`."""
    lines = (FactLine(label, how(benchmark)) for label, how in BENCHMARK_FACTS.items())
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
        facts=_told_facts(lines, _OF_SOME_BENCHMARKS),
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


PROVIDER_FACTS: dict[str, Callable[[Provider], str | None]] = {
    "kind": lambda p: p.kind,
    "country": lambda p: p.country,
    "jurisdictions": lambda p: ", ".join(p.jurisdictions) or None,
    "page": lambda p: p.url,
    "to know": lambda p: p.note,
    "also called": lambda p: ", ".join(p.also) or None,
}
"""Label -> how it reads, in the order of the card."""
_OF_SOME_PROVIDERS = {"page", "to know", "also called"}


def provider_card(provider: Provider, facts: Facts, day: Day) -> ProviderCard:
    """The card of `provider`, which is the one in `facts`, those of `day`."""
    served = tuple(_served_models(provider, facts, day))
    terms = (*_term_lines(provider), *_lines_of_rows(provider, facts, day))
    lines = tuple(_provider_fact(label, how(provider), provider) for label, how in PROVIDER_FACTS.items())
    cited = [source for line in lines for source in line.sources]
    cited += [term.source for term in terms if term.source]
    cited += [source for each in served for source in each.offering.sources]
    return ProviderCard(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        provider=provider.id,
        name=provider.name,
        facts=_told_facts(lines, _OF_SOME_PROVIDERS),
        terms=terms,
        models=len({each.model for each in served}),
        offerings=served,
        sources=references(facts.sources, cited),
    )


def _provider_fact(label: str, value: str | None, provider: Provider) -> FactLine:
    source = provider.jurisdictions_source if label in ("country", "jurisdictions") and value else None
    return FactLine(label, value, (source,) if source else ())


def _term_lines(provider: Provider) -> Iterator[TermLine]:
    for each in shown_in(Terms):
        yield _term_line(each.shown.label, getattr(provider.terms, each.part.name))
    for name, term in sorted(provider.terms.certified.items()):
        yield _term_line(f"certified: {name}", term)
    for region, term in sorted(provider.terms.residency.items()):
        yield _term_line(f"processing confined to {region}", term)


def _lines_of_rows(provider: Provider, facts: Facts, day: Day) -> Iterator[TermLine]:
    """What holds of some models there, and what papers of the user's say, as long as it holds."""
    labels = {each.part.name: each.shown.label for each in shown_in(Terms)}
    for row in facts.terms.values():
        if row.provider == provider.id and row.holds_on(day):
            label = labels.get(row.term, row.term.replace(CERTIFIED, "certified: ").replace(RESIDENCY, "confined to "))
            about = f" of {listed(row.models)}" if row.models else ""
            until = f" (until {row.until})" if row.until else ""
            yield _term_line(f"{label}{about}{until}", row.said)


def _term_line(label: str, said: Published | None) -> TermLine:
    if said is None:
        return TermLine(label, "unknown", None, None, None)
    value = said.value if isinstance(said.value, str) else "unknown" if said.value is None else f"{said.value:g}"
    return TermLine(label, value, said.on, said.source, said.note)


def _served_models(provider: Provider, facts: Facts, day: Day) -> Iterator[ServedModel]:
    for model in sorted(facts.models.values(), key=lambda m: (known_from(m), m.id), reverse=True):
        for offering in model.offerings:
            if offering.provider == provider.id:
                line = offering_line(Route("api", model, day, offering, provider), facts)
                yield ServedModel(model.id, model.name, line)


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
_OF_SOME_SOURCES = {"license", "trust", "to know"}


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
    lines = (FactLine(label, how(source)) for label, how in SOURCE_FACTS.items())
    return SourceCard(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        source=source.id,
        title=source.title,
        publisher=source.publisher,
        facts=_told_facts(lines, _OF_SOME_SOURCES),
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


def glossary_card(entry: GlossaryEntry, glossary: Mapping[str, GlossaryEntry]) -> GlossaryCard:
    related = (glossary[id_] for id_ in entry.see_also if id_ in glossary)
    return GlossaryCard(
        schema_version=SCHEMA_VERSION,
        term=entry.id,
        name=entry.name,
        also=entry.also,
        says=entry.says,
        why=entry.why,
        see_also=tuple(RelatedTerm(other.id, other.name) for other in related),
    )
