"""How good is the first place when little is known? Models as they stood at their release, judged by what came later.

    python -m benchmarks.backtest [--today YYYY-MM-DD] [--write docs/accuracy.md]

For each of four days the estimator is fitted on the models that were out by then. Every newer model of which much is
known now is reduced to one, two or three of its scores (random ones, or those that its maker published first) and put
in a field with nine others; the scores with all figures are the truth. All by the product's own scorer.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

import numpy as np

from benchmarks.deciding import Judge, bundled_catalog, criteria_of, figures_by_benchmark, without
from benchmarks.pages import table, write_part
from modelpick.advise import scoring
from modelpick.advise.robustness import chance_ahead
from modelpick.advise.scoring import Z80, Score, Weighted
from modelpick.advise.standing import MOST_SAID, contender
from modelpick.domain.dates import last_day
from modelpick.domain.facts import Model
from modelpick.domain.fields import replace
from modelpick.evidence.cells import Fitted
from tools.fit_estimator import parameters

CUTS = (0.55, 0.66, 0.77, 0.88)
"""Shares of the dated models, by release, that each fit knows."""
MEASURED = 0.4
"""Of the truth: so much of the benchmark weight has to be measured."""
OPPONENTS, REPEATS = 9, 1
KNOWN = (1, 2, 3)
BINS = ((0.0, 0.05), (0.05, 0.2), (0.2, 0.35), (0.35, 0.5), (0.5, 0.65), (0.65, 1.01))
RULES = (0.0, 0.5, 1.0, 1.25, 1.5)


@dataclass(frozen=True)
class Subject:
    """A model in the field: what is scored of it, and its true score."""

    model: Model
    score: Score
    truth: float


@dataclass(frozen=True)
class Outcome:
    """One field with one reduced model. `regret` in points by rule; `stated` the chance said of the first."""

    need: str
    known: int
    way: str
    regret: dict[float, float]
    stated: float
    """The chance that the reduced model is better than the best of the others, as the answer says it."""
    right: bool
    """Whether it truly is."""
    covered: bool
    thin: dict[float, bool]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--today", default=date.today().isoformat())
    parser.add_argument("--write", type=Path, metavar="PAGE", help="replace the generated part of this page")
    chosen = parser.parse_args(arguments)
    with ProcessPoolExecutor(2) as pool:
        outcomes = list(chain.from_iterable(pool.map(outcomes_of, [chosen.today] * len(CUTS), CUTS)))
    text = "\n".join(report(outcomes))
    print(text)
    if chosen.write:
        write_part(chosen.write, "benchmarks/backtest.py", text)
    return 0


def outcomes_of(today: str, cut: float) -> list[Outcome]:
    """Every field after the day at which `cut` of the models were out."""
    facts, rulebook = bundled_catalog(today)
    dated = sorted((m for m in facts.models.values() if m.released), key=lambda m: (last_day(m.released or ""), m.id))
    old, new = dated[: int(cut * len(dated))], dated[int(cut * len(dated)) :]
    then = replace(facts, models={m.id: m for m in old})
    data, _ = parameters(then, today)
    now, _ = parameters(facts, today)
    judge, truth = Judge.of(facts, data, today), Judge.of(facts, now, today)
    found: list[Outcome] = []
    for need in rulebook.needs:
        if need == "own-hardware":
            continue
        criteria = criteria_of(need, rulebook, facts, Fitted.from_data(data))
        if len(criteria) < 2:
            continue
        found += _fields(need, criteria, new, judge, truth)
    return found


def _fields(need: str, criteria: list[Weighted], new: Sequence[Model], judge: Judge, truth: Judge) -> Iterator[Outcome]:
    true = {m.id: truth.score(m, criteria) for m in new}
    field = [m for m in new if true[m.id].tested >= MEASURED and true[m.id].known > 0.99]
    if len(field) <= OPPONENTS:
        return
    full = {m.id: judge.score(m, criteria) for m in field}
    rng = np.random.default_rng(11)
    for model in field:
        others = [m for m in field if m.id != model.id]
        for known in KNOWN:
            for way, kept in _reductions(model, known, rng):
                reduced = without(model, set(figures_by_benchmark(model)) - kept, "-reduced")
                drawn = rng.choice(len(others), OPPONENTS, replace=False)
                rivals = [Subject(others[i], full[others[i].id], true[others[i].id].value) for i in drawn]
                mine = Subject(reduced, judge.score(reduced, criteria), true[model.id].value)
                yield _outcome(need, known, way, criteria, mine, rivals)


def _reductions(model: Model, known: int, rng: np.random.Generator) -> Iterator[tuple[str, set[str]]]:
    figures = figures_by_benchmark(model)
    if len(figures) <= known:
        return
    names = sorted(figures)
    for _ in range(REPEATS):
        yield "random", set(rng.choice(names, known, replace=False))
    makers = {b: [m for m in some if m.by == "vendor"] for b, some in figures.items()}
    first = sorted((min(m.known_on for m in some), b) for b, some in makers.items() if some)
    if len(first) >= known:
        day = first[known - 1][0]
        early = [b for on, b in first if on <= day]
        yield "maker's first", set(rng.choice(early, known, replace=False))


def _outcome(
    need: str, known: int, way: str, criteria: list[Weighted], mine: Subject, rivals: list[Subject]
) -> Outcome:
    everyone = [mine, *rivals]
    best = max(each.truth for each in everyone)
    regret, thin = {}, {}
    for rule in RULES:
        first = max(everyone, key=lambda each: (_key(each.score, rule), each.model.id))
        regret[rule] = best - first.truth
        thin[rule] = first.score.tested < scoring.THIN
    rival = max(rivals, key=lambda each: (each.score.key, each.model.id))
    stated = min(chance_ahead(*(contender(criteria, each) for each in (mine, rival))), MOST_SAID)
    half = Z80 * mine.score.sd
    covered = abs(mine.score.value - mine.truth) <= half
    return Outcome(need, known, way, regret, stated, mine.truth > rival.truth, covered, thin)


def _key(score: Score, doubts: float) -> float:
    """The key that orders, with other numbers of deviations than the product's."""
    lowered = score.value - score.key
    return score.value - lowered * doubts / scoring.DOUBTS if lowered else score.value


