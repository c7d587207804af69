"""What a provider's terms prove of a way that passes, and which papers would prove a way that does not yet.

A promise is never more than what a page or a paper of some day says: each proof names it, and who read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from modelpick.decide.conditions import evaluate
from modelpick.decide.constraints import Requirement, RequirementOutcome, failing_outcomes
from modelpick.decide.question import Question
from modelpick.decide.subject import CandidateView
from modelpick.decide.terms import closest_row, reader_of_term
from modelpick.decide.values import FieldValue
from modelpick.decide.ways import checked_routes
from modelpick.documents.recommendation import Paper, Proof, Reachable, Reason
from modelpick.model.dates import Day, days_between
from modelpick.model.facts import CERTIFIED, NUMBERED_TERMS, RESIDENCY, TERM_NAMES, YOU, Facts, Model
from modelpick.model.fields import Plain
from modelpick.model.logic import Truth
from modelpick.model.wording import listed, lowered

MOST_WAYS = 6
"""Of the ways that papers would open, so many are named."""
FRESH_DAYS = 90
"""After so many days a page has to be read again."""


def proofs(outcomes: Iterable[RequirementOutcome], subject: CandidateView) -> tuple[Proof, ...]:
    """What proves the terms asked of the route, term by term."""
    if subject.route.kind != "api":
        return ()
    passed = (o for o in outcomes if o.truth is Truth.PASS)
    return tuple(
        Proof(outcome.requirement.id, term, _term_words(outcome.requirement, term), fact.on,
              _reader_named(fact, subject.facts), fact.note, fact.sources)
        for outcome in passed
        for term, fact in _terms_asked(outcome.requirement, subject)
        if fact.sources
    )  # fmt: skip


def cautions_of_proofs(proven: Sequence[Proof], provider: str, day: Day) -> Iterator[Reason]:
    """What rests on a reading of somebody else's, and what was read long ago."""
    for proof in proven:
        if proof.read_by not in (None, YOU):
            text = f"{proof.says} at {provider}, as {proof.read_by} has it; not read on the provider's own page"
            brief = f"{proof.says}: read by others, get it in writing"
            yield Reason(text, proof.sources, subject="Terms read by others", brief=brief)
    old = [p for p in proven if p.on and p.read_by != YOU and days_between(p.on, day) > FRESH_DAYS]
    if old:
        said = listed([f"{proof.says} ({proof.on})" for proof in old], 4)
        sources = tuple(dict.fromkeys(source for proof in old for source in proof.sources))
        text = f"What {provider} says of this may have changed since it was read: {said}"
        yield Reason(text, sources, subject="Terms read long ago", brief="Terms read long ago: read the pages again")


def _reader_named(fact: FieldValue, facts: Facts) -> str | None:
    source = facts.sources.get(fact.sources[0])
    return YOU if source is not None and source.publisher == YOU else reader_of_term(fact, facts)


def _terms_asked(requirement: Requirement, subject: CandidateView) -> Iterator[tuple[str, FieldValue]]:
    """The terms that `requirement` looks at, by their names, with what is known of each."""
    for name, fact in evaluate(requirement.condition, subject, requirement.operand).facts:
        term = name.removeprefix("route.")
        if name != term and (term in TERM_NAMES or term.startswith((CERTIFIED, RESIDENCY))):
            yield term, fact


def _term_words(requirement: Requirement, term: str) -> str:
    """The term in the words of the question: ``data residency eu``, ``certified hds``."""
    if term in NUMBERED_TERMS:
        return lowered(requirement.phrase)
    title, dot, which = lowered(requirement.title), *term.partition(".")[1:]
    return f"{title} {which}" if dot else title


class _MissingPapers(Plain):
    """A way to a model that nothing speaks against, and the papers that would prove it."""

    model: Model
    score: float | None
    provider: str
    provider_name: str
    papers: tuple[Paper, ...]

    @property
    def unpublished(self) -> int:
        return sum(paper.said is None for paper in self.papers)


def within_reach(question: Question, scores: Mapping[str, float | None]) -> tuple[Reachable, ...]:
    """Which providers a paper or two would admit, the fewest papers first; of each the models that it would open.

    `scores`: of each model that no way opens, by its id; None where it would not be ranked.
    """
    models = ((model, score) for id_, score in scores.items() if (model := question.facts.model(id_)) is not None)
    ways = [way for model, score in models for way in _ways_by_paper(question, model, score)]
    groups: dict[tuple[str, tuple[str, ...]], list[_MissingPapers]] = {}
    for way in ways:
        groups.setdefault((way.provider, tuple(paper.command for paper in way.papers)), []).append(way)
    found = [_reachable_provider(group) for group in groups.values()]
    found.sort(key=lambda each: (each.unpublished, len(each.papers), -(each.score or 0.0), each.provider))
    nearest: dict[str, Reachable] = {}
    for each in found:
        nearest.setdefault(each.provider, each)
    return tuple(nearest.values())[:MOST_WAYS]


def _ways_by_paper(question: Question, model: Model, score: float | None) -> Iterator[_MissingPapers]:
    """For each provider of `model` the way that lacks the fewest papers, where it lacks nothing else."""
    best: dict[str, _MissingPapers] = {}
    for way in checked_routes(question, model):
        route = way.subject.route
        missed = failing_outcomes(way.outcomes)
        if route.offering is None or any(o.truth is not Truth.UNKNOWN for o in missed):
            continue
        papers = tuple(paper for o in missed for paper in _papers_lacking(o.requirement, way.subject, question.day))
        if not papers or {p.constraint for p in papers} != {o.requirement.id for o in missed}:
            continue
        provider = route.offering.provider
        name = route.provider.name if route.provider else provider
        found = _MissingPapers(model, score, provider, name, papers)
        held = best.get(provider)
        if held is None or (found.unpublished, len(papers)) < (held.unpublished, len(held.papers)):
            best[provider] = found
    yield from best.values()


def _papers_lacking(requirement: Requirement, subject: CandidateView, day: Day) -> Iterator[Paper]:
    offering = subject.route.offering
    assert offering is not None
    for term, fact in _terms_asked(requirement, subject):
        if fact.value is not None or fact.short_of == "no":
            continue
        row = closest_row(subject.route, subject.facts, term)
        models = row.models if row is not None else ()
        yield Paper(
            requirement.id,
            term,
            _term_words(requirement, term),
            fact.short_of,
            fact.note,
            " ".join(_confirming_words(offering.provider, term, requirement, models, day)),
            fact.sources,
        )


def _confirming_words(
    provider: str, term: str, requirement: Requirement, models: tuple[str, ...], day: Day
) -> Iterator[str]:
    """The command that records the paper: valid for a year, unless it says otherwise."""
    yield f"modelpick terms confirm {provider} {term}"
    if term in NUMBERED_TERMS:
        yield f"--is {requirement.value:g}"
    yield from (f"--model '{pattern}'" for pattern in models)
    yield f"--source CONTRACT --valid-until {int(day[:4]) + 1}{day[4:7]}"


def _reachable_provider(group: list[_MissingPapers]) -> Reachable:
    ordered = sorted(group, key=lambda way: (-(way.score or -1.0), way.model.id))
    first = ordered[0]
    return Reachable(
        first.provider,
        first.provider_name,
        first.papers,
        tuple(way.model.id for way in ordered),
        first.model.name,
        first.score,
        first.unpublished,
    )
