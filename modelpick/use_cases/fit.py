"""The use case of `modelpick fit`: what hardware runs a model, and what models a machine runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from modelpick.documents.fitting import Fit, FitReport
from modelpick.fit.commands import run_commands
from modelpick.fit.detected import machine_found
from modelpick.fit.estimate import fit, named_use, precisions
from modelpick.fit.fitted import FITTED
from modelpick.fit.hardware import named_machine
from modelpick.fit.kept import ABOUT_FOUR, kept_at
from modelpick.fit.quants import LEAST_BITS, QUANTS, Quant, quant_of
from modelpick.fit.repositories import repositories_of
from modelpick.fit.smallest import COUNTS, machines_known
from modelpick.fit.speed import hardware_class
from modelpick.model import wording
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain, replace
from modelpick.model.machines import Detected, Device, FitUse, Machine
from modelpick.model.numbers import AT_A_TIME, SPEED
from modelpick.model.request import Request
from modelpick.model.rules import GENERAL
from modelpick.use_cases.catalog import OpenCatalog, model_known
from modelpick.use_cases.request_checks import resolve_as_of

SHOWN = ("q8_0", "q4_k_m", "q2_k")
"""Beside the published precision, what hardware is looked for at."""


class FitAsked(Plain):
    """The question as it was put; `found` is the detected hardware, where detection was asked for."""

    models: tuple[str, ...] = ()
    hardware: str | None = None
    vram: str | None = None
    ram: str | None = None
    found: Detected | None = None
    quant: str | None = None
    context: int | None = None
    concurrency: int = 1
    kv_cache: str | None = None
    engine: str | None = None
    offload: str = "auto"
    prompt: int | None = None
    min_speed: float | None = None
    needs: tuple[tuple[str, float], ...] = ()
    """Needs with their weights, by which the models are ordered."""


def fit_report(catalog: OpenCatalog, asked: FitAsked, on: str | None = None) -> FitReport:
    """The answer of `modelpick fit`.

    Raises:
        ModelpickError: a model, machine or precision means nothing, or too little was asked.
    """
    day = resolve_as_of(on, catalog.today)
    facts = catalog.facts_on(day)
    read_as = catalog.resolve_on(asked.models, day)
    models = [model_known(facts, id_, day) for id_ in read_as]
    report = _answer_question(models, facts, day, asked)
    if report.by == "model" and (needs := _needs_ordering(catalog, asked)):
        purpose = wording.listed(list(needs)) if asked.needs else "general use"
        report = _by_need(catalog, report, needs, day, purpose)
    said = (("--hardware", asked.hardware), ("--vram", asked.vram), ("--ram", asked.ram))
    words = tuple(word for flag, value in said if value for word in (flag, value))
    noted = {id_: note for id_, note in read_as.items() if note}
    named = {model.id: model for model in models}
    names = {fit.model: (named.get(fit.model) or facts.models[fit.model]).name for fit in report.fits}
    return replace(report, read_as=noted, machine=words, names=names)


def _needs_ordering(catalog: OpenCatalog, asked: FitAsked) -> dict[str, float]:
    if asked.needs or asked.models or GENERAL not in catalog.rulebook.needs:
        return dict(asked.needs)
    return {GENERAL: 1.0}


def _by_need(catalog: OpenCatalog, report: FitReport, needs: dict[str, float], day: str, purpose: str) -> FitReport:
    """`report` with what fits ordered by score for `needs`, in words `purpose`, models without a score last."""
    only = tuple(fit.model for fit in report.fits)
    if not only:
        return report
    request = Request(needs=needs, constraints={"self-host": True}, only=only, top=len(only), as_of=day)
    scores = {ranked.model: ranked.score for ranked in catalog.recommend(request).ranking}
    place = {model: number for number, model in enumerate(scores)}

    def order(fit: Fit) -> tuple[bool, bool, int]:
        return fit.fits is not True, _is_squeezed(fit), place.get(fit.model, len(place))

    asked = report.asked.replace("the largest first", f"the best for {purpose} first")
    fits = tuple(sorted(report.fits, key=order))
    rated = [scores[f.model] for f in fits if f.model in scores and not _is_squeezed(f)]
    lowered = ("what is barely tested stands lower than its score",) if rated != sorted(rated, reverse=True) else ()
    return replace(report, fits=fits, scores=scores, asked=asked, notes=(*lowered, *report.notes))


def _is_squeezed(found: Fit) -> bool:
    """Whether it fits only at so few bits a weight that it is not the model whose scores are published."""
    return found.quant is not None and QUANTS[found.quant].bits < LEAST_BITS


def _answer_question(models: list[Model], facts: Facts, day: Day, asked: FitAsked) -> FitReport:
    if asked.quant is not None:
        quant_of(asked.quant)
    machine, notes = _asked_machine(asked, facts)
    if machine is None and not models:
        raise ModelpickError("nothing to fit", hint="Name a model, or a machine with {hardware} or {vram}")
    if machine is None:
        return _with_kept(_hardware_for(models, facts.hardware, asked), models, facts, day)
    if models:
        return _with_kept(
            _with_commands(_on_machine(models, machine, asked, notes), models, facts, day), models, facts, day
        )
    return _models_for([m for m in facts.models.values() if m.weights == "open"], machine, asked, notes)


def _with_commands(report: FitReport, models: Sequence[Model], facts: Facts, day: Day) -> FitReport:
    """`report` with the commands that run each of `models`, one a row."""
    ran = zip(report.fits, models, strict=True)
    fits = (replace(fit, run=run_commands(model, fit, repositories_of(model, facts, day))) for fit, model in ran)
    return replace(report, fits=tuple(fits))


def _with_kept(report: FitReport, models: Sequence[Model], facts: Facts, day: Day) -> FitReport:
    """`report` with what the precision of each row leaves of its model."""
    named = {model.id: model for model in models}
    rows = ((fit, QUANTS[fit.quant] if fit.quant else None) for fit in report.fits)
    fits = (replace(fit, kept=kept_at(named[fit.model], quant, facts, day)) if quant else fit for fit, quant in rows)
    return replace(report, fits=tuple(fits))


def _asked_machine(asked: FitAsked, facts: Facts) -> tuple[Machine | None, tuple[str, ...]]:
    """The machine that the question names, with remarks on it; None where it names none."""
    if asked.found is not None:
        seen = asked.found
        return machine_found(seen, facts.hardware, facts.device_names)
    machine = named_machine(asked.hardware, asked.vram, asked.ram, facts.hardware, facts.device_names)
    return machine, machine.notes if machine else ()


def _fit_on_machine(model: Model, machine: Machine, asked: FitAsked) -> Fit:
    return fit(model, machine, asked.quant, _use_asked(asked))


def _use_asked(asked: FitAsked) -> FitUse:
    """How it is to run, as far as the question says."""
    use = FitUse(asked.context, asked.concurrency, prompt=asked.prompt)
    return named_use(use, asked.engine, asked.kv_cache, asked.offload)


def _on_machine(models: Sequence[Model], machine: Machine, asked: FitAsked, notes: tuple[str, ...]) -> FitReport:
    """Some models on one machine, whether they fit or not."""
    fits = [_fit_on_machine(model, machine, asked) for model in models]
    slow = [f for f in fits if f.runs and not _is_fast_enough(f, asked)]
    good = [f for f in fits if f.runs and _is_fast_enough(f, asked)]
    whole = sum(f.fits is True for f in good)
    if len(fits) == 1:
        title = _fit_sentence(fits[0], models[0], bool(slow))
    else:
        title = f"{whole} of {len(fits)} models fit {machine.name}"
    notes += tuple(f"{f.model}: {_speed_of(f)}, less than --min-speed {asked.min_speed:g}" for f in slow)
    return FitReport(title, _question_in_words(asked, machine), tuple(fits), "model", notes, FITTED.on, whole > 0)


def _fit_sentence(found: Fit, model: Model, slow: bool) -> str:
    at = f"{found.machine.name} at {found.quant}" if found.quant else found.machine.name
    if found.fits is None:
        return f"Whether {model.name} fits {at} is not known"
    if not found.fits:
        part = ", but for a part in the system's memory" if found.offload_gb else ""
        return f"{model.name} does not fit {at}{part}"
    return f"{model.name} fits {at}" + (", but too slowly" if slow else "")


def _models_for(models: Iterable[Model], machine: Machine, asked: FitAsked, notes: tuple[str, ...]) -> FitReport:
    """The models that a machine runs: those that fit first, the largest first; then those that fit but for a part."""
    every = [(model, _fit_on_machine(model, machine, asked)) for model in models]
    ran = [(model, f) for model, f in every if f.runs]
    good = [(model, f) for model, f in ran if _is_fast_enough(f, asked)]
    good.sort(
        key=lambda pair: (pair[1].fits is not True, pair[1].offload_gb, -(pair[0].params.total_b or 0), pair[0].id)
    )
    unknown = sum(f.fits is None for _, f in every)
    no = len(every) - len(ran) - unknown
    slow = len(ran) - len(good)
    whole = sum(f.fits is True for _, f in good)
    said = [
        *([f"{wording.count(no, 'model')} {'does' if no == 1 else 'do'} not fit"] if no else []),
        *([f"of {unknown} it is not known"] if unknown else []),
        *([f"{slow} would be slower than {asked.min_speed:g} tokens/s, or nobody knows"] if slow else []),
    ]
    title = f"{wording.count(whole, 'open model')} {'fits' if whole == 1 else 'fit'} {_machine_phrase(machine)}"
    notes += ("; ".join(said),) if said else ()
    words = " · ".join(word for word in (_question_in_words(asked, machine), "the largest first") if word)
    return FitReport(title, words, tuple(f for _, f in good), "model", notes, FITTED.on, whole > 0)


def _machine_phrase(machine: Machine) -> str:
    """``a GeForce RTX 4090``, ``2x H100``."""
    name = machine.name
    if name[:1].isdigit() or machine.devices > 1 or machine.ram_gb or name.startswith("this"):
        return name
    return f"{'an' if name[:1] in 'AEIO' or name.startswith(('RTX', 'RX', 'L4', 'H', 'MI')) else 'a'} {name}"


def _hardware_for(models: Sequence[Model], devices: Mapping[str, Device], asked: FitAsked) -> FitReport:
    """For each model and precision the smallest machine of each class that holds it, and reaches the speed."""
    fits: list[Fit] = []
    notes: list[str] = []
    for model in models:
        if model.weights == "closed":
            notes.append(f"the weights of {model.name} are closed: it runs at its providers alone")
        elif model.params.total_b is None:
            notes.append(f"{model.name}: the number of its parameters is not known, so that its size is not")
        before = len(fits)
        for quant in _precisions_tried(model, asked):
            fits += _smallest_machines(model, quant, devices, asked)
        if len(fits) == before and len(models) > 1:
            notes.append(f"{model.name}: no machine is known to hold it as asked")
    names = wording.listed([model.name for model in models])
    none = f"No machine of up to {COUNTS[-1]} devices is known to hold {names}"
    title = f"The smallest machines that hold {names}" if fits else none
    return FitReport(
        title, _question_in_words(asked, None), tuple(fits), "machine", tuple(notes), FITTED.on, bool(fits)
    )


def _precisions_tried(model: Model, asked: FitAsked) -> list[Quant]:
    if asked.quant is not None:
        return [quant_of(asked.quant)]
    own, *others = precisions(model, _use_asked(asked).engine)
    # What is published at four bits is not made coarser.
    return [
        own,
        *(quant for quant in others if quant.name in SHOWN and (own.bits > ABOUT_FOUR or quant.bits >= own.bits)),
    ]


def _smallest_machines(model: Model, quant: Quant, devices: Mapping[str, Device], asked: FitAsked) -> list[Fit]:
    """The machine with the least memory of each class; of several as large the one with the most bandwidth."""
    found: dict[str, Fit] = {}
    for machine in machines_known(devices):
        assert machine.device is not None
        kind = hardware_class(machine.device)
        if kind not in found:
            answer = fit(model, machine, quant.name, _use_asked(asked))
            if answer.fits and _is_fast_enough(answer, asked):
                found[kind] = answer
    return sorted(found.values(), key=lambda f: f.machine.total_gb)


def _is_fast_enough(found: Fit, asked: FitAsked) -> bool:
    """Whether the fit reaches the speed that is asked for; an unknown speed does not."""
    return asked.min_speed is None or (found.decode is not None and found.decode.value >= asked.min_speed)


def _speed_of(found: Fit) -> str:
    return "speed not known" if found.decode is None else f"about {wording.number(found.decode.value)} tokens/s"


def _question_in_words(asked: FitAsked, machine: Machine | None) -> str:
    """The question in words."""
    room = machine and f"{round(machine.total_gb, 1):g} GB for models"
    words = (
        room,
        asked.quant,
        asked.context and f"context {wording.tokens(asked.context)}",
        asked.concurrency > 1 and f"{asked.concurrency} sequences at a time",
        asked.kv_cache and f"cache at {asked.kv_cache}",
        asked.engine and f"with {asked.engine}",
        asked.offload == "none" and "nothing in RAM",
        asked.min_speed is not None and f"at least {asked.min_speed:g} tokens/s",
    )
    return " · ".join(word for word in words if word)


def check_limits(concurrency: int, min_speed: float | None) -> None:
    """Check the numbers of a question.

    Raises:
        ModelpickError: one of them is out of bounds.
    """
    AT_A_TIME.count(concurrency, "{concurrency}")
    if min_speed is not None:
        SPEED.read(min_speed, "{min_speed}")
