"""Result documents: what the use cases answer and the renderers show. Frozen, plain, complete.

A renderer may leave things out; it never works anything out. Points are on the scale 0 to 100.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

from modelpick.documents import base as documents_base
from modelpick.documents.base import Document
from modelpick.model.dates import Day
from modelpick.model.facts import Price, ServiceFigures
from modelpick.model.fields import DocumentPart, field, names_of
from modelpick.model.problems import Problem

SCHEMA_VERSION = documents_base.SCHEMA_VERSION


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


class Figure(DocumentPart):
    """One measurement as it is shown: never without its source, date and who measured."""

    benchmark: str
    benchmark_name: str
    value: float
    unit: str
    by: str
    evaluator: str | None
    variant: str | None
    tools: str | None
    harness: str | None
    on: Day
    state: str
    why: str | None
    source: str
    used: bool
    note: str | None = None


class CellView(DocumentPart):
    """One model on one benchmark: the pooled value and the figures behind it."""

    benchmark: str
    benchmark_name: str
    unit: str
    value: float | None
    sd: float | None
    basis: str | None
    conflict: bool
    flags: tuple[str, ...]
    figures: tuple[Figure, ...]


class EvidenceCell(DocumentPart):
    """A cell in full: the pooled or estimated value with its 80% interval, and what it rests on."""

    cell: CellView
    low: float | None
    high: float | None
    drivers: tuple[str, ...]
    """Of an estimate: names of the benchmarks that weigh most in it."""


class OwnEvidence(DocumentPart):
    """What the user's own results on a benchmark did to a cell: what was known without them, what they say, and both
    together, joined by precision. In the benchmark's unit."""

    benchmark: str
    benchmark_name: str
    unit: str
    prior: float | None
    """Without the own results; None where nothing else is known, or the own results stand alone."""
    prior_sd: float | None
    """Its standard deviation."""
    prior_basis: str | None
    """What it rests on."""
    own: float
    """What the own results say."""
    own_sd: float
    """The standard deviation of so many tasks."""
    passed: float
    """Attempts that passed."""
    n: int
    """Attempts that were scored."""
    tasks: int
    """Distinct tasks, where one ran several times."""
    value: float
    """Both together."""
    sd: float
    """Its standard deviation."""
    weight: float
    """The share of the value that the own results make up."""
    text: str
    """The same in words."""


class PairedTest(DocumentPart):
    """Two models on the same tasks of the user's, task by task."""

    benchmark: str
    benchmark_name: str
    model: str
    """The first model."""
    other: str
    """The model that it is compared with."""
    tasks: int
    """Tasks that both were asked."""
    passed: float
    """By the first."""
    passed_by_other: float
    """By the other."""
    better: int
    """Tasks on which the first did better."""
    worse: int
    """Tasks on which the other did better."""
    p: float
    """Two-sided chance of a difference as large, were they equally good: McNemar's exact test; with several attempts a
    task, signs turned at random, of more than 15 tasks the paired bootstrap."""
    difference: float
    """The first less the other, in points of 100."""
    low: float
    """The lower end of the 80% interval of the difference; with several attempts a task by the paired bootstrap."""
    high: float
    """The upper end of the interval."""
    apart: bool
    """Whether they can be told apart."""
    tasks_needed: int
    """How many tasks would tell a difference of 10 points, four times in five."""
    text: str
    """The same in words."""


class EvidenceReport(Document):
    """What the figures of a model add up to, cell by cell; the measured first, then the estimated."""

    only_if_any: ClassVar[tuple[str, ...]] = ("own", "paired")
    schema_version: str
    as_of: Day
    model: str
    name: str
    measured: tuple[EvidenceCell, ...]
    estimated: tuple[EvidenceCell, ...]
    known_scores: int
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    own: tuple[OwnEvidence, ...] = ()
    """What the user's own results say; left out where there are none."""
    paired: tuple[PairedTest, ...] = ()
    """The model against each other one on the same tasks; left out where there are none."""


