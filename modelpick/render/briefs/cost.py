"""The answer of `cost` on one screen: which is cheaper, or that it is a tie; when the cheaper one changes."""

from __future__ import annotations

from decimal import Decimal

from modelpick.documents.costing import Cost, CostReport, Span
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, FactRow, Heading, Page, Table, TableCell, TableColumn
from modelpick.render.views.cost import asked_in_words, dollars, dollars_of, exact_dollars, title

ROWS, SCENARIOS, FLIPS, NOTES = 8, 4, 2, 2

COLUMNS = (
    TableColumn("scenario", group=True, floor=12),
    TableColumn("model", group=True),
    TableColumn("via", priority=3, floor=12),
    TableColumn("a month", right=True),
    TableColumn("likely", priority=1),
    TableColumn("per request", priority=2, right=True),
)


def page(report: CostReport) -> Page:
    """The short page of `cost`."""
    cite = Citer(report.sources)
    head, load = title(report), asked_in_words(report)
    blocks: list[Block] = [Heading(head, 1), lines.muted_line(load)]
    tables = [_cost_table(report.rows[:ROWS], cite)]
    if report.scenarios:
        tables.append(_cost_table(report.scenarios[:SCENARIOS], cite))
    room = lines.LINES - lines.height(head) - lines.height(load) - sum(2 + len(table.rows) for table in tables) - 1
    flips, others = _break_even_facts(report), _closing_facts(report)
    told = lines.kept_within([*flips, *others], room, [*flips[:0:-1], *flips[:1]])
    return Page((*blocks, *tables, *lines.fact_block(told), *cite.listed()))


def _cost_table(rows: tuple[Cost, ...], cite: Citer) -> Table:
    left_out = set() if any(row.scenario for row in rows) else {"scenario"}
    left_out |= set() if any(row.per_month_usd.low != row.per_month_usd.high for row in rows) else {"likely"}
    shown = [place for place, column in enumerate(COLUMNS) if column.title not in left_out]
    cells = (_cost_row(row, cite) for row in rows)
    return Table(
        tuple(COLUMNS[place] for place in shown),
        tuple(tuple(row[place] for place in shown) for row in cells),
        say_dropped=True,
    )


def _cost_row(row: Cost, cite: Citer) -> tuple[TableCell, ...]:
    month = row.per_month_usd
    known = month.value is not None
    return (
        TableCell((row.scenario or "").replace(",", ", ")),
        TableCell(row.name),
        TableCell(row.provider_name or "your own machines" if known else UNKNOWN, refs=cite(*row.sources)),
        TableCell(dollars_of(row)(month.value), "strong" if known else "muted"),
        TableCell(_dollar_range(month), "muted"),
        TableCell(_per_request(row)),
    )


def _dollar_range(span: Span) -> str:
    if span.low is None:
        return UNKNOWN
    return "-" if span.low == span.high else f"{dollars(span.low)}-{dollars(span.high)}"


def _per_request(row: Cost) -> str:
    """Dollars of one request: to two digits where they are an estimate."""
    usd, exact = row.per_request_usd, dollars_of(row) is exact_dollars
    return exact_dollars(usd if usd is None or exact else Decimal(f"{usd:.2g}"))


def _break_even_facts(report: CostReport) -> list[FactRow]:
    return lines.labeled("Flips if", [flip.brief or flip.text for flip in report.flips[:FLIPS]])


def _closing_facts(report: CostReport) -> list[FactRow]:
    facts = lines.labeled("Note", [*report.read_as.values(), *report.notes][:NOTES])
    if report.self_host:
        facts += lines.labeled("Rests on", report.self_host.assumptions[:NOTES])
    left = len(report.rows) - ROWS
    more = f"{left} more: " if left > 0 else ""
    facts.append(FactRow("Change", "--in --out --cached --batch --scenario prices=-80%,volume=x10"))
    return [*facts, FactRow("More", f"{more}--details: what each sum is made of; --sources", "muted")]
