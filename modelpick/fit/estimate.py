"""One model on one machine: does it fit, how much does it take, how fast is it. Pure; some ten microseconds a call."""

from __future__ import annotations

from typing import NamedTuple

from modelpick.documents.fitting import Estimated, Fit, Memory
from modelpick.fit.cache import Cache
from modelpick.fit.constants import Constants
from modelpick.fit.fitted import FITTED
from modelpick.fit.memory import MemoryNeed, need
from modelpick.fit.notes import basis_of, notes_of
from modelpick.fit.quants import LADDER, LEAST_BITS, QUANTS, Engine, Quant, find_quant, quant_of
from modelpick.fit.speed import Load, decode_rate, engine_of, hardware_class, prefill_rate
from modelpick.fit.weights import weights_gb
from modelpick.model.facts import Model
from modelpick.model.machines import Machine

DEFAULT_CONTEXT = 8192
MOST_BEYOND = 0.9
"""Share of the need that may lie in the system's memory; with more, running at all is not offered."""
MOST_SYSTEM_GB = 256.0
PROMPT = 32_768
"""Prefill is told of prompts of at most so many tokens."""


def native_quant(model: Model) -> Quant | None:
    """The precision in which the weights are published; None where it is unknown."""
    return None if model.native_precision is None else find_quant(model.native_precision)


def asked_context(model: Model, context: int | None) -> int:
    """The context asked for; else what the model takes, but no more than 8192 tokens."""
    if context is not None:
        return context
    return min(model.context.value, DEFAULT_CONTEXT) if model.context else DEFAULT_CONTEXT


def fit(
    model: Model,
    machine: Machine,
    quant: str | None = None,
    context: int | None = None,
    concurrency: int = 1,
    constants: Constants = FITTED,
    engine: Engine | None = None,
) -> Fit:
    """Whether `model` runs on `machine`, what it takes of it and how fast it is.

    Args:
        model: the model, with its parameters and geometry as far as they are known.
        machine: what it is to run on.
        quant: the precision of the weights; that in which they are published by default.
        context: tokens of each sequence; by default what the model takes, at most 8192.
        concurrency: sequences at a time.
        constants: what the formulas take from measurements.
        engine: what runs it; by default what one would run `quant` with on the machine.

    Raises:
        ModelpickError: `quant` is no precision.
    """
    chosen = native_quant(model) if quant is None else quant_of(quant)
    asked = _FitOptions(asked_context(model, context), context is None, concurrency, engine)
    return _fit_at_quant(model, machine, chosen, asked, constants)


def best_fit(
    model: Model,
    machine: Machine,
    context: int | None = None,
    concurrency: int = 1,
    constants: Constants = FITTED,
) -> Fit:
    """`model` at the finest precision that fits `machine`: as published, else the first of `LADDER` that does.

    Where none fits it is the first for which that cannot be known; where all are too large, the smallest that still
    is the model that was measured (`LEAST_BITS`).
    """
    tokens = asked_context(model, context)
    tried = precisions(model)
    chosen = next((quant for quant in reversed(tried) if quant.bits >= LEAST_BITS), tried[0])
    maybe: Quant | None = None
    for quant in tried:
        answer = _fits_in_memory(model, machine, need(model, machine, quant, tokens, concurrency, constants), tokens)
        if answer:
            maybe = quant
            break
        if answer is None and maybe is None:
            maybe = quant
    return _fit_at_quant(model, machine, maybe or chosen, _FitOptions(tokens, context is None, concurrency), constants)


def precisions(model: Model) -> tuple[Quant, ...]:
    """The published precision and those of `LADDER` that are smaller, finest first."""
    native = native_quant(model)
    ladder = tuple(QUANTS[name] for name in LADDER)
    if native is None:
        return ladder
    own = weights_gb(model, native)
    if own is None:
        return (native,)
    return (native, *(quant for quant in ladder if (weights_gb(model, quant) or 0) < 0.97 * own))


class _FitOptions(NamedTuple):
    """The options of a fit."""

    tokens: int
    by_default: bool
    sequences: int
    engine: Engine | None = None


def _fit_at_quant(model: Model, machine: Machine, quant: Quant | None, asked: _FitOptions, by: Constants) -> Fit:
    tokens, by_default, sequences, engine = asked
    if quant is None:
        missing = "the precision in which it is published is not known: name one with --quant"
        return Fit(model.id, machine, None, tokens, sequences, None, Memory(), None, None, 0.0, "unknown", (missing,))
    needed = need(model, machine, quant, tokens, sequences, by)
    fits = _fits_in_memory(model, machine, needed, tokens)
    beyond = _offloaded_gb(machine, quant, needed) if fits is False and not _too_long(model, tokens) else 0.0
    decode = prefill = None
    if machine.device is not None and (fits is not False or beyond > 0):
        used: Engine = "llama.cpp" if beyond else engine or engine_of(quant, machine.device)
        load = Load(needed.typical_gb, tokens, sequences, beyond / (needed.memory.value or 1.0))
        rate = decode_rate(model, quant, machine, used, load, by)
        decode = None if rate is None else _estimate_between(rate, _speed_bounds(machine, needed.cache, load, by))
        if not beyond:
            speed = prefill_rate(model, machine, used, min(tokens, PROMPT), by)
            prefill = None if speed is None else _estimate_between(speed, by.prefill_spread)
    notes = notes_of(model, machine, quant, needed, tokens, by_default, sequences, fits, beyond, decode)
    memory, basis = needed.memory, basis_of(quant, machine, by)
    return Fit(model.id, machine, quant.name, tokens, sequences, fits, memory, decode, prefill, beyond, basis, notes)


def _fits_in_memory(model: Model, machine: Machine, needed: MemoryNeed, tokens: int) -> bool | None:
    """Whether it lies wholly in the memory of `machine`; None where what is known leaves it open."""
    if _too_long(model, tokens):
        return False
    room = machine.total_gb
    if needed.most_gb is not None and needed.most_gb <= room:
        return True
    return False if needed.least_gb is not None and needed.least_gb > room else None


def _too_long(model: Model, tokens: int) -> bool:
    return model.context is not None and tokens > model.context.value


def _offloaded_gb(machine: Machine, quant: Quant, needed: MemoryNeed) -> float:
    """The gigabytes that are offloaded to system memory; 0 where the machine or the engine cannot do that."""
    device, total = machine.device, needed.memory.value
    if device is None or total is None or device.kind in ("unified", "cpu") or quant.engine not in (None, "llama.cpp"):
        return 0.0
    beyond = total - machine.total_gb
    return beyond if 0 < beyond <= min(MOST_SYSTEM_GB, MOST_BEYOND * total) else 0.0


def _speed_bounds(machine: Machine, cache: Cache | None, load: Load, by: Constants) -> tuple[float, float]:
    """The factors on a speed within which four of five measurements lie."""
    plain = machine.count == 1 and load.sequences == 1 and not load.beyond and cache is not None and cache.sure
    kind = hardware_class(machine.device) if machine.device else "other"
    low, high = by.decode_spread[kind if plain and kind in by.decode_spread else "other"]
    if load.beyond:
        usual, slow, fast = by.system_gb_s
        return low * slow / usual, high * fast / usual
    return low, high


def _estimate_between(value: float, spread: tuple[float, float]) -> Estimated:
    return Estimated(value, value * spread[0], value * spread[1])
