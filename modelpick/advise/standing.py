"""Where each of the ranked stands: win shares, who dominates it, what sets it apart, what would change the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from modelpick.advise import robustness
from modelpick.advise.robustness import Contender, Shares
from modelpick.advise.scoring import Part, Score, Weighted, value_of
from modelpick.domain.facts import Model
from modelpick.domain.results import Reason
from modelpick.domain.wording import figure, percent

MOST_DIFFERENCES = 3
WORTH_SAYING = 0.5
"""Points below which a difference is not worth a word."""
LARGEST_WEIGHT_SHIFT = 0.5
"""A weight that would have to change by more than this share is no realistic change of mind."""


class Scored(Protocol):
    @property
    def model(self) -> Model: ...
    @property
    def score(self) -> Score: ...


def contender(criteria: Sequence[Weighted], scored: Scored) -> Contender:
    """`scored` as the draws see it: a criterion without a value stands at the model's own score."""
    known = {p.weighted.criterion.id: 100 * p.utility for p in scored.score.parts}
    utilities = tuple(known.get(w.criterion.id, scored.score.value) for w in criteria)
    return Contender(scored.model.id, scored.score.value, scored.score.sd, utilities)


def win_shares(criteria: Sequence[Weighted], ranked: Sequence[Scored]) -> dict[str, Shares]:
    """Share of the worlds in which each of `ranked` is first, and among the first three."""
    if not ranked:
        return {}
    return robustness.shares([contender(criteria, c) for c in ranked], [w.weight for w in criteria])


def chance_ahead(criteria: Sequence[Weighted], one: Scored, other: Scored) -> float:
    """In which share of the worlds `one` scores above `other`, by the moments of the difference."""
    return robustness.chance_ahead(contender(criteria, one), contender(criteria, other))


def dominator(criteria: Sequence[Weighted], one: Scored, ranked: Sequence[Scored]) -> str | None:
    """The name of the best model that is nowhere worse than `one` and somewhere better."""
    others = {c.model.id: c for c in ranked if c.model.id != one.model.id}
    id_ = robustness.dominated_by(contender(criteria, one), [contender(criteria, c) for c in others.values()])
    return others[id_].model.name if id_ else None


def contrast(one: Scored, other: Scored) -> Reason:
    """``Ahead of X by 4.1 points: +6.0 works in a terminal, -1.9 costs little``."""
    found = sorted(differences(one.score, other.score).items(), key=lambda d: -abs(d[1][0]))
    gap = one.score.value - other.score.value
    told = [f"{points:+.1f} {says}" for _, (points, says) in found[:MOST_DIFFERENCES] if abs(points) >= WORTH_SAYING]
    word = "Ahead of" if gap >= 0 else "Behind"
    text = f"{word} {other.model.name} by {abs(gap):.1f} points" + (f": {', '.join(told)}" if told else "")
    return Reason(text, points=round(gap, 1), subject="contrast")


def differences(one: Score, other: Score) -> dict[str, tuple[float, str]]:
    """Criterion id -> points of `one` minus points of `other`, and what the criterion says. They add up to the gap."""
    a, b = _by_id(one), _by_id(other)
    return {
        id_: (
            (a[id_].points if id_ in a else 0.0) - (b[id_].points if id_ in b else 0.0),
            (a.get(id_) or b[id_]).weighted.criterion.says,
        )
        for id_ in dict.fromkeys([*a, *b])
    }


def changes(criteria: Sequence[Weighted], ranked: Sequence[Scored]) -> tuple[Reason, ...]:
    """What would put the second before the first: a weight, a price, a figure."""
    if len(ranked) < 2:
        return ()
    first, second = ranked[0], ranked[1]
    margin = first.score.value - second.score.value
    if margin <= 0:
        return ()
    a, b = _by_id(first.score), _by_id(second.score)
    said = [*_weight_changes(criteria, first, second, margin), *_price_change(a, b, second, margin)]
    said += _figure_changes(b, second, margin)
    moved = _least_moved(criteria, first, second, margin)
    return (*said, *moved)


def _weight_changes(criteria: Sequence[Weighted], first: Scored, second: Scored, margin: float) -> list[Reason]:
    """The one weight whose smallest change flips the first two, the others keeping their proportions."""
    if len(first.score.parts) != len(criteria) or len(second.score.parts) != len(criteria):
        return []
    one, other = contender(criteria, first), contender(criteria, second)
    found = []
    for w, u, v in zip(criteria, one.utilities, other.utilities, strict=True):
        t = robustness.break_even_weight(margin, w.weight, u - v)
        if t is not None and abs(t - w.weight) <= LARGEST_WEIGHT_SHIFT:
            found.append((abs(t - w.weight), t, w))
    if not found:
        return []
    _, t, w = min(found, key=lambda f: (f[0], f[2].criterion.id))
    weighed = f'"{w.criterion.says}" weighed {percent(t)} instead of {percent(w.weight)}'
    text = f"{second.model.name} would be first if {weighed}"
    return [Reason(text, subject="weight")]


def _price_change(a: Mapping[str, Part], b: Mapping[str, Part], second: Scored, margin: float) -> list[Reason]:
    for id_, part in b.items():
        field = part.weighted.criterion.field or ""
        anchors = part.weighted.anchors
        if not field.startswith("price.") or anchors.scale != "log" or id_ not in a:
            continue
        price = robustness.break_even_price(margin, part.weight, part.value, anchors.worst, anchors.best)
        if price >= anchors.best:
            text = f"{second.model.name} would be first at ${price:.2f} per million tokens instead of ${part.value:.2f}"
            return [Reason(text, part.sources, subject="price")]
    return []


def _figure_changes(b: Mapping[str, Part], second: Scored, margin: float) -> list[Reason]:
    """The smallest rise of one figure of the second, in utility, that draws level; an estimate before a measurement."""
    found = []
    for part in b.values():
        needed = part.utility + margin / 100 / part.weight
        if part.cell is not None and needed <= 1:
            found.append((part.measured, needed - part.utility, part, needed))
    if not found:
        return []
    _, _, part, needed = min(found, key=lambda f: (f[0], f[1], f[2].weighted.criterion.id))
    name = part.weighted.benchmark.name if part.weighted.benchmark else part.weighted.criterion.says
    value = figure(value_of(needed, part.weighted.anchors), part.weighted.unit)
    had = figure(part.value, part.weighted.unit)
    basis = "the measured" if part.measured else "the estimated"
    return [
        Reason(
            f"{second.model.name} would be first with {value} on {name} instead of {basis} {had}",
            part.sources,
            subject="figure",
        )
    ]


def _least_moved(criteria: Sequence[Weighted], first: Scored, second: Scored, margin: float) -> list[Reason]:
    one, other = contender(criteria, first), contender(criteria, second)
    gaps = [u - v for u, v in zip(one.utilities, other.utilities, strict=True)]
    if len(first.score.parts) != len(criteria) or len(second.score.parts) != len(criteria):
        return []
    moved = robustness.least_weight_moved(margin, [w.weight for w in criteria], gaps)
    if moved is None:
        text = f"No weights at all would put {second.model.name} before {first.model.name}"
    else:
        text = f"{percent(moved)} of the weight is the least that must move to put {second.model.name} first"
    return [Reason(text, subject="weights")]


def _by_id(score: Score) -> dict[str, Part]:
    return {p.weighted.criterion.id: p for p in score.parts}
