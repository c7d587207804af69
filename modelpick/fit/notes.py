"""What a person should know of a fit beside its figures, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.documents.fitting import Estimated
from modelpick.fit.constants import Constants
from modelpick.fit.memory import MemoryNeed, said_of_room
from modelpick.fit.offload import Offload
from modelpick.fit.quants import CACHE_NAMES, LEAST_BITS, Quant
from modelpick.fit.speed import engine_kind, speed_class
from modelpick.model import wording
from modelpick.model.facts import Model
from modelpick.model.fields import Plain
from modelpick.model.machines import Engine, Machine

_WITHOUT_KERNELS = "took {:.1f} times as long as it should over such attention, on the one machine that was measured"
_WORSE_ANSWERS = "expect worse answers than its published scores say"
_DECIDING = ("memory_gb", "bandwidth_gb_s", "fp16_tflops")
"""Fields of a device that a fit rests on."""
_SLOWER_SHARE = 0.8
"""A cache of less than this share of the naive one is explained."""


class Remarks(Plain):
    """The facts of a fit that its remarks are made of."""

    needed: MemoryNeed
    tokens: int
    by_default: bool
    """Whether nobody asked for that context."""
    sequences: int
    fits: bool | None
    away: Offload
    room: float
    engine: Engine
    asked_engine: Engine | None
    kv_cache: str


def basis_of(quant: Quant, machine: Machine, by: Constants) -> str:
    """A sentence on the source of the figures."""
    memory = f"{quant.name}: {quant.bits:g} bits per weight ({quant.basis})"
    if machine.device is None:
        return memory
    known = "" if speed_class(machine.device) in by.decode_spread else ", hardly any of them on hardware of this kind"
    return f"{memory}; speed from {by.rows} published measurements, fitted {by.on}{known}"


def notes_of(
    model: Model, machine: Machine, quant: Quant, seen: Remarks, decode: Estimated | None, slow: float = 1.0
) -> tuple[str, ...]:
    """The remarks on a fit that apply, the most important first; `slow`: how many times as long its engine takes for
    want of kernels.
    """
    return (
        *_of_memory(model, machine, seen),
        *_of_cache(model, seen),
        *_of_engine(machine, quant, seen),
        *_of_speed(model, machine, seen, decode),
        *((f"{seen.engine} {_WITHOUT_KERNELS.format(slow)}",) if slow > 1 and decode is not None else ()),
        *((f"{quant.name} is {quant.bits:.2g} bits a weight: {_WORSE_ANSWERS}",) if quant.bits < LEAST_BITS else ()),
        *((f"no context was asked for: {wording.tokens(seen.tokens)} tokens",) if seen.by_default else ()),
    )


def _of_memory(model: Model, machine: Machine, seen: Remarks) -> Iterator[str]:
    if model.context is not None and seen.tokens > model.context.value:
        most = wording.tokens(model.context.value)
        yield f"the model takes at most {most} tokens, {wording.tokens(seen.tokens)} are asked for"
    memory, room = seen.needed.memory, seen.room
    if memory.weights is None:
        yield "the number of its parameters is not known, so that its size is not"
    elif seen.away.gb:
        yield _said_of_offload(machine, seen)
    elif seen.fits is False and memory.value is not None and memory.value > room:
        yield f"needs {memory.value:.1f} GB, {round(room, 1):g} GB are there"
        yield from _said_of_limit(machine, memory.value)
    elif seen.fits is False and memory.low is not None and memory.low > room:
        yield f"needs more than {memory.low:.1f} GB, {round(room, 1):g} GB are there"
    elif seen.fits and memory.high is not None and memory.high > room:
        yield f"tight: it may need up to {memory.high:.1f} of {round(room, 1):g} GB"


def _said_of_offload(machine: Machine, seen: Remarks) -> str:
    """A sentence on the part that lies in the system's memory."""
    away, total = seen.away, seen.needed.memory.value or 0.0
    what = f"the experts of {away.layers} layers" if away.experts else f"{away.layers} layers"
    has = f" ({machine.ram_gb:g} GB)" if machine.ram_gb is not None else ", if it has so much"
    return (
        f"{away.gb:.1f} of {total:.1f} GB ({what}) lie in the system's own memory{has}: slow, and the speed is that of "
        "the memory there"
    )


