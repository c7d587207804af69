"""How an answer moved, and why."""

from __future__ import annotations

from typing import Any

from modelpick.documents.recommendation import Excluded, FailedConstraint, NotRanked, Ranked, Recommendation, Verdict
from modelpick.lookup.answer_changes import answer_move
from modelpick.model.fields import replace
from tests.render.documents import CONTRIBUTIONS, ranked, recommendation


def answer(*ranking: Ranked, **changes: Any) -> Recommendation:
    given: dict[str, Any] = {"excluded": (), "not_ranked": (), "verdict": Verdict("clear", "so it is", None)}
    return replace(recommendation(), ranking=ranking, **{**given, **changes})


ALPHA, BETA, GAMMA, DELTA = (
    ranked(rank, name, score)
    for rank, name, score in ((1, "Alpha", 70.0), (2, "Beta", 65.0), (3, "Gamma", 60.0), (4, "Delta", 55.0))
)


def at(one: Ranked, rank: int, **changes: Any) -> Ranked:
    return replace(one, rank=rank, **changes)


def test_the_same_answer_moved_nothing() -> None:
    same = answer(ALPHA, BETA)
    move = answer_move("mine.yaml", same, same)
    assert (move.question, move.changed, move.moves) == ("mine.yaml", (), ())
    assert [placed.model for placed in move.now.top] == ["lab/alpha", "lab/beta"]


def test_a_question_without_a_name_is_called_by_what_it_asks() -> None:
    move = answer_move("", answer(ALPHA), answer(ALPHA))
    assert move.question == move.summary == recommendation().request.summary


def test_a_change_below_the_third_place_is_none() -> None:
    was, now = answer(ALPHA, BETA, GAMMA, DELTA), answer(ALPHA, BETA, GAMMA)
    assert answer_move("", was, now).changed == ()


def test_the_first_the_first_three_and_the_verdict_are_told_apart() -> None:
    was = answer(ALPHA, BETA, GAMMA, DELTA)
    assert answer_move("", was, answer(at(BETA, 1), at(ALPHA, 2), GAMMA)).changed == ("first", "top three")
    assert answer_move("", was, answer(ALPHA, BETA, at(DELTA, 3))).changed == ("top three",)
    tie = Verdict("close", "nobody knows", "lab/alpha", ("lab/beta",))
    assert answer_move("", was, answer(ALPHA, BETA, GAMMA, DELTA, verdict=tie)).changed == ("verdict",)


def test_a_model_that_moved_has_the_criteria_that_moved_it_the_largest_first() -> None:
    repairs, shell = CONTRIBUTIONS
    less = (replace(repairs, value=70.0, points=42.0), replace(shell, value=60.0, points=24.0, estimated=True))
    was = answer(ALPHA, BETA)
    now = answer(at(BETA, 1), at(ALPHA, 2, contributions=less, score=69.0))
    move = next(m for m in answer_move("", was, now).moves if m.model == "lab/alpha")
    assert (move.rank_was, move.rank_now, move.score_now) == (1, 2, 69.0)
    assert [(reason.text, reason.points) for reason in move.why] == [
        ("terminal work: 52%, now 60% estimated", 3.2),
        ("repairs real repositories: 74.2%, now 70%", -2.5),
    ]


def test_a_criterion_that_nobody_knows_any_more_is_unknown() -> None:
    now = answer(at(BETA, 1), at(ALPHA, 2, contributions=CONTRIBUTIONS[:1]))
    (alpha,) = (m for m in answer_move("", answer(ALPHA, BETA), now).moves if m.model == "lab/alpha")
    assert alpha.why[0].text == "terminal work: 52%, now unknown"


def test_a_model_that_is_absent_says_why() -> None:
    failed = FailedConstraint("api", "fail", "the API was shut down", ("card",))
    without = {
        "now left out: the API was shut down": {"excluded": (Excluded("lab/alpha", "Alpha", (failed,), 70.0),)},
        "now not ranked: too little is known of it": {"not_ranked": (NotRanked("lab/alpha", "Alpha", 0.1, ()),)},
        "now not known": {},
    }
    for text, changes in without.items():
        move = answer_move("", answer(ALPHA, BETA), answer(at(BETA, 1), **changes))
        (alpha,) = (m for m in move.moves if m.model == "lab/alpha")
        assert (alpha.rank_now, alpha.score_now, [reason.text for reason in alpha.why]) == (None, None, [text])
    (back,) = (m for m in answer_move("", answer(BETA), answer(ALPHA, BETA)).moves if m.model == "lab/alpha")
    assert [reason.text for reason in back.why] == ["before not known"]
