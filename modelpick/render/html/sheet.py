"""What a page says, in no markup yet: texts are data, and the templates escape them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from modelpick.documents.recommendation import SourceRef
from modelpick.model.dates import Day
from modelpick.model.fields import Plain
from modelpick.render.page import Block, FactRows, Heading, Items, Paragraph, Sources, Table


class DecisionFact(Plain):
    """A line of the decision: "Valid until", the answer to it, and a remark."""

    label: str
    text: str
    remark: str | None = None
    refs: tuple[int, ...] = ()


class Remark(Plain):
    """A reason, a caution, a remark. `kind`: for, against, caution, unknown or note."""

    kind: str
    text: str
    lead: str | None = None
    refs: tuple[int, ...] = ()
    points: str | None = None


class Case(Plain):
    """All that speaks for and against one model."""

    title: str
    about: str
    reasons: tuple[Remark, ...]


class Mark(Plain):
    """A figure in a drawing; places are in the drawing's units, y downwards. `kind` is one of its legend's."""

    x: float
    y: float
    kind: str
    low: float
    high: float
    """The ends of its interval on the axis that measures it."""
    text: str
    """The figure in words, for whoever cannot see or points at it."""
    label: str | None = None
    label_x: float = 0.0
    label_y: float = 0.0
    anchor: str = "start"


class Tick(Plain):
    at: float
    text: str


class Picture(Plain):
    """A drawing. `shape` scatter: intervals stand upright; bars and dots: they lie, one row a mark's `y`."""

    shape: str
    title: str
    about: str
    """What it shows, in words, for whoever cannot see it."""
    width: float
    height: float
    plot: tuple[float, float, float, float]
    """Left, top, right and bottom of the field within the axes."""
    marks: tuple[Mark, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_title: str
    y_title: str
    frontier: str = ""
    """The path of the line along those that nothing cheaper reaches."""
    zero: float | None = None
    """Where bars begin."""
    legend: tuple[tuple[str, str], ...] = ()
    """(kind, words)."""
    note: str | None = None
    """What is not in the drawing, and why."""


class CriterionSlider(Plain):
    """A slider: what is weighed, and how much by the command. `share` is of one."""

    id: str
    says: str
    about: str
    share: float


class Value(Plain):
    """A cell of the whole ranking; `sort` is what it is ordered by, None at the end."""

    text: str
    sort: float | str | None = None
    key: str | None = None
    """Its name to the script, where that writes it anew."""


class RankingLine(Plain):
    """A row of the whole ranking."""

    model: str
    lab: str
    is_open: bool
    cells: tuple[Value, ...]


class Ranking(Plain):
    """The whole ranking, with what the script of the page needs to weigh it anew."""

    columns: tuple[tuple[str, bool], ...]
    """(title, whether it holds numbers)."""
    lines: tuple[RankingLine, ...]
    criteria: tuple[CriterionSlider, ...]
    data: Any
    note: str


class Section(Plain):
    """A part of the appendix: `blocks` of a screen, or lines of text."""

    title: str
    blocks: tuple[tuple[str, Block], ...] = ()
    """(kind, block)."""
    texts: tuple[Remark, ...] = ()
    about: str | None = None
    rest: str | None = None
    """Who else, after the lines."""


class Sheet(Plain):
    """The page: first what to decide, on one printed page; then the appendix."""

    kind: str
    heading: str
    lead: str
    asked: str
    as_of: Day
    facts_until: Day | None
    facts: tuple[DecisionFact, ...]
    picture: Picture | None
    table: Table | None
    reasons: tuple[Remark, ...]
    cautions: tuple[Remark, ...]
    changes: tuple[Remark, ...]
    sources: tuple[SourceRef, ...]
    ranking: Ranking | None = None
    cases: tuple[Case, ...] = ()
    sections: tuple[Section, ...] = ()
    table_note: str | None = None
    cautions_title: str = "Beware"


BLOCK_KINDS: Mapping[type[Block], str] = {
    FactRows: "facts",
    Heading: "heading",
    Items: "items",
    Paragraph: "paragraph",
    Sources: "sources",
    Table: "table",
}
"""What templates call the blocks of a screen."""


def kinds_of(blocks: Sequence[Block]) -> tuple[tuple[str, Block], ...]:
    """Each block with its kind, by which a template chooses how to write it."""
    return tuple((BLOCK_KINDS[type(block)], block) for block in blocks)
