"""What a model takes of a machine: weights, the cache of its contexts, and what running it takes besides.

overhead = devices x (run-time of one) + share of the weights, for buffers and activations; both were fitted. GB of
10^9 bytes. A machine is taken at the memory that its maker prints.
"""

from __future__ import annotations

from typing import NamedTuple

from modelpick.documents.fitting import Memory
from modelpick.fit.cache import Cache, kv_cache
from modelpick.fit.constants import Constants
from modelpick.fit.quants import Quant
from modelpick.fit.speed import engine_of
from modelpick.fit.weights import weights_gb
from modelpick.model.facts import Architecture, Model
from modelpick.model.machines import Machine


class MemoryNeed(NamedTuple):
    """The memory needed, in GB.

    `least_gb` and `most_gb` differ where the architecture leaves the size of the cache open.
    """

    memory: Memory
    cache: Cache | None
    """Of one sequence."""
    copies: float = 1.0
    """How often the cache lies in the cards together."""
    least_gb: float | None = None
    most_gb: float | None = None

    @property
    def typical_gb(self) -> float:
        """The cache of one sequence, as far as it can be told; what is not known counts as small."""
        if self.cache is None:
            return 0.0
        return self.cache.value if self.cache.sure else (self.cache.low * self.cache.high) ** 0.5


def need(model: Model, machine: Machine, quant: Quant, tokens: int, sequences: int, by: Constants) -> MemoryNeed:
    """The memory that `model` at `quant` takes on `machine` for that many sequences of that many tokens."""
    weights = weights_gb(model, quant)
    if weights is None:
        return MemoryNeed(Memory(), None)
    base, least, most = by.overhead_gb
    share, low_share, high_share = by.overhead_share
    overhead = machine.count * base + share * weights
    low = weights * quant.low + machine.count * least + low_share * weights
    high = weights * quant.high + machine.count * most + high_share * weights
    cache = kv_cache(model.architecture, tokens) if model.architecture else None
    if cache is None:
        return MemoryNeed(Memory(None, low, None, weights, None, overhead), None, least_gb=weights + overhead)
    copies = _cache_copies(model.architecture, machine, quant)
    times = sequences * copies
    kept = times * cache.value
    memory = Memory(
        weights + kept + overhead,
        low + times * cache.low,
        high + times * cache.high,
        weights,
        kept,
        overhead,
    )
    open_low = times * (cache.value if cache.sure else cache.low)
    return MemoryNeed(memory, cache, copies, weights + open_low + overhead, weights + kept + overhead)


def _cache_copies(shape: Architecture | None, machine: Machine, quant: Quant) -> float:
    """Tensor-parallel cards each need the whole latent cache, and each at least one key/value head of another."""
    if shape is None or machine.count == 1 or machine.device is None or engine_of(quant, machine.device) != "vllm":
        return 1.0
    heads = 1 if shape.kv_lora_rank is not None else shape.kv_heads or machine.count
    return max(1.0, machine.count / heads)