def report(outcomes: Sequence[Outcome]) -> Iterable[str]:
    yield f"### The first place at release: {len(outcomes):,} fields of ten models, one of them reduced to a few scores"
    yield ""
    yield "Regret of the first place in points of the true score, by how many of its own deviations a model with less"
    yield f"than {scoring.THIN:.0%} measured is lowered (the product: {scoring.DOUBTS:g}); the 80% interval of the"
    yield "reduced model's score against its true score."
    yield ""
    head = ["scores known", "chosen", "fields", *(f"less {r:g} sd" for r in RULES), "80% interval holds %"]
    yield from table(head, _regret_rows(outcomes))
    yield ""
    yield "The chance that the reduced model is better than the best of the others: as stated, and as it was."
    yield ""
    yield from table(["stated", "fields", "mean stated %", "truly better %"], _chance_rows(outcomes))


def _regret_rows(outcomes: Sequence[Outcome]) -> Iterator[list[str]]:
    for way in ("random", "maker's first"):
        for known in KNOWN:
            some = [o for o in outcomes if (o.way, o.known) == (way, known)]
            if some:
                regret = [f"{np.mean([o.regret[rule] for o in some]):.2f}" for rule in RULES]
                held = 100 * np.mean([o.covered for o in some])
                yield [str(known), way, f"{len(some):,}", *regret, f"{held:.0f}"]


def _chance_rows(outcomes: Sequence[Outcome]) -> Iterator[list[str]]:
    for low, high in BINS:
        some = [o for o in outcomes if low <= o.stated < high]
        if some:
            stated, right = (100 * np.mean(x) for x in ([o.stated for o in some], [o.right for o in some]))
            yield [f"{100 * low:.0f}-{100 * min(high, 1):.0f}%", f"{len(some):,}", f"{stated:.0f}", f"{right:.0f}"]


if __name__ == "__main__":
    sys.exit(main())
