"""`modelpick fit`, as it is typed."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex

import pytest

from modelpick.fit.quants import LEAST_BITS, QUANTS
from modelpick.model.machines import Detected, DetectedDevice
from modelpick.probe import hardware
from tests.conftest import DATA_DAY

KEYS = {
    "model", "hardware", "quant", "context", "concurrency", "fits", "memory_gb", "decode_tokens_per_s",
    "prefill_tokens_per_s", "basis", "notes", "read_as", "score",
    "engine", "kv_cache", "offload_gb", "prompt", "first_token_s", "together_tokens_per_s", "run", "kept",
}  # fmt: skip
ON = ("--as-of", DATA_DAY)


def rows(result) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(result.out)["rows"]
    return found


def test_json_has_a_row_for_each_model(run) -> None:
    result = run("fit", "gpt-oss-120b", "--hardware", "h100", "--format", "json", *ON)
    assert result.code == 0
    (row,) = rows(result)
    assert set(row) == KEYS
    assert set(row["memory_gb"]) == {"value", "low", "high", "weights", "kv_cache", "overhead"}  # type: ignore[call-overload]
    assert set(row["decode_tokens_per_s"]) == {"value", "low", "high"}  # type: ignore[call-overload]
    assert (row["model"], row["quant"], row["fits"]) == ("openai/gpt-oss-120b", "mxfp4", True)


def test_what_hardware_runs_a_model(run) -> None:
    result = run("fit", "qwen3-32b", "--context", "32k", "--format", "json", *ON)
    assert result.code == 0
    found = rows(result)
    assert all(row["fits"] is True for row in found)
    assert [row["quant"] for row in found if row["quant"] != found[0]["quant"]]
    first = [row["memory_gb"] for row in found]
    assert first[0]["value"] > first[-1]["value"]  # type: ignore[index]


def test_what_runs_on_a_machine(run) -> None:
    result = run("fit", "--hardware", "rtx-4090", "--format", "json", *ON)
    assert result.code == 0
    fits = [row["fits"] for row in rows(result)]
    assert fits == sorted(fits, reverse=True)
    assert True in fits
    assert False in fits  # with a part in the system's memory, last


def test_least_speed(run) -> None:
    result = run("fit", "--hardware", "rtx-4090", "--min-speed", "60", "--format", "json", *ON)
    assert all(row["decode_tokens_per_s"]["value"] >= 60 for row in rows(result))  # type: ignore[index]


def test_scout_tells_the_truth_about_ten_million_tokens(run) -> None:
    result = run("fit", "llama-4-scout", "--context", "10M", "--vram", "80GB", *ON)
    assert result.code == 1
    assert "does not fit 80 GB" in result.out
    assert "12 of 48 layers keep all 10M tokens" in result.out
    assert "counted naively" in result.out


def test_one_that_is_not_known_is_no_yes(run) -> None:
    result = run("fit", "deepseek-v2.5", "--vram", "24GB", *ON)
    assert result.code == 1
    assert "is not known" in result.out


def test_csv_has_every_part(run) -> None:
    result = run("fit", "gpt-oss-20b", "--hardware", "h100", "--format", "csv", *ON)
    (row,) = csv.DictReader(io.StringIO(result.out))
    assert row["weights"] == "12.1"
    assert row["decode_low"]


@pytest.mark.parametrize("width", ["80", "160"])
def test_the_model_stays_on_a_narrow_screen(run, monkeypatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    result = run("fit", "--hardware", "rtx-4090", "--color", "always", "--details", "--no-pager", *ON)
    assert result.code == 0
    assert "qwen/qwen3-32b" in result.out


class TestMachinesPeopleOwn:
    @pytest.mark.parametrize(
        "machine",
        [
            "rx-6900-xt", "rtx-3080", "v100", "p40", "cpu", "rtx-3090 + rtx-3060", "rtx-3060-12gb + 64GB ram",
            "m4-max 36GB", "2x rtx-3090 + 128GB ram", "cpu ddr5-5600 x2 64GB", "strix-halo 128GB", "4x h100 nvlink",
        ],
    )  # fmt: skip
    def test_each_has_an_answer_on_one_screen(self, run, machine: str) -> None:
        result = run("fit", "--hardware", machine, "--need", "coding", *ON)
        assert result.code == 0, result.err
        assert len(result.out.splitlines()) <= 20
        assert "open models fit" in result.out

    def test_the_memory_beside_a_card_is_said_apart(self, run) -> None:
        result = run("fit", "gpt-oss-120b", "--vram", "16GB", "--ram", "128GB", *ON)
        assert result.code == 0
        assert "fits 16 GB + 128 GB RAM at mxfp4" in result.out
        assert "--n-cpu-moe" in result.out
        assert run("fit", "gpt-oss-120b", "--vram", "16GB", "--ram", "128GB", "--offload", "none", *ON).code == 1

    def test_the_best_for_a_need_names_the_command_that_says_how(self, run) -> None:
        shown = run("fit", "--hardware", "2x rtx-3090", "--need", "coding", *ON).out
        (command,) = re.findall(r"^  Next  modelpick (fit .*)  \(how to run it\)$", shown, re.MULTILINE)
        told = run(*shlex.split(command), *ON)
        assert told.code == 0
        assert "Run    llama-server -hf " in told.out

    def test_what_is_squeezed_stands_behind_what_is_not(self, run) -> None:
        found = rows(run("fit", "--hardware", "rtx-4090", "--need", "coding", "--format", "json", *ON))
        held = [row for row in found if row["fits"]]
        bits = [QUANTS[str(row["quant"])].bits >= LEAST_BITS for row in held]
        assert bits == sorted(bits, reverse=True)
        assert set(bits) == {True, False}

    def test_commands_of_every_engine_that_can(self, run) -> None:
        (row,) = rows(run("fit", "qwen3-8b", "--hardware", "h100", "--format", "json", *ON))
        assert {each["engine"] for each in row["run"]} == {"vllm", "llama.cpp", "ollama"}  # type: ignore[union-attr]
        assert row["engine"] == "vllm"

    def test_an_engine_is_asked_for(self, run) -> None:
        (row,) = rows(run("fit", "qwen3-32b", "--hardware", "m4-max 64GB", "--engine", "mlx", "--format", "json", *ON))
        assert (row["engine"], row["quant"]) == ("mlx", "mlx-8bit")

    def test_several_at_a_time_with_their_prompts(self, run) -> None:
        asked = ("fit", "qwen3-8b", "--hardware", "h100", "--context", "8k", "--concurrency", "32", "--format", "json")
        (row,) = rows(run(*asked, *ON))
        (short,) = rows(run(*asked, "--prompt", "100", *ON))
        assert row["together_tokens_per_s"]["value"] < 32 * row["decode_tokens_per_s"]["value"]  # type: ignore[index]
        assert row["together_tokens_per_s"]["value"] < short["together_tokens_per_s"]["value"]  # type: ignore[index]
        assert row["first_token_s"]["value"] > short["first_token_s"]["value"]  # type: ignore[index]


def test_detected_hardware(run, monkeypatch) -> None:
    seen = Detected((DetectedDevice("NVIDIA GeForce RTX 4090", 25.76),), "a processor", 64.0)
    monkeypatch.setattr(hardware, "detect", lambda: seen)
    result = run("fit", "gpt-oss-20b", "--hardware", "detect", *ON)
    assert result.code == 0
    assert "fits GeForce RTX 4090, 25.8 GB + 64 GB RAM at mxfp4" in result.out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--vram", "banana"), "error: --vram: is 'banana', expected an amount of memory such as 24GB"),
        (("--vram", "-1GB"), "--vram: is '-1GB', expected an amount of memory"),
        (("--hardware", "0x h100"), "error: --hardware: '0x h100' asks for 0 devices, expected 1 to 1024"),
        (("--hardware", "h1000"), "error: --hardware: no device is called 'h1000'. Did you mean"),
        (("--vram", "8GB", "--hardware", "h100"), "error: --vram: names a machine as --hardware does"),
        (("--hardware", "rtx-3090 + h1000"), "--hardware: no device is called 'h1000'. Did you mean"),
        (("--hardware", "zzzz"), "--hardware: no device is called 'zzzz'. Say its memory: --vram 16GB"),
        (("--kv-cache", "q3"), "--kv-cache: no precision of a cache is called 'q3'"),
        (("--vram", "8GB", "--engine", "lama"), "--engine: no engine is called 'lama'. Did you mean"),
        (("--vram", "8GB", "--offload", "maybe"), "--offload: is 'maybe', expected auto or none"),
        (("--ram", "lots"), "--ram: is 'lots', expected an amount of memory"),
        (("--quant", "q4_k_n"), "error: --quant: no precision of weights is called 'q4_k_n'. Did you mean"),
        (("--context", "-5"), "error: --context: is -5, expected a number"),
        (("--context", "0"), "error: --context: is 0, expected a number of tokens"),
        (("--concurrency", "0"), "error: --concurrency: is 0, expected a whole number from 1 to 100,000"),
        (("--min-speed", "-3"), "error: --min-speed: is -3.0, expected tokens per second from 0.01 to 1,000,000"),
        (("--min-speed", "nan"), "error: --min-speed: is nan, expected tokens per second from 0.01 to 1,000,000"),
    ],
)
def test_bad_input_is_a_sentence(run, args: tuple[str, ...], said: str) -> None:
    result = run("fit", "gpt-oss-20b", *args)
    assert result.code == 2
    assert result.out == ""
    assert said in result.err
    assert len(result.err.splitlines()) == 1


def test_nothing_asked(run) -> None:
    assert "nothing to fit. Name a model, or a machine" in run("fit").err


def test_a_model_that_is_not_known(run) -> None:
    assert run("fit", "gpt-oss-21b").code == 2
