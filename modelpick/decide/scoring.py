"""Value functions and the additive score.

S = sum_k w_k U_k over the criteria whose value is known, w scaled to sum to 1 over them, U_k = 100 v_k. v_k maps the
criterion's unit to 0..1 by two anchors that are fixed in the data, never taken from the candidates: adding or
removing a third model cannot change the order of two others. 100 (1 - d) of SPOTIS (Dezert et al., FUSION 2020)
when every ideal point is the best bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from modelpick.decide.subject import CandidateView
from modelpick.documents.recommendation import Ordering
from modelpick.evidence.cells import Evidence
from modelpick.evidence.pooled import Cell
from modelpick.model.facts import Anchors, Benchmark, Facts, Model, Skill
from modelpick.model.fields import Plain, replace
from modelpick.model.numbers import Z80
from modelpick.model.rules import Criterion, Need
from modelpick.model.wording import percent

LEAST_KNOWN = 0.4
"""Below this share of known weight, estimates included, a model is listed apart, not ranked."""
HEAVY = 0.2
"""A catalog fact (price, context) of this weight must be known for a model to be ranked."""
TESTED = 0.5
"""From this share of the benchmark weight on, measured on topic, a model counts as tested; below it is promising."""
THIN = 0.3
"""Below this share the order is lowered by the model's own doubt."""
DOUBTS = 1.0
"""By how many of its deviations"""
LOWERED_AT_MOST = 4.0
"""and by how many points at most: one that nobody tested may be the best by far (`benchmarks/backtest.py`)."""
PRICE, COST, MONTH, RENT = "price.blended", "cost.blended", "cost.month", "home.cost"


def utility(x: float, anchors: Anchors) -> float:
    """v(x) in 0..1: 0 at `anchors.worst` and beyond, 1 at `anchors.best` and beyond."""
    low, high = anchors.worst, anchors.best
    if anchors.scale == "log":
        if x <= 0:
            return 1.0 if high < low else 0.0
        x, low, high = math.log(x), math.log(low), math.log(high)
    return min(max((x - low) / (high - low), 0.0), 1.0)


def slope(x: float, anchors: Anchors) -> float:
    """dv/dx at x, within the anchors: what a small error of x is worth."""
    low, high = anchors.worst, anchors.best
    if anchors.scale == "log":
        return abs(1 / (x * math.log(high / low))) if x > 0 else 0.0
    return abs(1 / (high - low))


class Weighted(Plain):
    """A criterion with its share of the whole mix of needs (sums to 1) and the anchors that value it."""

    criterion: Criterion
    weight: float
    anchors: Anchors
    benchmark: Benchmark | None
    skill: str | None = None
    """Where a whole skill is weighed: a figure on any of its editions is on topic."""

    @property
    def unit(self) -> str:
        return self.benchmark.unit if self.benchmark else self.criterion.unit or ""


class Known(Plain):
    """A criterion whose value is known, before weighting; what is in points is in points of utility x 100."""

    weighted: Weighted
    value: float
    cell: Cell | None
    sources: tuple[str, ...]
    utility: float
    spread: float
    """The deviation of the value, in points."""
    measured: bool
    """Whether it rests on a measurement or on a catalog fact; a capability that the model lacks is a fact."""
    on_topic: bool = False
    """Whether the benchmark, or another edition of its skill, was measured on the model."""
    doubt: float = 0.0
    """How many points an estimate loses if it turns out one deviation worse; 0 where measured."""
    computed: bool = False
    """Worked out for the machine that is named, not published by anybody."""


def known_cell(w: Weighted, cell: Cell) -> Known:
    """What a cell says of criterion `w`."""
    v, spread, doubt = cell_in_points(cell.value, cell.sd, cell.doubt, w.anchors)
    measured = cell.measured
    return Known(
        w,
        cell.value,
        cell,
        cell.sources,
        v,
        spread,
        measured or cell.basis == "cannot",
        measured or bool(w.skill and cell.siblings),
        doubt,
    )


def cell_in_points(value: float, sd: float, doubt: float, anchors: Anchors) -> tuple[float, float, float]:
    """The utility of a cell, and in points of utility x 100 its deviation and its doubt."""
    rate = 100 * slope(value, anchors)
    v = utility(value, anchors)
    poor = value - doubt if anchors.best > anchors.worst else value + doubt
    return v, rate * sd, 100 * (v - utility(poor, anchors)) if doubt else 0.0


