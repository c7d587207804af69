"""A model by its best way, asked itself: every truth, every cell and the score. The reference of every survey."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.decide.constraints import RequirementOutcome
from modelpick.decide.question import Question
from modelpick.decide.scoring import Score, cells_of, score
from modelpick.decide.subject import CandidateView
from modelpick.decide.ways import CheckedRoute, best_way, known_way
from modelpick.evidence.pooled import Cell
from modelpick.model.facts import Model
from modelpick.model.fields import Plain


class Candidate(Plain):
    """A model by its best route: the one that passes, or else comes closest to passing."""

    model: Model
    way: CheckedRoute
    score: Score
    cells: Mapping[tuple[str, str | None], Cell | None]

    @property
    def id(self) -> str:
        return self.model.id

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def weights(self) -> str | None:
        return self.model.weights

    @property
    def subject(self) -> CandidateView:
        return self.way.subject

    @property
    def outcomes(self) -> tuple[RequirementOutcome, ...]:
        return self.way.outcomes

    @property
    def missed(self) -> tuple[int, ...]:
        return self.way.missed

    @property
    def unproven(self) -> tuple[int, ...]:
        return self.way.unproven

    @property
    def passes(self) -> bool:
        return self.way.passes


def candidate(question: Question, model: Model) -> Candidate:
    """`model` on the route that the answer names, with its score; asked once a question."""
    known: dict[str, Candidate] = question.asked_before
    if model.id not in known:
        found = question.ways_found.get(model.id)
        way = best_way(question, model) if found is None else known_way(question, model, found)
        cells = cells_of(question.criteria, model, question.evidence, question.strict)
        scored = score(question.criteria, way.subject, cells)
        known[model.id] = Candidate(model, way, scored, cells)
    return known[model.id]


def candidate_of(question: Question, id_: str) -> Candidate:
    """The candidate of the model with that id, which is one of the question's."""
    return candidate(question, question.model(id_))
