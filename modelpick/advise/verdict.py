"""The first line of an answer: who is first, and whether that can be told at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from modelpick.advise.question import Question
from modelpick.advise.routes import Route
from modelpick.advise.scoring import Score
from modelpick.advise.status import STAGE_WORDS
from modelpick.advise.subject import Subject
from modelpick.domain.facts import USABLE_STAGES, Model
from modelpick.domain.results import Relaxation, Verdict
from modelpick.domain.wording import listed

Z80 = 1.2816
"""Half-width of an 80 % interval in standard deviations."""

Scored = tuple[Model, Score]


def verdict(
    question: Question, ranked: Sequence[Scored], passing: int, relaxations: Sequence[Relaxation] = ()
) -> Verdict:
    """Say who is first; say first that two cannot be told apart when their gap is within the noise of the figures."""
    if not ranked:
        return Verdict("none", _nothing(question, passing, relaxations), None)
    (first, best), others = ranked[0], ranked[1:]
    tied = [m for m, s in others if not apart(best, s)]
    state: Literal["clear", "close", "guess"] = "close" if tied else "clear"
    if tied:
        text = _close(first, best, tied, others[0][1])
    elif not others:
        text = f"{first.name} is the only model that can be ranked: {best.value:.1f} points"
    else:
        lead = best.value - others[0][1].value
        text = f"{first.name} is the best fit: {best.value:.1f} points, {lead:.1f} ahead of {others[0][0].name}"
    if all(p.cell is None or p.cell.basis == "press" for p in best.parts):
        state, text = "guess", f"{text}. A guess, not a finding: the first rests on press figures alone"
    return Verdict(state, text + _out_of_reach(question, ranked), first.id, tuple(m.id for m in tied))


def apart(one: Score, other: Score) -> bool:
    """Whether the gap is wider than the 80 % interval of the difference."""
    return abs(one.value - other.value) > Z80 * float((one.sd**2 + other.sd**2) ** 0.5)


def _out_of_reach(question: Question, ranked: Sequence[Scored]) -> str:
    """What to take instead when the first cannot be had: neither an API for everybody nor weights."""
    stages = [(model, stage_of(model, question)) for model, _ in ranked]
    first, stage = stages[0]
    if stage is None or stage in USABLE_STAGES or first.weights == "open":
        return ""
    other = next((m.name for m, s in stages[1:] if s in USABLE_STAGES or m.weights == "open"), None)
    instead = f"; the best that you can have is {other}" if other else ""
    return f". {first.name} is {STAGE_WORDS[stage]}{instead}"


def stage_of(model: Model, question: Question) -> str | None:
    """Best stage of the model's API on the day of the question."""
    stage: str | None = Subject(Route("none", model, question.day), question.facts).get("api").value
    return stage


def _close(first: Model, best: Score, tied: Sequence[Model], second: Score) -> str:
    names = [m.name for m in tied]
    if len(tied) == 1:
        gap = best.value - second.value
        return (
            f"{first.name} and {names[0]} cannot be told apart: {best.value:.1f} and {second.value:.1f} points, "
            f"a gap of {gap:.1f} within the noise of the figures"
        )
    return (
        f"{first.name} is first with {best.value:.1f} points, but {listed(names)} cannot be told apart from it "
        "on these figures"
    )


def _nothing(question: Question, passing: int, relaxations: Sequence[Relaxation]) -> str:
    if not question.models:
        return "Nothing to choose from: no model of the catalogue was asked about or known on that day"
    if passing:
        lack = "some criterion" if question.strict else "figures for at least 40 % of the weight"
        return f"Nothing can be ranked: {passing} of {len(question.models)} models fit, but all lack {lack}"
    text = f"Nothing fits: each of the {len(question.models)} models fails or cannot prove a constraint"
    if relaxations:
        least = " and ".join(relaxations[0].titles)
        into = relaxations[0].best_name or f"{relaxations[0].admits} models"
        text += f"; giving up {least} would admit {into}"
    return text
