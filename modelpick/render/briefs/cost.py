"""The answer of `cost` on one screen: which is cheaper, or that it is a tie; when the cheaper one changes."""

from __future__ import annotations

from decimal import Decimal

from modelpick.documents.costing import Cost, CostReport, Span
from modelpick.model import wording
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, Cell, Column, Fact, Heading, Page, Table
from modelpick.render.views.cost import dollars, load_in_words, title

ROWS, SCENARIOS, FLIPS, NOTES = 8, 4, 2, 2

COLUMNS = (
    Column("", "scenario", group=True, floor=12),
    Column("", "model", group=True),
    Column("", "via", priority=3, floor=12),
    Column("", "a month", right=True),
    Column("", "likely", priority=1),
    Column("", "per request", priority=2, right=True),
)


def page(report: CostReport) -> Page:
    """The short page of `cost`."""
    cite = Citer(report.sources)
    head, load = title(report), load_in_words(report.workload)
    blocks: list[Block] = [Heading(head, 1), lines.quiet(load)]
    tables = [_table(report.rows[:ROWS], cite)]
    if report.scenarios:
        tables.append(_table(report.scenarios[:SCENARIOS], cite))
    room = lines.LINES - lines.height(head) - lines.height(load) - sum(2 + len(table.rows) for table in tables) - 1
    flips, others = _flips(report), _more(report)
    told = lines.kept_within([*flips, *others], room, [*flips[:0:-1], *flips[:1]])
    return Page((*blocks, *tables, *lines.told(told), *cite.listed()))


def _table(rows: tuple[Cost, ...], cite: Citer) -> Table:
    under = any(row.scenario for row in rows)
    columns = COLUMNS if under else COLUMNS[1:]
    return Table(columns, tuple(_row(row, cite)[0 if under else 1 :] for row in rows), say_dropped=True)


def _row(row: Cost, cite: Citer) -> tuple[Cell, ...]:
    month = row.per_month_usd
    known = month.value is not None
    return (
        Cell((row.scenario or "").replace(",", ", ")),
        Cell(row.name),
        Cell(row.provider_name or "your own machines" if known else UNKNOWN, refs=cite(*row.sources)),
        Cell(dollars(month.value), "strong" if known else "muted"),
        Cell(_range(month), "muted"),
        Cell(_per_request(row.per_request_usd)),
    )


def _range(span: Span) -> str:
    return UNKNOWN if span.low is None else f"{dollars(span.low)}-{dollars(span.high)}"


def _per_request(usd: Decimal | None) -> str:
    """In cents, which is how so little is said: ``3.9¢``."""
    return UNKNOWN if usd is None else wording.money(Decimal(f"{usd:.2g}"))


def _flips(report: CostReport) -> list[Fact]:
    return lines.labeled("Flips if", [flip.brief or flip.text for flip in report.flips[:FLIPS]])


def _more(report: CostReport) -> list[Fact]:
    facts = lines.labeled("Note", [*report.read_as.values(), *report.notes][:NOTES])
    if report.self_host:
        facts += lines.labeled("Rests on", report.self_host.assumptions[:NOTES])
    left = len(report.rows) - ROWS
    more = f"{left} more: " if left > 0 else ""
    facts.append(Fact("Change", "--in --out --cached --batch --scenario prices=-80%,volume=x10"))
    return [*facts, Fact("More", f"{more}--details: what each sum is made of; --sources", "muted")]
