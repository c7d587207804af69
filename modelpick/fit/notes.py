"""What a person should know of a fit beside its figures, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.documents.fitting import Estimated
from modelpick.fit.constants import Constants
from modelpick.fit.memory import MemoryNeed
from modelpick.fit.quants import LEAST_BITS, Quant
from modelpick.fit.speed import hardware_class
from modelpick.model import wording
from modelpick.model.facts import Model
from modelpick.model.machines import Machine

_WORSE_ANSWERS = "expect worse answers than its published scores say"
_SLOWER_SHARE = 0.8
"""A cache of less than this share of the naive one is explained."""


def basis_of(quant: Quant, machine: Machine, by: Constants) -> str:
    """A sentence on the source of the figures."""
    memory = f"{quant.name}: {quant.bits:g} bits per weight ({quant.basis})"
    if machine.device is None:
        return memory
    kind = hardware_class(machine.device)
    known = "" if kind in by.decode_spread else ", none of them on hardware of this kind"
    return f"{memory}; speed from {by.rows} published measurements, fitted {by.on}{known}"


def notes_of(
    model: Model,
    machine: Machine,
    quant: Quant,
    needed: MemoryNeed,
    tokens: int,
    by_default: bool,
    sequences: int,
    fits: bool | None,
    beyond: float,
    decode: Estimated | None,
) -> tuple[str, ...]:
    """The remarks on a fit that apply, the most important first."""
    return (
        *_of_memory(model, machine, needed, tokens, fits, beyond),
        *_of_cache(model, needed, tokens),
        *_of_speed(model, machine, sequences, fits, decode),
        *((f"{quant.name} is {quant.bits:.2g} bits a weight: {_WORSE_ANSWERS}",) if quant.bits < LEAST_BITS else ()),
        *((f"no context was asked for: {wording.tokens(tokens)} tokens",) if by_default else ()),
    )


def _of_memory(
    model: Model, machine: Machine, needed: MemoryNeed, tokens: int, fits: bool | None, beyond: float
) -> Iterator[str]:
    if model.context is not None and tokens > model.context.value:
        most = wording.tokens(model.context.value)
        yield f"the model takes at most {most} tokens, {wording.tokens(tokens)} are asked for"
    memory, room = needed.memory, machine.total_gb
    if memory.weights is None:
        yield "the number of its parameters is not known, so that its size is not"
    elif beyond:
        yield (
            f"{beyond:.1f} of {memory.value:.1f} GB lie in the system's own memory, if it has so much: slow, and the "
            "speed is that of the memory there"
        )
    elif fits is False and memory.value is not None and memory.value > room:
        yield f"needs {memory.value:.1f} GB, {room:g} GB are there"
    elif fits is False and memory.low is not None and memory.low > room:
        yield f"needs more than {memory.low:.1f} GB, {room:g} GB are there"
    elif fits and memory.high is not None and memory.high > room:
        yield f"tight: it may need up to {memory.high:.1f} of {room:g} GB"


def _of_cache(model: Model, needed: MemoryNeed, tokens: int) -> Iterator[str]:
    cache, shape = needed.cache, model.architecture
    if cache is None or shape is None:
        if needed.memory.weights is not None:
            yield "its geometry is not known well enough to say what the context takes"
        return
    if needed.copies > 1:
        yield f"the cards together hold the context {needed.copies:g} times: fewer key/value heads than cards"
    if not cache.sure:
        yield (
            f"not published which layers keep the whole context: {cache.low:.1f} to {cache.high:.1f} GB for "
            f"{wording.tokens(tokens)} tokens, the larger one counts"
        )
    elif cache.value < _SLOWER_SHARE * cache.naive:
        kept = f"{shape.full_attention_layers} of {shape.layers} layers keep all {wording.tokens(tokens)} tokens"
        if shape.window_layers and shape.window_tokens:
            kept += f", {shape.window_layers} the last {wording.tokens(shape.window_tokens)}"
        yield (
            f"{kept}: {cache.value:.1f} GB of cache for a sequence; counted naively, every layer keeping every token, "
            f"it would be {cache.naive:.1f} GB"
        )


def _of_speed(
    model: Model, machine: Machine, sequences: int, fits: bool | None, decode: Estimated | None
) -> Iterator[str]:
    if machine.device is None:
        yield "only the memory is known, so there is no telling how fast"
    elif decode is None and fits is not False and model.params.active_b is None:
        yield "how many parameters a token goes through is not known, so there is no telling how fast"
    elif decode is not None and sequences > 1:
        yield f"{sequences} sequences together: about {wording.number(sequences * decode.value)} tokens/s"
