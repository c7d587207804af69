"""What the catalog knows. Plain values: nothing here decides, reads a file or knows the date of today.

`None` always means "not known", never zero, never no. Money is `Decimal` US dollars per million tokens; sizes are
tokens; dates are ISO text (`modelpick.domain.dates`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from modelpick.domain.dates import Day, last_day
from modelpick.domain.fields import Fact, field
from modelpick.domain.machines import Device
from modelpick.domain.workloads import TokenCount, Workload

By = Literal["self", "independent", "vendor", "rival", "press"]
"""Who measured, most trusted first: the user, somebody who sells no competing model, the model's own lab, another
lab's table, a publication that repeats a figure."""

State = Literal["accepted", "disputed", "superseded", "quarantined"]
Stage = Literal["announced", "waitlist", "private_preview", "public_preview", "ga", "deprecated", "retired", "none"]
StageSeen = Literal[Stage, "listed"]
"""The stage of an API as far as anybody says. `listed`: it is on a public price list that does not say at what stage;
that is derived, nobody writes it."""
Access = Literal["public", "invited", "partners", "nobody"]
"""Who may call an API: anybody; whoever was let in from a waiting list; partners that its provider chose; nobody."""
Lifecycle = Literal["announced", "preview", "ga", "deprecated", "retired"]
Surface = Literal["api", "consumer_app", "weights"]
Stance = Literal["for", "against", "fits", "misfits", "forecast", "open_question"]
Answer = Literal["yes", "no", "on_request", "conditional", "opt_out", "unknown"]
Routing = Literal["in_region", "geo", "global", "unknown"]
Service = Literal["fast", "priority", "flex", "spot", "batch", "free"]


class Dated:
    """A fact that bears a date, and is not known before it."""

    __slots__ = ()
    on: Day
    known: Day | None

    @property
    def known_on(self) -> Day:
        """The full day from which it counts: when it was read, if `on` says less than a day; else the last of `on`."""
        return self.known or last_day(self.on)


class Announced(Dated):
    """A dated fact that may have become known before it holds."""

    __slots__ = ()
    announced: Day | None

    @property
    def known_on(self) -> Day:
        """The full day from which it is known, which may be before it happens."""
        return self.known or last_day(self.announced or self.on)

    @property
    def in_force_on(self) -> Day:
        """The full day from which it has happened. What was announced happens by the last day that `on` may mean."""
        return last_day(self.on) if self.announced else self.known_on


class Source(Fact):
    """A document or data set that figures come from."""

    id: str
    title: str
    publisher: str
    kind: str
    url: str | None = None
    date: Day | None = None
    licence: str | None = None
    trust: str | None = None
    note: str | None = None
    via: str | None = None
    """The transcription in which `url` was read, where the page itself was not opened."""
    read: Day | None = None
    """The day on which it was read. What it dates by a month or year alone counts from then."""


class Anchors(Fact):
    """Fixed ends of a value scale: `worst` is worth 0 and `best` is worth 1, whatever the candidates are."""

    worst: float
    best: float
    scale: Literal["linear", "log"] = "linear"
    why: str = ""


class Benchmark(Fact):
    """A test, edition included. `range` is what a reported value may be; `anchors` are what it is worth."""

    id: str
    name: str
    family: str
    edition: str | None
    tests: str
    kind: Literal["score", "index", "elo", "efficiency"]
    unit: str
    better: Literal["higher", "lower"]
    range: tuple[float | None, float | None]
    anchors: Anchors
    tau0: float
    items: int | None
    tools: str | None
    scaffolds: tuple[str, ...]
    domains: tuple[str, ...]
    weaknesses: tuple[str, ...]
    published: Day | None
    url: str | None
    inputs: tuple[str, ...] = ()
    """What a model must take beside text to be asked at all, e.g. image."""
    features: tuple[str, ...] = ()
    """What a model must be able to do to be asked at all, e.g. tool_calling."""
    context: int | None = None
    """The least context in which its items fit, in tokens."""
    measured_by: str | None = None
    """Who runs it and publishes the figures."""


class Skill(Fact):
    """What several tests measure alike: benchmarks and editions whose figures are evidence of one ability.

    `reference` is the edition on whose scale the skill is valued. A benchmark belongs to one skill at most.
    """

    id: str
    name: str
    tests: str
    reference: str
    editions: tuple[str, ...]
    why: str = ""


class Term(Fact):
    """One published data term of a provider, e.g. whether it trains on API data."""

    value: Answer
    source: str | None = None
    on: Day | None = None
    note: str | None = None


class GlossaryEntry(Fact):
    """A word of the field: what it is, and what it means for a choice. `also` are other spellings of it."""

    id: str
    name: str
    says: str
    why: str | None = None
    also: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()


