"""Bits per weight, worked out by hand from the layout of a block, and against published file sizes."""

from __future__ import annotations

import pytest

from modelpick.fit.quants import BLOCKS, LADDER, QUANTS, block_bits, find_quant, quant_of
from modelpick.fit.weights import active_gb, shared_b, touched_gb, weights_gb
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Model
from tests.fit.given import dense, mixture


@pytest.mark.parametrize(
    ("kind", "bits"),
    [
        ("q4_0", 4.5),  # 2 bytes of scale and 16 of weights for 32
        ("q8_0", 8.5),  # 2 + 32 bytes for 32
        ("q2_k", 2.625),  # 16 + 64 + 4 bytes for 256
        ("q3_k", 3.4375),  # 32 + 64 + 12 + 2
        ("q4_k", 4.5),  # 4 + 12 + 128
        ("q5_k", 5.5),  # 4 + 12 + 32 + 128
        ("q6_k", 6.5625),  # 128 + 64 + 16 + 2
        ("iq2_xxs", 2.0625),
        ("iq4_xs", 4.25),
        ("mxfp4", 4.25),  # 16 bytes and one of exponent for 32
        ("nvfp4", 4.5),  # 8 bytes and one of scale for 16
    ],
)
def test_bits_of_a_block(kind: str, bits: float) -> None:
    assert block_bits(kind) == bits


def test_a_file_is_no_smaller_than_its_blocks() -> None:
    for kind in BLOCKS:
        named = QUANTS.get(kind)
        assert named is None or named.bits >= block_bits(kind) - 0.01, kind


PUBLISHED = [
    ("qwen/qwen3-32b", "q8_0", 34.82),
    ("qwen/qwen3-32b", "q4_k_m", 19.76),
    ("meta/llama-4-scout", "q4_k_m", 65.36),
    ("qwen/qwen3-235b-a22b-instruct-2507", "q4_k_m", 142.15),
    ("openai/gpt-oss-20b", "mxfp4", 12.11),
    ("openai/gpt-oss-120b", "mxfp4", 63.39),
    ("meta/muse-glimmer-30b", "bf16", 59.58),
    ("meta/muse-glimmer-30b", "fp8-block", 32.78),
    ("deepseek/deepseek-v4-flash", "fp4 experts + fp8", 159.62),
    ("qwen/qwen3.6-35b-a3b", "ud-q4_k_xl", 22.84),
]


@pytest.mark.parametrize(("id_", "quant", "gb"), PUBLISHED)
def test_published_files(catalog, id_: str, quant: str, gb: float) -> None:
    model: Model = catalog.facts.models[id_]
    found = quant_of(quant)
    size = weights_gb(model, found)
    assert size is not None
    assert size == pytest.approx(gb, rel=0.06)
    assert found.low * size <= gb <= found.high * size


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Q4_K_M", "q4_k_m"),
        ("q4-k-m", "q4_k_m"),
        ("FP16", "f16"),
        ("UD-Q4_K_XL", "ud-q4_k_xl"),
        ("mlx 4-bit", "mlx-4bit"),
        ("awq-int4", "awq"),
        ("nvfp4-w4a4", "nvfp4"),
        ("int4 experts", "int4-experts"),
        ("fp4 experts + fp8", "fp4-experts"),
    ],
)
def test_spellings(said: str, meant: str) -> None:
    assert quant_of(said).name == meant


def test_an_unknown_precision_names_near_ones() -> None:
    with pytest.raises(ModelpickError, match=r"quant: no precision of weights is called 'q4_k_n'. Did you mean"):
        quant_of("q4_k_n")
    assert find_quant("q4_k_n") is None


def test_published_precisions_of_the_catalog_are_known(catalog) -> None:
    named = {m.native_precision for m in catalog.facts.models.values() if m.native_precision}
    assert all(find_quant(name) for name in named), named


def test_the_ladder_goes_down() -> None:
    bits = [QUANTS[name].bits for name in LADDER]
    assert bits == sorted(bits, reverse=True)


def test_the_shared_part_of_a_mixture() -> None:
    # 117 = s + e and 5 = s + e x 4/128: e = 112 / (1 - 1/32) = 115.61, s = 1.39
    shared = shared_b(mixture())
    assert shared == pytest.approx(1.387, abs=0.001)
    assert shared_b(dense()) is None
    # experts at 4.25 bits, the rest at 11.3
    assert weights_gb(mixture(), QUANTS["mxfp4"]) == pytest.approx(115.613 * 4.25 / 8 + 1.387 * 11.3 / 8, rel=1e-3)
    assert active_gb(mixture(), QUANTS["mxfp4"]) == pytest.approx(3.613 * 4.25 / 8 + 1.387 * 11.3 / 8, rel=1e-3)


def test_more_sequences_touch_more_experts_and_never_more_than_all() -> None:
    quant = QUANTS["mxfp4"]
    read = [touched_gb(mixture(), quant, n) for n in (1, 2, 8, 64, 10_000)]
    assert None not in read
    assert read == sorted(read)  # type: ignore[type-var]
    assert read[-1] == pytest.approx(weights_gb(mixture(), quant))
    assert touched_gb(dense(), quant, 64) == active_gb(dense(), quant)


def test_nothing_is_said_of_weights_whose_number_is_not_known() -> None:
    assert weights_gb(dense(params_total_b=None), QUANTS["q8_0"]) is None
    assert active_gb(dense(params_active_b=None), QUANTS["q8_0"]) is None
