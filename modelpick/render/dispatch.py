"""The door: a result document in, text on a stream out. Imports the writer that is asked for and no other."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any, TextIO

from modelpick.render import machine, safe
from modelpick.render.formats import FORMATS, HTML
from modelpick.render.frame import NO_FRAME, Frame

if TYPE_CHECKING:
    from modelpick.render.page import Page


def render(
    document: Any,
    fmt: str = "table",
    *,
    stream: TextIO,
    width: int | None = None,
    color: bool | None = None,
    terminal: bool | None = None,
    details: bool = False,
    sources: bool = False,
    frame: Frame = NO_FRAME,
) -> None:
    """Write `document`, any of the result documents, to `stream`.

    Args:
        document: a dataclass of `modelpick.domain.results`.
        fmt: one of `FORMATS`, or `plain`, which is what `table` becomes when the output is not a terminal; `html` where
            the document has a page.
        stream: where the answer goes.
        width: columns of the screen; that of the terminal if not given. Only a screen is ever wrapped.
        color: True forces color, into a pipe too; False means no escape sequence at all; None follows the terminal
            and `NO_COLOR`.
        terminal: whether a person looks at `stream`; asked of the stream if not given.
        details: all that the document says, where a screen or a pipe has the answer in short otherwise.
        sources: the sources with that short answer.
        frame: what an HTML page says besides: the command, and the words of the field.

    Raises:
        ModelpickError: `fmt` is for lists, and `document` is none.
    """
    look = {"width": width, "color": color, "terminal": terminal, "details": details, "sources": sources}
    stream.write(rendered(document, fmt, stream=stream, frame=frame, **look))  # type: ignore[arg-type]


def rendered(
    document: Any,
    fmt: str = "table",
    *,
    stream: TextIO,
    width: int | None = None,
    color: bool | None = None,
    terminal: bool | None = None,
    details: bool = False,
    sources: bool = False,
    frame: Frame = NO_FRAME,
) -> str:
    """The text that `render` writes, in the characters that `stream` has."""
    if fmt == HTML:
        from modelpick.render.html import html_text

        return html_text(document, frame)
    if fmt == "json":
        return safe.encodable(machine.json_text(document), stream.encoding, as_json=True)
    if fmt == "yaml":
        return machine.yaml_text(document, stream.encoding)
    if fmt == "ndjson":
        from modelpick.render.writers import lines

        return safe.encodable(lines.write(document), stream.encoding, as_json=True)
    if fmt == "csv":
        from modelpick.render.writers import comma

        return _written(comma.write(document), stream)

    from modelpick.render.views import page_of

    if fmt == "markdown":
        from modelpick.render.writers import markdown

        return _written(markdown.write(page_of(document)), stream)
    if fmt not in ("table", "plain"):
        raise ValueError(f"unknown format {fmt!r}: one of {', '.join(FORMATS)}")
    page = page_of(document) if details else brief_of(document, sources=sources)
    person = stream.isatty() if terminal is None else terminal
    if fmt == "plain" or not (person or color):
        from modelpick.render.writers import plain

        return _written(plain.write(page), stream)
    from modelpick.render.writers import screen

    colored = not os.environ.get("NO_COLOR") if color is None else color
    columns = width or shutil.get_terminal_size((80, 24)).columns
    return _written(screen.write(page, columns, colored), stream)


def brief_of(document: Any, *, sources: bool = False) -> Page:
    """The short page of `document`, or its only one; with the numbers of sources and their list if `sources`."""
    from modelpick.render.briefs import short_page_of
    from modelpick.render.views import page_of

    page = short_page_of(document)
    if page is None:
        return page_of(document)
    return page if sources else page.without_citations()


def _written(text: str, stream: TextIO) -> str:
    """`text` in the characters that `stream` has."""
    return safe.encodable(text, stream.encoding)
