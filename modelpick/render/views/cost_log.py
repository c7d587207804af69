"""What a log of real use costs, as it is and with other models."""

from __future__ import annotations

from decimal import Decimal

from modelpick.documents.costing import LogCost, LogCostReport, LoggedModel, LoggedUsage, tokens_in_words
from modelpick.model.wording import percent
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import (
    UNKNOWN,
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
from modelpick.render.values import dollars
from modelpick.render.views import shared


def page(report: LogCostReport) -> Page:
    """The screen of `cost --log`."""
    cite = Citer(report.sources)
    basis = tuple(Item(row.basis, "~", lead=f"{row.name}, {row.provider_name}") for row in report.rows)
    return Page((
        Heading(title(report), 1),
        Paragraph(log_in_words(report.log), "muted", joined=True),
        used_table(report.used),
        costs_table(report.rows, cite),
        Items("What it rests on", basis),
        shared.notes(report.notes),
        *cite.listed(),
        *([Paragraph(f"At the prices of {report.priced_on}.", "muted")] if report.priced_on != report.as_of else []),
        shared.dated(report.as_of),
    ))  # fmt: skip


def title(report: LogCostReport) -> str:
    """The answer in a sentence: what the log costs, and what it would cost elsewhere."""
    one = report.log.requests == 1
    said, has, they, them = (
        ("This request costs", "This request has", "it is", "it")
        if one
        else (
            f"These {report.log.requests:,} requests cost",
            f"These {report.log.requests:,} requests have",
            "they are",
            "them",
        )
    )
    now = f"{said} {dollars(report.usd)} as {they}" if report.usd is not None else f"{has} no full price as {they}"
    known = [row for row in report.rows if row.usd.value is not None and row.fits]
    if not known:
        return f"{now}; no model that takes {them} has a known price."
    first = known[0]
    change = f" ({change_in_words(first.change)})" if first.change is not None else ""
    return f"{now}; {first.name} does {them} for {dollars(first.usd.value)}{change}."


def change_in_words(change: Decimal | None) -> str:
    """``88% less``, ``1.5 times``; unknown where it is."""
    if change is None:
        return UNKNOWN
    if change < 0:
        return f"{percent(float(-change))} less"
    return f"{percent(float(change))} more" if change < 1 else f"{change + 1:.3g} times as much"


def log_in_words(log: LoggedUsage) -> str:
    """The log in a line: when it is from, and what it holds."""
    when = [f"{log.first} to {log.last}" if log.first != log.last else f"{log.first}"] if log.first else []
    parts = [
        log.file,
        *when,
        f"{tokens_in_words(log.input_tokens)} tokens in, {tokens_in_words(log.output_tokens)} out",
    ]
    if log.cache_read_tokens and log.input_tokens:
        parts.append(f"{values.share(float(log.cache_read_tokens / log.input_tokens))} read from caches")
    if log.batched:
        parts.append(f"{values.share(log.batched / log.requests)} in batches")
    parts += [f"{values.share(number / log.requests)} {service}" for service, number in log.services.items()]
    if log.recorded_usd is not None:
        parts.append(f"the log says ${log.recorded_usd:,.2f} for {log.recorded:,} of them")
    return " · ".join([*parts, f"longest {log.longest_input:,} in"])


def used_table(used: tuple[LoggedModel, ...]) -> Table:
    """What was asked of which model, and what it costs there today."""
    columns: list[Column[LoggedModel]] = [
        Column("in the log", cell=lambda each: TableCell(each.logged)),
        Column("via", priority=2, floor=12, cell=lambda each: TableCell(each.provider_name or UNKNOWN)),
        Column("requests", right=True, cell=lambda each: f"{each.requests:,}"),
        Column("in", right=True, priority=1, cell=lambda each: tokens_in_words(each.input_tokens)),
        Column("out", right=True, priority=1, cell=lambda each: tokens_in_words(each.output_tokens)),
        Column("costs", right=True, cell=lambda each: TableCell(dollars(each.usd), _tone_if_known(each.usd))),
    ]
    return table_of(columns, used)


def costs_table(rows: tuple[LogCost, ...], cite: Citer) -> Table:
    """The same requests with other models."""
    columns: list[Column[LogCost]] = [
        Column("all of it with", cell=lambda row: row.name),
        Column("via", priority=2, floor=12, cell=lambda row: _provider_cell(row, cite)),
        Column("costs", right=True, cell=lambda row: TableCell(_row_dollars(row), _tone_if_known(row.usd.value))),
        Column("against now", right=True, cell=_change_cell),
    ]
    return table_of(columns, rows)


def _provider_cell(row: LogCost, cite: Citer) -> TableCell:
    return TableCell(row.provider_name or UNKNOWN, refs=cite(*row.sources))


def _change_cell(row: LogCost) -> TableCell:
    return TableCell(change_in_words(row.change) if row.fits else "too long for it")


def _tone_if_known(usd: Decimal | None) -> Tone:
    return "muted" if usd is None else "strong"


def _row_dollars(row: LogCost) -> str:
    span = row.usd
    return dollars(span.value) if span.low == span.value else f"{dollars(span.low)} to {dollars(span.value)}"
