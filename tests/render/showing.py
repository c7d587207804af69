"""Rendering into a text."""

from __future__ import annotations

import io
from typing import Any

from modelpick.render import render


def text(document: Any, fmt: str = "table", **how: Any) -> str:
    """What `render` writes."""
    stream = io.StringIO()
    render(document, fmt, stream=stream, **how)
    return stream.getvalue()
