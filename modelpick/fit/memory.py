"""What a model takes of a machine: weights, the cache of its contexts, and what running it takes besides.

overhead = devices x (run-time of one) + share of the weights, for buffers and activations; both were fitted. GB of
10^9 bytes. A machine is taken at the memory that its maker prints. What an engine leaves free is in `room_gb`.
"""

from __future__ import annotations

from modelpick.documents.fitting import Memory
from modelpick.fit.cache import KV_BYTES, Cache, kv_cache
from modelpick.fit.constants import Constants
from modelpick.fit.quants import Quant
from modelpick.fit.speed import engine_of, splits_tensors
from modelpick.fit.weights import weights_gb
from modelpick.model.facts import Architecture, Model
from modelpick.model.fields import Plain
from modelpick.model.machines import Cards, Engine, Machine

GPU_SHARE: dict[Engine, float] = {"vllm": 0.92, "sglang": 0.88, "tensorrt-llm": 0.90}
"""Of what a card reports, that these engines take: vLLM 0.33's `gpu_memory_utilization`; of the other two, usual."""
_READ_SHARES = ("vllm",)
_REPORTED_HBM, _REPORTED_CARD = 1.07, 1.0737
"""What cards report over what is printed: GB of 2^30 bytes less error correction (an H100 80 GB says 81,559 MiB)."""


class MemoryNeed(Plain):
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
        """The cache of one sequence that a token reads, as far as it can be told; what is not known counts as small."""
        if self.cache is None:
            return 0.0
        if self.cache.read is not None:
            return self.cache.read
        return self.cache.value if self.cache.sure else (self.cache.low * self.cache.high) ** 0.5


def need(
    model: Model,
    machine: Machine,
    quant: Quant,
    tokens: int,
    sequences: int,
    by: Constants,
    engine: Engine | None = None,
    kv: str = "bf16",
) -> MemoryNeed:
    """The memory that `model` at `quant` takes on `machine` for that many sequences of that many tokens."""
    weights = weights_gb(model, quant)
    if weights is None:
        return MemoryNeed(Memory(), None)
    base, least, most = by.overhead_gb
    share, low_share, high_share = by.overhead_share
    overhead = machine.devices * base + share * weights
    low = weights * quant.low + machine.devices * least + low_share * weights
    high = weights * quant.high + machine.devices * most + high_share * weights
    cache = kv_cache(model.architecture, tokens, KV_BYTES[kv]) if model.architecture else None
    if cache is None:
        return MemoryNeed(Memory(None, low, None, weights, None, overhead), None, least_gb=weights + overhead)
    copies = _cache_copies(model.architecture, machine, engine or engine_of(quant, machine))
    times = sequences * copies
    kept = times * cache.value
    value = weights + kept + overhead
    memory = Memory(value, low + times * cache.low, high + times * cache.high, weights, kept, overhead)
    open_low = times * (cache.value if cache.sure else cache.low)
    return MemoryNeed(memory, cache, copies, weights + open_low + overhead, value)


def weights_and_overhead_gb(machine: Machine, weights: float, by: Constants) -> float:
    """What so many GB of weights take on `machine` without any context: never more than `need` says."""
    return weights + (machine.devices * by.overhead_gb[0] + by.overhead_share[0] * weights)


def _cache_copies(shape: Architecture | None, machine: Machine, engine: Engine) -> float:
    """Tensor-parallel cards each need the whole latent cache, and each at least one key/value head of another."""
    if shape is None or not splits_tensors(machine, engine):
        return 1.0
    heads = 1 if shape.kv_lora_rank is not None else shape.kv_heads or machine.count
    return max(1.0, machine.count / heads)


def room_gb(machine: Machine, engine: Engine | None) -> float:
    """The GB of `machine` that `engine` gives models; all that is usable where none is named."""
    share = GPU_SHARE.get(engine) if engine else None
    if share is None:
        return machine.total_gb
    rooms = [share * reported_gb(cards) for cards in machine.cards]
    # Every card gets the same part.
    return min(rooms) * machine.devices


def reported_gb(cards: Cards) -> float:
    """The GB that one of `cards` reports as its memory."""
    device = cards.device
    if device is None or device.kind in ("unified", "cpu"):
        return cards.usable_gb
    if device.kind == "consumer":
        return cards.memory_gb * _REPORTED_CARD
    return cards.memory_gb * (_REPORTED_HBM if (device.memory_type or "").startswith("HBM") else 1.0)


def said_of_room(machine: Machine, engine: Engine | None) -> str | None:
    """A sentence on what `engine` leaves free; None where it takes all."""
    share = GPU_SHARE.get(engine) if engine else None
    if share is None:
        return None
    whose = "its default" if engine in _READ_SHARES else "a usual setting; its default was not read"
    return f"{engine} takes {share:.0%} of each card ({whose}): {room_gb(machine, engine):.1f} GB"
