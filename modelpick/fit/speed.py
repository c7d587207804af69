"""How fast a model answers. Seconds, GB of 10^9 bytes, tokens per second.

Decoding reads weights and cache once a step, so that a step of n sequences takes
    weights touched / rate + n x cache read / (rate x cache share) + layers x time of a layer
at least the time of its arithmetic, where rate = bandwidth x share. Tensor-parallel cards read together and wait for
one another twice a layer; of cards that hold layers each, one works at a time. Experts in the system's memory are read
at that memory's rate, after the rest. Prefill is arithmetic: 2 operations per active parameter and token, 4 x heads x
head size per layer and token attended to, at a share of the published FP16 rate; beside it each batch of a prompt reads
the weights that it touches. Cards that hold layers each work on the batches of one prompt one behind the other.
"""

from __future__ import annotations

import math
import re

from modelpick.fit.cache import SELECTED
from modelpick.fit.constants import Constants
from modelpick.fit.offload import IN_CARDS, Offload
from modelpick.fit.quants import KINDS, Quant
from modelpick.fit.weights import active_gb, is_mixture, layers_of, touched_gb
from modelpick.model.facts import Architecture, Model
from modelpick.model.fields import Plain
from modelpick.model.machines import Cards, Device, Engine, Machine

_CARD_CLASSES = ("consumer", "workstation")
OLD_ARCHITECTURES = ("Kepler", "Maxwell", "Pascal")
"""NVIDIA's before tensor cores: a quantized weight costs them more operations than their shaders have to spare."""
_PCIE_GB_S = {"2": 8.0, "3": 16.0, "4": 32.0, "5": 64.0, "6": 128.0}
"""Of 16 lanes, in each direction, by generation."""
_USUAL_LINK = 16.0
_FP16_BYTES = 2
_GEFORCE_HALVED = ("Turing", "Ampere", "Ada", "Blackwell")
"""Architectures whose GeForce cards have half of their 16-bit rate where sums are kept in 32 bits, which is the rate
that is printed; llama.cpp keeps them in 16 or in integers, vLLM and its kind in 32."""
_PREFILL_BATCH: dict[Engine, int] = {"llama.cpp": 512, "vllm": 2048, "mlx": 512}
"""Tokens of a prompt that an engine reads at a time, by default."""
_WHOLE_BITS = 16
_EARLY_APPLE = ("apple/m1", "apple/m2")


class Load(Plain):
    """What a step reads: `cache_gb` is that of one sequence."""

    cache_gb: float
    tokens: int
    sequences: int
    offload: Offload = IN_CARDS


def hardware_class(device: Device) -> str:
    """The kind of machine: ``apple``, ``datacenter``, ``card``, ``unified`` or ``cpu``."""
    if device.id.startswith("apple/"):
        return "apple"
    return "card" if device.kind in _CARD_CLASSES else device.kind


def speed_class(device: Device) -> str:
    """The class whose constants hold: that of the machine, cards by maker and age: ``old``, ``radeon``, ``arc``."""
    if device.arch is not None and device.arch.startswith(OLD_ARCHITECTURES):
        return "old"
    kind = hardware_class(device)
    if kind == "card":
        return {"amd": "radeon", "intel": "arc"}.get(device.id.partition("/")[0], "card")
    return kind


def engine_of(quant: Quant, machine: Machine) -> Engine:
    """The engine that one would run `quant` with on `machine`."""
    device = machine.device
    if device is None:
        return "llama.cpp"
    if quant.engine is not None:
        return quant.engine
    return "vllm" if device.kind == "datacenter" and speed_class(device) != "old" else "llama.cpp"


def engine_kind(engine: Engine) -> Engine:
    """The engine whose files it reads and whose constants hold."""
    return KINDS.get(engine, engine)


def splits_tensors(machine: Machine, engine: Engine) -> bool:
    """Whether its cards work at the same time, each on a part of every layer: equal ones under vLLM and its kind."""
    return machine.count > 1 and not machine.more and engine_kind(engine) == "vllm"


