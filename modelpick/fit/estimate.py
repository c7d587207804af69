"""One model on one machine: does it fit, how much does it take, how fast is it. Pure; some ten microseconds a call."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.documents.fitting import Estimated, Fit, Memory
from modelpick.fit.cache import kv_type
from modelpick.fit.constants import Constants
from modelpick.fit.fitted import FITTED
from modelpick.fit.memory import MemoryNeed, need, room_gb, weights_and_overhead_gb
from modelpick.fit.notes import Remarks, basis_of, notes_of
from modelpick.fit.offload import IN_CARDS, Offload, offload_of
from modelpick.fit.quants import LADDER, LADDERS, LEAST_BITS, QUANTS, Quant, engine_named, find_quant, quant_of
from modelpick.fit.speed import Load, compressed_factor, decode_rate, engine_kind, engine_of, prefill_rate, speed_class
from modelpick.fit.usable import RAM_SHARE
from modelpick.fit.weights import weights_gb
from modelpick.model.arguments import OFFLOADS
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Model
from modelpick.model.fields import Plain, replace
from modelpick.model.machines import Engine, FitUse, Machine

DEFAULT_CONTEXT = 8192
KV_CACHE = "bf16"
"""The precision of the context where none is asked for."""
MOST_BEYOND = 0.9
"""Share of the need that may lie in the system's memory; with more, running at all is not offered."""
MOST_SYSTEM_GB = 256.0
"""Taken for what a system may have, where nobody said."""
PROMPT = 32_768
"""Prefill is told of prompts of at most so many tokens."""
PROMPT_SHARE = 0.75
"""Of the context, what a request asks; the rest is what it is answered with."""
MOST_DENSE = 0.5
"""Of a dense model's layers, that may lie in the system's memory."""
READING = 10.0
"""Tokens per second: below that a coarser precision is worth more than a finer one."""
FAST_BITS = 5.2
"""With experts in the system's memory nothing finer is tried: it would only be slower."""


def native_quant(model: Model) -> Quant | None:
    """The precision in which the weights are published; None where it is unknown."""
    return None if model.native_precision is None else find_quant(model.native_precision)


def asked_context(model: Model, context: int | None) -> int:
    """The context asked for; else what the model takes, but no more than 8192 tokens."""
    if context is not None:
        return context
    return min(model.context.value, DEFAULT_CONTEXT) if model.context else DEFAULT_CONTEXT


def named_use(use: FitUse, engine: str | None, kv_cache: str | None, offload: str) -> FitUse:
    """`use` with what a question names beside, as a person writes it.

    Raises:
        ModelpickError: an engine or a precision of the cache that there is not, or a word that is no place.
    """
    if offload not in OFFLOADS:
        raise ModelpickError(f"is {offload!r}, expected auto or none", where="{offload}")
    named = engine_named(engine) if engine else None
    kept = kv_type(kv_cache) if kv_cache else None
    return replace(use, engine=named, kv_cache=kept, offload=offload == "auto")


def fit(model: Model, machine: Machine, quant: str | None, use: FitUse) -> Fit:
    """`model` on `machine` at the precision asked for, else at the one that `best_fit` takes: whether it runs there,
    what it takes and how fast it is.

    Raises:
        ModelpickError: `quant` is no precision.
    """
    return best_fit(model, machine, use) if quant is None else fit_at(model, machine, quant_of(quant), use)


def best_fit(model: Model, machine: Machine, use: FitUse, by: Constants = FITTED) -> Fit:
    """`model` at the finest precision that fits `machine`: as published, else the first of the engine's ladder. One
    that writes more slowly than people read (`READING`) is taken coarser.

    Where none fits it is the first for which that cannot be known; where all are too large, the smallest that still
    is the model that was measured (`LEAST_BITS`). With memory of the system named, experts move there before a model is
    squeezed below that.
    """
    tokens = asked_context(model, use.context)
    tried = precisions(model, use.engine)
    if model.params.total_b is None and not _too_long(model, tokens):
        return fit_at(model, machine, tried[0], use, by)
    chosen = next((quant for quant in reversed(tried) if quant.bits >= LEAST_BITS), tried[0])
    squeezed = maybe = None
    for quant in () if _are_too_large(model, machine, tried, use.engine, by) else tried:
        answer = _fits_whole(model, machine, quant, tokens, use, by)
        if answer and (quant.bits >= LEAST_BITS or machine.ram_gb is None):
            return _fast_enough(model, machine, quant, tried, use, by)
        if answer:
            squeezed = squeezed or quant
        elif answer is None:
            maybe = maybe or quant
    if machine.ram_gb is not None and use.offload:
        for quant in [q for q in tried if LEAST_BITS <= q.bits <= FAST_BITS] or [chosen]:
            found = fit_at(model, machine, quant, use, by)
            if found.fits:
                return found
    return fit_at(model, machine, squeezed or maybe or chosen, use, by)


