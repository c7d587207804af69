"""What lies in the system's memory where the cards cannot hold a model: experts first, as they are read least.

With T parameters of which A are active, k of E experts a token, the experts are x = (T - A) / (1 - k / E). The shared
part and the cache stay in the cards; experts of so many layers move as must. A dense model's last layers move whole.
"""

from __future__ import annotations

import math

from modelpick.fit.quants import Quant
from modelpick.fit.weights import active_gb, layers_of, shared_b, weights_gb
from modelpick.model.facts import Model
from modelpick.model.fields import Plain


class Offload(Plain):
    """What lies in the system's memory."""

    gb: float = 0.0
    share: float = 0.0
    """Of the experts, or of all weights."""
    experts: bool = False
    layers: int = 0
    """So many layers' experts, or layers whole."""
    active_experts_gb: float = 0.0
    """What a token reads of the experts."""


IN_CARDS = Offload()


def offload_of(model: Model, quant: Quant, beyond_gb: float) -> Offload:
    """How `beyond_gb` of the weights of `model` are moved out of the cards."""
    every = weights_gb(model, quant)
    if not every or beyond_gb <= 0:
        return IN_CARDS
    layers = layers_of(model)
    total, shared, one = model.params.total_b, shared_b(model), active_gb(model, quant)
    if total and shared is not None and one is not None:
        experts = every * (1 - shared / total)
        if beyond_gb <= experts:
            moved = min(layers, math.ceil(layers * beyond_gb / experts))
            active = max(one - every * shared / total, 0.0)
            return Offload(experts * moved / layers, moved / layers, True, moved, active)
    moved = min(layers, math.ceil(layers * beyond_gb / every))
    return Offload(every * moved / layers, moved / layers, False, moved)
