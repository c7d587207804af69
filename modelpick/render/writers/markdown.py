"""Markdown for issues, wikis and pull requests. Catalog text cannot become markup, a link or HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modelpick.documents.recommendation import SourceRef
from modelpick.render.page import (
    Block,
    FactRows,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Sources,
    Table,
    TableCell,
    marks,
)
from modelpick.render.safe import visible
from modelpick.render.writers.phrases import SIGN_WORDS, about_source, moved

_INVISIBLE_BREAK = "&#8203;"
"""An invisible character of no width: what stands around it is no mention, reference, address or emoji any more."""
_DOLLAR_SPAN = "<span>&#36;</span>"
"""A dollar that no parser takes for the bound of a formula, be it one of the source or one of the HTML."""
_WEB_ADDRESS = re.compile(r"https?://[!#%-;=?-Z_a-z~]+")
_CODE_TEXT = re.compile(r"[!-_a-{}~]+")
"""What can stand between backticks as it is."""
_LIVE_MARKUP = re.compile(
    r"""
      (?P<address>(?:(?:https?|ftp)://|\bwww\.)[^\s`|<>()"\[\]]*[^\s`|<>()"\[\].,;:!?'}*_~&])
    | (?P<scheme>(?:https?|ftp|mailto|xmpp)(?=:)|www(?=\.))
    | (?P<cited>(?<=\s)(?:\[\d{1,4}\])+(?![(:\[^]))
    | (?P<touchy>@(?=\w)|\#(?=\d)|\bGH-(?=\d)|:(?=(?:(?!\d+:)[\w+-]+|100|1234):))
    | (?P<price>(?<!\S)\$(?=[\d/]))
    | (?P<dollar>\$)
    | (?P<html>[&<>])
    | (?P<special>[\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_]))
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What Markdown, or GitHub on top of it, would make something of. The first alternative wins."""
_HTML_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_AT_START = re.compile(r"[#+=-]|\d+[.)](?=\s|$)")
_CLOSING_HASHES = re.compile(r"#+$")


def write(page: Page) -> str:
    """The page as a Markdown document."""
    return "\n\n".join(text for text in map(_block_markdown, page.said) if text) + "\n"


def escaped(text: str) -> str:
    r"""`text` as Markdown that shows exactly it, and in which nothing of it is live.

    An address becomes code, which nobody links. A mention, a reference or an emoji is broken by a character of no
    width, because GitHub looks for them in what is rendered, where no escape is left. A price stays as it is: after a
    space no dollar can end a formula. Citations such as ``[1]`` stay too, where they follow a space
    and no definition can be made of them.

    >>> escaped("a|b <b> `x` max_tokens [1]")
    'a\\|b &lt;b&gt; \\`x\\` max_tokens [1]'
    """
    return _LIVE_MARKUP.sub(_inert_markup, visible(text))


def _inert_markup(match: re.Match[str]) -> str:
    found = match.group()
    match match.lastgroup:
        case "address":
            return f"`{found}`"
        case "scheme" | "touchy":
            return found + _INVISIBLE_BREAK
        case "dollar":
            return _DOLLAR_SPAN
        case "html":
            return _HTML_ESCAPES[found]
        case "special":
            return f"\\{found}"
    return found


def _block_markdown(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"{'#' * (level + 1)} {_CLOSING_HASHES.sub(_escaped_hashes, escaped(text))}"
        case Paragraph(text=text, refs=refs):
            return _inert_start(_text_with_citations(text, refs))
        case Table():
            return _table_markdown(block)
        case Items():
            return _items_markdown(block)
        case FactRows():
            return _under_title(
                block.title,
                [f"- **{escaped(f'{f.label}:')}** {_text_with_citations(f.text, f.refs)}" for f in block.rows],
            )
        case Sources(refs=sources):
            return _under_title("Sources", [f"- {_source_markdown(source)}" for source in sources])


def _table_markdown(table: Table) -> str:
    places = [place for place, column in enumerate(table.columns) if column.shown]
    rows = [
        [escaped(table.columns[p].title) for p in places],
        ["---:" if table.columns[p].right else "---" for p in places],
        *([_cell_markdown(row[p]) for p in places] for row in table.rows),
    ]
    return _under_title(table.title, [f"| {' | '.join(row)} |" for row in rows])


def _cell_markdown(cell: TableCell) -> str:
    return "<br>".join(
        [_text_with_citations(cell.text.strip(), cell.refs), *(escaped(part.strip()) for part in cell.more)]
    )


def _items_markdown(block: Items) -> str:
    head = _under_title(block.title, [_inert_start(escaped(block.about or ""))])
    items = "\n".join(_item_markdown(item, block.measure) for item in block.items)
    return "\n\n".join(part for part in (head, items) if part)


def _item_markdown(item: Item, measure: str) -> str:
    label = item.label or SIGN_WORDS[item.sign]
    head = f"**{escaped(f'{label}:')}** " if label else ""
    lead = f"{escaped(f'{item.lead}:')} " if item.lead else ""
    figure = moved(item, measure)
    text = f"{lead}{_text_with_citations(item.text, item.refs)}{f' ({figure})' if figure else ''}"
    return f"- {head}{text}" if head else f"- {_inert_start(text)}"


def _under_title(title: str | None, body: Sequence[str]) -> str:
    text = "\n".join(line for line in body if line)
    return "\n\n".join(part for part in (f"### {escaped(title)}" if title else "", text) if part)


def _text_with_citations(text: str, refs: Sequence[int]) -> str:
    return f"{escaped(text)} {marks(refs)}".strip() if refs else escaped(text)


def _source_markdown(source: SourceRef) -> str:
    text = f"[{source.number}] {escaped(about_source(source))}"
    return f"{text}, {_address_markdown(source.url)}" if source.url else text


def _address_markdown(url: str) -> str:
    """A link where `url` is a plain web address, otherwise code where it can be, as a whole to copy."""
    if _WEB_ADDRESS.fullmatch(url):
        return f"<{url}>"
    return f"`{url}`" if _CODE_TEXT.fullmatch(url) else escaped(url)


def _inert_start(text: str) -> str:
    """`text` at the start of a line, where it must begin no heading, list, rule or code."""
    start = text.lstrip()
    found = _AT_START.match(start)
    return f"{start[: found.end() - 1]}\\{start[found.end() - 1 :]}" if found else start


def _escaped_hashes(match: re.Match[str]) -> str:
    """Hashes at the end of a heading, escaped: they would be taken for its end."""
    return match.group().replace("#", "\\#")
