"""How good is the first place when little is known? Models as they stood soon after release, judged by what came later.

    python -m benchmarks.backtest [--today YYYY-MM-DD] [--write docs/accuracy.md]

The models are cut into periods by release. Before each period the estimator is fitted on what was out by then. Every
model of the period of which much is known now is reduced to one, two or three of its scores (random ones, or those
that its maker published first) and put in a field with nine others of the year before the period's end. The scores
with all figures are the truth; that holds estimates, so that chances are also held against the tests that were measured
of both. All by the product's own scorer.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import chain, pairwise
from typing import Any

import numpy as np

from benchmarks.deciding import Judge, bundled_catalog, criteria_of, figures_by_benchmark, without
from benchmarks.pages import printed, table
from modelpick.decide import scoring
from modelpick.decide.robustness import chance_ahead
from modelpick.decide.scoring import Z80, Score, Weighted
from modelpick.decide.standing import MOST_SAID, contender
from modelpick.evidence.cells import FittedParameters
from modelpick.model.dates import last_day
from modelpick.model.facts import Model
from modelpick.model.fields import replace
from tools.fit_estimator import parameters

PERIODS = ((0.55, 0.66), (0.66, 0.77), (0.77, 0.88), (0.88, 1.0))
"""Shares of the dated models, by release: the fit knows those before."""
MARKET = timedelta(days=365)
"""The others of a field came out so long before the end of the period, or later."""
MEASURED = 0.4
"""Of the truth: so much of the benchmark weight has to be measured."""
OPPONENTS = 9
KNOWN = (1, 2, 3)
EDGES = (0.0, 0.05, 0.2, 0.35, 0.5, 0.65)
"""Of the bins of stated chances; the most that is said is a bin of its own."""
WITH = "-with-"
RULES = (0.0, 2.0, 4.0, 6.0, 100.0)
"""By how many points at most the order is lowered; a hundred is no bound."""


@dataclass(frozen=True)
class Subject:
    """A model in the field: what is scored of it, and its true score."""

    model: Model
    score: Score
    truth: Score


@dataclass(frozen=True)
class Chance:
    """The chance that the reduced model is better than the best of the others, as the answer says it."""

    stated: float
    right: bool
    """Whether it truly is."""
    model: str
    released: str


@dataclass(frozen=True)
class Outcome:
    """One field with one reduced model. `regret` of the first place in points by rule."""

    known: int
    way: str
    regret: dict[float, float]
    covered: bool
    chance: Chance
    alike: Chance | None
    """On the tests alone that were measured of both, where they carry enough of the weight."""


def main(arguments: Sequence[str] | None = None) -> int:
    return printed(__doc__, "benchmarks/backtest.py", arguments, measured)


def measured(today: str) -> Iterable[str]:
    facts, _ = bundled_catalog(today)
    now, _ = parameters(facts, today)
    with ProcessPoolExecutor(2) as pool:
        return report(list(chain.from_iterable(pool.map(partial(outcomes_of, today, now), PERIODS))))


def outcomes_of(today: str, now: Mapping[str, Any], period: tuple[float, float]) -> list[Outcome]:
    """Every field of the models of `period`; `now` are the parameters that the truth rests on."""
    facts, rulebook = bundled_catalog(today)
    dated = sorted((m for m in facts.models.values() if m.released), key=lambda m: (_release_day(m), m.id))
    start, end = (int(share * len(dated)) for share in period)
    data, _ = parameters(replace(facts, models={m.id: m for m in dated[:start]}), today)
    judge, truth = Judge.of(facts, data, today), Judge.of(facts, now, today)
    since = (date.fromisoformat(_release_day(dated[end - 1])) - MARKET).isoformat()
    market = [m for m in dated[:end] if _release_day(m) >= since]
    new = {m.id for m in dated[start:end]}
    found: list[Outcome] = []
    for need in rulebook.needs:
        criteria = criteria_of(need, rulebook, facts, FittedParameters(data))
        if len(criteria) > 1:
            found += _outcomes_of_need(criteria, market, new, judge, truth)
    return found


def _release_day(model: Model) -> str:
    return last_day(model.released or "")


def _outcomes_of_need(
    criteria: list[Weighted], market: Sequence[Model], new: set[str], judge: Judge, truth: Judge
) -> Iterator[Outcome]:
    scored = [Subject(m, judge.score(m, criteria), truth.score(m, criteria)) for m in market]
    field = [each for each in scored if each.truth.tested >= MEASURED and each.truth.known > 0.99]
    rng = np.random.default_rng(11)
    for model, whole in ((each.model, each.truth) for each in field if each.model.id in new):
        others = [each for each in field if each.model.id != model.id]
        if len(others) < OPPONENTS:
            continue
        for known in KNOWN:
            for way, kept in _reduced_figures(model, known, rng):
                reduced = reduced_to(model, kept)
                drawn = rng.choice(len(others), OPPONENTS, replace=False)
                mine = Subject(reduced, judge.score(reduced, criteria), whole)
                yield _outcome_of_field(known, way, criteria, mine, [others[i] for i in drawn], judge)


def reduced_to(model: Model, kept: set[str]) -> Model:
    """`model` with its figures on `kept` alone. Evidence is kept by id, so that each reduction has one of its own."""
    return without(model, set(figures_by_benchmark(model)) - kept, f"{WITH}{'+'.join(sorted(kept))}")


def _reduced_figures(model: Model, known: int, rng: np.random.Generator) -> Iterator[tuple[str, set[str]]]:
    figures = figures_by_benchmark(model)
    if len(figures) <= known:
        return
    yield "random", set(rng.choice(sorted(figures), known, replace=False).tolist())
    makers = {b: [m for m in some if m.by == "vendor"] for b, some in figures.items()}
    first = sorted((min(m.known_on for m in some), b) for b, some in makers.items() if some)
    if len(first) >= known:
        day = first[known - 1][0]
        early = [b for on, b in first if on <= day]
        yield "maker's first", set(rng.choice(early, known, replace=False).tolist())


def _outcome_of_field(
    known: int, way: str, criteria: list[Weighted], mine: Subject, rivals: list[Subject], judge: Judge
) -> Outcome:
    everyone = [mine, *rivals]
    best = max(each.truth.value for each in everyone)
    regret = {
        rule: best - max(everyone, key=lambda each: (_key_by_rule(each.score, rule), each.model.id)).truth.value
        for rule in RULES
    }
    rival = max(rivals, key=lambda each: (each.score.key, each.model.id))
    covered = abs(mine.score.value - mine.truth.value) <= Z80 * mine.score.sd
    return Outcome(
        known, way, regret, covered, _stated_chance(criteria, mine, rival), _chance_alike(criteria, mine, rival, judge)
    )


def _stated_chance(criteria: list[Weighted], mine: Subject, rival: Subject) -> Chance:
    stated = min(chance_ahead(*(contender(criteria, each.model.id, each.score) for each in (mine, rival))), MOST_SAID)
    right = mine.truth.value > rival.truth.value
    return Chance(stated, right, mine.model.id.partition(WITH)[0], _release_day(mine.model))


def _chance_alike(criteria: list[Weighted], mine: Subject, rival: Subject, judge: Judge) -> Chance | None:
    """The chance on what was measured of both, so that no part of the truth is an estimate."""
    both = [{p.weighted.criterion.id for p in each.truth.parts if p.cell and p.cell.measured} for each in (mine, rival)]
    common = [w for w in criteria if all(w.criterion.id in one for one in both)]
    share = sum(w.weight for w in common)
    if share < MEASURED:
        return None
    asked = [replace(w, weight=w.weight / share) for w in common]
    found = [
        Subject(each.model, judge.score(each.model, asked), scoring.total(_known_of(each.truth, asked), ()))
        for each in (mine, rival)
    ]
    return _stated_chance(asked, *found)


def _known_of(score: Score, criteria: Sequence[Weighted]) -> list[scoring.Known]:
    parts = score.by_criterion
    return [
        scoring.known_cell(w, part.cell) if part.cell else scoring.known_fact(w, part.value, part.sources)
        for w, part in ((w, parts[w.criterion.id]) for w in criteria)
    ]


def _key_by_rule(score: Score, at_most: float) -> float:
    """The key that orders, lowered by other numbers of points than the product's."""
    return score.value - scoring.lowered_by(score.tested, scoring.doubt_of(score.parts), at_most)