class StatusLine(DocumentPart):
    """A dated event in the status of a model: the stage of a surface from a day on."""

    on: Day
    surface: str
    stage: str
    provider: str | None
    source: str
    announced: Day | None
    ahead: bool
    note: str | None
    access: str | None = None
    """Who may call it from then on, where the source says so and the stage does not."""


class PriceAhead(DocumentPart):
    """The price from the day `on`: announced, or in force again after a promotion."""

    on: Day
    price: Price


class OfferingLine(DocumentPart):
    """One offering of a model: provider, prices in US dollars per million tokens, context in tokens, region and
    stage.
    """

    provider: str
    provider_name: str
    id: str | None
    stage: str | None
    access: str | None
    since: Day
    routing: str
    geography: tuple[str, ...]
    context: int | None
    max_output: int | None
    price_in: Decimal | None
    price_out: Decimal | None
    price_on: Day | None
    retires_on: Day | None
    source: str
    note: str | None
    sources: tuple[str, ...] = ()
    """All that the line rests on: the offering's own source, that of its price, and those of single fields."""
    read: Day | None = None
    """The day on which a synced source last listed it."""
    deployment: str | None = None
    version: str | None = None
    service: str | None = None
    """The class of service, where it is sold apart from the standard one."""
    price: Price | None = None
    """All of the price in force: tiers, caches, batches, services, the clock."""
    ahead: tuple[PriceAhead, ...] = ()
    """Changes of the price that are known already, the soonest first."""
    served: tuple[ServiceFigures, ...] = ()
    """How well it was served, each time that somebody measured it."""
    place_proven: bool | None = None
    """Whether the provider says that it stays in its geography; false where a price list alone does."""


class ApiStatus(DocumentPart):
    """The stage of the API, since when, and the source."""

    is_: str
    since: Day | None
    source: str | None


class EndLine(DocumentPart):
    """The end of one id at one provider: the day, on whose word, what speaks against it, and what to take instead.

    `state` is retired, retiring, deprecated, never_existed, not_before (a promise that it stays until `on`) or served
    (said to have ended, which the provider denies).
    """

    provider: str
    provider_name: str
    id: str
    version: str | None
    model: str | None
    state: str
    on: Day | None
    days_left: int | None
    """To `on`; below 0 where it has passed."""
    announced: Day | None
    after: str | None
    """What a call gets from then on, where it is not an error."""
    answers: str | None
    """The id that answers in its place, with its price."""
    instead: str | None
    """What to take instead; nothing that has ended itself."""
    doubts: tuple[str, ...]
    """Why it may not be so."""
    conflicts: tuple[str, ...]
    """What other sources say."""
    earlier: tuple[str, ...]
    """What the same provider said before."""
    note: str | None
    evidence: str
    """primary (the provider's own word), read_by_others or aggregator."""
    source: str
    read: Day
    """The day of the source's state."""


class Status(DocumentPart):
    """Whether a model can be called on a day: its API, surfaces, offerings and history."""

    model: str
    name: str
    as_of: Day
    usable: bool
    """Whether anybody may call it today."""
    text: str
    api: ApiStatus
    access: str | None
    """Who may call its API, the widest anywhere: public, invited, partners or nobody. A deprecation changes nothing
    of it."""
    lifecycle: str | None
    """Where its API stands: announced, preview, ga, deprecated or retired; None where that is not known or there is no
    API."""
    surfaces: dict[str, str]
    retires_on: Day | None
    successor: str | None
    offerings: tuple[OfferingLine, ...]
    history: tuple[StatusLine, ...]
    successor_on: Day | None = None
    """The day since which the successor is out, or announced."""
    brief: str = ""
    """Whether it can be called and since when, without by whom it is sold."""
    ends: tuple[EndLine, ...] = ()
    """What is known of the ends of its ids, at whatever provider; of the one that was asked about first."""
    ends_read: dict[str, Day] = field(default_factory=dict)
    """Who makes or sells it -> the day of the newest state of a source about ends there."""
    asked_at: str | None = None
    """The provider whose API the id that was asked about names."""
    asked_id: str | None = None
    """That id, without the route to it."""
    asked: tuple[OfferingLine, ...] = ()
    """What is offered there today: by that very id, else under other ids of the model."""
    asked_is_listed: bool = False
    """Whether it is offered by that very id."""


