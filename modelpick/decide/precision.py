"""What the precision at which a model fits the named machine leaves of its scores, as reasons."""

from __future__ import annotations

from modelpick.decide.question import Question
from modelpick.decide.subject import CandidateView
from modelpick.documents.recommendation import PRECISION, Reason
from modelpick.fit.kept import kept_at
from modelpick.fit.quants import QUANTS
from modelpick.model.fields import Plain

WELL_KEPT = 0.98
"""Of the scores: with less the precision is something to beware of."""


class PrecisionReasons(Plain):
    """What a precision says for a model, what to beware of, and what nobody measured."""

    good: tuple[Reason, ...] = ()
    cautions: tuple[Reason, ...] = ()
    unknown: tuple[Reason, ...] = ()


def precision_reasons(subject: CandidateView, question: Question) -> PrecisionReasons:
    """What the precision of `subject` on the named machine says; nothing where it does not run there."""
    found = subject.fit
    if found is None or found.quant is None:
        return PrecisionReasons()
    kept = kept_at(subject.model, QUANTS[found.quant], question.facts, question.day)
    if not kept.worth_saying:
        told = () if kept.as_released else (Reason(f"{found.quant}: {kept.text}", subject=PRECISION),)
        return PrecisionReasons(unknown=told)
    reason = Reason(kept.text, tuple(dict.fromkeys(f.source for f in kept.figures)), subject=PRECISION)
    poor = kept.share is not None and kept.share < WELL_KEPT
    return PrecisionReasons(cautions=(reason,)) if poor else PrecisionReasons(good=(reason,))
