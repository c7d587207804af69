"""Pieces that the pages of several documents have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from modelpick.domain.results import Reason, SourceRef
from modelpick.render.citing import Citer
from modelpick.render.html.sheet import Said, Section, kinds_of
from modelpick.render.page import Block, Heading, Paragraph, Sources
from modelpick.render.views import page_of


def said(reasons: Iterable[Reason], kind: str, cite: Citer) -> list[Said]:
    """Reasons of one kind, in the order of the document."""
    return [
        Said(
            kind,
            reason.text,
            reason.subject if reason.subject and reason.subject.lower() not in reason.text.lower() else None,
            cite(*reason.sources),
            None if reason.points is None else f"{reason.points:+.1f} points",
        )
        for reason in reasons
    ]


def whole_answer(document: object, title: str) -> Section:
    """All that the screen says of `document`, without its first line and its list of sources."""
    blocks = [block for block in page_of(document).blocks if not _stands_elsewhere(block)]
    return Section(title, blocks=kinds_of(blocks))


def _stands_elsewhere(block: Block) -> bool:
    return isinstance(block, Sources | Paragraph) or (isinstance(block, Heading) and block.level == 1)


def sources_of(document: object, listed: Sequence[SourceRef]) -> tuple[SourceRef, ...]:
    """Those of `listed` that the screen of `document` cites."""
    cited = {ref.id for block in page_of(document).blocks if isinstance(block, Sources) for ref in block.refs}
    return tuple(ref for ref in listed if ref.id in cited)
