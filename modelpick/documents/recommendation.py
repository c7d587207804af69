"""What `recommend` answers: the ranking, why, how sure, and what would change it. Points are on the scale 0 to 100.

A renderer may leave things out; it never works anything out.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from modelpick.documents.base import Document
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart, field

PRECISION = "precision"
"""The subject of a reason that tells what the precision on the named machine leaves of the scores."""
LEAST_POINTS = 0.05
"""Less than this is not to be seen in a score."""


class Reason(DocumentPart):
    """A sentence for or against a model with the ids of its sources; `points`: its effect on the score."""

    text: str
    sources: tuple[str, ...] = ()
    points: float | None = None
    subject: str | None = None
    """What it is about in two or three words: a criterion, an advisory."""
    brief: str | None = None
    """The same in a few words, for a line of a screen; None where `text` is short itself."""


class SourceRef(DocumentPart):
    """A source as an answer cites it; `number` is its place in this answer."""

    number: int
    id: str
    title: str
    publisher: str
    date: Day | None
    url: str | None
    attribution: str | None
    via: str | None = None
    """The transcription in which it was read, where the page itself was not opened."""


class Contribution(DocumentPart):
    """The share w_k U_k of one criterion in points; the contributions of a model add up to its score."""

    criterion: str
    says: str
    benchmark: str | None
    benchmark_name: str | None
    field: str | None
    value: float
    unit: str
    utility: float
    weight: float
    points: float
    sd: float | None
    basis: str
    conflict: bool
    sources: tuple[str, ...]
    estimated: bool = False
    drivers: tuple[str, ...] = ()
    """Of an estimate: the benchmarks that weigh most in it."""
    on_topic: bool = False
    """Whether somebody measured the benchmark, or another edition of the skill that is weighed."""
    spread: float = 0.0
    """The deviation in points, as if the criterion were the only one: of the score it is `weight` times as much."""
    doubt: float = 0.0
    """Of an estimate: its own deviation in the same points, which lowers the order where little was measured."""
    correlation: float = 0.0
    """Of an estimate: how far its error goes together with those of the model's other estimates."""


class Ahead(DocumentPart):
    """An announced change of a route: the end of the API, or a price change."""

    on: Day
    kind: Literal["end", "price"]
    text: str
    sources: tuple[str, ...] = ()


class RouteView(DocumentPart):
    """How the model is reached: one offering, or the user's own machines."""

    kind: Literal["api", "self_host", "none"]
    provider: str | None
    provider_name: str | None
    id: str | None
    api: str | None
    """The stage of the API there; `listed` where a public price list alone speaks of it."""
    access: str | None
    """Who may call it there: public, invited, partners or nobody."""
    routing: str | None
    geography: tuple[str, ...]
    context: int | None
    price_in: Decimal | None
    price_out: Decimal | None
    price_blended: Decimal | None
    price_on: Day | None
    sources: tuple[str, ...]
    machine: str | None = None
    """The machine that was named, where this is the way."""
    quant: str | None = None
    memory_gb: float | None = None
    smallest_machine: str | None = None
    """On one's own machines, where none was named: the smallest known one that holds it; None where none is known to.
    """
    smallest_quant: str | None = None
    """The precision at which it fits there."""
    smallest_gb: float | None = None
    """The memory that it takes of it, GB of 10^9 bytes."""
    tokens_per_s: float | None = None
    """Estimated output of one request there; four of five measurements are expected between the bounds."""
    tokens_per_s_low: float | None = None
    tokens_per_s_high: float | None = None
    month_usd: Decimal | None = None
    """What the workload costs in a month, with the range that the model's verbosity leaves."""
    month_usd_low: Decimal | None = None
    month_usd_high: Decimal | None = None


class Proof(DocumentPart):
    """What a term that was asked rests on. It proves what a page or a paper said on a day, and nothing beyond that."""

    constraint: str
    term: str
    """The term as rows of `terms:` call it: ``baa``, ``residency.eu``."""
    says: str
    """The term in words."""
    on: Day | None
    """The day on which it was read, or from which it holds; None where nobody says."""
    read_by: str | None
    """Who read it, where that was not on the provider's own page; `you` where a paper of your own says so."""
    note: str | None
    sources: tuple[str, ...]


class Paper(DocumentPart):
    """A term that is not proven: what to get in writing, and the command that records it then."""

    constraint: str
    term: str
    says: str
    """The term in words."""
    said: str | None
    """on_request, conditional; None where nothing is published."""
    note: str | None
    command: str
    """What records it once it is signed; the name of the paper and the last day are yours to put in."""
    sources: tuple[str, ...]


class Reachable(DocumentPart):
    """A provider that papers alone would admit."""

    provider: str
    provider_name: str
    papers: tuple[Paper, ...]
    """What to get in writing."""
    models: tuple[str, ...]
    """What that would open, best first."""
    best_name: str
    """The first of them."""
    score: float | None
    """Of the first of `models`; None where too little is known of it."""
    unpublished: int
    """How many of the papers nobody offers in public."""


