"""What the user's own results did to a model's cells, and two models on the same tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from modelpick.documents.evidence_reports import OwnEvidence, PairedTest
from modelpick.evidence.cells import Evidence
from modelpick.evidence.own import own_runs
from modelpick.evidence.paired import Pair, paired
from modelpick.evidence.pooled import Cell
from modelpick.model.facts import Benchmark, Facts, Model
from modelpick.model.fields import filled_from
from modelpick.model.wording import count, number


def own_evidence(model: Model, benchmarks: Iterable[Benchmark], known: Evidence) -> tuple[OwnEvidence, ...]:
    """What was known of each cell without the user's own results, what these say, and both together."""
    asked = [b for b in benchmarks if model.id in b.asked_of and own_runs(model, b)]
    cells = [(b, known.cell(model, b)) for b in asked]
    return tuple(_own_evidence_of(b, cell) for b, cell in cells if cell and cell.own)


def _own_evidence_of(benchmark: Benchmark, cell: Cell) -> OwnEvidence:
    own, prior = cell.own, cell.prior
    assert own is not None
    weight = prior.sd**2 / (prior.sd**2 + own.sd**2) if prior and (prior.sd or own.sd) else 1.0
    return OwnEvidence(
        benchmark=benchmark.id,
        benchmark_name=benchmark.name,
        unit=benchmark.unit,
        prior=prior.value if prior else None,
        prior_sd=prior.sd if prior else None,
        prior_basis=prior.basis if prior else None,
        own=own.value,
        own_sd=own.sd,
        passed=own.passed,
        n=own.n,
        tasks=own.tasks,
        value=cell.value,
        sd=cell.sd,
        weight=weight,
        text=_own_evidence_text(cell, weight),
    )


def _own_evidence_text(cell: Cell, weight: float) -> str:
    """``before 58 ± 9, your own 12 of 20 says 60 ± 11, together 59 ± 7: yours makes up 40%``."""
    own, prior = cell.own, cell.prior
    assert own is not None
    attempts = f" in {own.tasks} tasks" if own.tasks < own.n else ""
    said = f"your own {number(round(own.passed, 1))} of {own.n}{attempts} says {_with_deviation(own.value, own.sd)}"
    if prior is None:
        return f"{said}, and nothing else is known"
    together = f"together {_with_deviation(cell.value, cell.sd)}: yours makes up {weight:.0%}"
    return f"before {_with_deviation(prior.value, prior.sd)}, {said}, {together}"


def _with_deviation(value: float, sd: float) -> str:
    return f"{value:.0f} ± {sd:.0f}"


def paired_tests(models: Sequence[Model], facts: Facts) -> tuple[PairedTest, ...]:
    """Each two of `models` on every test of which both have results of the user's own, task by task."""
    return tuple(found for one, other in combinations(models, 2) for found in _paired_on_each(one, other, facts))


def paired_with_others(model: Model, facts: Facts, only: Benchmark | None = None) -> tuple[PairedTest, ...]:
    """`model` against each other one that was asked the same tasks."""
    tests = [b for b in facts.benchmarks.values() if model.id in b.asked_of and only in (None, b)]
    others = dict.fromkeys(id_ for b in tests for id_ in b.asked_of if id_ != model.id)
    known = [found for id_ in others if (found := facts.model(id_))]
    return tuple(test for other in known for test in _paired_on_each(model, other, facts, tests))


def _paired_on_each(
    one: Model, other: Model, facts: Facts, tests: Iterable[Benchmark] | None = None
) -> Iterator[PairedTest]:
    for benchmark in tests if tests is not None else facts.benchmarks.values():
        if {one.id, other.id} <= set(benchmark.asked_of):
            found = paired(_tasks_of(one, benchmark), _tasks_of(other, benchmark))
            if found:
                yield _paired_test(benchmark, one, other, found)


def _tasks_of(model: Model, benchmark: Benchmark) -> Mapping[str, float]:
    """Task -> share of all its attempts that passed, over the runs that say it."""
    found: dict[str, list[float]] = {}
    for figure in own_runs(model, benchmark):
        for task, share in figure.run.tasks.items() if figure.run else ():
            found.setdefault(task, []).append(share)
    return {task: sum(shares) / len(shares) for task, shares in found.items()}


def _paired_test(benchmark: Benchmark, one: Model, other: Model, found: Pair) -> PairedTest:
    return filled_from(
        found,
        PairedTest,
        benchmark=benchmark.id,
        benchmark_name=benchmark.name,
        model=one.id,
        other=other.id,
        difference=100 * found.difference,
        low=100 * found.low,
        high=100 * found.high,
        text=_pair_text(one, other, found),
    )


def _pair_text(one: Model, other: Model, found: Pair) -> str:
    passed = f"{number(round(found.passed, 1))} against {number(round(found.passed_by_other, 1))}"
    head = f"{count(found.tasks, 'task')} in common, {one.name} {passed} of {other.name}"
    between = f"{100 * found.low:+.0f} to {100 * found.high:+.0f} points, 8 in 10"
    if found.apart:
        better = one if found.difference > 0 else other
        return f"{head}: {better.name} is better (p {found.p:.2g}; {between})"
    needed = f"about {found.tasks_needed:,} tasks would tell a 10-point difference"
    return f"{head}: cannot be told apart ({between}); {needed}"
