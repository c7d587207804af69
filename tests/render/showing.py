"""Rendering into a text."""

from __future__ import annotations

import io
from typing import Any

from modelpick.render import render


def text(document: Any, fmt: str = "table", **how: Any) -> str:
    """What `render` writes, with all details unless the short answer is asked for."""
    stream = io.StringIO()
    render(document, fmt, stream=stream, **{"details": True, **how})
    return stream.getvalue()
