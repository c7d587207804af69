"""Does the ranking of a need agree with boards that it has never seen?

    python -m benchmarks.boards [--today YYYY-MM-DD] [--write docs/accuracy.md]

Each board that an independent party runs on enough models is hidden in turn, from the figures, from the fit and from
its skill, which is then valued on the edition with the most figures of those that are left. (The fit takes over what
makers add to the other benchmarks and how wide their estimates are.) The models on the board of which estimates know
enough without it are then ordered by the need of its subject and by the general need, and compared with it; by a need
that is an ability of its own those alone that have a figure on topic, as in every answer.
Regret: the board's best less its value of the model that the need puts first, in standard deviations of the board.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np

from benchmarks.deciding import GENERAL, Judge, bundled_catalog, criteria_of, figures_by_benchmark, without
from benchmarks.pages import printed, table
from modelpick.decide.scoring import Score, editions_of
from modelpick.evidence.cells import FittedParameters
from modelpick.evidence.pooling import pool_figures
from modelpick.model.facts import Benchmark, Facts
from modelpick.model.fields import replace
from modelpick.model.rules import Rulebook
from tools.factor_model import Floats
from tools.fit_estimator import Shared, parameters, shared_of

MODELS = 12
"""A board has to have so many models that are known by something else too."""
OTHERS = 2
"""So many other figures that estimates rest on."""
NO_SUBJECT = (GENERAL, "low-cost", "own-hardware")
"""Needs that are of no subject that a board could have."""


@dataclass(frozen=True)
class Agreement:
    """Rank correlation and regret of the need of the board's subject, and of the general need."""

    board: str
    need: str
    models: int
    spearman: float
    regret: float
    general_spearman: float
    general_regret: float


def main(arguments: Sequence[str] | None = None) -> int:
    return printed(__doc__, "benchmarks/boards.py", arguments, measured)


def measured(today: str) -> Iterable[str]:
    facts, _ = bundled_catalog(today)
    names = [b.id for b in boards(facts)]
    with ProcessPoolExecutor(2) as pool:
        found = [each for each in pool.map(partial(agreement, today, shared_of(facts)), names) if each]
    return report(found)


def boards(facts: Facts) -> Iterator[Benchmark]:
    """The benchmarks that somebody independent runs on enough models."""
    for benchmark in facts.benchmarks.values():
        if benchmark.kind != "efficiency" and len(_board_values(facts, benchmark)) >= MODELS:
            yield benchmark


def _board_values(facts: Facts, benchmark: Benchmark) -> dict[str, float]:
    """Model -> what the independent board says of it, higher is better."""
    found = {}
    for model in facts.models.values():
        figures = [m for m in model.measurements if m.benchmark == benchmark.id and m.by == "independent"]
        cell = pool_figures(model, benchmark, figures) if figures else None
        if cell:
            found[model.id] = cell.value if benchmark.better == "higher" else -cell.value
    return found


def need_for(benchmark: Benchmark, rulebook: Rulebook, facts: Facts) -> str:
    """The need that weighs the benchmark's skill most as its own, else the one called like its subject, else the
    general one."""

    def weight(need: str) -> float:
        criteria = [c for c in rulebook.needs[need].criteria if c.own]
        return sum(c.weight for c in criteria if benchmark.id in editions_of(c, facts.skills))

    special = [need for need in rulebook.needs if need not in NO_SUBJECT]
    named = [domain for domain in benchmark.domains if domain in rulebook.needs]
    best = max(special, key=lambda need: (weight(need), need in named, need))
    return best if weight(best) else next(iter(named), GENERAL)


def agreement(today: str, shared: Shared, board: str) -> Agreement | None:
    """How well needs foresee `board` when it is hidden."""
    facts, rulebook = bundled_catalog(today)
    benchmark = facts.benchmarks[board]
    values = _board_values(facts, benchmark)
    hidden = without_board(facts, board)
    data, _ = parameters(hidden, today, shared)
    judge, fitted = Judge.of(hidden, data, today), FittedParameters(data)
    values = {id_: x for id_, x in values.items() if len(judge.evidence.known(hidden.models[id_])) >= OTHERS}
    if len(values) < MODELS:
        return None
    need = need_for(benchmark, rulebook, facts)
    scores = {
        name: {id_: judge.score(hidden.models[id_], criteria_of(name, rulebook, hidden, fitted)) for id_ in values}
        for name in (need, GENERAL)
    }
    if rulebook.needs[need].own_ability:
        values = {id_: value for id_, value in values.items() if need in scores[need][id_].topics}
        if len(values) < MODELS:
            return None
    results = [_rank_agreement(scores[name], values) for name in (need, GENERAL)]
    return Agreement(board, need, len(values), *chain.from_iterable(results))


def without_board(facts: Facts, board: str) -> Facts:
    """`facts` without a figure on `board`, and with no skill that is valued on it."""
    count = Counter(id_ for m in facts.models.values() for id_ in figures_by_benchmark(m))
    skills = {}
    for id_, skill in facts.skills.items():
        editions = tuple(edition for edition in skill.editions if edition != board)
        best = max(editions, key=lambda edition: count[edition], default=board)
        skills[id_] = replace(skill, editions=editions, reference=best if skill.reference == board else skill.reference)
    return replace(facts, models={id_: without(m, {board}) for id_, m in facts.models.items()}, skills=skills)


def _rank_agreement(scores: Mapping[str, Score], values: Mapping[str, float]) -> tuple[float, float]:
    keys, truth = np.array([scores[id_].key for id_ in values]), np.array(list(values.values()))
    spearman = float(np.corrcoef(ranks(keys), ranks(truth))[0, 1])
    regret = float((truth.max() - truth[int(keys.argmax())]) / max(truth.std(), 1e-9))
    return spearman, regret


def ranks(values: Floats) -> Floats:
    """Ranks from 0, those of equals the mean of their places: many models solve nothing of a hard test."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count + 1) / 2)[place], float)


def report(found: Sequence[Agreement]) -> Iterable[str]:
    yield f"### Boards hidden one at a time: {len(found)} boards"
    yield ""
    yield "Rank correlation (Spearman) and regret in standard deviations of the board."
    yield ""
    head = ["board", "need", "models", "Spearman", "regret", "general: Spearman", "regret"]
    rows = sorted(found, key=lambda each: (each.need, each.board))
    yield from table(head, [*map(_agreement_row, rows), _middle_score(found), _mean_row(found)])


def _agreement_row(each: Agreement) -> list[str]:
    figures = (each.spearman, each.regret, each.general_spearman, each.general_regret)
    return [each.board, each.need, str(each.models), *(f"{x:.2f}" for x in figures)]


COLUMNS = ("spearman", "regret", "general_spearman", "general_regret")


def _middle_score(found: Sequence[Agreement]) -> list[str]:
    return ["**median**", "", "", *(f"**{np.median([getattr(each, c) for each in found]):.2f}**" for c in COLUMNS)]


def _mean_row(found: Sequence[Agreement]) -> list[str]:
    return ["**mean**", "", "", *(f"**{np.mean([getattr(each, c) for each in found]):.3f}**" for c in COLUMNS)]


if __name__ == "__main__":
    sys.exit(main())
