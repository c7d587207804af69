"""The memory of a context: keys and values of every token that was read, by kind of attention. GB of 10^9 bytes.

Per sequence of c tokens, with b bytes a value (`KV_BYTES`):
- multi-head and grouped-query attention: layers x kv heads x (key size + value size) x b x c;
- sliding windows: the full layers as above; a window layer holds at most its window: min(c, window) tokens;
- shared layers: the last so many keep nothing of their own;
- latent attention (MLA, DeepSeek-V2, arXiv 2405.04434): layers x (rank + rope size) x b x c;
- an indexer beside it (sparse attention): index layers x index size x b x c;
- compressed layers (DeepSeek V4): all layers keep min(c, window) entries of head size x b, and of every `ratio` tokens
  one entry more, with an indexer's key where there is one;
- linear and state-space layers: a state of fixed size, whatever c is.
Where it is not known which layers are of which kind, the truth lies between `low` and `high`.
"""

from __future__ import annotations

import math

from modelpick.fit.quants import block_bits
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Architecture
from modelpick.model.fields import Plain
from modelpick.model.names import near_or_all

STATE_VALUES = 192
"""Values of a linear layer's state per unit of hidden size: 128 to 256 in published gated-delta and Mamba-2 layers."""
STATE_BYTES = 4
SELECTED = 2048
"""Tokens that a sparse attention reads of the whole context, beside the keys of its indexer."""

KV_BYTES = {"bf16": 2.0, "f16": 2.0, "fp8": 1.0}
KV_BYTES |= {kind: block_bits(kind) / 8 for kind in ("q8_0", "q5_1", "q5_0", "q4_1", "q4_0", "iq4_nl")}
"""Bytes of a value of the cache: llama.cpp's blocks hold their scale."""
KV_SPELLINGS = {"fp16": "f16", "fp8_e4m3": "fp8", "fp8_e5m2": "fp8", "q8": "q8_0", "q4": "q4_0", "auto": "bf16"}
KV_SPELLINGS |= {"f8": "fp8", "8bit": "q8_0", "4bit": "q4_0", "int8": "q8_0", "int4": "q4_0"}
_FP8_ENTRY = {576: 656, 512: 584}
"""Values of an entry of a sparse or compressed attention -> its bytes in vLLM's fp8: scales, and a part at 16 bits."""
_FP8_INDEX = 132 / 128
"""Bytes of a value of an indexer's key at fp8: one scale of four bytes for 128."""


def kv_type(name: str) -> str:
    """The precision of a cache that `name` means.

    Raises:
        ModelpickError: there is none of that name; says which are near.
    """
    folded = name.strip().lower().replace("-", "_")
    found = KV_SPELLINGS.get(folded, folded)
    if found not in KV_BYTES:
        said = f"no precision of a cache is called {name!r}"
        raise ModelpickError(said, where="{kv_cache}", hint=near_or_all(folded, KV_BYTES))
    return found


class Cache(Plain):
    """GB of one sequence. `naive` is what it were if every layer kept every token."""

    value: float
    low: float
    high: float
    naive: float
    sure: bool = True
    """False where the published geometry leaves open how many layers keep the whole context: `value` is then `high`."""
    read: float | None = None
    """What a token reads of it, where a sparse attention does not read all."""


def kv_cache(shape: Architecture, tokens: int, value_bytes: float = 2.0) -> Cache | None:
    """The cache of one sequence of `tokens`, at so many bytes a value (`KV_BYTES`); None where the geometry does not
    even bound it.
    """
    layers, width = shape.layers, _full_width(shape)
    if layers is None or width is None:
        return None
    if shape.compressed_layers:
        return _compressed_cache(shape, layers, tokens, value_bytes)
    sparse = bool(shape.index_layers)
    full = _entry_bytes(width, value_bytes, sparse) * tokens / 1e9
    naive = layers * full
    index = _index_bytes(shape, value_bytes) * tokens / 1e9
    if shape.attention in ("gqa", "mla"):
        read = naive * min(1.0, SELECTED / max(tokens, 1)) + index if sparse else None
        return Cache(naive + index, naive, naive + index, naive + index, read=read)
    own = 1 - (shape.shared_layers or 0) / layers
    window = _window_gb(shape, tokens, value_bytes)
    state = (shape.linear_layers or 0) * STATE_VALUES * (shape.hidden or 0) * STATE_BYTES / 1e9
    known = shape.full_attention_layers
    if known is None:
        least = layers * window if shape.attention == "swa" else state
        return Cache(naive, min(least, naive), naive, naive, sure=False)
    kept = round(known * own) * full + round((shape.window_layers or 0) * own) * window
    if shape.linear_layers is None and known + (shape.window_layers or 0) < layers:
        # The others may compress the context; how far is not in the geometry.
        most = kept + (layers - known - (shape.window_layers or 0)) * full
        return Cache(most, kept, most, naive, sure=False)
    return Cache(kept + state, kept + state / 2, kept + 2 * state, naive)


def _compressed_cache(shape: Architecture, layers: int, tokens: int, value_bytes: float) -> Cache:
    """Of layers that keep one entry of `head_dim` values, keys and values in one, for every few tokens."""
    size = shape.head_dim or 0
    entry = _entry_bytes(size, value_bytes, sparse=True) / 1e9
    key_bytes = _FP8_INDEX if value_bytes == KV_BYTES["fp8"] else value_bytes
    kept = layers * min(tokens, shape.window_tokens or 0) * entry
    index = 0.0
    for part in shape.compressed_layers:
        entries = part.layers * math.ceil(tokens / part.ratio)
        kept += entries * entry
        index += entries * part.index_dim * key_bytes / 1e9
    naive = layers * tokens * 2 * size * value_bytes / 1e9
    read = kept * min(1.0, SELECTED / max(tokens, 1)) + index
    unsure = "compressed_layers" in shape.unverified
    return Cache(kept + index, (kept + index) * (0.8 if unsure else 0.97), (kept + index) * 1.2, naive, read=read)


def _entry_bytes(width: float, value_bytes: float, sparse: bool) -> float:
    """What an entry of `width` values takes; a sparse attention's at fp8 holds its scales and keeps a part finer."""
    if sparse and value_bytes == KV_BYTES["fp8"] and width in _FP8_ENTRY:
        return _FP8_ENTRY[int(width)]
    return width * value_bytes


def _index_bytes(shape: Architecture, value_bytes: float) -> float:
    """What the indexers keep of a token."""
    each = _FP8_INDEX if value_bytes == KV_BYTES["fp8"] else value_bytes
    return (shape.index_layers or 0) * (shape.index_dim or 0) * each


def _full_width(shape: Architecture) -> float | None:
    """Values that a full layer keeps of a token."""
    if shape.kv_lora_rank is not None:
        return None if shape.rope_dim is None else shape.kv_lora_rank + shape.rope_dim
    heads = shape.global_kv_heads or shape.kv_heads
    size = shape.global_head_dim or shape.head_dim
    return None if heads is None or size is None else heads * (size + (shape.value_dim or size))


def _window_gb(shape: Architecture, tokens: int, value_bytes: float) -> float:
    """What one window layer keeps."""
    if shape.window_tokens is None or shape.kv_heads is None or shape.head_dim is None:
        return 0.0
    width = shape.kv_heads * (shape.head_dim + (shape.value_dim or shape.head_dim))
    return width * value_bytes * min(tokens, shape.window_tokens) / 1e9