def decode_rate(
    model: Model, quant: Quant, machine: Machine, engine: Engine, load: Load, constants: Constants
) -> float | None:
    """Tokens per second of each sequence; None where bandwidth or active parameters are not known."""
    sequences = load.sequences
    weights = touched_gb(model, quant, sequences**constants.skew if sequences > 1 else 1)
    active, device = model.params.active_b, machine.device
    per_gb = seconds_per_gb(machine, engine, is_mixture(model), constants)
    if device is None or per_gb is None or weights is None or active is None:
        return None
    shape, together = model.architecture, splits_tensors(machine, engine)
    cards = machine.count if together else 1
    layers = layers_of(model)
    away = _offloaded_share(model, quant, weights, load)
    seconds = weights * (1 - away) * per_gb + sequences * load.cache_gb * per_gb / constants.cache_share
    seconds += layers * constants.layer_us[speed_class(device)] * 1e-6
    seconds += layers * (sequences - 1) * constants.batch_layer_us[engine_kind(engine)] * 1e-6
    seconds += weights * away / constants.system_gb_s[0]
    seconds += _old_card_seconds(device, active, constants)
    if together:
        seconds += layers * 2 * _reduce_seconds(machine, shape, sequences, constants)
    if sequences > 1:
        work = sequences * _token_operations(shape, active, load.tokens)
        seconds = max(seconds, work / (cards * operations_a_second(device, engine, constants)))
    return 1 / (seconds * compressed_factor(model, engine, constants))


def seconds_per_gb(machine: Machine, engine: Engine, mixture: bool, constants: Constants) -> float | None:
    """How long reading a GB takes the machine; None where a bandwidth is not known.

    Cards that hold layers each work one after the other: each reads its share of the memory.
    """
    parts: list[tuple[Cards, float]] = []
    for cards in machine.cards:
        if cards.device is None or cards.device.bandwidth_gb_s is None:
            return None
        rate = cards.device.bandwidth_gb_s * bandwidth_share(cards.device, engine, mixture, constants)
        parts.append((cards, rate))
    if splits_tensors(machine, engine):
        return 1 / (parts[0][1] * machine.count)
    whole = sum(cards.total_gb for cards, _ in parts)
    return sum(cards.total_gb / whole / rate for cards, rate in parts)


def bandwidth_share(device: Device, engine: Engine, mixture: bool, constants: Constants) -> float:
    """Of the memory's bandwidth that decoding reaches."""
    kind = speed_class(device)
    share = constants.bandwidth_share * constants.by_hardware[kind] * constants.by_engine[engine_kind(engine)]
    if device.id.startswith(_EARLY_APPLE):
        share *= constants.early_apple
    return share * constants.mixture[kind] if mixture else share


def _offloaded_share(model: Model, quant: Quant, weights: float, load: Load) -> float:
    """The share of what a step reads that lies in the system's memory."""
    away = load.offload
    if not away.gb or not away.experts:
        return away.share
    every = active_gb(model, quant) or weights
    return min(1.0, away.share * away.active_experts_gb / every)


def _old_card_seconds(device: Device, active_b: float, constants: Constants) -> float:
    """What unpacking weights costs a card without fast integer arithmetic."""
    if speed_class(device) != "old" or not device.fp16_tflops:
        return 0.0
    return 2e9 * active_b * constants.old_operations / (device.fp16_tflops * 1e12)


def _reduce_seconds(machine: Machine, shape: Architecture | None, tokens: float, constants: Constants) -> float:
    """One exchange of the activations of `tokens` among tensor-parallel cards."""
    n = machine.count
    width = (shape.hidden if shape else None) or 4096
    moved = tokens * width * _FP16_BYTES * 2 * (n - 1) / n / 1e9
    return constants.reduce_us * 1e-6 * math.log2(n) + moved / (link_gb_s(machine) * constants.link_share)


def link_gb_s(machine: Machine) -> float:
    """What joins the cards, in each direction: as it was said, else what the device has, else its bus."""
    device, said, bus = machine.device, machine.link or "", ""
    if device is not None:
        bus = (device.bus or "").lower()
        joined = "nv" in said or "infinity" in said if said else device.kind in ("datacenter", "unified")
        if device.link_gb_s and joined:
            return device.link_gb_s / 2
    pcie = re.match(r"pcie(?:-(\d))?(?:-?x(\d+))?", said or bus.replace(" ", "-"))
    if pcie is None:
        return _USUAL_LINK
    own = re.search(r"(\d)\.0", bus)
    rate = _PCIE_GB_S.get(pcie[1] or (own[1] if own else "4"), 32.0)
    return rate * int(pcie[2]) / 16 if pcie[2] else rate


