"""What reading a prompt and writing depend on, each thing by itself."""

from __future__ import annotations

from typing import Any

import pytest

from modelpick.fit.fitted import FITTED
from modelpick.fit.quants import QUANTS
from modelpick.fit.speed import compressed_factor, operations_a_second, prefill_rate
from modelpick.fit.usable import machine_of
from modelpick.model.facts import Architecture, CompressedLayers, Model
from modelpick.model.fields import replace
from modelpick.model.machines import Engine, Machine
from tests.fit.given import DENSE, LATENT, dense, device, fit, machine

COMPRESSED = replace(
    DENSE, full_attention_layers=0, compressed_layers=(CompressedLayers(20, 4, 128), CompressedLayers(12, 128, 0))
)


def reading(
    model: Model, on: Machine, quant: str = "q4_k_m", tokens: int = 512, engine: Engine = "llama.cpp", depth: int = 0
) -> float:
    found = prefill_rate(model, QUANTS[quant], on, engine, tokens, FITTED, depth)
    assert found is not None
    return found


def geforce(**changes: Any) -> Machine:
    given = {"kind": "consumer", "arch": "Ampere", "fp16_tflops": 70.0, "bandwidth_gb_s": 900, "memory_gb": 24}
    return machine_of(device("nvidia/rtx-3090", **{**given, **changes}))


def test_geforce_cards_are_printed_at_half_of_what_llama_cpp_takes() -> None:
    card, other = geforce().device, device("nvidia/rtx-a5000", kind="workstation", arch="Ampere", fp16_tflops=70.0)
    assert card
    assert operations_a_second(card, "llama.cpp", FITTED) == 2 * operations_a_second(other, "llama.cpp", FITTED)
    assert operations_a_second(card, "vllm", FITTED) == operations_a_second(other, "vllm", FITTED)
    titan = device("nvidia/titan-rtx", kind="consumer", arch="Turing", fp16_tflops=70.0)
    assert operations_a_second(titan, "llama.cpp", FITTED) == operations_a_second(other, "llama.cpp", FITTED)


def test_cards_with_layers_each_read_the_batches_of_a_long_prompt_one_behind_the_other() -> None:
    one, four = machine(fp16_tflops=100), machine(4, fp16_tflops=100)
    assert reading(dense(), four) == pytest.approx(reading(dense(), one))
    gain = reading(dense(), four, tokens=4096) / reading(dense(), one, tokens=4096)
    assert gain == pytest.approx((4 * 8 / 11) ** FITTED.pipelined)
    together = reading(dense(), four, "fp8", 4096, "vllm") / reading(dense(), one, "fp8", 4096, "vllm")
    assert 1.5 < together < 4


def test_quantized_weights_are_unpacked_but_by_vllm() -> None:
    card = machine(fp16_tflops=100)
    slower = reading(dense(), card, "bf16") / reading(dense(), card, "q8_0")
    assert 1 < slower < FITTED.unpacked
    assert reading(dense(), card, "fp8", engine="vllm") > reading(dense(), card, "bf16", engine="vllm")


def test_what_stands_before_a_prompt_is_attended_to() -> None:
    card = machine(fp16_tflops=100)
    assert reading(dense(), card, depth=32_768) < reading(dense(), card) < reading(dense(), card, "bf16")


def test_a_latent_cache_is_attended_to_at_its_own_width() -> None:
    wide = replace(LATENT, attention="gqa", kv_lora_rank=None, rope_dim=None, kv_heads=8, head_dim=128)
    card = machine(fp16_tflops=100)
    apart = [reading(dense(architecture=shape), card, tokens=32_768) for shape in (LATENT, wide)]
    assert apart[0] < apart[1] / 1.5


@pytest.mark.parametrize(("engine", "slow"), [("llama.cpp", True), ("ollama", True), ("vllm", False)])
def test_compressed_attention_is_slow_in_llama_cpp(engine: Engine, slow: bool) -> None:
    model = dense(architecture=COMPRESSED)
    assert (compressed_factor(model, engine, FITTED) > 1) is slow
    assert compressed_factor(dense(), engine, FITTED) == 1


def test_compressed_attention_is_said_and_widens_the_bounds() -> None:
    found, whole = (fit(dense(architecture=each), machine(), "q4_k_m") for each in (COMPRESSED, DENSE))
    assert found.decode
    assert whole.decode
    assert found.decode.value < whole.decode.value / 2
    assert found.decode.high / found.decode.value > 3
    assert any("times as long as it should over such attention" in note for note in found.notes)
    assert not any("such attention" in note for note in whole.notes)


def test_the_first_chips_of_apple_reach_less_of_their_bandwidth() -> None:
    speeds = []
    for name in ("apple/m1-max", "apple/m2-max", "apple/m4-max"):
        found = fit(dense(), machine_of(device(name, kind="unified", bandwidth_gb_s=400)), "q4_k_m")
        assert found.decode
        speeds.append(found.decode.value)
    assert speeds[0] == speeds[1] < 0.8 * speeds[2]


def test_an_architecture_without_heads_counts_its_parameters_alone() -> None:
    bare = dense(architecture=Architecture("gqa", "paper", layers=32))
    card = machine(fp16_tflops=100)
    assert reading(bare, card, tokens=512) == pytest.approx(reading(bare, card, tokens=512, depth=50_000))
