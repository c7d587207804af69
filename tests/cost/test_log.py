"""A log of real use: ten lines priced by hand, each form of usage, files that are none, and what stays small."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelpick import load
from modelpick.cost.usage_log import UsageLog
from modelpick.cost.usage_table import read_table
from modelpick.model.errors import ModelpickError
from modelpick.storage.reading import read_lines
from tests.conftest import DATA_DAY, Result
from tests.render.test_html import Page

Run = Callable[..., Result]
SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
OWN = """
sources:
- {id: list, title: A list, publisher: Shop, kind: provider, url: "https://shop.example/prices"}
providers:
- {id: lab, name: Lab, kind: lab}
- {id: cloud, name: Cloud, kind: cloud, also: [cloud_ai]}
models:
- id: lab/big
  name: Big
  released: 2026-01-01
  weights: closed
  context: {value: 1000000, source: list}
  offerings:
  - {provider: lab, id: big-2026-01-01, since: 2026-01-01, source: list, is: ga, prices: [{on: 2026-01-01, in: 2,
      out: 10, cache_read: 0.2, cache_write: 2.5, cache_write_1h: 4, batch: {in: 1, out: 5},
      flex: {in: 1, out: 5, cache_read: 0.1}, priority: {in: 4, out: 20},
      tiers: [{above: 200000, in: 4, out: 15, cache_read: 0.4}]}]}
  - {provider: cloud, id: lab.big-v1:0, since: 2026-01-01, source: list, is: ga, prices: [{on: 2026-01-01, in: 2.2,
      out: 11, cache_read: 0.22, tiers: [{above: 200000, in: 4.4, out: 16.5}]}]}
- id: lab/clock
  name: Clock
  released: 2026-01-01
  weights: closed
  context: {value: 1000000, source: list}
  offerings:
  - {provider: lab, id: clock, since: 2026-01-01, source: list, is: ga, prices: [{on: 2026-01-01, in: 4, out: 8,
      off_peak: {in: 2, out: 4, peak: ["01:00-04:00", "06:00-10:00"], days: weekdays}}]}
- id: lab/small
  name: Small
  released: 2026-01-01
  weights: closed
  context: {value: 250000, source: list}
  offerings:
  - {provider: lab, id: small, since: 2026-01-01, source: list, is: ga, prices: [{on: 2026-01-01, in: 0.5, out: 1}]}
  - {provider: lab, id: small-flex, service: flex, since: 2026-01-01, source: list, is: ga, prices: [{on: 2026-01-01,
      in: 0.1, out: 0.2}]}
