"""One view for each kind of result document: what it says, in which order."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from modelpick.render.page import LAYOUTS, Page


def page_of(document: Any) -> Page:
    """The page for `document`. Only the view that it needs is imported."""
    name = type(document).__name__
    if name not in LAYOUTS:
        raise TypeError(f"{name} is not a result document")
    view: Page = import_module(f"{__name__}.{LAYOUTS[name]}").page(document)
    return view
