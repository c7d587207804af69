"""A page: what an answer says, in the order it says it, in no format yet.

Texts are data as they come from the catalog: making them harmless is the writer's work, each for its own format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from modelpick.documents.recommendation import SourceRef
from modelpick.model.fields import Plain, replace

Tone = Literal["plain", "strong", "muted", "good", "bad", "warn"]
"""How a text is meant. Color may follow it; the words must do without."""

Sign = Literal["+", "-", "!", "?", "~", ""]
UNKNOWN = "unknown"
CITATIONS = "source"
"""The title of a column that holds citations alone."""
LAYOUTS = {
    "Recommendation": "recommendation",
    "Comparison": "comparison",
    "ModelCard": "card",
    "BenchmarkCard": "other_cards",
    "PriceTable": "export",
    "ProviderCard": "other_cards",
    "SourceCard": "other_cards",
    "GlossaryCard": "other_cards",
    "StatusReport": "status",
    "LiveReport": "live",
    "EvidenceReport": "evidence",
    "CostReport": "cost",
    "LogCostReport": "cost_log",
    "Explanation": "explanation",
    "Listing": "listing",
    "FitReport": "fit",
    "CatalogInfo": "catalog",
    "Validation": "validation",
    "UpdateReport": "update",
    "DiffReport": "changes",
    "LogReport": "log",
    "SourcesReport": "sources",
    "RetirementReport": "retirements",
    "WatchReport": "watch",
    "UnmatchedReport": "unmatched",
    "ImportReport": "imported",
    "TrialPlan": "trial",
    "ConfigReport": "config",
    "ConfigPaths": "config",
    "AuditReport": "audit",
    "CheckReport": "check",
    "DecisionReport": "decision",
    "ExportReport": "export",
    "RuleList": "rules",
    "RulePage": "rules",
    "RuleTest": "rules",
}
"""Kind of document -> the module that lays it out: in `views`, and in `briefs` and `html` if it has a page there."""
WIDTH = 76
"""The columns of the smallest screen, its margins taken off."""


class TableCell(Plain):
    """One value of a table. `short` is for narrow screens, `more` are further lines, `sort` is the number by which a
    page that can be sorted orders it.
    """

    text: str
    tone: Tone = "plain"
    short: str | None = None
    refs: tuple[int, ...] = ()
    more: tuple[str, ...] = ()
    sort: float | Decimal | None = None


class TableColumn(Plain):
    """`priority` 0 always stays; of the others the highest goes first when the screen is narrow.

    `floor` is the width down to which a column may be wrapped before another one has to go. `group` columns show a
    value once where it repeats. One without a title has a `name` for whoever cannot see what it is.
    """

    title: str
    priority: int = 0
    right: bool = False
    floor: int | None = None
    group: bool = False
    shown: bool = True
    name: str = ""


Row = TypeVar("Row")


class Column(TableColumn, Generic[Row], kw_only=True):
    """A column that makes its own cells: of a row, a text that is shown plainly, or None for what is unknown, which is
    muted as `UNKNOWN` is.
    """

    cell: Callable[[Row], TableCell | str | None]


class Table(Plain):
    """`keys` leading columns are repeated when a wide table is split into several; 0 means that it is never split.
    `say_dropped`: name the columns that a narrow screen has no room for. `heads`: a line of text above the row of that
    number. `legend`: what the signs in the table mean, in a line under it.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    title: str | None = None
    keys: int = 0
    say_dropped: bool = False
    heads: tuple[tuple[int, str], ...] = ()
    legend: str | None = None


def table_of(
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    title: str | None = None,
    *,
    keys: int = 0,
    say_dropped: bool = False,
    legend: str | None = None,
) -> Table:
    """The table of `rows`, cell by cell as its columns make them."""
    cells = tuple(tuple(_as_cell(column.cell(row)) for column in columns) for row in rows)
    return Table(tuple(columns), cells, title, keys, say_dropped, legend=legend)


def _as_cell(made: TableCell | str | None) -> TableCell:
    if isinstance(made, TableCell):
        return made
    return TableCell(UNKNOWN, "muted") if made in (None, UNKNOWN) else TableCell(made)


class Heading(Plain):
    """Level 1 is the answer in a sentence, level 2 a section."""

    text: str
    level: Literal[1, 2] = 2
    tone: Tone = "strong"


class Paragraph(Plain):
    text: str
    tone: Tone = "plain"
    refs: tuple[int, ...] = ()
    joined: bool = False
    """Belongs to the block above: no empty line between them."""


class Item(Plain):
    """A reason. `label` says in a word what the sign says; `lead` is what it is about."""

    text: str
    sign: Sign = ""
    label: str = ""
    lead: str | None = None
    refs: tuple[int, ...] = ()
    points: str | None = None


class Items(Plain):
    """Reasons under a title, with a line about it. `measure` names what the figures on the right are."""

    title: str | None
    items: tuple[Item, ...]
    about: str | None = None
    measure: str = "points"


class FactRow(Plain):
    label: str
    text: str
    tone: Tone = "plain"
    refs: tuple[int, ...] = ()


class FactRows(Plain):
    rows: tuple[FactRow, ...]
    title: str | None = None
    joined: bool = False


class Sources(Plain):
    refs: tuple[SourceRef, ...]


Block = Heading | Paragraph | Table | Items | FactRows | Sources


def is_joined(block: Block) -> bool:
    """Whether a block follows the one above without an empty line between them."""
    return isinstance(block, Paragraph | FactRows) and block.joined


def _says_something(block: Block) -> bool:
    match block:
        case Table(rows=()) | Items(items=()) | FactRows(rows=()) | Sources(refs=()) | Paragraph(text=""):
            return False
    return True


class Page(Plain):
    blocks: tuple[Block, ...]

    @property
    def said(self) -> tuple[Block, ...]:
        """The blocks that are written: nothing is of a table without rows, or of a title with nothing under it."""
        return tuple(filter(_says_something, self.blocks))

    def without_citations(self) -> Page:
        """The page without the numbers of sources and their list."""
        return Page(tuple(_block_without_citations(block) for block in self.blocks if not isinstance(block, Sources)))


def _block_without_citations(block: Block) -> Block:
    match block:
        case Paragraph():
            return replace(block, refs=())
        case Items():
            return replace(block, items=tuple(replace(item, refs=()) for item in block.items))
        case FactRows():
            return replace(block, rows=tuple(replace(fact, refs=()) for fact in block.rows))
        case Table():
            rows = tuple(tuple(replace(cell, refs=()) for cell in row) for row in block.rows)
            cited = {place for row in block.rows for place, cell in enumerate(row) if cell.refs}
            columns = tuple(
                replace(column, shown=column.shown and (column.title != CITATIONS or place not in cited))
                for place, column in enumerate(block.columns)
            )
            return replace(block, columns=columns, rows=rows)
        case _:
            return block


def cited_numbers(block: Block) -> Iterator[int]:
    """The numbers of the sources that the texts of `block` cite."""
    match block:
        case Paragraph(refs=refs):
            yield from refs
        case Items(items=rows) | FactRows(rows=rows):
            yield from (number for row in rows for number in row.refs)
        case Table(rows=lines):
            yield from (number for line in lines for cell in line for number in cell.refs)


def no_room_for(titles: Sequence[str]) -> str:
    """Which columns a screen has no room for."""
    return f"no room for: {', '.join(titles)}"


def marks(refs: Sequence[int]) -> str:
    """``[3][5]``: how sources are cited in text."""
    return "".join(f"[{number}]" for number in refs)
