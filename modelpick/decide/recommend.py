"""The decision: constraints first, then the score of what is left, then the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from modelpick.decide import reasons, relax
from modelpick.decide.announced import announced
from modelpick.decide.citing import Citations
from modelpick.decide.constraints import Requirement, RequirementOutcome, failing_outcomes
from modelpick.decide.proofs import cautions_of_proofs, proofs, within_reach
from modelpick.decide.question import SELF_HOST, Question
from modelpick.decide.routes import Route, routes
from modelpick.decide.scoring import Score, cells_of, ordering, score
from modelpick.decide.standing import RankAnalysis, changes, contrast
from modelpick.decide.subject import CandidateView
from modelpick.decide.verdict import verdict
from modelpick.decide.views import contribution, route_view
from modelpick.decide.ways import CheckedRoute, best_way, second_way
from modelpick.documents.fitting import Fit
from modelpick.documents.results import (
    SCHEMA_VERSION,
    Excluded,
    FailedConstraint,
    NotRanked,
    Ranked,
    Reason,
    Recommendation,
    Relaxation,
    RouteView,
)
from modelpick.evidence.pooling import Cell
from modelpick.model.asof import newest_fact
from modelpick.model.dates import days_after
from modelpick.model.facts import Model
from modelpick.model.fields import Plain, replace
from modelpick.model.freshness import BUNDLED_DAYS
from modelpick.model.logic import Truth
from modelpick.model.rules import Advisory
from modelpick.model.wording import count, listed, percent

REASONED = 3
"""How many of the ranked an answer gives its reasons for."""


class Candidate(Plain):
    """A model by its best route: the one that passes, or else comes closest to passing."""

    model: Model
    subject: CandidateView
    outcomes: tuple[RequirementOutcome, ...]
    score: Score
    cells: Mapping[tuple[str, str | None], Cell | None]

    @property
    def passes(self) -> bool:
        return not failing_outcomes(self.outcomes)


def recommend(question: Question, advisories: Sequence[Advisory]) -> Recommendation:
    """Answer `question`; the same question always gets the same answer."""
    candidates = [candidate(question, model) for model in question.models]
    passing = [c for c in candidates if c.passes]
    ranked = ranking(question, passing)
    placed = {c.model.id for c in ranked}
    apart = [c for c in passing if c.model.id not in placed]
    ranked = with_frontier(ranked, candidates)
    standing = RankAnalysis.of(question.criteria, ranked)
    views = _ranked_views(question, standing, advisories)
    special = _specialist_views(question, standing, advisories)
    excluded = _excluded_views([c for c in candidates if not c.passes])
    relaxations = () if ranked else _minimal_relaxations(question, candidates)
    reachable = () if passing else within_reach(question, ((c.model, _ranked_score(question, c)) for c in candidates))
    citations = Citations(question.facts.sources)
    altering = changes(question, standing)
    citations.cite_ranking([*views, *special])
    citations.cite_reasons(altering)
    citations.cite_failures(excluded)
    citations.cite(source for way in reachable for paper in way.papers for source in paper.sources)
    return Recommendation(
        schema_version=SCHEMA_VERSION,
        as_of=question.day,
        request=question.view(),
        verdict=verdict(question, standing, len(passing), relaxations),
        ranking=views,
        specialists=special,
        excluded=excluded,
        not_ranked=tuple(not_ranked(question, c) for c in sorted(apart, key=lambda c: (-c.score.coverage, c.model.id))),
        relaxations=relaxations,
        changes=altering,
        notes=_answer_notes(question, passing, ranked, excluded),
        sources=citations.references(),
        facts_until=newest_fact(question.facts),
        excluded_counts=dict(
            Counter(f.constraint for e in excluded for f in {f.constraint: f for f in e.failed}.values())
        ),
        ordering=ordering(question.request.risk == "averse"),
        ask_again=days_after(question.day, BUNDLED_DAYS),
        reachable=reachable,
    )


def _ranked_score(question: Question, c: Candidate) -> float | None:
    """The score of a model; None where it would not be ranked."""
    return c.score.value if why_apart(question, c.score) is None else None


def candidate(question: Question, model: Model) -> Candidate:
    """`model` on the route that the answer names, with its score."""
    way = best_way(question, model)
    cells = cells_of(question.criteria, model, question.evidence, question.strict)
    return Candidate(model, way.subject, way.outcomes, score(question.criteria, way.subject, cells), cells)


def ranking(question: Question, passing: Sequence[Candidate]) -> list[Candidate]:
    """The passing candidates with enough evidence, best first; ties go to the higher coverage, then by id.

    Where little of a model was measured, its expected score is lowered by a share of its deviation; a cautious user
    ranks by the lower end of the interval.
    """
    averse = question.request.risk == "averse"
    enough = [c for c in passing if why_apart(question, c.score) is None]
    return sorted(enough, key=lambda c: (-round(c.score.worth(averse), 9), -c.score.coverage, c.model.id))


def why_apart(question: Question, scored: Score) -> str | None:
    """Why a passing model is not ranked, in words; None if it is."""
    if not scored.rankable(question.strict):
        return scored.lacking
    own = [p for p in scored.parts if p.weighted.benchmark and p.weighted.benchmark.id in question.own_ability]
    if question.own_ability and not any(p.on_topic for p in own):
        return "nobody published a figure of it on this ability, and other tests do not tell it"
    if question.request.evidence == "tested" and not scored.is_tested:
        if scored.second_hand:
            return "every figure of it comes from the press"
        return f"only {percent(scored.tested)} of the benchmark weight was measured of it"
    return None


def with_frontier(ranked: Sequence[Candidate], everyone: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the `evidence.*` facts for advisories, the gap to the best closed model included."""
    closed = [c for c in everyone if c.model.weights == "closed" and c.score.enough]
    frontier = max(closed, key=lambda c: (c.score.value, c.model.id), default=None)
    return [_with_evidence_facts(c, frontier) for c in ranked]


