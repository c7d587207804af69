"""What two answers to one question, given on two days, say differently, and what moved them."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.documents.change_reports import AnswerMove, AnswerPart, AnswerSide, ModelMove, Placed
from modelpick.documents.recommendation import LEAST_POINTS, Contribution, Ranked, Reason, Recommendation
from modelpick.model.wording import figure

TOP = 3
MOST_REASONS = 3


def answer_move(question: str, was: Recommendation, now: Recommendation) -> AnswerMove:
    """How the answer to `question` differs between two days; without a name it is called by what it asks.

    Both answers must rank all models, not only the ones shown.
    """
    before, after = _answer_side(was), _answer_side(now)
    were, are = ([placed.model for placed in side.top] for side in (before, after))
    verdicts = [(answer.verdict.state, answer.verdict.tied_with) for answer in (was, now)]
    differs: dict[AnswerPart, bool] = {
        "first": were[:1] != are[:1],
        "top three": were != are,
        "verdict": verdicts[0] != verdicts[1],
    }
    changed = tuple(part for part, is_another in differs.items() if is_another)
    moves = [move for id_ in dict.fromkeys([*are, *were]) if (move := _model_move(id_, was, now))] if changed else []
    summary = now.request.summary
    return AnswerMove(question or summary, summary, changed, before, after, tuple(moves))


def _answer_side(answer: Recommendation) -> AnswerSide:
    top = tuple(Placed(r.rank, r.model, r.name, r.score) for r in answer.ranking[:TOP])
    return AnswerSide(answer.as_of, answer.verdict.state, answer.verdict.text, top)


def _model_move(id_: str, was: Recommendation, now: Recommendation) -> ModelMove | None:
    """How one model's place or score changed; None where neither did."""
    before, after = _ranked_model(id_, was), _ranked_model(id_, now)
    if before and after:
        why = tuple(_reasons_for_move(before, after))
        if before.rank == after.rank and not why:
            return None
    else:
        why = (_reason_absent(id_, now if before else was, gone=before is not None),)
    known = after or before
    return ModelMove(
        model=id_,
        name=known.name if known else id_,
        rank_was=before.rank if before else None,
        rank_now=after.rank if after else None,
        score_was=before.score if before else None,
        score_now=after.score if after else None,
        why=why,
    )


def _ranked_model(id_: str, answer: Recommendation) -> Ranked | None:
    return next((ranked for ranked in answer.ranking if ranked.model == id_), None)


def _reason_absent(id_: str, answer: Recommendation, *, gone: bool) -> Reason:
    """Why a model is not in the ranking of `answer`; `gone` says that `answer` is the later of the two."""
    when = "now" if gone else "before"
    for excluded in answer.excluded:
        if excluded.model == id_:
            failed = excluded.failed[0]
            return Reason(f"{when} left out: {failed.reason}", failed.sources)
    for apart in answer.not_ranked:
        if apart.model == id_:
            return Reason(f"{when} not ranked: {apart.why}")
    return Reason(f"{when} not known")


def _reasons_for_move(was: Ranked, now: Ranked) -> Iterator[Reason]:
    """The criteria that moved the score most, then the offering if it changed."""
    before = {part.criterion: part for part in was.contributions}
    after = {part.criterion: part for part in now.contributions}
    moved = {
        id_: _points_or_zero(after.get(id_)) - _points_or_zero(before.get(id_))
        for id_ in dict.fromkeys([*after, *before])
    }
    largest = sorted(
        (id_ for id_, points in moved.items() if abs(points) >= LEAST_POINTS), key=lambda i: -abs(moved[i])
    )
    for id_ in largest[:MOST_REASONS]:
        one, other = before.get(id_), after.get(id_)
        known = other or one
        assert known is not None
        yield Reason(
            f"{known.says}: {_figure_text(one)}, now {_figure_text(other)}",
            known.sources,
            round(moved[id_], 4),
            known.says,
        )


def _points_or_zero(part: Contribution | None) -> float:
    return part.points if part else 0.0


def _figure_text(part: Contribution | None) -> str:
    if part is None:
        return "unknown"
    return figure(part.value, part.unit) + (" estimated" if part.estimated else "")
