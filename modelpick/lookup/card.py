"""Everything that is known of one model, each figure with its source and date, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.decide.cell_views import cell_view
from modelpick.decide.citing import Citations
from modelpick.decide.routes import Route
from modelpick.decide.subject import CandidateView
from modelpick.decide.templates import show
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.card_reports import DerivedLine, FactLine, ModelCard, OutcomeLine, TraitLine
from modelpick.documents.evidence_reports import CellView
from modelpick.documents.status_reports import Status
from modelpick.evidence.pooling import figures_by_benchmark, pool_figures
from modelpick.model.dates import Day
from modelpick.model.facts import Facts, Model, Trait
from modelpick.model.fields import shown_in

CARD_FIELDS = {
    **{each.name: each.shown.label for each in shown_in(Model) if each.shown.label},
    "kv_cache_gb_at_full_context": "cache at full context, bf16, GB",
    "offerings.largest_context": "largest context served",
    "access": "API open to",
    "lifecycle": "API stands at",
    "retires_on": "API retires on",
    "successor": "successor",
}
"""Field -> what it is called, in the order of the card: what is described of a model, then what follows from it."""
_ONLY_WHEN_KNOWN = {
    *(each.name for each in shown_in(Model) if each.shown.unless == "unknown"),
    *("lifecycle", "retires_on", "successor", "kv_cache_gb_at_full_context", "offerings.largest_context"),
}
_CLOSED_SECRETS = {each.name for each in shown_in(Model) if each.shown.unless == "closed"}


def card(model: Model, facts: Facts, now: Status, from_figures: tuple[DerivedLine, ...] = ()) -> ModelCard:
    """The card of `model`; `facts` are those of the day of its status `now`, `from_figures` the lines derived from
    them (`modelpick.lookup.derived`).
    """
    day = now.as_of
    lines = fact_lines(model, facts, day)
    cells = cell_views(model, facts)
    traits = tuple(_trait_line(trait) for trait in model.traits)
    citations = Citations(facts.sources)
    for line in lines.values():
        citations.cite(line.sources)
    citations.cite(figure.source for cell in cells for figure in cell.figures)
    citations.cite(source for trait in traits for source in _trait_sources(trait))
    citations.cite(event.source for event in now.history)
    citations.cite(source for offering in now.offerings for source in offering.sources)
    citations.cite(end.source for end in now.ends)
    citations.cite(source for line in from_figures for source in line.sources)
    return ModelCard(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        model=model.id,
        name=model.name,
        facts=tuple(lines.values()),
        cells=cells,
        traits=traits,
        status=now,
        unknown=tuple(line.label for line in lines.values() if line.value is None),
        sources=citations.references(),
        derived=from_figures,
    )


def _trait_line(trait: Trait) -> TraitLine:
    said = trait.outcome
    outcome = OutcomeLine(said.said, said.on, said.source) if said else None
    return TraitLine(trait.stance, trait.text, trait.needs, trait.source, trait.on, trait.due, outcome)


def _trait_sources(trait: TraitLine) -> Iterator[str]:
    yield trait.source
    if trait.outcome and trait.outcome.source:
        yield trait.outcome.source


def fact_lines(model: Model, facts: Facts, day: Day) -> dict[str, FactLine]:
    """Field name -> labelled fact, in the order of a model card."""
    subject = CandidateView(Route("none", model, day), facts)
    lines = {}
    for name, label in CARD_FIELDS.items():
        fact = subject.get(name)
        optional = name in _ONLY_WHEN_KNOWN or (name in _CLOSED_SECRETS and model.weights == "closed")
        if fact.value is None and optional:
            continue
        value = None if fact.value is None else show(name, fact.value)
        if name == "successor" and fact.on:
            value = f"{value} ({fact.on})"
        lines[name] = FactLine(label, value, tuple(dict.fromkeys(fact.sources)))
    return lines


def cell_views(model: Model, facts: Facts) -> tuple[CellView, ...]:
    """One view a benchmark that the model has any figure on, by domain, then by name."""
    grouped = figures_by_benchmark(model, facts.benchmarks)
    return tuple(cell_view(b, pool_figures(model, b, figures), figures) for b, figures in grouped)
