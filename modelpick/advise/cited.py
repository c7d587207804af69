"""How much of the facts rests on each source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from modelpick.domain.change_reports import DataSet
from modelpick.domain.facts import Facts, Model, Offering, Provider


def data_sets(facts: Facts) -> tuple[DataSet, ...]:
    """Every source that something rests on, with its licence, the most cited first."""
    found: Counter[str] = Counter()
    for model in chain(facts.models.values(), facts.unlinked.values()):
        found.update(source for source in _of_model(model) if source)
    for provider in facts.providers.values():
        found.update(source for source in _of_provider(provider) if source)
    cited = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(_data_set(facts, id_, number) for id_, number in cited)


def _of_model(model: Model) -> Iterator[str | None]:
    for part in (model.context, model.max_output, model.licence, model.architecture):
        yield part.source if part else None
    yield from (model.modalities_source, model.features_source)
    for parts in (model.status, model.variants, model.traits, model.measurements):
        yield from (part.source for part in parts)
    yield from (trait.outcome.source for trait in model.traits if trait.outcome)
    for offering in model.offerings:
        yield from _of_offering(offering)


def _of_offering(offering: Offering) -> Iterator[str | None]:
    yield offering.source
    yield from offering.origins.values()
    yield from (price.source for price in offering.prices)
    yield from (term.source for term in offering.terms.values())


def _of_provider(provider: Provider) -> Iterator[str | None]:
    yield provider.jurisdictions_source
    terms = (provider.training, provider.zero_retention, provider.baa, *provider.residency.values())
    yield from (term.source for term in terms)


def _data_set(facts: Facts, id_: str, cited: int) -> DataSet:
    source = facts.sources.get(id_)
    if source is None:
        return DataSet(id_, id_, id_, "unknown", None, None, None, cited)
    return DataSet(
        id_, source.title, source.publisher, source.kind, source.licence, source.url, source.date, cited, source.via
    )
