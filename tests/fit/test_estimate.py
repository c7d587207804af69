"""Does it fit, what does it take, how fast is it: and what is said where that is not known."""

from __future__ import annotations

import math
from typing import Any

import pytest

from modelpick.documents.fitting import Fit
from modelpick.fit.fitted import FITTED
from modelpick.fit.hardware import parse_memory, parse_vram, with_ram
from modelpick.fit.memory import room_gb
from modelpick.fit.quants import QUANTS
from modelpick.fit.usable import machine_of
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import DraftRuns, Model
from modelpick.model.fields import replace
from modelpick.model.machines import Cards, Engine, Machine
from tests.fit.given import HYBRID, LATENT, best_fit, dense, device, fit, machine, mixture


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
    best = best_fit(dense(params_total_b=None), machine())
    assert (best.quant, best.fits) == ("bf16", None)
    too_long = best_fit(dense(params_total_b=None, native_precision=None), machine(), 1_000_000)
    assert (too_long.quant, too_long.fits) == ("q4_k_m", False)


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
    # Layers move whole.
    layer = found.memory.weights / 32
    assert 0 <= found.offload_gb - (found.memory.value - 8 * 1.05) < layer
    assert found.offload_layers == round(found.offload_gb / layer)
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
        cache_share=0.5,
    )
    found = fit(dense(), machine(bandwidth_gb_s=1000), "q8_0", 8192, 1, constants)
    # 8.5 GB of weights at 500 GB/s, 1.0737 GB of cache at half of it, and 32 layers x 100 us
    assert found.decode.value == pytest.approx(1 / (8.5 / 500 + 1.0737 / 250 + 0.0032), rel=1e-3)
    # 2 operations for each of 8 billion parameters, and 4 x 32 heads x 128 for each of 4096 tokens in each layer
    constants = replace(
        constants,
        by_engine={"vllm": 1.0},
        compute_share={"datacenter": 0.5},
        attention_cost=1.0,
        prefill_engine={"vllm": 1.0},
    )
    found = fit(dense(), machine(fp16_tflops=100), "fp8", 8192, 1, constants)
    # and the weights, 8 GB and the embeddings at twice that, once for each 2,048 tokens at 1,000 GB/s
    reading = found.memory.weights / 1000 / 2048
    operations = 16e9 + 4 * 32 * 128 * 32 * 4096
    assert found.prefill.value == pytest.approx(1 / (operations / 50e12 + reading), rel=1e-3)
    # Three quarters of the context are asked.
    assert found.first_token_s.value == pytest.approx(6144 / found.prefill.value)


class TestExpertsInTheSystemsMemory:
    """117 billion parameters of which a token goes through 5, 4 of 128 experts each: 115.6 of them are experts."""

    def asked(self, ram: str, **use: Any) -> Fit:
        card = machine_of(device(kind="consumer", memory_gb=24, bandwidth_gb_s=1000))
        return fit(mixture(), with_ram(card, parse_memory(ram)), "q4_k_m", 8192, **use)

    def test_they_move_by_layers_until_the_rest_fits(self) -> None:
        found = self.asked("128GB")
        weights = 117 * 4.84 / 8
        assert found.memory.weights == pytest.approx(weights)
        beyond = found.memory.value - 24 * 1.05
        experts = (117 - 5) / (1 - 4 / 128) * 4.84 / 8
        assert found.offload_layers == math.ceil(36 * beyond / experts)
        assert found.offload_gb == pytest.approx(experts * found.offload_layers / 36)
        assert found.offload_experts
        assert found.fits
        assert f"the experts of {found.offload_layers} layers" in found.notes[0]

    def test_a_token_reads_its_experts_there_at_that_rate(self) -> None:
        constants = replace(
            FITTED, bandwidth_share=0.5, by_hardware={"card": 1.0}, by_engine={"llama.cpp": 1.0},
            mixture={"card": 1.0}, layer_us={"card": 0.0}, system_gb_s=(40.0, 30.0, 50.0),
        )  # fmt: skip
        found = self.asked("128GB", by=constants)
        experts = (117 - 5) / (1 - 4 / 128)
        read_gb = experts * 4 / 128 * 4.84 / 8
        there = read_gb * found.offload_layers / 36
        here = 5 * 4.84 / 8 - there
        cache = found.memory.kv_cache / constants.cache_share
        assert 1 / found.decode.value == pytest.approx((here + cache) / 500 + there / 40, rel=1e-3)

    def test_memory_that_is_not_there_holds_nothing(self) -> None:
        small = self.asked("32GB")
        assert (small.fits, small.offload_gb) == (False, 0.0)
        assert self.asked("128GB", offload=False).fits is False
        # Nobody said how much there is: it may run, but it does not fit.
        unsaid = fit(mixture(), machine_of(device(kind="consumer", memory_gb=24)), "q4_k_m", 8192)
        assert (unsaid.fits, unsaid.runs) == (False, True)

    def test_of_a_model_for_it_nothing_finer_than_four_bits_is_chosen(self) -> None:
        card = machine_of(device(kind="consumer", memory_gb=24))
        found = best_fit(mixture(native_precision="bf16"), with_ram(card, 256), 8192)
        assert (found.quant, found.fits) == ("q4_k_m", True)


