"""How much of the facts rests on each source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from modelpick.documents.change_reports import DataSet
from modelpick.model.facts import Facts, Model, Offering, Provider
from modelpick.model.fields import is_source, names_of, parts_of


def data_sets(facts: Facts) -> tuple[DataSet, ...]:
    """Every source that some fact cites, with its license, the most cited first."""
    found: Counter[str] = Counter()
    for model in chain(facts.models.values(), facts.unlinked.values()):
        found.update(source for _, source in cited_in_model(model))
    for provider in facts.providers.values():
        found.update(source for _, source in cited_in_provider(provider))
    found.update(row.source for row in facts.terms.values() if row.source)
    cited = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(_data_set(facts, id_, number) for id_, number in cited)


def cited_in_model(model: Model) -> Iterator[tuple[str, str]]:
    """(kind of fact, source id) for each fact of `model`, with repetitions."""
    return ((part, source) for part, source in _of_model(model) if source)


def cited_in_provider(provider: Provider) -> Iterator[tuple[str, str]]:
    """(kind of fact, source id) for each fact of `provider`, with repetitions."""
    found = [
        ("jurisdictions", provider.jurisdictions_source),
        *(("data terms", term.source) for term in provider.terms.named().values()),
    ]
    return ((part, source) for part, source in found if source)


def _own_sources(model: Model) -> Iterator[str | None]:
    """Whose word each fact of the model itself is."""
    for part in parts_of(Model):
        value = getattr(model, part.name)
        if is_source(part.name):
            yield value
        elif part.is_struct and "source" in names_of(part.kind):
            yield value.source if value else None


def _of_model(model: Model) -> Iterator[tuple[str, str | None]]:
    yield from (("model facts", source) for source in _own_sources(model))
    yield from (("status", event.source) for event in model.status)
    yield from (("variants", variant.source) for variant in model.variants)
    yield from (("statements", trait.source) for trait in model.traits)
    yield from (("statements", trait.outcome.source) for trait in model.traits if trait.outcome)
    yield from (("measurements", m.source) for m in model.measurements)
    for offering in model.offerings:
        yield from _of_offering(offering)


def _of_offering(offering: Offering) -> Iterator[tuple[str, str | None]]:
    yield "offerings", offering.source
    yield from (("offerings", source) for source in offering.origins.values())
    yield from (("prices", price.source) for price in offering.prices)
    yield from (("data terms", term.source) for term in offering.terms.named().values())
    yield from (("service figures", figures.source) for figures in offering.served)


def _data_set(facts: Facts, id_: str, cited: int) -> DataSet:
    source = facts.sources.get(id_)
    if source is None:
        return DataSet(id_, id_, id_, "unknown", None, None, None, cited)
    return DataSet(
        id_, source.title, source.publisher, source.kind, source.license, source.url, source.date, cited, source.via
    )
