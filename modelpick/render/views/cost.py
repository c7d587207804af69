"""What a workload costs on each model, when the cheaper one changes, and whether hosting pays."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from modelpick.documents.costing import Cost, CostReport, SelfHost, VolumePoint, tokens_in_words
from modelpick.documents.spans import Span
from modelpick.model import wording
from modelpick.model.workloads import Workload
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import (
    UNKNOWN,
    Block,
    Column,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Table,
    TableCell,
    Tone,
    table_of,
)
from modelpick.render.views import shared


def page(report: CostReport) -> Page:
    """The screen of `cost`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [
        Heading(title(report), 1),
        Paragraph(asked_in_words(report), "muted", joined=True),
        _costs_table(report.rows, cite),
        _costs_table(report.scenarios, cite, "What if"),
        shared.remarks("When the cheaper one changes", (flip.text for flip in report.flips)),
        *(_self_host(report.self_host) if report.self_host else []),
        _cost_basis(report, cite),
        shared.notes((*report.read_as.values(), *report.notes)),
        *cite.listed(),
        shared.dated(report.as_of),
    ]
    return Page(tuple(blocks))


def exact_dollars(value: Decimal | None) -> str:
    """To the cent from a hundred on, to six digits below: ``$9,050.67``, ``$10.045``, ``$0.0175``."""
    if value is None:
        return UNKNOWN
    return f"${value:,.2f}".removesuffix(".00") if value >= 100 else wording.money(Decimal(f"{value:.6g}") + 0)


def dollars_of(row: Cost) -> Callable[[Decimal | None], str]:
    """How the dollars of a row read: exactly where they are those of a price list, and nothing in it is estimated."""
    month = row.per_month_usd
    return exact_dollars if _by_api(row) and month.value is not None and month.low == month.high else values.dollars


def title(report: CostReport) -> str:
    """The answer in a sentence: what costs least, or that it is a tie."""
    if report.self_host is not None:
        return report.self_host.text + "."
    if report.tie:
        return report.tie
    known = [row for row in report.rows if row.per_month_usd.value is not None]
    if not known:
        names = values.words(dict.fromkeys(row.name for row in report.rows))
        return f"Nobody states a full price of {names}: no cost can be given."
    first = known[0]
    value = first.per_month_usd.value
    least = " least:" if len({(row.model, row.per_month_usd.value) for row in known}) > 1 else ""
    alike = [row for row in known if (row.model, row.per_month_usd.value) == (first.model, value)]
    sellers = wording.listed(list(dict.fromkeys(row.provider_name or "" for row in alike)))
    text = f"{first.name} costs{least} {sum_in_words(first, report.workload)} via {sellers}"
    span = first.per_month_usd
    return f"{text}." if span.low == span.high else f"{text} ({dollar_range(span)})."


def sum_in_words(row: Cost, load: Workload) -> str:
    """What a row comes to: ``$1,240 a month``, or of one request alone ``$0.03 a request``."""
    return f"{dollars_of(row)(row.per_month_usd.value)} {'a request' if is_one_request(load) else 'a month'}"


def is_one_request(load: Workload) -> bool:
    """Whether the tokens of one request are meant, not a month."""
    return load.exact and load.requests == 1


def asked_in_words(report: CostReport) -> str:
    """The workload in a line, and the day of the prices where it is another one."""
    priced = f" · prices of {report.priced_on}" if report.priced_on else ""
    return load_in_words(report.workload) + priced


def load_in_words(load: Workload) -> str:
    """The workload in a line."""
    given = f"{load.input_tokens:,} tokens in, {load.output_tokens:,} out"
    if load.lengths:
        least = min(each.least for each in load.lengths)
        given = (
            f"{least:,} to {load.longest_input:,} tokens in (mean {load.input_tokens:,}), {load.output_tokens:,} out"
        )
    number = "1 request" if is_one_request(load) else f"{load.requests:,} requests a month"
    parts = [load.name, number, given]
    if load.cached:
        held, hit = values.share(float(load.cached)), values.share(float(load.hit_rate))
        parts.append(f"{held} of it cached" + (f", hit {hit}" if load.hit_rate < 1 else ""))
        parts += ["kept for 1 h"] if load.cache_ttl == "1h" else []
    if load.batch:
        parts.append(f"{values.share(float(load.batch))} in batches")
    parts += [f"{load.service} service"] if load.service else []
    if load.parallel > 1:
        parts.append(f"{load.parallel} calls each" + (" and one that merges them" if load.merge else ""))
    if load.requests_per_task > 1:
        parts.append(f"{load.requests_per_task} requests a task")
    parts += [load.hours] if load.hours else []
    return " · ".join(parts)


