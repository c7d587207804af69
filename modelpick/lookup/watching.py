"""What a watch sees of models and answers, and what two sights of them say differently."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from modelpick.decide.families import out_since
from modelpick.decide.status import STAGE_WORDS, status
from modelpick.documents.change_reports import Placed
from modelpick.documents.recommendation import Recommendation
from modelpick.documents.status_reports import OfferingLine
from modelpick.documents.watch_reports import (
    SeenAnswer,
    SeenEnd,
    SeenFigure,
    SeenKin,
    SeenModel,
    SeenOffering,
    Sighting,
    WatchChange,
    WatchKind,
)
from modelpick.model import wording
from modelpick.model.dates import Day, days_between, last_day
from modelpick.model.facts import Facts, Measurement, Model

TOP = 3
Told = tuple[WatchKind, str, str | None]
"""A change: of what kind, in words, and the source."""


def see_model(model: Model, facts: Facts, day: Day, within: int) -> SeenModel:
    """What is known of `model` on `day`; ends within the next `within` days count as near."""
    now = status(model, facts, day)
    ends: dict[str, SeenEnd] = {}
    for event in sorted(model.status, key=lambda e: e.on, reverse=True):
        if event.surface == "api" and event.stage == "retired" and event.in_force_on > day:
            where = f"at {facts.provider_name(event.provider)}" if event.provider else "everywhere"
            near = days_between(day, event.on) <= within
            ends[event.provider or "everywhere"] = SeenEnd(where, event.on, near, _source_address(event.source, facts))
    accepted = [m for m in model.measurements if m.state == "accepted"]
    return SeenModel(
        name=model.name,
        stage=now.api.is_,
        said=_general_stage(model, day),
        context=model.context.value if model.context else None,
        # The cheapest of those that are called the same is kept: it comes first.
        offerings={_offering_key(line): _seen_offering(line, facts) for line in reversed(now.offerings)},
        ends=dict(sorted(ends.items())),
        figures={_figure_key(m): _seen_figure(m, facts) for m in sorted(accepted, key=lambda m: m.on)},
        source=_source_address(now.api.source, facts) if now.api.source else None,
        kin={kin.id: _seen_of_kin(kin, model, facts, day) for kin in kin_of(model, facts, day)},
    )


def kin_of(model: Model, facts: Facts, day: Day) -> list[Model]:
    """The successors of `model` in their order, then the newer models of its family."""
    found, after = [], facts.models.get(model.successor or "")
    while after is not None and after not in found and after.id != model.id:
        found.append(after)
        after = facts.models.get(after.successor or "")
    since = out_since(model, day) or ""
    alike = (m for m in facts.models.values() if model.family and m.family == model.family and m.lab == model.lab)
    newer = [m for m in alike if m not in found and m.id != model.id and (out_since(m, day) or "") > since]
    return [*found, *sorted(newer, key=lambda m: m.id)]


def _seen_of_kin(kin: Model, model: Model, facts: Facts, day: Day) -> SeenKin:
    now = status(kin, facts, day)
    source = _source_address(now.api.source, facts) if now.api.source else None
    said = "its successor" if kin.id == model.successor else "of its family"
    return SeenKin(kin.name, said, now.usable, now.api.since, source)


def see_answer(answer: Recommendation) -> SeenAnswer:
    """The verdict and the first three models of an answer."""
    top = tuple(Placed(r.rank, r.model, r.name, round(r.score, 4)) for r in answer.ranking[:TOP])
    return SeenAnswer(answer.verdict.state, tuple(sorted(answer.verdict.tied_with)), answer.verdict.text, top)


def differences(was: Sighting, now: Sighting) -> tuple[WatchChange, ...]:
    """What differs between two sightings, of the models and questions that both have; answers come first."""
    found = []
    for file, answer in now.answers.items():
        if file in was.answers:
            found += [_watch_change(now.on, file, file, told) for told in _of_answer(was.answers[file], answer)]
    for id_, model in now.models.items():
        if id_ in was.models:
            told_of = _of_model(was.models[id_], model, now.on)
            found += [_watch_change(now.on, id_, model.name, told) for told in told_of]
    return tuple(found)


def _watch_change(on: Day, subject: str, name: str, told: Told) -> WatchChange:
    kind, text, source = told
    id_ = sha256("\n".join((on, kind, subject, text)).encode("utf-8")).hexdigest()[:16]
    return WatchChange(id_, on, kind, subject, name, text, source)


def _of_answer(was: SeenAnswer, now: SeenAnswer) -> Iterator[Told]:
    before, after = {p.model: p for p in was.top}, {p.model: p for p in now.top}
    if list(before)[:1] != list(after)[:1]:
        yield "answer", f"first is {_leader_name(now)}, was {_leader_name(was)}", None
    if (was.state, was.tied_with) != (now.state, now.tied_with):
        yield "answer", f"the verdict is now: {now.text.split('. ')[0]}", None
    for id_, placed in after.items():
        if id_ not in before:
            yield "answer", f"{placed.name} came into the first three, on place {placed.rank}", None
        elif f"{before[id_].score:.1f}" != f"{placed.score:.1f}":
            yield "score", f"{placed.name} has {placed.score:.1f} points, had {before[id_].score:.1f}", None
    for id_, placed in before.items():
        if id_ not in after:
            yield "answer", f"{placed.name} is no longer among the first three", None


def _leader_name(answer: SeenAnswer) -> str:
    return answer.top[0].name if answer.top else "none"


def _of_model(was: SeenModel, now: SeenModel, day: Day) -> Iterator[Told]:
    if was.stage != now.stage:
        yield "status", f"the API is {_stage_text(now.stage)}, was {_stage_text(was.stage)}", now.source
    elif was.said != now.said:
        yield (
            "status",
            f"its API in general is said to be {_stage_text(now.said)}, was {_stage_text(was.said)}",
            now.source,
        )
    yield from _kin_changes(was, now)
    yield from _retirement_changes(was, now, day)
    if was.context != now.context:
        yield "context", f"takes {_tokens_text(now.context)} of context, was {_tokens_text(was.context)}", now.source
    for key, offering in now.offerings.items():
        if key in was.offerings:
            yield from _of_offering(was.offerings[key], offering)
        else:
            yield "offering", f"now offered by {offering.where} at {_prices_text(offering)}", offering.source
    for key, offering in was.offerings.items():
        if key not in now.offerings:
            yield "offering", f"no longer offered by {offering.where}", offering.source
    for key, figure in now.figures.items():
        before = was.figures.get(key)
        if before is None or before.value != figure.value:
            yield "score", f"{figure.says}: {figure.shown}, {f'was {before.shown}' if before else 'new'}", figure.source
    for key, figure in was.figures.items():
        if key not in now.figures:
            yield "score", f"{figure.says}: the figure of {figure.shown} no longer counts", figure.source


def _kin_changes(was: SeenModel, now: SeenModel) -> Iterator[Told]:
    """What came after the model; nothing where the earlier run did not look."""
    for id_, kin in now.kin.items() if now.kin and was.kin is not None else ():
        before = was.kin.get(id_) if was.kin else None
        since = f" since {kin.since}" if kin.since else ""
        if kin.usable and not (before and before.usable):
            yield "successor", f"{kin.name} ({kin.said}) can be called{since}", kin.source
        elif before is None:
            yield "successor", f"{kin.name} ({kin.said}) is known now, and cannot be called yet", kin.source


def _retirement_changes(was: SeenModel, now: SeenModel, day: Day) -> Iterator[Told]:
    for key, end in now.ends.items():
        before = was.ends.get(key)
        left = f"in {wording.count(days_between(day, end.on), 'day')}"
        if before is None:
            yield "retirement", f"the API ends {end.where} on {end.on}, {left}: newly announced", end.source
        elif before.on != end.on:
            yield "retirement", f"the API ends {end.where} on {end.on}, {left}: was {before.on}", end.source
        elif end.near and not before.near:
            yield "retirement", f"the API ends {end.where} on {end.on}, {left}: it is near now", end.source
    for key, end in was.ends.items():
        if key not in now.ends:
            passed = last_day(end.on) <= day
            what = "has ended" if passed else "is no longer said to end"
            yield "retirement", f"the API {what} {end.where} on {end.on}", end.source


def _of_offering(was: SeenOffering, now: SeenOffering) -> Iterator[Told]:
    if was.stage != now.stage:
        yield "status", f"{now.where}: the API is {_stage_text(now.stage)}, was {_stage_text(was.stage)}", now.source
    if (was.price_in, was.price_out) != (now.price_in, now.price_out):
        yield "price", f"{now.where}: {_prices_text(now)}, was {_prices_text(was)}", now.source
    if was.context != now.context:
        yield (
            "context",
            f"{now.where}: serves {_tokens_text(now.context)} of context, was {_tokens_text(was.context)}",
            now.source,
        )


def _general_stage(model: Model, day: Day) -> str | None:
    """The stage of the newest event that concerns every provider; None without one."""
    past = [e for e in model.status if e.surface == "api" and e.provider is None and e.in_force_on <= day]
    return max(past, key=lambda e: e.in_force_on).stage if past else None


def _offering_key(line: OfferingLine) -> str:
    return " ".join([line.provider, line.id or "-", line.routing, *line.geography])


def _seen_offering(line: OfferingLine, facts: Facts) -> SeenOffering:
    region = f" ({', '.join(line.geography)})" if line.geography else ""
    where = f"{line.provider_name}{f' as {line.id}' if line.id else ''}{region}"
    price_in, price_out = (
        None if price is None else f"{price.normalize():f}" for price in (line.price_in, line.price_out)
    )
    return SeenOffering(where, line.stage, line.context, price_in, price_out, _source_address(line.source, facts))


def _figure_key(m: Measurement) -> str:
    parts = (m.benchmark, m.variant, m.tools, m.harness, m.evaluator, m.by, m.source)
    return " ".join(part or "-" for part in parts)


def _seen_figure(m: Measurement, facts: Facts) -> SeenFigure:
    benchmark = facts.benchmarks.get(m.benchmark)
    says = f"{benchmark.name if benchmark else m.benchmark} ({m.variant + ', ' if m.variant else ''}{m.by})"
    return SeenFigure(
        says, m.value, wording.figure(m.value, benchmark.unit if benchmark else ""), _source_address(m.source, facts)
    )


def _source_address(source: str, facts: Facts) -> str | None:
    found = facts.sources.get(source)
    return (found.url or found.title) if found else source


def _stage_text(stage: str | None) -> str:
    return STAGE_WORDS.get(stage, stage) if stage and stage != "unknown" else "of no known stage"


def _tokens_text(count: int | None) -> str:
    return "an unknown number of tokens" if count is None else f"{wording.tokens(count)} tokens"


def _prices_text(offering: SeenOffering) -> str:
    said = [f"${price}" if price is not None else "unknown" for price in (offering.price_in, offering.price_out)]
    return "an unknown price" if said == ["unknown"] * 2 else f"{' / '.join(said)} per M tokens in / out"
