"""What a model's figures, the advisories and its offerings add up to, in words that no source has said.

A derived line is no claim of anybody: it is worked out anew for each day from what was known then, names the figures
that it rests on, and enters neither a score nor the reasons of an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from modelpick.decide.columns import SCORES, Columns
from modelpick.decide.conditions import truth_of
from modelpick.decide.families import out_since
from modelpick.decide.routes import Route, open_routes, routes
from modelpick.decide.scoring import editions_of
from modelpick.decide.subject import CandidateView
from modelpick.decide.templates import fill
from modelpick.decide.terms import residency_fact
from modelpick.documents.card_reports import DerivedLine
from modelpick.evidence.cells import Evidence
from modelpick.evidence.pooled import Cell
from modelpick.model.dates import Day, days_between
from modelpick.model.facts import Benchmark, Facts, Model
from modelpick.model.logic import Truth
from modelpick.model.numbers import median
from modelpick.model.rules import Advisory, Need
from modelpick.model.wording import count, listed, money, percent

PEER_DAYS = 365
"""A peer was released at most so many days before or after."""
LEAST_CELLS = 3
"""Measured tests of a skill below which nothing is said of it."""
LEAST_PEERS = 5
"""Peers with a figure on a test below which a rank on it says nothing."""
STRONG, WEAK = 0.75, 0.25
"""Shares of peers left behind, on the median of the tests, from which on a skill is strong, or weak."""
MOST_SKILLS = 3
"""Of each kind."""


class Rank(NamedTuple):
    """How a model's figure on one test stands among those of its peers."""

    benchmark: Benchmark
    share: float
    """Of the peers that it leaves behind; one with the same figure counts half."""
    peers: frozenset[str]
    sources: tuple[str, ...]


class Profiled(NamedTuple):
    """A skill that several benchmarks test: a need, or a domain of benchmarks."""

    name: str
    need: str | None
    benchmarks: frozenset[str]


def derived(
    model: Model,
    facts: Facts,
    evidence: Evidence,
    needs: Iterable[Need],
    advisories: Iterable[Advisory],
    day: Day,
    columns: Columns | None = None,
) -> tuple[DerivedLine, ...]:
    """What `model`'s figures say against its peers (strong, weak), which advisories apply, and how it is served;
    `facts` and `evidence` are those of `day`, and `columns` what was worked out on them.
    """
    ranks = _ranks_by_benchmark(model, facts, evidence, day, columns)
    skills = sorted(_skill_lines(ranks, _profiled_skills(facts, needs)), key=lambda line: -(line.share or 0.0))
    strong = [line for line in skills if line.topic == "strong"][:MOST_SKILLS]
    weak = [line for line in reversed(skills) if line.topic == "weak"][:MOST_SKILLS]
    return (*strong, *weak, *_advisory_lines(model, facts, advisories, day), *_offering_lines(model, facts, day))


def _profiled_skills(facts: Facts, needs: Iterable[Need]) -> Iterator[Profiled]:
    """The needs that are mostly about benchmarks, then the domains of benchmarks."""
    for need in needs:
        tested = [c for c in need.criteria if c.own and (c.benchmark or c.skill)]
        if 2 * sum(c.weight for c in tested) >= sum(c.weight for c in need.criteria):
            tests = frozenset(id_ for c in tested for id_ in editions_of(c, facts.skills))
            yield Profiled(need.title.lower(), need.id, tests)
    by_domain: dict[str, set[str]] = {}
    for benchmark in facts.benchmarks.values():
        for domain in benchmark.domains:
            by_domain.setdefault(domain, set()).add(benchmark.id)
    for domain, ids in sorted(by_domain.items()):
        yield Profiled(domain.replace("-", " "), domain, frozenset(ids))


def _skill_lines(ranks: Mapping[str, Rank], skills: Iterable[Profiled]) -> Iterator[DerivedLine]:
    """A line for each strong or weak skill; a need takes precedence over the domain of the same name."""
    said: set[str | None] = set()
    for skill in skills:
        found = [ranks[id_] for id_ in sorted(skill.benchmarks & ranks.keys())]
        if len(found) < LEAST_CELLS or skill.need in said:
            continue
        said.add(skill.need)
        share = median([rank.share for rank in found])
        if share >= STRONG or share <= WEAK:
            yield _skill_line(skill, found, share)


def _skill_line(skill: Profiled, found: Sequence[Rank], share: float) -> DerivedLine:
    strong = share >= STRONG
    by_share = sorted(found, key=lambda rank: (rank.share, rank.benchmark.id), reverse=strong)
    names = listed([f"{rank.benchmark.name} {percent(rank.share)}" for rank in by_share], 4)
    peers = len(frozenset[str]().union(*(rank.peers for rank in found)))
    text = (
        f"{skill.name}: ahead of {percent(share)} of its peers on the median of {len(found)} measured tests ({names}); "
        f"its peers are {count(peers, 'model')} released within a year of it"
    )
    return DerivedLine(
        topic="strong" if strong else "weak",
        text=text,
        rests_on=tuple(rank.benchmark.id for rank in by_share),
        sources=tuple(dict.fromkeys(source for rank in by_share for source in rank.sources)),
        share=round(share, 3),
        peers=peers,
    )


