"""Where each of the ranked stands: win shares, who dominates it, what sets it apart, what would change the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from modelpick.decide import robustness
from modelpick.decide.break_even import break_even_figure
from modelpick.decide.candidate import Candidate, candidate_of
from modelpick.decide.question import Question
from modelpick.decide.robustness import Contender, Shares
from modelpick.decide.scoring import Part, Score, Weighted
from modelpick.documents.recommendation import Reason
from modelpick.model.fields import Plain
from modelpick.model.wording import figure, listed, percent

MOST_DIFFERENCES = 3
WORTH_SAYING = 0.5
"""Points below which a difference is not worth a word."""
LARGEST_WEIGHT_SHIFT = 0.5
"""A weight that would have to change by more than this share is no realistic change of mind."""


SHORTFALL = 0.25
"""By this share of the deviation of what is estimated of it a model turns out lower on average, in the simulations: an
estimate is the middle of what is likely, and near a ceiling there is more room below. Stated chances then hold
(`benchmarks/backtest.py`)."""
MOST_SAID = 0.8
"""The most that is said of the chance of a model of whose benchmark weight less than half was measured."""


class Scored(Protocol):
    """A model with its score on its route, as ranking and comparison need it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def score(self) -> Score: ...


Each = TypeVar("Each", bound=Scored)


class Leader(Plain):
    """The best on one criterion, by its name and its part there; the sources of that are asked of the model itself."""

    name: str
    part: Part
    sources: Callable[[], tuple[str, ...]]


class RankAnalysis(Plain, Generic[Each], dict=True):
    """The ranked models, best first, with the simulations over them: win shares, and the best part of each
    criterion with its model's name.
    """

    ranked: Sequence[Each]
    field: Mapping[str, Contender]
    shares: Mapping[str, Shares]
    best: Mapping[str, Leader]

    @staticmethod
    def of(question: Question, ranked: Sequence[Each]) -> RankAnalysis[Each]:
        criteria = question.criteria
        field = {c.id: contender(criteria, c.id, c.score) for c in ranked}
        weights = [w.weight for w in criteria]
        shares = robustness.shares(list(field.values()), weights, question.draws) if field else {}
        shares = {c.id: _capped_shares(shares[c.id], c.score) for c in ranked}
        return RankAnalysis(ranked, field, shares, _best_parts(question, ranked))

    @cached_property
    def _comparable_models(self) -> dict[tuple[tuple[str, str | None], ...], list[Each]]:
        """The models of which every criterion is known, by what their criteria rest on."""
        found: dict[tuple[tuple[str, str | None], ...], list[Each]] = {}
        for c in self.ranked:
            if not c.score.missing:
                found.setdefault(_asked_of(c.score), []).append(c)
        return found

    def chance_ahead(self, one: Scored, other: Scored) -> float:
        """In which share of the simulations `one` scores above `other`, by the moments of the difference."""
        return robustness.chance_ahead(self.field[one.id], self.field[other.id])

    def dominator(self, one: Scored) -> Each | None:
        """The best model that is at least as good as `one` on every test, with every criterion known of both and
        resting on the same field; None if there is none.
        """
        if one.score.missing:
            return None
        able = {c.id: c for c in self._comparable_models[_asked_of(one.score)] if c.id != one.id}
        found = robustness.dominated_by(self.field[one.id], map(self.field.__getitem__, able))
        return able[found] if found else None


def _asked_of(score: Score) -> tuple[tuple[str, str | None], ...]:
    return tuple((w.criterion.id, w.criterion.field) for w in score.weighed)


def _capped_shares(shares: Shares, score: Score) -> Shares:
    """The shares of a promising model, limited to `MOST_SAID`: estimates miss what breaks a trend."""
    return shares if score.is_tested else Shares(min(shares.first, MOST_SAID), min(shares.top_three, MOST_SAID))