def prefill_rate(
    model: Model, quant: Quant, machine: Machine, engine: Engine, tokens: int, constants: Constants, depth: int = 0
) -> float | None:
    """Tokens per second of a prompt that is `tokens` long behind `depth` others; None where nothing bounds the
    arithmetic.
    """
    active = model.params.active_b
    rates = [(c, operations_a_second(c.device, engine, constants)) for c in machine.cards if c.device is not None]
    if active is None or len(rates) < len(machine.cards) or not all(rate for _, rate in rates):
        return None
    together, kind = splits_tensors(machine, engine), engine_kind(engine)
    whole = sum(cards.total_gb for cards, _ in rates)
    per_operation = sum(cards.total_gb / whole / rate for cards, rate in rates)
    if together:
        per_operation /= machine.count
    per_operation /= constants.prefill_engine[kind]
    if is_mixture(model):
        per_operation /= constants.prefill_mixture
    if quant.bits < _WHOLE_BITS and kind != "vllm":
        per_operation *= constants.unpacked
    attended = depth + tokens / 2
    seconds = _token_operations(model.architecture, active, attended, constants.attention_cost) * per_operation
    batch = min(tokens, _PREFILL_BATCH[kind])
    per_gb = seconds_per_gb(machine, engine, is_mixture(model), constants)
    seconds += (touched_gb(model, quant, batch) or 0.0) * (per_gb or 0.0) / batch
    if together:
        seconds += layers_of(model) * 2 * _reduce_seconds(machine, model.architecture, batch, constants) / batch
    else:
        seconds /= _pipeline_gain(machine.devices, math.ceil(tokens / batch)) ** constants.pipelined
    return 1 / (seconds * compressed_factor(model, engine, constants))


def _pipeline_gain(cards: int, batches: int) -> float:
    """How many times as fast `cards` in a row work through `batches`, where each takes the next as soon as it can."""
    return cards * batches / (cards + batches - 1)


def compressed_factor(model: Model, engine: Engine, constants: Constants) -> float:
    """How many times as long `engine` takes over `model` as it would with kernels for its attention; 1 for most."""
    shape = model.architecture
    slow = shape is not None and bool(shape.compressed_layers) and engine_kind(engine) == "llama.cpp"
    return constants.llama_compressed if slow else 1.0


def operations_a_second(device: Device, engine: Engine, constants: Constants) -> float:
    """Operations per second that one device reaches under `engine`; 0 where nothing bounds them."""
    kind = speed_class(device)
    if device.fp16_tflops is not None:
        geforce = device.kind == "consumer" and device.id.startswith("nvidia/rtx-")
        halved = geforce and (device.arch or "").startswith(_GEFORCE_HALVED) and engine_kind(engine) != "vllm"
        return device.fp16_tflops * 1e12 * constants.compute_share[kind] * (2 if halved else 1)
    return (device.bandwidth_gb_s or 0.0) * 1e9 * constants.flops_per_byte[kind]


def _token_operations(shape: Architecture | None, active_b: float, attended: float, cost: float = 1.0) -> float:
    """Operations of one token that attends to `attended` others, each of which counts `cost` times."""
    work = 2e9 * active_b
    if shape is None or shape.heads is None or shape.layers is None:
        return work
    # A latent cache is attended to as it is kept: keys of rank and position, values of the rank.
    latent = (2 * shape.kv_lora_rank + (shape.rope_dim or 0)) / 2 if shape.kv_lora_rank else None
    size = latent or shape.head_dim or (shape.hidden or 0) / shape.heads
    full = shape.layers if shape.full_attention_layers is None else shape.full_attention_layers
    reads = full * (min(attended, SELECTED) if shape.index_layers else attended)
    if shape.window_layers and shape.window_tokens:
        reads += shape.window_layers * min(attended, shape.window_tokens)
    for part in shape.compressed_layers:
        entries = attended / part.ratio
        reads += part.layers * (min(entries, SELECTED) if part.index_dim else entries)
    return work + cost * 4 * shape.heads * size * reads
