"""Models and devices made by hand; none exists."""

from __future__ import annotations

from typing import Any

from modelpick.documents.fitting import Fit
from modelpick.fit import estimate
from modelpick.fit.constants import Constants
from modelpick.fit.fitted import FITTED
from modelpick.fit.quants import quant_of
from modelpick.model.facts import Architecture, Model, Size
from modelpick.model.machines import Device, FitUse, Machine
from tests.factories import model

DENSE = Architecture(
    "gqa", "paper", layers=32, hidden=4096, heads=32, kv_heads=8, head_dim=128, vocab=128_000
)  # fmt: skip
MIXTURE = Architecture(
    "swa", "paper", layers=36, hidden=2880, heads=64, kv_heads=8, head_dim=64, full_attention_layers=18,
    window_layers=18, window_tokens=128, experts=128, experts_active=4, vocab=200_000,
)  # fmt: skip
LATENT = Architecture("mla", "paper", layers=61, hidden=7168, heads=128, kv_lora_rank=512, rope_dim=64)
HYBRID = Architecture(
    "hybrid", "paper", layers=48, hidden=2048, heads=16, kv_heads=2, head_dim=256, full_attention_layers=12,
    linear_layers=36,
)  # fmt: skip


def dense(**changes: Any) -> Model:
    """8 billion parameters, published at 16 bits, 131,072 tokens of context."""
    given: dict[str, Any] = {
        "weights": "open",
        "params_total_b": 8.0,
        "params_active_b": 8.0,
        "native_precision": "bf16",
        "context": Size(131_072, "paper"),
        "architecture": DENSE,
    }
    return model("a/dense", **{**given, **changes})


def mixture(**changes: Any) -> Model:
    """117 billion parameters of which a token goes through 5; experts published at four bits."""
    given = {"params_total_b": 117.0, "params_active_b": 5.0, "native_precision": "mxfp4", "architecture": MIXTURE}
    return dense(**{**given, **changes})


def device(id_: str = "x/card", **changes: Any) -> Device:
    given: dict[str, Any] = {"name": "Card", "kind": "datacenter", "memory_gb": 80, "bandwidth_gb_s": 2000}
    return Device(id_, source="sheet", **{**given, **changes})


def machine(count: int = 1, **changes: Any) -> Machine:
    from modelpick.fit.usable import machine_of

    return machine_of(device(**changes), count)


def fit(
    model: Model,
    on: Machine,
    quant: str | None = None,
    context: int | None = None,
    concurrency: int = 1,
    by: Constants = FITTED,
    **use: Any,
) -> Fit:
    """`model` at `quant`, by default as it is published."""
    chosen = estimate.native_quant(model) if quant is None else quant_of(quant)
    return estimate.fit_at(model, on, chosen, FitUse(context, concurrency, **use), by)


def best_fit(model: Model, on: Machine, context: int | None = None, concurrency: int = 1, **use: Any) -> Fit:
    return estimate.best_fit(model, on, FitUse(context, concurrency, **use))
