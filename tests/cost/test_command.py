"""`modelpick cost`: its JSON, its refusals, its screens."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from rich.cells import cell_len

from modelpick.render.machine import to_data
from tests.conftest import DATA_DAY, Result
from tests.render import documents
from tests.render.showing import text

Run = Callable[..., Result]
KEYS = ["model", "offering", "per_request_usd", "per_month_usd", "parts", "basis", "unknown", "read_as", "ahead",
        "price_in", "price_out"]  # fmt: skip
OWN = """
hardware:
- {id: box-80gb, name: Box, kind: datacenter, memory_gb: 80, bandwidth_gb_s: 3350, fp16_tflops: 989, source: own,
   tdp_w: 700, rent: {usd: 2.5, source: own}, price: {usd: 30000, source: own}}
- {id: bare-80gb, name: Bare, kind: datacenter, memory_gb: 80, bandwidth_gb_s: 3350, source: own}
"""


def rows(run: Run, *args: object) -> list[dict]:
    result = run("cost", *args, "--as-of", DATA_DAY, "--format", "json")
    assert result.code == 0, result.err
    return json.loads(result.out)["rows"]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("own") / "own.yaml"
    file.write_text(OWN)
    return file


def test_json_has_a_row_for_each_model(run: Run) -> None:
    found = rows(run, "opus 5", "gpt-6-sol", "muse-spark", "--requests", "2M", "--in", "3k", "--out", "500")
    assert [list(row) for row in found] == [KEYS] * 3
    assert {row["model"] for row in found} == {"anthropic/claude-opus-5", "openai/gpt-6-sol", "meta/muse-spark"}
    for row in found[:2]:
        month = row["per_month_usd"]
        assert month["low"] <= month["value"] <= month["high"]
        assert row["per_request_usd"] * 2_000_000 == pytest.approx(month["value"])
        assert sum(map(Decimal, map(str, row["parts"].values()))) == Decimal(str(month["value"]))
        assert set(row["offering"]) == {"provider", "id", "deployment"}
    assert found[0]["per_month_usd"]["value"] < found[1]["per_month_usd"]["value"]


def test_an_unknown_price_is_no_figure(run: Run) -> None:
    (row,) = rows(run, "muse-spark")
    assert row["per_month_usd"] == {"value": None, "low": None, "high": None}
    assert row["per_request_usd"] is None
    assert row["parts"] == {}
    assert row["unknown"] == ["offering", "price"]
    assert "$0" not in run("cost", "muse-spark").out


def test_the_same_model_twice_is_one(run: Run) -> None:
    assert len(rows(run, "gpt-6-sol", "openai/gpt-6-sol")) == 1


def test_ids_of_several_sellers_are_a_row_each(run: Run) -> None:
    asked = ("us.anthropic.claude-sonnet-4-6", "global.anthropic.claude-sonnet-4-6", "claude-sonnet-4.6")
    found = rows(run, *asked, "--in", "100k", "--out", "1k")
    ids = [row["offering"]["id"] for row in found]
    assert ids == ["claude-sonnet-4-6", "global.anthropic.claude-sonnet-4-6", "us.anthropic.claude-sonnet-4-6"]
    assert [row["per_request_usd"] for row in found] == [0.315, 0.315, 0.3465]


def test_sellers_with_one_price_are_no_tie_of_models_and_one_without_is_said(run: Run) -> None:
    asked = ("gpt-5.4", "azure/gpt-5.4", "groq/gpt-5.4", "--in", "10k", "--out", "1k", "--as-of", DATA_DAY)
    out = " ".join(run("cost", *asked).out.split())
    assert "GPT-5.4 costs $0.04 a request via OpenAI and Azure OpenAI / Microsoft Foundry." in out
    assert "no price at Groq is known" in out
    assert "Flips if" not in out


def test_the_order_of_several_sellers_names_them(run: Run) -> None:
    asked = ("claude-sonnet-4-6", "eu.anthropic.claude-sonnet-4-6", "--scenario", "prices=-20%", "--as-of", DATA_DAY)
    out = " ".join(run("cost", *asked).out.split())
    assert out.startswith("Claude Sonnet 4.6 costs least:")
    assert "Under prices=-20% the order stays" in out


def test_scenarios_come_after_and_say_so(run: Run) -> None:
    now, then = rows(run, "gpt-6-sol", "--scenario", "prices=-80%,volume=x10")
    assert then["per_month_usd"]["value"] == pytest.approx(2 * now["per_month_usd"]["value"])
    assert then["basis"].startswith("scenario prices=-80%,volume=x10: ")


def test_one_provider_or_all_offerings(run: Run) -> None:
    (row,) = rows(run, "opus 4.6", "--provider", "amazon-bedrock")
    assert row["offering"]["provider"] == "amazon-bedrock"
    every = rows(run, "opus 4.6", "--all-offerings")
    assert len(every) > 3
    values = [row["per_month_usd"]["value"] for row in every if row["per_month_usd"]["value"]]
    assert values[0] == min(values)
    (none,) = rows(run, "opus 4.6", "--provider", "groq")
    assert none["offering"] is None


def test_what_cannot_take_the_request_is_not_the_cheapest(run: Run) -> None:
    every = rows(run, "llama-4-scout", "--all-offerings", "--in", "600k")
    short = [row for row in every if row["basis"].startswith("takes ")]
    assert short
    assert not every[0]["basis"].startswith("takes ")


def test_self_host_or_api(run: Run, own: Path) -> None:
    said = ("--self-host", "--hardware", "2x box-80gb", "--throughput", "2000", "--catalog", own)
    api, machine = rows(run, "gpt-oss-120b", *said)
    assert api["offering"]
    assert machine["offering"] is None
    assert machine["parts"] == {"rent": 3650}
    assert machine["per_month_usd"]["value"] == 3650
    assert "rented at $2.50 an hour" in machine["basis"]
    owned = rows(run, "gpt-oss-120b", *said, "--buy", "--power", "0.30", "--amortise", "24")[1]
    assert set(owned["parts"]) == {"purchase", "power"}
    assert owned["parts"]["purchase"] == 2500
    assert sum(owned["parts"].values()) == pytest.approx(owned["per_month_usd"]["value"])
    screen = run("cost", "gpt-oss-120b", "opus 5", *said, "--utilisation", "60%").out
    assert screen.startswith("Hosting gpt-oss-120b on 2x Box beats Claude Opus 5 from Anthropic from ")


def test_the_speed_is_estimated_where_it_is_not_said(run: Run, own: Path) -> None:
    machine = rows(run, "gpt-oss-120b", "--self-host", "--hardware", "2x box-80gb", "--catalog", own)[1]
    assert "output tokens a second over" in machine["basis"]
    assert "estimated" in machine["basis"]


HOST = ("--self-host", "--hardware")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--requests=-5",), "--requests: is -5, expected a whole number from 1"),
        (("--cached", "140%"), "--cached: is 140%, expected a share from 0 to 100%"),
        (("--workload", "chatt"), "--workload: unknown workload 'chatt'. Did you mean `chat`?"),
        (("--scenario", "prices"), "--scenario: is 'prices', expected NAME=CHANGE"),
        (("--provider", "amazon-bedrok"), "unknown provider 'amazon-bedrok'. Did you mean `amazon-bedrock`"),
        (("--hardware", "box-80gb"), "--hardware: is about a machine of your own. Add --self-host"),
        (("--plot",), "--plot: is about a machine of your own. Add --self-host"),
        (("--self-host",), "--self-host: needs a machine. Add --hardware"),
        ((*HOST, "0x box-80gb"), "0 devices"),
        ((*HOST, "bxo-80gb"), "no device is called 'bxo-80gb'. Did you mean `box-80gb`"),
        ((*HOST, "bare-80gb"), "no rent of Bare is known. Say it with --price-per-hour 2.50, or --buy"),
        ((*HOST, "bare-80gb", "--buy"), "no price of Bare is known. Say it with --price 25000"),
        ((*HOST, "box-80gb", "--buy", "--price-per-hour", "2"), "either rent or buy"),
        ((*HOST, "box-80gb", "--power", "0.3"), "--power: is about a machine that you buy. Add --buy"),
        ((*HOST, "box-80gb", "--utilisation", "0"), "--utilization: is 0%, expected more"),
        ((*HOST, "box-80gb", "--utilisation", "140%"), "--utilization: is 140%, expected a share"),
        (
            (*HOST, "box-80gb", "--buy", "--amortise", "0"),
            "--amortize: is 0, expected a number of months from 1 to 1,200",
        ),
        ((*HOST, "box-80gb", "--throughput", "0"), "--throughput: is 0, expected more"),
        ((*HOST, "box-80gb", "--plot", "--format", "json"), "--plot: draws under a table, not in json"),
    ],
)
def test_bad_input_is_one_sentence(run: Run, own: Path, args: tuple[str, ...], said: str) -> None:
    result = run("cost", "gpt-oss-120b", *args, "--catalog", own)
    assert result.code == 2
    assert result.out == ""
    assert said in result.err
    assert len(result.err.splitlines()) == 1


def test_closed_weights_cannot_be_hosted(run: Run, own: Path) -> None:
    result = run("cost", "gpt-6-sol", *HOST, "box-80gb", "--catalog", own)
    assert result.code == 2
    assert "the weights of GPT-6 Sol are closed" in result.err


def test_a_drawing_under_the_table(run: Run, own: Path) -> None:
    pytest.importorskip("plotext")
    out = run(
        "cost", "gpt-oss-120b", "opus 5", *HOST, "box-80gb", "--throughput", "2000", "--plot", "--catalog", own
    ).out
    assert "tokens a month" in out.splitlines()[-1]
    assert "API" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("width", [24, 40, 60, 80, 100, 160, 300])
@pytest.mark.parametrize("document", [documents.cost(), documents.cost_self_host()], ids=["cost", "self-host"])
def test_no_line_is_longer_than_the_screen(document: object, width: int) -> None:
    shown = text(document, terminal=True, width=width, color=False)
    assert max(cell_len(line) for line in shown.split("\n")) <= width
    assert "None" not in shown


@pytest.mark.parametrize("fmt", ["plain", "csv", "markdown", "json", "yaml"])
@pytest.mark.parametrize("document", [documents.cost(), documents.cost_self_host()], ids=["cost", "self-host"])
def test_every_format_has_the_models_and_what_is_unknown(document: object, fmt: str) -> None:
    shown = text(document, fmt)
    assert "alpha-27b" in shown or "Alpha 27B" in shown
    if fmt in ("json", "yaml"):
        rows_written = to_data(document)["rows"]
        assert [list(row) for row in rows_written] == [KEYS] * len(rows_written)


def test_the_screen_names_ranges_flips_and_what_is_missing() -> None:
    shown = text(documents.cost(), terminal=True, width=160, color=False, details=True)
    for part in ("Alpha 27B costs least: $160 a month via South", "$124 to $252", "When the cheaper one changes",
                 "Gamma Coder", "unknown", "What if", "prices=-80%, volume=x10"):  # fmt: skip
        assert part in shown
    narrow = text(documents.cost(), terminal=True, width=80, color=False, details=True)
    assert "Alpha 27B" in narrow


def test_no_tokens_cost_nothing_and_are_not_called_a_free_offer(run: Run) -> None:
    shown = run("cost", "gpt-5.5", "--in", "0", "--out", "0", "--as-of", DATA_DAY).out
    assert "costs $0 a request" in shown
    assert "free" not in shown


def test_a_month_costs_the_same_in_every_command(run: Run) -> None:
    asked = ("--workload", "rag", "--as-of", DATA_DAY)
    names = ("opus-4.6", "gpt-5.5", "deepseek-v4-flash-0731")
    shown = run("recommend", "rag", *asked, "--only", ",".join(names)).out
    for name in names:
        alone = run("cost", name, *asked).out
        (month,) = re.search(r" costs (\$[\d,.]+) a month", alone).groups()  # type: ignore[union-attr]
        assert month in shown
        assert (
            f" costs about {month} a month, asked for at most $1"
            in run("explain", name, "--need", "rag", *asked, "--max-monthly", "1").out
        )
    tie = run("cost", *names[:2], *asked).out
    first, *rows = tie.splitlines()
    for sum_ in re.findall(r"\$[\d,.]*\d", first):
        assert any(sum_ in row for row in rows)


@pytest.mark.parametrize(
    ("use", "prices"),
    [
        (("--in", "1k", "--out", "1k"), (5, 30)),
        (("--in", "1M", "--out", "1k"), (10, 45)),
        (("--in", "1k", "--out", "1k", "--batch", "1"), (2.5, 15)),
    ],
)
def test_the_prices_stand_beside_the_sum_as_they_are_billed(run: Run, use: tuple[str, ...], prices: object) -> None:
    ask = ("cost", "gpt-5.5", *use, "--as-of", DATA_DAY)
    (row,) = json.loads(run(*ask, "-f", "json").out)["rows"]
    assert (row["price_in"], row["price_out"]) == prices
    assert "${:.2f} / ${:.2f}".format(*prices).replace(".00", "") in run(*ask).out  # type: ignore[misc]
