"""Does it fit, what does it take, how fast is it: and what is said where that is not known."""

from __future__ import annotations

import pytest

from modelpick.fit import best_fit, fit, parse_vram
from modelpick.fit.fitted import FITTED
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import replace
from tests.fit.given import HYBRID, LATENT, dense, device, machine, mixture


def test_the_parts_add_up() -> None:
    found = fit(dense(), machine(), "q8_0", 8192)
    memory = found.memory
    assert memory.weights == 8.0 * 8.5 / 8
    assert memory.kv_cache == 131_072 * 8192 / 1e9
    base, share = FITTED.overhead_gb[0], FITTED.overhead_share[0]
    assert memory.overhead == pytest.approx(base + share * memory.weights)
    assert memory.value == pytest.approx(memory.weights + memory.kv_cache + memory.overhead)
    assert memory.low < memory.value < memory.high
    assert found.fits is True
    assert not found.offload_gb


def test_sequences_share_the_weights_and_not_the_cache() -> None:
    one, eight = (fit(dense(), machine(), "q8_0", 8192, n).memory for n in (1, 8))
    assert eight.weights == one.weights
    assert eight.kv_cache == pytest.approx(8 * one.kv_cache)


def test_the_usual_context_is_said() -> None:
    assert fit(dense(), machine()).context == 8192
    assert "no context was asked for: 8k tokens" in fit(dense(), machine()).notes
    assert fit(dense(), machine(), context=4096).notes == ()


def test_more_than_the_model_takes_does_not_fit() -> None:
    found = fit(dense(), machine(), "q4_k_m", 200_000)
    assert found.fits is False
    assert "the model takes at most 131k tokens, 200k are asked for" in found.notes


def test_unknown_parameters_are_unknown() -> None:
    found = fit(dense(params_total_b=None), machine(), "q8_0")
    assert found.fits is None
    assert found.memory.value is None
    assert found.decode is None
    assert "the number of its parameters is not known, so that its size is not" in found.notes


def test_an_unknown_precision_is_unknown() -> None:
    found = fit(dense(native_precision=None), machine())
    assert (found.quant, found.fits) == (None, None)
    assert best_fit(dense(native_precision=None), machine()).quant == "q8_0"


def test_unknown_geometry_is_no_yes_and_no_where_the_weights_alone_are_too_large() -> None:
    bare = dense(architecture=None)
    found = fit(bare, machine(), "bf16")
    assert found.fits is None
    assert found.memory.value is None
    assert found.memory.weights == 16
    assert found.memory.kv_cache is None
    assert "its geometry is not known well enough to say what the context takes" in found.notes
    assert fit(bare, parse_vram("12GB"), "bf16").fits is False


def test_bounds_decide_where_they_can() -> None:
    vague = dense(architecture=replace(HYBRID, full_attention_layers=None, linear_layers=None), context=None)
    assert fit(vague, parse_vram("80GB"), "q8_0", 8192).fits is True
    assert fit(vague, parse_vram("16GB"), "q8_0", 131_072).fits is None
    assert fit(vague, parse_vram("8GB"), "q8_0", 131_072).fits is False


def test_only_memory_known_means_no_speed() -> None:
    found = fit(dense(), parse_vram("80GB"))
    assert found.fits is True
    assert found.decode is None
    assert found.prefill is None
    assert "only the memory is known, so there is no telling how fast" in found.notes


def test_a_card_that_is_too_small_may_share_with_the_system() -> None:
    card = machine(kind="consumer", memory_gb=8)
    found = fit(dense(), card, "q8_0", 8192)
    assert found.fits is False
    assert found.runs
    assert found.offload_gb == pytest.approx(found.memory.value - 8 * 1.05)
    whole = fit(dense(), machine(kind="consumer", memory_gb=24), "q8_0", 8192)
    assert found.decode.value < whole.decode.value
    assert found.prefill is None
    assert any("lie in the system's own memory" in note for note in found.notes)


def test_shared_memory_has_nothing_to_spill_into() -> None:
    found = fit(dense(), machine(kind="unified", memory_gb=8), "q8_0")
    assert found.fits is False
    assert not found.runs
    assert found.decode is None


def test_what_only_another_engine_reads_does_not_spill() -> None:
    assert not fit(dense(), machine(kind="consumer", memory_gb=4), "awq").runs


def test_cards_in_parallel_each_hold_a_latent_cache() -> None:
    latent = dense(architecture=LATENT)
    one, four = (fit(latent, machine(n), "fp8", 8192).memory.kv_cache for n in (1, 4))
    assert four == pytest.approx(4 * one)
    grouped = [fit(dense(), machine(n), "fp8", 8192).memory.kv_cache for n in (1, 8, 16)]
    assert grouped[0] == pytest.approx(grouped[1])
    assert grouped[2] == pytest.approx(2 * grouped[1])


def test_decode_by_hand() -> None:
    constants = replace(
        FITTED,
        bandwidth_share=0.5,
        by_hardware={"datacenter": 1.0},
        by_engine={"llama.cpp": 1.0},
        layer_us={"datacenter": 100.0},
    )
    found = fit(dense(), machine(bandwidth_gb_s=1000), "q8_0", 8192, 1, constants)
    # (8.5 GB of weights + 1.0737 GB of cache) / 500 GB/s + 32 layers x 100 us
    assert found.decode.value == pytest.approx(1 / (9.5737 / 500 + 0.0032), rel=1e-3)


def test_the_best_is_the_finest_that_fits() -> None:
    assert best_fit(dense(), parse_vram("80GB")).quant == "bf16"
    assert best_fit(dense(), parse_vram("12GB")).quant == "q8_0"
    assert best_fit(dense(), parse_vram("8GB")).quant == "q5_k_m"
    nothing = best_fit(dense(), parse_vram("1GB"))
    assert (nothing.quant, nothing.fits) == ("q4_k_m", False)
    assert best_fit(mixture(), parse_vram("80GB")).quant == "mxfp4"


def test_few_bits_are_another_model() -> None:
    found = best_fit(dense(), parse_vram("5GB"))
    assert found.fits
    assert any("expect worse answers" in note for note in found.notes)


def test_unknown_precision_is_refused() -> None:
    with pytest.raises(ModelpickError, match="no precision of weights"):
        fit(dense(), machine(), "banana")


def test_scout_at_ten_million_tokens(catalog) -> None:
    found = best_fit(catalog.facts.models["meta/llama-4-scout"], parse_vram("80GB"), 10_485_760)
    assert found.fits is False
    # 12 layers x 2 x 8 x 128 x 2 bytes = 49,152 bytes a token, and 36 layers of 8192 tokens
    assert found.memory.kv_cache == pytest.approx((49_152 * 10_485_760 + 147_456 * 8192) / 1e9)
    explained = next(note for note in found.notes if "naively" in note)
    assert "12 of 48 layers keep all 10M tokens, 36 the last 8k: 516.6 GB" in explained
    assert "2061.6 GB" in explained


def test_speed_is_told_with_its_bounds() -> None:
    found = fit(dense(), machine(), "q8_0")
    assert found.decode.low < found.decode.value < found.decode.high
    assert found.prefill.low < found.prefill.value < found.prefill.high
    assert FITTED.on in found.basis


def test_a_device_of_a_class_that_nobody_measured_says_so() -> None:
    found = fit(dense(), machine(kind="cpu", bandwidth_gb_s=300), "q8_0")
    assert "none of them on hardware of this kind" in found.basis
    assert device().kind == "datacenter"
