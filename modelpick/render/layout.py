"""Which columns of a table a screen has room for, and how wide each is. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from modelpick.model.fields import Plain, replace
from modelpick.render.page import Table, TableCell, marks

GAP = 2
LEAST = 6
"""Nothing is wrapped narrower than this, on however narrow a screen."""

WHOLE_WORD = 20
"""A word of so many characters is kept whole before a column is made narrower; longer ones, as addresses, may break."""

Measure = Callable[[str], int]


class TableLayout(Plain):
    """The columns that fit, by place in the table, with their widths; `short` if cells take their short form."""

    places: tuple[int, ...]
    widths: tuple[int, ...]
    short: bool


def lines(cell: TableCell, short: bool = False) -> list[str]:
    """The lines of a cell, citations included."""
    text = cell.short if short and cell.short is not None else cell.text
    cited = marks(cell.refs)
    return [f"{text} {cited}" if cited else text, *cell.more]


def natural_width(table: Table, place: int, short: bool, measure: Measure) -> int:
    """The width of the column at `place` where nothing in it wraps; `short`: of its short forms."""
    texts = (line for row in table.rows for line in lines(row[place], short))
    return max((measure(text) for text in (table.columns[place].title, *texts)), default=0)


def fit(table: Table, width: int, measure: Measure = len) -> TableLayout:
    """The most columns that `width` has room for: short forms first, then the lesser columns go."""
    shown = [place for place, column in enumerate(table.columns) if column.shown]
    for most in sorted({table.columns[place].priority for place in shown}, reverse=True):
        places = tuple(place for place in shown if table.columns[place].priority <= most)
        for short in (False, True):
            wanted = [natural_width(table, place, short, measure) for place in places]
            least = [_least_width(table, p, want, short, measure) for p, want in zip(places, wanted, strict=True)]
            if _total_width(least) <= width or (most == 0 and short):
                floors = least if _total_width(least) <= width else [LEAST] * len(places)
                return TableLayout(places, tuple(shrink(wanted, floors, width)), short)
    return TableLayout((), (), False)


def split(table: Table, width: int, measure: Measure = len) -> list[Table]:
    """`table`, or where it is too wide its columns in several tables, each led by the key columns."""
    fitted = fit(table, width, measure)
    tight = any(w < _narrowest_width(table, p, measure) for p, w in zip(fitted.places, fitted.widths, strict=True))
    if not table.keys or not tight:
        return [table]
    keys = list(range(table.keys))
    groups: list[list[int]] = [[]]
    for place in range(table.keys, len(table.columns)):
        group = [*keys, *groups[-1], place]
        if groups[-1] and _total_width([_narrowest_width(table, p, measure) for p in group]) > width:
            groups.append([])
        groups[-1].append(place)
    return [_table_part(table, [*keys, *group], first=n == 0) for n, group in enumerate(groups)]


def shrink(wanted: Sequence[int], floors: Sequence[int], width: int) -> list[int]:
    """`wanted` with the widest columns narrowed, none below its floor, until all fit."""
    widths = list(wanted)
    over = _total_width(widths) - width
    while over > 0:
        spare = [(w, place) for place, (w, low) in enumerate(zip(widths, floors, strict=True)) if w > low]
        if not spare:
            break
        widths[max(spare)[1]] -= 1
        over -= 1
    return widths


def _least_width(table: Table, place: int, wanted: int, short: bool, measure: Measure) -> int:
    """The width below which a column is not wrapped: its floor, or that of a longer word which would be broken."""
    floor = table.columns[place].floor
    if floor is None:
        return wanted
    words = (word for row in table.rows for line in lines(row[place], short) for word in line.split())
    longest = max((width for word in words if (width := measure(word)) <= WHOLE_WORD), default=0)
    return min(wanted, max(floor, longest))


def _narrowest_width(table: Table, place: int, measure: Measure) -> int:
    return _least_width(table, place, natural_width(table, place, True, measure), True, measure)


def _total_width(widths: Iterable[int]) -> int:
    each = list(widths)
    return sum(each) + GAP * max(len(each) - 1, 0)


def _table_part(table: Table, places: Sequence[int], first: bool) -> Table:
    return replace(
        table,
        columns=tuple(table.columns[p] for p in places),
        rows=tuple(tuple(row[p] for p in places) for row in table.rows),
        title=table.title if first else None,
        keys=0,
    )
