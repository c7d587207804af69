"""The reasons of an answer, from the same numbers as its score: nothing here is written for a particular model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from modelpick.decide.conditions import evaluate, truth_of
from modelpick.decide.constraints import RequirementOutcome
from modelpick.decide.scoring import Part, Score
from modelpick.decide.subject import CandidateView
from modelpick.decide.templates import fill, show
from modelpick.decide.values import FieldValue
from modelpick.documents.recommendation import Reason
from modelpick.evidence.cells import is_weak
from modelpick.evidence.pooled import Cell
from modelpick.model.dates import days_between
from modelpick.model.facts import Benchmark, Trait
from modelpick.model.logic import Truth
from modelpick.model.rules import Advisory
from modelpick.model.wording import figure, listed, plus_minus

if TYPE_CHECKING:
    from modelpick.decide.standing import Leader

MOST_FOR = 4
MOST_AGAINST = 4
MOST_TRAITS = 2
WORTH_SAYING = 1.0
"""Points below which a shortfall is not worth a line."""
CLOSE = 0.05
"""A shortfall in utility to the best that is next to none."""
GOOD = 0.5
"""A utility from which a criterion speaks for a model."""

_EVALUATOR_WORDS = {
    "self": "your own measurement",
    "independent": "independent",
    "vendor": "vendor's own figure",
    "rival": "measured by a rival lab",
    "press": "press figure",
    "estimated": "estimated",
}


def reasons_for(
    score: Score, best: Mapping[str, Leader], traits: Sequence[Trait], needs: Iterable[str]
) -> tuple[Reason, ...]:
    """The largest contributions, measured before estimated, then what sources say it is good for.

    A criterion speaks for a model when its value is good, or close to the best of the candidates.
    """

    def speaks(part: Part) -> bool:
        leader = best[part.weighted.criterion.id].part
        return part.utility >= GOOD or leader.utility - part.utility <= CLOSE

    by_weight = sorted(score.parts, key=lambda p: (not p.measured, -p.points))
    strong = [p for p in by_weight if speaks(p)][:MOST_FOR] or by_weight[:1]
    said = [
        Reason(describe(p), p.sources, round(p.points, 1), p.weighted.criterion.says, brief=in_brief(p)) for p in strong
    ]
    return (*said, *_trait_reasons(traits, ("for", "fits"), needs))


def reasons_against(
    score: Score, best: Mapping[str, Leader], traits: Sequence[Trait], needs: Iterable[str], *, cited: bool = True
) -> tuple[Reason, ...]:
    """The largest shortfalls to the best candidate of each criterion; not `cited`, without the sources."""
    short: list[tuple[float, Part, Leader]] = []
    for part in score.parts:
        leader = best[part.weighted.criterion.id]
        lost = part.weight * 100 * (leader.part.utility - part.utility)
        # Memory on one's own machines is not behind anybody's price.
        if lost >= WORTH_SAYING and leader.part.weighted.criterion.field == part.weighted.criterion.field:
            short.append((round(-lost, 1), part, leader))
    short.sort(key=itemgetter(0))
    said = [_shortfall_reason(*each, cited) for each in short[:MOST_AGAINST]]
    return (*said, *_trait_reasons(traits, ("against", "misfits"), needs))


def _shortfall_reason(points: float, part: Part, leader: Leader, cited: bool) -> Reason:
    text = f"{describe(part)}; {leader.name} has {figure(leader.part.value, part.weighted.unit)}"
    sources = tuple(dict.fromkeys([*part.sources, *leader.sources()])) if cited else ()
    brief = _behind_in_brief(part, leader.part, leader.name)
    return Reason(text, sources, points, part.weighted.criterion.says, brief=brief)


def cautions(
    score: Score, subject: CandidateView, advisories: Iterable[Advisory], first: Sequence[str], needs: Iterable[str]
) -> tuple[Reason, ...]:
    """The advisories that apply (those in `first` before the others), then the oddities of the figures used."""
    asked = set(needs)
    order = {id_: place for place, id_ in enumerate(first)}
    said: list[Reason] = []
    for advisory in sorted(advisories, key=lambda a: (order.get(a.id, len(order)), a.id)):
        if advisory.needs and not asked & set(advisory.needs):
            continue
        if truth_of(advisory.when, subject) is Truth.PASS:
            text, sources = fill(advisory.says, subject)
            said.append(Reason(text, sources, subject=advisory.title))
    weak = [flag for p in score.parts if p.cell and not p.measured for flag in p.cell.flags if is_weak(flag)]
    if weak:
        said.append(Reason(f"Some estimates are weak: {weak[0]}", subject="Weak estimates"))
    for part in score.parts:
        cell = part.cell
        if cell and cell.measured and part.weighted.benchmark:
            name = part.weighted.benchmark.name
            said += [Reason(f"{name}: {flag}", part.sources, subject=name) for flag in cell.flags]
    return tuple(said)


def unknowns(score: Score, subject: CandidateView) -> tuple[Reason, ...]:
    """The estimated criteria with what they are estimated from, the unknown ones, and what is unpublished about the
    route.
    """
    said = [_estimate_reason(p, subject.facts.benchmarks) for p in score.parts if p.cell and not p.measured]
    said += [
        Reason(
            f"no usable figure on {w.benchmark.name}" if w.benchmark else "not known",
            subject=w.criterion.says,
        )
        for w in score.missing
    ]
    if subject.route.kind == "api" and subject.route.blended is None:
        said.append(Reason("no published price for this offering", subject="price"))
    if subject.route.kind == "none" and subject.model.weights != "open":
        said.append(Reason("no offering with an API is known", subject="API"))
    return tuple(said)


def _estimate_reason(part: Part, benchmarks: Mapping[str, Benchmark]) -> Reason:
    """``no usable figure on X; 61% ±9% estimated, mostly from Y and Z``."""
    cell, benchmark = part.cell, part.weighted.benchmark
    assert cell is not None
    assert benchmark is not None
    unit = part.weighted.unit
    value = f"{figure(cell.value, unit)} {plus_minus(cell.sd, unit)}"
    text = f"no usable figure on {benchmark.name}; {value} estimated"
    if cell.drivers:
        text += f", mostly from {listed([benchmarks[id_].name if id_ in benchmarks else id_ for id_ in cell.drivers])}"
    return Reason(text, subject=part.weighted.criterion.says)


def describe(part: Part) -> str:
    """``repairs real repositories: 74.2% on SWE-bench Verified, independent, 2026-09``."""
    criterion, benchmark, cell = part.weighted.criterion, part.weighted.benchmark, part.cell
    if benchmark is None or cell is None:
        about = "about " if part.computed and part.sd else ""
        return f"{criterion.says}: {about}{figure(part.value, part.weighted.unit)}"
    if not cell.measured:
        value = f"{figure(part.value, part.weighted.unit)} {plus_minus(cell.sd, part.weighted.unit)}"
        return f"{criterion.says}: estimated {value} on {benchmark.name}"
    source = f"{_EVALUATOR_WORDS[cell.basis]}, {cell.newest}"
    if len(cell.used) > 1:
        source = f"median of {len(cell.used)}, {source}"
    return f"{criterion.says}: {figure(part.value, part.weighted.unit)} on {benchmark.name}, {source}"


def in_brief(part: Part, *, by: bool = True) -> str:
    """``74.2% on SWE-bench Verified (independent)``; without the criterion and the date."""
    benchmark, cell = part.weighted.benchmark, part.cell
    if benchmark is None or cell is None:
        return describe(part) + _said_per(part.weighted.unit)
    value = f"{figure(part.value, part.weighted.unit)} on {benchmark.name}"
    if not cell.measured:
        return f"estimated {value}"
    return f"{value}, {_EVALUATOR_WORDS[cell.basis]}" if by else value


def _behind_in_brief(part: Part, leader: Part, name: str) -> str:
    """``X has 80.6% on DeepSWE 1.1, against 72.3%``."""
    unit, benchmark = part.weighted.unit, part.weighted.benchmark
    best, own = figure(leader.value, unit), figure(part.value, unit)
    if benchmark is None:
        return f"{name} {part.weighted.criterion.says}: {best}{_said_per(unit)}, against {own}"
    only = "only " if benchmark.better == "lower" else ""
    return f"{name} has {only}{best} on {benchmark.name}, against {own}"


def _said_per(unit: str) -> str:
    """Of what a sum of dollars is the price: `` per million tokens``; empty where it is none."""
    dollars, per, what = unit.partition(" per ")
    return f"{per}{what}" if dollars == "USD" else ""


def conflict(cell: Cell, part: Part) -> str:
    """Both ends of a disagreement between sources, and the figure that counts."""
    unit = part.weighted.unit
    low, high = min(cell.comparable, key=lambda m: m.value), max(cell.comparable, key=lambda m: m.value)
    name = part.weighted.benchmark.name if part.weighted.benchmark else cell.benchmark
    ends = " and ".join(
        f"{figure(m.value, unit)} ({m.evaluator or _EVALUATOR_WORDS[m.by]}, {m.on})" for m in (high, low)
    )
    return f"{name} {ends}; {figure(cell.value, unit)} counts ({_EVALUATOR_WORDS[cell.basis]})"


def evidence_facts(score: Score, day: str) -> dict[str, object]:
    """The values of the `evidence.*` fields of one scored model."""
    cells = [p.cell for p in score.parts if p.cell and p.cell.measured]
    conflicts = [p for p in score.parts if p.cell and p.cell.conflict]
    bases = {c.basis for c in cells}
    newest = max((c.newest for c in cells if c.newest), default=None)
    measured = sorted((p for p in score.parts if p.cell and p.cell.measured), key=lambda p: p.utility)
    return {
        "coverage": round(score.coverage, 3),
        "conflicts": len(conflicts),
        "conflict_text": FieldValue(
            "; ".join(conflict(p.cell, p) for p in conflicts if p.cell) or None,
            tuple(dict.fromkeys(m.source for p in conflicts if p.cell for m in p.cell.comparable)),
        ),
        "best_basis": next((b for b in _EVALUATOR_WORDS if b in bases), None),
        "vendor_only": bool(bases) and bases <= {"vendor", "rival"},
        "press_only": bases == {"press"},
        "newest": newest,
        "age_days": days_between(newest, day) if newest else None,
        "strongest": measured[-1].weighted.criterion.says if measured else None,
        "weakest": measured[0].weighted.criterion.says if measured else None,
        "spread_points": round(100 * (measured[-1].utility - measured[0].utility), 1) if len(measured) > 1 else None,
    }


def _trait_reasons(traits: Sequence[Trait], stances: tuple[str, ...], needs: Iterable[str]) -> list[Reason]:
    asked = set(needs)
    fitting = [t for t in traits if t.stance in stances and (not t.needs or asked & set(t.needs))]
    fitting.sort(key=lambda t: (not t.needs, t.stance not in ("fits", "misfits")))
    return [Reason(t.text, (t.source,), subject="said of it") for t in fitting[:MOST_TRAITS]]


def met_facts(outcome: RequirementOutcome, subject: CandidateView) -> str:
    """The facts that satisfy a constraint: ``route.api is ga``."""
    found = evaluate(outcome.requirement.condition, subject, outcome.requirement.operand)
    known = [(name, fact) for name, fact in found.facts if fact.value is not None]
    return "; ".join(f"{name} is {show(name, fact.value)}" for name, fact in known[:2]) or "met"
