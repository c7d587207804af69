"""The cache of a context, worked out by hand for each kind of attention. Values of 2 bytes."""

from __future__ import annotations

import pytest

from modelpick.fit.cache import KV_BYTES, kv_cache, kv_type
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Architecture, CompressedLayers
from modelpick.model.fields import replace
from tests.fit.given import DENSE, HYBRID, LATENT, MIXTURE


def test_grouped_queries() -> None:
    # 2 x 32 layers x 8 heads x 128 x 2 bytes = 131,072 bytes a token
    cache = kv_cache(DENSE, 8192)
    assert cache is not None
    assert cache.value == 131_072 * 8192 / 1e9
    assert cache.value == cache.low == cache.high == cache.naive


def test_bytes_of_a_value() -> None:
    assert kv_cache(DENSE, 1000, 1.0).value == kv_cache(DENSE, 1000).value / 2  # type: ignore[union-attr]


def test_latent_attention() -> None:
    # 61 layers x (512 + 64) x 2 bytes = 70,272 bytes a token: what vLLM prints for Kimi K2 (46.80 GiB, 715,072 tokens)
    cache = kv_cache(LATENT, 1)
    assert cache is not None
    assert cache.value * 1e9 == pytest.approx(70_272)
    assert abs(46.80 * 1024**3 / 715_072 - 70_272) < 10


def test_sliding_windows() -> None:
    # 18 layers keep all: 18 x 2 x 8 x 64 x 2 = 36,864 bytes a token; 18 keep 128 tokens
    cache = kv_cache(MIXTURE, 131_072)
    assert cache is not None
    assert cache.value * 1e9 == pytest.approx(36_864 * 131_072 + 36_864 * 128)
    assert cache.naive * 1e9 == pytest.approx(2 * 36_864 * 131_072)
    short = kv_cache(MIXTURE, 100)
    assert short is not None
    assert short.value == short.naive


def test_windows_with_heads_of_their_own() -> None:
    shape = replace(MIXTURE, global_kv_heads=2, global_head_dim=512)
    # full: 18 x 2 x 2 x 512 x 2; window: 18 x 2 x 8 x 64 x 2 of 128 tokens
    cache = kv_cache(shape, 1000)
    assert cache is not None
    assert cache.value * 1e9 == pytest.approx(73_728 * 1000 + 36_864 * 128)


def test_linear_layers_keep_a_state_of_fixed_size() -> None:
    # 12 layers x 2 x 2 x 256 x 2 = 24,576 bytes a token, and 36 states of 192 x 2048 values of 4 bytes
    state = 36 * 192 * 2048 * 4
    for tokens in (1, 262_144):
        cache = kv_cache(HYBRID, tokens)
        assert cache is not None
        assert cache.value * 1e9 == pytest.approx(24_576 * tokens + state)
        assert cache.low < cache.value < cache.high
        assert cache.sure


def test_layers_of_a_kind_that_is_not_published_leave_bounds() -> None:
    shape = replace(MIXTURE, full_attention_layers=None, window_layers=None)
    cache = kv_cache(shape, 131_072)
    assert cache is not None
    assert not cache.sure
    assert cache.value == cache.high == cache.naive
    assert cache.low * 1e9 == pytest.approx(36 * 2048 * 128)
    compressing = replace(HYBRID, full_attention_layers=0, window_layers=2, window_tokens=128, linear_layers=None)
    cache = kv_cache(compressing, 1000)
    assert cache is not None
    assert not cache.sure
    assert cache.low < 0.01 * cache.high


@pytest.mark.parametrize("missing", ["layers", "kv_heads", "head_dim"])
def test_no_cache_without_geometry(missing: str) -> None:
    assert kv_cache(replace(DENSE, **{missing: None}), 1000) is None


def test_no_cache_for_a_latent_size_that_is_half_known() -> None:
    assert kv_cache(replace(LATENT, rope_dim=None), 1000) is None


# DeepSeek V4 Flash as its configuration has it: 43 layers, of which 21 keep every 4th token and 20 every 128th.
COMPRESSED = Architecture(
    "hybrid", "paper", layers=43, hidden=4096, heads=64, kv_heads=1, head_dim=512, window_tokens=128,
    compressed_layers=(CompressedLayers(21, 4, 128), CompressedLayers(20, 128)),
)  # fmt: skip


def test_compressed_layers() -> None:
    cache = kv_cache(COMPRESSED, 131_072)
    assert cache is not None
    entries = 43 * 128 + 21 * 32_768 + 20 * 1024
    assert cache.value * 1e9 == pytest.approx((entries * 512 + 21 * 32_768 * 128) * 2)
    assert cache.value == pytest.approx(0.91, abs=0.005)
    assert cache.sure
    # vLLM's fp8: 584 bytes an entry, 132 an indexer's key.
    fp8 = kv_cache(COMPRESSED, 131_072, KV_BYTES["fp8"])
    assert fp8 is not None
    assert fp8.value * 1e9 == pytest.approx(entries * 584 + 21 * 32_768 * 132)


def test_a_token_reads_what_a_sparse_attention_selects() -> None:
    cache = kv_cache(replace(LATENT, index_layers=61, index_dim=128), 131_072)
    assert cache is not None
    latent, index = 70_272 * 131_072, 61 * 128 * 2 * 131_072
    assert cache.value * 1e9 == pytest.approx(latent + index)
    assert cache.read is not None
    assert cache.read * 1e9 == pytest.approx(latent * 2048 / 131_072 + index)
    fp8 = kv_cache(replace(LATENT, index_layers=61, index_dim=128), 1000, KV_BYTES["fp8"])
    assert fp8 is not None
    assert fp8.value * 1e9 == pytest.approx(61 * (656 + 132) * 1000)


def test_shared_layers_keep_nothing() -> None:
    # Gemma 4 E4B: of 42 layers the last 18 read what the 24 before them keep: 4 full ones, 20 windows.
    shape = Architecture(
        "swa", "paper", layers=42, hidden=2560, heads=8, kv_heads=2, head_dim=256, full_attention_layers=7,
        window_layers=35, window_tokens=512, global_kv_heads=2, global_head_dim=512, shared_layers=18,
    )  # fmt: skip
    cache = kv_cache(shape, 131_072)
    assert cache is not None
    assert cache.value * 1e9 == pytest.approx(4 * 2 * 2 * 512 * 2 * 131_072 + 20 * 2 * 2 * 256 * 2 * 512)


def test_values_of_another_size_than_keys() -> None:
    assert kv_cache(replace(DENSE, value_dim=64), 1000).value == pytest.approx(  # type: ignore[union-attr]
        32 * 8 * (128 + 64) * 2 * 1000 / 1e9
    )


@pytest.mark.parametrize(("name", "mib"), [("f16", 360), ("q8_0", 191.25), ("q4_0", 101.25)])
def test_published_sizes_of_a_cache(name: str, mib: float) -> None:
    # Qwen3 8B at 2,560 tokens, printed by llama.cpp (pull request 21551).
    shape = replace(DENSE, layers=36)
    assert kv_cache(shape, 2560, KV_BYTES[name]).value * 1e9 / 2**20 == pytest.approx(mib)  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "meant"), [("FP16", "f16"), ("q8", "q8_0"), ("4bit", "q4_0"), ("fp8_e4m3", "fp8")])
def test_names_of_a_precision(name: str, meant: str) -> None:
    assert kv_type(name) == meant


def test_a_precision_that_is_none_is_refused() -> None:
    with pytest.raises(ModelpickError, match="no precision of a cache is called 'q4_1_0'"):
        kv_type("q4_1_0")
