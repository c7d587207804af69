"""Time of evidence, scores and win shares for 500 models x 12 criteria x 2,000 draws, in plain Python.

    python -m benchmarks.robustness

Prints medians of 15 runs, beside the time of summing as many floats as a naive evaluation would touch: the ratio holds
on any machine. "Shares" are the draws alone; "cold" also makes the draws, as the first question of a process does.
"Evidence, first" pools and estimates the cells once, "question" is all of a later question on them.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

from modelpick.catalog.load import bundled_files, load_facts
from modelpick.decide import robustness
from modelpick.decide.draws import SIMULATIONS, normal_column, simplex_columns
from modelpick.decide.robustness import Contender
from modelpick.decide.routes import Route
from modelpick.decide.scoring import Weighted, cells_of, mix, score
from modelpick.decide.standing import contender
from modelpick.decide.subject import CandidateView
from modelpick.evidence.cells import Evidence, FittedParameters
from modelpick.model.facts import Facts, Measurement, Model
from modelpick.model.rules import Criterion, Need
from modelpick.use_cases.load import read_fitted

MODELS, CRITERIA, RUNS, DAY = 500, 12, 15, "2026-11-21"


def field(seed: int, leaders: int) -> tuple[list[Contender], list[float]]:
    """A field such as the catalog has: utilities that go together within a model, `leaders` of them close."""
    draw = random.Random(seed)
    weights = [draw.uniform(0.5, 2) for _ in range(CRITERIA)]
    weights = [w / sum(weights) for w in weights]
    everyone = []
    for i in range(MODELS):
        level = 70 - draw.random() if i < leaders else draw.gauss(45, 9)
        utilities = tuple(min(max(draw.gauss(level, 8), 0), 100) for _ in range(CRITERIA))
        value = sum(w * u for w, u in zip(weights, utilities, strict=True))
        everyone.append(Contender(f"m{i}", value, draw.uniform(1.5, 4), utilities))
    return everyone, weights


def catalog(tests: Sequence[str]) -> list[Model]:
    """`MODELS` models with a figure on half of the tests."""
    draw = random.Random(11)
    made = []
    for i in range(MODELS):
        level = draw.uniform(20, 85)
        figures = tuple(
            Measurement(t, min(max(draw.gauss(level, 8), 1), 99), "independent", "x", "2026-06-01")
            for t in tests
            if draw.random() < 0.5
        )
        given = {"released": "2026-05-01", "weights": "open", "license": None, "measurements": figures}
        made.append(Model(id=f"lab/m{i}", name=f"M{i}", **given))  # type: ignore[arg-type]
    return made


def question(models: Sequence[Model], facts: Facts, evidence: Evidence, criteria: Sequence[Weighted]) -> None:
    """Cells, scores and win shares of all `models`."""
    scored = []
    for model in models:
        subject = CandidateView(Route("none", model, DAY), facts)
        found = score(criteria, subject, cells_of(criteria, model, evidence))
        scored.append(contender(criteria, model.id, found))
    robustness.shares(scored, [w.weight for w in criteria])


def median_ms(work: Callable[[], object], before: Callable[[], object] = lambda: None, runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        before()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def forget() -> None:
    simplex_columns.cache_clear()
    normal_column.cache_clear()


def main() -> None:
    floats = [0.5] * (MODELS * CRITERIA * SIMULATIONS // 10)
    base = 10 * median_ms(lambda: sum(floats))
    print(f"sum of {MODELS * CRITERIA * SIMULATIONS:,} floats: {base:.0f} ms\n")
    print("shares: close leaders  drawn   warm ms  cold ms  warm / sum")
    for leaders in (1, 3, 8, 15):
        everyone, weights = field(7, leaders)
        drawn = len(robustness.contenders(everyone))
        work = partial(robustness.shares, everyone, weights)
        warm, cold = median_ms(work), median_ms(work, forget)
        print(f"{leaders:21d}  {drawn:5d}  {warm:8.1f}  {cold:7.1f}  {warm / base:10.2f}")
    facts = load_facts([bundled_files()], DAY)
    data = read_fitted()
    assert data is not None
    fitted = FittedParameters(data)
    tests = [t for t in fitted.estimator.benchmarks if facts.benchmarks[t].unit == "percent"][:CRITERIA]
    need = Need("all", "All", "", "", tuple(Criterion(t, t, 1.0, "", benchmark=t) for t in tests), ())
    criteria = mix({"all": 1.0}, {"all": need}, facts)
    models = catalog(tests)
    kept = Evidence(facts.benchmarks, fitted)
    first = median_ms(lambda: question(models, facts, Evidence(facts.benchmarks, fitted), criteria), runs=3)
    later = median_ms(lambda: question(models, facts, kept, criteria))
    print(f"\nevidence, first: {first:.0f} ms; question: {later:.0f} ms, {later / base:.2f} of the sum")


if __name__ == "__main__":
    main()
