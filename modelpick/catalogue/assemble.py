"""Turns checked rows into the facts of the domain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from modelpick.catalogue import schema as rows
from modelpick.domain import facts
from modelpick.domain.machines import Device, Quote
from modelpick.domain.pricing import SERVICES
from modelpick.domain.workloads import TokenCount, Workload


def benchmark_of(row: rows.BenchmarkRow) -> facts.Benchmark:
    return facts.Benchmark(
        id=row.id,
        name=row.name,
        family=row.family,
        edition=row.edition,
        tests=row.tests,
        kind=row.kind,
        unit=row.unit,
        better=row.better,
        range=(row.range[0], row.range[1]),
        anchors=anchors(row.anchors),
        tau0=row.noise.tau0,
        items=row.noise.items,
        tools=row.tools,
        scaffolds=tuple(row.scaffolds),
        domains=tuple(row.domains),
        weaknesses=tuple(row.weaknesses),
        published=row.published,
        url=row.url,
        inputs=tuple(row.inputs),
        features=tuple(row.features),
        context=row.context,
        measured_by=row.measured_by,
    )


def skill_of(row: rows.SkillRow) -> facts.Skill:
    return facts.Skill(**{**row.model_dump(), "editions": tuple(row.editions)})


def anchors(row: rows.AnchorsRow) -> facts.Anchors:
    return facts.Anchors(row.worst, row.best, row.scale, row.why)


def device_of(row: rows.DeviceRow) -> Device:
    quotes = {name: _quote(getattr(row, name)) for name in ("rent", "price")}
    lists = {name: tuple(getattr(row, name)) for name in ("sources", "memory_options_gb", "also")}
    return Device(**{**row.model_dump(), **quotes, **lists})


def _quote(row: rows.QuoteRow | None) -> Quote | None:
    return Quote(**row.model_dump()) if row else None


def workload_of(row: rows.WorkloadRow) -> Workload:
    return Workload(**{**row.model_dump(), "sources": tuple(row.sources)})


def token_count_of(row: rows.TokenCountRow) -> TokenCount:
    return TokenCount(**row.model_dump())


def glossary_entry_of(row: rows.GlossaryRow) -> facts.GlossaryEntry:
    return facts.GlossaryEntry(row.id, row.name, row.says, row.why, tuple(row.also), tuple(row.see_also))


def _term(row: rows.TermRow | None) -> facts.Term:
    return facts.Term(row.value, row.source, row.on, row.note) if row else facts.Term("unknown")


def provider_of(row: rows.ProviderRow) -> facts.Provider:
    return facts.Provider(
        id=row.id,
        name=row.name or row.id,
        kind=row.kind,
        country=row.country,
        jurisdictions=tuple(row.jurisdictions),
        jurisdictions_source=row.jurisdictions_source,
        training=_term(row.terms.training),
        zero_retention=_term(row.terms.zero_retention),
        baa=_term(row.terms.baa),
        residency={region: _term(term) for region, term in row.terms.residency.items()},
        retention_days=row.retention_days,
        certifications=tuple(row.certifications),
        url=row.url,
        note=row.note,
        also=tuple(row.also),
    )


def model_of(row: rows.ModelRow) -> facts.Model:
    licence, modalities = row.license, row.modalities
    return facts.Model(
        id=row.id,
        name=row.name or row.id,
        lab=row.id.split("/")[0],
        weights=row.weights,
        licence=facts.Licence(**licence.model_dump()) if licence else None,
        family=row.family,
        released=row.released,
        context=_size(row.context),
        max_output=_size(row.max_output),
        inputs=tuple(modalities.inputs) if modalities else None,
        outputs=tuple(modalities.outputs) if modalities else None,
        modalities_source=modalities.source if modalities else None,
        reasoning=row.features.reasoning,
        tool_calling=row.features.tool_calling,
        structured_output=row.features.structured_output,
        features_source=row.features.source,
        params_total_b=row.params.total_b,
        params_active_b=row.params.active_b,
        native_precision=row.native_precision,
        architecture=_architecture(row.architecture),
        knowledge_cutoff=row.knowledge_cutoff,
        successor=row.successor,
        status=tuple(facts.StatusEvent(**event.model_dump()) for event in _by_date(row.status)),
        variants=tuple(facts.Variant(**variant.model_dump()) for variant in row.variants),
        traits=tuple(_trait(trait) for trait in row.traits),
        measurements=tuple(facts.Measurement(**m.model_dump()) for m in row.measurements),
        offerings=tuple(_offering(offering) for offering in row.offerings),
        note=row.note,
        base=row.base,
    )


def _size(row: rows.SizeRow | None) -> facts.Size | None:
    return facts.Size(row.value, row.source) if row else None


def _architecture(row: rows.ArchitectureRow | None) -> facts.Architecture | None:
    if row is None:
        return None
    return facts.Architecture(**{**row.model_dump(), "unverified": tuple(row.unverified)})


def _trait(row: rows.TraitRow) -> facts.Trait:
    said = row.outcome
    outcome = facts.ForecastOutcome(_held(said.held), said.on, said.source) if said else None
    return facts.Trait(row.stance, row.text, row.source, row.on, tuple(row.needs), row.due, outcome)


def _held(said: bool | Literal["open"]) -> Literal["true", "false", "open"]:
    return "open" if said == "open" else "true" if said else "false"


def _by_date(events: Sequence[rows.StatusRow]) -> list[rows.StatusRow]:
    return sorted(events, key=lambda event: event.on)


def _offering(row: rows.OfferingRow) -> facts.Offering:
    own_terms = {
        name: _term(term)
        for name, term in (
            ("training", row.terms.training),
            ("zero_retention", row.terms.zero_retention),
            ("baa", row.terms.baa),
            *((f"residency.{region}", term) for region, term in row.terms.residency.items()),
        )
        if term is not None
    }
    return facts.Offering(
        provider=row.provider,
        id=row.id,
        since=row.since,
        source=row.source,
        deployment=row.deployment,
        version=row.version,
        service=row.service,
        routing=row.routing,
        geography=tuple(row.geography),
        context=row.context,
        max_output=row.max_output,
        stage=row.stage,
        prices=tuple(price_of(price, row.source) for price in row.prices),
        terms=own_terms,
        note=row.note,
    )


def price_of(row: rows.PriceRow, source: str) -> facts.Price:
    services = {name: _rates(part) for name in SERVICES if (part := getattr(row, name)) is not None}
    charges = facts.Charges(
        _rates(row), _tiers(row), batch_discount=row.batch_discount, off_peak=_off_peak(row.off_peak), **services
    )
    return facts.Price(row.on, charges, row.announced, row.until, row.source or source)


def _rates(row: rows.RatesRow) -> facts.Rates:
    return facts.Rates(row.input, row.output, row.cache_read, row.cache_write, row.cache_write_1h)


def _tiers(row: rows.PriceRow) -> tuple[facts.Tier, ...]:
    if row.above is not None:
        return (facts.Tier(row.above.tokens, facts.Rates(row.above.input, row.above.output)),)
    return tuple(facts.Tier(tier.above, _rates(tier)) for tier in sorted(row.tiers, key=lambda tier: tier.above))


def _off_peak(row: rows.OffPeakRow | None) -> facts.OffPeak | None:
    return facts.OffPeak(_rates(row), tuple(row.peak), row.days) if row else None
