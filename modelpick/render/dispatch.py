"""The door: a result document in, text on a stream out. Imports the writer that is asked for and no other."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any, TextIO

from modelpick.render import machine, safe

if TYPE_CHECKING:
    from modelpick.render.page import Page

FORMATS = ("table", "json", "yaml", "csv", "markdown")
"""What `--format` takes. `plain` is what `table` becomes when the output is not a terminal."""


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
) -> None:
    """Write `document`, any of the result documents, to `stream`.

    Args:
        document: a dataclass of `modelpick.domain.results`.
        fmt: one of `FORMATS`, or `plain`.
        stream: where the answer goes.
        width: columns of the screen; that of the terminal if not given. Only a screen is ever wrapped.
        color: True forces color, into a pipe too; False means no escape sequence at all; None follows the terminal
            and `NO_COLOR`.
        terminal: whether a person looks at `stream`; asked of the stream if not given.
        details: all that the document says, where a screen or a pipe has the answer in short otherwise.
        sources: the sources with that short answer.
    """
    stream.write(
        rendered(
            document, fmt, stream=stream, width=width, color=color, terminal=terminal, details=details, sources=sources
        )
    )


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
) -> str:
    """The text that `render` writes, in the characters that `stream` has."""
    if fmt == "json":
        return _written(machine.json_text(document), stream)
    if fmt == "yaml":
        return _written(machine.yaml_text(document), stream)

    from modelpick.render.views import page_of

    if fmt == "csv":
        from modelpick.render.writers import comma

        return _written(comma.write(page_of(document)), stream)
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
