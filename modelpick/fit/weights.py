"""How large weights are, and how much of them a token reads. GB of 10^9 bytes; parameters in billions."""

from __future__ import annotations

import math

from modelpick.fit.quants import Quant
from modelpick.model.facts import Architecture, Model

_USUAL_LAYERS = 40


def layers_of(model: Model) -> int:
    """The layers of `model`; as many as is usual where that is not known."""
    return (model.architecture.layers if model.architecture else None) or _USUAL_LAYERS


def weights_gb(model: Model, quant: Quant) -> float | None:
    """All weights at `quant`; None where the number of parameters is not known."""
    total = model.params.total_b
    if total is None:
        return None
    kept = _kept_b(model, quant, total)
    return _weights_size(total - kept, kept, quant, model)


def active_gb(model: Model, quant: Quant) -> float | None:
    """GB of weights that one token reads: all of a dense model, the shared part and the active experts of a
    mixture; None where that is unknown.
    """
    active = model.params.active_b
    total = model.params.total_b
    if active is None or total is None:
        return None
    kept = min(_kept_b(model, quant, total), active)
    return _weights_size(active - kept, kept, quant, model)


def touched_gb(model: Model, quant: Quant, sequences: float) -> float | None:
    """What one step of `sequences` independent sequences reads.

    Each draws `experts_active` of `experts`; what is not drawn by any is not read:
    E (1 - (1 - k / E)^sequences) experts are.
    """
    one, every = active_gb(model, quant), weights_gb(model, quant)
    if one is None or every is None or sequences <= 1:
        return one
    shape = model.architecture
    if shape is None or not shape.experts or not shape.experts_active or every <= one:
        return min(one * sequences, every)
    share = shape.experts_active / shape.experts
    drawn = 1.0 - math.pow(1 - share, sequences)
    # one = shared + share x experts, every = shared + experts
    experts = (every - one) / (1 - share)
    return every - experts * (1 - drawn)


def shared_b(model: Model) -> float | None:
    """Parameters that every token goes through: with T in all and A active, k of E experts a token,
    T = s + e and A = s + e k / E, so that s = T - (T - A) / (1 - k / E). None for a dense model."""
    total, active, shape = model.params.total_b, model.params.active_b, model.architecture
    if total is None or active is None or active >= total:
        return None
    if shape is None or not shape.experts or not shape.experts_active or shape.experts_active >= shape.experts:
        return active
    return max(total - (total - active) / (1 - shape.experts_active / shape.experts), 0.0)


def _kept_b(model: Model, quant: Quant, total: float) -> float:
    """Billions of parameters that `quant` leaves at `kept_bits`."""
    if quant.kept == "nothing":
        return 0.0
    shared = shared_b(model) if quant.kept == "all but experts" else None
    kept = min(_embeddings_b(model.architecture), 0.5 * total) if shared is None else shared
    return kept + quant.kept_share * (total - kept)


def _embeddings_b(shape: Architecture | None) -> float:
    """Input and output embeddings, counted apart."""
    if shape is None or shape.vocab is None or shape.hidden is None:
        return 0.0
    return 2 * shape.vocab * shape.hidden / 1e9


def _weights_size(bulk: float, kept: float, quant: Quant, model: Model) -> float:
    bits = quant.mixture_bits if quant.mixture_bits and is_mixture(model) else quant.bits
    return (bulk * bits + kept * quant.kept_bits) / 8


def is_mixture(model: Model) -> bool:
    """Whether a token goes through a part of the model only."""
    total, active = model.params.total_b, model.params.active_b
    return total is not None and active is not None and active < 0.95 * total
