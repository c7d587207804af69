"""An answer as one HTML file: opens from disk, loads nothing, prints as one page and an appendix.

A module for each kind of document turns it into a `Sheet` (what the page says, in which order); templates write that
down. No template works anything out, and every text is escaped by the template engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from modelpick.documents.base import own_files_line
from modelpick.model.fields import replace
from modelpick.render.frame import NO_FRAME, Frame
from modelpick.render.page import LAYOUTS

LONGEST = 400
"""Characters of the line on the user's own files; of more their number is told."""
SHEETS = ("Recommendation", "Comparison", "CostReport", "LogCostReport", "Explanation", "DecisionReport")
"""The documents that have a page."""


def html_text(document: Any, frame: Frame = NO_FRAME) -> str:
    """The page, in ASCII alone: it reads the same whatever the encoding of the file is taken for.

    Raises:
        TypeError: there is no page of such a document.
    """
    name = type(document).__name__
    if name not in SHEETS:
        raise TypeError(f"{name} has no HTML page: one of {', '.join(SHEETS)} has")
    from modelpick.render.html.writing import written

    frame = replace(frame, own_files=own_files_line(document.own_files, LONGEST))
    return written(import_module(f"{__name__}.{LAYOUTS[name]}").sheet(document), frame)