def _fast_enough(
    model: Model, machine: Machine, finest: Quant, tried: tuple[Quant, ...], use: FitUse, by: Constants
) -> Fit:
    """`model` at the finest precision from `finest` on with which it writes as fast as one reads; where none does, at
    the coarsest that still is the model that was measured.
    """
    found = fit_at(model, machine, finest, use, by)
    for quant in tried[tried.index(finest) + 1 :]:
        if found.decode is None or found.decode.value >= READING or quant.bits < LEAST_BITS:
            break
        coarser = fit_at(model, machine, quant, use, by)
        if not coarser.fits or coarser.decode is None or coarser.decode.value <= found.decode.value:
            break
        found = coarser
    return found


def precisions(model: Model, engine: Engine | None = None) -> tuple[Quant, ...]:
    """The published precision and those of the ladder that are smaller, finest first."""
    native = native_quant(model)
    names = LADDERS[engine_kind(engine)] if engine else LADDER
    ladder = tuple(QUANTS[name] for name in names)
    if native is None:
        return ladder
    own = weights_gb(model, native)
    if own is None:
        return (native,)
    return (native, *(quant for quant in ladder if (weights_gb(model, quant) or 0) < 0.97 * own))


def _are_too_large(
    model: Model, machine: Machine, tried: tuple[Quant, ...], engine: Engine | None, by: Constants
) -> bool:
    """Whether the weights alone are larger than the machine at every precision, which is quickly told."""
    sizes = [size for quant in tried if (size := weights_gb(model, quant)) is not None]
    return bool(sizes) and weights_and_overhead_gb(machine, min(sizes), by) > room_gb(machine, engine)


def _fits_whole(model: Model, machine: Machine, quant: Quant, tokens: int, use: FitUse, by: Constants) -> bool | None:
    needed = need(model, machine, quant, tokens, use.concurrency, by, use.engine, use.kv_cache or KV_CACHE)
    return _fits_in_memory(model, room_gb(machine, use.engine), needed, tokens)


def fit_at(model: Model, machine: Machine, quant: Quant | None, use: FitUse, by: Constants = FITTED) -> Fit:
    """Whether `model` runs on `machine` at `quant`, what it takes of it and how fast it is.

    Args:
        quant: the precision of the weights; None where that in which they are published is not known.
        by: what the formulas take from measurements.
    """
    tokens, sequences, kv = asked_context(model, use.context), use.concurrency, use.kv_cache or KV_CACHE
    if quant is None:
        missing = "the precision in which it is published is not known: name one with --quant"
        return Fit(model.id, machine, None, tokens, sequences, None, Memory(), None, None, 0.0, "unknown", (missing,))
    engine = use.engine or engine_of(quant, machine)
    needed = need(model, machine, quant, tokens, sequences, by, engine, kv)
    room = room_gb(machine, use.engine)
    fits = _fits_in_memory(model, room, needed, tokens)
    away = IN_CARDS
    if fits is False and use.offload and not _too_long(model, tokens):
        away = _moved_away(model, machine, quant, needed, room, use.engine)
        # Half of a dense model in the system's memory is too slow to be said to fit.
        fits = bool(away.gb) and machine.ram_gb is not None and (away.experts or away.share <= MOST_DENSE)
    if away.gb:
        engine = use.engine or "llama.cpp"
    speeds = _FitSpeeds()
    if machine.device is not None and model.params.active_b is not None and (fits is not False or away.gb):
        load = Load(needed.typical_gb, tokens, sequences, away)
        speeds = _speeds_of(model, quant, machine, engine, load, needed, use, by)
    basis, notes = "", tuple[str, ...]()
    if use.told:
        remarks = Remarks(needed, tokens, use.context is None, sequences, fits, away, room, engine, use.engine, kv)
        notes = notes_of(model, machine, quant, remarks, speeds.decode, compressed_factor(model, engine, by))
        basis = basis_of(quant, machine, by)
    return Fit(
        model.id, machine, quant.name, tokens, sequences, fits, needed.memory, speeds.decode, speeds.prefill, away.gb,
        basis, notes, engine, kv, speeds.first_token, speeds.together,
        away.layers if away.gb else 0, away.experts, (model.architecture.layers or 0) if model.architecture else 0,
        prompt=_prompt_tokens(use, tokens),
    )  # fmt: skip


