"""Plain text for pipes and files: no escape sequences, nothing wrapped, nothing cut."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.render.layout import GAP, lines, natural_width
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
    is_joined,
    marks,
)
from modelpick.render.safe import visible
from modelpick.render.writers.phrases import SOURCES, moved, named_source


def write(page: Page) -> str:
    """The page as lines of text."""
    out: list[str] = []
    for block in page.said:
        found = _block_lines(block)
        if not found:
            continue
        if out and not is_joined(block):
            out.append("")
        out += found
    return "\n".join(line.rstrip() for line in out) + "\n"


def _block_lines(block: Block) -> list[str]:
    match block:
        case Heading(text=text):
            return [visible(text)]
        case Paragraph(text=text, refs=refs):
            return [_text_with_citations(text, refs)]
        case Table():
            return _table_lines(block)
        case Items():
            return _items_lines(block)
        case FactRows():
            return _facts_lines(block)
        case Sources(refs=sources):
            listed = (_labeled_line(f"[{s.number}]", 5, _with_url(named_source(s), s.url)) for s in sources)
            return [SOURCES, *listed]


def _table_lines(table: Table) -> list[str]:
    places = [place for place, column in enumerate(table.columns) if column.shown]
    widths = [max(natural_width(table, p, False, _shown_length), *_joined_lengths(table, p), 0) for p in places]
    header = [visible(table.columns[p].title) for p in places]
    rows = [[_joined_parts(lines(row[p])) for p in places] for row in table.rows]
    right = [table.columns[p].right for p in places]
    body = [_row_line(row, widths, right) for row in rows]
    for number, head in sorted(table.heads, reverse=True):
        body.insert(number, f"  {visible(head)}")
    above = [visible(table.title)] if table.title else []
    named = [_row_line(header, widths, right)] if any(header) else []
    return [*above, *named, *body, *([f"  {visible(table.legend)}"] if table.legend else [])]


def _row_line(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (t.rjust(w) if r else t.ljust(w) for t, w, r in zip(texts, widths, right, strict=True))
    return "  " + (" " * GAP).join(padded)


def _items_lines(block: Items) -> list[str]:
    out = [visible(block.title)] if block.title else []
    if block.about:
        out.append("  " + visible(block.about))
    label_width = max((len(item.label) for item in block.items), default=0)
    return out + [_item_line(item, label_width, block.measure) for item in block.items]


def _item_line(item: Item, label_width: int, measure: str) -> str:
    head = f"{item.label:<{label_width}}  " if label_width else ""
    sign = f"{item.sign:<1}  " if item.sign else ""
    lead = f"{visible(item.lead)}: " if item.lead else ""
    figure = moved(item, measure)
    tail = f"  ({figure})" if figure else ""
    return f"  {head}{sign}{lead}{_text_with_citations(item.text, item.refs)}{tail}"


def _facts_lines(block: FactRows) -> list[str]:
    width = max((len(visible(fact.label)) for fact in block.rows), default=0)
    rows = [
        _labeled_line(visible(fact.label), width, _text_with_citations(fact.text, fact.refs)) for fact in block.rows
    ]
    return [visible(block.title), *rows] if block.title and rows else rows


def _labeled_line(label: str, width: int, text: str) -> str:
    return f"  {label:<{width}}  {text}"


def _text_with_citations(text: str, refs: Sequence[int]) -> str:
    return f"{visible(text)} {marks(refs)}".rstrip() if refs else visible(text)


def _with_url(text: str, url: str | None) -> str:
    return visible(f"{text}, {url}" if url else text)


def _joined_parts(parts: Sequence[str]) -> str:
    return "; ".join(visible(part.strip()) for part in parts)


def _joined_lengths(table: Table, place: int) -> list[int]:
    return [len(_joined_parts(lines(row[place]))) for row in table.rows]


def _shown_length(text: str) -> int:
    return len(visible(text))
