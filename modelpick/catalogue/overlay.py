"""Lays checked files over facts that are there already: the user's own over the market, the market over the bundled.

A later layer wins field by field, and adds to what is dated. Prices, discounts and policies of one's own come last,
when every offering is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from modelpick.catalogue import schema as rows
from modelpick.catalogue.assemble import (
    benchmark_of,
    device_of,
    glossary_entry_of,
    model_of,
    provider_of,
    skill_of,
    token_count_of,
    workload_of,
)
from modelpick.catalogue.own import OWN, discounted, own_score_source, policy_of, with_own_price
from modelpick.catalogue.reading_days import with_reading_days
from modelpick.catalogue.validate import CheckedFile
from modelpick.domain import facts
from modelpick.domain.facts import Facts, Model, Offering, Provider

NOTHING = Facts({}, {}, {}, {}, {})

_FACTS = {
    "license": ("licence",),
    "modalities": ("inputs", "outputs", "modalities_source"),
    "features.source": ("features_source",),
    "params.total_b": ("params_total_b",),
    "params.active_b": ("params_active_b",),
}
"""The facts that a field of a row becomes, where they are not called the same."""
_NESTED = ("features", "params")
_DATED = ("status", "variants", "traits", "measurements")
_FROM_BASE = (
    *("weights", "licence", "family", "context", "max_output", "inputs", "outputs", "modalities_source"),
    *("reasoning", "tool_calling", "structured_output", "features_source", "params_total_b", "params_active_b"),
    *("native_precision", "architecture", "knowledge_cutoff"),
)
"""What training further does not change. What was measured of a model, and who serves it, is that model's alone."""


def lay_over(base: Facts, files: Sequence[CheckedFile]) -> Facts:
    """`base` with `files` over it, each over the one before."""
    models, providers = dict(base.models), dict(base.providers)
    hardware, workloads, token_counts = dict(base.hardware), dict(base.workloads), list(base.token_counts)
    benchmarks, sources, aliases = dict(base.benchmarks), dict(base.sources), dict(base.aliases)
    skills, glossary = dict(base.skills), dict(base.glossary)
    for file in files:
        sources |= {row.id: facts.Source(**row.model_dump()) for row in file.rows.sources}
        benchmarks |= {row.id: benchmark_of(row) for row in file.rows.benchmarks}
        skills |= {row.id: skill_of(row) for row in file.rows.skills}
        aliases |= {row.alias.lower(): row.model for row in file.rows.aliases}
        hardware |= {row.id: device_of(row) for row in file.rows.hardware}
        workloads |= {row.id: workload_of(row) for row in file.rows.workloads}
        glossary |= {row.id: glossary_entry_of(row) for row in file.rows.glossary}
        token_counts += map(token_count_of, file.rows.token_counts)
        for provider in file.rows.providers:
            providers[provider.id] = _provider(providers.get(provider.id), provider)
        for model in file.rows.models:
            models[model.id] = _model(models.get(model.id), model)
    if OWN.id not in sources and any(_cites_own(file) for file in files):
        sources[OWN.id] = OWN
    models = {id_: _with_base(model, models) for id_, model in models.items()}
    for file in files:
        for index, score in enumerate(file.rows.scores):
            source = own_score_source(file, index, [each.document.file for each in files])
            sources[source.id] = source
            models[score.model] = _with_score(models[score.model], score, source.id)
        for price in file.rows.prices:
            models[price.model] = with_own_price(models[price.model], price)
    discounts = [(file, index) for file in files for index in range(len(file.rows.discounts))]
    if discounts:
        models, more = discounted(models, discounts, sources)
        sources |= more
    models = {id_: with_reading_days(model, sources) for id_, model in models.items()}
    policy = policy_of(base.policy, files)
    return replace(
        base,
        models=models,
        benchmarks=benchmarks,
        skills=skills,
        sources=sources,
        providers=providers,
        aliases=aliases,
        newest=None,
        policy=policy,
        hardware=hardware,
        workloads=workloads,
        token_counts=tuple(token_counts),
        glossary=glossary,
    )


