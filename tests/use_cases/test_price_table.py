"""The table of prices, and the statements that price a usage table by it: to the cent what `cost` says."""

from __future__ import annotations

import csv
import functools
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import modelpick
from modelpick import api
from modelpick.documents.export_reports import PriceRow, PriceTable
from modelpick.exports.reprice import duckdb_statement, spark_statement
from modelpick.model.facts import Charges, Price, Rates, Tier
from modelpick.model.fields import replace
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.cost import CostQuestion, cost
from modelpick.use_cases.price_table import csv_bytes, price_table
from tests.conftest import DATA_DAY, bundled_catalog
from tests.factories import facts, model, offering, rulebook

INPUTS = (4_000, 200_001, 272_001)
OUT, REQUESTS = 500, 1000


class Used(NamedTuple):
    """A row of a usage table, and what `cost` says of it."""

    provider: str
    id: str
    requests: int
    input_tokens: int
    cache_read_tokens: float
    cache_write_tokens: float
    output_tokens: float
    batch: bool
    usd: Decimal | None


@functools.cache
def table() -> PriceTable:
    return price_table(bundled_catalog(), DATA_DAY)


@functools.cache
def usage() -> tuple[Used, ...]:
    """A tiered, a cached and a batched offering of many providers, at lengths on both sides of their tiers."""
    first: dict[str, PriceRow] = {}
    for row in table().rows:
        if row.preferred and row.input is not None:
            kept = first.setdefault(row.provider, row)
            if row.prompt_to is not None and kept.prompt_to is None:
                first[row.provider] = row
    found = []
    tiered_first = sorted(first.values(), key=lambda row: row.prompt_to is None)
    for number, row in enumerate(tiered_first[:12]):
        cached, hit, batch = Decimal("0.6"), Decimal("0.75"), number % 2
        said = {"requests": str(REQUESTS), "out": str(OUT), "cached": "60%", "hit-rate": "75%", "batch": f"{batch}00%"}
        for tokens in INPUTS:
            parts = {**said, "in": str(tokens)}
            asked = CostQuestion(models=(row.model,), parts=parts, provider=row.provider, on=DATA_DAY)
            (answer,) = cost(bundled_catalog(), asked).rows
            if answer.offering is None or answer.offering.id != row.id:
                continue
            assert answer.factor is not None
            read = tokens * cached * hit
            found.append(
                Used(row.provider, row.id, REQUESTS, tokens, float(read), float(tokens * cached - read),
                     float(OUT * answer.factor.value), bool(batch), answer.per_month_usd.value)
            )  # fmt: skip
    return tuple(found)


def in_sqlite(statement: str, prices: PriceTable, used: tuple[Used, ...]) -> list[Any]:
    """What the statement answers over an ordinary database: it is plain SQL."""
    names = PriceRow.__struct_fields__
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(f"CREATE TABLE prices ({', '.join(names)})")
        plain = (
            [float(v) if isinstance(v, Decimal) else v for v in (getattr(row, name) for name in names)]
            for row in prices.rows
        )
        base.executemany(f"INSERT INTO prices VALUES ({', '.join('?' * len(names))})", plain)
        base.execute(f"CREATE TABLE usage ({', '.join(Used._fields[:-1])})")
        base.executemany(f"INSERT INTO usage VALUES ({', '.join('?' * 8)})", [row[:-1] for row in used])
        return base.execute(f"{statement} ORDER BY u.rowid").fetchall()


def same(found: list[Any], used: tuple[Used, ...]) -> None:
    assert len(found) == len(used)
    for row, said in zip(found, used, strict=True):
        if said.usd is None:
            assert row[-1] is None, said
        else:
            assert row[-1] == pytest.approx(float(said.usd), rel=1e-9), said


def test_the_statement_says_what_cost_says_with_tiers_caches_and_batches() -> None:
    used = usage()
    assert len(used) >= 30
    assert {row.batch for row in used} == {True, False}
    tiers = {(row.provider, row.id) for row in table().rows if row.preferred and row.prompt_to is not None}
    assert len({(row.provider, row.id) for row in used} & tiers) >= 5
    same(in_sqlite(spark_statement("prices.csv", DATA_DAY), table(), used), used)