def known_fact(
    w: Weighted, value: float, sources: tuple[str, ...] = (), sd: float = 0.0, *, computed: bool = False
) -> Known:
    """What a fact of the catalog says of criterion `w`."""
    spread = 100 * slope(value, w.anchors) * sd
    return Known(w, value, None, sources, utility(value, w.anchors), spread, not computed, computed=computed)


class Part(Plain):
    """One criterion of one model: `points` = scaled weight x utility x 100, `sd` in points of utility x 100; the others
    as in `Known`."""

    weighted: Weighted
    value: float
    utility: float
    weight: float
    points: float
    sd: float
    cell: Cell | None
    sources: tuple[str, ...]
    computed: bool
    measured: bool
    on_topic: bool
    doubt: float


class Score(Plain):
    """`value` and `sd` in points. `coverage` is the share of the weight that rests on measured figures and catalog
    facts, `known` that share with the estimated cells added; the score is over the known weight."""

    value: float
    sd: float
    coverage: float
    known: float
    parts: Sequence[Part]
    missing: tuple[Weighted, ...]
    weighed: tuple[Weighted, ...]
    """The criterion of each part."""
    utilities: tuple[float, ...]
    """The utility of each part."""
    topics: frozenset[str]
    """The benchmarks whose parts are on topic."""
    tested: float = 1.0
    """Share of the weight of the benchmarks that was measured on topic: on the benchmark, or on another edition of the
    skill that is weighed. 1 where the needs weigh no benchmark."""
    key: float = 0.0
    """What orders the ranking: the value, lowered by the model's own doubt where little was measured."""
    estimated_sd: float = 0.0
    """What the estimated cells contribute to the deviation, in points."""
    second_hand: bool = False
    """Whether every figure on topic comes from the press."""
    prior_only: bool = False
    """Whether no published figure of the model is behind any of its cells."""
    lacks_a_heavy_fact: bool = False
    """Whether a catalog fact of much weight is unknown; such facts are never estimated, so the score would flatter."""

    def worth(self, averse: bool) -> float:
        """The score that the ranking is ordered by, in points; for a cautious user the lower end of the interval."""
        return min(self.interval[0], self.key) if averse else self.key

    @property
    def is_tested(self) -> bool:
        """Whether at least half of the benchmark weight was measured on topic, and not by the press alone."""
        return self.tested >= TESTED - 1e-9 and not self.second_hand

    @property
    def by_criterion(self) -> dict[str, Part]:
        return {p.weighted.criterion.id: p for p in self.parts}

    def rankable(self, strict: bool) -> bool:
        """Whether the model takes part in the ranking; `strict` requires every benchmark to be measured."""
        return self.enough and (not strict or self.complete)

    @property
    def enough(self) -> bool:
        """Enough is known to rank it. A prior alone, without one published figure, ranks nobody."""
        return self.known >= LEAST_KNOWN - 1e-9 and not self.prior_only and not self.lacks_a_heavy_fact

    @property
    def lacking(self) -> str:
        """Why it is not ranked, in words."""
        if self.prior_only:
            return "no published figure of it is known"
        if self.lacks_a_heavy_fact:
            heavy = next(w for w in self.missing if w.benchmark is None and w.weight >= HEAVY)
            return f"what weighs much is not known of it: {heavy.criterion.says}"
        if self.enough:
            return "a criterion of the need was not measured"
        return f"only {percent(self.known)} of the weight is known of it"

    @property
    def complete(self) -> bool:
        """Whether every benchmark of the needs was measured."""
        return all(w.benchmark is None for w in self.missing) and all(p.measured or p.computed for p in self.parts)

    @property
    def interval(self) -> tuple[float, float]:
        """80% interval, in points."""
        return max(self.value - Z80 * self.sd, 0.0), min(self.value + Z80 * self.sd, 100.0)


def mix(needs: Mapping[str, float], rulebook: Mapping[str, Need], facts: Facts) -> list[Weighted]:
    """The criteria of several needs mixed linearly; a benchmark or field counts once, with its weights added."""
    total = sum(needs.values())
    shares: dict[tuple[str, str | None], float] = {}
    first: dict[tuple[str, str | None], Criterion] = {}
    skills: dict[tuple[str, str | None], str] = {}
    for need_id, need_weight in needs.items():
        criteria = rulebook[need_id].criteria
        within = sum(c.weight for c in criteria)
        for criterion in criteria:
            key = (benchmark_id(criterion, facts.skills) or criterion.field or "", criterion.tools)
            first.setdefault(key, criterion)
            if criterion.skill:
                skills.setdefault(key, criterion.skill)
            shares[key] = shares.get(key, 0.0) + need_weight / total * criterion.weight / within
    weighted = [_weighted_criterion(first[key], share, key[0], skills.get(key), facts) for key, share in shares.items()]
    return sorted(weighted, key=lambda w: -w.weight)