def ranked_view(
    question: Question, rank: int, standing: RankAnalysis[Candidate], advisories: Sequence[Advisory]
) -> Ranked:
    """Line `rank` (from 1) of the ranking with all its reasons."""
    c = standing.ranked[rank - 1]
    model, subject, needs = c.model, c.subject, question.needs
    parts = c.score.parts
    license = model.license.id if model.license else None
    admitted = [o for o in c.outcomes if o.truth is Truth.UNKNOWN]
    better = standing.dominator(c)
    proven = proofs(c.outcomes, subject)
    provider = subject.route.provider.name if subject.route.provider else "the provider"
    return Ranked(
        rank=rank,
        model=model.id,
        name=model.name,
        lab=model.lab,
        score=c.score.value,
        sd=c.score.sd,
        low=c.score.interval[0],
        high=c.score.interval[1],
        first_share=standing.shares[model.id].first,
        top_three_share=standing.shares[model.id].top_three,
        coverage=c.score.coverage,
        tested=c.score.tested,
        standing="tested" if c.score.is_tested else "promising",
        key=c.score.key,
        measured=sum(p.measured for p in parts),
        estimated=sum(not p.measured for p in parts),
        criteria=len(question.criteria),
        conflicts=sum(bool(p.cell and p.cell.conflict) for p in parts),
        weights=model.weights,
        license=license,
        context=model.context.value if model.context else None,
        api=subject.get("api").value,
        access=subject.get("access").value,
        lifecycle=subject.get("lifecycle").value,
        offering=route_view(subject.route, subject.fit, subject.month, _smallest_machine(question, c)),
        also=_second_route(question, c),
        contributions=tuple(contribution(p) for p in parts),
        missing=tuple(w.criterion.says for w in c.score.missing),
        for_=reasons.reasons_for(c.score, standing.best, model.traits, needs),
        against=reasons.reasons_against(c.score, standing.best, model.traits, needs),
        cautions=(
            *cautions_of_proofs(proven, provider, question.day),
            *reasons.cautions(c.score, subject, advisories, question.read_first, needs),
        ),
        unknown=(
            *(Reason(*o.reason(subject), subject=o.requirement.title) for o in admitted),
            *reasons.unknowns(c.score, subject),
        ),
        contrast=_contrast_with_rival(standing, rank),
        dominated_by=better.model.name if better else None,
        dominated_on=_rests_on(better, c) if better else None,
        admitted_unknown=tuple(o.requirement.id for o in admitted),
        missing_criteria=tuple(w.criterion.id for w in c.score.missing),
        ahead=announced(subject.route),
        proofs=proven,
    )