def contender(criteria: Sequence[Weighted], id_: str, score: Score) -> Contender:
    """A scored model as the simulations see it; a criterion without a value has the model's own score."""
    points = [100 * utility for utility in score.utilities]
    if len(points) < len(criteria):
        known = {w.criterion.id: each for w, each in zip(score.weighed, points, strict=True)}
        points = [known.get(w.criterion.id, score.value) for w in criteria]
    expected = score.value - SHORTFALL * score.estimated_sd
    return Contender(id_, expected, score.sd, tuple(points))


def _best_parts(question: Question, ranked: Sequence[Scored]) -> dict[str, Leader]:
    best: dict[str, tuple[float, Scored]] = {}
    for c in ranked:
        for w, utility in zip(c.score.weighed, c.score.utilities, strict=True):
            key = w.criterion.id
            if key not in best or utility > best[key][0]:
                best[key] = (utility, c)
    return {key: _leader_on(question, key, c) for key, (_, c) in best.items()}


def _leader_on(question: Question, criterion: str, c: Scored) -> Leader:
    def sources() -> tuple[str, ...]:
        # A survey does not know what a part rests on.
        return candidate_of(question, c.id).score.by_criterion[criterion].sources

    return Leader(c.name, c.score.by_criterion[criterion], sources)


class Compared(Plain):
    """Two scores on what is known of both.

    `points` by criterion id are those of the first minus those of the second, with what the criterion says; they add
    up to `gap`, which is that of the scores where nothing is `apart`. What is known of one alone, or is another thing
    for each, counts neither for nor against.
    """

    points: Mapping[str, tuple[float, str]]
    gap: float
    apart: tuple[str, ...]


def compared(one: Score, other: Score) -> Compared:
    """The difference of two scores, in points by criterion, over the criteria known of both, reweighted among
    themselves.
    """
    a, b = one.by_criterion, other.by_criterion
    same = [id_ for id_, p in a.items() if id_ in b and p.weighted.criterion.field == b[id_].weighted.criterion.field]
    total = sum(a[id_].weighted.weight for id_ in same)
    points = {
        id_: (100 * a[id_].weighted.weight / total * (a[id_].utility - b[id_].utility), a[id_].weighted.criterion.says)
        for id_ in same
    }
    lone = [p.weighted.criterion.says for id_, p in {**b, **a}.items() if id_ not in points]
    return Compared(points, sum(each for each, _ in points.values()), tuple(dict.fromkeys(lone)))


def contrast(one: Scored, other: Scored) -> Reason:
    """``Ahead of X by 4.1 points: +6.0 works in a terminal, -1.9 costs little``.

    Criteria known of only one of the two are called not comparable.
    """
    found = compared(one.score, other.score)
    largest = sorted(found.points.values(), key=lambda d: -abs(d[0]))[:MOST_DIFFERENCES]
    told = ", ".join(f"{points:+.1f} {says}" for points, says in largest if abs(points) >= WORTH_SAYING)
    gap = one.score.value - other.score.value
    text = f"{_ahead_or_behind(gap)} {other.name} by {abs(gap):.1f} points"
    if found.apart:
        both = (
            f"{'ahead' if found.gap >= 0 else 'behind'} by {abs(found.gap):.1f} on what is known of both"
            if found.points
            else ""
        )
        text = "; ".join([part for part in (text, both) if part])
    text += f": {told}" if told else ""
    if found.apart:
        text += f"; not comparable: {listed(found.apart, MOST_DIFFERENCES)}"
    return Reason(text, points=round(gap, 1), subject="contrast")


def _ahead_or_behind(gap: float) -> str:
    return "Ahead of" if gap >= 0 else "Behind"