def _ranks_by_benchmark(
    model: Model, facts: Facts, evidence: Evidence, day: Day, columns: Columns | None
) -> dict[str, Rank]:
    """The rank of `model` on each test that it and enough of its peers were measured on."""
    own = _measured_cells(model, facts, evidence, {m.benchmark for m in model.measurements})
    if len(own) < LEAST_CELLS:
        return {}
    theirs: dict[str, dict[str, float]] = {id_: {} for id_ in own}
    since = out_since(model, day)
    others = [id_ for id_ in facts.models if id_ != model.id] if since else []
    known = _tabulated_peers(others, own, columns, day) if columns else {}
    for peer in others:
        out, values = known[peer] if peer in known else _peer_itself(facts.models[peer], own, facts, evidence, day)
        if since and out and abs(days_between(since, out)) <= PEER_DAYS:
            for id_, value in values.items():
                theirs[id_][peer] = value
    return {
        id_: _rank_among_peers(facts.benchmarks[id_], cell, theirs[id_])
        for id_, cell in own.items()
        if len(theirs[id_]) >= LEAST_PEERS
    }


def _rank_among_peers(benchmark: Benchmark, cell: Cell, theirs: Mapping[str, float]) -> Rank:
    sign = 1 if benchmark.better == "higher" else -1
    behind = sum((sign * cell.value > sign * value) + 0.5 * (cell.value == value) for value in theirs.values())
    return Rank(benchmark, behind / len(theirs), frozenset(theirs), cell.sources)


def _measured_cells(model: Model, facts: Facts, evidence: Evidence, ids: Iterable[str]) -> dict[str, Cell]:
    """The measured cells of `model` on those of `ids` that test an ability."""
    tests = [facts.benchmarks[id_] for id_ in sorted(ids) if id_ in facts.benchmarks]
    found = ((b.id, evidence.measured(model, b)) for b in tests if b.kind != "efficiency")
    return {id_: cell for id_, cell in found if cell is not None}


_Peer = tuple[Day | None, Mapping[str, float]]
"""Since when a model is out, None if it is not; and its figures on some tests."""


def _peer_itself(peer: Model, tests: Collection[str], facts: Facts, evidence: Evidence, day: Day) -> _Peer:
    cells = _measured_cells(peer, facts, evidence, set(tests) & {m.benchmark for m in peer.measurements})
    return out_since(peer, day), {id_: cell.value for id_, cell in cells.items()}


def _tabulated_peers(ids: Iterable[str], tests: Iterable[str], columns: Columns, day: Day) -> dict[str, _Peer]:
    """The same of the models that stand in the columns of `day`."""
    tests = list(tests)
    columns.read_ahead([f"{kind}{id_}" for id_ in tests for kind in SCORES], ())
    values = {id_: column for id_ in tests if (column := columns.measured(id_, day))}
    found: dict[str, _Peer] = {}
    for peer in ids:
        place = columns.place_on(peer, day)
        if place is None:
            continue
        out = columns.out[place]
        told = ((id_, column.values[column.own[place]]) for id_, column in values.items())
        known = {id_: value for id_, value in told if value is not None}
        found[peer] = (out if out and out <= day else None, known)
    return found


def _advisory_lines(model: Model, facts: Facts, advisories: Iterable[Advisory], day: Day) -> Iterator[DerivedLine]:
    """The advisories that speak on the best way to reach the model, without any need in view."""
    subject = CandidateView(routes(model, facts, day)[0], facts)
    for advisory in sorted(advisories, key=lambda a: a.id):
        if truth_of(advisory.when, subject) is Truth.PASS:
            text, sources = fill(advisory.says, subject)
            about = f" ({', '.join(advisory.needs)})" if advisory.needs else ""
            yield DerivedLine("caution", f"{text}{about}", (advisory.id,), sources)


def _offering_lines(model: Model, facts: Facts, day: Day) -> Iterator[DerivedLine]:
    """Lines on how the model is served: providers, prices, open weights."""
    served = open_routes(model, facts, day)
    if model.weights == "open":
        yield DerivedLine("offering", "its weights can be run on machines of your own")
    elif served and model.weights == "closed":
        yield DerivedLine("offering", "to be had through an API only: its weights are not published")
    if not served:
        yield DerivedLine("offering", "no provider is known to serve it")
        return
    yield from _region_lines(served, facts)
    yield _price_line(served)


def _region_lines(served: Sequence[Route], facts: Facts) -> Iterator[DerivedLine]:
    """The regions to which processing can be confined, and by whom."""
    known = {g for route in served if route.offering for g in route.offering.geography}
    known |= {region for route in served if route.provider for region in route.provider.terms.residency}
    said, sources, sellers = [], dict[str, None](), dict[str, None]()
    for region in sorted(known):
        told = [(route, residency_fact(route, facts, region)) for route in served]
        there = [(route, fact) for route, fact in told if fact.value == "yes"]
        if there:
            names = dict.fromkeys(route.seller_name or "" for route, _ in there)
            said.append(f"{region} at {listed(list(names), 4)}")
            sellers |= dict.fromkeys(_seller_ids(route for route, _ in there))
            sources |= dict.fromkeys(source for _, fact in there for source in fact.sources)
    if said:
        yield DerivedLine(
            "offering", f"processing can be confined to {'; '.join(said)}", tuple(sellers), tuple(sources)
        )


def _price_line(served: Sequence[Route]) -> DerivedLine:
    priced = sorted(((r.blended, r) for r in served if r.blended), key=lambda pair: pair[0])
    if not priced:
        sellers = _seller_ids(served)
        return DerivedLine("offering", f"no price is known of it, at {count(len(sellers), 'provider')}", sellers)
    (low, cheapest), (high, dearest) = priced[0], priced[-1]
    span = money(low) if low == high else f"{money(low)} to {money(high)}"
    sellers = _seller_ids(route for _, route in priced)
    text = f"{span} per million tokens, three in for one out, at {count(len(sellers), 'provider')}"
    sources = dict.fromkeys(r.price.source for r in (cheapest, dearest) if r.price and r.price.source)
    return DerivedLine("offering", text, sellers, tuple(sources))


def _seller_ids(served: Iterable[Route]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(route.seller for route in served if route.seller))
