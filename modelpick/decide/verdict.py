"""The first lines of an answer: what to pick, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from modelpick.decide.candidate import candidate_of
from modelpick.decide.question import Question
from modelpick.decide.robustness import Shares
from modelpick.decide.routes import Route
from modelpick.decide.scoring import TESTED, THIN
from modelpick.decide.standing import MOST_SAID, RankAnalysis, Scored
from modelpick.decide.subject import CandidateView
from modelpick.documents.recommendation import Relaxation, Verdict
from modelpick.model.facts import Model
from modelpick.model.rules import AVAILABLE, FITS, SELF_HOST
from modelpick.model.wording import chance, count, how_tested, in_ten, listed, lowered, percent, sentence

CERTAIN = 0.9
"""The first can be told apart from a model that it beats with this chance (80% interval, two-sided)."""
WORTH_NAMING = 0.1
"""A chance to be the best from which a model that is not the first is named for it."""


def verdict(
    question: Question, standing: RankAnalysis[Any], passing: int, relaxations: Sequence[Relaxation] = ()
) -> Verdict:
    """The pick and how sure it is; where models cannot be told apart the first sentence says so."""
    ranked, shares = standing.ranked, standing.shares
    if not ranked:
        return Verdict("none", _nothing_ranked(question, passing), None, sure=_to_relax(question, passing, relaxations))
    first, others = ranked[0], ranked[1:]
    tied = [c for c in others if standing.chance_ahead(first, c) < CERTAIN]
    tested = next((c for c in ranked if c.score.is_tested), None)
    about = subject_of(question)
    state: Literal["clear", "close", "promising"] = "close" if tied else "clear"
    chance_over = None
    if not first.score.is_tested:
        state = "promising"
        chance_over = min(standing.chance_ahead(first, tested), MOST_SAID) if tested else None
        text, sure = _best_bet(first, tested, about), _promise_sentence(first, tested, chance_over)
    elif tied:
        text, sure = _close_pick(first, tied, about), _doubt_sentence(first, tied, shares)
    else:
        text, sure = _clear_pick(first, others, about), _certainty_sentence(first, others, shares)
    return Verdict(
        state,
        text + _out_of_reach(question, ranked),
        first.id,
        tuple(c.id for c in tied),
        tested.id if tested else None,
        chance_over,
        sure,
    )


def subject_of(question: Question) -> str:
    """What the question is about in words: its persona, or its needs."""
    if question.request.persona:
        return f"the {question.request.persona.replace('-', ' ')}"
    return listed([need.replace("-", " ") for need in question.request.needs]) or "this"


def _clear_pick(first: Scored, others: Sequence[Scored], about: str) -> str:
    name, points = first.name, f"{first.score.value:.1f} points"
    if not others:
        return f"{name} is the only model that can be ranked for {about}: {points}."
    lead = first.score.value - others[0].score.value
    place = f"{lead:.1f} ahead of {others[0].name}" if lead >= 0 else f"better tested than {others[0].name}"
    return f"Pick {name} for {about}: {points}, {place}."


def _close_pick(first: Scored, tied: Sequence[Scored], about: str) -> str:
    if len(tied) == 1:
        return f"Pick {first.name} for {about}; {tied[0].name} is too close to call."
    return f"Pick {first.name} for {about}; {len(tied)} others are too close to call."


def _best_bet(first: Scored, tested: Scored | None, about: str) -> str:
    beside = f"best tested: {tested.name}" if tested else "no model that fits is well tested"
    return f"Best bet for {about}: {first.name}, {how_tested(first.score.tested, THIN, TESTED)}; {beside}."


def _certainty_sentence(first: Scored, others: Sequence[Scored], shares: Mapping[str, Shares]) -> str:
    if not others:
        return "Nothing else that fits has enough evidence to compare."
    return sentence(f"{chance(shares[first.id].first)} that it really is the best of those that fit")


def _doubt_sentence(first: Scored, tied: Sequence[Scored], shares: Mapping[str, Shares]) -> str:
    """The chance of the first, and of whoever is likeliest to turn out better, with how well that one is tested."""
    text = f"{chance(shares[first.id].first)} to be the best"
    rival = max(tied, key=lambda c: shares[c.id].first)
    share = shares[rival.id].first
    if share < WORTH_NAMING:
        return sentence(text)
    told = f"{in_ten(share)} in 10"
    if rival.score.is_tested:
        return sentence(f"{text}; {rival.name} has {told}")
    if share > shares[first.id].first:
        # The chance of the first is small because little is known of others, which is no fault of its own.
        text = f"best of the tested, {text} of all"
    return sentence(f"{text}; {rival.name} ({told}) is {how_tested(rival.score.tested, THIN, TESTED)}")


def _promise_sentence(first: Scored, tested: Scored | None, chance_over: float | None) -> str:
    """How little of the first was measured, and the chance that it is really better than the best tested model."""
    share = first.score.tested
    little = "none of its tests was run" if share == 0 else f"{percent(share)} of the test weight is measured"
    if first.score.second_hand:
        little = "all its figures are from the press"
    if tested is None or chance_over is None:
        return sentence(little)
    return sentence(f"{chance(chance_over)} that it really is better; {little}")


def _out_of_reach(question: Question, ranked: Sequence[Scored]) -> str:
    """What to use instead where the first has neither a public API nor open weights; empty otherwise."""
    first = candidate_of(question, ranked[0].id).model
    about = _of_api(first, question)
    access = about.get("access").value
    if access in (None, "public") or first.weights == "open":
        return ""
    from modelpick.decide.status import stage_said  # late: most can be had

    others = (candidate_of(question, c.id).model for c in ranked[1:])
    other = next((m.name for m in others if _can_be_had(m, question)), None)
    instead = f"; the best that you can have is {other}" if other else ""
    return f" {first.name} is {stage_said(about.get('api').value, access)}{instead}."


def _can_be_had(model: Model, question: Question) -> bool:
    return model.weights == "open" or _of_api(model, question).get("access").value == "public"


def _of_api(model: Model, question: Question) -> CandidateView:
    """The model on no route, as a candidate whose API fields say what holds anywhere."""
    return CandidateView(Route("none", model, question.day), question.facts)


def _nothing_ranked(question: Question, passing: int) -> str:
    if not question.ids:
        return "No model to choose from: none of the catalog was asked about, or known on that day."
    if passing:
        lack = "none has a figure on every test" if question.strict else "too little is known of them"
        return f"Nothing can be ranked: {count(passing, 'model')} of {len(question.ids)} would fit, but {lack}."
    # Whoever names a machine asks for what fits it, which is more than to run on machines of one's own.
    unasked = (AVAILABLE, SELF_HOST) if any(r.id == FITS for r in question.requirements) else (AVAILABLE,)
    asked = [r for r in question.requirements if r.id not in unasked] or question.requirements
    titles = list(dict.fromkeys(lowered(r.phrase) for r in asked))
    what = titles[0] if len(titles) == 1 else f"{'both' if len(titles) == 2 else 'all of it'}: {listed(titles, 6)}"
    if not titles:
        return f"None of the {len(question.ids)} models fits."
    colon = ": " if len(titles) == 1 else " "
    return f"No model is proven to meet{colon}{what}."


def _to_relax(question: Question, passing: int, relaxations: Sequence[Relaxation]) -> str:
    """The smallest set of constraints to give up, and the model that this admits."""
    if passing or not relaxations:
        return ""
    least = relaxations[0]
    into = count(least.admits, "model")
    colon = ": " if least.admits == 1 else ", best "
    best = f"{colon}{least.best_name}" if least.best_name else ""
    given_up = [r.given_up for r in question.requirements if r.phrase in least.titles]
    return f"Without {listed(given_up, 4)}, {into} would fit{best}."
