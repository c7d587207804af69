"""Workloads: presets, overrides, and values that nobody can mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from modelpick.cost.amounts import share
from modelpick.cost.workload import workload_from
from modelpick.model.arguments import USE
from modelpick.model.errors import ModelpickError
from modelpick.model.numbers import NUMBER
from modelpick.use_cases.catalog import OpenCatalog
from tests.cost.given import workload

PRESETS = {"work": workload(1000, 2000, 300), "chat": workload(10, 20, 3)}


@pytest.mark.parametrize(
    ("text", "value"),
    [("2M", 2_000_000), ("3k", 3000), ("1.5B", 1_500_000_000), ("1_000", 1000), ("1,000", 1000), ("$2.50", "2.5"),
     (".5", "0.5"), ("+7", 7), (" 12 k ", 12_000), ("0", 0)],
)  # fmt: skip
def test_an_amount(text: str, value: object) -> None:
    assert NUMBER.read(text, "--x") == Decimal(str(value))


@pytest.mark.parametrize(
    ("text", "value"), [("60%", "0.6"), ("0.6", "0.6"), ("100%", "1"), ("12.5%", "0.125"), ("0", "0")]
)
def test_a_share(text: str, value: str) -> None:
    assert share(text, "--x") == Decimal(value)


def test_every_part_can_be_overridden_and_the_basis_says_so() -> None:
    said = {
        "requests": "2M",
        "in": "3k",
        "out": "500",
        "cached": "60%",
        "hit-rate": "90%",
        "batch": "0.5",
        "service": "flex",
        "per-task": "4",
        "cache-ttl": "1h",
        "parallel": "3",
        "merge": "true",
        "hours": "9-17",
        "tz": "Europe/Berlin",
        "typical-length": "false",
    }
    assert set(said) == set(USE)
    found = workload_from(PRESETS, "work", said)
    assert (found.requests, found.input_tokens, found.output_tokens) == (2_000_000, 3000, 500)
    assert (found.cached, found.hit_rate, found.batch) == (Decimal("0.6"), Decimal("0.9"), Decimal("0.5"))
    assert (found.requests_per_task, found.cache_ttl, found.parallel, found.merge) == (4, "1h", 3, True)
    assert found.service == "flex"
    assert (found.exact, found.hours) == (True, "9-17 Europe/Berlin")
    assert found.basis.startswith("requests a month, input tokens")
    assert "as you say" in found.basis


def test_nothing_said_is_the_preset_and_no_name_is_chat() -> None:
    assert workload_from(PRESETS, "Work") is PRESETS["work"]
    assert workload_from(PRESETS) is PRESETS["chat"]
    assert workload_from({"own": PRESETS["work"]}) is PRESETS["work"]
    assert "assumption" in workload_from({}).basis


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"requests": "-5"}, "requests: is -5, expected a whole number from 1 to 1,000,000,000,000,000"),
        ({"requests": "0"}, "requests: is 0, expected a whole number from 1 to 1,000,000,000,000,000"),
        ({"requests": "many"}, "a whole number from 1 to 1,000,000,000,000,000. 3k, 1.5M and 2B work too"),
        ({"requests": "nan"}, "requests: is 'nan', expected a whole number"),
        ({"requests": "9999999B"}, "requests: is 9999999B, expected a whole number from 1"),
        ({"in": "2.5"}, "in: is 2.5, expected a number of tokens for one request from 0 to 1,000,000,000"),
        ({"out": "2B"}, "out: is 2B, expected a number of tokens for one request from 0 to 1,000,000,000"),
        ({"cached": "140%"}, "cached: is 140%, expected a share from 0 to 100%"),
        ({"cached": "60"}, "cached: is 60, expected a share from 0 to 100%. Did you mean 60%?"),
        ({"cached": "-1%"}, "cached: is -1%, expected a share from 0 to 100%"),
        ({"hit-rate": "1.2"}, "hit-rate: is 1.2, expected a share from 0 to 100%"),
        ({"batch": "half"}, "batch: is 'half', expected a share. Write it as 60% or 0.6"),
        ({"requets": "1"}, "unknown part 'requets' of a workload. Did you mean `requests`?"),
    ],
)
def test_a_value_that_nobody_can_mean(said: dict[str, str], text: str) -> None:
    with pytest.raises(ModelpickError) as refusal:
        workload_from(PRESETS, "work", said)
    assert text in str(refusal.value)


def test_an_unknown_workload_names_the_nearest() -> None:
    with pytest.raises(ModelpickError, match=r"unknown workload 'chatt'. Did you mean `chat`\?"):
        workload_from(PRESETS, "chatt")
    with pytest.raises(ModelpickError, match="Known: work, chat"):
        workload_from(PRESETS, "zzzzzz")


def test_the_bundled_presets(catalog: OpenCatalog) -> None:
    presets = catalog.facts.workloads
    assert set(presets) == {"chat", "rag", "coding-agent", "batch-extraction", "long-document"}
    for preset in presets.values():
        assert preset.basis
        assert "to be overridden" in preset.basis
        assert all(source in catalog.facts.sources for source in preset.sources)
    assert presets["batch-extraction"].batch == 1