def with_own_tests(criteria: Sequence[Weighted], own: Mapping[str, float], facts: Facts) -> list[Weighted]:
    """`criteria` with tests of the user's own, each of which weighs the share of the whole that `own` names."""
    left = 1 - sum(own.values())
    found = [replace(w, weight=w.weight * left) for w in criteria] if own else list(criteria)
    for id_, share in own.items():
        same = next((place for place, w in enumerate(found) if w.benchmark and w.benchmark.id == id_), None)
        if same is not None:
            found[same] = replace(found[same], weight=found[same].weight + share)
            continue
        benchmark = facts.benchmarks[id_]
        says, because = f"does well on your own {benchmark.name}", "You asked for it"
        found.append(Weighted(Criterion(id_, says, share, because, id_), share, benchmark.anchors, benchmark))
    return sorted(found, key=lambda w: -w.weight) if own else found


def benchmark_id(criterion: Criterion, skills: Mapping[str, Skill]) -> str | None:
    """The benchmark on whose scale `criterion` is valued; None for a field of the catalog."""
    if criterion.benchmark or criterion.skill is None:
        return criterion.benchmark
    skill = skills.get(criterion.skill)
    return skill.reference if skill else None


def criteria_for_workload(criteria: Iterable[Weighted]) -> list[Weighted]:
    """`criteria` with the list price replaced by the cost of the named workload for a million tokens."""
    return [
        replace(w, criterion=replace(w.criterion, field=COST, says="is cheap for this workload"))
        if w.criterion.field == PRICE
        else w
        for w in criteria
    ]


def editions_of(criterion: Criterion, skills: Mapping[str, Skill]) -> tuple[str, ...]:
    """The benchmarks on which a figure is on topic for `criterion`; none for a field of the catalog."""
    if criterion.skill is None:
        return (criterion.benchmark,) if criterion.benchmark else ()
    return skills[criterion.skill].editions if criterion.skill in skills else ()


def _weighted_criterion(criterion: Criterion, share: float, id_: str, skill: str | None, facts: Facts) -> Weighted:
    benchmark = None if criterion.field else facts.benchmarks.get(id_)
    anchors = criterion.anchors or (benchmark.anchors if benchmark else None)
    if anchors is None:
        raise ValueError(f"criterion {criterion.id} has no anchors")
    return Weighted(criterion, share, anchors, benchmark, skill)


def score(
    criteria: Iterable[Weighted], subject: CandidateView, cells: Mapping[tuple[str, str | None], Cell | None]
) -> Score:
    """Score `subject` over the criteria that are known; `cells` as from `cells_of`."""
    known: list[Known] = []
    missing: list[Weighted] = []
    own = subject.route.kind == "self_host"
    for asked in criteria:
        w = at_home(asked, subject.setting.rent_an_hour) if own else asked
        if not applies_on(w, own, month=own and subject.month_usd is not None):
            continue
        found = known_criterion(w, subject, cells)
        if found is None:
            missing.append(w)
        else:
            known.append(found)
    return total(known, missing)


def total(known: Sequence[Known], missing: Sequence[Weighted]) -> Score:
    """The score over the criteria that are known."""
    weight = sum(k.weighted.weight for k in known)
    parts = tuple(_scored_part(k, weight) for k in known)
    weighed = tuple(p.weighted for p in parts)
    tested = tested_share(weighed, [p.weighted for p in parts if p.on_topic], missing)
    value = sum(p.points for p in parts)
    guessed = [p for p in parts if not p.measured and p.cell]
    return Score(
        value=value,
        sd=math.sqrt(_variance_of_score([p.weight * p.sd for p in parts], parts)),
        coverage=sum(p.weighted.weight for p in parts if p.measured),
        known=weight,
        parts=parts,
        missing=tuple(missing),
        weighed=weighed,
        utilities=tuple(p.utility for p in parts),
        topics=frozenset(p.weighted.benchmark.id for p in parts if p.on_topic and p.weighted.benchmark),
        tested=tested,
        key=value - lowered_by(tested, doubt_of(parts)),
        estimated_sd=math.sqrt(_variance_of_score([p.weight * p.sd for p in guessed], guessed)),
        second_hand={p.cell.basis for p in parts if p.cell and p.on_topic} == {"press"},
        prior_only=_rests_on_prior_alone(parts),
        lacks_a_heavy_fact=any(w.benchmark is None and w.weight >= HEAVY for w in missing),
    )


