"""The memory of a context: keys and values of every token that was read, by kind of attention. GB of 10^9 bytes.

Per sequence of c tokens, with b bytes a value (2 unless said otherwise):
- multi-head and grouped-query attention: 2 x layers x kv heads x head size x b x c (keys and values);
- sliding windows: the full layers as above; a window layer holds at most its window: min(c, window) tokens;
- latent attention (MLA, DeepSeek-V2, arXiv 2405.04434): layers x (rank + rope size) x b x c;
- linear and state-space layers: a state of fixed size, whatever c is.
Where it is not known which layers are of which kind, the truth lies between `low` and `high`.
"""

from __future__ import annotations

from typing import NamedTuple

from modelpick.model.facts import Architecture

STATE_VALUES = 192
"""Values of a linear layer's state per unit of hidden size: 128 to 256 in published gated-delta and Mamba-2 layers."""
STATE_BYTES = 4


class Cache(NamedTuple):
    """GB of one sequence. `naive` is what it were if every layer kept every token."""

    value: float
    low: float
    high: float
    naive: float
    sure: bool = True
    """False where the published geometry leaves open how many layers keep the whole context: `value` is then `high`."""


def kv_cache(shape: Architecture, tokens: int, value_bytes: float = 2.0) -> Cache | None:
    """The cache of one sequence of `tokens`; None where the geometry does not even bound it."""
    layers, width = shape.layers, _full_width(shape)
    if layers is None or width is None:
        return None
    full = width * value_bytes * tokens / 1e9
    naive = layers * full
    if shape.attention in ("gqa", "mla"):
        return Cache(naive, naive, naive, naive)
    window = _window_gb(shape, tokens, value_bytes)
    state = (shape.linear_layers or 0) * STATE_VALUES * (shape.hidden or 0) * STATE_BYTES / 1e9
    known = shape.full_attention_layers
    if known is None:
        least = layers * window if shape.attention == "swa" else state
        return Cache(naive, min(least, naive), naive, naive, sure=False)
    kept = known * full + (shape.window_layers or 0) * window
    if shape.linear_layers is None and known + (shape.window_layers or 0) < layers:
        # The others may compress the context; how far is not in the geometry.
        most = kept + (layers - known - (shape.window_layers or 0)) * full
        return Cache(most, kept, most, naive, sure=False)
    return Cache(kept + state, kept + state / 2, kept + 2 * state, naive)


def _full_width(shape: Architecture) -> float | None:
    """Values that a full layer keeps of a token."""
    if shape.kv_lora_rank is not None:
        return None if shape.rope_dim is None else shape.kv_lora_rank + shape.rope_dim
    heads = shape.global_kv_heads or shape.kv_heads
    size = shape.global_head_dim or shape.head_dim
    return None if heads is None or size is None else 2 * heads * size


def _window_gb(shape: Architecture, tokens: int, value_bytes: float) -> float:
    """What one window layer keeps."""
    if shape.window_tokens is None or shape.kv_heads is None or shape.head_dim is None:
        return 0.0
    return 2 * shape.kv_heads * shape.head_dim * value_bytes * min(tokens, shape.window_tokens) / 1e9
