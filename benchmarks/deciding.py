"""What the benchmarks of the decision share: the product's own scorer over facts and parameters that are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from modelpick.decide.routes import Route
from modelpick.decide.scoring import Score, Weighted, cells_of, mix, score
from modelpick.decide.subject import CandidateView
from modelpick.evidence.cells import Evidence, FittedParameters
from modelpick.model.facts import Facts, Measurement, Model
from modelpick.model.fields import replace
from modelpick.model.rules import Rulebook
from modelpick.use_cases.load import CatalogInputs, read

GENERAL = "general"


@cache
def bundled_catalog(today: str) -> tuple[Facts, Rulebook]:
    """The facts of `today` and the rules that ship."""
    catalog = read(CatalogInputs(synced=False), today)
    return catalog.facts, catalog.rulebook


def criteria_of(need: str, rulebook: Rulebook, facts: Facts, fitted: FittedParameters) -> list[Weighted]:
    """The benchmarks that `need` weighs and that the fit can estimate, their weights scaled to 1."""
    known = set(fitted.estimator.benchmarks)
    chosen = [w for w in mix({need: 1.0}, rulebook.needs, facts) if w.benchmark and w.benchmark.id in known]
    total = sum(w.weight for w in chosen)
    return [replace(w, weight=w.weight / total) for w in chosen]


@dataclass(frozen=True)
class Judge:
    """Scores models as the product does, with the parameters that are given."""

    facts: Facts
    evidence: Evidence
    day: str

    @staticmethod
    def of(facts: Facts, data: Mapping[str, Any], day: str) -> Judge:
        return Judge(facts, Evidence(facts.benchmarks, FittedParameters(data), facts.skills), day)

    def score(self, model: Model, criteria: Sequence[Weighted]) -> Score:
        subject = CandidateView(Route("none", model, self.day), self.facts)
        return score(criteria, subject, cells_of(criteria, model, self.evidence))


def without(model: Model, hidden: Iterable[str], name: str = "") -> Model:
    """`model` without its figures on the benchmarks `hidden`, under another id where `name` is given."""
    gone = set(hidden)
    figures = tuple(m for m in model.measurements if m.benchmark not in gone)
    return replace(model, id=f"{model.id}{name}", measurements=figures)


def figures_by_benchmark(model: Model) -> dict[str, list[Measurement]]:
    found: dict[str, list[Measurement]] = {}
    for figure in model.measurements:
        if figure.state in ("accepted", "disputed"):
            found.setdefault(figure.benchmark, []).append(figure)
    return found
