"""The decision: constraints first, then the score of what is left, then the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

from modelpick.decide import reasons
from modelpick.decide.announced import announced
from modelpick.decide.candidate import Candidate, candidate, candidate_of
from modelpick.decide.citing import Citations
from modelpick.decide.constraints import Requirement
from modelpick.decide.proofs import cautions_of_proofs, proofs, within_reach
from modelpick.decide.question import Question
from modelpick.decide.routes import routes
from modelpick.decide.scoring import Score, ordering, score
from modelpick.decide.standing import RankAnalysis, changes, contrast
from modelpick.decide.subject import CandidateView
from modelpick.decide.survey import Surveyed, columns_of_day, count_at_home, surveyed
from modelpick.decide.verdict import verdict
from modelpick.decide.views import contribution, route_view
from modelpick.decide.ways import CheckedRoute, known_way, second_way, told_of_way
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.recommendation import (
    Excluded,
    FailedConstraint,
    NotRanked,
    Ranked,
    Reason,
    Recommendation,
    Relaxation,
    RouteView,
)
from modelpick.documents.shortened import lines_shown
from modelpick.model.dates import Day, days_after
from modelpick.model.fields import Plain, replace
from modelpick.model.freshness import BUNDLED_DAYS, newest_fact
from modelpick.model.logic import Truth
from modelpick.model.machines import SmallestMachine
from modelpick.model.rules import SELF_HOST, Advisory
from modelpick.model.wording import count, listed, percent

if TYPE_CHECKING:
    from modelpick.decide.precision import PrecisionReasons
    from modelpick.decide.relax import RelaxationRoute

_LIMITS = frozenset((
    "api", "baa", "certified", "customer-keys", "dpa", "jurisdiction", "min-context", "min-output",
    "no-human-review", "no-training", "not-retiring-within", "residency", "sla", "zero-retention",
))  # fmt: skip
"""Constraints that a buyer may bend, or get something in writing for; those of kind, place and price keep out what is
clear without a word."""
REASONED = 3
"""How many of the ranked an answer gives its reasons for."""
Ranking = TypeVar("Ranking", bound="Surveyed | Candidate")


def recommend(
    question: Question, advisories: Sequence[Advisory], *, whole: bool = True, sources: bool = True
) -> Recommendation:
    """Answer `question`; the same question always gets the same answer.

    Where something is ranked and the answer is not to be `whole`, it tells what its short page shows: those lines of
    the ranking, and not one by one what is left out. Without `sources` that page shows none: none is told then, and
    what speaks for and against a model of the first alone.
    """
    everyone = surveyed(question)
    passing = [c for c in everyone if c.passes]
    ranked = ranking(question, passing)
    placed = {c.id for c in ranked}
    apart = [c for c in passing if c.id not in placed]
    standing = RankAnalysis.of(question, ranked)
    brief = bool(ranked) and not (whole or sources)
    best_closed = frontier(everyone)
    tell = partial(ranked_view, question, standing=standing, advisories=advisories, frontier=best_closed, brief=brief)
    shown = range(1, min(question.request.top, len(ranked)) + 1)
    views = tuple(tell(rank) for rank in (shown if whole else _ranks_in_short(standing, shown)))
    special = tuple(tell(rank) for rank in _specialist_ranks(question, standing)) if whole else ()
    out = sorted((c for c in everyone if not c.passes), key=_nearest_first)
    told = out if whole or not ranked else []
    excluded = tuple(excluded_view(question, c) for c in told)
    relaxations = () if ranked else _minimal_relaxations(question)
    left_out = _left_out(question, ranked, out)
    reachable = () if passing else within_reach(question, _scores_by_id(question, out))
    citations = Citations(question.facts.sources)
    altering = changes(question, standing)
    if not brief:
        citations.cite_ranking([*views, *special])
        citations.cite_reasons(altering)
        citations.cite_failures(excluded if left_out is None else (*excluded, left_out))
        citations.cite(source for way in reachable for paper in way.papers for source in paper.sources)
    return Recommendation(
        schema_version=SCHEMA_VERSION,
        as_of=question.day,
        request=question.view(),
        verdict=verdict(question, standing, len(passing), relaxations),
        ranking=views,
        specialists=special,
        excluded=excluded,
        not_ranked=tuple(not_ranked(question, c) for c in sorted(apart, key=lambda c: (-c.score.coverage, c.id))),
        relaxations=relaxations,
        changes=altering,
        notes=_answer_notes(question, passing, ranked, out),
        sources=citations.references(),
        facts_until=newest_fact(question.facts),
        excluded_counts=_excluded_counts(question, out),
        ordering=ordering(question.request.risk == "averse"),
        ask_again=days_after(question.day, BUNDLED_DAYS),
        reachable=reachable,
        left_out=left_out,
    )


def _left_out(
    question: Question, ranked: Sequence[Surveyed | Candidate], out: Sequence[Surveyed | Candidate]
) -> Excluded | None:
    """The best tested model that one limit alone keeps out, where it would come before the tested that are ranked."""
    averse = question.request.risk == "averse"
    near = [
        c
        for c in out
        if len(c.missed) == 1
        and question.requirements[c.missed[0]].id in _LIMITS & question.request.constraints.keys()
        and c.score.is_tested
        and why_apart(question, c.score) is None
    ]
    best = max(near, key=lambda c: c.score.worth(averse), default=None)
    least = next((c.score.worth(averse) for c in ranked if c.score.is_tested), None)
    return excluded_view(question, best) if best and least is not None and best.score.worth(averse) > least else None


def _scores_by_id(question: Question, out: Sequence[Surveyed | Candidate]) -> dict[str, float | None]:
    """The score of each model; None where it would not be ranked."""
    return {c.id: c.score.value if why_apart(question, c.score) is None else None for c in out}


def ranking(question: Question, passing: Sequence[Ranking]) -> list[Ranking]:
    """The passing candidates with enough evidence, best first; ties go to the higher coverage, then by id.

    Where little of a model was measured, its expected score is lowered by a share of its deviation; a cautious user
    ranks by the lower end of the interval.
    """
    averse = question.request.risk == "averse"
    enough = [c for c in passing if why_apart(question, c.score) is None]
    return sorted(enough, key=lambda c: (-round(c.score.worth(averse), 9), -c.score.coverage, c.id))


def why_apart(question: Question, scored: Score) -> str | None:
    """Why a passing model is not ranked, in words; None if it is."""
    if not scored.rankable(question.strict):
        return scored.lacking
    if question.own_ability and not question.own_ability & scored.topics:
        return "nobody published a figure of it on this ability, and other tests do not tell it"
    if question.request.evidence == "tested" and not scored.is_tested:
        if scored.second_hand:
            return "every figure of it comes from the press"
        return f"only {percent(scored.tested)} of the benchmark weight was measured of it"
    return None


def frontier(everyone: Sequence[Surveyed | Candidate]) -> Surveyed | Candidate | None:
    """The best closed model, whether it passes or not; None where none has enough evidence."""
    closed = [c for c in everyone if c.weights == "closed" and c.score.enough]
    return max(closed, key=lambda c: (c.score.value, c.id), default=None)


def ranked_view(
    question: Question,
    rank: int,
    standing: RankAnalysis[Surveyed | Candidate],
    advisories: Sequence[Advisory],
    frontier: Surveyed | Candidate | None,
    brief: bool = False,
) -> Ranked:
    """Line `rank` (from 1) of the ranking with all its reasons; `frontier` is the best closed model. In `brief` with
    what its line of a short page shows.
    """
    placed = standing.ranked[rank - 1]
    c = candidate_of(question, placed.id)
    model = c.model
    subject = replace(c.subject, evidence=_evidence_facts(c, frontier))
    parts = c.score.parts
    license = model.license.id if model.license else None
    better = None if brief else standing.dominator(placed)
    case = _case_in_short(question, rank, c, standing) if brief else _case_of(question, rank, c, subject, standing)
    proven = proofs(c.outcomes, subject)
    provider = subject.route.provider.name if subject.route.provider else "the provider"
    kept = _kept_of_scores(question, subject)
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
        also=None if brief else _second_route(question, c),
        contributions=tuple(contribution(p) for p in parts),
        missing=tuple(w.criterion.says for w in c.score.missing),
        for_=(*case.speaks_for, *(kept.good if kept else ())),
        against=case.speaks_against,
        cautions=(
            *cautions_of_proofs(proven, provider, question.day),
            *(kept.cautions if kept else ()),
            *reasons.cautions(c.score, subject, advisories, question.read_first, question.needs),
        ),
        unknown=(*case.unknown, *(kept.unknown if kept else ())),
        contrast=case.contrast,
        dominated_by=better.name if better else None,
        dominated_on=_rests_on(better, placed) if better else None,
        admitted_unknown=tuple(o.requirement.id for o in c.outcomes if o.truth is Truth.UNKNOWN),
        missing_criteria=tuple(w.criterion.id for w in c.score.missing),
        ahead=announced(subject.route),
        proofs=proven,
    )


def _kept_of_scores(question: Question, subject: CandidateView) -> PrecisionReasons | None:
    """What the precision on the named machine leaves of the scores; None where no machine is named."""
    if question.setting.machine is None:
        return None
    from modelpick.decide.precision import precision_reasons  # late: most questions name no machine

    return precision_reasons(subject, question)


class _LineCase(Plain):
    """What is said of a line of the ranking, its cautions apart."""

    speaks_for: tuple[Reason, ...] = ()
    speaks_against: tuple[Reason, ...] = ()
    unknown: tuple[Reason, ...] = ()
    contrast: Reason | None = None


def _case_of(
    question: Question, rank: int, c: Candidate, subject: CandidateView, standing: RankAnalysis[Surveyed | Candidate]
) -> _LineCase:
    admitted = [o for o in c.outcomes if o.truth is Truth.UNKNOWN]
    return _LineCase(
        reasons.reasons_for(c.score, standing.best, c.model.traits, question.needs),
        reasons.reasons_against(c.score, standing.best, c.model.traits, question.needs),
        (
            *(Reason(*o.reason(subject), subject=o.requirement.title) for o in admitted),
            *reasons.unknowns(c.score, subject),
        ),
        _contrast_with_rival(standing, rank),
    )


def _case_in_short(
    question: Question, rank: int, c: Candidate, standing: RankAnalysis[Surveyed | Candidate]
) -> _LineCase:
    """What a short page says of a line: of all but the first nothing."""
    if rank > 1:
        return _LineCase()
    traits, needs = c.model.traits, question.needs
    return _LineCase(
        reasons.reasons_for(c.score, standing.best, traits, needs),
        reasons.reasons_against(c.score, standing.best, traits, needs, cited=False),
    )


def _rests_on(*candidates: Surveyed | Candidate) -> Literal["figures", "estimates"]:
    """Whether everything compared was measured, or some of it estimated."""
    measured = all(part.measured for c in candidates for part in c.score.parts)
    return "figures" if measured else "estimates"


def _smallest_machine(question: Question, c: Candidate) -> SmallestMachine | None:
    """The smallest known machine that holds the model, where it is self-hosted and no machine is named; None
    otherwise.
    """
    if c.subject.route.kind != "self_host" or question.setting.machine is not None:
        return None
    if question.columns is not None and question.setting.is_usual and c.model.weights == "open":
        with suppress(KeyError):
            return question.columns.smallest(c.id)
    from modelpick.fit.smallest import machines_known  # late: mostly that stands in the columns

    return question.setting.smallest(c.model, machines_known(question.facts.hardware))


def _second_route(question: Question, c: Candidate) -> RouteView | None:
    second = second_way(question, CheckedRoute(c.subject, c.outcomes))
    return route_view(second.subject.route, month=second.subject.month) if second else None


def excluded_view(question: Question, c: Surveyed | Candidate) -> Excluded:
    """A model that fails some constraint, with every failed one."""
    model = question.model(c.id)
    way = c if isinstance(c, Candidate) else known_way(question, model, c.way)
    failed = []
    checked = CheckedRoute(way.subject, way.outcomes)
    for place in checked.missed:
        outcome = way.outcomes[place]
        text, sources = told_of_way(question, checked, place)
        kind = "unknown" if outcome.truth is Truth.UNKNOWN else "fail"
        failed.append(FailedConstraint(outcome.requirement.id, kind, text, sources))  # type: ignore[arg-type]
    return Excluded(c.id, c.name, tuple(failed), c.score.value if c.score.enough else None)


def not_ranked(question: Question, c: Surveyed | Candidate) -> NotRanked:
    """A passing model that is not ranked, with the reason."""
    missing = tuple(w.criterion.says for w in c.score.missing)
    why = why_apart(question, c.score) or c.score.lacking
    return NotRanked(c.id, c.name, c.score.coverage, missing, why, _release_day(question, c.id))


def _release_day(question: Question, id_: str) -> Day | None:
    """The day on which a model came out; out of the columns where they have it."""
    columns = columns_of_day(question)
    place = columns.place_on(id_, question.day) if columns else None
    found = columns.field("released", question.day) if columns and place is not None else None
    if found is None or place is None:
        return question.model(id_).released
    day: Day | None = found.values[found.own[place]]
    return day


def _contrast_with_rival(standing: RankAnalysis[Surveyed | Candidate], rank: int) -> Reason | None:
    """What separates the first from the second, or a later one from the first; None for a ranking of one."""
    if len(standing.ranked) < 2:
        return None
    other = standing.ranked[1 if rank == 1 else 0]
    return contrast(standing.ranked[rank - 1], other)


class _LineOfRanking(Plain):
    rank: int
    standing: Literal["tested", "promising"]
    first_share: float


def _ranks_in_short(standing: RankAnalysis[Surveyed | Candidate], ranks: Sequence[int]) -> list[int]:
    """The ranks of the lines that the short page shows, and the second, which the first is compared with."""
    ranked = [(rank, standing.ranked[rank - 1]) for rank in ranks]
    lines = [
        _LineOfRanking(rank, "tested" if c.score.is_tested else "promising", standing.shares[c.id].first)
        for rank, c in ranked
    ]
    return sorted({*ranks[:2], *(line.rank for line in lines_shown(lines))})


def _specialist_ranks(question: Question, standing: RankAnalysis[Surveyed | Candidate]) -> tuple[int, ...]:
    """The rank of the best model on the heaviest criterion, unless the first ones are shown to be that."""
    heaviest = question.criteria[0].criterion.id
    known = [
        (c.score.utilities[place], -rank)
        for rank, c in enumerate(standing.ranked, 1)
        for place, weighted in enumerate(c.score.weighed)
        if weighted.criterion.id == heaviest and c.score.parts[place].measured
    ]
    rank = -max(known)[1] if known else 0
    return (rank,) if rank > REASONED else ()


def _evidence_facts(c: Candidate, frontier: Surveyed | Candidate | None) -> dict[str, object]:
    """The `evidence.*` facts for advisories, the gap to the best closed model included."""
    told = reasons.evidence_facts(c.score, c.subject.day)
    if frontier and c.model.weights == "open":
        told["frontier_gap"] = round(frontier.score.value - c.score.value, 1)
        told["frontier_model"] = frontier.name
        told["frontier_score"] = round(frontier.score.value, 1)
    return told


def _nearest_first(c: Surveyed | Candidate) -> tuple[int, float, str]:
    """The sort key of the excluded models: fewest failed constraints first, then by score."""
    return len(c.missed), -(c.score.value if c.score.enough else -1.0), c.id


def _excluded_counts(question: Question, out: Sequence[Surveyed | Candidate]) -> dict[str, int]:
    """How many models each constraint leaves out."""
    ids = [r.id for r in question.requirements]
    return dict(Counter(id_ for c in out for id_ in dict.fromkeys(ids[place] for place in c.missed)))


def _minimal_relaxations(question: Question) -> tuple[Relaxation, ...]:
    """Minimal sets of constraints to give up, each with the best model that it would admit."""
    from modelpick.decide import relax  # late: mostly something fits

    requirements = question.requirements
    every = [way for model in question.models for way in _relaxation_routes(question, candidate(question, model))]
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
                best_name=question.model(best.model).name if best else None,
                score=best.score if best else None,
            )
        )
    return tuple(sorted(found, key=lambda r: (len(r.relax), r.score is None, -(r.score or 0.0), r.relax)))


def _relaxation_routes(question: Question, c: Candidate) -> list[RelaxationRoute]:
    """Every route of a model with the mask of its failed constraints; providers count only where self-hosting is
    given up.
    """
    from modelpick.decide.relax import RelaxationRoute

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
            ways.append(RelaxationRoute(c.model.id, mask, value, to_be_had, scored.key))
    return ways


def _failed_mask(requirements: Sequence[Requirement], subject: CandidateView) -> int:
    return sum(1 << bit for bit, r in enumerate(requirements) if not r.outcome(subject).holds)


def _answer_notes(
    question: Question,
    passing: Sequence[Surveyed | Candidate],
    ranked: Sequence[Surveyed | Candidate],
    out: Sequence[Surveyed | Candidate],
) -> tuple[str, ...]:
    notes = [*question.notes]
    if len(passing) > len(ranked):
        apart = count(len(passing) - len(ranked), "model")
        lack = "some criterion was not measured" if question.strict else "too little is known to rank"
        notes.append(f"{apart} would fit but {lack}: listed apart, not ranked")
    unproven = [c.name for c in out if c.unproven == c.missed]
    if unproven:
        asked = ", ".join(sorted({question.requirements[place].id for c in out for place in c.unproven}))
        notes.append(
            f"{listed(unproven)} {'is' if len(unproven) == 1 else 'are'} left out only because something is not known "
            f"({asked}); --allow-unknown NAME admits them with a flag"
        )
    if not question.self_host and question.about_routes and question.setting.machine is None:
        own = count_at_home(question)
        if own:
            notes.append(f"{count(own, 'open-weight model')} would satisfy this on your own machines: --self-host")
    return tuple(notes)
