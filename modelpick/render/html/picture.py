"""Drawings: where each mark stands. The template only writes down the places that are worked out here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from modelpick.model.fields import Plain, replace
from modelpick.render.html.sheet import Mark, Picture, Tick
from modelpick.render.values import frontier

WIDTH, HEIGHT = 620.0, 330.0
LEFT, TOP, RIGHT, BOTTOM = 52.0, 14.0, 14.0, 46.0
ROW, LABELS = 26.0, 232.0
CHAR, LINE = 6.6, 14.0
"""About the width of a letter and the height of a line of a label."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_LABEL_OFFSETS = (
    ("end", -6.0, -7.0),
    ("start", 6.0, -7.0),
    ("start", 8.0, 4.0),
    ("end", -8.0, 4.0),
    ("start", 6.0, 15.0),
    ("end", -6.0, 15.0),
)
"""Where a label may stand beside its mark: anchor, and how far off; the first that is free is taken."""


class ScatterPoint(Plain):
    """A model in the plane of price and quality. `low` and `high` bound `score`."""

    name: str
    price: float
    score: float
    low: float
    high: float
    kind: str
    named: bool
    """Whether it is labelled, as far as there is room."""


class Bar(Plain):
    """A figure of a row; several bars of one name share it."""

    name: str
    value: float
    low: float
    high: float
    kind: str
    text: str


def scatter(points: Sequence[ScatterPoint], x_title: str, y_title: str, money: Callable[[float], str]) -> Picture:
    """Price, on a logarithmic scale, against quality with its interval, and the frontier.

    The frontier runs along the models that no cheaper or equally dear one reaches.
    """
    left, top, right, bottom = LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM
    cheapest, dearest = min(p.price for p in points) / 1.3, max(p.price for p in points) * 1.5
    lowest, highest = _rounded_out(min(p.low for p in points), max(p.high for p in points), 5)
    decades = math.log(dearest / cheapest)

    def across(price: float) -> float:
        return left + (right - left) * math.log(price / cheapest) / decades

    def down(score: float) -> float:
        return bottom - (bottom - top) * (score - lowest) / (highest - lowest)

    best = frontier(sorted(points, key=lambda p: p.name), lambda p: p.price, lambda p: p.score)
    marks = [
        Mark(across(p.price), down(p.score), p.kind, down(p.low), down(p.high), _in_words(p, money)) for p in points
    ]
    wanted = [p.name if p.named or p in best else None for p in points]
    return Picture(
        shape="scatter",
        title=f"{y_title.capitalize()} against {x_title}",
        about="Best for their price: " + "; ".join(_in_words(p, money) for p in best) + ".",
        width=WIDTH,
        height=HEIGHT,
        plot=(left, top, right, bottom),
        marks=tuple(_marks_with_labels(marks, wanted, right)),
        x_ticks=tuple(Tick(across(price), money(price)) for price in _prices_between(cheapest, dearest)),
        y_ticks=tuple(Tick(down(y), f"{y:g}") for y in _axis_steps(lowest, highest)),
        x_title=x_title,
        y_title=y_title,
        frontier=_frontier_path([(across(p.price), down(p.score)) for p in best], right),
    )


