"""How fast a model answers. Seconds, GB of 10^9 bytes, tokens per second.

Decoding reads weights and cache once a step, so that a step of n sequences takes
    (weights touched + n x cache) / (bandwidth x share) + layers x time of a layer,
at least the time of its arithmetic. What lies in the system's memory is read at that memory's speed, after the rest.
Prefill is arithmetic: 2 operations per active parameter and token, 4 x heads x head size per layer and token attended
to, at a share of the published FP16 rate.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from modelpick.fit.constants import Constants
from modelpick.fit.quants import Engine, Quant
from modelpick.fit.weights import touched_gb
from modelpick.model.facts import Architecture, Model
from modelpick.model.machines import Device, Machine

_CARD_CLASSES = ("consumer", "workstation")


class Load(NamedTuple):
    """What a step reads: `cache_gb` is that of one sequence, `beyond` the share of it all in the system's memory."""

    cache_gb: float
    tokens: int
    sequences: int
    beyond: float = 0.0


def hardware_class(device: Device) -> str:
    """The class whose constants hold: ``apple``, ``datacenter``, ``card``, ``unified`` or ``cpu``."""
    if device.id.startswith("apple/"):
        return "apple"
    return "card" if device.kind in _CARD_CLASSES else device.kind


def engine_of(quant: Quant, device: Device) -> Engine:
    """The engine that one would run `quant` with on `device`."""
    if quant.engine is not None:
        return quant.engine
    return "vllm" if device.kind == "datacenter" else "llama.cpp"


def is_mixture(model: Model) -> bool:
    """Whether a token goes through a part of the model only."""
    total, active = model.params.total_b, model.params.active_b
    return total is not None and active is not None and active < 0.95 * total


def bandwidth_share(device: Device, engine: Engine, mixture: bool, constants: Constants) -> float:
    """Of the memory's bandwidth that decoding reaches."""
    kind = hardware_class(device)
    share = constants.bandwidth_share * constants.by_hardware[kind] * constants.by_engine[engine]
    return share * constants.mixture[kind] if mixture else share


def decode_rate(
    model: Model, quant: Quant, machine: Machine, engine: Engine, load: Load, constants: Constants
) -> float | None:
    """Tokens per second of each sequence; None where bandwidth or active parameters are not known."""
    device = machine.device
    sequences = load.sequences
    weights = touched_gb(model, quant, sequences**constants.skew if sequences > 1 else 1)
    active = model.params.active_b
    if device is None or device.bandwidth_gb_s is None or weights is None or active is None:
        return None
    # llama.cpp gives each card some layers: they work one after the other, as one card would.
    cards = machine.count if engine == "vllm" else 1
    rate = device.bandwidth_gb_s * bandwidth_share(device, engine, is_mixture(model), constants)
    if cards > 1:
        rate *= cards * constants.parallel ** math.log2(cards)
    read = weights + sequences * load.cache_gb
    layers = (model.architecture.layers if model.architecture else None) or 40
    seconds = read * (1 - load.beyond) / rate + layers * constants.layer_us[hardware_class(device)] * 1e-6
    if load.beyond:
        seconds += read * load.beyond / constants.system_gb_s[0]
    if sequences > 1:
        work = sequences * _token_operations(model.architecture, active, load.tokens)
        seconds = max(seconds, work / (cards * compute(device, constants)))
    return 1 / seconds


def prefill_rate(model: Model, machine: Machine, engine: Engine, tokens: int, constants: Constants) -> float | None:
    """Tokens per second of a prompt that is `tokens` long; None where nothing bounds the arithmetic."""
    device = machine.device
    if device is None or model.params.active_b is None:
        return None
    cards = machine.count if engine == "vllm" else 1
    rate = cards * compute(device, constants)
    if cards > 1:
        rate *= constants.parallel ** math.log2(cards)
    if is_mixture(model):
        rate *= constants.prefill_mixture
    return rate / _token_operations(model.architecture, model.params.active_b, tokens / 2)


def compute(device: Device, constants: Constants) -> float:
    """Operations per second that one device reaches."""
    kind = hardware_class(device)
    if device.fp16_tflops is not None:
        return device.fp16_tflops * 1e12 * constants.compute_share[kind]
    return (device.bandwidth_gb_s or 0.0) * 1e9 * constants.flops_per_byte[kind]


def _token_operations(shape: Architecture | None, active_b: float, attended: float) -> float:
    """Operations of one token that attends to `attended` others."""
    work = 2e9 * active_b
    if shape is None or shape.heads is None or shape.layers is None:
        return work
    size = shape.head_dim or (shape.hidden or 0) / shape.heads
    full = shape.layers if shape.full_attention_layers is None else shape.full_attention_layers
    work += 4 * shape.heads * size * full * attended
    if shape.window_layers and shape.window_tokens:
        work += 4 * shape.heads * size * shape.window_layers * min(attended, shape.window_tokens)
    return work