class Ranked(DocumentPart):
    """A line of the ranking: the model with its rank, score, route, and the reasons for and against it.

    Scores and bounds are points from 0 to 100, shares are from 0 to 1.
    """

    rank: int
    model: str
    name: str
    lab: str
    score: float
    sd: float
    low: float
    high: float
    """80% interval of the score."""
    first_share: float
    """Share of the simulations in which it is first."""
    top_three_share: float
    coverage: float
    tested: float
    """Share of the weight of the benchmarks that was measured on topic."""
    standing: Literal["tested", "promising"]
    """Tested from half of that weight on."""
    key: float
    """What orders the ranking: the score, lowered by the model's own doubt (at most 4 points) where less than 30% was
    measured on topic."""
    measured: int
    estimated: int
    criteria: int
    conflicts: int
    weights: str | None
    license: str | None
    context: int | None
    api: str | None
    """The best stage of its API anywhere."""
    access: str | None
    """The widest access to its API anywhere: public, invited, partners or nobody."""
    lifecycle: str | None
    """Where its API stands: announced, preview, ga, deprecated or retired."""
    offering: RouteView
    contributions: tuple[Contribution, ...]
    missing: tuple[str, ...]
    for_: tuple[Reason, ...]
    against: tuple[Reason, ...]
    cautions: tuple[Reason, ...]
    unknown: tuple[Reason, ...]
    contrast: Reason | None = None
    """Against the next (the first against the second): by how much, and where."""
    also: RouteView | None = None
    """Another route that passes, where it costs at least a tenth more or less: what the workload costs in a month, or
    the blended price."""
    dominated_by: str | None = None
    """A model that is at least as good on every criterion and better on one; every criterion is known of both."""
    dominated_on: Literal["figures", "estimates"] | None = None
    """What that rests on: figures and facts alone, or estimates too."""
    admitted_unknown: tuple[str, ...] = ()
    missing_criteria: tuple[str, ...] = ()
    """The ids of the criteria in `missing`."""
    ahead: tuple[Ahead, ...] = ()
    """What is announced of the way to it, the soonest first."""
    proofs: tuple[Proof, ...] = ()
    """What the data terms that were asked rest on, on the way to it."""


class FailedConstraint(DocumentPart):
    """A constraint that a model fails or is not known to pass, with the reason and its sources."""

    constraint: str
    outcome: Literal["fail", "unknown"]
    reason: str
    sources: tuple[str, ...] = ()


class Excluded(DocumentPart):
    """A model that some constraint excludes, with every failed one and the score that it would have."""

    model: str
    name: str
    failed: tuple[FailedConstraint, ...]
    score: float | None


class NotRanked(DocumentPart):
    """Passes the constraints, but its figures cover too little of the weight to rank it."""

    model: str
    name: str
    coverage: float
    missing: tuple[str, ...]
    """The criteria without a figure, in words."""
    why: str = "too little is known of it"
    released: Day | None = None


class Relaxation(DocumentPart):
    """A minimal set of constraints to give up, what that admits, and the best model it would admit."""

    relax: tuple[str, ...]
    titles: tuple[str, ...]
    admits: int
    best: str | None
    best_name: str | None
    score: float | None


class Verdict(DocumentPart):
    """The pick and how sure it is.

    `state`: clear, close (a tie), promising (too little of the first was measured), none (nothing fits).
    """

    state: Literal["clear", "close", "promising", "none"]
    text: str
    first: str | None
    tied_with: tuple[str, ...] = ()
    best_tested: str | None = None
    """The best model of whose benchmark weight at least half was measured on topic."""
    chance_over_tested: float | None = None
    """Where the first is only promising: the chance that it really is better than the best tested one."""
    sure: str = ""
    """How sure that is, in a sentence."""


class AskedCriterion(DocumentPart):
    """A criterion of the request with its weight; the weights add up to 1."""

    id: str
    says: str
    benchmark: str | None
    weight: float


class RequestView(DocumentPart):
    """The request as it was understood."""

    needs: dict[str, float]
    persona: str | None
    constraints: dict[str, Any]
    where: tuple[str, ...]
    only: tuple[str, ...]
    evidence: str
    risk: str
    allow_unknown: tuple[str, ...]
    top: int
    summary: str
    """One line: "coding · self-hosted · license: OSI"."""
    criteria: tuple[AskedCriterion, ...]
    command: tuple[str, ...] = ()
    """The words of a command line that ask it: ``("--need", "coding", "--self-host")``."""


class Ordering(DocumentPart):
    """How a ranking is ordered, so that anybody can do it again with other weights.

    By the expected score over the known weight. Below `thin_below` of the benchmark weight measured on topic, it is
    lowered by `doubts` times the deviation that the estimates' `doubt` add up to, and by `lowered_at_most` points at
    most; `averse`: by the lower end of the interval, `z` deviations below the score, where that is less.
    """

    thin_below: float
    doubts: float
    lowered_at_most: float
    """In points."""
    z: float
    tested_from: float
    """From this share on, a model counts as tested."""
    least_known: float
    """A model of whose weight less is known, estimates included, is not ranked."""
    heavy: float
    """Nor one that lacks a fact of the catalog of at least this weight."""
    averse: bool


class Recommendation(Document):
    """The answer to a question: who is ranked, who is not and why, and what would change it."""

    schema_version: str
    as_of: Day
    request: RequestView
    verdict: Verdict
    ranking: tuple[Ranked, ...]
    specialists: tuple[Ranked, ...]
    """Who is best, by what is known and not estimated, at the criterion that weighs most, where that is none of the
    first three."""
    excluded: tuple[Excluded, ...]
    not_ranked: tuple[NotRanked, ...]
    relaxations: tuple[Relaxation, ...]
    changes: tuple[Reason, ...]
    """What would change the answer."""
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    facts_until: Day | None
    """Date of the newest fact in the catalog as of that day."""
    excluded_counts: dict[str, int] = field(default_factory=dict)
    """Constraint id -> number of models that it alone or with others keeps out."""
    ordering: Ordering | None = None
    """None where nothing was ranked by weights."""
    ask_again: Day | None = None
    """The day from which the facts are too old to rely on."""
    reachable: tuple[Reachable, ...] = ()
    """Where nothing is proven to fit: the providers that papers alone would admit."""
    left_out: Excluded | None = None
    """The best tested model that one limit alone keeps out, where it would come before the tested ones that are ranked:
    what that limit costs."""
