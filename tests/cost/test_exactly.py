"""Numbers given exactly are taken exactly, prices of another day are asked for by it, and lengths come from files."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from modelpick.model.arguments import USE
from modelpick.use_cases.profile import Usage
from tests.conftest import DATA_DAY, Result

Run = Callable[..., Result]
OWN = """
sources:
- {id: list, title: A list, publisher: Shop, kind: provider, url: "https://shop.example/prices"}
providers:
- {id: lab, name: Lab, kind: lab}
- {id: shop, name: Shop, kind: host}
models:
- id: lab/tiered
  name: Tiered
  released: 2026-01-01
  weights: closed
  context: {value: 1000000, source: list}
  offerings:
  - {provider: lab, id: tiered, since: 2026-01-01, source: list, is: ga, prices: [
      {on: 2026-01-01, in: 2, out: 10, tiers: [{above: 200000, in: 4, out: 15}]},
      {on: 2027-01-01, in: 4, out: 20, tiers: [{above: 200000, in: 8, out: 30}], announced: 2026-05-15}]}
  - {provider: lab, id: tiered, since: 2026-01-01, source: list, is: ga, routing: geo, geography: [eu],
     prices: [{on: 2026-01-01, in: 2.2, out: 11}]}
  - {provider: shop, id: tiered, since: 2026-01-01, source: list, is: ga, prices: [{on: 2026-01-01, in: 1.9, out: 9}]}
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("own") / "own.yaml"
    file.write_text(OWN)
    return file


