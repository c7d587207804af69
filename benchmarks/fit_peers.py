"""The formulas of whichllm and llmfit, as published; for comparison only. Own wording of what they compute.

whichllm 0.5.21   engine/performance.py, engine/vram.py, data/quantization.py
llmfit 1.1.17     llmfit-core/src/models.rs, fit.rs
"""

from __future__ import annotations

from modelpick.fit.quants import QUANTS
from modelpick.model.facts import Model
from modelpick.model.machines import Device, Machine

WHICHLLM_BYTES = {
    "f32": 4.0, "f16": 2.0, "bf16": 2.0, "q8_0": 1.0625, "q6_k": 0.8125, "q5_k_m": 0.6875, "q5_0": 0.625,
    "q4_k_m": 0.5625, "q4_0": 0.5, "q3_k_m": 0.4375, "q3_k_s": 0.4375, "q2_k": 0.3125, "iq4_xs": 0.5, "iq4_nl": 0.5,
    "iq3_xxs": 0.375, "iq2_xxs": 0.25, "mxfp4": 0.53125, "nvfp4": 0.5625, "awq": 0.5, "gptq": 0.5, "w4a16-g32": 0.5,
    "fp8": 1.0, "int8": 1.0, "mlx-4bit": 0.5, "mlx-8bit": 1.0,
}  # fmt: skip
WHICHLLM_EFFICIENCY = {
    "f16": 0.40, "bf16": 0.40, "q8_0": 0.45, "q6_k": 0.50, "q5_k_m": 0.52, "q5_0": 0.50, "q4_k_m": 0.55, "q4_0": 0.53,
    "nvfp4": 0.56, "mxfp4": 0.55, "q3_k_m": 0.50, "q3_k_s": 0.48, "q2_k": 0.45, "iq4_xs": 0.52, "iq4_nl": 0.50,
    "iq3_xxs": 0.42, "iq2_xxs": 0.38,
}  # fmt: skip
WHICHLLM_USUAL = 0.45
WHICHLLM_BACKEND = {"nvidia": 1.0, "amd": 0.78, "apple": 0.82, "intel": 0.65}
FLOOR_AT, FLOOR, MOST_FLOOR = 256.0, 0.05, 0.25
OFFLOADED, OFFLOADED_SHARED = 0.45, 0.85

LLMFIT_BYTES = {
    "f32": 4.0, "f16": 2.0, "bf16": 2.0, "q8_0": 1.05, "q6_k": 0.80, "q5_k_m": 0.68, "q4_k_m": 0.58, "q4_0": 0.58,
    "q3_k_m": 0.48, "q2_k": 0.37, "mlx-4bit": 0.55, "mlx-8bit": 1.0, "awq": 0.5, "gptq": 0.5, "fp8": 1.0, "int8": 1.0,
}  # fmt: skip
LLMFIT_USUAL, LLMFIT_RUNTIME, LLMFIT_SHARE = 0.58, 0.5, 0.55


def _plain_name(quant: str) -> str:
    """A dynamic type as the plain one of as many bits: neither knows them."""
    plain = quant.removeprefix("ud-").replace("_xl", "_m")
    return {"q6_k_m": "q6_k", "q8_k_m": "q8_0", "q2_k_m": "q2_k"}.get(plain, plain)


def whichllm_weights_gb(model: Model, quant: str) -> float | None:
    total, size = model.params.total_b, WHICHLLM_BYTES.get(_plain_name(quant))
    return None if total is None or size is None else total * size


def whichllm_memory_gb(model: Model, quant: str, tokens: int) -> float | None:
    """Weights, cache (3.5 MiB per billion parameters and thousand tokens; of mixtures four times the active ones),
    activations and framework.
    """
    weights, total = whichllm_weights_gb(model, quant), model.params.total_b
    if weights is None or total is None:
        return None
    active = model.params.active_b or total
    width = 4 * active if active < 0.95 * total else total
    shape = model.architecture
    seen = float(tokens)
    if shape is not None and shape.window_tokens and shape.layers and shape.full_attention_layers is not None:
        share = shape.full_attention_layers / shape.layers
        seen = share * tokens + (1 - share) * min(tokens, shape.window_tokens)
    cache = width * seen / 1024 * 3.5 * 1024**2 / 1e9
    return weights + cache + 0.4 + 0.08 * active + 0.15 * tokens / 4096 + 0.5


def whichllm_decode_rate(model: Model, quant: str, machine: Machine) -> float | None:
    """Bandwidth over what is read, times an efficiency by precision and one by maker."""
    device, weights = machine.device, whichllm_weights_gb(model, quant)
    if device is None or weights is None or device.bandwidth_gb_s is None:
        return None
    if device.kind == "cpu":
        active = model.params.active_b or model.params.total_b or 0.0
        factor = WHICHLLM_EFFICIENCY.get(_plain_name(quant), WHICHLLM_USUAL) / WHICHLLM_USUAL
        return max(0.3, 18 / max(active, 0.5) * factor)
    efficiency = WHICHLLM_EFFICIENCY.get(_plain_name(quant), WHICHLLM_USUAL)
    efficiency *= WHICHLLM_BACKEND.get(device.id.partition("/")[0], 0.7)
    if weights > machine.total_gb:
        efficiency *= OFFLOADED_SHARED if device.kind == "unified" else OFFLOADED
    return device.bandwidth_gb_s / (weights * _read_share(model, device)) * efficiency


def _read_share(model: Model, device: Device) -> float:
    """Of the weights, for one token; a mixture reads no less than a floor that rises with bandwidth."""
    total, active = model.params.total_b, model.params.active_b
    if not total or not active or active >= total:
        return 1.0
    floor = min(MOST_FLOOR, FLOOR * max(1.0, (device.bandwidth_gb_s or 0.0) / FLOOR_AT))
    return min(1.0, max(active / total, floor))


def llmfit_weights_gb(model: Model, quant: str) -> float | None:
    total = model.params.total_b
    return None if total is None else total * LLMFIT_BYTES.get(_plain_name(quant), LLMFIT_USUAL)


def llmfit_memory_gb(model: Model, quant: str, tokens: int, value_bytes: float = 2.0) -> float | None:
    """Weights, a cache of all layers whatever their kind (quantized ones at 1 and 0.5 bytes), half a GB."""
    weights, shape = llmfit_weights_gb(model, quant), model.architecture
    if weights is None:
        return None
    if shape is None or not shape.layers or not shape.kv_heads or not shape.head_dim:
        return weights + 8e-6 * (model.params.total_b or 0.0) * tokens + LLMFIT_RUNTIME
    value = 2.0 if value_bytes == 2 else 1.0 if value_bytes >= 1 else 0.5
    return weights + 2 * shape.layers * shape.kv_heads * shape.head_dim * tokens * value / 1e9 + LLMFIT_RUNTIME


def llmfit_decode_rate(model: Model, quant: str, machine: Machine) -> float | None:
    """Bandwidth over the active weights, times a fixed share."""
    device, active = machine.device, model.params.active_b
    if device is None or active is None or device.bandwidth_gb_s is None or quant not in QUANTS:
        return None
    size = LLMFIT_BYTES.get(_plain_name(quant), LLMFIT_USUAL)
    return device.bandwidth_gb_s / (active * size) * LLMFIT_SHARE
