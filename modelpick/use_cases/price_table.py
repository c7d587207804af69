"""Every price in force as one table, worked out as `cost` works it out, and its files."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from modelpick.cost.price import Billed, billed
from modelpick.decide.quoting import quoted
from modelpick.decide.routes import Route, offered
from modelpick.documents.export_reports import SCHEMA_VERSION, PriceRow, PriceTable
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import AT_ONCE, Facts, Price, Rates
from modelpick.model.fields import names_of, replace
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.request_checks import resolve_as_of

_PARTS = ("input", "cache_read", "cache_write", "output")


def price_table(catalog: OpenCatalog, on: Day | None = None) -> PriceTable:
    """A row for every offering with an id and each length of its prompts; providers in order."""
    day = resolve_as_of(on, catalog.today)
    facts = catalog.facts_on(day)
    offerings = [tuple(_rows_of_route(route)) for route in _routes_by_preference(facts, day)]
    rows = _with_preferred([rows for rows in offerings if rows])
    return PriceTable(SCHEMA_VERSION, day, tuple(sorted(rows, key=_row_order)))


def _routes_by_preference(facts: Facts, day: Day) -> Iterator[Route]:
    """Those of the newest model first: an id that moved on means the model that it moved to."""
    models = sorted(facts.models.values(), key=lambda model: (model.released or "", model.id), reverse=True)
    for model in models:
        yield from (route for route in offered(model, facts, day) if route.stage not in ("retired", "none"))


def _rows_of_route(route: Route) -> Iterator[PriceRow]:
    offering, price = route.offering, quoted(route).price
    if offering is None or offering.id is None:
        return
    starts = [0, *(tier.above + 1 for tier in price.charges.tiers)] if price else [0]
    ends = [*(start - 1 for start in starts[1:]), None]
    for start, end in zip(starts, ends, strict=True):
        yield PriceRow(
            provider=offering.provider,
            id=offering.id,
            model=route.model.id,
            deployment=offering.deployment,
            geography=",".join(offering.geography),
            service=offering.service,
            preferred=False,
            prompt_from=start,
            prompt_to=end,
            **_charged_parts(price, start),
            price_on=price.on if price else None,
            source=price.source if price else None,
        )


def _charged_parts(price: Price | None, prompt: int) -> dict[str, Decimal | None]:
    at = billed(price, prompt) or Billed(Rates(), Rates())
    standard = {name: getattr(at.standard, name) for name in _PARTS}
    return {**standard, **{f"batch_{name}": getattr(at.batch, name) for name in _PARTS}}


def _with_preferred(offerings: Sequence[tuple[PriceRow, ...]]) -> Iterator[PriceRow]:
    """The rows of `offerings`, with those that count for their id: of the first one with a price that answers at
    once."""
    chosen: dict[tuple[str, str], int] = {}
    for number, (first, *_) in enumerate(offerings):
        if first.service in AT_ONCE and first.input is not None and first.output is not None:
            chosen.setdefault((first.provider, first.id), number)
    for number, rows in enumerate(offerings):
        for row in rows:
            yield replace(row, preferred=chosen.get((row.provider, row.id)) == number)


def _row_order(row: PriceRow) -> tuple[Any, ...]:
    return row.provider, row.id, not row.preferred, row.model, row.geography, row.deployment or "", row.prompt_from


def csv_bytes(table: PriceTable) -> bytes:
    """The table as CSV: every number as it is, what is not known as nothing."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = names_of(PriceRow)
    writer.writerow(names)
    writer.writerows([_csv_cell(getattr(row, name)) for name in names] for row in table.rows)
    return out.getvalue().encode("utf-8")


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else value


def parquet_bytes(table: PriceTable) -> bytes:
    """The table as a Parquet file.

    Raises:
        ModelpickError: pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        hint = "Install it with: pip install 'modelpick[parquet]', or write --format csv"
        raise ModelpickError("the package pyarrow is missing", hint=hint) from None
    kinds = {"preferred": pyarrow.bool_(), "prompt_from": pyarrow.int64(), "prompt_to": pyarrow.int64()}
    money = {name for part in _PARTS for name in (part, f"batch_{part}")}
    names = names_of(PriceRow)
    fields = [(name, pyarrow.float64() if name in money else kinds.get(name, pyarrow.string())) for name in names]
    columns = {name: [getattr(row, name) for row in table.rows] for name in names}
    columns = {
        name: [None if value is None else float(value) for value in values] if name in money else values
        for name, values in columns.items()
    }
    out = BytesIO()
    parquet.write_table(pyarrow.table(columns, schema=pyarrow.schema(fields)), out)
    return out.getvalue()