def changes(question: Question, standing: RankAnalysis[Any]) -> tuple[Reason, ...]:
    """The changes that would put the second before the first: of a weight, a price, a figure."""
    if len(standing.ranked) < 2:
        return ()
    criteria = question.criteria
    first, second = (candidate_of(question, c.id) for c in standing.ranked[:2])
    # Weights and prices are told in closed form, which knows nothing of what little evidence costs in the order.
    margin = first.score.value - second.score.value
    as_scored = margin > 0 and first.score.key == first.score.value and second.score.key == second.score.value
    figures = _figure_changes(question, first, second)
    if not as_scored:
        return tuple(figures)
    a, b = first.score.by_criterion, second.score.by_criterion
    one, other = standing.field[first.id].utilities, standing.field[second.id].utilities
    gaps = [u - v for u, v in zip(one, other, strict=True)]
    # A weight cannot be argued about where one of the two has no value for the criterion.
    complete = len(a) == len(b) == len(criteria)
    return (
        *(_weight_changes(criteria, gaps, second, margin) if complete else ()),
        *_price_change(a, b, second, margin),
        *figures,
        *(_least_moved(criteria, gaps, first, second, margin) if complete else ()),
    )


def _weight_changes(criteria: Sequence[Weighted], gaps: Sequence[float], second: Scored, margin: float) -> list[Reason]:
    """The one weight whose smallest change flips the first two, the others keeping their proportions."""
    found = []
    for w, gap in zip(criteria, gaps, strict=True):
        t = robustness.break_even_weight(margin, w.weight, gap)
        if t is not None and abs(t - w.weight) <= LARGEST_WEIGHT_SHIFT:
            found.append((abs(t - w.weight), t, w))
    if not found:
        return []
    _, t, w = min(found, key=lambda f: (f[0], f[2].criterion.id))
    weighed = f'"{w.criterion.says}" weighed {percent(t)} instead of {percent(w.weight)}'
    text = f"{second.name} would be first if {weighed}"
    brief = f"{weighed}: then {second.name}"
    return [Reason(text, subject="weight", brief=brief)]


def _price_change(a: Mapping[str, Part], b: Mapping[str, Part], second: Scored, margin: float) -> list[Reason]:
    for id_, part in b.items():
        field = part.weighted.criterion.field or ""
        anchors = part.weighted.anchors
        if not field.startswith("price.") or anchors.scale != "log" or id_ not in a:
            continue
        price = robustness.break_even_price(margin, part.weight, part.value, anchors.worst, anchors.best)
        if price >= anchors.best:
            text = f"{second.name} would be first at ${price:.2f} per million tokens instead of ${part.value:.2f}"
            brief = f"{second.name} cost ${price:.2f} per million tokens, not ${part.value:.2f}"
            return [Reason(text, part.sources, subject="price", brief=brief)]
    return []


def _figure_changes(question: Question, first: Candidate, second: Candidate) -> list[Reason]:
    """The lowest figure of the second that would put it first: an unmeasured one where there is any, otherwise a
    measured one.
    """
    found = break_even_figure(question, first, second)
    if found is None:
        return []
    part, needed = found
    name = part.weighted.benchmark.name if part.weighted.benchmark else part.weighted.criterion.says
    unit = part.weighted.unit
    measured = part.cell is not None and part.cell.measured
    then, now = figure(needed, unit), figure(part.value, unit)
    if then != now:
        text = f"with {then} on {name} instead of the {'measured' if measured else 'estimated'} {now}"
        brief = f"reaches {then} on {name} (now {now})"
    elif measured:
        text, brief = f"with hardly more than the measured {now} on {name}", f"has hardly more than {now} on {name}"
    else:  # the doubt alone keeps it from the first place
        text, brief = f"if the estimated {now} on {name} were measured", f"is measured at {now} on {name}"
    reason = f"{second.name} would be first {text}"
    return [Reason(reason, part.sources, subject="figure", brief=f"{second.name} {brief}")]


def _least_moved(
    criteria: Sequence[Weighted], gaps: Sequence[float], first: Scored, second: Scored, margin: float
) -> list[Reason]:
    moved = robustness.least_weight_moved(margin, [w.weight for w in criteria], gaps)
    if moved is None:
        text = f"No re-weighting of the criteria puts {second.name} before {first.name}"
    else:
        text = f"{second.name} leads only if at least {percent(moved)} of the weight goes to other criteria"
    return [Reason(text, subject="weights")]