def _rests_on(*candidates: Candidate) -> Literal["figures", "estimates"]:
    """Whether everything compared was measured, or some of it estimated."""
    measured = all(part.measured for c in candidates for part in c.score.parts)
    return "figures" if measured else "estimates"


def _smallest_machine(question: Question, c: Candidate) -> Fit | None:
    """The smallest known machine that holds the model, where it is self-hosted and no machine is named; None
    otherwise.
    """
    if c.subject.route.kind != "self_host" or question.setting.machine is not None:
        return None
    return question.setting.smallest(c.model, question.facts)


def _second_route(question: Question, c: Candidate) -> RouteView | None:
    second = second_way(question, CheckedRoute(c.subject, c.outcomes))
    return route_view(second.subject.route, month=second.subject.month) if second else None


def excluded_view(c: Candidate) -> Excluded:
    """A model that fails some constraint, with every failed one."""
    failed = []
    for outcome in failing_outcomes(c.outcomes):
        text, sources = outcome.reason(c.subject)
        kind = "unknown" if outcome.truth is Truth.UNKNOWN else "fail"
        failed.append(FailedConstraint(outcome.requirement.id, kind, text, sources))  # type: ignore[arg-type]
    return Excluded(c.model.id, c.model.name, tuple(failed), c.score.value if c.score.enough else None)


def not_ranked(question: Question, c: Candidate) -> NotRanked:
    """A passing model that is not ranked, with the reason."""
    missing = tuple(w.criterion.says for w in c.score.missing)
    return NotRanked(
        c.model.id, c.model.name, c.score.coverage, missing, why_apart(question, c.score) or c.score.lacking
    )


def _contrast_with_rival(standing: RankAnalysis[Candidate], rank: int) -> Reason | None:
    """What separates the first from the second, or a later one from the first; None for a ranking of one."""
    if len(standing.ranked) < 2:
        return None
    other = standing.ranked[1 if rank == 1 else 0]
    return contrast(standing.ranked[rank - 1], other)


def _ranked_views(
    question: Question, standing: RankAnalysis[Candidate], advisories: Sequence[Advisory]
) -> tuple[Ranked, ...]:
    shown = min(question.request.top, len(standing.ranked))
    return tuple(ranked_view(question, rank, standing, advisories) for rank in range(1, shown + 1))


def _specialist_views(
    question: Question, standing: RankAnalysis[Candidate], advisories: Sequence[Advisory]
) -> tuple[Ranked, ...]:
    """The best model on the heaviest criterion, unless the first ones are shown to be that; one model or none."""
    heaviest = question.criteria[0].criterion.id
    known = [
        (part.utility, -rank)
        for rank, c in enumerate(standing.ranked, 1)
        for part in c.score.parts
        if part.weighted.criterion.id == heaviest and part.measured
    ]
    rank = -max(known)[1] if known else 0
    return (ranked_view(question, rank, standing, advisories),) if rank > REASONED else ()


def _with_evidence_facts(c: Candidate, frontier: Candidate | None) -> Candidate:
    told = reasons.evidence_facts(c.score, c.subject.day)
    if frontier and c.model.weights == "open":
        told["frontier_gap"] = round(frontier.score.value - c.score.value, 1)
        told["frontier_model"] = frontier.model.name
        told["frontier_score"] = round(frontier.score.value, 1)
    return replace(c, subject=replace(c.subject, evidence=told))