def rows(bars: Sequence[Bar], shape: str, title: str, x_title: str, show: Callable[[float], str]) -> Picture:
    """One row a name, in the order given. `shape` bars: from zero; dots: only the figure and its interval."""
    names = list(dict.fromkeys(bar.name for bar in bars))
    left, top, right, bottom = LABELS, TOP, WIDTH - 78.0, TOP + ROW * len(names)
    ends = [end for bar in bars for end in (bar.low, bar.high)] + ([0.0] if shape == "bars" else [])
    lowest, highest = _rounded_out(min(ends), max(ends), _axis_step(max(ends) - min(ends)))

    def across(value: float) -> float:
        return left + (right - left) * (value - lowest) / (highest - lowest)

    def middle(name: str) -> float:
        return top + ROW * (names.index(name) + 0.5)

    marks = tuple(
        Mark(across(b.value), middle(b.name), b.kind, across(b.low), across(b.high), f"{b.name}: {b.text}")
        for b in bars
    )
    if shape == "bars":
        marks = tuple(
            replace(mark, label=bar.text, label_x=right + 6, label_y=mark.y + 4)
            for mark, bar in zip(marks, bars, strict=True)
        )
    return Picture(
        shape=shape,
        title=title,
        about="; ".join(mark.text for mark in marks) + ".",
        width=WIDTH,
        height=bottom + BOTTOM,
        plot=(left, top, right, bottom),
        marks=marks,
        x_ticks=tuple(Tick(across(x), show(x)) for x in _axis_steps(lowest, highest)),
        y_ticks=tuple(Tick(middle(name) + 4, _shortened_label(name, 38)) for name in names),
        x_title=x_title,
        y_title="",
        zero=across(0.0) if shape == "bars" else None,
    )


def _in_words(point: ScatterPoint, money: Callable[[float], str]) -> str:
    return f"{point.name}, {money(point.price)}, {point.score:.1f} points ({point.low:.0f} to {point.high:.0f})"


def _marks_with_labels(marks: Sequence[Mark], names: Sequence[str | None], right: float) -> list[Mark]:
    """The marks with those labels for which there is room beside them; the pick has its own in any case."""
    taken = [(m.x - 4, m.y - 4, m.x + 4, m.y + 4) for m in marks]
    found: list[Mark] = []
    for mark, name in zip(marks, names, strict=True):
        found.append(mark)
        if name is None:
            continue
        text = _shortened_label(name, 28)
        within = [place for place in _label_places(mark, text) if _is_within(place[0], right)]
        free = [place for place in within if not any(_boxes_overlap(place[0], other) for other in taken)]
        for box, anchor, x, y in (free or (within if mark.kind == "pick" else []))[:1]:
            taken.append(box)
            found[-1] = replace(mark, label=text, label_x=x, label_y=y, anchor=anchor)
    return found


def _label_places(mark: Mark, text: str) -> list[tuple[Box, str, float, float]]:
    """Where a label of `mark` may stand: the box that it takes, its anchor and the point that this is set to."""
    wide = CHAR * len(text)
    places = []
    for anchor, x, y in _LABEL_OFFSETS:
        at, base = mark.x + x, mark.y + y
        begin = at - wide if anchor == "end" else at
        places.append(((begin, base - LINE + 3, begin + wide, base + 3), anchor, at, base))
    return places


def _is_within(box: Box, right: float) -> bool:
    return box[0] >= LEFT and box[2] <= right + RIGHT - 2


def _boxes_overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _frontier_path(places: Sequence[tuple[float, float]], right: float) -> str:
    """The path of the best score at most at each price."""
    if not places:
        return ""
    path = f"M{places[0][0]:.1f} {places[0][1]:.1f}"
    return path + "".join(f"H{x:.1f}V{y:.1f}" for x, y in places[1:]) + f"H{right:.1f}"


def _prices_between(low: float, high: float) -> list[float]:
    """1, 3, 10, 30 ... within the bounds; where those are few, 2 and 5 as well."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1.0, 3.0), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)):
        found = [step * 10.0**power for power in powers for step in steps if low <= step * 10.0**power <= high]
        if len(found) >= 3:
            return found
    return found


def _rounded_out(low: float, high: float, step: float) -> tuple[float, float]:
    bottom, top = math.floor(low / step) * step, math.ceil(high / step) * step
    return (bottom, top) if top > bottom else (bottom - step, top + step)


def _axis_step(span: float) -> float:
    """1, 2 or 5 times a power of ten, so that a span has about five steps."""
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / 4))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power * 6 >= span)


def _axis_steps(low: float, high: float) -> list[float]:
    step = _axis_step(high - low)
    first = math.ceil(low / step - 1e-9)
    return [n * step for n in range(first, math.floor(high / step + 1e-9) + 1)]


def _shortened_label(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "\u2026"
