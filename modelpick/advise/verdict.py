"""The first line of an answer: who is first, and whether that can be told at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from modelpick.advise.question import Question
from modelpick.advise.robustness import Shares
from modelpick.advise.routes import Route
from modelpick.advise.scoring import Score
from modelpick.advise.standing import MOST_SAID, Scored, Standing
from modelpick.advise.status import stage_said
from modelpick.advise.subject import Subject
from modelpick.domain.facts import Model
from modelpick.domain.results import Relaxation, Verdict
from modelpick.domain.wording import in_ten, listed, percent

CERTAIN = 0.9
"""The first can be told apart from a model that it beats in this share of the worlds (80 % interval, two-sided)."""


def verdict(
    question: Question, standing: Standing[Any], passing: int, relaxations: Sequence[Relaxation] = ()
) -> Verdict:
    """Say who is first, in which share of the worlds; say first that models cannot be told apart when it is so."""
    ranked, shares = standing.ranked, standing.shares
    if not ranked:
        return Verdict("none", _nothing(question, passing, relaxations), None)
    first, others = ranked[0], ranked[1:]
    tied = [c for c in others if standing.chance_ahead(first, c) < CERTAIN]
    state: Literal["clear", "close", "promising"] = "close" if tied else "clear"
    text = _close(first, tied, shares) if tied else _clear(first, others, shares)
    tested = next((c for c in ranked if c.score.is_tested), None)
    chance = None
    if not first.score.is_tested:
        state = "promising"
        chance = min(standing.chance_ahead(first, tested), MOST_SAID) if tested else None
        text = f"{text}. It is promising rather than tested: {_promise(first.score)}{_beside(tested, chance)}"
    return Verdict(
        state,
        text + _out_of_reach(question, ranked),
        first.model.id,
        tuple(c.model.id for c in tied),
        tested.model.id if tested else None,
        chance,
    )


def _promise(score: Score) -> str:
    """How little was measured of the first."""
    if score.tested == 0:
        return "no test of this need was measured on it"
    return f"{percent(score.tested)} of the benchmark weight was measured on it"


def _beside(tested: Scored | None, chance: float | None) -> str:
    """The best tested model, and the chance that the first really is better."""
    if tested is None or chance is None:
        return "; no model that fits is tested"
    return (
        f"; the best tested is {tested.model.name}, {tested.score.value:.1f} points, and the chance that the first "
        f"really is better is about {in_ten(chance)} in 10"
    )


def _clear(first: Scored, others: Sequence[Scored], shares: Mapping[str, Shares]) -> str:
    name, points = first.model.name, f"{first.score.value:.1f} points"
    if not others:
        return f"{name} is the only model that can be ranked: {points}"
    lead = f"{first.score.value - others[0].score.value:.1f} ahead of {others[0].model.name}"
    return f"{name} is the best fit: first in {percent(shares[first.model.id].first)} of draws, {points}, {lead}"


def _close(first: Scored, tied: Sequence[Scored], shares: Mapping[str, Shares]) -> str:
    share = {c.model.id: percent(shares[c.model.id].first) for c in (first, *tied)}
    if len(tied) == 1:
        other = tied[0]
        points = f"{first.score.value:.1f} and {other.score.value:.1f} points"
        return (
            f"{first.model.name} and {other.model.name} cannot be told apart: {points}, "
            f"first in {share[first.model.id]} and {share[other.model.id]} of draws"
        )
    names = [f"{c.model.name} ({share[c.model.id]})" for c in sorted(tied, key=lambda c: -shares[c.model.id].first)]
    return (
        f"{first.model.name} comes first, in {share[first.model.id]} of draws, but cannot be told apart "
        f"from {listed(names)}"
    )


def _out_of_reach(question: Question, ranked: Sequence[Scored]) -> str:
    """What to take instead when the first cannot be had: neither an API for everybody nor weights."""
    first = ranked[0].model
    about = _of_api(first, question)
    access = about.get("access").value
    if access in (None, "public") or first.weights == "open":
        return ""
    others = (c.model for c in ranked[1:])
    other = next((m.name for m in others if _can_be_had(m, question)), None)
    instead = f"; the best that you can have is {other}" if other else ""
    return f". {first.name} is {stage_said(about.get('api').value, access)}{instead}"


def _can_be_had(model: Model, question: Question) -> bool:
    return model.weights == "open" or _of_api(model, question).get("access").value == "public"


def _of_api(model: Model, question: Question) -> Subject:
    """The model as the status of its API anywhere tells of it."""
    return Subject(Route("none", model, question.day), question.facts)


def _nothing(question: Question, passing: int, relaxations: Sequence[Relaxation]) -> str:
    if not question.models:
        return "Nothing to choose from: no model of the catalogue was asked about or known on that day"
    if passing:
        lack = "none has a figure for every criterion" if question.strict else "too little is known of them"
        return f"Nothing can be ranked: {passing} of {len(question.models)} models fit, but {lack}"
    text = f"Nothing fits: each of the {len(question.models)} models fails or cannot prove a constraint"
    if relaxations:
        least = " and ".join(relaxations[0].titles)
        into = relaxations[0].best_name or f"{relaxations[0].admits} models"
        text += f"; giving up {least} would admit {into}"
    return text
