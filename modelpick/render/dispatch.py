"""The door: a result document in, text on a stream out. Imports the writer that is asked for and no other."""

from __future__ import annotations

import os
import shutil
from typing import Any, TextIO

from modelpick.render import machine, safe
from modelpick.render.formats import FORMATS, HTML
from modelpick.render.frame import NO_FRAME, Frame


def render(
    document: Any,
    fmt: str = "table",
    *,
    stream: TextIO,
    width: int | None = None,
    color: bool | None = None,
    terminal: bool | None = None,
    frame: Frame = NO_FRAME,
) -> None:
    """Write `document`, any of the result documents, to `stream`.

    Args:
        document: a dataclass of `modelpick.domain.results`.
        fmt: one of `FORMATS`, or `plain`, which is what `table` becomes when the output is not a terminal; `html` where
            the document has a page.
        stream: where the answer goes.
        width: columns of the screen; that of the terminal if not given. Only a screen is ever wrapped.
        color: True forces colour, into a pipe too; False means no escape sequence at all; None follows the terminal
            and `NO_COLOR`.
        terminal: whether a person looks at `stream`; asked of the stream if not given.
        frame: what an HTML page says besides: the command, and the words of the field.

    Raises:
        ModelpickError: `fmt` is for lists, and `document` is none.
    """
    text = rendered(document, fmt, stream=stream, width=width, color=color, terminal=terminal, frame=frame)
    stream.write(text)


def rendered(
    document: Any,
    fmt: str = "table",
    *,
    stream: TextIO,
    width: int | None = None,
    color: bool | None = None,
    terminal: bool | None = None,
    frame: Frame = NO_FRAME,
) -> str:
    """The text that `render` writes, in the characters that `stream` has."""
    if fmt == HTML:
        from modelpick.render.html import html_text

        return html_text(document, frame)
    return safe.encodable(_text(document, fmt, stream, width, color, terminal), stream.encoding)


def _text(document: Any, fmt: str, stream: TextIO, width: int | None, color: bool | None, terminal: bool | None) -> str:
    if fmt == "json":
        return machine.json_text(document)
    if fmt == "yaml":
        return machine.yaml_text(document)
    if fmt == "ndjson":
        from modelpick.render.writers import lines

        return lines.write(document)
    if fmt == "csv":
        from modelpick.render.writers import comma

        return comma.write(document)

    from modelpick.render.views import page_of

    page = page_of(document)
    if fmt == "markdown":
        from modelpick.render.writers import markdown

        return markdown.write(page)
    if fmt not in ("table", "plain"):
        raise ValueError(f"unknown format {fmt!r}: one of {', '.join(FORMATS)}")
    person = stream.isatty() if terminal is None else terminal
    if fmt == "plain" or not (person or color):
        from modelpick.render.writers import plain

        return plain.write(page)
    from modelpick.render.writers import screen

    colored = not os.environ.get("NO_COLOR") if color is None else color
    return screen.write(page, width or shutil.get_terminal_size((80, 24)).columns, colored)