class StatusReport(Document):
    """The answer of `status`: the status of each model asked about."""

    schema_version: str
    as_of: Day
    models: tuple[Status, ...]
    sources: tuple[SourceRef, ...]
    notes: tuple[str, ...] = ()
    """How the names were read, where they are not the models' own."""

    def written(self) -> Mapping[str, Any]:
        """Of one model its status, with the rest around it; of several, a list of them."""
        body = Document.written(self)
        if len(self.models) != 1:
            return body
        (status,) = self.models
        own = {name: value for name, value in body.items() if name not in ("models", "as_of")}
        told = {name: getattr(status, name) for name in names_of(status)}
        return {"schema_version": own.pop("schema_version"), **told, **own}


class OutcomeLine(DocumentPart):
    """What became of a forecast: ``true``, ``false`` or ``open``."""

    is_: str
    on: Day | None
    source: str | None


class TraitLine(DocumentPart):
    """What a source says of a model. `due` and `outcome` are those of a forecast."""

    stance: str
    text: str
    needs: tuple[str, ...]
    source: str
    on: Day
    due: Day | None = None
    outcome: OutcomeLine | None = None


class DerivedLine(DocumentPart):
    """A statement derived here from figures, advisories or offerings; no source makes it.

    `rests_on`: the benchmarks, advisory or providers that it is derived from; `sources` are theirs.
    """

    topic: Literal["strong", "weak", "caution", "offering"]
    text: str
    rests_on: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    share: float | None = None
    """Of a skill: the share of the peers that the model leaves behind, on the median of the tests."""
    peers: int | None = None
    derived: Literal[True] = True


class FactLine(DocumentPart):
    """A labeled fact: "context", "1,048,576 tokens", sources; `value` None is unknown."""

    label: str
    value: str | None
    sources: tuple[str, ...] = ()


class ModelCard(Document):
    """What is known of one model, each fact with its sources, and what is not known."""

    schema_version: str
    as_of: Day
    model: str
    name: str
    facts: tuple[FactLine, ...]
    cells: tuple[CellView, ...]
    traits: tuple[TraitLine, ...]
    status: Status
    unknown: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    notes: tuple[str, ...] = ()
    """How the name was read, where it is not the model's own."""
    derived: tuple[DerivedLine, ...] = ()
    """What its figures, the advisories and its offerings add up to."""
    kind: Literal["model"] = "model"
    """What the card is of: `show` answers about other things as well."""


class ComparedCell(DocumentPart):
    """One benchmark, or one criterion of the need, side by side. `leader` is None when nobody can be said to lead."""

    benchmark: str
    benchmark_name: str
    unit: str
    cells: dict[str, CellView]
    leader: str | None
    lead: float | None
    weight: float | None


CHEAPEST_PRICE = "cheapest price, in / out per M"
"""What the fact is called that models are compared by, which two pages put first."""


