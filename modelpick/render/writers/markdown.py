"""Markdown for issues, wikis and pull requests. Catalog text cannot become markup, a link or HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modelpick.domain.results import SourceRef
from modelpick.render.layout import lines
from modelpick.render.page import Block, Facts, Heading, Item, Items, Page, Paragraph, Sources, Table, marks
from modelpick.render.safe import visible
from modelpick.render.writers.phrases import SIGN_WORDS, about_source, moved

_SPECIAL = re.compile(r"[\\`*\[\]|~]|(?<!\w)_|_(?!\w)")
_AT_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"https?://[!-;=?-~]+")


def write(page: Page) -> str:
    """The page as a Markdown document."""
    return "\n\n".join(text for text in map(_block, page.blocks) if text) + "\n"


def escaped(text: str) -> str:
    r"""`text` as Markdown that shows exactly it.

    >>> escaped("a|b <b> `x` max_tokens")
    'a\\|b &lt;b&gt; \\`x\\` max_tokens'
    """
    safe = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\g<0>", safe)


def _block(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"{'#' * (level + 1)} {escaped(text)}"
        case Paragraph(text=text, refs=refs):
            return _AT_START.sub(_inert, _cited(text, refs))
        case Table():
            return _table(block) if block.shown else ""
        case Items():
            return _items(block)
        case Facts():
            return _under(block.title, [f"- **{escaped(f.label)}:** {_cited(f.text, f.refs)}" for f in block.rows])
        case Sources(refs=sources):
            return _under("Sources", [f"- {_source(source)}" for source in sources])


def _table(table: Table) -> str:
    places = [place for place, column in enumerate(table.columns) if column.shown]
    rows = [
        [escaped(table.columns[p].title) for p in places],
        ["---:" if table.columns[p].right else "---" for p in places],
        *([_cell(lines(row[p])) for p in places] for row in table.rows),
    ]
    return _under(table.title, [f"| {' | '.join(row)} |" for row in rows])


def _cell(parts: Sequence[str]) -> str:
    return "<br>".join(escaped(part.strip()) for part in parts)


def _items(block: Items) -> str:
    items = [_item(item, block.measure) for item in block.items]
    return "\n\n".join(part for part in (_under(block.title, [escaped(block.about or "")]), "\n".join(items)) if part)


def _item(item: Item, measure: str) -> str:
    label = item.label or SIGN_WORDS[item.sign]
    head = f"**{escaped(label)}:** " if label else ""
    lead = f"{escaped(item.lead)}: " if item.lead else ""
    figure = moved(item, measure)
    text = f"{lead}{_cited(item.text, item.refs)}{f' ({figure})' if figure else ''}"
    return f"- {head}{text}" if head else f"- {_AT_START.sub(_inert, text)}"


def _under(title: str | None, body: Sequence[str]) -> str:
    text = "\n".join(line for line in body if line)
    return "\n\n".join(part for part in (f"### {escaped(title)}" if title else "", text) if part)


def _cited(text: str, refs: Sequence[int]) -> str:
    return f"{escaped(text)} {escaped(marks(refs))}".rstrip() if refs else escaped(text)


def _source(source: SourceRef) -> str:
    text = f"{escaped(f'[{source.number}]')} {escaped(about_source(source))}"
    if not source.url:
        return text
    return f"{text}, <{source.url}>" if _ADDRESS.fullmatch(source.url) else f"{text}, {escaped(source.url)}"


def _inert(match: re.Match[str]) -> str:
    """A digit cannot be escaped in Markdown, but an entity can stand for it."""
    found = match.group(2)
    return match.group(1) + (f"&#{ord(found[0])};{found[1:]}" if found[0].isdigit() else f"\\{found}")
