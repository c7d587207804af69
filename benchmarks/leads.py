"""On how much measured weight do first places rest, and of how many current models is enough known?

python -m benchmarks.leads [--today YYYY-MM-DD] [--write docs/accuracy.md]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.deciding import Judge, criteria_of, figures_by_benchmark
from benchmarks.pages import printed, table
from modelpick.documents.recommendation import Recommendation
from modelpick.evidence.cells import Evidence
from modelpick.model.dates import last_day
from modelpick.model.facts import Facts, Model
from modelpick.model.request import Request
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.load import CatalogInputs, read

NEEDS = (
    *("agentic", "coding", "data-extraction", "general", "health"),
    *("long-context", "low-cost", "reasoning", "vision", "writing-and-chat"),
)
WAYS: dict[str, dict[str, object]] = {"any": {}, "self-host": {"self-host": True}, "api ga": {"api": "ga"}}
THIN, ENOUGH, NEWEST = 0.3, 0.4, 60
OF_THE_GOALS = Path(__file__).with_name("newest-2026-11-26.txt")
"""The newest models of the catalog as it was before the figures of that day were carried over."""


@dataclass(frozen=True)
class Lead:
    need: str
    way: str
    answer: Recommendation

    @property
    def shares(self) -> list[float]:
        """The measured shares of the first five."""
        return [each.tested for each in self.answer.ranking[:5]]


def main(arguments: Sequence[str] | None = None) -> int:
    return printed(__doc__, "benchmarks/leads.py", arguments, measured)


def measured(today: str) -> Iterable[str]:
    catalog = read(CatalogInputs(synced=False), today)
    leads = [
        Lead(need, way, catalog.recommend(Request(needs={need: 1.0}, constraints=dict(asked), top=400)))
        for need in NEEDS
        for way, asked in WAYS.items()
    ]
    return report(leads, catalog)


def report(leads: Sequence[Lead], catalog: OpenCatalog) -> Iterable[str]:
    ranked = [lead for lead in leads if lead.shares]
    thin = [lead for lead in ranked if lead.shares[0] < THIN]
    five = [share for lead in ranked for share in lead.shares]
    yield f"### First places: {len(leads)} questions"
    yield ""
    yield f"{len(thin)} of {len(leads)} first places rest on less than 30% of the benchmark weight, "
    yield f"{sum(lead.shares[0] == 0 for lead in ranked)} on none; of the first fives "
    yield f"{100 * sum(share < THIN for share in five) / len(five):.0f}% rest on less than 30%; "
    yield f"{len(leads) - len(ranked)} questions rank nobody."
    yield ""
    yield from table(["need", "way", "first", "measured %", "best tested"], map(_lead_row, leads))
    yield ""
    yield f"### Of the {NEWEST} newest models, how many have {ENOUGH:.0%} of the benchmark weight measured"
    yield ""
    yield "Newest of all; of those of which anybody published a figure; and of the catalog of the goals. In"
    yield "brackets those of which nothing is measured of the need, and the mean share."
    yield ""
    lists = newest_lists(catalog.facts)
    yield from table(["need", *(name for name, _ in lists)], _newest_rows(catalog, [models for _, models in lists]))


def _lead_row(lead: Lead) -> list[str]:
    if not lead.answer.ranking:
        return [lead.need, lead.way, "nobody", "", ""]
    first = lead.answer.ranking[0]
    tested = lead.answer.verdict.best_tested or "none"
    return [lead.need, lead.way, first.name, f"{100 * first.tested:.0f}", tested]


def newest_lists(facts: Facts) -> list[tuple[str, list[Model]]]:
    """The newest models by what is asked of them, by the name of the list."""
    dated = sorted((m for m in facts.models.values() if m.released), key=lambda m: (last_day(m.released or ""), m.id))
    reported = [m for m in dated if figures_by_benchmark(m)]
    of_goals = [facts.models[id_] for id_ in OF_THE_GOALS.read_text(encoding="utf-8").split()]
    return [("all", dated[-NEWEST:]), ("with a figure", reported[-NEWEST:]), ("of the goals", of_goals)]


def _newest_rows(catalog: OpenCatalog, lists: Sequence[Sequence[Model]]) -> Iterator[list[str]]:
    fitted = catalog.fitted
    assert fitted is not None
    judge = Judge(catalog.facts, Evidence(catalog.facts.benchmarks, fitted, catalog.facts.skills), catalog.today)
    for need in NEEDS:
        criteria = criteria_of(need, catalog.rulebook, catalog.facts, fitted)
        yield [need, *(_measured_shares([judge.score(m, criteria).tested for m in models]) for models in lists)]


def _measured_shares(shares: Sequence[float]) -> str:
    count, none = sum(share >= ENOUGH - 1e-9 for share in shares), sum(share == 0 for share in shares)
    return f"{count} ({none}; {100 * sum(shares) / len(shares):.0f}%)"


if __name__ == "__main__":
    sys.exit(main())