def report(run: Run, own: Path, *args: object) -> Any:
    result = run("cost", "lab/tiered", *args, "--catalog", own, "--no-bundled", "--as-of", DATA_DAY, "--format", "json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def month(run: Run, own: Path, *args: object) -> float | None:
    value: float | None = report(run, own, *args)["rows"][0]["per_month_usd"]["value"]
    return value


def test_tokens_are_meant_exactly(run: Run, own: Path) -> None:
    said = ("--requests", 1000, "--in", "1k", "--out", "1k", "--provider", "lab")
    found = report(run, own, *said)
    assert found["rows"][0]["per_month_usd"] == {"value": 12, "low": 12, "high": 12}
    assert (found["workload"]["cached"], found["workload"]["exact"]) == (0, True)
    typical = report(run, own, *said, "--typical-length")["rows"][0]["per_month_usd"]
    assert typical["low"] < typical["value"] < typical["high"]
    shown = run("cost", "lab/tiered", *said, "--catalog", own, "--no-bundled", "--as-of", DATA_DAY).out
    assert shown.startswith("Tiered costs $12 a month via Lab.\nAs given · 1,000 requests a month")


def test_one_request_is_called_one(run: Run, own: Path) -> None:
    said = ("--in", "300k", "--out", "1k", "--catalog", own, "--no-bundled", "--as-of", DATA_DAY)
    out = run("cost", "lab/tiered", *said).out
    assert out.startswith("Tiered costs $1.215 a request via Lab.\nAs given · 1 request · 300,000 tokens in")


def test_a_request_that_nobody_takes_is_said(run: Run, own: Path) -> None:
    note = report(run, own, "--in", "2M", "--provider", "lab")["notes"][0]
    assert note == "Tiered takes 1,000,000 of the 2,000,000 tokens of a request: none at Lab takes such requests"


def test_a_workload_that_is_named_is_typical(run: Run, own: Path) -> None:
    found = run("cost", "opus 5.5", "--workload", "chat", "--out", "1k", "--as-of", DATA_DAY, "--format", "json")
    load = json.loads(found.out)["workload"]
    assert (load["exact"], load["cached"], load["output_tokens"]) == (False, 0.3, 1000)


@pytest.mark.parametrize("cached", ["21.6k", "21600"])
def test_what_a_cache_holds_may_be_counted(run: Run, cached: str) -> None:
    """14,500 x 0.435 + 21,600 x 0.003625 + 1,200 x 0.87 in millionths, as its maker billed it."""
    asked = ("deepseek-v4-pro", "--in", "36.1k", "--out", "1.2k", "--cached", cached, "--as-of", DATA_DAY, "-f", "json")
    (row,) = json.loads(run("cost", *asked).out)["rows"]
    assert row["per_request_usd"] == pytest.approx(0.00742926, abs=5e-9)


def test_a_cache_may_hold_none_of_no_input(run: Run) -> None:
    found = run("cost", "gpt-5.4", "--in", "0", "--out", "5", "--cached", "0k", "--format", "json")
    assert json.loads(found.out)["workload"]["cached"] == 0


def test_a_cache_holds_no_more_than_the_input(run: Run) -> None:
    said = run("cost", "gpt-5.4", "--in", "10k", "--cached", "80k")
    assert (said.code, said.err.strip()) == (
        2,
        "error: --cached: is '80k' of 10,000 tokens in. Say at most as many as --in, or a share: 60%",
    )


def test_a_cached_share_alone_is_found_there(run: Run) -> None:
    found = run("cost", "opus 5.5", "--cached", "50%", "--as-of", DATA_DAY, "--format", "json")
    load = json.loads(found.out)["workload"]
    assert (load["cached"], load["hit_rate"], load["input_tokens"]) == (0.5, 1, 1000)


def test_silence_makes_nobody_cheap_and_a_dearer_region_stays_dearer(run: Run, own: Path) -> None:
    said = ("--in", "300k", "--out", "1k", "--all-offerings")
    rows = report(run, own, *said)["rows"]
    assert [(row["offering"]["provider"], row["per_request_usd"]) for row in rows] == [
        ("lab", 1.215), ("lab", 1.3365), ("shop", None),
    ]  # fmt: skip
    assert rows[2]["unknown"] == ["input price of long prompts", "output price of long prompts"]
    assert "what is not said as the same provider charges elsewhere, times 1.1" in rows[1]["basis"]


def test_prices_of_a_day_ahead(run: Run, own: Path) -> None:
    said = ("--requests", 1000, "--in", "1k", "--out", "1k", "--provider", "lab")
    now, then = report(run, own, *said), report(run, own, *said, "--on", "2027-01-01")
    assert now["notes"] == ["Tiered via Lab doubles on 2027-01-01, to $24 a month (announced 2026-05-15)"]
    assert [row["per_month_usd"]["value"] for each in (now, then) for row in each["rows"]] == [12, 24]
    assert (now["priced_on"], then["priced_on"], then["as_of"]) == (None, "2027-01-01", DATA_DAY)
    assert then["notes"] == []


def test_who_says_nothing_of_an_announced_change_follows_it(run: Run, own: Path) -> None:
    said = ("--in", "1M", "--out", "0", "--all-offerings", "--on", "2027-01-01")
    prices = [(r["offering"]["provider"], r["per_request_usd"], r["basis"]) for r in report(run, own, *said)["rows"]]
    assert [row[:2] for row in prices] == [("lab", 8), ("lab", 8.8), ("shop", None)]
    assert "a change of price that was announced elsewhere" in prices[1][2]


def test_a_day_that_is_none(run: Run) -> None:
    result = run("cost", "opus 5.5", "--on", "someday")
    assert (result.code, result.out) == (2, "")
    assert "--on: is 'someday', expected a date. Write it as 2027-01-01" in result.err


HISTOGRAM = "in,requests,out\n100k,750,1k\n200k..400k,250,0\n"


def test_lengths_of_a_file(run: Run, own: Path, tmp_path: Path) -> None:
    file = tmp_path / "lengths.csv"
    file.write_text(HISTOGRAM)
    found = report(run, own, "--lengths", file)
    assert found["workload"]["requests"] == 1000
    # 750 x (0.1 x 2 + 0.001 x 10) + 250 x 0.3 x 4
    assert found["rows"][0]["per_month_usd"]["value"] == pytest.approx(457.5)
    assert month(run, own, "--lengths", file, "--requests", 10) == pytest.approx(4.575)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("length,n\n1,2\n", "has no columns `in` and `requests`"),
        ("in,requests\n", "holds no requests"),
        ("in,requests\nmany,2\n", ":2: is 'many', expected a number of tokens"),
        ("in,requests\n10,-2\n", ":2: is -2, expected a number from 0"),
        ("in,requests\n9..2,2\n", ":2: is '9..2': the first is more than the second"),
        ("in,requests\n10\n", ":2: is '', expected a number from 0"),
        ("\0\0", "has no columns"),
        ("", "has no columns"),
    ],
)
def test_a_file_that_is_no_histogram(run: Run, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "lengths.csv"
    file.write_text(text)
    result = run("cost", "opus 5.5", "--lengths", file)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1


def test_a_file_and_an_option_do_not_both_say_lengths(run: Run, tmp_path: Path) -> None:
    result = run("cost", "opus 5.5", "--lengths", tmp_path / "x", "--in", "3k")
    assert (result.code, "says how long requests are, as --in does" in result.err) == (2, True)


def test_a_profile_may_say_every_part() -> None:
    assert set(Usage.__args__) == set(USE)


def test_a_limit_on_a_month_needs_a_month(run: Run) -> None:
    result = run("recommend", "own-hardware", "--in", "1k", "--out", "1k", "--max-monthly", "100")
    assert (result.code, result.out) == (2, "")
    assert "--max-monthly: needs to know how much is used. Add --requests 100k" in result.err


def test_an_id_that_says_whose_api_it_asks_is_priced_there(run: Run) -> None:
    sold = {
        "us.anthropic.claude-sonnet-4-6": ("amazon-bedrock", 19.8),
        "anthropic.claude-sonnet-4-6": ("amazon-bedrock", 18),
        "groq/openai/gpt-oss-120b": ("groq", 0.75),
        "claude-sonnet-4.6": ("anthropic", 18),
    }
    for name, (provider, usd) in sold.items():
        found = run(
            "cost", name, "--requests", "1000", "--in", "1k", "--out", "1k", "--as-of", DATA_DAY, "--format", "json"
        )
        row = json.loads(found.out)["rows"][0]
        assert (row["offering"]["provider"], row["per_month_usd"]["value"]) == (provider, usd), name


def test_what_has_no_price_there_or_has_ended_is_said(run: Run) -> None:
    asked = ("--requests", "1", "--in", "1k", "--out", "1k", "--as-of", DATA_DAY)
    assert "no price at Azure" in run("cost", "azure/gpt-4.1", *asked).out
    assert "was retired at Anthropic on 2026-02-19" in run("cost", "claude-3-5-haiku-20241022", *asked).out


@pytest.mark.parametrize(
    ("said", "usd"),
    [
        ("gpt-5.4 --in 100k --out 10k --requests 10 --service flex", "2"),
        ("gpt-5.4 --in 100k --out 10k --requests 10 --service priority", "8"),
        ("gpt-5.4 --in 100k --out 10k --requests 10 --service standard", "4"),
        ("gemini-4-hydrogen --in 10k --out 2k --requests 10k --service priority", "540"),
    ],
)
def test_another_class_of_service_has_its_own_price(run, said, usd):
    report = json.loads(run("cost", *said.split(), "--as-of", DATA_DAY, "-f", "json").out)
    assert Decimal(str(report["rows"][0]["per_month_usd"]["value"])) == Decimal(usd)


def test_a_class_of_service_that_nobody_prices_is_told(run):
    page = run("cost", "claude-sonnet-5.5", "--in", "1k", "--service", "flex", "--as-of", DATA_DAY).out
    assert "no price of flex service at Anthropic is known; its usual one is told" in page
    result = run("cost", "gpt-5.4", "--in", "1k", "--service", "batch", "--as-of", DATA_DAY)
    assert (result.code, "Batches are said by their share: --batch 100%" in result.err) == (2, True)


def test_who_serves_longer_prompts_than_the_maker_does_not_become_cheap_by_silence(run):
    """Anthropic serves 200,000 tokens of Sonnet 4.5 and has no tier; OpenRouter's list has one at 200,000."""
    said = ("claude-sonnet-4.5", "--in", "250k", "--out", "1k", "--provider", "requesty", "--as-of", DATA_DAY)
    report = json.loads(run("cost", *said, "-f", "json").out)
    assert report["rows"][0]["per_month_usd"]["value"] == 1.5225


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("gpt-3.5-turbo", "gpt-3.5-turbo was retired at OpenAI on 2026-10-23. OpenAI recommends gpt-5.6-terra"),
        ("llama-3.3-70b --provider groq", "was retired at Groq on 2026-08-16. Groq recommends openai/gpt-oss-120b"),
        ("muse-spark", "Its successor Muse Spark 1.1 costs"),
        ("whisper-1", "whisper-1 is a speech model: it is not priced by the text"),
        ("gpt-5.5 --in 5M --out 1M", "If these are the tokens of a month, say of how many requests"),
    ],
)
def test_what_has_no_price_is_told_what_to_do_instead(run, said, told):
    page = run("cost", *said.split(), "--as-of", DATA_DAY).out
    assert told in " ".join(page.split())


def test_a_day_before_every_known_price_says_from_when_one_is_known(run):
    page = run("cost", "gpt-4o", "--in", "1k", "--out", "1k", "--as-of", "2025-01-01").out
    assert "The first price of GPT-4o that is known is of 2025-09-26, at OpenAI" in " ".join(page.split())
