"""Pieces that the pages of several documents have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from modelpick.documents.recommendation import Ahead, Reason, SourceRef
from modelpick.model.dates import Day
from modelpick.render.citing import Citer
from modelpick.render.html.sheet import DecisionFact, Remark, Section, kinds_of
from modelpick.render.page import UNKNOWN, Block, Heading, Paragraph, Sources
from modelpick.render.views import page_of
from modelpick.render.views.shared import reason_lead


def remarks_of(reasons: Iterable[Reason], kind: str, cite: Citer) -> list[Remark]:
    """Reasons of one kind, in the order of the document."""
    return [
        Remark(
            kind,
            reason.text,
            reason_lead(reason),
            cite(*reason.sources),
            None if reason.points is None else f"{reason.points:+.1f} points",
        )
        for reason in reasons
    ]


def valid_until(ahead: Sequence[Ahead], ask_again: Day | None, nothing: str, cite: Citer) -> DecisionFact:
    """The first day on which something announced changes the answer, or else that from which its facts are too old;
    `nothing` says that nothing is announced."""
    if not ahead:
        return DecisionFact("Valid until", ask_again or UNKNOWN, nothing)
    again = f"; ask again by {ask_again}: figures and prices change in weeks" if ask_again else ""
    return DecisionFact("Valid until", ahead[0].on, f"then {ahead[0].text}{again}", cite(*ahead[0].sources))


def whole_answer(document: object, title: str) -> Section:
    """All that the screen says of `document`, without its first line and its list of sources."""
    blocks = [block for block in page_of(document).said if not _stands_elsewhere(block)]
    return Section(title, blocks=kinds_of(blocks))


def _stands_elsewhere(block: Block) -> bool:
    return isinstance(block, Sources | Paragraph) or (isinstance(block, Heading) and block.level == 1)


def sources_of(document: object, listed: Sequence[SourceRef]) -> tuple[SourceRef, ...]:
    """Those of `listed` that the screen of `document` cites."""
    cited = {ref.id for block in page_of(document).blocks if isinstance(block, Sources) for ref in block.refs}
    return tuple(ref for ref in listed if ref.id in cited)
