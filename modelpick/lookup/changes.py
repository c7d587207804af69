"""What the facts of two days say differently."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

from modelpick.decide.routes import Route, routes
from modelpick.documents.change_reports import (
    Changes,
    FactMove,
    ModelLine,
    Moved,
    PriceMove,
    ScoreMove,
    ServedLine,
    StatusMove,
    Value,
)
from modelpick.model.dates import Day, last_day
from modelpick.model.facts import Facts, Measurement, Model, Offering, Provider, StatusEvent, TermRow
from modelpick.model.fields import Plain, ShownFact, filled_from, shown_in
from modelpick.model.pricing import changes_ahead, charge_parts
from modelpick.model.wording import listed

MODEL_FIELDS = tuple(each for each in shown_in(Model) if each.shown.told)
OFFERING_FIELDS = tuple(each for each in shown_in(Offering) if each.shown.told)
_END_STAGES = ("retired", "deprecated")


class _FactsOfDay(Plain):
    """The facts of one of the two days that are compared."""

    facts: Facts
    day: Day

    def route(self, model: Model, offering: Offering) -> Route:
        return Route("api", model, self.day, offering, self.facts.providers.get(offering.provider))


def compare_facts(before: Facts, after: Facts, since: Day, until: Day) -> Changes:
    """The differences between `before`, the facts of `since`, and `after`, those of `until`.

    A new model is listed once; of its facts only announced ends are listed as well.
    """
    was, now = _FactsOfDay(before, since), _FactsOfDay(after, until)
    pairs = [*_pairs_by_id(before.models, after.models), *_pairs_by_id(before.unlinked, after.unlinked)]
    both = [(old, new) for old, new in pairs if old and new]
    offered = [(old, new, *pair) for old, new in both for pair in _offering_pairs(old, new)]
    status = [move for old, new in pairs if new for move in _status_moves(old, new, since, until)]
    status += [move for old, new, a, b in offered if a and b for move in _stage_moves(new, a, b)]
    ends = [move for move in status if _is_end_ahead(move, until)]
    prices = [
        move for old, new, a, b in offered if a and b for move in _price_moves(was.route(old, a), now.route(new, b))
    ]
    facts = [move for old, new in both for move in _model_facts(old, new)]
    facts += [move for _, new, a, b in offered if a and b for move in _offering_facts(new, a, b)]
    facts += [move for pair in _pairs_by_id(before.providers, after.providers) for move in _provider_facts(*pair)]
    facts += _terms_of_models(before, after, since, until)
    new = [_model_line(model, now) for old, model in pairs if model and not old]
    gone = [_model_line(model, was) for model, later in pairs if model and not later]
    return Changes(
        new_models=_newest_first(line for line in new if line.linked),
        gone_models=_newest_first(line for line in gone if line.linked),
        prices=tuple(sorted(prices, key=_price_key)),
        retirements=tuple(sorted(ends, key=lambda m: (not m.linked, m.on or "", m.model))),
        status=_latest_first(move for move in status if not _is_end_ahead(move, until)),
        new_offerings=_served_lines((now, model, b) for _, model, a, b in offered if b and not a),
        gone_offerings=_served_lines((was, model, a) for model, _, a, b in offered if a and not b),
        scores=_latest_first(move for old, model in both for move in _score_moves(old, model, after)),
        facts=tuple(sorted(facts, key=lambda move: not move.linked)),
        unlinked_new=_newest_first(line for line in new if not line.linked),
        unlinked_gone=_newest_first(line for line in gone if not line.linked),
    )


def sources_of(changes: Changes) -> Iterator[str]:
    """The ids of the sources that `changes` cites, in the order of the document."""
    for model in changes.new_models:
        yield from model.sources
    moves: Iterable[Any] = chain(
        changes.retirements,
        changes.prices,
        changes.status,
        changes.scores,
        changes.new_offerings,
        changes.gone_offerings,
        changes.facts,
    )
    yield from (move.source for move in moves if move.source)
    for line in chain(changes.gone_models, changes.unlinked_new, changes.unlinked_gone):
        yield from line.sources


def _pairs_by_id(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """(before, after) for each id in alphabetical order; None on the side that lacks it."""
    for id_ in sorted({*before, *after}):
        yield before.get(id_), after.get(id_)


def _newest_first(lines: Iterable[ModelLine]) -> tuple[ModelLine, ...]:
    by_name = sorted(lines, key=lambda line: line.model)
    return tuple(sorted(by_name, key=lambda line: line.released or "", reverse=True))


def _latest_first(moves: Iterable[Any]) -> tuple[Any, ...]:
    """Moves by model, the newest first; moves of unmatched ids come last."""
    by_day = sorted(sorted(moves, key=lambda move: move.model), key=lambda move: move.on or "", reverse=True)
    return tuple(sorted(by_day, key=lambda move: not getattr(move, "linked", True)))


def _model_line(model: Model, side: _FactsOfDay) -> ModelLine:
    best = routes(model, side.facts, side.day)[0]
    price = best.price
    said = [model.context.source if model.context else None, best.offering.source if best.offering else None]
    said += [model.status[-1].source] if model.status else []
    return filled_from(
        model,
        ModelLine,
        model=model.id,
        context=model.context.value if model.context else None,
        figures=len(model.measurements),
        offerings=len(model.offerings),
        price_in=price.input if price else None,
        price_out=price.output if price else None,
        sources=tuple(dict.fromkeys(source for source in said if source)),
    )


def _offering_pairs(old: Model, new: Model) -> Iterator[tuple[Offering | None, Offering | None]]:
    """The offerings of a model on both days, each with its counterpart.

    The same id of the same provider is the same offering, unless it is there as several deployments or for
    several regions: then these tell them apart.
    """
    known: dict[Any, list[Offering]] = defaultdict(list)
    for offering in old.offerings:
        known[offering.provider, offering.id].append(offering)
    unmatched: list[Offering] = []
    for offering in new.offerings:
        rest = known[offering.provider, offering.id]
        same = next((o for o in rest if _offering_identity(o) == _offering_identity(offering)), None)
        if same is None:
            unmatched.append(offering)
        else:
            rest.remove(same)
            yield same, offering
    for offering in unmatched:
        rest = known[offering.provider, offering.id]
        yield (rest.pop() if len(rest) == 1 else None), offering
    for rest in known.values():
        for offering in rest:
            yield offering, None


def _offering_identity(offering: Offering) -> tuple[Any, ...]:
    """What tells offerings of one id apart."""
    return offering.deployment, offering.version, offering.routing, offering.geography


def _served_lines(found: Iterable[tuple[_FactsOfDay, Model, Offering]]) -> tuple[ServedLine, ...]:
    """Offerings, those of the newest models first."""
    by_name = sorted(found, key=lambda f: (f[1].id, f[2].provider, f[2].id or "", f[2].geography))
    lines = []
    for side, model, offering in sorted(by_name, key=lambda f: f[1].released or "", reverse=True):
        route = side.route(model, offering)
        price = route.price
        lines.append(
            ServedLine(
                model=model.id,
                name=model.name,
                provider=offering.provider,
                provider_name=side.facts.provider_name(offering.provider),
                id=offering.id,
                geography=offering.geography,
                stage=route.stage,
                price_in=price.input if price else None,
                price_out=price.output if price else None,
                source=offering.source,
                linked=model.linked,
            )
        )
    return tuple(sorted(lines, key=lambda line: not line.linked))


def _price_moves(old: Route, new: Route) -> Iterator[PriceMove]:
    now, offering = new.price, new.offering
    assert offering is not None
    others = tuple(_other_moves(old, new))
    (was_in, was_out), (now_in, now_out) = (
        (price.input, price.output) if price else (None, None) for price in (old.price, now)
    )
    if not others and (was_in, was_out) == (now_in, now_out):
        return
    yield PriceMove(
        model=new.model.id,
        name=new.model.name,
        provider=offering.provider,
        provider_name=new.provider.name if new.provider else offering.provider,
        id=offering.id,
        geography=offering.geography,
        was_in=was_in,
        now_in=now_in,
        share_in=_relative_change(was_in, now_in),
        was_out=was_out,
        now_out=now_out,
        share_out=_relative_change(was_out, now_out),
        others=others,
        on=now.on if now else None,
        source=(now.source if now else None) or offering.source,
        linked=new.model.linked,
    )


def _other_moves(old: Route, new: Route) -> Iterator[Moved]:
    """The changes besides the standard input and output price: tiers, caches, services, announced prices."""
    was, now = _other_parts(old, new.day), _other_parts(new, new.day)
    for name in dict.fromkeys([*was, *now]):
        if was.get(name) != now.get(name):
            yield Moved(name, _document_value(was.get(name)), _document_value(now.get(name)))


def _other_parts(route: Route, until: Day) -> dict[str, Any]:
    parts: dict[str, Any] = dict(charge_parts(route.price.charges)) if route.price else {}
    known = {name: value for name, value in parts.items() if name not in ("input", "output")}
    for day, price in changes_ahead(route.offering.prices if route.offering else (), route.day):
        if day > until:
            known |= {f"from {day}.{name}": getattr(price, name) for name in ("input", "output")}
    return known


def _relative_change(was: Decimal | None, now: Decimal | None) -> float | None:
    """The relative change of a price, 0.1 for a tenth more; None where it cannot be computed."""
    return round(float((now - was) / was), 6) if was and now is not None else None


def _price_key(move: PriceMove) -> tuple[Any, ...]:
    moved = max(abs(move.share_in or 0), abs(move.share_out or 0))
    return not move.linked, -moved, move.model, move.provider, move.id or "", move.geography


def _status_moves(old: Model | None, new: Model, since: Day, until: Day) -> Iterator[StatusMove]:
    """The status events that became known or took effect between the two days."""
    events = {(_event_identity(e), e.on): e for e in new.status}
    earlier = {(_event_identity(e), e.on): e for e in old.status} if old else {}
    withdrawn = {key: e for key, e in earlier.items() if key not in events}
    for key, event in events.items():
        ahead = event.in_force_on > until
        if key in earlier:
            if since < event.in_force_on <= until:
                yield _status_move("in_force", new, event)
            continue
        moved = next((k for k in withdrawn if k[0] == key[0]), None)
        if moved is not None:
            yield _status_move("moved", new, event, was=withdrawn.pop(moved).on)
        elif ahead or old is not None:
            yield _status_move("announced" if ahead else "in_force", new, event)
    for event in withdrawn.values():
        yield _status_move("withdrawn", new, event)


def _event_identity(event: StatusEvent) -> tuple[str, str | None, str]:
    return event.surface, event.provider, event.stage


def _status_move(kind: Any, model: Model, event: StatusEvent, *, was: str | None = None) -> StatusMove:
    of_model = {"model": model.id, "name": model.name, "linked": model.linked}
    return filled_from(event, StatusMove, kind=kind, offering=None, was=was, **of_model)


def _stage_moves(model: Model, old: Offering, new: Offering) -> Iterator[StatusMove]:
    if old.stage != new.stage:
        where, source = (new.provider, new.id, "api", new.stage), new.origins.get("stage", new.source)
        yield StatusMove("in_force", model.id, model.name, *where, None, old.stage, source, new.note, model.linked)


def _is_end_ahead(move: StatusMove, until: Day) -> bool:
    ahead = move.on is not None and last_day(move.on) > until
    return move.surface == "api" and move.stage in _END_STAGES and ahead


def _score_moves(old: Model, new: Model, facts: Facts) -> Iterator[ScoreMove]:
    """Figures that are new, changed or gone; a figure that only has a later date is none of them."""
    now, was = _figures_by_identity(new), _figures_by_identity(old)
    for key in dict.fromkeys([*now, *was]):
        stale = _figures_without(was.get(key, []), now.get(key, []))
        for figure in _figures_without(now.get(key, []), was.get(key, [])):
            before = next((m for m in stale if m.on == figure.on), stale[0] if stale else None)
            if before is not None:
                stale.remove(before)
            yield _score_move(new, figure, before.value if before else None, figure.value, facts)
        for figure in stale:
            yield _score_move(new, figure, figure.value, None, facts)


def _figures_without(figures: list[Measurement], others: list[Measurement]) -> list[Measurement]:
    """The figures whose value and state do not occur among `others`, counted with multiplicity."""
    said = Counter((m.value, m.state) for m in others)
    left = []
    for m in figures:
        if said[m.value, m.state] > 0:
            said[m.value, m.state] -= 1
        else:
            left.append(m)
    return left


def _figures_by_identity(model: Model) -> dict[Any, list[Measurement]]:
    found: dict[Any, list[Measurement]] = defaultdict(list)
    for m in model.measurements:
        found[m.benchmark, m.variant, m.tools, m.harness, m.evaluator, m.by, m.source].append(m)
    return found


def _score_move(model: Model, figure: Measurement, was: float | None, now: float | None, facts: Facts) -> ScoreMove:
    benchmark = facts.benchmarks.get(figure.benchmark)
    return filled_from(
        figure,
        ScoreMove,
        model=model.id,
        name=model.name,
        benchmark_name=benchmark.name if benchmark else figure.benchmark,
        unit=benchmark.unit if benchmark else "",
        was=was,
        now=now,
    )


def _model_facts(old: Model, new: Model) -> Iterator[FactMove]:
    for each, moved in _moved_fields(MODEL_FIELDS, old, new):
        said_by = new.origins.get(each.origin) or _known_at_path(new, each.source)
        yield FactMove("model", new.id, new.name, None, None, moved, said_by, new.linked)


def _offering_facts(model: Model, old: Offering, new: Offering) -> Iterator[FactMove]:
    for each, moved in _moved_fields(OFFERING_FIELDS, old, new):
        source = new.origins.get(each.origin, new.source)
        yield FactMove("offering", model.id, model.name, new.provider, new.id, moved, source, model.linked)


def _moved_fields(fields: Iterable[ShownFact], old: Any, new: Any) -> Iterator[tuple[ShownFact, Moved]]:
    for each in fields:
        was, now = _known_at_path(old, each.path), _known_at_path(new, each.path)
        if was != now:
            yield each, Moved(each.name, _document_value(was), _document_value(now))


def _known_at_path(fact: Any, path: tuple[str, ...]) -> Any:
    """The value at `path`; None where nobody says anything."""
    if not path:
        return None
    for step in path:
        fact = getattr(fact, step) if fact is not None else None
    return None if fact in ((), "unknown") else fact


def _provider_facts(old: Provider | None, new: Provider | None) -> Iterator[FactMove]:
    """The data terms that changed; none for a provider that is new."""
    if old is None or new is None:
        return
    was, now = _terms_by_name(old), _terms_by_name(new)
    for name in dict.fromkeys([*was, *now]):
        before, after = was.get(name, (None, None)), now.get(name, (None, None))
        if before[0] != after[0]:
            yield FactMove("provider", new.id, new.name, new.id, None, Moved(name, before[0], after[0]), after[1])


def _terms_of_models(before: Facts, after: Facts, since: Day, until: Day) -> Iterator[FactMove]:
    """The terms of some models at a provider, and those of the user's papers, that changed."""
    for key in dict.fromkeys([*before.terms, *after.terms]):
        was, now = _row_in_force(before, key, since), _row_in_force(after, key, until)
        said = [None if row is None or row.value == "unknown" else row.value for row in (was, now)]
        row = now or was
        if row is not None and said[0] != said[1]:
            about = f" of {listed(row.models)}" if row.models else ""
            moved = Moved(f"{row.term}{about}", *said)
            name = after.provider_name(row.provider)
            yield FactMove("provider", row.provider, name, row.provider, None, moved, row.source)


def _row_in_force(facts: Facts, key: str, day: Day) -> TermRow | None:
    row = facts.terms.get(key)
    return row if row is not None and row.holds_on(day) else None


def _terms_by_name(provider: Provider) -> dict[str, tuple[Value, str | None]]:
    """Each term by name with its value and its source."""
    terms: dict[str, tuple[Value, str | None]] = {
        name: (None if term.value == "unknown" else term.value, term.source)
        for name, term in provider.terms.named().items()
    }
    terms["jurisdictions"] = (_document_value(provider.jurisdictions or None), provider.jurisdictions_source)
    return terms


def _document_value(value: Any) -> Value:
    """A value as a document holds it: words in one text, money as a number."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, Decimal):
        return float(value)
    found: Value = value
    return found