def dollar_range(span: Span, between: str = " to ") -> str:
    """The bounds of a sum that is estimated; a dash for one that is not."""
    if span.low == span.high and span.low is not None:
        return "-"
    return UNKNOWN if span.low is None else f"{values.dollars(span.low)}{between}{values.dollars(span.high)}"


def _costs_table(rows: tuple[Cost, ...], cite: Citer, title: str | None = None) -> Table:
    columns: list[Column[Cost]] = [
        Column("model", group=True, floor=14, cell=lambda row: row.name),
        Column("via", floor=12, cell=lambda row: row.provider_name),
        Column(
            "a month", right=True, cell=lambda row: _dollars_cell(row.per_month_usd.value, "strong", dollars_of(row))
        ),
        Column("range", priority=1, cell=lambda row: dollar_range(row.per_month_usd)),
        Column("a request", right=True, priority=2, cell=_request_cell),
        Column("1,000 tasks", right=True, priority=3, cell=lambda row: _dollars_cell(row.per_thousand_tasks_usd.value)),
        Column("input", right=True, priority=4, cell=lambda row: _cost_part_cell(row, "input")),
        Column("cache", right=True, priority=5, cell=lambda row: _cost_part_cell(row, "cache_read", "cache_write")),
        Column("output", right=True, priority=4, cell=lambda row: _cost_part_cell(row, "output")),
        Column("batch", right=True, priority=6, cell=lambda row: _cost_part_cell(row, "batch_saving")),
    ]
    if any(row.scenario for row in rows):
        columns.insert(0, Column("scenario", group=True, floor=16, cell=scenario_cell))
    elif not all(map(_by_api, rows)):
        columns.append(Column("machines", right=True, priority=4, cell=_machines_cell))
    if any(row.offering and not row.scenario for row in rows):
        columns.append(Column("$/M in/out", priority=6, cell=lambda row: values.prices(row.price_in, row.price_out)))
    columns.append(Column("price of", priority=7, cell=lambda row: _price_day_cell(row, cite)))
    return table_of(columns, rows, title, keys=1, say_dropped=True)


def scenario_cell(row: Cost) -> TableCell:
    """What is changed in the row."""
    return TableCell((row.scenario or "").replace(",", ", "))


def _request_cell(row: Cost) -> TableCell:
    return _dollars_cell(row.per_request_usd, written=dollars_of(row))


def _machines_cell(row: Cost) -> TableCell:
    return TableCell("-", "muted") if _by_api(row) else _dollars_cell(sum(row.parts.values(), Decimal(0)))


def _price_day_cell(row: Cost, cite: Citer) -> TableCell | None:
    return TableCell(row.price_on, refs=cite(*row.sources)) if row.price_on else None


def _by_api(row: Cost) -> bool:
    return row.offering is not None or not row.parts


def _dollars_cell(
    value: Decimal | None, tone: Tone = "plain", written: Callable[[Decimal | None], str] = values.dollars
) -> TableCell:
    return values.cell_or_unknown(None) if value is None else TableCell(written(value), tone, sort=value)


def _cost_part_cell(row: Cost, *names: str) -> TableCell | None:
    if row.per_month_usd.value is None:
        return None
    value = sum((row.parts[name] for name in names if name in row.parts), Decimal(0))
    return TableCell(values.dollars(value), sort=value) if value else TableCell("-", "muted", sort=0)


def _self_host(found: SelfHost) -> list[Block]:
    columns: list[Column[VolumePoint]] = [
        Column(
            "tokens a month", right=True, cell=lambda point: TableCell(tokens_in_words(point.tokens), sort=point.tokens)
        ),
        Column("by API", right=True, cell=lambda point: _dollars_cell(point.api_usd)),
        Column("self-host", right=True, cell=lambda point: _dollars_cell(point.self_host_usd)),
        Column("machines", right=True, cell=lambda point: TableCell(str(point.replicas), sort=point.replicas)),
        Column("cheaper", cell=lambda point: "self-host" if point.self_host_usd < point.api_usd else "API"),
    ]
    table = table_of(columns, found.points, "Self-host or API, by volume")
    return [table, shared.remarks("What the machine rests on", found.assumptions)]


def _cost_basis(report: CostReport, cite: Citer) -> Items:
    """What each figure rests on, and what is not known."""
    load = report.workload
    items = [Item(load.basis, "~", lead="Workload", refs=cite(*load.sources))]
    for row in report.rows:
        lead = f"{row.name}, {row.provider_name}" if row.provider_name else row.name
        items.append(Item(row.basis, "~", lead=lead, refs=cite(*row.sources)))
        if row.unknown:
            items.append(Item(f"not known: {', '.join(row.unknown)}", "?", lead=lead))
    return Items("What it rests on", tuple(items))