def test_duckdb_reads_the_files_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    forms = [False]
    try:
        import pyarrow  # noqa: F401

        forms.append(True)
    except ImportError:
        pass
    for parquet in forms:
        for name, content in api.price_files(table(), parquet=parquet).items():
            (tmp_path / name).write_bytes(content)
        base = duckdb.connect()
        kinds = "VARCHAR, id VARCHAR, requests BIGINT, input_tokens BIGINT, cache_read_tokens DOUBLE"
        rest = "cache_write_tokens DOUBLE, output_tokens DOUBLE, batch BOOLEAN, place BIGINT"
        base.execute(f"CREATE TABLE usage (provider {kinds}, {rest})")
        base.executemany(
            "INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [[*row[:-1], place] for place, row in enumerate(usage())],
        )
        statement = (tmp_path / "reprice-duckdb.sql").read_text("utf-8")
        same(base.execute(f"{statement} ORDER BY u.place").fetchall(), usage())


def test_a_tier_begins_above_its_length_and_an_unknown_price_is_null() -> None:
    tiered = Charges(Rates(Decimal(2), Decimal(8)), tiers=(Tier(1000, Rates(Decimal(4), Decimal(12))),))
    one = model("a/one", offerings=(offering(id="one", prices=(Price("2026-01-01", tiered),)),))
    two = model("a/two", offerings=(offering(id="two"),))
    prices = price_table(OpenCatalog(facts(one, two), rulebook(), "2026-06-01"))
    assert [(row.id, row.prompt_from, row.prompt_to, row.input) for row in prices.rows] == [
        ("one", 0, 1000, 2), ("one", 1001, None, 4), ("two", 0, None, None),
    ]  # fmt: skip
    used = tuple(
        Used("cloud", id_, 1, tokens, 0, 0, 0, False, None)
        for id_, tokens in (("one", 1000), ("one", 1001), ("two", 5), ("three", 5))
    )
    found = [row[-1] for row in in_sqlite(spark_statement("prices.csv", DATA_DAY), prices, used)]
    assert found == [pytest.approx(0.002), pytest.approx(0.004004), None, None]


def test_of_one_id_one_offering_counts() -> None:
    both = (
        offering("5", id="one", geography=("eu",)),
        offering("2", id="one"),
        offering("1", id="one", service="batch"),
    )
    newer = model("a/two", offerings=(offering("3", id="one"),), released="2026-05-01")
    catalog = OpenCatalog(facts(model("a/one", offerings=both), newer), rulebook(), "2026-06-01")
    preferred = [row for row in price_table(catalog).rows if row.preferred]
    assert [(row.model, row.input) for row in preferred] == [("a/two", 3)]


def test_every_length_of_a_prompt_has_one_price() -> None:
    lengths: dict[tuple[str, str], list[tuple[int, int | None]]] = {}
    for row in table().rows:
        if row.preferred:
            lengths.setdefault((row.provider, row.id), []).append((row.prompt_from, row.prompt_to))
    for spans in lengths.values():
        ends = [end for _, end in spans]
        assert [start for start, _ in spans] == [0, *(end + 1 for end in ends[:-1] if end is not None)]
        assert ends[-1] is None


def test_csv_has_plain_numbers_and_nothing_for_what_is_unknown() -> None:
    rows = list(csv.DictReader(csv_bytes(table()).decode().splitlines()))
    assert len(rows) == len(table().rows)
    assert {row["preferred"] for row in rows} == {"true", "false"}
    assert not any("E" in row["input"] for row in rows)
    unknown = replace(table(), rows=tuple(row for row in table().rows if row.input is None)[:1])
    assert unknown.rows == () or next(csv.DictReader(csv_bytes(unknown).decode().splitlines()))["input"] == ""


def test_the_statements_name_their_file() -> None:
    assert "FROM usage AS u\nLEFT JOIN 'prices.csv' AS p" in duckdb_statement("prices.csv", DATA_DAY)
    assert "LEFT JOIN parquet.`prices.parquet` AS p" in spark_statement("prices.parquet", DATA_DAY)
    assert "USING csv OPTIONS (path 'prices.csv'" in spark_statement("prices.csv", DATA_DAY)


def test_the_command_writes_the_files_or_the_table(run: Any, tmp_path: Path) -> None:
    found = run("export", "prices", "--as-of", DATA_DAY, "--to", tmp_path)
    assert found.code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["prices.csv", "reprice-duckdb.sql", "reprice-spark.sql"]
    piped = run("export", "prices", "--as-of", DATA_DAY)
    assert piped.out.splitlines()[0].startswith("provider,id,model")
    assert run("export", "prices", "--parquet").code == 2
    assert modelpick.api.price_files is api.price_files
