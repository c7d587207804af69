"""The door: a result document in, text on a stream out. Imports the writer that is asked for and no other."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TextIO

from modelpick.render import safe
from modelpick.render.frame import NO_FRAME, Frame
from modelpick.render.terminal import terminal_size

if TYPE_CHECKING:
    from modelpick.render.page import Block, Page


def render(document: Any, fmt: str = "table", *, stream: TextIO, **look: Any) -> None:
    """Write `document`, any of the result documents, to `stream`; `look` is what else `rendered` takes."""
    stream.write(rendered(document, fmt, stream=stream, **look))


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
    """What `render` writes, in the characters that `stream` has.

    Args:
        document: any result document.
        fmt: one of `WRITERS`, where the document can be written so; `markdown`; `table`, or `plain`, which is what
            `table` becomes when the output is not a terminal.
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
    if fmt in WRITERS:
        text = _text_in_format(document, fmt, frame)
        if fmt == "yaml" and text != _encodable_text(text, stream):
            from modelpick.render import machine

            return machine.yaml_text(document, ascii_only=True)
        return text if fmt in AS_THEY_ARE else safe.encodable(text, stream.encoding, as_json=fmt in AS_JSON)

    if fmt == "markdown":
        from modelpick.render.writers import markdown

        return _encodable_text(markdown.write(full_page_of(document)), stream)
    if fmt not in ("table", "plain"):
        raise ValueError(f"unknown format {fmt!r}: one of {', '.join((*PAGES, *WRITERS))}")
    page = full_page_of(document) if details else brief_of(document, sources=sources)
    person = stream.isatty() if terminal is None else terminal
    if fmt == "plain" or not (person or color):
        from modelpick.render.writers import plain

        return _encodable_text(plain.write(page), stream)
    from modelpick.render.writers import screen

    colored = not os.environ.get("NO_COLOR") if color is None else color
    columns = width or terminal_size(80, 24)[0]
    return _encodable_text(screen.write(page, columns, colored), stream)


WRITERS = {
    "json": ("machine", "json_text"),
    "yaml": ("machine", "yaml_text"),
    "ndjson": ("records", "ndjson_text"),
    "csv": ("writers.comma", "write"),
    "html": ("html", "html_text"),
    "ics": ("ics", "calendar_text"),
    "rss": ("feed", "rss_text"),
    "atom": ("feed", "atom_text"),
    "sarif": ("sarif", "sarif_text"),
    "github": ("github", "github_text"),
}
"""Format -> the module with what writes it, and its name. The others are pages."""
FRAMED = ("html", "sarif")
"""Formats that tell of the frame, too."""
PAGES = ("table", "plain", "markdown")
AS_THEY_ARE = ("html", "ics", "rss", "atom", "sarif")
"""Formats with an encoding of their own."""
AS_JSON = ("json", "ndjson")
"""Formats that can write out a character which the stream has not."""


def _text_in_format(document: Any, fmt: str, frame: Frame) -> str:
    module, name = WRITERS[fmt]
    writer: Callable[..., str] = getattr(import_module(f"modelpick.render.{module}"), name)
    return writer(document, frame) if fmt in FRAMED else writer(document)


def brief_of(document: Any, *, sources: bool = False) -> Page:
    """The short page of `document`, or its only one; with the numbers of sources and their list if `sources`."""
    from modelpick.render.briefs import short_page_of, with_sources, without_sources

    page = short_page_of(document)
    if page is None:
        page = full_page_of(document)
        return page if sources else without_sources(page, offered=False)
    return _with_own_files(
        with_sources(page) if sources else without_sources(page, offered=hasattr(document, "sources")), document
    )


def full_page_of(document: Any) -> Page:
    """All that `document` says."""
    from modelpick.render.views import page_of

    return _with_own_files(page_of(document), document)


def _with_own_files(page: Page, document: Any) -> Page:
    """`page` with a line below what its heading says on the files of the user's own that lie over the data."""
    from modelpick.documents.base import own_files_line
    from modelpick.render.page import WIDTH, Heading, Page, Paragraph

    line = own_files_line(document.own_files, WIDTH)
    if not line:
        return page
    headed = bool(page.blocks) and isinstance(page.blocks[0], Heading) and page.blocks[0].level == 1
    place = 1 if headed else 0
    while headed and place < len(page.blocks) and _is_under_heading(page.blocks[place]):
        place += 1
    told = Paragraph(line, "muted", joined=headed)
    return Page((*page.blocks[:place], told, *page.blocks[place:]))


def _is_under_heading(block: Block) -> bool:
    from modelpick.render.page import Paragraph

    return isinstance(block, Paragraph) and block.joined


def _encodable_text(text: str, stream: TextIO) -> str:
    """`text` in the characters that `stream` has."""
    return safe.encodable(text, stream.encoding)
