"""A provider: where it is, what it promises about data, what it serves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from modelpick.decide.citing import references
from modelpick.decide.routes import Route
from modelpick.decide.status import offering_line
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.card_reports import FactLine, ProviderCard, ServedModel, TermLine
from modelpick.model.asof import known_from
from modelpick.model.dates import Day
from modelpick.model.facts import CERTIFIED, RESIDENCY, Facts, Provider, Published, Terms
from modelpick.model.fields import shown_in
from modelpick.model.wording import listed

PROVIDER_FACTS: dict[str, Callable[[Provider], str | None]] = {
    "kind": lambda p: p.kind,
    "country": lambda p: p.country,
    "jurisdictions": lambda p: ", ".join(p.jurisdictions) or None,
    "page": lambda p: p.url,
    "to know": lambda p: p.note,
    "also called": lambda p: ", ".join(p.also) or None,
}
"""Label -> how it reads, in the order of the card."""
_OPTIONAL_LABELS = {"page", "to know", "also called"}


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
        facts=tuple(line for line in lines if line.value is not None or line.label not in _OPTIONAL_LABELS),
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
