"""Wording that plain text, Markdown and the screen share."""

from __future__ import annotations

from modelpick.documents.recommendation import SourceRef
from modelpick.render.page import Item, Sign

SIGN_WORDS: dict[Sign, str] = {"+": "For", "-": "Against", "!": "Caution", "?": "Unknown", "~": "", "": ""}
"""What a sign says where no label says it."""


def moved(item: Item, measure: str) -> str:
    """The figure that goes with a reason, with its name: ``+26.0 points``, ``score 71.4``."""
    if item.points is None:
        return ""
    return f"{item.points} points" if measure == "points" else f"{measure} {item.points}"


SOURCES = "Sources (modelpick show NAME)"
"""The title of a list of sources, with the command that tells more of each."""


def named_source(source: SourceRef) -> str:
    """A source under the name by which `modelpick show` knows it."""
    return f"{source.id}: {about_source(source)}"


def about_source(source: SourceRef) -> str:
    """Publisher, title, date and in which transcription it was read; the address is the writer's to add."""
    title = source.title if source.title != source.publisher else ""
    via = f"read through {source.via}" if source.via else ""
    parts = (source.publisher, title, source.date or "undated", source.attribution, via)
    return ", ".join(part for part in parts if part)
