"""Which of the ranked models a page names first, who comes after it, and how sure that is, in words."""

from __future__ import annotations

from modelpick.documents.recommendation import Ranked, Recommendation
from modelpick.model import wording


def is_to_be_had(ranked: Ranked) -> bool:
    """Whether there is an API for everybody, or weights."""
    return ranked.weights == "open" or ranked.access == "public"


def picked(answer: Recommendation) -> Ranked | None:
    """The best of those that were tested and can be had; else the best that can be had; else the first."""
    had = [ranked for ranked in answer.ranking if is_to_be_had(ranked)]
    tested = [ranked for ranked in had if ranked.standing == "tested"]
    return next(iter([*tested, *had, *answer.ranking]), None)


def runner_up(answer: Recommendation, pick: Ranked) -> Ranked | None:
    """The next of the ranking that can be had, but for the best bet, which is named already; or the next of all: the
    second of a record of the decision.
    """
    bet = best_bet(answer, pick)
    others = [ranked for ranked in answer.ranking if ranked.model not in (pick.model, bet.model if bet else None)]
    return next(iter([*filter(is_to_be_had, others), *others]), None)


def best_bet(answer: Recommendation, pick: Ranked) -> Ranked | None:
    """The first of the ranking, where the pick is another because more of it was tested; that is named beside it."""
    first = answer.ranking[0]
    is_bet = pick.standing == "tested" and first.standing != "tested" and is_to_be_had(first)
    return first if is_bet else None


def heading(answer: Recommendation, pick: Ranked) -> str:
    """What the page says first: the same names as the verdict of the screen."""
    bet = best_bet(answer, pick)
    if bet is None:
        return f"Pick {pick.name}"
    rule = answer.ordering
    tested = wording.how_tested(bet.tested, rule.thin_below, rule.tested_from) if rule else "promising"
    return f"Best tested: {pick.name}; best bet: {bet.name}, {tested}"


def above(answer: Recommendation, pick: Ranked) -> list[Ranked]:
    """Those that rank before the pick, and are not it because they are barely tested or cannot be had."""
    return [ranked for ranked in answer.ranking if ranked.rank < pick.rank]


def how_sure(answer: Recommendation, pick: Ranked) -> str:
    """A sentence or two that a board member understands."""
    return _certainty_sentence(answer, pick) + _more_often_first(answer, pick)


def _more_often_first(answer: Recommendation, pick: Ranked) -> str:
    """Who is the best more often than the pick, where that is another one, and why it is not the pick."""
    likeliest = max(answer.ranking, key=lambda ranked: ranked.first_share)
    if round(10 * likeliest.first_share) <= round(10 * pick.first_share) or pick.rank > 1:
        return ""
    is_tested = likeliest.standing == "tested"
    little = "" if is_tested else f", though only {wording.percent(likeliest.tested)} of it was tested"
    return f" {likeliest.name} is more often the best, {wording.chance(likeliest.first_share)}{little}."


def _certainty_sentence(answer: Recommendation, pick: Ranked) -> str:
    chance = f"the chance that it is the best of all for this is {wording.chance(pick.first_share)}"
    if len(answer.ranking) == 1:
        return "It is the only model that can be ranked; how good it is, is less sure than that."
    if pick.rank > 1 and answer.verdict.chance_over_tested is not None:
        first = answer.ranking[0]
        chance = wording.chance(answer.verdict.chance_over_tested)
        better = f"The chance that {first.name} ({wording.percent(first.tested)} tested) is really better"
        return f"{pick.name} is the best-tested choice. {better} is {chance}."
    if answer.verdict.state == "close":
        tied = len(answer.verdict.tied_with)
        others = wording.count(tied, "other is", "others are")
        return f"Sure of the group, not of the order: {others} within its margin of error, and {chance}."
    if answer.verdict.state == "promising":
        return f"Not sure: less than half of what counts was measured of it. By estimates, {chance}."
    return f"Clear: nobody else is within its margin of error, and {chance}."