def _excluded_views(candidates: Sequence[Candidate]) -> tuple[Excluded, ...]:
    """The excluded models, fewest failed constraints first, then by score."""

    def place(c: Candidate) -> tuple[int, float, str]:
        return len(failing_outcomes(c.outcomes)), -(c.score.value if c.score.enough else -1.0), c.model.id

    return tuple(excluded_view(c) for c in sorted(candidates, key=place))


def _minimal_relaxations(question: Question, candidates: Sequence[Candidate]) -> tuple[Relaxation, ...]:
    """Minimal sets of constraints to give up, each with the best model that it would admit."""
    requirements = question.requirements
    every = [way for c in candidates for way in _relaxation_routes(question, c)]
    every = [way for way in every if way.can_be_had] or every
    ways = [way for way in every if way.score is not None] or every
    found = []
    for mask in relax.minimal_masks(ways):
        dropped = [r for bit, r in enumerate(requirements) if mask >> bit & 1]
        into = relax.admitted(mask, ways)
        best = next((w for w in into if w.score is not None), None)
        found.append(
            Relaxation(
                relax=tuple(r.id for r in dropped),
                titles=tuple(r.phrase for r in dropped),
                admits=len(into),
                best=best.model if best else None,
                best_name=question.facts.models[best.model].name if best else None,
                score=best.score if best else None,
            )
        )
    return tuple(sorted(found, key=lambda r: (len(r.relax), r.score is None, -(r.score or 0.0), r.relax)))


def _relaxation_routes(question: Question, c: Candidate) -> list[relax.RelaxationRoute]:
    """Every route of a model with the mask of its failed constraints; providers count only where self-hosting is
    given up.
    """
    ways = []
    own = sum(1 << bit for bit, r in enumerate(question.requirements) if r.id == SELF_HOST)
    of_need = sum(1 << bit for bit, r in enumerate(question.requirements) if r.of_need)
    for self_host in sorted({question.self_host, False}):
        for route in routes(c.model, question.facts, question.day, self_host, question.at_home):
            subject = CandidateView(route, question.facts, setting=question.setting)
            mask = _failed_mask(question.requirements, subject) | (own if not self_host else 0)
            if mask & of_need:
                continue
            scored = score(question.criteria, subject, c.cells)
            to_be_had = all(r.outcome(subject).holds for r in question.implied)
            value = scored.value if why_apart(question, scored) is None else None
            ways.append(relax.RelaxationRoute(c.model.id, mask, value, to_be_had, scored.key))
    return ways


def _failed_mask(requirements: Sequence[Requirement], subject: CandidateView) -> int:
    return sum(1 << bit for bit, r in enumerate(requirements) if not r.outcome(subject).holds)


def _answer_notes(
    question: Question, passing: Sequence[Candidate], ranked: Sequence[Candidate], excluded: Sequence[Excluded]
) -> tuple[str, ...]:
    notes = [*question.notes]
    if len(passing) > len(ranked):
        apart = count(len(passing) - len(ranked), "model")
        lack = "some criterion was not measured" if question.strict else "too little is known to rank"
        notes.append(f"{apart} would fit but {lack}: listed apart, not ranked")
    unproven = [e.name for e in excluded if all(f.outcome == "unknown" for f in e.failed)]
    if unproven:
        asked = ", ".join(sorted({f.constraint for e in excluded for f in e.failed if f.outcome == "unknown"}))
        notes.append(
            f"{listed(unproven)} {'is' if len(unproven) == 1 else 'are'} left out only because something is not known "
            f"({asked}); --allow-unknown NAME admits them with a flag"
        )
    if not question.self_host and question.about_routes and question.setting.machine is None:
        own = sum(_would_pass_at_home(question, m) for m in question.models if m.weights == "open")
        if own:
            notes.append(f"{count(own, 'open-weight model')} would satisfy this on your own machines: --self-host")
    return tuple(notes)


def _would_pass_at_home(question: Question, model: Model) -> bool:
    subject = CandidateView(Route("self_host", model, question.day), question.facts, setting=question.setting)
    return not failing_outcomes([r.outcome(subject) for r in question.requirements])