class Provider(Fact):
    id: str
    name: str
    kind: Literal["lab", "cloud", "host", "gateway"] | None
    country: str | None
    jurisdictions: tuple[str, ...]
    jurisdictions_source: str | None
    training: Term
    zero_retention: Term
    baa: Term
    residency: dict[str, Term]
    retention_days: int | None = None
    certifications: tuple[str, ...] = ()
    url: str | None = None
    note: str | None = None
    also: tuple[str, ...] = ()
    """What other sources call it."""


class Measurement(Dated, Fact):
    """One reported value of one model (variant) on one benchmark, by one evaluator, on one date, from one source."""

    benchmark: str
    value: float
    by: By
    source: str
    on: Day
    variant: str | None = None
    tools: str | None = None
    harness: str | None = None
    evaluator: str | None = None
    state: State = "accepted"
    why: str | None = None
    stderr: float | None = None
    note: str | None = None
    known: Day | None = None


class StatusEvent(Announced, Fact):
    """`surface` becomes `stage` on `on`. `announced` is when that became known, for events that lie ahead."""

    on: Day
    surface: Surface
    stage: Stage
    source: str
    provider: str | None = None
    announced: Day | None = None
    note: str | None = None
    known: Day | None = None
    access: Access | None = None
    """Who may call it from then on, where that does not follow from the stage."""


class Rates(Fact):
    """US dollars per million tokens, by what a token is billed as. None: nobody says; never zero."""

    input: Decimal | None = None
    output: Decimal | None = None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None
    """Kept for five minutes, or for as long as the provider keeps one that names no time."""
    cache_write_1h: Decimal | None = None


class Tier(Fact):
    """What every token of a request is billed at once its prompt is longer than `above` tokens."""

    above: int
    rates: Rates


class OffPeak(Fact):
    """What is billed outside of the hours of the peak, in UTC: ``01:00-04:00``, on every day or on weekdays."""

    rates: Rates
    peak: tuple[str, ...]
    days: Literal["all", "weekdays"] = "all"


class Charges(Fact):
    """All that a provider charges for one offering at one time.

    `rates` are the standard price. Where the clock decides they are those of the peak, so that whoever reads them
    alone never promises too little; `off_peak` says what the other hours cost. The classes of service beside the
    standard one never stand in for it.
    """

    rates: Rates = Rates()
    tiers: tuple[Tier, ...] = ()
    """By `above`, the shortest first."""
    batch: Rates | None = None
    """What batches cost, part by part."""
    batch_discount: Decimal | None = None
    """The share that batches save on every part, where no single price is named."""
    flex: Rates | None = None
    priority: Rates | None = None
    fast: Rates | None = None
    off_peak: OffPeak | None = None


class Price(Announced, Fact):
    """What is charged, known to hold from `on`, and to `until` where it is a promotion.

    `announced` is when it became known, for a price that lies ahead.
    """

    on: Day
    charges: Charges
    announced: Day | None = None
    until: Day | None = None
    source: str | None = None
    known: Day | None = None

    @property
    def input(self) -> Decimal | None:
        return self.charges.rates.input

    @property
    def output(self) -> Decimal | None:
        return self.charges.rates.output


class Offering(Fact):
    """A model as one provider serves it, perhaps confined to a geography.

    One id of a provider may be sold as several deployments, versions and geographies: each is an offering.
    """

    provider: str
    id: str | None
    since: Day
    source: str
    deployment: str | None = None
    """The kind of deployment, in the provider's word: ``GlobalStandard``, ``DataZoneStandard``."""
    version: str | None = None
    """The version, where the provider names it apart from the id."""
    service: Service | None = None
    """The class of service, where the id is sold apart from the standard one; None: the standard one."""
    routing: Routing = "unknown"
    geography: tuple[str, ...] = ()
    context: int | None = None
    max_output: int | None = None
    stage: Stage | None = None
    prices: tuple[Price, ...] = ()
    terms: dict[str, Term] = field(default_factory=dict)
    note: str | None = None
    origins: dict[str, str] = field(default_factory=dict)
    """Field -> the source or layer that it came from, where that is not `source`."""
    read: Day | None = None
    """The day on which a synced source last said that it is served; None where no such source does."""
    known: Day | None = None

    @property
    def known_on(self) -> Day:
        """The full day from which it is known to be served."""
        return self.known or last_day(self.since)


class Licence(Fact):
    id: str
    name: str | None = None
    osi: bool | None = None
    commercial: Answer = "unknown"
    conditions: str | None = None
    source: str | None = None