class Comparison(Document):
    """Models side by side: their scores, facts and figures, and who leads where."""

    only_if_any: ClassVar[tuple[str, ...]] = ("paired",)
    unwritten: ClassVar[tuple[str, ...]] = ("use",)
    schema_version: str
    as_of: Day
    models: dict[str, str]
    """Model id -> name, in the order asked."""
    request: RequestView | None
    verdict: Verdict | None
    scores: dict[str, float | None]
    coverage: dict[str, float | None]
    facts: tuple[tuple[str, dict[str, FactLine]], ...]
    """(label, model id -> fact): price, context, license, status ..."""
    cells: tuple[ComparedCell, ...]
    only_one_has: tuple[Reason, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    text: str = ""
    """Who is ahead, or that it is a tie, in a sentence."""
    sure: str = ""
    """How sure that is, in a sentence; empty where `text` says all."""
    leads: dict[str, int] = field(default_factory=dict)
    """Model id -> on how many of the shared tests it leads."""
    shared: int = 0
    """Tests on which at least two of the models have a figure."""
    ahead: tuple[Ahead, ...] = ()
    """What is announced of the way to any of them, the soonest first."""
    ask_again: Day | None = None
    """The day from which the facts are too old to rely on."""
    paired: tuple[PairedTest, ...] = ()
    """Each two on the same tasks of the user's own; left out where there are none."""
    use: tuple[str, ...] = ()
    """The words of a command line that say what they are used for: the workload asked, or the usual one of the need."""


class Explanation(Document):
    """Why a model is or is not recommended for exactly this request."""

    schema_version: str
    as_of: Day
    request: RequestView
    model: str
    name: str
    text: str
    recommended: bool
    rank: int | None
    ranked: Ranked | None
    excluded: Excluded | None
    not_ranked: NotRanked | None
    first: Ranked | None
    gap: tuple[Reason, ...]
    """Criterion by criterion, this model against the first."""
    refused: tuple[Figure, ...]
    """Reported figures of it on what the needs weigh that do not count, each with the reason."""
    constraints: tuple[tuple[str, str, str], ...]
    """(constraint, outcome, reason) for every constraint asked."""
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]


class Listing(Document):
    """Models as rows. `columns` are field names; every value is text, a number, or None when not known."""

    schema_version: str
    as_of: Day
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


class LayerLine(DocumentPart):
    """A part of the data. `kind`: what ships with the program, a synced source, a file of the user's own."""

    kind: Literal["bundled", "synced", "own"]
    name: str
    title: str
    day: Day | None
    """The day for which it was read; None of a file of the user's own, whose facts bear dates of their own."""
    checked: Day | None
    """The day on which a source was last asked, whether it had anything new or not."""
    rows: int | None
    age_days: int | None
    """Days since it was checked, or else read."""


class CatalogInfo(Document):
    """What the catalog holds: how much, how new, and from which files."""

    schema_version: str
    as_of: Day
    counts: dict[str, int]
    newest: Day | None
    origins: tuple[str, ...]
    coverage: tuple[tuple[str, str, int], ...]
    """(benchmark id, name, models with a usable figure), most covered first."""
    by_tier: dict[str, int]
    by_state: dict[str, int]
    licenses: tuple[tuple[str, str], ...]
    """(what, its license and attribution)."""
    unlinked: int = 0
    """Ids of providers that could not be matched with a model."""
    layers: tuple[LayerLine, ...] = ()
    """Where the data come from, later ones over earlier ones."""
    warnings: tuple[str, ...] = ()
    """What is too old, and what to do."""
    most: int | None = None
    """How many rows of a kind a page shows; None: all. The document holds all of them."""


class Validation(Document):
    """The answer of `catalog validate`: the problems and warnings of the files."""

    schema_version: str
    files: tuple[str, ...]
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    """Faults: the files are not used until they are mended."""
    warnings: tuple[Problem, ...] = ()
    """What is possible but hardly meant in the user's own files, which are used all the same."""


class RuleLine(DocumentPart):
    """A rule in one line: kind, id, title and file."""

    kind: str
    id: str
    title: str
    about: str
    origin: str


class RuleList(Document):
    """The answer of `rules list`."""

    schema_version: str
    rules: tuple[RuleLine, ...]


class RulePage(Document):
    """One rule in full: its text for people (`facts`, `criteria`) and its file for machines (`rule`)."""

    schema_version: str
    kind: str
    id: str
    title: str
    about: str
    because: str | None
    flag: str | None
    lines: tuple[tuple[str, str], ...]
    """(label, text): the condition in words, what is said when it fails, each criterion with weight and reason."""
    examples: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    origin: str


class RuleCheck(DocumentPart):
    """The result of one example of a rule."""

    rule: str
    example: int
    passed: bool
    text: str


class RuleTest(Document):
    """The answer of `rules test`: the result of every example."""

    schema_version: str
    checks: tuple[RuleCheck, ...]
    passed: int
    failed: int
    warnings: tuple[str, ...] = ()
    """What no example shows: needs that weigh tests which no new model reports."""
