"""A usage table of 100,000 made-up rows priced by `modelpick export prices` in DuckDB, against `cost` row by row.

    python -m benchmarks.reprice [--spark]    # with an interpreter that has duckdb; pyspark and pyarrow for --spark

Prints how long each took and the largest difference, and ends with 1 if that is more than rounding.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import duckdb

import modelpick
from modelpick import api
from modelpick.cost.cost import request_cost
from modelpick.decide.quoting import quoted
from modelpick.decide.routes import offered
from modelpick.model.facts import Facts
from modelpick.model.workloads import Workload

ROWS = 100_000
ROUNDING = 1e-9


def made_up(table: api.PriceTable, rows: int) -> list[tuple[str, str, int, int, int, int, int, bool]]:
    """Usage of ids that have a price, the same each time."""
    draw = random.Random(18)
    known = [(row.provider, row.id) for row in table.rows if row.preferred]
    found = []
    for _ in range(rows):
        provider, id_ = draw.choice(known)
        tokens = int(10 ** draw.uniform(1, 6))
        read = int(tokens * draw.choice((0, 0.3, 0.9)))
        written = (tokens - read) // draw.choice((2, 10**9))
        found.append(
            (provider, id_, draw.randint(1, 50), tokens, read, written, draw.randint(1, 8000), draw.random() < 0.3)
        )
    return found


def by_cost(
    facts: Facts, table: api.PriceTable, used: list[tuple[str, str, int, int, int, int, int, bool]]
) -> list[float | None]:
    """The same by the formula of `cost`."""
    prices = {}
    for row in table.rows:
        if row.preferred:
            for route in offered(facts.models[row.model], facts, table.as_of):
                kept = route.offering
                if kept and (kept.provider, kept.id, kept.deployment, ",".join(kept.geography), kept.service) == (
                    row.provider, row.id, row.deployment, row.geography, row.service,
                ):  # fmt: skip
                    prices.setdefault((row.provider, row.id), quoted(route).price)
    found = []
    for provider, id_, requests, tokens, read, written, output, batch in used:
        held = read + written
        share = Decimal(held) / tokens
        hit = Decimal(read) / held if held else Decimal(1)
        load = Workload("x", "x", 1, tokens, output, share, hit, Decimal(int(batch)), basis="made up")
        usd = request_cost(prices[provider, id_], load)
        found.append(None if usd is None else float(usd * requests))
    return found


def in_spark(table: api.PriceTable, used: list[tuple[str, str, int, int, int, int, int, bool]]) -> list[float | None]:
    """The same by Spark SQL in local mode, from Parquet."""
    from pyspark.sql import SparkSession

    for file, content in api.price_files(table, parquet=True).items():
        Path(file).write_bytes(content)
    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    columns = "place long, provider string, id string, requests long, input_tokens long, cache_read_tokens long"
    more = "cache_write_tokens long, output_tokens long, batch boolean"
    rows = [(place, *row) for place, row in enumerate(used)]
    session.createDataFrame(rows, f"{columns}, {more}").createOrReplaceTempView("usage")
    begun = time.perf_counter()
    statement = (
        Path("reprice-spark.sql")
        .read_text(encoding="utf-8")
        .replace("`prices.parquet`", f"`{Path('prices.parquet').resolve()}`")
    )
    found = session.sql(f"{statement} ORDER BY u.place").collect()
    print(f"Spark:  {len(found):,} rows in {time.perf_counter() - begun:.2f} s")
    session.stop()
    return [row["usd"] for row in found]


def main() -> int:
    catalog = modelpick.load(project=False)
    table = catalog.prices()
    used = made_up(table, ROWS)
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        for file, content in api.price_files(table).items():
            Path(file).write_bytes(content)
        base = duckdb.connect()
        base.execute(
            "CREATE TABLE usage AS SELECT * FROM (SELECT unnest($1) AS place, unnest($2) AS provider, "
            "unnest($3) AS id, "
            "unnest($4) AS requests, unnest($5) AS input_tokens, unnest($6) AS cache_read_tokens, "
            "unnest($7) AS cache_write_tokens, unnest($8) AS output_tokens, unnest($9) AS batch)",
            [list(range(ROWS)), *map(list, zip(*used, strict=True))],
        )
        begun = time.perf_counter()
        answer = base.execute(f"{Path('reprice-duckdb.sql').read_text(encoding='utf-8')} ORDER BY u.place").fetchall()
        print(f"DuckDB: {len(answer):,} rows in {time.perf_counter() - begun:.2f} s")
        by_spark = in_spark(table, used) if "--spark" in sys.argv else None
        os.chdir("/")
    begun = time.perf_counter()
    said = by_cost(catalog.facts, table, used)
    print(f"cost:   {len(said):,} rows in {time.perf_counter() - begun:.2f} s")
    if by_spark is not None:
        apart = [(a[-1], b) for a, b in zip(answer, by_spark, strict=True) if a[-1] != b]
        worst_apart = max(
            (abs(a - b) / max(a, 1e-3) if a is not None and b is not None else 1.0 for a, b in apart), default=0
        )
        print(f"Spark and DuckDB: largest difference {worst_apart:.1e}")
    unknown = sum(usd is None for usd in said)
    worst = 0.0
    for (*_, found), usd in zip(answer, said, strict=True):
        if (found is None) != (usd is None):
            worst = float("inf")
        elif found is not None and usd is not None:
            # `cost` keeps each part of a request to 10^-12 dollars.
            worst = max(worst, abs(found - usd) / max(usd, 1e-3))
    print(f"largest difference: {worst:.1e}; {unknown:,} rows of an unknown price in both")
    return int(worst > ROUNDING)


if __name__ == "__main__":
    sys.exit(main())