def doubt_of(parts: Sequence[Part]) -> float:
    """How much lower the score might well be for what is estimated of it, in points."""
    return math.sqrt(_variance_of_score([p.weight * p.doubt for p in parts], parts))


def lowered_by(tested: float, doubt: float, at_most: float = LOWERED_AT_MOST) -> float:
    """By how many points the order is lowered. The doubt of an estimate never grows faster than its value, and with one
    figure more it is less: neither can lower the key."""
    return 0.0 if tested >= THIN - 1e-9 else min(DOUBTS * doubt, at_most)


def _rests_on_prior_alone(parts: Iterable[Part]) -> bool:
    cells = [p.cell for p in parts if p.cell]
    return bool(cells) and not any(cell.known or cell.measured for cell in cells if cell.basis != "cannot")


def ordering(averse: bool) -> Ordering:
    """The rule by which `Score.worth` orders, with its constants."""
    return Ordering(THIN, DOUBTS, LOWERED_AT_MOST, Z80, TESTED, LEAST_KNOWN, HEAVY, averse)


def tested_share(known: Iterable[Weighted], on_topic: Iterable[Weighted], missing: Iterable[Weighted]) -> float:
    """The share of the weight of all benchmarks that was measured on topic; 1 where none is weighed."""
    total = math.fsum(w.weight for w in (*known, *missing) if w.benchmark)
    return math.fsum(w.weight for w in on_topic) / total if total else 1.0


def _variance_of_score(spreads: Sequence[float], parts: Sequence[Part]) -> float:
    """sum s^2 + rho sum_{k != l} s_k s_l over the estimated cells, whose errors go together; `spreads` are weighted."""
    independent, together, squares, rho = 0.0, 0.0, 0.0, 0.0
    for spread, part in zip(spreads, parts, strict=True):
        independent += spread * spread
        if not part.measured and part.cell:
            together += spread
            squares += spread * spread
            rho = part.cell.correlation
    return independent + rho * (together * together - squares)


def at_home(w: Weighted, rent: Decimal | None) -> Weighted:
    """The criterion as it applies to the user's own machines, whose rent an hour may be known."""
    for home in w.criterion.at_home:
        if home.field != RENT or rent is not None:
            criterion = replace(w.criterion, field=home.field, says=home.says, unit=home.unit, anchors=home.anchors)
            return replace(w, criterion=criterion, anchors=home.anchors)
    return w


def applies_on(w: Weighted, own: bool, month: bool = False) -> bool:
    """Whether the criterion applies on this way: token prices do not to one's own machines, nor machine speed to
    providers. `month`: whether what a month costs there is known.
    """
    field = w.criterion.field or ""
    if not own:
        return not field.startswith("fit.")
    return not field.startswith("price.") and not (field == COST and not month)


def known_criterion(
    w: Weighted, subject: CandidateView, cells: Mapping[tuple[str, str | None], Cell | None]
) -> Known | None:
    """What is known of criterion `w`; `cells` as from `cells_of`."""
    if w.benchmark:
        cell = cells.get((w.benchmark.id, w.criterion.tools))
        return known_cell(w, cell) if cell else None
    fact = subject.get(w.criterion.field or "")
    if fact.value is None or isinstance(fact.value, str):
        return None
    computed = (w.criterion.field or "").startswith("fit.")
    speed = subject.fit.decode if subject.fit and w.criterion.field == "fit.decode" else None
    spread = (speed.high - speed.low) / (2 * Z80) if speed else 0.0
    sources = tuple(dict.fromkeys(fact.sources))
    return known_fact(w, float(fact.value), sources, spread, computed=computed)


def _scored_part(k: Known, coverage: float) -> Part:
    w = k.weighted
    weight = w.weight / coverage
    points = 100 * weight * k.utility
    return Part(
        w, k.value, k.utility, weight, points, k.spread, k.cell, k.sources, k.computed, k.measured, k.on_topic, k.doubt
    )


def cells_of(
    criteria: Iterable[Weighted], model: Model, evidence: Evidence, strict: bool = False
) -> dict[tuple[str, str | None], Cell | None]:
    """The cells of `model` for `criteria`, by benchmark and tools; `strict` leaves estimates out.

    They do not depend on the route.
    """
    look = evidence.measured if strict else evidence.cell
    return {
        (w.benchmark.id, w.criterion.tools): look(model, w.benchmark, w.criterion.tools)
        for w in criteria
        if w.benchmark is not None
    }
