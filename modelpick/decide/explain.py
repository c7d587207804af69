"""Why a model is or is not recommended for exactly this request."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from modelpick.decide import reasons
from modelpick.decide.candidate import Candidate, candidate, candidate_of
from modelpick.decide.cell_views import figure_view
from modelpick.decide.citing import Citations
from modelpick.decide.question import Question
from modelpick.decide.recommend import excluded_view, frontier, not_ranked, ranked_view, ranking
from modelpick.decide.standing import RankAnalysis, compared
from modelpick.decide.survey import Surveyed, surveyed
from modelpick.decide.ways import CheckedRoute, told_of_way
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.comparison_reports import Explanation
from modelpick.documents.evidence_reports import Figure
from modelpick.documents.recommendation import Reason
from modelpick.model.facts import Model
from modelpick.model.logic import Truth
from modelpick.model.rules import Advisory
from modelpick.model.wording import figure, listed, lowered

REFUSED = ("quarantined", "superseded")
"""States of figures that are shown and never scored."""


def explain(model: Model, question: Question, advisories: Sequence[Advisory]) -> Explanation:
    """Place `model` in the answer to `question`: the constraints it meets, its rank, the gap to the first."""
    everyone = surveyed(question)
    ranked = ranking(question, [c for c in everyone if c.passes])
    place = next((rank for rank, c in enumerate(ranked, 1) if c.id == model.id), None)
    mine = candidate(question, model)
    standing = RankAnalysis.of(question, ranked)
    tell = partial(ranked_view, question, standing=standing, advisories=advisories, frontier=frontier(everyone))
    first = tell(1) if ranked else None
    view = tell(place) if place else None
    excluded = None if mine.passes else excluded_view(question, mine)
    apart = not_ranked(question, mine) if mine.passes and not place else None
    leader = candidate_of(question, ranked[0].id) if ranked else mine
    gap = _gap_by_criterion(mine, leader) if leader.id != model.id else ()
    citations = Citations(question.facts.sources)
    for line in (view, first):
        if line:
            citations.cite_ranking([line])
    citations.cite_failures([excluded] if excluded else [])
    citations.cite_reasons(gap)
    refused = _refused_figures(model, question)
    citations.cite(figure.source for figure in refused)
    return Explanation(
        schema_version=SCHEMA_VERSION,
        as_of=question.day,
        request=question.view(),
        model=model.id,
        name=model.name,
        text=_headline_text(mine, ranked, place),
        recommended=place == 1,
        rank=place,
        ranked=view,
        excluded=excluded,
        not_ranked=apart,
        first=first if place != 1 else None,
        gap=gap,
        refused=refused,
        constraints=tuple(_constraint_line(question, mine, i) for i in range(len(mine.outcomes))),
        notes=question.notes,
        sources=citations.references(),
    )


def _headline_text(mine: Candidate, ranked: Sequence[Surveyed | Candidate], place: int | None) -> str:
    name = mine.model.name
    points = f"with {mine.score.value:.1f} points"
    if place == 1:
        return f"{name} is first of {len(ranked)} {points}{_distance_text(mine, ranked[1]) if ranked[1:] else ''}."
    if place:
        return f"{name} is number {place} of {len(ranked)} {points}{_distance_text(mine, ranked[0], 'behind')}."
    if not mine.passes:
        missed = [o for o in mine.outcomes if not o.holds]
        titles = listed([lowered(o.requirement.phrase) for o in missed], 5)
        is_known = any(o.truth is Truth.FAIL for o in missed)
        return f"{name} is left out, as it {'does not' if is_known else 'is not proven to'} meet: {titles}."
    return f"{name} would fit, but is not ranked: {mine.score.lacking}"


def _distance_text(mine: Candidate, other: Surveyed | Candidate, side: str = "ahead of") -> str:
    """The distance from `other`, from which doubt, not points, may divide a model: the ranking is lowered by it."""
    gap = mine.score.value - other.score.value if side == "ahead of" else other.score.value - mine.score.value
    if round(gap, 1) >= 0:
        return f", {abs(gap):.1f} {side} {other.name}"
    surely = "less" if side == "ahead of" else "more"
    return f"; {other.name} has {other.score.value:.1f}, {surely} surely"


def _gap_by_criterion(mine: Candidate, first: Candidate) -> tuple[Reason, ...]:
    """Criterion by criterion, the points of this model minus those of the first, where both are known."""
    own, lead = mine.score.by_criterion, first.score.by_criterion
    points = compared(mine.score, first.score).points
    said = []
    for id_ in dict.fromkeys([*own, *lead]):
        a, b = own.get(id_), lead.get(id_)
        part = a or b
        assert part is not None
        shown = [figure(p.value, p.weighted.unit) if p else "not known" for p in (a, b)]
        sources = tuple(dict.fromkeys(s for p in (a, b) if p for s in p.sources))
        text = f"{part.weighted.criterion.says}: {shown[0]} against {shown[1]}"
        # What is not known is not zero: it counts neither for nor against.
        if id_ in points:
            said.append(Reason(text, sources, round(points[id_][0], 1), id_))
        else:
            said.append(Reason(f"{text}, not comparable", sources, None, id_))
    return tuple(sorted(said, key=lambda r: r.points or 0.0))


def _refused_figures(model: Model, question: Question) -> tuple[Figure, ...]:
    """The contradicted or replaced figures on the benchmarks that the question weighs, editions of its skills
    included.
    """
    facts = question.facts
    weighed = {w.benchmark.id for w in question.criteria if w.benchmark}
    weighed |= {id_ for w in question.criteria if w.skill for id_ in facts.skills[w.skill].editions}
    out = [m for m in model.measurements if m.state in REFUSED and m.benchmark in weighed]
    out.sort(key=lambda m: (m.benchmark, m.on, m.value))
    return tuple(
        figure_view(m, facts.benchmarks[m.benchmark], used=False) for m in out if m.benchmark in facts.benchmarks
    )


def _constraint_line(question: Question, mine: Candidate, place: int) -> tuple[str, str, str]:
    outcome = mine.outcomes[place]
    id_ = outcome.requirement.id
    if outcome.truth.value == "pass":
        return id_, "pass", reasons.met_facts(outcome, mine.subject)
    way = CheckedRoute(mine.subject, mine.outcomes)
    return id_, outcome.truth.value, told_of_way(question, way, place)[0]