def test_unequal_cards_work_in_turn() -> None:
    fast, slow = device("x/fast", bandwidth_gb_s=2000), device("x/slow", bandwidth_gb_s=500, memory_gb=40)
    both = Machine("both", 1, 80, 80, fast, (Cards(1, 40, 40, slow),))
    alone, other = (fit(dense(), machine_of(each), "q8_0", 512).decode.value for each in (fast, slow))
    together = fit(dense(), both, "q8_0", 512)
    assert other < together.decode.value < alone
    assert together.memory.overhead > fit(dense(), machine_of(fast), "q8_0", 512).memory.overhead
    assert any("work in turn" in note for note in together.notes)


def test_cards_over_a_narrow_link_wait_for_one_another() -> None:
    box = machine(4, kind="workstation", fp16_tflops=100)
    wide, narrow = (replace(box, link=link) for link in ("pcie-5", "pcie-3-x1"))
    rates = {
        (name, n): fit(dense(), each, "fp8", 8192, n, engine="vllm").decode.value
        for name, each in (("wide", wide), ("narrow", narrow))
        for n in (1, 64)
    }
    assert rates["narrow", 1] < rates["wide", 1]
    # What they exchange grows with the batch.
    assert rates["narrow", 64] / rates["wide", 64] < 0.5 < rates["narrow", 1] / rates["wide", 1]


def test_reading_the_prompts_counts() -> None:
    found = fit(dense(), machine(fp16_tflops=300), "fp8", 1024, 16, prompt=896)
    alone = 16 * found.decode.value
    reading = 16 * 896 / found.prefill.value
    assert found.together.value == pytest.approx(16 * 128 / (reading + 128 / found.decode.value))
    assert found.together.value < alone


@pytest.mark.parametrize(
    ("engine", "room"), [(None, 80.0), ("llama.cpp", 80.0), ("vllm", 0.92 * 80 * 1.07), ("sglang", 0.88 * 80 * 1.07)]
)
def test_what_an_engine_leaves_free(engine: Engine | None, room: float) -> None:
    assert room_gb(machine(memory_type="HBM3"), engine) == pytest.approx(room)


def test_vllm_refuses_what_llama_cpp_holds() -> None:
    card = machine(kind="consumer", memory_gb=9.7)
    model = dense(native_precision="fp8")
    assert fit(model, card, "fp8", 512).fits
    refused = fit(model, card, "fp8", 512, engine="vllm")
    assert refused.fits is False
    assert any("vllm takes 92% of each card (its default)" in note for note in refused.notes)


@pytest.mark.parametrize(
    ("engine", "kind", "id_", "said"),
    [
        ("mlx", "consumer", "nvidia/x", "MLX runs on Apple's chips only"),
        ("vllm", "unified", "apple/x", "vllm is made for accelerators with memory of their own"),
        ("tensorrt-llm", "datacenter", "amd/x", "TensorRT-LLM runs on NVIDIA's cards only"),
        ("vllm", "datacenter", "nvidia/x", "vllm does not support Card: it is too old"),
    ],
)
def test_what_an_engine_cannot_do_is_said(engine: Engine, kind: str, id_: str, said: str) -> None:
    arch = "Pascal" if "too old" in said else None
    notes = fit(dense(), machine_of(device(id_, kind=kind, arch=arch)), "bf16", engine=engine).notes
    assert any(said in note for note in notes)


