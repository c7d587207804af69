"""The catalogue as it stood on a day: every fact dated later is dropped.

An imprecise date counts from its last day. A later reading of an undated term or price is a later fact, so that an
old question gets the answer that could have been given then.
"""

from __future__ import annotations

from dataclasses import replace

from modelpick.domain.dates import Day, last_day
from modelpick.domain.facts import Facts, Model, Offering, Provider, Term, Variant


def as_of(facts: Facts, day: Day) -> Facts:
    """`facts` without anything that was not known on `day`."""
    models = (_model(model, day) for model in facts.models.values() if _known(model, day))
    return Facts(
        models={model.id: model for model in models},
        benchmarks=facts.benchmarks,
        sources=facts.sources,
        providers={id_: _provider(provider, day) for id_, provider in facts.providers.items()},
        aliases=facts.aliases,
    )


def newest_fact(facts: Facts) -> Day | None:
    """The day of the newest figure, status event or price in `facts`."""
    days = [m.on for model in facts.models.values() for m in model.measurements]
    days += [event.known_on for model in facts.models.values() for event in model.status]
    days += [price.on for model in facts.models.values() for o in model.offerings for price in o.prices]
    return max((last_day(day) for day in days), default=None)


def _known(model: Model, day: Day) -> bool:
    """Released by then, announced by then, or without any date at all."""
    if model.released is not None and last_day(model.released) <= day:
        return True
    if any(last_day(event.known_on) <= day for event in model.status):
        return True
    return model.released is None and not model.status


def _model(model: Model, day: Day) -> Model:
    return replace(
        model,
        status=tuple(event for event in model.status if last_day(event.known_on) <= day),
        variants=tuple(v if last_day(v.on) <= day else _not_yet(v) for v in model.variants),
        traits=tuple(t for t in model.traits if last_day(t.on) <= day),
        measurements=tuple(m for m in model.measurements if last_day(m.on) <= day),
        offerings=tuple(_offering(o, day) for o in model.offerings if last_day(o.since) <= day),
    )


def _not_yet(variant: Variant) -> Variant:
    return replace(variant, stage="none")


def _offering(offering: Offering, day: Day) -> Offering:
    if all(last_day(price.on) <= day for price in offering.prices) and not offering.terms:
        return offering
    return replace(
        offering,
        prices=tuple(price for price in offering.prices if last_day(price.on) <= day),
        terms={name: _term(term, day) for name, term in offering.terms.items()},
    )


def _provider(provider: Provider, day: Day) -> Provider:
    return replace(
        provider,
        training=_term(provider.training, day),
        zero_retention=_term(provider.zero_retention, day),
        baa=_term(provider.baa, day),
        residency={region: _term(term, day) for region, term in provider.residency.items()},
    )


def _term(term: Term, day: Day) -> Term:
    if term.on is None or last_day(term.on) <= day:
        return term
    return Term("unknown", note=f"first read on {term.on}")
