"""The cache of a context, worked out by hand for each kind of attention. Values of 2 bytes."""

from __future__ import annotations

import pytest

from modelpick.fit.cache import kv_cache
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
