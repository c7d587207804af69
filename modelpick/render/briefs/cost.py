"""The answer of `cost` on one screen: which is cheaper, or that it is a tie; when the cheaper one changes."""

from __future__ import annotations

from decimal import Decimal

from modelpick.documents.costing import Cost, CostReport
from modelpick.render import values
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, Column, FactRow, Heading, Page, Table, TableCell, table_of
from modelpick.render.views.cost import (
    asked_in_words,
    dollar_range,
    dollars_of,
    exact_dollars,
    is_one_request,
    scenario_cell,
    title,
)

COLUMNS_IN_ROOM = 5
"""So many columns have room on the smallest screen."""
CHANGES = "--workload --requests --in --out --cached --scenario prices=-80%"
ROWS, SCENARIOS, FLIPS, NOTES = 6, 4, 2, 2


def page(report: CostReport) -> Page:
    """The short page of `cost`."""
    cite = Citer(report.sources)
    head, load = title(report), asked_in_words(report)
    blocks: list[Block] = [Heading(head, 1), lines.muted_line(load)]
    one = is_one_request(report.workload)
    tables = [_cost_table(report.rows[:ROWS], cite, one=one)]
    if report.scenarios:
        tables.append(_cost_table(report.scenarios[:SCENARIOS], cite, one=one))
    room = lines.LINES - lines.height(head) - lines.height(load) - sum(2 + len(table.rows) for table in tables) - 1
    room -= len(tables[0].columns) > COLUMNS_IN_ROOM  # a line tells which have none
    flips, others = _break_even_facts(report), _closing_facts(report)
    told = lines.kept_within([*flips, *others], room, [*flips[:0:-1], *flips[:1]])
    return Page((*blocks, *tables, *lines.fact_block(told), *cite.listed()))


def _cost_table(rows: tuple[Cost, ...], cite: Citer, *, one: bool) -> Table:
    """The costs by model; of `one` request there is no month."""
    columns: list[Column[Cost]] = [
        Column("model", group=True, cell=lambda row: row.name),
        Column("via", priority=3, floor=12, cell=lambda row: _provider_cell(row, cite)),
    ]
    if not one:
        columns.append(Column("a month", right=True, cell=_month_cell))
    if any(row.scenario for row in rows):
        columns.insert(0, Column("scenario", group=True, floor=12, cell=scenario_cell))
    if any(row.per_month_usd.low != row.per_month_usd.high for row in rows):
        columns.append(
            Column("likely", priority=1, cell=lambda row: values.muted(dollar_range(row.per_month_usd, "-")))
        )
    columns.append(Column("per request", priority=4, right=True, cell=lambda row: TableCell(_per_request(row))))
    if any(row.offering and not row.scenario for row in rows):
        columns.append(Column("$/M in/out", priority=2, cell=_rates_cell))
    return table_of(columns, rows, say_dropped=True)


def _provider_cell(row: Cost, cite: Citer) -> TableCell:
    own = "your own machines" if row.per_month_usd.value is not None else UNKNOWN
    return TableCell(row.provider_name or own, refs=cite(*row.sources))


def _month_cell(row: Cost) -> TableCell:
    usd = row.per_month_usd.value
    return TableCell(dollars_of(row)(usd), "muted" if usd is None else "strong")


def _rates_cell(row: Cost) -> TableCell:
    return TableCell(values.prices(row.price_in, row.price_out, rounded=True) if row.offering else "")


def _per_request(row: Cost) -> str:
    """Dollars of one request: to two digits where they are an estimate."""
    usd, exact = row.per_request_usd, dollars_of(row) is exact_dollars
    return exact_dollars(usd if usd is None or exact else Decimal(f"{usd:.2g}"))


def _break_even_facts(report: CostReport) -> list[FactRow]:
    return lines.labeled("Flips if", [flip.brief or flip.text for flip in report.flips[:FLIPS]])


def _closing_facts(report: CostReport) -> list[FactRow]:
    facts = lines.labeled("Note", [*report.read_as.values(), *report.notes][:NOTES])
    if report.self_host:
        facts += lines.labeled("Rests on", report.self_host.assumptions[: NOTES + 1])
    left = len(report.rows) - ROWS
    more = [f"{left} more"] if left > 0 else []
    return [*facts, FactRow("Change", CHANGES), lines.more("--details: what each sum is made of", *more)]