def test_a_coarser_cache_takes_less() -> None:
    sizes = {kv: fit(dense(), machine(), "q8_0", 8192, kv_cache=kv).memory.kv_cache for kv in ("bf16", "q8_0", "q4_0")}
    assert sizes["q8_0"] == pytest.approx(sizes["bf16"] * 34 / 64)
    assert sizes["q4_0"] == pytest.approx(sizes["bf16"] * 18 / 64)


def test_a_limit_that_can_be_raised_is_named() -> None:
    mac = machine_of(device("apple/x", kind="unified", memory_gb=32))
    notes = fit(dense(), mac, "bf16", 40_000).notes
    assert any("sudo sysctl iogpu.wired_limit_mb=22888" in note for note in notes)


def test_a_device_without_a_bandwidth_has_no_speed() -> None:
    found = fit(dense(), machine(bandwidth_gb_s=None), "q8_0", 8192)
    assert (found.fits, found.decode) == (True, None)
    assert any("nobody prints the memory bandwidth" in note for note in found.notes)


def test_the_best_is_the_finest_that_fits() -> None:
    assert best_fit(dense(), parse_vram("80GB")).quant == "bf16"
    assert best_fit(dense(), parse_vram("12GB")).quant == "q8_0"
    assert best_fit(dense(), parse_vram("8GB")).quant == "q5_k_m"
    nothing = best_fit(dense(), parse_vram("1GB"))
    assert (nothing.quant, nothing.fits) == ("q4_k_m", False)
    assert best_fit(mixture(), parse_vram("80GB")).quant == "mxfp4"


@pytest.mark.parametrize("there", [parse_vram("5GB"), parse_vram("80GB"), machine(), machine(memory_gb=8)])
@pytest.mark.parametrize("asked", [dense(), mixture(), dense(params_total_b=None, params_active_b=None)])
def test_numbers_alone_are_the_same_numbers(asked: Model, there: Machine) -> None:
    found = best_fit(asked, there)
    assert found.basis
    assert best_fit(asked, there, told=False) == replace(found, basis="", notes=())


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
    assert "hardly any of them on hardware of this kind" in found.basis
    assert device().kind == "datacenter"


def test_what_drafts_bring_is_told_and_not_counted() -> None:
    drafted = dense(drafts=DraftRuns("its own draft heads", 1.3, 2.3, 37, "page"))
    found, plain = fit(drafted, machine(), "q8_0"), fit(dense(), machine(), "q8_0")
    assert found.decode == plain.decode
    assert any("1.3 to 2.3 times as fast: 37 published runs" in note for note in found.notes)
    assert not any("times as fast" in note for note in fit(drafted, machine(), "q8_0", concurrency=4).notes)


def test_an_engine_without_such_a_cache_says_so() -> None:
    notes = fit(dense(), machine(), "fp8", engine="vllm", kv_cache="q4_0").notes
    assert any("vllm keeps no cache at q4_0: bf16, f16 and fp8" in note for note in notes)


def test_a_model_that_would_write_too_slowly_is_taken_coarser() -> None:
    slow = machine_of(device(kind="unified", memory_gb=64, bandwidth_gb_s=100))
    fast = machine_of(device(kind="unified", memory_gb=64, bandwidth_gb_s=1000))
    assert best_fit(dense(), fast, 4096).quant == "bf16"
    taken = best_fit(dense(), slow, 4096)
    assert QUANTS[taken.quant or ""].bits < 16
    assert taken.decode.value > fit(dense(), slow, "bf16", 4096).decode.value
    crawling = machine_of(device(kind="unified", memory_gb=64, bandwidth_gb_s=10))
    assert best_fit(dense(), crawling, 4096).quant == "q4_k_m"