class Size(Fact):
    """A token count with its source."""

    value: int
    source: str


class Architecture(Fact):
    """Geometry that decides memory and speed. Layer counts are of layers, sizes of values, not bytes."""

    attention: Literal["gqa", "swa", "mla", "hybrid"]
    source: str
    layers: int | None = None
    hidden: int | None = None
    heads: int | None = None
    kv_heads: int | None = None
    head_dim: int | None = None
    full_attention_layers: int | None = None
    window_layers: int | None = None
    window_tokens: int | None = None
    linear_layers: int | None = None
    global_kv_heads: int | None = None
    global_head_dim: int | None = None
    kv_lora_rank: int | None = None
    rope_dim: int | None = None
    experts: int | None = None
    experts_active: int | None = None
    vocab: int | None = None
    unverified: tuple[str, ...] = ()


class Variant(Dated, Fact):
    """An inference mode whose availability differs from the model's own."""

    id: str
    about: str
    stage: Stage
    on: Day
    source: str
    known: Day | None = None


class ForecastOutcome(Fact):
    """What became of a forecast, and who says so. `open`: somebody looked, and it was not decided yet."""

    held: Literal["true", "false", "open"]
    on: Day | None = None
    source: str | None = None


class Trait(Dated, Fact):
    """A qualitative claim of a source about a model, in our words.

    What a source hopes (`forecast`) or does not know (`open_question`) is no argument for or against the model.
    """

    stance: Stance
    text: str
    source: str
    on: Day
    needs: tuple[str, ...] = ()
    due: Day | None = None
    """Of a forecast: the day by which it is to come true."""
    outcome: ForecastOutcome | None = None
    known: Day | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """One trained artifact, `lab/slug`. Immutable; a family is only a label."""

    id: str
    name: str
    lab: str
    weights: Literal["open", "closed"] | None
    licence: Licence | None
    family: str | None = None
    released: Day | None = None
    context: Size | None = None
    max_output: Size | None = None
    inputs: tuple[str, ...] | None = None
    outputs: tuple[str, ...] | None = None
    modalities_source: str | None = None
    reasoning: bool | None = None
    tool_calling: bool | None = None
    structured_output: bool | None = None
    features_source: str | None = None
    params_total_b: float | None = None
    params_active_b: float | None = None
    native_precision: str | None = None
    architecture: Architecture | None = None
    knowledge_cutoff: Day | None = None
    successor: str | None = None
    status: tuple[StatusEvent, ...] = ()
    variants: tuple[Variant, ...] = ()
    traits: tuple[Trait, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    offerings: tuple[Offering, ...] = ()
    note: str | None = None
    origins: dict[str, str] = dataclasses.field(default_factory=dict)
    """Field -> the source or layer that it came from, where that is not the bundled catalog."""
    linked: bool = True
    """False: an id of a provider's that could not be matched to a model; all that is known is what its seller says."""
    base: str | None = None
    """The model that it was made from, for a fine-tune: what it does not say itself was taken from there."""


class Listed(Fact):
    """One name of a policy: a model, lab, provider or license, and the file and line that say so."""

    kind: Literal["model", "lab", "provider", "licence"]
    name: str
    said_in: str
    because: str | None = None


class Policy(Fact):
    """What may be used. Where names of a kind are in `allow`, nothing else of that kind may; `deny` wins."""

    allow: tuple[Listed, ...] = ()
    deny: tuple[Listed, ...] = ()


class Facts(Fact):
    """A whole catalog, indexed by id. `aliases` maps a lower-case alias to a model id."""

    models: Mapping[str, Model]
    benchmarks: Mapping[str, Benchmark]
    sources: Mapping[str, Source]
    providers: Mapping[str, Provider]
    aliases: Mapping[str, str]
    newest: Day | None = None
    """The day of the newest figure, event or price, where it was worked out already."""
    policy: Policy | None = None
    """What the user's own files allow and deny, all layers together; None where they say nothing."""
    unlinked: Mapping[str, Model] = field(default_factory=dict)
    """Ids of providers that could not be matched with a model, each as a model of its own. They can be looked at and
    asked for by name; nothing is ranked that nobody can say what it is."""

    hardware: Mapping[str, Device] = field(default_factory=dict)
    workloads: Mapping[str, Workload] = field(default_factory=dict)
    skills: Mapping[str, Skill] = field(default_factory=dict)
    token_counts: tuple[TokenCount, ...] = ()
    glossary: Mapping[str, GlossaryEntry] = field(default_factory=dict)

    def model(self, id_: str) -> Model | None:
        """The model called `id_`, linked or not."""
        return self.models[id_] if id_ in self.models else self.unlinked.get(id_)
