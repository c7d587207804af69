"""models.dev: prices per million, stages, regions, what is no price, and what is wrong with a row."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from modelpick.market.records import ModelRecord, OfferingRecord, ProviderRecord, ScoreRecord
from modelpick.model.facts import Tier
from modelpick.sources.adapter import ShapeChanged, Skip
from tests.factories import money
from tests.sources.given import of, offerings, read, read_samples, read_upstream, sample


@pytest.fixture
def api() -> Any:
    return sample("models-dev-api.json")


def test_every_row_of_the_real_files_is_read() -> None:
    parsed = read_upstream("models-dev", "models-dev-api-2026-07-02.json", "models-dev-models-2026-07-02.json")
    counts = Counter(type(record) for record in parsed.records)
    print(counts, *parsed.notes, *parsed.skipped, sep="\n")
    assert counts == {OfferingRecord: 5276, ModelRecord: 231, ProviderRecord: 147, ScoreRecord: 288}
    assert [skip.path for skip in parsed.skipped] == [
        "azure.models.claude-haiku-4-5.knowledge",
        "azure-cognitive-services.models.claude-haiku-4-5.knowledge",
        "scaleway.models.qwen3-embedding-8b.release_date",
    ]
    assert parsed.partial == frozenset()
    assert not any(o.provider == "scaleway" and o.rates.input is not None for o in of(parsed, OfferingRecord))


def test_catalog_json_holds_both(api: Any) -> None:
    models = sample("models-dev-models.json")
    both = read("models-dev", {"providers": api, "models": models})
    assert both.records == read("models-dev", api, models).records
    assert both.partial == frozenset()
    assert read("models-dev", api).partial == {"model", "score"}
    assert read("models-dev", models).partial == {"offering", "provider"}


def test_prices_and_their_step() -> None:
    found = offerings(read_samples("models-dev", "models-dev-api.json"))
    gpt = found["openai/gpt-5.4"]
    assert (gpt.rates.input, gpt.rates.output, gpt.rates.cache_read) == (Decimal("2.5"), Decimal(15), Decimal("0.25"))
    assert gpt.charges.tiers == (Tier(272_000, money("5", "22.5", "0.5")),)
    doubao = found["aihubmix/doubao-seed-2-0-pro"]
    assert doubao.charges.tiers == (
        Tier(32_000, money("0.72", "3.62", "0.144656")),
        Tier(128_000, money("1.45", "7.23", "0.28932")),
    )


def test_the_fast_mode_is_a_price_of_its_own_and_never_the_standard_one() -> None:
    found = offerings(read_samples("models-dev", "models-dev-api.json"))
    gpt = found["openai/gpt-5.4"].charges
    assert (gpt.fast, gpt.priority) == (None, money("5", "30", "0.5")), "what is called fast there asks for priority"
    opus = found["anthropic/claude-opus-4-8"]
    assert opus.rates == money("5", "25", "0.5", "6.25")
    assert opus.charges.fast == money("10", "50", "1", "12.5")


def test_what_is_no_price() -> None:
    parsed = read_samples("models-dev", "models-dev-api.json")
    found = offerings(parsed)
    euro = found["scaleway/mistral-medium-3.5-128b"]
    assert (euro.rates.input, euro.rates.output) == (None, None)
    assert euro.note == "the price in the source is in euro, not in dollars"
    zero = next(o for o in found.values() if o.provider == "nvidia")
    assert (zero.rates.input, zero.rates.output) == (None, None)
    assert zero.note is not None
    assert zero.note.startswith("listed at 0 and 0")
    assert sorted(parsed.notes) == [
        "prices left out (the provider's list is in euro, and the source repeats it as dollars): 2",
        "prices of 0 and 0 left out (free, part of a subscription, or unknown): 1",
    ]


def test_free_where_the_source_says_free(api: Any) -> None:
    api["openai"]["models"]["gpt-oss-20b:free"] = {
        **api["openai"]["models"]["gpt-5.4"],
        "cost": {"input": 0, "output": 0},
    }
    free = offerings(read("models-dev", api))["openai/gpt-oss-20b:free"]
    assert (free.rates.input, free.rates.output) == (0, 0)


def test_a_status_is_not_guessed() -> None:
    found = offerings(read_samples("models-dev", "models-dev-api.json"))
    assert found["anthropic/claude-opus-4-8"].stage is None
    assert found["anthropic/claude-3-opus-20240229"].stage == "retired"  # "no longer served", in the source's words
    alpha = found["inceptron/moonshotai/Kimi-K2.6-Fast"]
    assert (alpha.stage, alpha.note) == (None, "the source marks it alpha")


def test_places() -> None:
    found = offerings(read_samples("models-dev", "models-dev-api.json"))
    europe = found["amazon-bedrock/eu.anthropic.claude-sonnet-5"]
    assert (europe.routing, europe.geography) == ("geo", ("eu",))
    world = found["amazon-bedrock/global.anthropic.claude-sonnet-5"]
    assert (world.routing, world.geography) == ("global", ())
    bare = found["amazon-bedrock/deepseek.v3.2"]
    assert (bare.routing, bare.geography) == ("unknown", ())


def test_unknown_sizes_are_unknown() -> None:
    image = offerings(read_samples("models-dev", "models-dev-api.json"))["azure/gpt-image-2"]
    assert (image.context, image.max_output) == (None, None)


def test_scores_and_who_measured() -> None:
    parsed = read_samples("models-dev", "models-dev-models.json")
    scores = of(parsed, ScoreRecord)
    told = {(s.model, s.benchmark, s.evaluator, s.by): s for s in scores}
    assert ("google/gemini-3.1-pro-preview", "terminal-bench-2.1", None, "rival") in told
    assert ("anthropic/claude-opus-4-8", "terminal-bench-2.1", None, "vendor") in told
    assert told["google/gemini-3.1-pro-preview", "swe-bench-pro", "Scale AI", "independent"].value == 46.1
    # Which set it was is said by the board alone: a maker's own "SWE-Bench Pro" stays a name.
    assert ("anthropic/claude-opus-4-8", "SWE-Bench Pro", None, "vendor") in told
    assert of(parsed, ModelRecord)[0].hugging_face == "stepfun-ai/Step-3.5-Flash"


@pytest.mark.parametrize(
    ("key", "value", "path", "reason"),
    [
        ("cost", {"input": "much", "output": 1}, "cost.input", "a number was expected, found much"),
        ("cost", {"input": True, "output": 1}, "cost.input", "a number was expected, found true or false"),
        ("cost", {"input": 100_001, "output": 1}, "cost.input", "$100001 for a million tokens is no price"),
        ("cost", [1, 2], "cost", "an object was expected, found a list"),
        ("limit", {"context": 10**9}, "limit.context", "a count of tokens from 0 to 100000000 was expected"),
        ("limit", {"context": 10**5000}, "limit.context", "a number was expected, found one without end or too long"),
        ("limit", {"context": -1}, "limit.context", "a count of tokens"),
        ("limit", {"context": 1.5}, "limit.context", "a count of tokens"),
        ("status", "gone", "status", "alpha, beta or deprecated was expected, found gone"),
        ("reasoning", "yes", "reasoning", "true or false was expected, found text"),
        ("name", 5, "name", "text was expected, found a number"),
        ("name", "x" * 301, "name", "longer than 300 characters"),
        ("modalities", {"input": ["text", 7]}, "modalities.input", "a word was expected"),
    ],
)
def test_a_bad_row_is_skipped_with_its_path(api: Any, key: str, value: Any, path: str, reason: str) -> None:
    import sys

    api["openai"]["models"]["gpt-5.4"][key] = value
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)  # to write the number that is too long
    try:
        parsed = read("models-dev", api)
    finally:
        sys.set_int_max_str_digits(before)
    assert "openai/gpt-5.4" not in offerings(parsed)
    skip = parsed.skipped[0]
    assert skip.path == f"openai.models.gpt-5.4.{path}"
    assert skip.reason.startswith(reason)


@pytest.mark.parametrize("id_", ["a\x1b[31mb", "x" * 301, " ", "a\u202eb", "\ud800", "a\nb"])
def test_an_id_that_cannot_be_one(api: Any, id_: str) -> None:
    api["openai"]["models"][id_] = api["openai"]["models"]["gpt-5.4"]
    parsed = read("models-dev", api)
    assert len(offerings(parsed)) == len(offerings(read_samples("models-dev", "models-dev-api.json")))
    assert all(skip.path.isprintable() and len(skip.path) < 200 for skip in parsed.skipped)
    assert any("id" in skip.reason for skip in parsed.skipped)


def test_a_wrong_date_costs_the_date_alone(api: Any) -> None:
    parsed = read("models-dev", api)
    assert offerings(parsed)["scaleway/qwen3-embedding-8b"].released is None
    assert (
        Skip(
            "scaleway.models.qwen3-embedding-8b.release_date",
            "a date such as 2026-04-08 was expected, found 2025-25-11; the rest of the row is kept",
        )
        in parsed.skipped
    )


def test_a_bad_provider_costs_that_provider_alone(api: Any) -> None:
    api["openai"]["models"] = ["gpt-5.4"]
    api["nvidia"] = "?"
    parsed = read("models-dev", api)
    assert {"openai.models", "nvidia"} <= {skip.path for skip in parsed.skipped}
    assert "anthropic/claude-opus-4-8" in offerings(parsed)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "found nothing"),
        (b"<!doctype html><title>Sign in</title>", "found a page of HTML"),
        (b'{"anthropic": {"id": "anthropic", "mod', "found no JSON, or only a part of it (line 1"),
        (b"[]", "found a list"),
        (b"{}", "found an object with 0 other entries"),
        (b'{"error": {"message": "rate limited"}}', "found an object with 1 other entries"),
        (b'{"anthropic": "\xff"}', "found bytes that are not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a": {"models": {}}, "b": {"models": {"x": {"cost": []}}}}', None),
    ],
)
def test_another_shape_is_refused(raw: bytes, said: str | None) -> None:
    if said is None:
        assert [skip.path for skip in read("models-dev", raw).skipped] == ["b.models.x.cost"]
        return
    with pytest.raises(ShapeChanged) as caught:
        read("models-dev", raw)
    assert str(caught.value).startswith("a models.dev answer")
    assert said in str(caught.value)


def test_most_rows_bad_is_another_shape(api: Any) -> None:
    row = {**api["openai"]["models"]["gpt-5.4"], "cost": {"input": {"usd": 1}}}
    api["openai"]["models"] = {f"m{i}": row for i in range(50)}
    with pytest.raises(ShapeChanged, match=r"50 of \d+ rows|5\d of \d+ rows"):
        read("models-dev", api)


def test_keys_given_twice() -> None:
    row = '{"name": "M", "limit": {"context": 10}, "cost": {"input": 1, "output": 2}}'
    twice = '{"name": "M", "name": "N", "limit": {"context": 10}}'
    raw = f'{{"p": {{"name": "P", "models": {{"a": {row}, "b": {row}, "b": {row}, "c": {twice}}}}}}}'
    parsed = read("models-dev", raw.encode())
    assert list(offerings(parsed)) == ["p/a"]
    assert parsed.skipped == [("p.models.b", "is given twice"), ("p.models.c", "`name` is given twice")]
