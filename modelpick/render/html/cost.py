"""The page of `cost`: what a month costs, drawn with its range."""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.documents.costing import Cost, CostReport
from modelpick.documents.spans import Span
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.html import picture
from modelpick.render.html.shared import sources_of, whole_answer
from modelpick.render.html.sheet import DecisionFact, Picture, Remark, Sheet
from modelpick.render.page import UNKNOWN, Column, Table, TableCell, table_of
from modelpick.render.views.cost import asked_in_words, dollar_range, dollars_of, sum_in_words, title

DRAWN = 10


def sheet(report: CostReport) -> Sheet:
    """The page of `report`."""
    cite = Citer(report.sources)
    known = [row for row in report.rows if row.per_month_usd.value is not None]
    return Sheet(
        kind="cost",
        heading=title(report).rstrip("."),
        lead=_how_sure(report, known),
        asked=asked_in_words(report),
        as_of=report.as_of,
        facts_until=None,
        facts=tuple(_decision_facts(report, known, cite)),
        picture=_month_by_month(known),
        table=_costs_table(report.rows, cite),
        reasons=(),
        cautions=tuple(Remark("caution", text) for text in _unknown_parts(report.rows))[:2],
        changes=tuple(Remark("note", flip.text) for flip in report.flips[:2]),
        sections=(whole_answer(report, "What it rests on"),),
        sources=sources_of(report, report.sources),
    )


def _how_sure(report: CostReport, known: list[Cost]) -> str:
    if not known:
        return "What is not known is not zero: these models are left without a figure."
    span = known[0].per_month_usd
    if span.low == span.high:
        return "Tokens are as they were given; nothing in this sum is estimated."
    order = " The ranges overlap: the order is not settled." if report.tie else ""
    return f"{known[0].name} may cost {dollar_range(span)} a month, by how much it writes.{order}"


def _decision_facts(report: CostReport, known: list[Cost], cite: Citer) -> Iterable[DecisionFact]:
    for label, row in zip(("Cheapest", "Next"), _one_a_model(known), strict=False):
        span = row.per_month_usd
        likely = [dollar_range(span)] if span.low != span.high else []
        where = f"via {row.provider_name}" if row.provider_name else "on your own machines"
        said = f"{row.name}: {sum_in_words(row, report.workload)}"
        yield DecisionFact(label, said, ", ".join([*likely, where]), cite(*row.sources))
    ahead = sorted((change.on, row.name, change) for row in known for change in row.ahead)
    if ahead:
        on, name, change = ahead[0]
        text = f"then {name} costs {values.dollars(change.per_month_usd.value)} a month"
        yield DecisionFact("Valid until", on, text, cite(change.source))
    else:
        newest = max((row.price_on for row in known if row.price_on), default=None)
        remark = f"no change of a price is announced; the newest price is of {newest}" if newest else None
        yield DecisionFact("Valid until", "the next change of a price", remark)


def _one_a_model(rows: Iterable[Cost]) -> list[Cost]:
    found: dict[str, Cost] = {}
    for row in rows:
        found.setdefault(row.model, row)
    return list(found.values())


def _month_by_month(known: list[Cost]) -> Picture | None:
    drawn = known[:DRAWN]
    if not drawn:
        return None
    several = len({row.name for row in drawn}) < len(drawn)
    bars = [
        picture.Bar(
            _name_of(row, several),
            *_value_and_bounds(row.per_month_usd),
            "first",
            values.dollars(row.per_month_usd.value),
        )
        for row in drawn
    ]
    return picture.rows(bars, "bars", "What a month costs", "US dollars a month; the line is the range", short_usd)


def _value_and_bounds(span: Span) -> tuple[float, float, float]:
    value = float(span.value or 0)
    low, high = (value if end is None else float(end) for end in (span.low, span.high))
    return value, low, high


def _name_of(row: Cost, several: bool) -> str:
    return f"{row.name}, {row.provider_name or 'own machines'}" if several else row.name


def short_usd(value: float) -> str:
    return f"${value / 1000:g}k" if abs(value) >= 10_000 else f"${value:,g}"


def _costs_table(rows: Iterable[Cost], cite: Citer) -> Table:
    columns: list[Column[Cost]] = [
        Column("model", cell=lambda row: TableCell(row.name, "strong")),
        Column("via", cell=lambda row: TableCell(row.provider_name or ("own machines" if row.parts else UNKNOWN))),
        Column("a month", right=True, cell=_month_cell),
        Column("range", right=True, cell=lambda row: dollar_range(row.per_month_usd)),
        Column("1,000 tasks", right=True, cell=lambda row: TableCell(values.dollars(row.per_thousand_tasks_usd.value))),
        Column("price of", cell=lambda row: TableCell(row.price_on or UNKNOWN, refs=cite(*row.sources))),
    ]
    return table_of(columns, list(rows)[:DRAWN], "By the month")


def _month_cell(row: Cost) -> TableCell:
    usd = row.per_month_usd.value
    return TableCell(dollars_of(row)(usd), "strong", sort=usd)


def _unknown_parts(rows: Iterable[Cost]) -> list[str]:
    return [f"{row.name}: {', '.join(row.unknown)} not known" for row in rows if row.unknown]
