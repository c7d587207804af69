"""The formulas of whichllm, as published; `benchmarks.fit` says which files. For comparison only."""

from __future__ import annotations

from modelpick.model.facts import Model
from modelpick.model.machines import Device, Machine

BYTES = {
    "f32": 4.0,
    "f16": 2.0,
    "bf16": 2.0,
    "q8_0": 1.0625,
    "q6_k": 0.8125,
    "q5_k_m": 0.6875,
    "q4_k_m": 0.5625,
    "q4_0": 0.5,
    "q3_k_m": 0.4375,
    "q2_k": 0.3125,
    "awq": 0.5,
    "gptq": 0.5,
    "mxfp4": 0.53125,
    "nvfp4": 0.5625,
    "fp8": 1.0,
    "int4-experts": 0.5,
    "fp4-experts": 0.53125,
    "iq2-experts": 0.25,
    "mlx-4bit": 0.5,
    "mlx-8bit": 1.0,
    "ud-q4_k_xl": 0.5625,
    "ud-q4_k_m": 0.5625,
    "ud-q5_k_xl": 0.6875,
    "ud-q8_k_xl": 1.0625,
}
"""Bytes per weight, where it knows no file. It has no dynamic, MLX or mixed type: those are taken as the plain type of
as many bits."""
EFFICIENCY = {"bf16": 0.40, "f16": 0.40, "q8_0": 0.45, "ud-q8_k_xl": 0.45, "q5_k_m": 0.52, "ud-q5_k_xl": 0.52}
EFFICIENCY |= {"q4_k_m": 0.55, "ud-q4_k_xl": 0.55, "ud-q4_k_m": 0.55, "q4_0": 0.53, "iq2-experts": 0.38}
USUAL = 0.45
BACKEND = {"nvidia": 1.0, "amd": 0.78, "apple": 0.82, "intel": 0.65}
FLOOR_AT, FLOOR, MOST_FLOOR = 256.0, 0.05, 0.25
OFFLOADED, OFFLOADED_SHARED = 0.45, 0.85
SEVERAL = 0.70


def weights_gb(model: Model, quant: str) -> float | None:
    total, size = model.params.total_b, BYTES.get(quant)
    return None if total is None or size is None else total * size


def memory_gb(model: Model, quant: str, tokens: int) -> float | None:
    """Weights, cache (half a MiB per billion parameters and thousand tokens), activations and framework."""
    weights, total = weights_gb(model, quant), model.params.total_b
    if weights is None or total is None:
        return None
    cache = total * tokens / 1024 * 0.5 * 1024**2 / 1e9
    return weights + cache + 0.5 + 0.08 * total + 0.5


def decode_rate(model: Model, quant: str, machine: Machine) -> float | None:
    """Bandwidth over what is read, times an efficiency by precision and one by maker."""
    device, weights = machine.device, weights_gb(model, quant)
    if device is None or weights is None:
        return None
    efficiency = EFFICIENCY.get(quant, USUAL) * BACKEND[device.id.partition("/")[0]]
    if weights > machine.total_gb:
        efficiency *= OFFLOADED_SHARED if device.kind == "unified" else OFFLOADED
    rate = device.bandwidth_gb_s / (weights * _read_share(model, device)) * efficiency
    return rate * machine.count * SEVERAL if machine.count > 1 else rate


def _read_share(model: Model, device: Device) -> float:
    """Of the weights, for one token; a mixture reads no less than a floor that rises with bandwidth."""
    total, active = model.params.total_b, model.params.active_b
    if not total or not active or active >= total:
        return 1.0
    floor = min(MOST_FLOOR, FLOOR * max(1.0, device.bandwidth_gb_s / FLOOR_AT))
    return min(1.0, max(active / total, floor))
