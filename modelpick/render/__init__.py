"""Result documents as people and machines read them. Nothing here decides or works anything out.

A view turns a result document into a page (`modelpick.render.page`), which knows no format; a writer turns a page into
a terminal screen, plain text or Markdown. JSON and YAML carry the document itself, NDJSON and CSV its rows
(`modelpick.render.records`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modelpick.render.dispatch import render
    from modelpick.render.machine import to_data

__all__ = ["render", "to_data"]

_MODULES_OF_EXPORTS = {"render": "dispatch", "to_data": "machine"}


def __getattr__(name: str) -> Any:
    """The exports, each imported only when it is asked for."""
    if name not in _MODULES_OF_EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES_OF_EXPORTS[name]}"), name)