class _FitSpeeds(Plain):
    """The speeds of a fit; None is not known."""

    decode: Estimated | None = None
    prefill: Estimated | None = None
    first_token: Estimated | None = None
    together: Estimated | None = None


def _speeds_of(
    model: Model,
    quant: Quant,
    machine: Machine,
    engine: Engine,
    load: Load,
    needed: MemoryNeed,
    use: FitUse,
    by: Constants,
) -> _FitSpeeds:
    """Writing, reading, the first token, and the output of all sequences together with their prompts read."""
    rate = decode_rate(model, quant, machine, engine, load, by)
    # How much slower it is was measured on one machine: with kernels it would be as fast as the upper bound says.
    slow = compressed_factor(model, engine, by)
    low, high = _speed_bounds(machine, needed, load, by)
    decode = None if rate is None else _estimate_between(rate, (low, high * slow))
    if load.offload.gb:
        return _FitSpeeds(decode)
    reading = prefill_rate(model, quant, machine, engine, min(load.tokens, PROMPT), by)
    if reading is None:
        return _FitSpeeds(decode)
    low, high = _spread_of(machine, by.prefill_spread)
    bounds = (low, high * slow)
    prefill = _estimate_between(reading, bounds)
    prompt = _prompt_tokens(use, load.tokens)
    seconds = prompt / reading
    first = Estimated(seconds, seconds / bounds[1], seconds / bounds[0])
    if decode is None or load.sequences == 1 or prompt == load.tokens:
        return _FitSpeeds(decode, prefill, first)
    written, n = load.tokens - prompt, load.sequences
    each = [
        n * written / (n * prompt / r + written / d)
        for r, d in ((prefill.value, decode.value), (prefill.low, decode.low), (prefill.high, decode.high))
    ]
    return _FitSpeeds(decode, prefill, first, Estimated(*each))


def _prompt_tokens(use: FitUse, tokens: int) -> int:
    """What is asked of each sequence of `tokens`."""
    return min(use.prompt or max(1, round(PROMPT_SHARE * tokens)), tokens)


def _fits_in_memory(model: Model, room: float, needed: MemoryNeed, tokens: int) -> bool | None:
    """Whether it lies wholly in `room` GB; None where what is known leaves it open."""
    if _too_long(model, tokens):
        return False
    if needed.most_gb is not None and needed.most_gb <= room:
        return True
    return False if needed.least_gb is not None and needed.least_gb > room else None


def _too_long(model: Model, tokens: int) -> bool:
    return model.context is not None and tokens > model.context.value


def _moved_away(
    model: Model, machine: Machine, quant: Quant, needed: MemoryNeed, room: float, engine: Engine | None
) -> Offload:
    """What is moved to the system's memory; nothing where the machine or the engine cannot do that."""
    device, total = machine.device, needed.memory.value
    if device is not None and device.kind in ("unified", "cpu"):
        return IN_CARDS
    if total is None or (device is None and machine.ram_gb is None):
        return IN_CARDS
    if quant.engine not in (None, "llama.cpp") or (engine is not None and engine_kind(engine) != "llama.cpp"):
        return IN_CARDS
    beyond = total - room
    most = MOST_SYSTEM_GB if machine.ram_gb is None else machine.ram_gb * RAM_SHARE
    if machine.ram_gb is None and beyond > MOST_BEYOND * total:
        return IN_CARDS
    away = offload_of(model, quant, beyond)
    return away if 0 < away.gb <= most and beyond <= away.gb else IN_CARDS


def _speed_bounds(machine: Machine, needed: MemoryNeed, load: Load, by: Constants) -> tuple[float, float]:
    """The factors on a speed within which four of five measurements lie."""
    spreads = by.decode_spread
    if load.offload.gb:
        return spreads.get("offload", spreads["other"])
    if load.sequences > 1:
        return spreads.get("batch", spreads["other"])
    if needed.cache is None or not needed.cache.sure:
        return spreads["other"]
    if machine.devices > 1:
        return spreads.get("cards", spreads["other"])
    return _spread_of(machine, spreads)


def _spread_of(machine: Machine, spreads: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    """That of the machine's class; wider where its figures rest on one weak page."""
    device = machine.device
    low, high = spreads.get(speed_class(device), spreads["other"]) if device else spreads["other"]
    weak = device is not None and {"bandwidth_gb_s", "fp16_tflops"} & set(device.unverified)
    return (low * 0.85, high * 1.15) if weak else (low, high)


def _estimate_between(value: float, spread: tuple[float, float]) -> Estimated:
    return Estimated(value, value * spread[0], value * spread[1])