def _model(base: Model | None, row: rows.ModelRow) -> Model:
    new = model_of(row)
    if base is None:
        return new
    changed = {name: getattr(new, name) for name in _said(row)}
    for name in _DATED:
        changed[name] = (*getattr(base, name), *getattr(new, name))
    changed["status"] = tuple(sorted(changed["status"], key=lambda event: event.on))
    offerings = list(base.offerings)
    for offered, offering in zip(row.offerings, new.offerings, strict=True):
        place = _place(offerings, offering, offered)
        if place is None:
            offerings.append(offering)
        else:
            offerings[place] = _offering(offerings[place], offering, offered)
    changed["offerings"] = tuple(offerings)
    return replace(base, **_without_origins(base, changed), **changed)


def _said(row: rows.ModelRow) -> Iterator[str]:
    """The plain facts of a model that `row` speaks of."""
    for name in row.model_fields_set - {"id", "offerings", *_DATED, *_NESTED}:
        yield from _FACTS.get(name, (name,))
    for part in _NESTED:
        for name in getattr(row, part).model_fields_set:
            yield from _FACTS.get(f"{part}.{name}", (name,))


def _place(offerings: Sequence[Offering], new: Offering, row: rows.OfferingRow) -> int | None:
    """Which of `offerings` the row speaks of: the one of the same id at the provider, deployment and version.

    What the row does not say of these may be anything. Only where several are left does the geography decide, which
    is else a fact like others that a later layer may say anew.
    """
    said = [name for name in ("deployment", "version") if name in row.model_fields_set]
    same = [
        place
        for place, known in enumerate(offerings)
        if (known.provider, known.id) == (new.provider, new.id)
        and all(getattr(known, name) == getattr(new, name) for name in said)
    ]
    if len(same) > 1 and "geography" in row.model_fields_set:
        same = [place for place in same if offerings[place].geography == new.geography]
    return same[0] if same else None


def _offering(base: Offering, new: Offering, row: rows.OfferingRow) -> Offering:
    said = row.model_fields_set - {"provider", "id", "since", "prices", "terms"}
    changed: dict[str, Any] = {name: getattr(new, name) for name in said}
    changed["since"] = min(base.since, new.since)
    changed["terms"] = {**base.terms, **new.terms}
    first = min((price.on for price in new.prices if price.announced is None), default=None)
    kept = tuple(price for price in base.prices if first is None or price.on < first)
    return replace(base, **_without_origins(base, changed), **changed, prices=(*kept, *new.prices))


def _without_origins(base: Any, changed: dict[str, Any]) -> dict[str, Any]:
    """A field that is said anew does not come from where it came before."""
    origins = getattr(base, "origins", None)
    return {"origins": {k: v for k, v in origins.items() if k not in changed}} if origins else {}


def _provider(base: Provider | None, row: rows.ProviderRow) -> Provider:
    new = provider_of(row)
    if base is None:
        return new
    said = row.model_fields_set - {"id", "terms"}
    changed: dict[str, Any] = {name: getattr(new, name) for name in said}
    changed |= {name: getattr(new, name) for name in row.terms.model_fields_set - {"residency"}}
    return replace(base, **changed, residency={**base.residency, **new.residency})


def _with_base(model: Model, models: dict[str, Model]) -> Model:
    """`model` with what it does not say itself taken from the model that it was made from."""
    if model.base is None:
        return model
    base = _with_base(models[model.base], models)
    taken = {name: getattr(base, name) for name in _FROM_BASE if getattr(model, name) is None}
    return replace(model, **taken)


def _with_score(model: Model, score: rows.ScoreRow, source: str) -> Model:
    own = facts.Measurement(**score.model_dump(exclude={"model"}), by="self", source=source)
    return replace(model, measurements=(*model.measurements, own))


def _cites_own(file: CheckedFile) -> bool:
    return bool(file.rows.prices) or any(
        key in ("source", "jurisdictions_source") and value == OWN.id for _, key, value in file.leaves
    )
