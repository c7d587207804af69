"""The terminal screen. Texts are `Text` objects, never markup: what the catalog says can style or link nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from modelpick.render.layout import GAP, TableLayout, fit, lines, split
from modelpick.render.page import (
    Block,
    FactRows,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Sign,
    Sources,
    Table,
    TableCell,
    Tone,
    is_joined,
    marks,
    no_room_for,
)
from modelpick.render.safe import visible
from modelpick.render.writers.phrases import SOURCES, named_source

MARGIN = 2
READABLE = 116
"""Running text is set no wider than this, however wide the screen."""
LABEL = 32
"""A label of a fact is wrapped beyond this, so that the text beside it has room."""
ROOMY = 50
"""Below this width the margin goes."""

_LEGEND_GAP = " · "

_TONE_STYLES: dict[Tone, str] = {
    "plain": "",
    "strong": "bold",
    "muted": "dim",
    "good": "green",
    "bad": "red",
    "warn": "yellow",
}
_SIGN_STYLES: dict[Sign, str] = {"+": "green", "-": "red", "!": "yellow", "?": "cyan", "~": "dim", "": ""}


def write(page: Page, width: int, color: bool) -> str:
    """The page for a terminal of `width` columns; without `color` it holds no escape sequence."""
    out = io.StringIO()
    system = "standard" if color else None
    console = Console(file=out, width=width, force_terminal=color, color_system=system, legacy_windows=False)  # type: ignore[arg-type]
    show(page, console)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def show(page: Page, console: Console) -> None:
    """Print the page on any Rich console, such as one that records a picture."""
    margin = MARGIN if console.width >= ROOMY else 0
    width = console.width - 2 * margin
    started = False
    for block in page.said:
        for part in _block_renderables(block, min(width, READABLE), width):
            if started and not is_joined(block):
                console.print()
            started = True
            side = 0 if isinstance(block, Table) else max(width - READABLE, 0)
            console.print(Padding(part, (0, margin + side, 0, margin)), highlight=False, markup=False, emoji=False)


def _block_renderables(block: Block, running: int, width: int) -> list[Grid | Text | Group]:
    match block:
        case Heading(text=text, level=level, tone=tone):
            return [_visible_text(text, f"bold {_TONE_STYLES[tone]}" if level == 1 else "bold")]
        case Paragraph(text=text, tone=tone, refs=refs):
            return [_text_with_citations(text, refs, _TONE_STYLES[tone])]
        case Table():
            return [_table_grid(part, width) for part in split(block, width, _shown_width)]
        case Items():
            return [_items_grid(block, running)]
        case FactRows():
            return [_facts_grid(block)]
        case Sources():
            return [_sources_grid(block)]


def _table_grid(table: Table, width: int) -> Grid | Group:
    """The columns that there is room for; under them the legend, and which there was none for."""
    fitted = fit(table, width, _shown_width)
    heads = dict(table.heads)
    starts = sorted({0, *(number for number in heads if number < len(table.rows))})
    parts: list[Grid | Text] = []
    for start, end in zip(starts, [*starts[1:], len(table.rows)], strict=True):
        if start in heads:
            parts.append(_visible_text(_folded_path(heads[start], width), "dim"))
        parts.append(_rows_grid(table, fitted, start, end))
    left = [c.title for p, c in enumerate(table.columns) if c.shown and p not in fitted.places]
    under = [table.legend] if table.legend else []
    under += [no_room_for(left)] if left and table.say_dropped else []
    apart = len(under) > 1 and _shown_width(_LEGEND_GAP.join(under)) > width
    parts += [_visible_text(line, "dim") for line in (under if apart else [_LEGEND_GAP.join(under)]) if line]
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Grid) else Group(*parts)


def _folded_path(text: str, width: int) -> str:
    """A text that is too wide for a line, broken between the folders that it names."""
    folded = [""]
    for part in re.split(r"(?<=/)", text) if _shown_width(text) > width else [text]:
        if folded[-1] and _shown_width(folded[-1] + part) > width:
            folded.append("  ")
        folded[-1] += part
    return "\n".join(folded)


def _rows_grid(table: Table, fitted: TableLayout, start: int, end: int) -> Grid:
    """The rows from `start` on; only the first ones stand under the titles."""
    named = start == 0 and any(table.columns[place].title for place in fitted.places)
    grid = Grid(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="dim", show_header=named)
    if table.title and start == 0:
        _set_title(grid, table.title)
    for place, wide in zip(fitted.places, fitted.widths, strict=True):
        column = table.columns[place]
        justify: Literal["left", "right"] = "right" if column.right else "left"
        grid.add_column(_visible_text(column.title), width=wide, justify=justify, overflow="fold")
    for number in range(start, end):
        above = table.rows[number - 1] if number else None
        row = table.rows[number]
        grid.add_row(*(_cell_text(table, place, row, above, fitted.short) for place in fitted.places))
    return grid


def _cell_text(
    table: Table, place: int, row: Sequence[TableCell], above: Sequence[TableCell] | None, short: bool
) -> Text:
    cell = row[place]
    if table.columns[place].group and above is not None and above[place].text == cell.text:
        return Text("")
    first, *more = lines(cell, short)
    text = Text(overflow="fold").append(_visible_text(first, _TONE_STYLES[cell.tone]))
    for line in more:
        text.append("\n").append(_visible_text(line, "dim"))
    return text


def _items_grid(block: Items, width: int) -> Grid:
    """Label, sign, text with a hanging indent, and the points at the right."""
    measured = any(item.points for item in block.items)
    outer = Grid.grid(expand=True)
    outer.add_column(width=width)
    if block.title:
        outer.add_row(_title_line(_folded_path(block.title, width), block.measure if measured else ""))
    if block.about:
        outer.add_row(_visible_text(block.about, "dim"))
    labels = any(item.label for item in block.items)
    signs = any(item.sign for item in block.items)
    inner = _plain_grid(
        *(["label"] if labels else []), *(["sign"] if signs else []), "text", *(["points"] if measured else [])
    )
    label = ""
    for item in block.items:
        cells = [_visible_text("" if item.label == label else item.label, "dim")] if labels else []
        cells += [_visible_text(item.sign, f"bold {_SIGN_STYLES[item.sign]}")] if signs else []
        cells.append(_item_text(item))
        cells += (
            [_visible_text(item.points or "", _SIGN_STYLES[item.sign] if block.measure == "points" else "")]
            if measured
            else []
        )
        inner.add_row(*cells)
        label = item.label
    if block.items:
        outer.add_row(inner)
    return outer


def _title_line(title: str, measure: str) -> Grid:
    line = Grid.grid(expand=True)
    line.add_column(ratio=1)
    line.add_column(justify="right", no_wrap=True)
    line.add_row(_visible_text(title, "bold"), _visible_text(measure, "dim"))
    return line


def _item_text(item: Item) -> Text:
    text = Text(overflow="fold")
    if item.lead:
        text.append(_visible_text(f"{item.lead}: ", "bold"))
    return text.append(_text_with_citations(item.text, item.refs, ""))


def _facts_grid(block: FactRows) -> Grid:
    grid = _plain_grid("label", "text")
    grid.columns[0].max_width = LABEL
    if block.title:
        _set_title(grid, block.title)
    for fact in block.rows:
        grid.add_row(
            _visible_text(fact.label, "dim"), _text_with_citations(fact.text, fact.refs, _TONE_STYLES[fact.tone])
        )
    return grid


def _sources_grid(block: Sources) -> Grid:
    grid = _plain_grid("points", "text")
    _set_title(grid, SOURCES)
    for source in block.refs:
        text = _visible_text(named_source(source))
        if source.url:
            text.append("  ").append(_visible_text(source.url, "dim"))
        grid.add_row(_visible_text(f"[{source.number}]", "dim"), text)
    return grid


def _set_title(grid: Grid, title: str) -> None:
    grid.title, grid.title_justify, grid.title_style = _visible_text(title, "bold"), "left", ""


def _plain_grid(*kinds: str) -> Grid:
    """Columns without lines: the text takes the room that labels, signs and points leave."""
    grid = Grid.grid(padding=(0, GAP, 0, 0), pad_edge=False, expand=True)
    for kind in kinds:
        if kind == "text":
            grid.add_column(ratio=1, overflow="fold")
        else:
            grid.add_column(no_wrap=kind != "label", justify="right" if kind == "points" else "left")
    return grid


def _text_with_citations(text: str, refs: Sequence[int], style: str) -> Text:
    cited = Text(overflow="fold").append(_visible_text(text, style))
    return cited.append(" ").append(_visible_text(marks(refs), "dim")) if refs else cited


def _visible_text(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style, overflow="fold")


def _shown_width(text: str) -> int:
    return cell_len(visible(text))