def _said_of_limit(machine: Machine, needed_gb: float) -> Iterator[str]:
    """How a limit of the system is raised, where that is enough."""
    device = machine.device
    if device is None:
        return
    if device.id.startswith("apple/") and needed_gb <= machine.memory_gb - 8:
        megabytes = int((machine.memory_gb - 8) * 1000 / 1.048576)
        yield f"it fits once macOS lets models take more: sudo sysctl iogpu.wired_limit_mb={megabytes}"
    elif device.usable_most_gb is not None and needed_gb <= device.usable_most_gb * machine.count:
        yield f"Linux can give models up to {device.usable_most_gb:g} GB there, and then it fits"


def _of_cache(model: Model, seen: Remarks) -> Iterator[str]:
    cache, shape = seen.needed.cache, model.architecture
    if cache is None or shape is None:
        if seen.needed.memory.weights is not None:
            yield "its geometry is not known well enough to say what the context takes"
        return
    if seen.needed.copies > 1:
        yield f"the cards together hold the context {seen.needed.copies:g} times: fewer key/value heads than cards"
    if not cache.sure:
        yield (
            f"not published which layers keep the whole context: {cache.low:.1f} to {cache.high:.1f} GB for "
            f"{wording.tokens(seen.tokens)} tokens, the larger one counts"
        )
    elif cache.value < _SLOWER_SHARE * cache.naive:
        kept = f"{shape.full_attention_layers} of {shape.layers} layers keep all {wording.tokens(seen.tokens)} tokens"
        if shape.compressed_layers:
            ratios = wording.listed([f"{part.layers} every {part.ratio}" for part in shape.compressed_layers])
            kept = f"of {shape.layers} layers {ratios} tokens keep an entry"
        elif shape.window_layers and shape.window_tokens:
            kept += f", {shape.window_layers} the last {wording.tokens(shape.window_tokens)}"
        yield (
            f"{kept}: {cache.value:.1f} GB of cache for a sequence; counted naively, every layer keeping every token, "
            f"it would be {cache.naive:.1f} GB"
        )


def _of_engine(machine: Machine, quant: Quant, seen: Remarks) -> Iterator[str]:
    if seen.asked_engine is None:
        return
    said = said_of_room(machine, seen.asked_engine)
    if said:
        yield said
    yield from engine_faults(machine, quant, seen.asked_engine)
    if seen.kv_cache not in CACHE_NAMES[seen.asked_engine]:
        known = wording.listed(list(CACHE_NAMES[seen.asked_engine]), 9)
        yield f"{seen.asked_engine} keeps no cache at {seen.kv_cache}: {known}"


def engine_faults(machine: Machine, quant: Quant | None, engine: Engine) -> Iterator[str]:
    """Why `engine` cannot run that there, as far as it is known."""
    kind, device = engine_kind(engine), machine.device
    if quant is not None and quant.engine is not None and quant.engine != kind:
        yield f"{engine} does not read {quant.name}: that is a format of {quant.engine}"
    if device is None:
        return
    apple = device.id.startswith("apple/")
    if kind == "mlx" and not apple:
        yield "MLX runs on Apple's chips only"
    if kind == "vllm" and (apple or device.kind == "cpu"):
        yield f"{engine} is made for accelerators with memory of their own, not for {device.name}"
    if engine == "tensorrt-llm" and not device.id.startswith("nvidia/"):
        yield "TensorRT-LLM runs on NVIDIA's cards only"
    if kind == "vllm" and speed_class(device) == "old":
        yield f"{engine} does not support {device.name}: it is too old (compute capability below 7.0)"


def _of_speed(model: Model, machine: Machine, seen: Remarks, decode: Estimated | None) -> Iterator[str]:
    if machine.device is None:
        yield "only the memory is known, so there is no telling how fast"
    elif decode is None and seen.fits is not False and machine.device.bandwidth_gb_s is None:
        yield f"nobody prints the memory bandwidth of {machine.device.name}, so there is no telling how fast"
    elif decode is None and seen.fits is not False and model.params.active_b is None:
        yield "how many parameters a token goes through is not known, so there is no telling how fast"
    elif decode is not None and seen.sequences > 1:
        yield f"{seen.sequences} sequences together: about {wording.number(seen.sequences * decode.value)} tokens/s"
    drafts = model.drafts
    if drafts is not None and decode is not None and seen.sequences == 1:
        faster = f"{drafts.low:g} to {drafts.high:g} times as fast"
        yield f"with {drafts.by} it writes {faster}: {drafts.runs} published runs, not counted here"
    if machine.more and decode is not None:
        yield "cards of several kinds hold layers each and work in turn: llama.cpp can do that, vLLM wants equal ones"
    weak = [field for field in machine.device.unverified if field in _DECIDING] if machine.device else []
    if weak and machine.device is not None:
        yield f"resting on one weak page: {wording.listed(weak)} of {machine.device.name}"