def report(outcomes: Sequence[Outcome]) -> Iterable[str]:
    yield f"### The first place soon after release: {len(outcomes):,} fields of ten, one reduced to a few scores"
    yield ""
    yield "Regret of the first place in points of the true score, by how many points at most a model with less than"
    bound = f"(the product: {scoring.LOWERED_AT_MOST:g})"
    yield f"{scoring.THIN:.0%} measured is lowered for its own deviation {bound}; the 80%"
    yield "interval of the reduced model's score against its true score."
    yield ""
    rules = ["unbounded" if rule == RULES[-1] else f"{rule:g} at most" for rule in RULES]
    head = ["scores known", "chosen", "fields", *rules, "80% interval holds %"]
    yield from table(head, _regret_rows(outcomes))
    yield ""
    yield "The chance that the reduced model is better than the best of the others: as stated, and as it was; ± is one"
    yield "standard error, the fields of a model counted as one. First by the scores with all figures, then on the"
    yield "tests that were measured of both, without any estimate in the truth."
    for chances in ([o.chance for o in outcomes], [o.alike for o in outcomes if o.alike]):
        middle = sorted(each.released for each in chances)[len(chances) // 2]
        halves = (f"% of those before {middle}", "% of later ones")
        yield ""
        yield from table(
            ["stated", "fields", "mean stated %", "truly better %", "±", *halves], _chance_rows(chances, middle)
        )


def _regret_rows(outcomes: Sequence[Outcome]) -> Iterator[list[str]]:
    for way in ("random", "maker's first"):
        for known in KNOWN:
            some = [o for o in outcomes if (o.way, o.known) == (way, known)]
            if some:
                regret = [f"{np.mean([o.regret[rule] for o in some]):.2f}" for rule in RULES]
                held = 100 * np.mean([o.covered for o in some])
                yield [str(known), way, f"{len(some):,}", *regret, f"{held:.0f}"]


def _chance_rows(chances: Sequence[Chance], middle: str) -> Iterator[list[str]]:
    bins = [(low, high, f"{100 * low:.0f}-{100 * high:.0f}%") for low, high in pairwise(EDGES)]
    bins += [(EDGES[-1], MOST_SAID, f"{100 * EDGES[-1]:.0f}-{100 * MOST_SAID:.0f}%")]
    bins += [(MOST_SAID, 1.01, f"{100 * MOST_SAID:.0f}%, the most said")]
    for low, high, name in bins:
        some = [each for each in chances if low <= each.stated < high]
        if some:
            halves = [[c for c in some if (c.released < middle) == early] for early in (True, False)]
            rates = [f"{100 * np.mean([c.right for c in half]):.0f}" if half else "" for half in halves]
            stated, right = 100 * np.mean([c.stated for c in some]), 100 * np.mean([c.right for c in some])
            yield [
                name,
                f"{len(some):,}",
                f"{stated:.0f}",
                f"{right:.0f}",
                f"{100 * _clustered_error(some):.0f}",
                *rates,
            ]


def _clustered_error(some: Sequence[Chance]) -> float:
    """Standard error of the share that is right; the fields of one model go together."""
    rate = float(np.mean([each.right for each in some]))
    by_model: dict[str, float] = {}
    for each in some:
        by_model[each.model] = by_model.get(each.model, 0.0) + each.right - rate
    return float(np.sqrt(sum(x * x for x in by_model.values()))) / len(some)


if __name__ == "__main__":
    sys.exit(main())