"""

CHAT = {"model": "big", "created": 1793491200, "usage": {
    "prompt_tokens": 1000, "completion_tokens": 100, "prompt_tokens_details": {"cached_tokens": 400}}}  # fmt: skip
RESPONSES = {"model": "big-2026-01-01", "usage": {
    "input_tokens": 1000, "output_tokens": 100, "input_tokens_details": {"cached_tokens": 400}}}  # fmt: skip
MESSAGES = {"model": "big", "usage": {"input_tokens": 600, "output_tokens": 100, "cache_read_input_tokens": 400,
            "cache_creation_input_tokens": 300, "cache_creation": {"ephemeral_1h_input_tokens": 100}}}  # fmt: skip
LITELLM = {"model": "lab/big", "custom_llm_provider": "lab", "prompt_tokens": 1000, "completion_tokens": 100,
           "startTime": "2026-11-02T10:00:00Z", "spend": 0.003,
           "metadata": {"usage_object": {"prompt_tokens": 1000, "completion_tokens": 100,
                                         "cache_read_input_tokens": 400}}}  # fmt: skip
CLOUD = {"model": "cloud_ai/lab.big-v1:0", "usage": {"prompt_tokens": 1000, "completion_tokens": 100}}
LONG = {"model": "big@20260101", "usage": {"prompt_tokens": 300_000, "completion_tokens": 1000,
                                           "prompt_tokens_details": {"cached_tokens": 100_000}}}  # fmt: skip
BATCH = {"custom_id": "x", "response": {"status_code": 200, "body": {
    "model": "big", "usage": {"prompt_tokens": 1000, "completion_tokens": 100}}}}  # fmt: skip
RESULT = {"custom_id": "y", "result": {"message": {
    "id": "m", "model": "big", "usage": {"input_tokens": 1000, "output_tokens": 100}}}}  # fmt: skip
GOOGLE = {"modelVersion": "big", "usageMetadata": {"promptTokenCount": 1000, "cachedContentTokenCount": 400,
                                                   "candidatesTokenCount": 60, "thoughtsTokenCount": 40}}  # fmt: skip
TRANSCRIPT = {"type": "assistant", "timestamp": "2026-11-20T09:00:00Z", "message": {
    "id": "msg_1", "model": "big", "usage": {"input_tokens": 10, "output_tokens": 100}}}  # fmt: skip
DEEPSEEK = {"model": "big", "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "prompt_cache_hit_tokens": 400,
            "prompt_cache_miss_tokens": 600}}  # fmt: skip
LANGCHAIN = {
    "response_metadata": {"model_name": "big"},
    "usage_metadata": {
        "input_tokens": 1000,
        "output_tokens": 100,
        "total_tokens": 1100,
        "input_token_details": {"cache_read": 400},
    },
}
CONVERSE = {"modelId": "big", "usage": {"inputTokens": 600, "outputTokens": 100, "totalTokens": 1100,
            "cacheReadInputTokens": 400, "cacheWriteInputTokens": 0}}  # fmt: skip
INVOCATION = {"modelId": "big", "timestamp": "2026-11-20T09:00:00Z", "output": {"outputTokenCount": 100},
              "input": {"inputTokenCount": 600, "cacheReadInputTokenCount": 400}}  # fmt: skip
AI_SDK_5 = {"model": "big", "usage": {"inputTokens": 1000, "outputTokens": 100, "cachedInputTokens": 400}}
AI_SDK_6 = {"model": "big", "usage": {"inputTokens": 1000, "outputTokens": 100, "cachedInputTokens": 400,
            "inputTokenDetails": {"noCacheTokens": 300, "cacheReadTokens": 400, "cacheWriteTokens": 300}}}  # fmt: skip
SPAN = {"name": "chat big", "attributes": {
    "gen_ai.request.model": "big", "gen_ai.usage.input_tokens": 1000, "gen_ai.usage.output_tokens": 100,
    "gen_ai.usage.cache_read.input_tokens": 400}}  # fmt: skip

BY_HAND = [
    (CHAT, "0.00228"),  # 600 x 2 + 400 x 0.2 + 100 x 10, in millionths
    (RESPONSES, "0.00228"),
    (MESSAGES, "0.00318"),  # 600 x 2 + 400 x 0.2 + 200 x 2.5 + 100 x 4 + 100 x 10
    (LITELLM, "0.00228"),
    (CLOUD, "0.0033"),  # 1000 x 2.2 + 100 x 11, at the cloud
    (LONG, "0.855"),  # above 200k: 200,000 x 4 + 100,000 x 0.4 + 1000 x 15
    (BATCH, "0.0015"),  # 1000 x 1 + 100 x 5
    (RESULT, "0.0015"),
    (GOOGLE, "0.00228"),
    (TRANSCRIPT, "0.00102"),
]
BY_TOOLS = [
    (DEEPSEEK, "0.00228"),
    (LANGCHAIN, "0.00228"),
    (CONVERSE, "0.00228"),
    (INVOCATION, "0.00228"),
    (AI_SDK_5, "0.00228"),
    (AI_SDK_6, "0.00243"),  # 300 x 2 + 400 x 0.2 + 300 x 2.5 + 100 x 10
    (SPAN, "0.00228"),
]


def of_class(line: dict[str, Any], word: str) -> dict[str, Any]:
    """`line` as OpenAI writes that it was answered in a class of service."""
    return {**line, "service_tier": word}


def in_usage(line: dict[str, Any], word: str) -> dict[str, Any]:
    """The same as Anthropic writes it."""
    return {**line, "usage": {**line["usage"], "service_tier": word}}


CLASSES_BY_HAND = [
    (of_class(CHAT, "flex"), "0.00114"),  # 600 x 1 + 400 x 0.1 + 100 x 5
    (of_class(CHAT, "priority"), "0.00456"),  # 600 x 4 + 400 x 0.4, raised as the input price is, + 100 x 20
    (of_class(CHAT, "default"), "0.00228"),
    (of_class(RESPONSES, "auto"), "0.00228"),
    (in_usage(MESSAGES, "standard"), "0.00318"),
    (in_usage(MESSAGES, "priority"), "0.00636"),  # 600 x 4 + 400 x 0.4 + 200 x 5 + 100 x 8 + 100 x 20
    (in_usage(MESSAGES, "batch"), "0.00208"),  # 600 x 1 + 400 x 0.2 + 200 x 2.5 + 100 x 4 + 100 x 5
    (of_class(LONG, "flex"), "0.4275"),  # half of 4, 0.4 and 15: 200,000 x 2 + 100,000 x 0.2 + 1000 x 7.5
    (of_class(CLOUD, "flex"), "0.0033"),  # no flex price there: as outside of it
    ({**LITELLM, "cost_breakdown": {"service_tier": "flex"}, "model_parameters": {"service_tier": "priority"}},
     "0.00114"),
    ({**LITELLM, "metadata": {**LITELLM["metadata"], "cost_breakdown": {"service_tier": "priority"}}}, "0.00456"),
    ({**LITELLM, "model_parameters": {"service_tier": "flex", "tools": [1]}}, "0.00114"),
    ({**LITELLM, "service_tier": "default", "model_parameters": {"service_tier": "flex"}}, "0.00228"),
    ({**GOOGLE, "usageMetadata": {**GOOGLE["usageMetadata"], "trafficType": "ON_DEMAND_PRIORITY"}}, "0.00456"),
    ({**BATCH, "response": {"body": of_class(BATCH["response"]["body"], "default")}}, "0.0015"),
]  # fmt: skip


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("own") / "own.yaml"
    file.write_text(OWN)
    return load([file], with_bundled=False, project=False)


def written(folder: Path, *rows: object) -> Path:
    file = folder / "log.jsonl"
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return file


def asked(catalog: Any, file: Path, *models: str, **more: Any) -> Any:
    return catalog.cost_of_log(file, models or ("big",), as_of=DATA_DAY, **more)


@pytest.mark.parametrize(("line", "usd"), [*BY_HAND, *BY_TOOLS, *CLASSES_BY_HAND])
def test_a_line_costs_what_it_costs_by_hand(catalog: Any, tmp_path: Path, line: object, usd: str) -> None:
    found = asked(catalog, written(tmp_path, line))
    assert found.usd == Decimal(usd)
    assert (found.log.requests, found.log.bad_lines, found.log.without_usage) == (1, 0, 0)


def test_ten_lines_together(catalog: Any, tmp_path: Path) -> None:
    found = asked(catalog, written(tmp_path, *(line for line, _ in BY_HAND)), "big", "small")
    assert found.usd == sum(Decimal(usd) for _, usd in BY_HAND)
    assert (found.log.requests, found.log.batched, found.log.longest_input) == (10, 2, 300_000)
    assert (found.log.first, found.log.last) == ("2026-11-01", "2026-11-20")
    assert (found.log.recorded_usd, found.log.recorded) == (Decimal("0.003"), 1)
    big, small = found.rows
    # The cloud's request at the lab's own price, 0.003: the rest is there already.
    assert (big.name, big.provider_name, big.usd.value) == ("Big", "Lab", found.usd - Decimal("0.0003"))
    assert big.change == (big.usd.value / found.usd - 1).quantize(Decimal("0.0001"))
    assert sum(big.parts.values()) == big.usd.value
    # No cache price and no batches: 308,310 x 0.5 + 1,900 x 1, in millionths.
    assert (small.usd.value, small.fits) == (Decimal("0.156055"), False)
    assert "takes 250,000 of the 300,000 tokens of the longest request" in small.basis


def test_lines_of_several_classes_together(catalog: Any, tmp_path: Path) -> None:
    found = asked(catalog, written(tmp_path, *(line for line, _ in CLASSES_BY_HAND)), "big")
    assert found.usd == sum(Decimal(usd) for _, usd in CLASSES_BY_HAND)
    assert (found.log.batched, found.log.services) == (2, {"flex": 5, "priority": 4})
    (big,) = found.rows
    assert "5 requests at the flex price; 4 requests at the priority price" in big.basis
    assert sum(big.parts.values()) == big.usd.value
    # The cloud's request at the lab's flex price, 0.0015 in place of 0.0033.
    assert big.usd.value == found.usd - Decimal("0.0018")


def test_a_class_that_may_cost_more_has_no_price_where_nobody_says_one(catalog: Any, tmp_path: Path) -> None:
    found = asked(catalog, written(tmp_path, of_class(CHAT, "flex"), CHAT, of_class(CHAT, "priority")), "small")
    (small,) = found.rows
    assert small.usd.value is None
    assert small.basis == "what Lab charges for priority service, which 1 of 3 requests asks for, is not known"
    assert {"price of flex service", "price of priority service"} <= set(small.unknown)
    (small,) = asked(catalog, written(tmp_path, of_class(CHAT, "flex"), CHAT), "small").rows
    # Twice 1000 x 0.5 + 100 x 1: what flex saves elsewhere it does not save here.
    assert small.usd.value == Decimal("0.0012")
    assert "1 request at the standard price, as no flex price is known" in small.basis


@pytest.mark.parametrize("word", ["scale", "reserved", "ultrafast"])
def test_a_class_without_a_price_list_is_not_priced(catalog: Any, tmp_path: Path, word: str) -> None:
    found = asked(catalog, written(tmp_path, of_class(CHAT, word), CHAT))
    (big,) = found.used
    assert (found.usd, found.log.services) == (None, {"other": 1})
    assert big.basis == "what lab charges for another class of service, which 1 of 2 requests asks for, is not known"
    assert f"big: {big.basis}" in found.notes


def test_what_is_sold_for_a_class_alone_stands_in_for_nothing_else(catalog: Any, tmp_path: Path) -> None:
    found = asked(catalog, written(tmp_path, {**CHAT, "model": "small-flex"}, CHAT), "small")
    assert [each.usd for each in found.used] == [Decimal("0.00228"), Decimal("0.00012")]  # 1000 x 0.1 + 100 x 0.2
    assert found.rows[0].usd.value == Decimal("0.0012")


@pytest.mark.parametrize(
    ("when", "low", "high"),
    [
        (1795658400, "0.004", "0.004"),  # Thursday 2026-11-26, 02:00 UTC
        (1795658400_000, "0.004", "0.004"),
        ("2026-11-26T03:00:00+01:00", "0.004", "0.004"),
        ("2026-11-26 02:00:00", "0.004", "0.004"),
        (1795669200, "0.002", "0.002"),  # 05:00
        ("2026-11-28T02:00:00Z", "0.002", "0.002"),  # Saturday
        ("2026-11-29T23:59:59Z", "0.002", "0.002"),  # the last minute of the week
        ("2026-11-26", "0.002", "0.004"),
        (None, "0.002", "0.004"),
    ],
)
def test_each_request_has_the_price_of_its_hour(
    catalog: Any, tmp_path: Path, when: object, low: str, high: str
) -> None:
    line = {"model": "clock", "created_at": when, "usage": {"prompt_tokens": 1000, "completion_tokens": 0}}
    found = asked(catalog, written(tmp_path, line), "clock")
    assert (found.rows[0].usd.low, found.rows[0].usd.value) == (Decimal(low), Decimal(high))
    assert found.usd == Decimal(high)
    assert "the peak being 01:00-04:00, 06:00-10:00 UTC on weekdays" in found.rows[0].basis


def test_parts_of_one_answer_count_once(catalog: Any, tmp_path: Path) -> None:
    first = {**TRANSCRIPT, "message": {**TRANSCRIPT["message"], "usage": {"input_tokens": 10, "output_tokens": 1}}}
    other = {**TRANSCRIPT, "message": {**TRANSCRIPT["message"], "id": "msg_2"}}
    found = asked(catalog, written(tmp_path, first, TRANSCRIPT, other))
    assert (found.log.requests, found.usd) == (2, Decimal("0.00204"))


def test_what_a_gateway_answered_itself_costs_nothing(catalog: Any, tmp_path: Path) -> None:
    found = asked(catalog, written(tmp_path, CHAT, {**LITELLM, "cache_hit": "True"}))
    assert (found.log.requests, found.log.by_gateway, found.usd) == (1, 1, Decimal("0.00228"))


BAD = ["{", "[]", '"x"', '{"model": 7, "usage": {}}', '{"model": "big", "usage": {"prompt_tokens": -5}}',
       '{"model": "big", "usage": {"prompt_tokens": 1e300}}', "\x00\xff", "[" * 100_000]  # fmt: skip


def test_bad_lines_are_counted_and_said(catalog: Any, tmp_path: Path) -> None:
    found = asked(catalog, written(tmp_path, CHAT, *BAD, {"model": "big"}, {"event": "started"}, "", CHAT))
    assert (found.log.lines, found.log.requests) == (len(BAD) + 5, 2)
    assert (found.log.bad_lines, found.log.without_usage) == (len(BAD), 2)
    assert len(found.log.examples) == 3
    assert found.log.examples[0].startswith("line 2: ")
    assert any(f"{len(BAD)} of {len(BAD) + 5} lines could not be read" in note for note in found.notes)


def test_a_name_that_nobody_knows_has_tokens_and_no_price(catalog: Any, tmp_path: Path) -> None:
    found = asked(catalog, written(tmp_path, CHAT, {**CHAT, "model": "my-deployment"}))
    assert found.usd is None
    assert [(each.logged, each.usd) for each in found.used] == [("big", Decimal("0.00228")), ("my-deployment", None)]
    assert (found.rows[0].usd.value, found.rows[0].change) == (Decimal("0.00456"), None)
    assert "No model is known by my-deployment: 1 request has no price as it is" in found.notes


TABLES = [
    ("model,input_tokens,output_tokens,cached_tokens\nbig,1000,100,400\n", "0.00228"),
    ("Model;Prompt_Tokens;Completion_Tokens\nbig;1000;100\n", "0.003"),
    ("model,requests,input_tokens,output_tokens\nbig,10,10000,1000\nbig,2,600000,0\n", "2.43"),  # 300k each: a tier
    ('"model",input_tokens,cache_creation_input_tokens,cached_tokens,out\n"big",600,300,400,100\n', "0.00303"),
    ("model_version,usage_input_tokens_no_cache,usage_input_tokens_cache_read,usage_output_tokens\nbig,600,400,100\n",
     "0.00228"),
    ("\ufeffmodel,in,out,batch\nbig,1000,100,true\n", "0.0015"),
    ("model,in,out,service_tier\nbig,1000,100,priority\nbig,1000,100,flex\nbig,1000,100,\n", "0.0105"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "usd"), TABLES)
def test_tables(catalog: Any, tmp_path: Path, text: str, usd: str) -> None:
    file = tmp_path / "log.csv"
    file.write_text(text, "utf-8")
    assert asked(catalog, file).usd == Decimal(usd)


def test_bad_rows_of_a_table_are_counted(catalog: Any, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("model,in,out\nbig,1000,100\nbig,many,1\nbig\n,5,5\n\nbig,1000,100\n")
    found = asked(catalog, file)
    assert (found.log.requests, found.log.bad_lines, found.log.without_usage) == (2, 2, 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tells of no request that can be priced"),
        (b"\n\n", "tells of no request that can be priced"),
        (b"[1, 2]\n", "tells of no request that can be priced: line 1: "),
        (b'{"a": 1}\n', "tells of no request that can be priced"),
        (b"name,age\nx,1\n", "is no log of use: neither JSON lines nor CSV"),
        (b"\x7fELF\x00\x00\x01", "is no log of use"),
        (b"{" * (9 * 1024**2), "tells of no request that can be priced: line 1: is longer than 8 MB"),
        (b'model,in,out\n"big,1,1\n', "tells of no request"),
    ],
)
def test_a_file_that_is_no_log_is_a_sentence(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "log"
    file.write_bytes(content)
    result = run("cost", "--log", file)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--in", "3k"), "--in: says how much is used, as the log does"),
        (("--workload", "chat"), "--workload: says how much is used"),
        (("--self-host",), "--self-host: says how much is used"),
    ],
)
def test_a_log_says_how_much_is_used(run: Run, tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    result = run("cost", "--log", written(tmp_path, CHAT), *args)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_log_has_a_page(run: Run, tmp_path: Path) -> None:
    log = written(tmp_path, {**CHAT, "model": "gpt-5.4"}, {**CHAT, "model": "what"})
    log.write_bytes(log.read_bytes() + b"{broken\n")
    asked = ("cost", "--log", log, "--as-of", DATA_DAY, "--format")
    page, whole = Page(run(*asked, "html").out), json.loads(run(*asked, "json").out)
    names = [row["name"] for row in whole["rows"] if row["usd"]["value"] is not None]
    assert len(names) >= 10
    assert all(name in page.words for name in names[:10])
    assert "no price is known of what" in page.text
    assert "1 of 3 lines could not be read" in page.text


def test_a_missing_file_or_a_folder_is_a_sentence(run: Run, tmp_path: Path) -> None:
    assert "does not exist" in run("cost", "--log", tmp_path / "none").err
    assert "is a folder" in run("cost", "--log", tmp_path).err


def test_the_screen_is_one_of_twenty_lines(run: Run, tmp_path: Path) -> None:
    names = ["gpt-5.4", "claude-opus-4-6", "gemini-3.1-pro-preview", "gpt-5.5", "claude-sonnet-5", "what", "ever"]
    file = written(tmp_path, *({**CHAT, "model": name} for name in names), *BAD)
    result = run("cost", "--log", file, "--as-of", DATA_DAY)
    assert result.code == 0, result.err
    lines = result.out.splitlines()
    assert len(lines) <= 20
    assert "7 requests have no full price as they are" in lines[0]
    assert run("cost", "--log", file, "gpt-5.4", "--format", "csv").out.startswith("model,name,provider,")
    document = json.loads(run("cost", "--log", file, "gpt-5.4", "--format", "json").out)
    assert document["log"]["requests"] == 7
    schema = json.loads((SCHEMAS / "cost-log.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    assert "What it rests on" in run("cost", "--log", file, "gpt-5.4", "--details").out


def test_what_is_kept_grows_with_models_and_not_with_lines() -> None:
    log = UsageLog([200_000])
    log.read_json(json.dumps({**CHAT, "model": f"m{at % 7}"}).encode() for at in range(5000))
    assert len(log.uses()) == 7
    assert sum(use.requests for use in log.uses()) == 5000


def test_lines_come_whole_across_the_parts_that_are_read(tmp_path: Path) -> None:
    file = tmp_path / "long"
    lines = [b"a" * 700_000, b"", b"b" * 3_000_000, b"c" * 900_000, b"d"]
    file.write_bytes(b"\n".join(lines))
    skipped: list[int] = []
    found = list(read_lines(file, longest=2_000_000, counted=lambda: skipped.append(1)))
    assert found == [lines[0], lines[1], lines[3], lines[4]]
    assert skipped == [1]


def test_a_broken_quote_ends_a_row_and_not_the_table() -> None:
    def rows() -> Iterator[str]:
        yield "model,in,out"
        yield "big,1,1"
        yield "x" * 200_000 + ",1,1"
        yield "big,1,1"

    log = UsageLog([])
    read_table(log, rows(), "log.csv")
    assert [use.requests for use in log.uses()] == [2]
    assert log.totals().bad == 1


def test_a_day_of_nonsense_is_none() -> None:
    log = UsageLog([])
    log.read_json(json.dumps({**CHAT, "created": when}).encode() for when in (1e300, -1e300, "yesterday", True))
    assert (log.totals().first, log.totals().bad) == (None, 1)


def test_an_unknown_model_is_asked_about(catalog: Any, tmp_path: Path) -> None:
    with pytest.raises(ModelpickError, match="unknown model"):
        asked(catalog, written(tmp_path, CHAT), "nothing-like-it")


def test_the_geography_in_the_name_of_a_log_is_priced(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    names = ("bedrock/us.anthropic.claude-sonnet-4-6", "bedrock/anthropic.claude-sonnet-4-6")
    file.write_text(
        "".join(json.dumps({"model": n, "prompt_tokens": 1000, "completion_tokens": 1000}) + "\n" for n in names)
    )
    report = json.loads(run("cost", "--log", file, "--as-of", DATA_DAY, "--format", "json").out)
    assert {each["logged"]: each["usd"] for each in report["used"]} == dict(zip(names, (0.0198, 0.018), strict=True))


def test_an_id_says_whose_api_was_asked(run, tmp_path):
    names = {
        "us.anthropic.claude-sonnet-4-6": "Amazon Bedrock (us)",
        "azure/gpt-5.4-2026-03-05": "Azure OpenAI / Microsoft Foundry",
        "openai:gpt-5.4": "OpenAI",
        "accounts/fireworks/models/kimi-k3": "Fireworks AI",
        "deepseek-v4-pro": "DeepSeek",
    }
    log = tmp_path / "log.jsonl"
    usage = {"prompt_tokens": 1000, "completion_tokens": 100}
    log.write_text("".join(f"{json.dumps({'model': name, 'usage': usage})}\n" for name in names))
    report = json.loads(run("cost", "--log", log, "--as-of", DATA_DAY, "-f", "json").out)
    assert {each["logged"]: each["provider_name"] for each in report["used"]} == names


def test_an_id_that_has_ended_is_told(run, tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps({"model": "deepseek-chat", "usage": {"prompt_tokens": 5000, "completion_tokens": 500}}))
    page = " ".join(run("cost", "--log", log, "--as-of", DATA_DAY).out.split())
    assert page.startswith("This request has no full price as it is; ")
    assert "No model is known by deepseek-chat: 1 request has no price as it is" in page
    assert "deepseek-chat was retired at DeepSeek on 2026-07-24. DeepSeek recommends deepseek-flash" in page


@pytest.mark.parametrize(
    ("usage", "usd"),
    [
        # LiteLLM, Bedrock in Europe: 10 fresh x 5.5, 66,360 read x 0.55, 32,435 written x 6.875, 5,120 out x 27.5
        (
            {
                "model": "bedrock/eu.anthropic.claude-opus-4-5-20251101-v1:0",
                "usage": {
                    "prompt_tokens": 98805, "completion_tokens": 5120, "cache_read_input_tokens": 66360,
                    "cache_creation_input_tokens": 32435,
                    "prompt_tokens_details": {"cached_tokens": 66360, "cache_creation_tokens": 32435},
                },
            },
            "0.400344125",
        ),
        # Anthropic, written for an hour: 1,000 x 5, 20,000 x 0.5, 10,000 x 10, 500 x 25
        (
            {
                "model": "claude-opus-4-8",
                "usage": {
                    "input_tokens": 1000, "output_tokens": 500, "cache_read_input_tokens": 20000,
                    "cache_creation_input_tokens": 10000,
                    "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 10000},
                },
            },
            "0.1275",
        ),
        # Google, above 200,000: 200,000 x 4, 50,000 read x 0.4, 4,000 out with thoughts x 18
        (
            {
                "model": "gemini-3.1-pro-preview",
                "usageMetadata": {
                    "promptTokenCount": 250000, "candidatesTokenCount": 1000, "thoughtsTokenCount": 3000,
                    "cachedContentTokenCount": 50000, "totalTokenCount": 254000,
                },
            },
            "0.892",
        ),
    ],
)  # fmt: skip
def test_a_request_as_tools_log_it_costs_what_its_provider_bills(run, tmp_path, usage, usd):
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps(usage))
    report = json.loads(run("cost", "--log", log, "--as-of", DATA_DAY, "-f", "json").out)
    assert report["usd"] == pytest.approx(float(usd), abs=1e-6)
