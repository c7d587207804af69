"""The shape of what was fitted on published measurements; the values are in `modelpick.fit.fitted`."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.model.fields import Plain


class Constants(Plain):
    """Every share and time that a formula of this package takes from measurements.

    A mapping goes by class of hardware (`modelpick.fit.speed.speed_class`) or by kind of engine; factors multiply.
    """

    on: str
    """The day of the fit."""
    rows: int
    """Measurements of decode speed that it rests on."""
    bandwidth_share: float
    """Of the memory's bandwidth that decoding reaches, before the factors below."""
    by_hardware: Mapping[str, float]
    by_engine: Mapping[str, float]
    mixture: Mapping[str, float]
    """Factor for models with experts, by class of hardware."""
    layer_us: Mapping[str, float]
    """Microseconds that a layer costs per token whatever it reads, by class of hardware."""
    cache_share: float
    """Of the rate at which weights are read, that at which the cache is."""
    old_operations: float
    """Of old cards: operations of their shader rate that a weight costs beside being read."""
    reduce_us: float
    """Microseconds that tensor-parallel cards wait for one another, twice a layer, for each doubling of the cards."""
    link_share: float
    """Of what a link between cards is rated at, that passes."""
    skew: float
    """A batch of n draws experts like n ** skew independent sequences."""
    batch_layer_us: Mapping[str, float]
    """Microseconds that a layer costs for each further sequence, by kind of engine."""
    compute_share: Mapping[str, float]
    """Of the published FP16 rate that prefill reaches, by class of hardware."""
    flops_per_byte: Mapping[str, float]
    """Prefill operations per byte of bandwidth, by class of hardware, where no rate is published."""
    early_apple: float
    """Factor on the bandwidth share of Apple's first two generations, M1 and M2."""
    llama_compressed: float
    """How many times as long llama.cpp takes over a model with compressed attention as its reads and operations."""
    unpacked: float
    """Operations of prefill with quantized weights, over those with weights of 16 bits; vLLM and its kind have kernels
    that spare it."""
    pipelined: float
    """Of a full pipeline through cards that hold layers each, the power that is reached: 1 all of it, 0 nothing."""
    prefill_mixture: float
    """Factor on prefill for models with experts."""
    prefill_engine: Mapping[str, float]
    """The same by kind of engine."""
    attention_cost: float
    """Operations of attention in prefill, over those of as many in a matrix product."""
    overhead_gb: tuple[float, float, float]
    """Run-time of one device: value, low, high."""
    overhead_share: tuple[float, float, float]
    """Of the weights: buffers and activations: value, low, high."""
    decode_spread: Mapping[str, tuple[float, float]]
    """Factors of the 10th and 90th percentile, by class of hardware; ``cards``, ``batch``, ``offload`` for what that
    changes; ``other`` for what was not measured."""
    prefill_spread: Mapping[str, tuple[float, float]]
    system_gb_s: tuple[float, float, float]
    """What a system's own memory yields to decoding: value, low, high."""
